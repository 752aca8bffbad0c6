// SPDX-License-Identifier: Apache-2.0
#pragma once
// NodeStore over SQL.

#include "core/store/NodeStore.h"
#include "core/store/StoreThread.h"

namespace muster {

//! Nodes as rows of the table nodes; \a thread must outlive it.
class SqlNodeStore final : public NodeStore
{
public:
    explicit SqlNodeStore(StoreThread &thread) : m_thread(thread) {}

    Future<QList<StoredNode>> all() override;
    Future<void> upsert(StoredNode node) override;
    Future<void> touch(QList<LastSeen> seen) override;
    Future<void> remove(NodeId node, Timestamp at) override;
    Future<QHash<NodeId, Timestamp>> removed() override;

private:
    StoreThread &m_thread;
};

} // namespace muster
