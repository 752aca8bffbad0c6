// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/EventReplay.h"

namespace muster {

EventReplay::EventReplay(Cluster &cluster, std::optional<EventPosition> since, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_since(std::move(since))
{
}

void EventReplay::start()
{
    if (!m_since)
        return askAllKept();
    whenDone(this, m_cluster.eventsAfter(*m_since), [this](const Result<QList<ClusterEvent>> &events) {
        if (events)
            tell(*events);
        else if (events.error().kind == ErrorKind::Conflict)
            askAllKept();
        else
            Q_EMIT failed(events.error());
    });
}

void EventReplay::askAllKept()
{
    whenDone(this, m_cluster.snapshot(), [this](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return Q_EMIT failed(snapshot.error());
        const Future<KeptEvents> call = keptEvents(m_cluster, m_since.value_or(EventPosition()), snapshot->position);
        whenDone(this, call, [this](const Result<KeptEvents> &kept) {
            if (!kept)
                return Q_EMIT failed(kept.error());
            if (m_since && !kept->isWhole)
                Q_EMIT missed();
            tell(kept->events);
        });
    });
}

void EventReplay::tell(const QList<ClusterEvent> &events)
{
    for (const ClusterEvent &event : events)
        Q_EMIT told(event);
    Q_EMIT finished();
}

} // namespace muster
