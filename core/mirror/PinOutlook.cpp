// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/PinOutlook.h"

namespace muster {

PlacementWorld placesOf(const ClusterMirror &mirror)
{
    PlacementWorld world{.nodes = {}, .configuredDefault = mirror.defaultNode()};
    world.nodes.reserve(mirror.count());
    for (int slot = 0; slot < mirror.slotCount(); ++slot) {
        if (!mirror.isUsed(slot))
            continue;
        const Node &node = mirror.node(slot);
        world.nodes.insert(node.id(), &node);
        if (node.load.jobsRunning)
            world.jobsRunning.insert(node.id(), *node.load.jobsRunning);
    }
    return world;
}

PinOutlook pinOutlook(const EntityState &state, const NodeId &node, AssignmentMode mode, const PlacementWorld &world)
{
    const Assignment wanted{.entity = state.entity.ref, .node = node, .mode = mode, .updatedAt = {}, .updatedBy = {}};
    PinOutlook outlook{.placement = placementOf(state.entity, node.isEmpty() ? nullptr : &wanted, world), .effects = {}, .words = {}};
    const Placement &then = outlook.placement;
    const bool isStrict = !node.isEmpty() && mode == AssignmentMode::Strict;
    if (then.waiting) {
        outlook.effects.append(then.node.isEmpty() ? PinEffect::WaitsForAny : PinEffect::WaitsThere);
        outlook.words = then.waiting->text;
        return outlook;
    }
    if (!node.isEmpty() && then.node != node) {
        outlook.effects.append(PinEffect::FallsBack);
        outlook.words = then.reason;
    } else if (!state.placement.waiting && !state.placement.node.isEmpty() && state.placement.node != then.node) {
        outlook.effects.append(PinEffect::Moves);
    } else {
        outlook.effects.append(PinEffect::RunsThere);
    }
    const Node *const there = world.nodes.value(node);
    if (there && there->cordoned)
        outlook.effects.append(PinEffect::TakesPinnedOnly);
    if (isStrict)
        outlook.effects.append(PinEffect::WaitsIfOffline);
    return outlook;
}

} // namespace muster
