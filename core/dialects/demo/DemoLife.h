// SPDX-License-Identifier: Apache-2.0
#pragma once
// The script of the demo: a pure rule from a node's kind of life and the time since the start to how it is.

#include "core/domain/Node.h"

namespace muster {

//! How a node of the demo lives.
enum class DemoLife {
    Steady,     //!< Beats and drifts.
    Cordoned,   //!< Steady; cordoned at the start.
    FullMemory, //!< Memory at 96 % and an old version: degraded.
    Failed,     //!< Its deployment failed; never beat.
    Flapping,   //!< Offline for 14 min at the start, back at 10 min for 15 min, and so on.
    Draining,   //!< Steady; being drained at the start, and again and again (DemoScript).
    Unverified, //!< Not heard since the control plane restarted; back after 5 min, then steady.
    Joining,    //!< Announced 40 s before the start; first beat after 90 s.
    Dying,      //!< Steady until 4 s, then silent.
    Leaking,    //!< Memory grows by 3 % a beat.
    Gone,       //!< Silent since an hour before the start.
};

//! How a node is at one moment of the script. Whether it is cordoned or drained is nobody's life but somebody's decision.
struct DemoState {
    NodeStatus status = NodeStatus::Online;
    QList<StatusReason> reasons;
    bool isBeating = true;

    bool operator==(const DemoState &) const = default;
};

//! \a elapsed since the start; \a memoryShare is of the node's last beat.
DemoState demoStateOf(DemoLife life, milliseconds elapsed, double memoryShare);

//! When a node that is silent at the start was last heard, before the start; nullopt when it never beat.
std::optional<milliseconds> silentSince(DemoLife life);

} // namespace muster
