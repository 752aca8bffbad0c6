// SPDX-License-Identifier: Apache-2.0
#pragma once
// What would become of an entity under another pin, by the rule that the control plane itself follows. Pure.

#include "core/mirror/ClusterMirror.h"

namespace muster {

//! The nodes of \a mirror as places; points into it, until its next apply(). What a node executes is not known here.
PlacementWorld placesOf(const ClusterMirror &mirror);

//! Something to know before a pin is set.
enum class PinEffect {
    RunsThere,       //!< It can start there at once.
    WaitsThere,      //!< Strict, and the node cannot take it now: its work waits. Outlook::words says for what.
    FallsBack,       //!< Preferred, and the node cannot take it now: it runs on the default node. Outlook::words says why.
    WaitsForAny,     //!< No node can take it.
    Moves,           //!< It is on another node now.
    TakesPinnedOnly, //!< The node is cordoned: only what is pinned to it comes there.
    WaitsIfOffline,  //!< Strict: should the node go, its work waits.
};

struct PinOutlook {
    Placement placement; //!< As it would be.
    QList<PinEffect> effects; //!< In the order in which they are told.
    QString words;       //!< The rule's own sentence for waiting or falling back; English.
};

//! The outlook for \a state when it is pinned to \a node (empty: nowhere) in \a mode.
PinOutlook pinOutlook(const EntityState &state, const NodeId &node, AssignmentMode mode, const PlacementWorld &world);

} // namespace muster
