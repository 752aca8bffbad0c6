// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/NodeView.h"

namespace muster {

NodeView viewOf(const Node &node, const ClusterSnapshot &snapshot)
{
    NodeView view{.node = node, .now = snapshot.takenAt};
    for (const EntityState &state : snapshot.entities) {
        const bool isPinned = state.assignment && state.assignment->node == node.id();
        const bool isPlaced = !state.placement.waiting && state.placement.node == node.id();
        if (isPinned || isPlaced)
            view.work.append(state);
    }
    return view;
}

QStringList strictPins(const NodeView &view)
{
    QStringList pinned;
    for (const EntityState &state : view.work) {
        const bool isPinned = state.assignment && state.assignment->node == view.node.id();
        if (isPinned && state.assignment->mode == AssignmentMode::Strict)
            pinned.append(state.entity.ref.text());
    }
    return pinned;
}

QStringList residents(const NodeView &view)
{
    QStringList names;
    for (const EntityState &state : view.work) {
        const bool isPlaced = !state.placement.waiting && state.placement.node == view.node.id();
        if (isPlaced && state.entity.isResident)
            names.append(state.entity.ref.text());
    }
    return names;
}

} // namespace muster
