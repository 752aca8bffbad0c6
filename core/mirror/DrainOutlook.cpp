// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/DrainOutlook.h"

#include "core/mirror/ClusterMirror.h"

#include <algorithm>

namespace muster {

bool waitsAnyway(const Placement &placement)
{
    return placement.waiting
        && (placement.waiting->reason == WaitReason::NoHandler || placement.waiting->reason == WaitReason::NoCapableNode);
}

DrainOutlook drainOutlook(const ClusterMirror &mirror, const NodeId &node)
{
    DrainOutlook outlook;
    const Node *now = mirror.find(node);
    if (!now)
        return outlook;
    Node drained = *now;
    drained.cordoned = true;
    drained.status = NodeStatus::Draining;
    drained.drain = Drain{};
    const QList<Node> nodes = mirror.nodes();
    PlacementWorld world;
    world.configuredDefault = mirror.defaultNode();
    for (const Node &one : nodes)
        world.nodes.insert(one.id(), one.id() == node ? &drained : &one);

    const EntitySlots &entities = mirror.entities();
    for (int slot = 0; slot < entities.slotCount(); ++slot) {
        if (!entities.isUsed(slot))
            continue;
        const EntityState &state = entities.state(slot);
        const bool isPinned = state.assignment && state.assignment->node == node;
        if (!isPinned && state.placement.node != node)
            continue;
        outlook.strict += isPinned && state.assignment->mode == AssignmentMode::Strict;
        outlook.preferred += isPinned && state.assignment->mode == AssignmentMode::Preferred;
        if (waitsAnyway(state.placement))
            continue;
        const Assignment *pin = state.assignment ? &*state.assignment : nullptr;
        const DrainEffect effect{.state = state, .after = placementOf(state.entity, pin, world)};
        (effect.waits() ? outlook.waiting : outlook.moving).append(effect);
    }
    const auto byName = [](const DrainEffect &a, const DrainEffect &b) {
        return std::pair(!a.isPinned(), a.state.entity.name()) < std::pair(!b.isPinned(), b.state.entity.name());
    };
    std::ranges::sort(outlook.waiting, byName);
    std::ranges::sort(outlook.moving, byName);
    return outlook;
}

} // namespace muster
