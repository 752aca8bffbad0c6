// SPDX-License-Identifier: Apache-2.0
#pragma once
// EntityStore over SQL.

#include "core/store/EntityStore.h"
#include "core/store/StoreThread.h"

namespace muster {

//! Entities as rows of the tables entities and entity_secrets; \a thread must outlive it.
class SqlEntityStore final : public EntityStore
{
public:
    explicit SqlEntityStore(StoreThread &thread) : m_thread(thread) {}

    Future<QList<StoredEntity>> all() override;
    Future<void> upsert(StoredEntity entity) override;
    Future<void> assign(Assignment assignment) override;
    Future<void> remove(EntityRef entity) override;

private:
    StoreThread &m_thread;
};

} // namespace muster
