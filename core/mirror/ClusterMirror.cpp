// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ClusterMirror.h"

#include "core/mirror/ChangeFrame.h"
#include "core/mirror/ChangeWords.h"
#include "core/mirror/EventBatcher.h"

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! ux.md 3.3 c: a smaller difference may be the way that the snapshot took.
constexpr milliseconds kSkewCorrected{2000};

//! The entries of \a batch: what is told by what \a mirror had before is named in them.
std::vector<EventEntry> entriesOf(const EventBatch &batch, const ClusterMirror &mirror)
{
    std::vector<EventEntry> entries = batch.entries;
    for (const ClusterEvent &event : batch.events) {
        const auto *changed = std::get_if<NodeChanged>(&event.what);
        const Node *before = changed ? mirror.find(changed->node.id()) : nullptr;
        if (!before)
            continue;
        const auto entry = std::ranges::find_if(entries, [changed](const EventEntry &one) {
            return one.kind == u"node-updated" && one.node == changed->node.id();
        });
        if (entry == entries.end())
            continue;
        if (isUseAlone(*before, changed->node))
            entries.erase(entry); // Each few seconds of each node.
        else
            nameChange(*before, changed->node, event.at, &*entry);
    }
    return entries;
}

} // namespace

ChangeSet ClusterMirror::apply(const ClusterSnapshot &snapshot, Timestamp wall, SteadyTime steady, milliseconds took)
{
    ChangeSet changes = m_nodes->become(snapshot, m_pollInterval);
    changes.entities = m_entities->become(snapshot);
    m_defaultNode = snapshot.defaultNode;
    readTime(snapshot.position, snapshot.takenAt, wall, steady, took);
    return changes;
}

ChangeSet ClusterMirror::apply(PreparedSnapshot &prepared, Timestamp wall, SteadyTime steady, milliseconds took)
{
    // A session holds events back meanwhile; were one applied all the same, what was compared is no longer what we have.
    const bool isSame = prepared.before.constData() == m_nodes.constData() &&
                        prepared.entitiesBefore.constData() == m_entities.constData();
    if (!isSame)
        return apply(prepared.snapshot, wall, steady, took);
    m_nodes.swap(prepared.after);
    m_entities.swap(prepared.entitiesAfter);
    m_defaultNode = prepared.snapshot.defaultNode;
    readTime(prepared.snapshot.position, prepared.snapshot.takenAt, wall, steady, took);
    return std::exchange(prepared.changes, {});
}

void ClusterMirror::readTime(const EventPosition &position, Timestamp takenAt, Timestamp wall, SteadyTime steady,
                             milliseconds took)
{
    // It was taken somewhere between our asking and our having it; where the clocks can agree, they do.
    const qint64 arrived = wall.msSinceEpoch;
    const Timestamp taken{std::clamp(takenAt.msSinceEpoch, arrived - std::max<qint64>(0, took.count()), arrived)};
    m_position = position;
    m_hasSnapshot = true;
    m_takenAt = takenAt;
    m_takenSteady = steady - (wall - taken);
    m_skew = taken - takenAt;
}

ChangeSet ClusterMirror::apply(const EventBatch &batch)
{
    ChangeFrame frame;
    applyEntries(entriesOf(batch, *this), &frame); // First: they want the status from before.
    ChangeFrame entities; // The same book-keeping, over other slots.
    bool isNodes = false;
    for (const ClusterEvent &event : batch.events) {
        if (!applyEntityEvent(event, &entities)) {
            applyEvent(event, &frame);
            isNodes = true;
        }
    }
    if (isNodes)
        m_nodes->orderNames();
    m_position = batch.position;
    ChangeSet changes = frame.take();
    const ChangeSet ofEntities = entities.take();
    changes.entities = {.removed = ofEntities.removed, .inserted = ofEntities.inserted, .changed = {}};
    for (const ChangeSet::Change &change : ofEntities.changed)
        changes.entities.changed.append(change.slot);
    if (!changes.entities.isEmpty())
        m_entities->orderNames();
    return changes;
}

ChangeSet ClusterMirror::note(EventEntry entry)
{
    ChangeFrame frame;
    addEvent(std::move(entry), &frame);
    return frame.take();
}

const Node *ClusterMirror::find(const NodeId &id) const
{
    const int slot = slotOf(id);
    return slot < 0 ? nullptr : &node(slot);
}

const EntityState *ClusterMirror::find(const EntityRef &ref) const
{
    const int slot = m_entities->slotOf(ref);
    return slot < 0 ? nullptr : &m_entities->state(slot);
}

QList<Node> ClusterMirror::nodes() const
{
    QList<Node> all;
    all.reserve(count());
    for (int slot = 0; slot < slotCount(); ++slot) {
        if (isUsed(slot))
            all.append(node(slot));
    }
    return all;
}

QList<EventEntry> ClusterMirror::eventsOf(const NodeId &node, int most) const
{
    QList<EventEntry> found;
    for (const EventEntry &entry : m_events) {
        if (found.size() >= most)
            break;
        if (entry.node == node)
            found.append(entry);
    }
    return found;
}

