// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EntitySlots.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <algorithm>

namespace muster {

namespace {

// As it is shown; a view, for ten thousand are compared at once.
QStringView nameOf(const Entity &entity)
{
    return entity.title.isEmpty() ? QStringView(entity.ref.id.text()) : QStringView(entity.title);
}

} // namespace

EntityChanges EntitySlots::become(const ClusterSnapshot &snapshot)
{
    EntityChanges changes;
    std::vector<bool> isKept(m_states.size(), false);
    for (const EntityState &state : snapshot.entities) {
        if (const int slot = slotOf(state.entity.ref); slot >= 0)
            isKept[static_cast<size_t>(slot)] = true;
    }
    for (size_t slot = 0; slot < isKept.size(); ++slot) {
        if (isKept[slot] || !isUsed(static_cast<int>(slot)))
            continue;
        remove(static_cast<int>(slot));
        changes.removed.append(static_cast<int>(slot));
    }
    m_byRef.reserve(snapshot.entities.size());
    for (const EntityState &state : snapshot.entities) {
        const int known = slotOf(state.entity.ref);
        if (known < 0) {
            if (const int fresh = insert(state); fresh >= 0)
                changes.inserted.append(fresh);
        } else if (update(known, state)) {
            const auto at = static_cast<size_t>(known);
            if (at < isKept.size() && isKept[at]) // Else it was inserted just now: a list may name one twice.
                changes.changed.append(known);
        }
    }
    const auto twice = std::ranges::unique(changes.changed);
    changes.changed.erase(twice.begin(), twice.end());
    orderNames();
    return changes;
}

int EntitySlots::insert(const EntityState &state)
{
    if (state.entity.ref.id.isEmpty() || m_count >= limits::kEntities) {
        qCWarning(logLink).noquote() << "an entity was left out:"
                                     << (state.entity.ref.id.isEmpty() ? "no id" : "too many entities");
        return -1;
    }
    int slot = slotCount();
    if (m_free.empty()) {
        m_states.push_back(state);
    } else {
        slot = m_free.back();
        m_free.pop_back();
        m_states[static_cast<size_t>(slot)] = state;
    }
    m_byRef.insert(state.entity.ref, slot);
    ++m_count;
    m_names.add(slot);
    return slot;
}

bool EntitySlots::update(int slot, const EntityState &state)
{
    EntityState &own = m_states[static_cast<size_t>(slot)];
    if (own == state)
        return false;
    if (nameOf(own.entity) != nameOf(state.entity))
        m_names.add(slot);
    own = state;
    return true;
}

void EntitySlots::remove(int slot)
{
    const auto at = static_cast<size_t>(slot);
    m_byRef.remove(m_states[at].entity.ref);
    m_names.remove(slot);
    m_states[at] = EntityState{};
    m_free.push_back(slot);
    --m_count;
}

void EntitySlots::orderNames()
{
    m_names.update([this](int slot) { return nameOf(state(slot).entity); });
}

} // namespace muster
