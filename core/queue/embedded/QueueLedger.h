// SPDX-License-Identifier: Apache-2.0
#pragma once
// The lanes of a queue and how many jobs are in which state, in memory, so that counts cost nothing to ask.

#include "core/store/JobStore.h"

#include <QHash>
#include <QMap>

namespace muster {

//! Pure, not thread-safe.
class QueueLedger
{
public:
    //! Takes what the store had.
    void open(const StoredQueue &stored);

    //! The lane of \a entity, made when there is none. It is kept with the first of its jobs.
    JobLane ensureLane(const EntityRef &entity);
    //! The lane with \a id; one without a name when it could not be read.
    const JobLane &lane(qint64 id) const;
    //! The lane of laneOf(); 0 when there is none.
    qint64 idOf(const QString &text) const { return m_ids.value(text); }

    //! A job of \a lane went from one state to another; nullopt for one that came or went.
    void move(qint64 lane, std::optional<JobState> from, std::optional<JobState> to);
    void setPaused(const QString &queue, bool isPaused) { m_queues[queue].isPaused = isPaused; }
    bool isPaused(const QString &queue) const { return m_queues.value(queue).isPaused; }
    qint64 count(JobState state) const { return m_counts[static_cast<size_t>(state)]; }
    //! By name; without oldestWaiting.
    QList<QueueFacts> queues() const;

private:
    void keep(const JobLane &lane);
    void shift(qint64 id, JobState state, qint64 by);

    QHash<qint64, JobLane> m_lanes;
    QHash<QString, qint64> m_ids;
    qint64 m_lastLane = 0;
    QMap<QString, QueueFacts> m_queues;
    std::array<qint64, kJobStates.size()> m_counts{}; // Of all queues.
};

} // namespace muster
