// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerChanges.h"

#include "core/base/Limits.h"

#include <QHash>

namespace muster {

namespace {

QHash<NodeId, const Node *> byId(const QList<Node> &nodes)
{
    QHash<NodeId, const Node *> known;
    known.reserve(nodes.size());
    for (const Node &node : nodes)
        known.insert(node.id(), &node);
    return known;
}

std::optional<ClusterChange> changeOf(const Node &was, const Node &is)
{
    if (was == is)
        return std::nullopt;
    const bool hasStarted = was.who.startedAt != is.who.startedAt || was.who.pid != is.who.pid;
    if (hasStarted && is.status != NodeStatus::Offline)
        return NodeChanged{is, NodeChange::Announced};
    if (was.status != is.status) {
        const bool hasLeft = is.status == NodeStatus::Offline && is.reasons.value(0).code == reason::kStoppedCleanly;
        return NodeChanged{is, hasLeft ? NodeChange::Left : NodeChange::Status};
    }
    if (was.reasons != is.reasons)
        return NodeChanged{is, NodeChange::Status};
    Node later = was;
    later.lastBeatAt = is.lastBeatAt;
    if (later == is && is.lastBeatAt)
        return NodeBeat{is.id(), *is.lastBeatAt, is.load, std::nullopt};
    return NodeChanged{is, NodeChange::Updated};
}

} // namespace

void carryOver(const QList<Node> &before, QList<Node> *after)
{
    const QHash<NodeId, const Node *> known = byId(before);
    for (Node &node : *after) {
        const Node *was = known.value(node.id());
        if (!was)
            continue;
        node.registeredAt = was->registeredAt;
        const bool isSameRest = node.status == NodeStatus::Offline && was->status == NodeStatus::Offline
            && node.lastBeatAt == was->lastBeatAt;
        if (isSameRest) // Its heartbeat has grown old since; that is no news about why it ended.
            node.reasons = was->reasons;
    }
}

QList<ClusterChange> changesBetween(const QList<Node> &before, const QList<Node> &after, QSet<NodeId> *removed)
{
    QList<ClusterChange> changes;
    const QHash<NodeId, const Node *> now = byId(after);
    for (const Node &node : before) {
        if (now.contains(node.id()))
            continue;
        changes.append(NodeRemoved{node.id(), node.who.name});
        if (removed->size() < limits::kRemovedNodes)
            removed->insert(node.id());
    }
    const QHash<NodeId, const Node *> known = byId(before);
    for (const Node &node : after) {
        const Node *was = known.value(node.id());
        if (!was)
            changes.append(NodeChanged{node, removed->remove(node.id()) ? NodeChange::Returned : NodeChange::Joined});
        else if (const std::optional<ClusterChange> change = changeOf(*was, node))
            changes.append(*change);
    }
    return changes;
}

} // namespace muster
