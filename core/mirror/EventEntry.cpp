// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EventEntry.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct Filler {
    EventEntry *entry;

    bool operator()(const NodeChanged &changed) const
    {
        entry->name = changed.node.who.name;
        entry->status = changed.node.status;
        if (!changed.node.reasons.isEmpty())
            entry->text = changed.node.reasons.constFirst().text;
        return true;
    }
    bool operator()(const NodeBeat &) const { return false; }
    bool operator()(const NodeRemoved &removed) const
    {
        entry->name = removed.name;
        return true;
    }
    bool operator()(const NodeConflict &conflict) const
    {
        entry->text = conflict.text;
        return true;
    }
    bool operator()(const AccessRefused &refused) const
    {
        entry->name = refused.who;
        entry->request = refused.what;
        entry->source = refused.source;
        entry->text = u"%1 from %2: %3"_s.arg(refused.what, refused.source, refused.text);
        return true;
    }
    bool operator()(const CallersRefused &refused) const
    {
        entry->name = refused.source;
        entry->source = refused.source;
        entry->count = refused.count;
        entry->text = u"%1 refused without a valid token in a minute"_s.arg(refused.count);
        return true;
    }
};

} // namespace

std::optional<EventEntry> entryOf(const ClusterEvent &event)
{
    if (std::holds_alternative<NodeBeat>(event.what))
        return std::nullopt;
    EventEntry entry{.position = event.position,
                     .at = event.at,
                     .kind = event.kind(),
                     .node = event.node(),
                     .name = {},
                     .status = {},
                     .before = {},
                     .text = {}};
    std::visit(Filler{&entry}, event.what);
    return entry;
}

} // namespace muster
