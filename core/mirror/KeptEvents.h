// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a cluster still has of its past: its verb tells what came after a position, here is asked how far back that goes.

#include "core/cluster/Cluster.h"

namespace muster {

//! Events in order, oldest first.
struct KeptEvents {
    QList<ClusterEvent> events;
    bool isWhole = true; //!< None between the position asked and the first of these is gone.
};

//! Those after \a after up to \a end, as far as \a cluster has them; of another epoch than \a after's all of \a end's. Asks
//! again for fewer while the answer is that they are gone, some twenty times at most. Errors as Cluster::eventsAfter(), but no
//! Conflict. \a cluster must outlive the call; from any thread.
Future<KeptEvents> keptEvents(Cluster &cluster, const EventPosition &after, const EventPosition &end);

} // namespace muster
