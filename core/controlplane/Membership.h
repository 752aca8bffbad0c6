// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who belongs to the cluster: nodes that announce themselves, beat, leave and are removed. Used by ControlPlane.

#include "core/controlplane/BeatPace.h"
#include "core/controlplane/EventHub.h"
#include "core/controlplane/KnockLedger.h"
#include "core/controlplane/LivenessClock.h"
#include "core/controlplane/NodeLedger.h"
#include "core/controlplane/PingDesk.h"
#include "core/domain/AccessToken.h"

#include <functional>

namespace muster {

//! One thread, that of its context. The verbs are those of Cluster.
class Membership
{
public:
    //! What it needs; all must outlive it.
    struct Parts {
        QObject *context; //!< Whose thread this is.
        NodeStore &store;
        const Clock &clock;
        LivenessClock &liveness;
        PingDesk &pings;
    };
    //! Tells what changed, in order.
    using Publish = std::function<void(ClusterChange)>;
    //! Whether what an announcement was let in with still holds.
    using Admits = std::function<Result<void>(const Announcement &)>;

    Membership(const Parts &parts, BeatPace pace, Publish publish);

    //! Reads the nodes back; those not known to be gone are Unknown until they are heard.
    Future<void> load();
    //! Busy for a node that announces itself much more often than its restarts explain (T-20).
    //! A pace of its own, which an announcement may name, is kept for the node until it announces itself without one.
    //! \a admits is asked again once the store has written: what it was let in with may have been revoked meanwhile.
    Future<Welcome> announce(Announcement announcement, const Admits &admits);
    //! Conflict (code "duplicate-id") when a living node of another instance has the id that \a request wants; told as one
    //! that announces itself.
    Result<void> admitJoin(const JoinRequest &request);
    //! Tells that somebody wanted the id of a node that is another machine's, and gives what to answer: Conflict (code
    //! "duplicate-id").
    Error refuseTakeover(const JoinRequest &request);
    Future<BeatReply> beat(const Heartbeat &heartbeat);
    //! The credential of \a node was revoked: told as a reason of its status until it is let in again.
    void shutOut(const NodeId &node);
    //! The same after a start, for one that was revoked \a at some time before; a beat after that shows another way in.
    void shutOutSince(const NodeId &node, Timestamp at);
    //! \a node showed a credential that was revoked, from \a source: told as an event now and then, and as a reason while the
    //! node is still listed.
    void noteKnock(const NodeId &node, const QString &source);
    Future<void> leave(const Departure &departure);
    //! Closes a node for new work or opens it, and begins, changes or (with nullopt) ends its drain: in force and told at once,
    //! durable when it answers, undone when that fails. The node keeps both when it announces itself. NotFound.
    Future<Node> setDrain(const NodeId &node, bool isCordoned, const std::optional<Drain> &drain);
    //! Tells how far the drain of a node is; nothing happens when it has ended.
    void noteDrain(const NodeId &node, const Drain &drain, bool isDrained);
    Future<void> remove(const NodeId &node);
    //! Looks at the nodes that are due, and gives when to look again.
    SteadyTime sweep();
    //! Writes what only memory knows.
    Future<void> flush() { return m_ledger.flush(); }
    const NodeRegistry &nodes() const { return m_nodes; }

private:
    //! Announcements of one id that wait for the store.
    struct Arriving {
        QByteArray instanceHash;
        int count = 0;
        std::optional<SteadyTime> twinSeenAt = {}; //!< A second machine was refused meanwhile.
    };

    //! One that the store has taken in.
    struct Arrived {
        Announcement announcement;
        QByteArray hash;
        Timestamp registeredAt;
        int savesBefore = 0; //!< NodeEntry::saves when it was given to the store.
    };

    void restore(const StoredNode &stored, SteadyTime now);
    Result<void> admit(const Announcement &announcement, const QByteArray &hash);
    Result<void> admitRate(const Announcement &announcement);
    Welcome welcome(const Arrived &arrived, std::optional<SteadyTime> twinSeenAt);
    void undo(const Arrived &arrived);
    Result<NodeEntry *> entryFor(const NodeId &node, const Secret &instance);
    Error refuseTwin(const NodeId &node, const QString &deed);
    void noteLostBeat(const NodeId &node);
    void settle(NodeEntry *entry, NodeChange change);
    void applyDrain(NodeEntry *entry, bool isCordoned, const std::optional<Drain> &drain, bool isDrained);
    void forget(const NodeId &node, Timestamp at);
    Timestamp steadyWall() const;

    QObject *m_context;
    const Clock &m_clock;
    LivenessClock &m_liveness;
    PingDesk &m_pings;
    BeatPace m_pace;
    Publish m_publish;
    NodeRegistry m_nodes;
    NodeLedger m_ledger;
    QHash<NodeId, Timestamp> m_removed;
    KnockLedger m_knocks;
    QHash<NodeId, Arriving> m_arriving;
    Timestamp m_startWall;
    SteadyTime m_startSteady;
};

} // namespace muster
