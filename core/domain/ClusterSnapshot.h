// SPDX-License-Identifier: Apache-2.0
#pragma once
// The whole state of a cluster at one event number.

#include "core/domain/AccessToken.h"
#include "core/domain/ClusterEvent.h"
#include "core/domain/NodeHistory.h"

#include <QHash>

namespace muster {

//! State that includes every event up to and including `position`, and none after it.
struct ClusterSnapshot {
    EventPosition position;
    Timestamp takenAt; //!< The control plane's clock; the difference to ours corrects the ages we show.
    QList<Node> nodes;
    QHash<NodeId, NodeHistory> histories; //!< Of the nodes that have one.
    QList<EntityState> entities = {};
    QList<QueueFacts> queues = {};
    NodeId defaultNode = {}; //!< Takes what is pinned nowhere; empty: none can, or the cluster does not say.
};

//! Something about the control plane that everybody who looks at it should know, shown as a banner.
struct ClusterNotice {
    QString code; //!< "insecure", "agenticmail-workers".
    QString text; //!< One sentence.
    bool operator==(const ClusterNotice &) const = default;
};

//! What a cluster says about itself.
struct ClusterFacts {
    QString version; //!< Of the control plane.
    QString node;    //!< Name of the node that serves it.
    QString epoch;
    milliseconds beatInterval{0};
    milliseconds offlineAfter{0};
    QList<ClusterNotice> notices = {};
    //! What the token of whoever asks may do. Not known: the cluster does not say, or the token is of no tier (T-1).
    std::optional<Tier> callerTier = {};
    //! What that token is bound to: it sees and changes nothing else, and nothing that is about the whole cluster. Empty: not bound.
    QList<TenantId> callerTenants = {};
};

} // namespace muster
