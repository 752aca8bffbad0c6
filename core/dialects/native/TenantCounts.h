// SPDX-License-Identifier: Apache-2.0
#pragma once
// What readers that are bound to tenants are told of queues: with the counts of their jobs alone. Pure. Used by EventFeed and
// NativeRoutes, which ask the cluster for these counts.

#include "core/domain/ClusterEvent.h"

#include <QHash>
#include <QSet>

namespace muster {

//! For readers of the same tenants, and one run of events.
class TenantCounts
{
public:
    //! One of their jobs is told: it counts as a change of its queue.
    void noteTold(const JobChanged &job) { ++m_changes[job.queue]; }
    //! What becomes of \a event, which is a QueueChanged, when \a own is what the cluster has for them. `changes` are those that were
    //! told to them. Nullopt: nothing of the queue is theirs, and never was.
    std::optional<ClusterEvent> shown(const ClusterEvent &event, const QList<QueueFacts> &own);

private:
    QHash<QString, quint64> m_changes;
    QSet<QString> m_told;
};

//! Whether \a event counts the jobs of all tenants.
inline bool countsAll(const ClusterEvent &event)
{
    return std::holds_alternative<QueueChanged>(event.what);
}

} // namespace muster
