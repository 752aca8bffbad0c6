// SPDX-License-Identifier: Apache-2.0
#pragma once
// What of the registry must survive a restart, and when it is written.

#include "core/controlplane/NodeRegistry.h"
#include "core/store/NodeStore.h"

#include <QObject>

namespace muster {

//! Writes nodes to the store: at once where durable matters, in one batch for the rest. A write that failed is tried
//! again with the next batch. One thread, that of \a context.
class NodeLedger
{
public:
    //! \a store and \a registry must outlive it; \a context is the object whose thread this is.
    NodeLedger(QObject *context, NodeStore &store, NodeRegistry &registry);

    //! Writes the node as it is now.
    Future<void> save(NodeEntry *entry);
    //! Writes every node that changed, and the last-seen times.
    Future<void> flush();
    NodeStore &store() { return m_store; }

private:
    QObject *m_context;
    NodeStore &m_store;
    NodeRegistry &m_registry;
};

//! What is kept of \a entry.
StoredNode storedFrom(const NodeEntry &entry);

//! Like whenDone(), but never at once: outcomes of store verbs arrive in the order in which the verbs were called.
template <typename T, typename Done>
void whenStored(QObject *context, const Future<T> &future, Done done)
{
    whenDoneLater(context, future, [done = std::move(done)](Result<T> outcome) mutable {
        if (!outcome && outcome.error().kind == ErrorKind::Cancelled)
            outcome = storageError(QStringLiteral("writing"), QStringLiteral("the store was closed"));
        done(std::move(outcome));
    });
}

} // namespace muster
