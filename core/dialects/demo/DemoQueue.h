// SPDX-License-Identifier: Apache-2.0
#pragma once
// The jobs of the demo in memory: what a queue does with them, by the same rules (core/domain/Job, JobRetry).

#include "core/dialects/demo/DemoRandom.h"
#include "core/domain/Actor.h"
#include "core/domain/ClusterEvent.h"
#include "core/domain/JobRetry.h"

#include <functional>
#include <map>
#include <set>

namespace muster {

//! What will become of an attempt; decided when it starts.
struct DemoPlan {
    milliseconds span{5000};
    std::optional<JobError> failure = std::nullopt; //!< None: it succeeds with `output`.
    QString output = {};
};

struct DemoJob {
    Job job; //!< With its history.
    quint64 number = 0; //!< Grows with each job.
    int nodesLost = 0;
    int uncounted = 0; //!< Attempts that `attempts` does not bound; see JobRetry.h.
    DemoPlan plan;      //!< Of the running attempt.
};

//! The result of an agent that wrote \a output. Source: interface.md, Job.
QByteArray demoResultOf(const QString &output);

//! Jobs by number, and their queues. Tells each change through its Publish; counts only with tellQueues().
class DemoQueue
{
public:
    using Publish = std::function<void(ClusterChange)>;
    //! Why a job waits whose queue is not paused; nullopt: it is about to start.
    using Why = std::function<std::optional<Waiting>(const Job &)>;
    //! \a seed: of ids and of the jitter of retries.
    DemoQueue(Publish publish, Why why, quint32 seed) : m_publish(std::move(publish)), m_why(std::move(why)), m_random(seed) {}

    //! A job of the past, in order of creation; told to nobody. Its number and, when it has none, its id are given here.
    void restore(DemoJob job);
    //! Queues jobs that were checked, all or none. Invalid for too large a payload.
    Result<QList<JobId>> add(const QList<JobRequest> &requests, const QString &by, Timestamp now);
    //! As the verbs of Cluster; a job that \a by may not see is NotFound.
    Result<Job> retry(const JobId &job, const Actor &by);
    Result<Job> cancel(const JobId &job, const Actor &by, Timestamp now);
    Result<void> discard(const JobId &job, const Actor &by);
    //! Cancels what is not over of \a entity.
    void cancelAll(const EntityRef &entity, Timestamp now);
    Result<QueueFacts> pause(const QString &queue, bool isPaused);

    //! Null, or NotFound below, for one that is not there.
    const DemoJob *find(const JobId &job) const;
    Result<Job> job(const JobId &job, const Actor &by) const;
    JobPage page(const JobQuery &query, const Actor &by) const;
    QList<QueueFacts> queues() const;
    bool isPaused(const QString &queue) const { return m_queues.value(queue).isPaused; }
    //! Jobs that are not over, in order of their numbers.
    QList<const DemoJob *> open() const;
    //! All, in order of their numbers.
    QList<const DemoJob *> all() const;
    int runningOn(const NodeId &node) const { return m_running.value(node); }
    //! Waiting or delayed jobs of \a entity.
    int waitingOf(const EntityRef &entity) const;

    //! An attempt begins: \a job waits.
    void start(quint64 job, const NodeId &node, DemoPlan plan, Timestamp now);
    //! The running attempt of \a job ends as it was planned.
    void finish(quint64 job, Timestamp now);
    //! It ends otherwise.
    void giveBack(quint64 job, const JobError &why, AttemptEnd end, Timestamp now);
    //! Delays that are over; the oldest of too many that are over.
    void sweep(Timestamp now);
    //! Tells the counts that moved since the last call.
    void tellQueues();

private:
    JobId freshId();
    DemoJob *reach(const JobId &job);
    Result<DemoJob *> owned(const JobId &job, const Actor &by);
    JobId addOne(const JobRequest &request, const QString &by, Timestamp now);
    void move(DemoJob *one, JobState to);
    void count(const Job &job, int by);
    void endAttempt(DemoJob *one, const std::optional<JobError> &error, Timestamp now);
    void fail(DemoJob *one, const JobError &error, AttemptEnd end, Timestamp now);
    void tell(const DemoJob &one);
    std::optional<Waiting> waitingFor(const Job &job) const;
    static std::optional<JobError> shownError(const Job &job);
    Job shown(const DemoJob &one) const;
    void forget(quint64 number);

    Publish m_publish;
    Why m_why;
    DemoRandom m_random;
    std::map<quint64, DemoJob> m_jobs;
    QHash<JobId, quint64> m_numbers;
    QHash<QString, JobId> m_dedupe;
    std::set<quint64> m_open;
    QHash<NodeId, int> m_running;
    QMap<QString, QueueFacts> m_queues;
    QHash<QString, quint64> m_changes; // Of jobs, by queue.
    QSet<QString> m_moved;             // Queues, since they were told.
    quint64 m_last = 0;
    int m_lastId = 0x8e9d04;
};

} // namespace muster
