// SPDX-License-Identifier: Apache-2.0
// What a NodesModel knows of pins: entities change beside the nodes, and move a number in their rows.
#include "core/mirror/NodesModel.h"

#include <QSet>

namespace muster {

std::optional<PinCount> NodesModel::pinsAt(int row) const
{
    if (!m_session || !m_session->features().testAnyFlags(Feature::Entities | Feature::Assign))
        return std::nullopt;
    return m_pins.of(nodeAt(row).id());
}

//! Nodes that have other pins now and are not among \a changes.
QList<ChangeSet::Change> NodesModel::countPins(const ChangeSet &changes)
{
    QList<ChangeSet::Change> pinned;
    if (changes.entities.isEmpty())
        return pinned;
    const QList<NodeId> touched = m_pins.apply(changes.entities, mirror().entities());
    if (touched.isEmpty())
        return pinned;
    QSet<int> known{changes.inserted.constBegin(), changes.inserted.constEnd()};
    for (const ChangeSet::Change &change : changes.changed)
        known.insert(change.slot);
    for (const NodeId &node : touched) {
        const int slot = mirror().slotOf(node);
        if (slot >= 0 && rowOfSlot(slot) >= 0 && !known.contains(slot))
            pinned.append({slot, Aspect::Load});
    }
    return pinned;
}

} // namespace muster
