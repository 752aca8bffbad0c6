// SPDX-License-Identifier: Apache-2.0
#pragma once
// The lanes of a queue and how many jobs are in which state, for each tenant too, in memory, so that counts cost nothing to ask.

#include "core/store/JobStore.h"

#include <QHash>
#include <QMap>

#include <map>

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
    const JobLane &lane(qint64 id) const { return placeOf(id).lane; }
    //! The lane of laneOf(); 0 when there is none.
    qint64 idOf(const QString &text) const { return m_ids.value(text); }

    //! A job of \a lane went from one state to another; nullopt for one that came or went.
    void move(qint64 lane, std::optional<JobState> from, std::optional<JobState> to);
    void setPaused(const QString &queue, bool isPaused) { m_queues[queue].isPaused = isPaused; }
    bool isPaused(const QString &queue) const
    {
        const auto found = m_queues.find(queue);
        return found != m_queues.end() && found->second.isPaused;
    }
    qint64 count(JobState state) const { return m_counts[static_cast<size_t>(state)]; }
    //! By name; without oldestWaiting. With the jobs of \a tenants alone, unless there are none: then all. Queues without any lane of
    //! theirs are left out, unless they are paused.
    QList<QueueFacts> queues(const QList<TenantId> &tenants = {}) const;

private:
    using Counts = std::array<qint64, kJobStates.size()>;
    struct Queue {
        bool isPaused = false;
        Counts all{};
        QHash<TenantId, std::shared_ptr<Counts>> byTenant = {};
    };
    //! A lane with the places where its jobs are counted: found once, as jobs move far more often than lanes are made.
    struct Place {
        JobLane lane = {};
        Counts *all = nullptr;
        Counts *own = nullptr;
    };
    void keep(const JobLane &lane);
    const Place &placeOf(qint64 id) const;
    void shift(const Place &place, JobState state, qint64 by);

    QHash<qint64, Place> m_lanes;
    QHash<QString, qint64> m_ids;
    qint64 m_lastLane = 0;
    std::map<QString, Queue> m_queues; // Its nodes stay where they are.
    Counts m_counts{};                 // Of all queues.
};

} // namespace muster
