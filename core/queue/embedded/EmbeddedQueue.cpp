// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/EmbeddedQueue.h"

#include "core/store/JobNumber.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

EmbeddedQueue::EmbeddedQueue(JobStore &store, const Clock &clock, QObject *parent)
    : QueueProvider(parent), m_store(store), m_clock(clock), m_pipeline(store)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &EmbeddedQueue::doSweep);
    connect(&m_pipeline, &JobPipeline::settled, this, &EmbeddedQueue::settle);
}

EmbeddedQueue::~EmbeddedQueue() = default;

Future<void> EmbeddedQueue::open()
{
    m_openedAt = m_clock.now();
    m_openedSteady = m_clock.steadyNow();
    const Pending<void> pending;
    whenDone(this, m_store.open(m_openedAt), [this, pending](const Result<StoredQueue> &stored) {
        if (stored)
            takeStored(*stored);
        pending.finish(stored ? Result<void>() : Result<void>(stored.error()));
    });
    return pending.future();
}

void EmbeddedQueue::takeStored(const StoredQueue &stored)
{
    m_ledger.open(stored);
    m_lastNumber = stored.lastNumber;
    m_nextDue = stored.nextDue;
    for (const StoredQueue::Count &count : stored.counts) {
        if (count.state == JobState::Waiting) {
            m_ready.found(count.lane, count.jobs);
            m_readyLanes.insert(count.lane);
        } else if (isOver(count.state)) {
            m_oldest[count.state] = Timestamp{}; // Not known yet: the first sweep looks.
        }
    }
    // Their holders may be alive and well: each has the time of a lock to say so.
    for (const JobRow &row : stored.active)
        m_attempts.begin(row, m_clock.steadyNow() + limits::kJobLock);
    m_isOpen = true;
    m_pipeline.probeRoom();
    settle();
}

Error EmbeddedQueue::openingError() const
{
    return {ErrorKind::Busy, u"asking the queue"_s, u"it is still opening"_s, u"queue-opening"_s, {}};
}

Timestamp EmbeddedQueue::now() const
{
    return m_openedAt + (m_clock.steadyNow() - m_openedSteady);
}

Result<void> EmbeddedQueue::refusalOf(const QList<NewJob> &jobs) const
{
    if (!m_isOpen)
        return openingError();
    for (const NewJob &job : jobs) {
        if (job.request.payload.size() > limits::kJobPayloadBytes)
            return invalid(u"data"_s, u"data: a payload has at most %1 bytes, this one has %2"_s
                                          .arg(limits::kJobPayloadBytes)
                                          .arg(job.request.payload.size()));
    }
    const qint64 open = m_ledger.count(JobState::Waiting) + m_ledger.count(JobState::Delayed) + m_ledger.count(JobState::Active);
    if (open + jobs.size() > limits::kJobsWaiting)
        return Error{ErrorKind::Busy, u"adding jobs"_s, u"%1 jobs wait already"_s.arg(open), {}, {}};
    if (m_pipeline.isFull()) {
        Error full = storageError(u"adding jobs"_s, u"the disk is full; what is left is kept for jobs that end"_s);
        full.code = u"disk-full"_s;
        return full;
    }
    return {};
}

JobToAdd EmbeddedQueue::entryOf(const NewJob &job)
{
    m_lastNumber = std::max(m_lastNumber + 1, now().msSinceEpoch * 1000);
    JobToAdd entry{.number = m_lastNumber,
                   .lane = m_ledger.ensureLane(job.request.entity),
                   .request = job.request,
                   .createdBy = u""_s + job.createdBy, // Not null, which the column refuses.
                   .at = m_clock.now()};
    if (job.request.delay > milliseconds(0))
        entry.delay = JobDelay{now(), now() + job.request.delay};
    return entry;
}

