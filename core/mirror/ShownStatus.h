// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: what the console may honestly say about a node. Source: ux.md 3.3, decisions.md 8. Words for people are in ui.

#include "core/cluster/LinkState.h"
#include "core/domain/Node.h"
#include "core/mirror/HistoryRing.h"
#include "core/mirror/PendingChange.h"

namespace muster {

//! The one action that is worth suggesting.
enum class NextStep {
    None,
    RetryLink,       //!< Unknown: our link is down.
    WaitForBeat,     //!< Unknown or joining: its next beat will tell.
    CheckNode,       //!< Joining for too long: is it running, may it reach the control plane?
    ReadFailure,     //!< Failed: look at the reasons.
    StartNode,       //!< Offline after a clean stop.
    CheckHost,       //!< Offline without a goodbye: power, network?
    StopDrain,       //!< Draining.
    Uncordon,        //!< Drained.
    FreeMemory,      //!< Degraded by memory.
    FreeCpu,         //!< Degraded by CPU.
    UpdateNode,      //!< Degraded by an odd version.
    SetClock,        //!< Degraded by clock skew.
    CheckAgents,     //!< Degraded by a crashed or stuck agent.
    CheckNetwork,    //!< Degraded by late beats.
    ResolveTwin,     //!< A second machine uses its id.
};

//! Whether the console judges by itself what the control plane does not: only for dialects other than our own.
enum class LocalRules { Off, On };

//! What the rule needs besides the node.
struct ShownContext {
    LinkState link = LinkState::Live;
    Timestamp now;           //!< The control plane's clock: ClusterMirror::clusterTime().
    LocalRules rules = LocalRules::Off;
    QString majorityVersion; //!< For LocalRules::On; empty when there is none.
    milliseconds pollInterval{0}; //!< Of a polled cluster: a beat may be that much older before we can know of it.
};

//! What is shown.
struct ShownStatus {
    NodeStatus status = NodeStatus::Unknown;
    std::optional<NodeStatus> was;     //!< Unknown because of our link: what it was.
    QList<StatusReason> reasons;       //!< Most important first; English texts of the node's reporter, or ours.
    std::optional<milliseconds> age;   //!< Since the last beat; while joining, since it registered. Never negative.
    bool isLate = false;               //!< Joining for longer than limits::kJoiningLate.
    bool isAsOf = false;               //!< Our link is down: load, agents and this are the last known.
    NextStep nextStep = NextStep::None;
    bool isBeatLate = false;           //!< Online by its word, but its beat is late, by more than our polling explains.
    std::optional<PendingChange> pending; //!< What somebody here asked of it; see NodesModel::shownAt().

    bool operator==(const ShownStatus &) const = default;
};

//! Whether what a link in this state told us still counts: Live, Quiet, Polled.
bool isCurrent(LinkState link);

//! All of it. \a history may be null; it is only looked at with LocalRules::On.
ShownStatus shownStatus(const Node &node, const ShownContext &context, const HistoryRing *history = nullptr);

//! The status alone: the same as shownStatus().status, without allocating. For ten thousand nodes a second.
NodeStatus shownStatusOnly(const Node &node, const ShownContext &context, const HistoryRing *history = nullptr);

//! Place in the order "Needs attention": failed, offline, degraded, draining, drained, unknown, joining, online.
int attentionRank(NodeStatus status);

} // namespace muster
