// SPDX-License-Identifier: Apache-2.0
#pragma once
// The entities of a ClusterMirror, each in its slot, with its place by name.

#include "core/domain/ClusterSnapshot.h"
#include "core/mirror/ChangeSet.h"
#include "core/mirror/NameOrder.h"

#include <QHash>
#include <QSharedData>

#include <vector>

namespace muster {

//! A slot does not move while its entity is known; a freed one is used again. A value, as NodeSlots: a copy can be brought up
//! to date on another thread while the one that is drawn is only read.
class EntitySlots : public QSharedData
{
public:
    //! Entities known.
    int count() const { return m_count; }
    //! Slots are 0 to slotCount() - 1; isUsed() tells which hold an entity.
    int slotCount() const { return static_cast<int>(m_states.size()); }
    bool isUsed(int slot) const { return !state(slot).entity.ref.id.isEmpty(); }
    //! -1 when the entity is not known.
    int slotOf(const EntityRef &entity) const { return m_byRef.value(entity, -1); }
    const EntityState &state(int slot) const { return m_states[static_cast<size_t>(slot)]; }
    //! Place of its name among all; see NameOrder. Valid after orderNames().
    int nameRank(int slot) const { return m_names.rank(slot); }

    //! Makes the entities those of \a snapshot, touching only what differs, and orders the names.
    EntityChanges become(const ClusterSnapshot &snapshot);
    //! The slot of one that was not known; -1 when it is left out, for it has no id or there are too many.
    int insert(const EntityState &state);
    //! Whether anything differs now.
    bool update(int slot, const EntityState &state);
    void remove(int slot);
    //! Brings nameRank() up to date after the others.
    void orderNames();

private:
    std::vector<EntityState> m_states;
    std::vector<int> m_free;
    QHash<EntityRef, int> m_byRef;
    int m_count = 0;
    NameOrder m_names;
};

} // namespace muster
