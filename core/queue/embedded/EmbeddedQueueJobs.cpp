// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/JobNumber.h"

namespace muster {

using namespace Qt::StringLiterals;

//! Cancel, retry and discard: a job that is not in a fitting state is a Conflict with \a code.
template <typename Change>
Future<void> EmbeddedQueue::changeOne(const JobId &job, Change change, const QString &code, const QString &refusal)
{
    if (!m_isOpen)
        return failed<void>(openingError());
    const qint64 number = jobNumberOf(job);
    if (number == 0)
        return failed<void>(notFound(u"there is no such job"_s));
    change.number = number;
    const Pending<void> pending;
    m_pipeline.change(std::move(change), [this, pending, code, refusal](const Result<JobOutcome> &outcome) {
        Result<void> answer;
        if (!outcome)
            answer = outcome.error();
        else if (outcome->found)
            answer = conflict(refusal.arg(wordOf(*outcome->found)), code);
        else if (outcome->moves.isEmpty())
            answer = notFound(u"there is no such job"_s);
        else
            noteCancelled(*outcome);
        finishLater([pending, answer] { pending.finish(answer); });
    });
    return pending.future();
}

Future<void> EmbeddedQueue::cancel(JobId job)
{
    return changeOne(job, CancelJob{.at = m_clock.now()}, u"job-over"_s, u"the job is %1 already"_s);
}

Future<void> EmbeddedQueue::retry(JobId job)
{
    return changeOne(job, RetryJob{}, u"job-not-over"_s, u"the job is %1; only one that is over can be run again"_s);
}

Future<void> EmbeddedQueue::discard(JobId job)
{
    return changeOne(job, DiscardJob{}, u"job-not-over"_s, u"the job is %1; only one that is over can be forgotten"_s);
}

//! Takes what a person did to jobs into memory; attempts that ran are fenced off.
void EmbeddedQueue::noteCancelled(const JobOutcome &outcome)
{
    for (const JobMove &move : outcome.moves) {
        if (move.before == JobState::Active) {
            m_attempts.end(move.row.number);
            m_lost[move.row.node].append({.job = jobIdOf(move.row.number), .number = move.row.made});
        }
        noteMove(move, std::nullopt);
    }
}

Future<int> EmbeddedQueue::cancelLane(QString lane)
{
    if (!m_isOpen)
        return failed<int>(openingError());
    const qint64 id = m_ledger.idOf(lane);
    if (id == 0)
        return ready(0);
    const Pending<int> pending;
    cancelMore(id, 0, pending);
    return pending.future();
}

//! A turn's worth of a lane, then the next, so that others get theirs.
void EmbeddedQueue::cancelMore(qint64 lane, int sofar, const Pending<int> &pending)
{
    const CancelLaneJobs change{.lane = lane, .at = m_clock.now(), .most = limits::kJobsDeleted};
    m_pipeline.change(change, [this, lane, sofar, pending](const Result<JobOutcome> &outcome) {
        if (!outcome)
            return finishLater([pending, error = outcome.error()] { pending.finish(error); });
        noteCancelled(*outcome);
        const int all = sofar + static_cast<int>(outcome->moves.size());
        if (outcome->moves.size() == limits::kJobsDeleted)
            return cancelMore(lane, all, pending);
        finishLater([pending, all] { pending.finish(all); });
    });
}

Future<void> EmbeddedQueue::pauseQueue(QString queue, bool isPaused)
{
    if (!m_isOpen)
        return failed<void>(openingError());
    const Pending<void> pending;
    m_pipeline.change(PauseQueue{queue, isPaused}, [this, pending, queue, isPaused](const Result<JobOutcome> &outcome) {
        if (!outcome)
            return finishLater([pending, error = outcome.error()] { pending.finish(error); });
        m_ledger.setPaused(queue, isPaused);
        m_changedQueues.insert(queue);
        for (const qint64 lane : isPaused ? QList<qint64>() : m_ready.lanes()) {
            if (m_ledger.lane(lane).queue == queue)
                m_readyLanes.insert(lane);
        }
        finishLater([pending] { pending.finish({}); });
    });
    return pending.future();
}

Future<Job> EmbeddedQueue::job(JobId job)
{
    const qint64 number = jobNumberOf(job);
    if (!m_isOpen || number == 0)
        return failed<Job>(m_isOpen ? notFound(u"there is no such job"_s) : openingError());
    const Pending<Job> pending;
    whenDone(this, m_store.job(number), [this, pending](Result<Job> found) {
        if (found)
            found->waitingFor = waitingFor(*found);
        pending.finish(std::move(found));
    });
    return pending.future();
}

Future<JobPage> EmbeddedQueue::jobs(JobQuery query)
{
    if (!m_isOpen)
        return failed<JobPage>(openingError());
    query.most = std::clamp(query.most, 1, limits::kJobPage);
    const Pending<JobPage> pending;
    whenDone(this, m_store.page(std::move(query)), [this, pending](Result<JobPage> page) {
        if (page) {
            for (Job &job : page->jobs)
                job.waitingFor = waitingFor(job);
        }
        pending.finish(std::move(page));
    });
    return pending.future();
}

std::optional<Waiting> EmbeddedQueue::waitingFor(const Job &job) const
{
    if (job.state == JobState::Delayed) {
        const QString at = job.runAt.value_or(Timestamp{}).toIso8601();
        if (job.attemptsMade == 0)
            return Waiting{WaitReason::Delayed, u"it was asked not to start before %1"_s.arg(at)};
        return Waiting{WaitReason::Backoff, u"attempt %1 of %2 follows at %3"_s.arg(job.attemptsMade + 1).arg(job.attempts).arg(at)};
    }
    if (job.state == JobState::Waiting && m_ledger.isPaused(job.queue))
        return Waiting{WaitReason::QueuePaused, u"the queue %1 is paused"_s.arg(job.queue)};
    return std::nullopt;
}

QList<QueueFacts> EmbeddedQueue::queues(const QList<TenantId> &tenants) const
{
    QHash<QString, qint64> oldest; // Numbers of jobs are microseconds.
    for (const qint64 lane : m_ready.lanes()) {
        if (!tenants.isEmpty() && !tenants.contains(m_ledger.lane(lane).entity.tenant))
            continue;
        const std::optional<ReadyJob> next = m_ready.next(lane);
        const QString &queue = m_ledger.lane(lane).queue;
        if (next && (!oldest.contains(queue) || next->number < oldest[queue]))
            oldest[queue] = next->number;
    }
    QList<QueueFacts> queues = m_ledger.queues(tenants);
    for (QueueFacts &queue : queues) {
        if (oldest.contains(queue.name))
            queue.oldestWaiting = Timestamp{oldest[queue.name] / 1000};
    }
    return queues;
}

qint64 EmbeddedQueue::waitingIn(const QString &lane) const
{
    return m_ready.waiting(m_ledger.idOf(lane));
}

} // namespace muster
