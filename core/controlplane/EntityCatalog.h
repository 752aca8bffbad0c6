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
    //! The values of its secrets; Storage when one is missing.
    Result<QMap<QString, Secret>> secretsOf(const EntityRef &entity) const;
    //! Names of its secrets whose values must be given anew: a backup has none (decisions.md 24), or they were sealed with a key
    //! that is lost. Until then nothing of it may run.
    QStringList missingSecrets(const EntityRef &entity) const { return m_missing.value(entity); }

private:
    Future<void> inTurn(const EntityRef &entity, std::function<Future<void>()> change);
    void nextOf(const EntityRef &entity);
    Future<void> saveNow(const EntityRequest &request);
    Future<void> removeNow(const EntityRef &entity);
    Future<void> assignNow(const AssignmentRequest &request, const QString &by);
    Result<StoredEntity> merged(const EntityRequest &request) const;
    void keep(const StoredEntity &stored);
    void lookForMissing(const StoredEntity &stored);

    Parts m_parts;
    Changed m_changed;
    std::map<EntityRef, StoredEntity> m_entities;
    QHash<EntityRef, QStringList> m_missing; // Only of those that miss something.
    QHash<EntityRef, std::deque<std::function<void()>>> m_turns; // Of entities with a change under way.
};

//! "its secret TOKEN must be given anew".
QString missingText(const QStringList &secrets);

//! The pin that holds: one that was cleared is none.
std::optional<Assignment> pinOf(const StoredEntity &stored);

} // namespace muster
