// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a queue should do, in memory and without haste: the reference that the real one is held against.

#include "core/base/Limits.h"
#include "core/queue/QueueProvider.h"
#include "tests/support/ManualClock.h"

#include <QMap>

namespace muster {

//! A job as the model sees it.
struct ModelJob {
    QString lane = {};
    QString key = {};
    JobState state = JobState::Waiting;
    int order = 0; //!< Of adding.
    int priority = 0;
    int attempts = 1;
    int made = 0;
    int uncounted = 0; //!< Of these: taken by a stop, a drain, a lost node, or before a person ran it again.
    int nodesLost = 0;
    NodeId holder = {};
    SteadyTime lockUntil = {};
    Timestamp runAt = {};
    Timestamp finishedAt = {};
};

class QueueModel
{
public:
    explicit QueueModel(const Clock &clock) : m_clock(&clock) {}

    QMap<JobId, ModelJob> jobs;
    bool isPaused = false;

    //! The job with a lane's key, or empty.
    JobId keyed(const QString &lane, const QString &key) const
    {
        for (auto job = jobs.cbegin(); job != jobs.cend(); ++job) {
            if (!key.isEmpty() && job->lane == lane && job->key == key)
                return job.key();
        }
        return {};
    }
    //! Which jobs a claim gets, in order; they run from now.
    QList<AttemptToken> claim(const QStringList &lanes, int most, const NodeId &holder)
    {
        QList<JobId> ready;
        for (auto job = jobs.cbegin(); job != jobs.cend(); ++job) {
            if (!isPaused && job->state == JobState::Waiting && lanes.contains(job->lane))
                ready.append(job.key());
        }
        std::sort(ready.begin(), ready.end(), [this](const JobId &a, const JobId &b) {
            return jobs[a].priority != jobs[b].priority ? jobs[a].priority > jobs[b].priority : jobs[a].order < jobs[b].order;
        });
        QList<AttemptToken> got;
        for (const JobId &id : ready.mid(0, most)) {
            ModelJob &job = jobs[id];
            job.state = JobState::Active;
            job.holder = holder;
            job.lockUntil = m_clock->steadyNow() + limits::kJobLock;
            got.append({id, ++job.made});
        }
        return got;
    }
    //! The running attempt's job, or null.
    ModelJob *running(const AttemptToken &attempt)
    {
        const auto job = jobs.find(attempt.job);
        return job == jobs.end() || job->state != JobState::Active || job->made != attempt.number ? nullptr : &*job;
    }
    void finish(ModelJob *job, JobState state)
    {
        job->state = state;
        job->finishedAt = m_clock->now();
    }
    //! \a pause: of the provider, which draws it.
    void fail(ModelJob *job, AttemptEnd end, milliseconds pause)
    {
        job->nodesLost += end == AttemptEnd::NodeLost ? 1 : 0;
        const bool isSpent = end == AttemptEnd::Failed && job->made - job->uncounted >= job->attempts;
        const bool isPoison = end == AttemptEnd::NodeLost && job->nodesLost >= limits::kJobCrashes;
        job->uncounted += end == AttemptEnd::Failed ? 0 : 1;
        if (isSpent || isPoison)
            return finish(job, JobState::Failed);
        job->state = pause > milliseconds(0) ? JobState::Delayed : JobState::Waiting;
        job->runAt = m_clock->now() + pause;
    }
    void loseHolder(const NodeId &holder)
    {
        for (ModelJob &job : jobs) {
            if (job.state == JobState::Active && job.holder == holder)
                fail(&job, AttemptEnd::NodeLost, milliseconds(0));
        }
    }
    //! What time brings.
    void sweep()
    {
        for (ModelJob &job : jobs) {
            if (job.state == JobState::Active && job.lockUntil <= m_clock->steadyNow())
                fail(&job, AttemptEnd::NodeLost, milliseconds(0));
            if (job.state == JobState::Delayed && job.runAt <= m_clock->now())
                job.state = JobState::Waiting;
        }
        jobs.removeIf([this](const QMap<JobId, ModelJob>::iterator &job) {
            const milliseconds kept = job->state == JobState::Failed ? limits::kFailedJobsKept : limits::kCompletedJobsKept;
            return isOver(job->state) && job->finishedAt < m_clock->now() - kept;
        });
    }
    qint64 count(JobState state) const
    {
        return std::count_if(jobs.cbegin(), jobs.cend(), [state](const ModelJob &job) { return job.state == state; });
    }

private:
    const Clock *m_clock;
};

} // namespace muster
