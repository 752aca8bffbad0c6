// SPDX-License-Identifier: Apache-2.0
#pragma once
// The short cut for JSON that arrives often or is long: beats, beat events and snapshots, read with simdjson in a tenth of
// the time. It never judges: whatever is unusual gives nullopt, and the careful readers of core/base/Json.h decide
// and find the words. So both agree on every input, which tst_FastReader holds.

#include "core/domain/ClusterSnapshot.h"
#include "core/domain/Heartbeat.h"

#include <optional>

namespace muster {

//! Stateless to its callers; each thread keeps a parser of its own.
struct FastReader {
    //! The body of POST /nodes/{id}/beats.
    static std::optional<Heartbeat> heartbeat(const NodeId &node, const QByteArray &json);
    //! The body of GET /snapshot.
    static std::optional<ClusterSnapshot> snapshot(const QByteArray &json);
    //! The data of an event, if it is a node-beat.
    static std::optional<ClusterEvent> beatEvent(const QByteArray &json);
};

} // namespace muster
