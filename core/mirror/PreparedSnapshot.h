// SPDX-License-Identifier: Apache-2.0
#pragma once
// What can be done to a large snapshot before it reaches the thread that draws, and after it (issue 3: 4 ms for 10,000).

#include "core/domain/ClusterSnapshot.h"
#include "core/mirror/TextPool.h"

namespace muster {

//! Below this many nodes preparing costs more turns of the event loop than it saves time.
inline constexpr qsizetype kPreparedNodes = 512;

//! A snapshot that nobody else holds, so that its nodes can be moved out of it.
struct PreparedSnapshot {
    ClusterSnapshot snapshot;
    ClusterSnapshot source; //!< Only held, so that its texts are freed with this, not by whoever asked for it.
    TextPool texts; //!< Holds the texts of `snapshot` when it is a first one.
};

//! Whether the mirror that it is for is empty: then all nodes will be taken, else few.
enum class SnapshotFor { EmptyMirror, FilledMirror };

//! Makes nodes of its own; for an empty mirror it sorts them by name and shares their texts. From any thread.
PreparedSnapshot prepared(const ClusterSnapshot &snapshot, SnapshotFor target);

} // namespace muster