Timestamp ClusterMirror::clusterTime(SteadyTime steady) const
{
    return m_takenAt + (steady - m_takenSteady);
}

void ClusterMirror::applyEvent(const ClusterEvent &event, ChangeFrame *frame)
{
    const int slot = slotOf(event.node());
    if (const auto *changed = std::get_if<NodeChanged>(&event.what)) {
        if (slot >= 0)
            frame->changed(slot, m_nodes->update(slot, changed->node, BeatMark::Missed, m_pollInterval));
        else if (const int fresh = m_nodes->insert(changed->node); fresh >= 0)
            frame->inserted(fresh);
    } else if (slot < 0) {
        return; // A beat, removal or conflict of a node that is gone already.
    } else if (const auto *beaten = std::get_if<NodeBeat>(&event.what)) {
        frame->changed(slot, m_nodes->beat(slot, *beaten, m_pollInterval));
    } else if (std::holds_alternative<NodeRemoved>(event.what)) {
        m_nodes->remove(slot);
        frame->removed(slot);
    }
}

//! Whether it was one about an entity.
bool ClusterMirror::applyEntityEvent(const ClusterEvent &event, ChangeFrame *frame)
{
    if (const auto *changed = std::get_if<EntityChanged>(&event.what)) {
        const int slot = std::as_const(m_entities)->slotOf(changed->state.entity.ref);
        if (slot >= 0)
            frame->changed(slot, m_entities->update(slot, changed->state) ? Aspects(Aspect::Identity) : Aspects());
        else if (const int fresh = m_entities->insert(changed->state); fresh >= 0)
            frame->inserted(fresh);
        return true;
    }
    const auto *removed = std::get_if<EntityRemoved>(&event.what);
    if (!removed)
        return false;
    if (const int slot = std::as_const(m_entities)->slotOf(removed->entity); slot >= 0) {
        m_entities->remove(slot);
        frame->removed(slot);
    }
    return true;
}

void ClusterMirror::applyEntries(const std::vector<EventEntry> &entries, ChangeFrame *frame)
{
    QHash<NodeId, NodeStatus> latest; // Within this frame.
    for (EventEntry entry : entries) {
        const auto seen = latest.constFind(entry.node);
        if (seen != latest.constEnd())
            entry.before = *seen;
        else if (const Node *known = find(entry.node))
            entry.before = known->status;
        if (entry.status)
            latest.insert(entry.node, *entry.status);
        if (entry.name.isEmpty() && find(entry.node))
            entry.name = find(entry.node)->who.name;
        addEvent(std::move(entry), frame);
    }
}

void ClusterMirror::addEvent(EventEntry entry, ChangeFrame *frame)
{
    entry.at = shownTime(entry.at);
    m_events.push_front(std::move(entry));
    if (m_events.size() > static_cast<size_t>(limits::kEventsKept))
        m_events.pop_back();
    frame->addedEvent();
}

Timestamp ClusterMirror::shownTime(Timestamp theirs) const
{
    return std::chrono::abs(m_skew) > kSkewCorrected ? theirs + m_skew : theirs;
}

ClusterMirror::Filled ClusterMirror::fill(QList<EventEntry> entries, const EventPosition &end)
{
    if (end.epoch != m_position.epoch)
        return {};
    const auto isNewer = [&end](const EventEntry &one) {
        const bool isGap = one.kind == u"missed-updates"; // The line that says that these were missed.
        return one.position.epoch == end.epoch && (one.position.number > end.number || (isGap && one.position == end));
    };
    const auto at = std::ranges::find_if_not(m_events, isNewer);
    const quint64 known = at != m_events.end() && at->position.epoch == end.epoch ? at->position.number : 0;
    entries.removeIf([known](const EventEntry &one) { return one.position.number <= known; });
    const auto room = limits::kEventsKept - static_cast<qsizetype>(at - m_events.begin());
    entries = entries.mid(std::max<qsizetype>(0, entries.size() - room));

    QHash<NodeId, NodeStatus> latest; // Before each entry, as far as the list tells.
    for (auto older = m_events.rbegin(); older != std::make_reverse_iterator(at); ++older) {
        if (older->status)
            latest.insert(older->node, *older->status);
    }
    for (EventEntry &entry : entries) {
        if (const auto before = latest.constFind(entry.node); before != latest.constEnd())
            entry.before = *before;
        if (entry.status)
            latest.insert(entry.node, *entry.status);
        if (entry.name.isEmpty() && find(entry.node))
            entry.name = find(entry.node)->who.name;
        entry.at = shownTime(entry.at);
    }
    const Filled filled{static_cast<int>(at - m_events.begin()), static_cast<int>(entries.size())};
    m_events.insert(at, std::make_move_iterator(entries.rbegin()), std::make_move_iterator(entries.rend()));
    while (m_events.size() > static_cast<size_t>(limits::kEventsKept))
        m_events.pop_back();
    return filled;
}

} // namespace muster
