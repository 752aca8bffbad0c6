// SPDX-License-Identifier: Apache-2.0
#pragma once
// The events that a control plane still has, once: what `musterctl events` prints without --follow.

#include "app/ctl/CtlOptions.h"
#include "core/cluster/Cluster.h"

#include <functional>
#include <memory>

namespace muster {

//! Follows from as far back as it gets, up to the moment of the start. One thread.
class EventReplay final : public QObject
{
    Q_OBJECT
public:
    //! Makes a client that was not started yet; called for each attempt.
    using Dial = std::function<std::unique_ptr<Cluster>()>;

    //! After \a since, or, when it is empty or too long ago, all that is kept.
    EventReplay(Dial dial, std::optional<EventPosition> since, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(EventReplay)

    //! Begins; once. Ends with finished() or failed(), which come in a turn of their own.
    void start();

Q_SIGNALS:
    void told(const muster::ClusterEvent &event);
    //! Events after \a since, or after the one told last, are gone; at most once.
    void missed();
    void finished();
    //! Unreachable, Refused, Protocol as of a followed cluster; Conflict when the control plane was started anew meanwhile.
    void failed(const muster::Error &error);

private:
    void takeEnd(const EventPosition &end);
    void followFrom(quint64 number);
    void stepForward();
    void take(const ClusterEvent &event);
    void takeLink(const LinkReport &link);
    void letGo();

    const Dial m_dial;
    const std::optional<EventPosition> m_since;
    std::unique_ptr<Cluster> m_cluster;
    EventPosition m_end; // Of the last event when we began.
    quint64 m_from = 0;  // What this attempt asks to come after.
    bool m_hasTold = false;
    bool m_hasMissed = false;
};

} // namespace muster
