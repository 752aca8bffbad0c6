// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/FleetSummary.h"

namespace muster {

namespace {

bool isLiving(NodeStatus status)
{
    switch (status) {
    case NodeStatus::Online:
    case NodeStatus::Degraded:
    case NodeStatus::Draining:
    case NodeStatus::Drained:
        return true;
    case NodeStatus::Offline:
    case NodeStatus::Unknown:
    case NodeStatus::Joining:
    case NodeStatus::Failed:
        return false;
    }
    Q_UNREACHABLE();
}

} // namespace

int FleetSummary::problems() const
{
    return count(NodeStatus::Failed) + count(NodeStatus::Offline) + count(NodeStatus::Degraded);
}

FleetSummary::Share FleetSummary::shareOf(const Node &node)
{
    return {.agents = static_cast<int>(node.agents.size()),
            .cores = node.who.cores.value_or(0),
            .memoryBytes = node.load.memoryTotalBytes.value_or(0)};
}

void FleetSummary::tally(NodeStatus status, const Share &share, int sign)
{
    counts[static_cast<size_t>(status)] += sign;
    nodes += sign;
    if (!isLiving(status))
        return;
    agents += sign * share.agents;
    cores += sign * share.cores;
    memoryBytes += sign * share.memoryBytes;
}

FleetSummary summaryOf(const QList<Node> &nodes, const ShownContext &context)
{
    FleetSummary summary;
    for (const Node &node : nodes)
        summary.add(shownStatusOnly(node, context), FleetSummary::shareOf(node));
    return summary;
}

} // namespace muster
