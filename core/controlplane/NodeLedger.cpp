// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/NodeLedger.h"

#include "core/base/Log.h"

namespace muster {

NodeLedger::NodeLedger(QObject *context, NodeStore &store, NodeRegistry &registry)
    : m_context(context), m_store(store), m_registry(registry)
{
}

StoredNode storedFrom(const NodeEntry &entry)
{
    return {entry.node, entry.instanceHash, entry.evidence.trail == NodeTrail::Left, entry.hasOwnPace};
}

Future<void> NodeLedger::save(NodeEntry *entry)
{
    if (entry->isBeingRemoved)
        return ready(); // It would come back from the dead.
    entry->isUnsaved = false;
    entry->isStoredOffline = entry->node.status == NodeStatus::Offline;
    ++entry->saves;
    const Future<void> saved = m_store.upsert(storedFrom(*entry));
    whenStored(m_context, saved, [this, id = entry->node.id()](const Result<void> &outcome) {
        NodeEntry *again = m_registry.find(id);
        if (outcome || !again)
            return;
        qCWarning(logCluster) << "keeping" << id.text() << "for later:" << outcome.error().text();
        again->isUnsaved = true;
    });
    return saved;
}

Future<void> NodeLedger::flush()
{
    Future<void> last = ready();
    QList<LastSeen> seen;
    for (const std::unique_ptr<NodeEntry> &entry : m_registry.entries()) {
        if (entry->isUnsaved)
            last = save(entry.get());
        else if (entry->isTouched && entry->node.lastBeatAt)
            seen.append({entry->node.id(), *entry->node.lastBeatAt});
        entry->isTouched = false;
    }
    if (seen.isEmpty())
        return last;
    last = m_store.touch(seen);
    whenStored(m_context, last, [this, seen](const Result<void> &outcome) {
        if (outcome)
            return;
        qCWarning(logCluster) << "keeping last-seen times for later:" << outcome.error().text();
        for (const LastSeen &one : seen) {
            if (NodeEntry *entry = m_registry.find(one.node))
                entry->isTouched = true;
        }
    });
    return last;
}

} // namespace muster
