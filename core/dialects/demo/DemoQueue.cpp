// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoQueue.h"

#include "core/base/Limits.h"
#include "core/domain/QueueCount.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t kJobsKept = 600; // Over and open: a demo left alone for days must not grow.
constexpr qint64 kFailedKept = 60;

} // namespace

void DemoQueue::count(const Job &job, int by)
{
    QueueFacts &queue = m_queues[job.queue];
    queue.name = job.queue;
    countOf(queue, job.state) += by;
    if (job.state == JobState::Active)
        m_running[job.node] += by;
    m_moved.insert(job.queue);
}

JobId DemoQueue::freshId()
{
    JobId id;
    do {
        m_lastId += m_random.between(3, 90);
        id = JobId(u"j-%1"_s.arg(m_lastId, 6, 16));
    } while (m_numbers.contains(id));
    return id;
}

void DemoQueue::restore(DemoJob job)
{
    job.number = ++m_last;
    if (job.job.id.isEmpty())
        job.job.id = freshId();
    else
        m_lastId = std::max(m_lastId, job.job.id.text().mid(2).toInt(nullptr, 16));
    count(job.job, 1);
    m_moved.clear();
    if (!isOver(job.job.state))
        m_open.insert(job.number);
    m_numbers.insert(job.job.id, job.number);
    m_jobs.emplace(job.number, std::move(job));
}

Result<QList<JobId>> DemoQueue::add(const QList<JobRequest> &requests, const QString &by, Timestamp now)
{
    for (const JobRequest &request : requests) {
        if (request.payload.size() > limits::kJobPayloadBytes)
            return invalid(u"data"_s, u"data: a payload has at most %1 bytes, this one has %2"_s.arg(limits::kJobPayloadBytes)
                                          .arg(request.payload.size()));
    }
    QList<JobId> ids;
    for (const JobRequest &request : requests)
        ids.append(addOne(request, by, now));
    return ids;
}

JobId DemoQueue::addOne(const JobRequest &request, const QString &by, Timestamp now)
{
    if (!request.dedupeKey.isEmpty() && m_dedupe.contains(request.dedupeKey))
        return m_dedupe.value(request.dedupeKey);
    DemoJob one;
    one.number = ++m_last;
    Job &job = one.job;
    job.id = freshId();
    job.queue = queueOf(request.entity);
    job.entity = request.entity;
    job.state = request.delay.count() > 0 ? JobState::Delayed : JobState::Waiting;
    job.payload = request.payload;
    const JobDefaults usual;
    job.attempts = request.attempts.value_or(usual.attempts);
    job.backoff = request.backoff.value_or(usual.backoff);
    job.priority = request.priority;
    job.dedupeKey = request.dedupeKey;
    job.attemptTimeout = request.attemptTimeout;
    job.createdAt = now;
    job.createdBy = by;
    if (job.state == JobState::Delayed)
        job.runAt = now + request.delay;
    if (!job.dedupeKey.isEmpty())
        m_dedupe.insert(job.dedupeKey, job.id);
    m_open.insert(one.number);
    m_numbers.insert(job.id, one.number);
    count(job, 1);
    const DemoJob &kept = m_jobs.emplace(one.number, one).first->second;
    tell(kept);
    return kept.job.id;
}

DemoJob *DemoQueue::reach(const JobId &job)
{
    const auto number = m_numbers.constFind(job);
    return number == m_numbers.constEnd() ? nullptr : &m_jobs.at(*number);
}

Result<DemoJob *> DemoQueue::owned(const JobId &job, const Actor &by)
{
    DemoJob *one = reach(job);
    if (!one || !by.owns(one->job.entity.tenant))
        return notFound(u"there is no job %1"_s.arg(job.text()));
    return one;
}

//! Counts and tells; whatever else changes with the state is set before.
void DemoQueue::move(DemoJob *one, JobState to)
{
    count(one->job, -1);
    one->job.state = to;
    count(one->job, 1);
    if (isOver(to))
        m_open.erase(one->number);
    else
        m_open.insert(one->number);
    tell(*one);
}

