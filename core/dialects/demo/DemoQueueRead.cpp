// SPDX-License-Identifier: Apache-2.0
// What DemoQueue tells of its jobs.
#include "core/dialects/demo/DemoQueue.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

bool matches(const Job &job, const JobQuery &query)
{
    if (query.state && job.state != *query.state)
        return false;
    if (!query.queue.isEmpty() && job.queue != query.queue)
        return false;
    if (query.entity && job.entity != *query.entity)
        return false;
    if (!query.node.isEmpty() && job.node != query.node)
        return false;
    const auto has = [&query](const QString &text) { return text.contains(query.search, Qt::CaseInsensitive); };
    return query.search.isEmpty() || has(job.id.text()) || has(job.entity.text())
        || (job.error && (has(job.error->code) || has(job.error->text)));
}

} // namespace

std::optional<Waiting> DemoQueue::waitingFor(const Job &job) const
{
    if (job.state == JobState::Delayed) {
        const QString at = job.runAt.value_or(Timestamp{}).toIso8601();
        if (job.attemptsMade == 0)
            return Waiting{WaitReason::Delayed, u"it was asked not to start before %1"_s.arg(at)};
        return Waiting{WaitReason::Backoff, u"attempt %1 of %2 follows at %3"_s.arg(job.attemptsMade + 1).arg(job.attempts).arg(at)};
    }
    if (job.state != JobState::Waiting)
        return std::nullopt;
    if (isPaused(job.queue))
        return Waiting{WaitReason::QueuePaused, u"the queue %1 is paused"_s.arg(job.queue)};
    return m_why ? m_why(job) : std::nullopt;
}

std::optional<JobError> DemoQueue::shownError(const Job &job)
{
    if (!job.error || isOver(job.state) || job.history.isEmpty())
        return job.error;
    return endedAttempt(job.history.constLast().number - (job.state == JobState::Active ? 1 : 0), *job.error);
}

Job DemoQueue::shown(const DemoJob &one) const
{
    Job job = one.job;
    job.error = shownError(job);
    job.waitingFor = waitingFor(job);
    return job;
}

const DemoJob *DemoQueue::find(const JobId &job) const
{
    const auto number = m_numbers.constFind(job);
    return number == m_numbers.constEnd() ? nullptr : &m_jobs.at(*number);
}

Result<Job> DemoQueue::job(const JobId &job, const Actor &by) const
{
    const DemoJob *one = find(job);
    if (!one || !by.owns(one->job.entity.tenant))
        return notFound(u"there is no job %1"_s.arg(job.text()));
    return shown(*one);
}

JobPage DemoQueue::page(const JobQuery &query, const Actor &by) const
{
    const qsizetype most = std::clamp(query.most, 1, limits::kJobPage);
    const quint64 before = query.after.isEmpty() ? m_last + 1 : m_numbers.value(query.after);
    JobPage page;
    for (auto it = std::make_reverse_iterator(m_jobs.lower_bound(before)); it != m_jobs.rend(); ++it) {
        if (!matches(it->second.job, query) || !by.owns(it->second.job.entity.tenant))
            continue;
        if (page.jobs.size() == most) {
            page.hasMore = true;
            break;
        }
        Job job = shown(it->second);
        job.payload.clear();
        job.result.clear();
        job.history.clear();
        page.jobs.append(job);
    }
    return page;
}

QList<QueueFacts> DemoQueue::queues() const
{
    QMap<QString, QueueFacts> all = m_queues;
    for (const quint64 number : m_open) {
        const Job &job = m_jobs.at(number).job;
        std::optional<Timestamp> &oldest = all[job.queue].oldestWaiting;
        if (job.state == JobState::Waiting && (!oldest || job.createdAt < *oldest))
            oldest = job.createdAt;
    }
    return all.values();
}

QList<const DemoJob *> DemoQueue::open() const
{
    QList<const DemoJob *> jobs;
    jobs.reserve(static_cast<qsizetype>(m_open.size()));
    for (const quint64 number : m_open)
        jobs.append(&m_jobs.at(number));
    return jobs;
}

QList<const DemoJob *> DemoQueue::all() const
{
    QList<const DemoJob *> jobs;
    for (const auto &[number, one] : m_jobs)
        jobs.append(&one);
    return jobs;
}

int DemoQueue::waitingOf(const EntityRef &entity) const
{
    return static_cast<int>(std::ranges::count_if(m_open, [this, &entity](quint64 number) {
        const Job &job = m_jobs.at(number).job;
        return job.entity == entity && job.state != JobState::Active;
    }));
}

} // namespace muster
