// SPDX-License-Identifier: Apache-2.0
#pragma once
// What can be done to a large snapshot before it reaches the thread that draws, and after it (issue 3: 4 ms for 10,000).

#include "core/mirror/EntitySlots.h"
#include "core/mirror/NodeSlots.h"

namespace muster {

//! Below this many nodes and entities preparing costs more turns of the event loop than it saves time.
inline constexpr qsizetype kPreparedNodes = 512;

//! What a mirror holds when a snapshot is asked for.
struct HeldState {
    QSharedDataPointer<NodeSlots> nodes;
    QSharedDataPointer<EntitySlots> entities;

    HeldState(const QSharedDataPointer<NodeSlots> &someNodes,
              const QSharedDataPointer<EntitySlots> &someEntities = QSharedDataPointer<EntitySlots>(new EntitySlots))
        : nodes(someNodes), entities(someEntities)
    {
    }
};

//! A snapshot, and what it makes of what a mirror held when it was asked for.
struct PreparedSnapshot {
    ClusterSnapshot snapshot; //!< As it was given; held so that it is freed with this.
    QSharedDataPointer<NodeSlots> before;
    QSharedDataPointer<NodeSlots> after;
    ChangeSet changes; //!< From `before` to `after`.
    QSharedDataPointer<EntitySlots> entitiesBefore = {};
    QSharedDataPointer<EntitySlots> entitiesAfter = {};
};

//! Compares \a snapshot with \a before, which nobody changes meanwhile; where that is empty, nodes are put into slots by name.
//! From any thread. \a pollInterval: see NodeSlots.
PreparedSnapshot prepared(const ClusterSnapshot &snapshot, const HeldState &before,
                          milliseconds pollInterval = milliseconds(0));

//! Frees what is left of one that was applied, and gives the memory back to the system: takes a while. From any thread.
void discard(PreparedSnapshot *left);

} // namespace muster
