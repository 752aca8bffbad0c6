// SPDX-License-Identifier: Apache-2.0
#pragma once
// What draining a node would do to what is placed there, worked out before it begins; pure. Source: ux.md 3.6.

#include "core/domain/Placement.h"

namespace muster {

class ClusterMirror;

//! One entity that the drain concerns.
struct DrainEffect {
    EntityState state;   //!< As it is now.
    Placement after;     //!< Where it would be while the node drains.

    bool isPinned() const { return state.assignment && state.placement.isExplicit; }
    bool waits() const { return after.waiting.has_value(); }
};

//! Waits for something that no drain takes away or gives back: a node that can run it. Then a drain is not about it.
bool waitsAnyway(const Placement &placement);

//! Everything that is pinned to the node, or runs there by default; of what waits anyway the pins are counted, no more.
struct DrainOutlook {
    QList<DrainEffect> waiting; //!< Strict pins first: what waits until the node is back.
    QList<DrainEffect> moving;  //!< What goes to another node.
    int strict = 0;             //!< Pinned to it strictly.
    int preferred = 0;          //!< Pinned to it if possible.
};

//! The outlook for \a node, by the rule that the control plane uses; what each node can execute is not known here.
//! In order of names.
DrainOutlook drainOutlook(const ClusterMirror &mirror, const NodeId &node);

} // namespace muster
