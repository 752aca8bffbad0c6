// SPDX-License-Identifier: Apache-2.0
#pragma once
// What can be assigned, and where it is pinned: in memory, and durable before it is acknowledged.

#include "core/base/Clock.h"
#include "core/store/EntityStore.h"
#include "core/store/SecretBox.h"

#include <deque>
#include <functional>
#include <map>

namespace muster {

//! One thread, that of its context. Changes of one entity are made one after the other, in the order they were asked for (D-7).
class EntityCatalog
{
public:
    //! What it needs; all must outlive it.
    struct Parts {
        QObject *context; //!< Whose thread this is.
        EntityStore &store;
        const Clock &clock;
        std::optional<SecretBox> secrets; //!< None: entities with secrets are refused.
    };
    //! An entity changed, or is gone.
    using Changed = std::function<void(const EntityRef &)>;

    EntityCatalog(Parts parts, Changed changed);

    Future<void> load();

    //! As Cluster::saveEntity().
    Future<void> save(EntityRequest request);
    //! As Cluster::removeEntity().
    Future<void> remove(const EntityRef &entity);
    //! As Cluster::assign(), but for the node, which is the caller's to know. \a by: name of who asks.
    Future<void> assign(const AssignmentRequest &request, const QString &by);

    const StoredEntity *find(const EntityRef &entity) const;
    const std::map<EntityRef, StoredEntity> &all() const { return m_entities; }
    //! The values of its secrets; Storage when one cannot be opened.
    Result<QMap<QString, Secret>> secretsOf(const EntityRef &entity) const;

private:
    Future<void> inTurn(const EntityRef &entity, std::function<Future<void>()> change);
    void nextOf(const EntityRef &entity);
    Future<void> saveNow(const EntityRequest &request);
    Future<void> removeNow(const EntityRef &entity);
    Future<void> assignNow(const AssignmentRequest &request, const QString &by);
    Result<StoredEntity> merged(const EntityRequest &request) const;
    void keep(const StoredEntity &stored);

    Parts m_parts;
    Changed m_changed;
    std::map<EntityRef, StoredEntity> m_entities;
    QHash<EntityRef, std::deque<std::function<void()>>> m_turns; // Of entities with a change under way.
};

//! The pin that holds: one that was cleared is none.
std::optional<Assignment> pinOf(const StoredEntity &stored);

} // namespace muster