void DemoQueue::tell(const DemoJob &one)
{
    const Job &job = one.job;
    ++m_changes[job.queue];
    m_publish(JobChanged{job.id, job.queue, job.entity, job.state, job.attemptsMade, job.attempts, job.node, waitingFor(job), shownError(job)});
}

Result<Job> DemoQueue::retry(const JobId &job, const Actor &by)
{
    MUSTER_TRY(one, owned(job, by));
    if (!isOver(one->job.state))
        return conflict(u"the job is %1; only one that is over can be run again"_s.arg(wordOf(one->job.state)), u"job-not-over"_s);
    one->uncounted += one->job.attemptsMade;
    one->nodesLost = 0;
    one->job.attemptsMade = 0;
    one->job.error.reset();
    one->job.result.clear();
    one->job.finishedAt.reset();
    move(one, JobState::Waiting);
    return shown(*one);
}

Result<Job> DemoQueue::cancel(const JobId &job, const Actor &by, Timestamp now)
{
    MUSTER_TRY(one, owned(job, by));
    if (isOver(one->job.state))
        return conflict(u"the job is %1 already"_s.arg(wordOf(one->job.state)), u"job-over"_s);
    if (one->job.state == JobState::Active)
        endAttempt(one, JobError{u"cancelled"_s, u"it was cancelled"_s}, now);
    one->job.runAt.reset();
    one->job.finishedAt = now;
    move(one, JobState::Cancelled);
    return shown(*one);
}

Result<void> DemoQueue::discard(const JobId &job, const Actor &by)
{
    MUSTER_TRY(one, owned(job, by));
    if (!isOver(one->job.state))
        return conflict(u"the job is %1; only one that is over can be forgotten"_s.arg(wordOf(one->job.state)), u"job-not-over"_s);
    forget(one->number);
    return {};
}

void DemoQueue::forget(quint64 number)
{
    const auto found = m_jobs.find(number);
    count(found->second.job, -1);
    m_numbers.remove(found->second.job.id);
    m_dedupe.remove(found->second.job.dedupeKey);
    m_jobs.erase(found);
}

void DemoQueue::cancelAll(const EntityRef &entity, Timestamp now)
{
    const std::set<quint64> numbers = m_open;
    for (const quint64 number : numbers) {
        const Job &job = m_jobs.at(number).job;
        if (job.entity == entity)
            (void)cancel(JobId(job.id), {}, now);
    }
}

Result<QueueFacts> DemoQueue::pause(const QString &queue, bool isPaused)
{
    if (!entityKindOf(queue, u"queue"_s))
        return notFound(u"there is no queue %1"_s.arg(queue));
    QueueFacts &facts = m_queues[queue];
    facts.name = queue;
    facts.isPaused = isPaused;
    m_moved.insert(queue);
    tellQueues();
    const QList<QueueFacts> all = queues();
    return *std::ranges::find(all, queue, &QueueFacts::name);
}

void DemoQueue::sweep(Timestamp now)
{
    const std::set<quint64> numbers = m_open;
    for (const quint64 number : numbers) {
        DemoJob &one = m_jobs.at(number);
        if (one.job.state != JobState::Delayed || one.job.runAt.value_or(now) > now)
            continue;
        one.job.runAt.reset();
        move(&one, JobState::Waiting);
    }
    // Retention: the oldest that are over go, failures last.
    qint64 failed = 0;
    for (const QueueFacts &queue : std::as_const(m_queues))
        failed += queue.failed;
    for (auto it = m_jobs.begin(); m_jobs.size() > kJobsKept && it != m_jobs.end();) {
        const auto next = std::next(it);
        const JobState state = it->second.job.state;
        const bool mayGo = state == JobState::Failed ? failed > kFailedKept : isOver(state);
        failed -= mayGo && state == JobState::Failed ? 1 : 0;
        if (mayGo)
            forget(it->first);
        it = next;
    }
}

void DemoQueue::tellQueues()
{
    const QSet<QString> moved = std::exchange(m_moved, {});
    if (moved.isEmpty())
        return;
    const QList<QueueFacts> all = queues();
    for (const QueueFacts &queue : all) {
        if (moved.contains(queue.name))
            m_publish(QueueChanged{queue, m_changes.value(queue.name)});
    }
}

} // namespace muster
