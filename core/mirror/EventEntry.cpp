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
        // Without a request it tells of several, or of a node that asks again and again.
        entry->text = refused.what.isEmpty() ? refused.text : u"%1 from %2: %3"_s.arg(refused.what, refused.source, refused.text);
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
    bool operator()(const EntityChanged &changed) const
    {
        entry->name = changed.state.entity.name();
        entry->text = changed.state.placement.waiting ? changed.state.placement.waiting->text
                                                      : changed.state.placement.reason;
        return true;
    }
    bool operator()(const EntityRemoved &removed) const
    {
        entry->name = removed.entity.text();
        return true;
    }
    bool operator()(const JobChanged &changed) const
    {
        entry->name = changed.entity.text();
        entry->text = u"job %1 %2"_s.arg(changed.job.text(), wordOf(changed.state));
        if (changed.error)
            entry->text += u": "_s + changed.error->text;
        return changed.state == JobState::Failed; // The others are the work itself, not news of it.
    }
    bool operator()(const QueueChanged &) const { return false; }
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
    if (!std::visit(Filler{&entry}, event.what))
        return std::nullopt;
    return entry;
}

} // namespace muster
