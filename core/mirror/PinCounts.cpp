// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/PinCounts.h"

#include <algorithm>

namespace muster {

void PinCounts::clear()
{
    m_pins.clear();
    m_counts.clear();
}

void PinCounts::fill(const EntitySlots &entities)
{
    clear();
    EntityChanges all;
    for (int slot = 0; slot < entities.slotCount(); ++slot) {
        if (entities.isUsed(slot))
            all.inserted.append(slot);
    }
    apply(all, entities);
}

QList<NodeId> PinCounts::apply(const EntityChanges &changes, const EntitySlots &entities)
{
    QList<NodeId> touched;
    if (m_pins.size() < static_cast<size_t>(entities.slotCount()))
        m_pins.resize(static_cast<size_t>(entities.slotCount()));
    for (const int slot : changes.removed)
        set(slot, {}, &touched);
    const auto read = [&](int slot) {
        const std::optional<Assignment> &pin = entities.state(slot).assignment;
        set(slot, pin ? Pin{pin->node, pin->mode} : Pin{}, &touched);
    };
    std::ranges::for_each(changes.inserted, read);
    std::ranges::for_each(changes.changed, read);
    std::ranges::sort(touched, {}, [](const NodeId &node) { return node.text(); });
    const auto twice = std::ranges::unique(touched);
    touched.erase(twice.begin(), twice.end());
    return touched;
}

void PinCounts::set(int slot, const Pin &pin, QList<NodeId> *touched)
{
    Pin &own = m_pins[static_cast<size_t>(slot)];
    if (own.node == pin.node && own.mode == pin.mode)
        return; // Most changes of an entity are about where it runs.
    take(own, -1, touched);
    own = pin;
    take(own, 1, touched);
}

void PinCounts::take(const Pin &pin, int by, QList<NodeId> *touched)
{
    if (pin.node.isEmpty())
        return;
    touched->append(pin.node);
    PinCount &counted = m_counts[pin.node];
    (pin.mode == AssignmentMode::Strict ? counted.strict : counted.preferred) += by;
    if (counted.all() == 0)
        m_counts.remove(pin.node);
}

} // namespace muster