Future<QList<QueuedJob>> EmbeddedQueue::add(QList<NewJob> jobs)
{
    if (const Result<void> refusal = refusalOf(jobs); !refusal)
        return failed<QList<QueuedJob>>(refusal.error());
    QList<JobToAdd> entries;
    entries.reserve(jobs.size());
    for (const NewJob &job : std::as_const(jobs))
        entries.append(entryOf(job));
    const Pending<QList<QueuedJob>> pending;
    m_pipeline.add(entries, [this, entries, pending](const Result<QList<AddedJob>> &added) {
        if (!added)
            return finishLater([pending, error = added.error()] { pending.finish(error); });
        QList<QueuedJob> queued;
        queued.reserve(added->size());
        for (qsizetype i = 0; i < added->size(); ++i) {
            const AddedJob &one = (*added)[i];
            if (one.isNew)
                noteAdded(entries[i]);
            queued.append({.job = jobIdOf(one.number), .isNew = one.isNew});
        }
        finishLater([pending, queued] { pending.finish(queued); });
    });
    return pending.future();
}

void EmbeddedQueue::noteAdded(const JobToAdd &job)
{
    const JobState state = job.delay ? JobState::Delayed : JobState::Waiting;
    m_ledger.move(job.lane.id, std::nullopt, state);
    if (state == JobState::Waiting) {
        m_ready.insert(job.lane.id, {.priority = job.request.priority, .number = job.number});
        m_readyLanes.insert(job.lane.id);
    } else {
        m_nextDue = m_nextDue ? std::min(*m_nextDue, job.delay->until) : job.delay->until;
    }
    tell({.number = job.number, .lane = job.lane.id, .attempts = job.request.attempts.value_or(JobDefaults().attempts)}, state, std::nullopt);
}

//! A row went from one state to another; not for claims, whose jobs are in no window.
void EmbeddedQueue::noteMove(const JobMove &move, const std::optional<JobError> &error)
{
    const JobRow &row = move.row;
    const ReadyJob ready{.priority = row.priority, .number = row.number};
    m_ledger.move(row.lane, move.before, move.isGone ? std::nullopt : std::optional(row.state));
    if (move.before == JobState::Waiting)
        m_ready.remove(row.lane, ready);
    if (move.isGone) {
        m_changedQueues.insert(m_ledger.lane(row.lane).queue);
        return;
    }
    if (row.state == JobState::Waiting) {
        m_ready.insert(row.lane, ready);
        m_readyLanes.insert(row.lane);
    }
    if (isOver(row.state) && !m_oldest[row.state])
        m_oldest[row.state] = m_clock.now();
    tell(row, row.state, error);
}

//! \a error: of the newest attempt that ended.
void EmbeddedQueue::tell(const JobRow &row, JobState state, const std::optional<JobError> &error)
{
    const int ended = state == JobState::Active ? row.made - 1 : row.made;
    const JobLane &lane = m_ledger.lane(row.lane);
    m_changedQueues.insert(lane.queue);
    m_changed.append({.job = jobIdOf(row.number),
                      .queue = lane.queue,
                      .entity = lane.entity,
                      .state = state,
                      .attemptsMade = row.made - row.uncounted,
                      .attempts = row.attempts,
                      .node = row.node,
                      .waitingFor = std::nullopt,
                      .error = error && !isOver(state) ? endedAttempt(ended, *error) : error});
}

//! What one transaction brought is told, then its verbs are answered. Whoever hears may call any verb.
void EmbeddedQueue::settle()
{
    const QList<JobChanged> jobs = std::exchange(m_changed, {});
    const QSet<qint64> lanes = std::exchange(m_readyLanes, {});
    const QSet<QString> queues = std::exchange(m_changedQueues, {});
    const QHash<NodeId, QList<AttemptToken>> lost = std::exchange(m_lost, {});
    const std::vector<std::function<void()>> finishes = std::exchange(m_finishes, {});
    if (!jobs.isEmpty())
        Q_EMIT changed(jobs);
    for (auto holder = lost.cbegin(); holder != lost.cend(); ++holder)
        Q_EMIT attemptsLost(holder.key(), holder.value());
    for (const QString &queue : queues)
        Q_EMIT queueChanged(queue);
    for (const qint64 lane : lanes) {
        if (m_ready.waiting(lane) > 0 && !m_ledger.isPaused(m_ledger.lane(lane).queue))
            Q_EMIT laneReady(m_ledger.lane(lane).entity.text());
    }
    for (const std::function<void()> &finish : finishes)
        finish();
    armTimer();
}

} // namespace muster
