// SPDX-License-Identifier: Apache-2.0
// The part of Membership that closes nodes for new work and shows how far they are emptied.
#include "core/controlplane/Membership.h"

namespace muster {

using namespace Qt::StringLiterals;

Future<Node> Membership::setDrain(const NodeId &node, bool isCordoned, const std::optional<Drain> &drain)
{
    NodeEntry *entry = m_nodes.find(node);
    if (!entry || entry->isBeingRemoved)
        return failed<Node>(notFound(u"there is no node %1"_s.arg(node.text())));
    const bool wasCordoned = entry->node.cordoned;
    const std::optional<Drain> before = entry->node.drain;
    applyDrain(entry, isCordoned, drain, false);
    const Pending<Node> pending;
    whenStored(m_context, m_ledger.save(entry), [=, this](const Result<void> &saved) {
        NodeEntry *kept = m_nodes.find(node);
        if (!kept)
            return pending.finish(notFound(u"%1 was removed meanwhile"_s.arg(node.text())));
        if (saved)
            return pending.finish(kept->node);
        // What a later call made of it is that one's matter.
        const bool isOurs = kept->node.cordoned == isCordoned && kept->node.drain.has_value() == drain.has_value()
            && (!drain || kept->node.drain->deadline == drain->deadline);
        if (isOurs)
            applyDrain(kept, wasCordoned, before, false);
        pending.finish(saved.error().within(u"closing %1 for work"_s.arg(node.text())));
    });
    return pending.future();
}

void Membership::noteDrain(const NodeId &node, const Drain &drain, bool isDrained)
{
    NodeEntry *entry = m_nodes.find(node);
    if (!entry || !entry->node.drain || (*entry->node.drain == drain && entry->evidence.isDrained == isDrained))
        return;
    entry->isUnsaved = true; // Figures that are counted anew after a restart; the next flush is soon enough.
    applyDrain(entry, entry->node.cordoned, drain, isDrained);
}

void Membership::applyDrain(NodeEntry *entry, bool isCordoned, const std::optional<Drain> &drain, bool isDrained)
{
    entry->node.cordoned = isCordoned;
    NodeRegistry::setDrain(entry, drain, isDrained);
    if (m_nodes.judgeAgain(entry, m_liveness.look()))
        settle(entry, NodeChange::Status);
    else
        m_publish(NodeChanged{entry->node, NodeChange::Updated});
}

} // namespace muster
