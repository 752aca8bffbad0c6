// SPDX-License-Identifier: Apache-2.0
#pragma once
// What must survive a restart about nodes. Written by core/controlplane, implemented over SQL.

#include "core/base/Future.h"
#include "core/domain/Node.h"

#include <QHash>

namespace muster {

//! A node as it is kept.
struct StoredNode {
    Node node;
    QByteArray instanceHash; //!< SHA-256 of the instance key, 32 bytes; never the key itself (T-23).
    bool hasLeft = false;    //!< It said goodbye and has not come back.
    bool hasOwnPace = false; //!< It keeps the pace of its announcement and not the one that is handed out.

    bool operator==(const StoredNode &) const = default;
};

//! When a node was last heard.
struct LastSeen {
    NodeId node;
    Timestamp at;
};

//! Verbs run in the order in which they are called and may be called from any thread. A finished write is synced to
//! disk. Every verb can fail with Storage; nothing of a failed write is kept.
class NodeStore
{
public:
    virtual ~NodeStore() = default;
    //! Every node that was not removed, by id.
    virtual Future<QList<StoredNode>> all() = 0;
    //! Adds the node or replaces what is kept of it; it is no longer removed.
    virtual Future<void> upsert(StoredNode node) = 0;
    //! Sets lastBeatAt of nodes, together; those that are not there are left out.
    virtual Future<void> touch(QList<LastSeen> seen) = 0;
    //! Forgets the node but for its id, so that its return is noticed. Also when it is not there.
    virtual Future<void> remove(NodeId node, Timestamp at) = 0;
    //! The removed nodes and when they were; the newest limits::kRemovedNodes of them.
    virtual Future<QHash<NodeId, Timestamp>> removed() = 0;
};

//! The SHA-256 of \a instance, as in StoredNode.
QByteArray instanceHashOf(const QByteArray &instance);

} // namespace muster
