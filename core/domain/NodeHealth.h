// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: how a node is, from what was seen of it. Source: ux.md 3.3, decisions.md 8 and 10, interface.md (reason codes).

#include "core/base/Clock.h"
#include "core/domain/NodeStatus.h"

#include <QFlags>

#include <optional>

namespace muster {

//! The last thing a node is known to have done.
enum class NodeTrail {
    Announced,       //!< Said hello, has not beaten yet.
    Beating,         //!< Has beaten since it announced itself.
    Restored,        //!< Was alive when the control plane stopped; not heard since it started.
    RestoredOffline, //!< Was offline already when the control plane stopped; not heard since.
    Left,            //!< Said goodbye.
};

//! One thing that is worth telling about a node, most important first: the reason codes, as bits.
enum class Finding {
    StoppedCleanly = 0x0001,
    BeatsStopped = 0x0002,
    NeverReturned = 0x0004,
    Unverified = 0x0008,
    DuplicateId = 0x0010,
    AgentCrashed = 0x0020,
    AgentStuck = 0x0040,
    LateBeats = 0x0080,
    MemoryHigh = 0x0100,
    CpuHigh = 0x0200,
    ClockSkew = 0x0400,
    VersionDiffers = 0x0800,
};
Q_DECLARE_FLAGS(Findings, Finding)
Q_DECLARE_OPERATORS_FOR_FLAGS(Findings)

//! What was seen of one node. Times are of a clock that stands still while the control plane itself is stalled, so that
//! a stall extends every deadline (M-4).
struct NodeEvidence {
    NodeTrail trail = NodeTrail::Announced;
    SteadyTime heardAt; //!< Last announcement or beat; for the restored ones, when they were read back.
    milliseconds beatInterval{0};
    milliseconds offlineAfter{0};
    //! Beats in a row with memory at or above limits::kHighLoadShare; those without a figure neither count nor break the row.
    int memoryHighBeats = 0;
    int cpuHighBeats = 0;    //!< The same for CPU.
    bool isSkewed = false;   //!< Its clock is off by more than limits::kClockSkewDegrades.
    bool isOddVersion = false; //!< More than half of the living nodes run one other version.
    int agentsCrashed = 0;
    int agentsStuck = 0;
    std::optional<SteadyTime> twinSeenAt; //!< When a second machine last used its id.
    bool isDraining = false;
    bool isDrained = false;
};

//! How a node is, and until when that holds if nothing more is heard.
struct NodeHealth {
    NodeStatus status = NodeStatus::Unknown;
    Findings findings;
    SteadyTime until = SteadyTime::max(); //!< Judge again then; max() when only news can change it.

    bool operator==(const NodeHealth &) const = default;
};

//! The first of Offline, Unknown, Joining, Draining, Drained, Degraded, Online that the evidence supports. Cheap: no
//! allocation, for every beat. Failed is never derived here; a dialect may report it.
NodeHealth judge(const NodeEvidence &evidence, SteadyTime now);

//! How long restored nodes may stay unheard: the larger of two intervals and the threshold (decisions.md 10).
milliseconds graceOf(milliseconds beatInterval, milliseconds offlineAfter);

} // namespace muster
