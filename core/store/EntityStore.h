// SPDX-License-Identifier: Apache-2.0
#pragma once
// What must survive a restart about entities: themselves, their pins, their sealed secrets. Implemented over SQL.

#include "core/base/Future.h"
#include "core/domain/Placement.h"

namespace muster {

//! An entity as it is kept.
struct StoredEntity {
    Entity entity;
    //! The last pin, also a cleared one (its node is then empty): its version goes on counting. Nullopt: there never was one.
    std::optional<Assignment> assignment;
    QMap<QString, QByteArray> secrets; //!< Values sealed by a SecretBox.

    bool operator==(const StoredEntity &) const = default;
};

//! Verbs run in the order in which they are called and may be called from any thread. A finished write is synced to disk.
//! Every verb can fail with Storage; nothing of a failed write is kept.
class EntityStore
{
public:
    virtual ~EntityStore() = default;
    //! Every entity. One that cannot be read is left out and logged.
    virtual Future<QList<StoredEntity>> all() = 0;
    //! Adds or replaces an entity with its pin and all its secrets.
    virtual Future<void> upsert(StoredEntity entity) = 0;
    //! Sets the pin of an entity that is there.
    virtual Future<void> assign(Assignment assignment) = 0;
    //! Forgets an entity with all that is kept for it, also when it is not there.
    virtual Future<void> remove(EntityRef entity) = 0;
};

} // namespace muster
