// SPDX-License-Identifier: Apache-2.0
#pragma once
// The events that a control plane still has, once: what `musterctl events` prints without --follow.

#include "core/mirror/KeptEvents.h"

#include <optional>

namespace muster {

//! From as far back as it gets, up to the moment of the start. One thread.
class EventReplay final : public QObject
{
    Q_OBJECT
public:
    //! After \a since, or, when it is empty or too long ago, all that is kept. \a cluster must outlive it.
    EventReplay(Cluster &cluster, std::optional<EventPosition> since, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(EventReplay)

    //! Begins; once.
    void start();

Q_SIGNALS:
    void told(const muster::ClusterEvent &event);
    //! Events after the position asked are gone; before the first that is told, at most once.
    void missed();
    void finished();
    //! Errors as Cluster::eventsAfter(), but no Conflict.
    void failed(const muster::Error &error);

private:
    void askAllKept();
    void tell(const QList<ClusterEvent> &events);

    Cluster &m_cluster;
    const std::optional<EventPosition> m_since;
};

} // namespace muster
