// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ClusterMirror.h"

#include "core/base/Log.h"
#include "core/mirror/ChangeFrame.h"
#include "core/mirror/EventBatcher.h"
#include "core/mirror/NodeDifferences.h"

namespace muster {

namespace {

//! ux.md 3.3 c: a smaller difference may be the way that the snapshot took.
constexpr milliseconds kSkewCorrected{2000};

} // namespace

ChangeSet ClusterMirror::apply(const EventBatch &batch)
{
    ChangeFrame frame;
    applyEntries(batch.entries, &frame); // First: they want the status from before.
    for (const ClusterEvent &event : batch.events)
        applyEvent(event, &frame);
    m_position = batch.position;
    return frame.take();
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

QList<Node> ClusterMirror::nodes() const
{
    QList<Node> all;
    all.reserve(m_count);
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
        Node node = changed->node;
        if (slot >= 0)
            frame->changed(slot, update(slot, &node, BeatMark::Missed));
        else if (const int fresh = insert(std::move(node), Texts::Own); fresh >= 0)
            frame->inserted(fresh);
    } else if (slot < 0) {
        return; // A beat, removal or conflict of a node that is gone already.
    } else if (const auto *beaten = std::get_if<NodeBeat>(&event.what)) {
        frame->changed(slot, beat(slot, *beaten));
    } else if (std::holds_alternative<NodeRemoved>(event.what)) {
        remove(slot);
        frame->removed(slot);
    }
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

int ClusterMirror::insert(Node &&node, Texts texts)
{
    if (node.id().isEmpty() || m_count >= limits::kNodes) {
        qCWarning(logLink).noquote() << "a node was left out:" << (node.id().isEmpty() ? "no id" : "too many nodes");
        return -1;
    }
    if (texts == Texts::Own)
        m_texts.share(&node);
    int slot = slotCount();
    if (m_free.empty()) {
        m_nodes.emplace_back();
        m_histories.emplace_back();
    } else {
        slot = m_free.back();
        m_free.pop_back();
    }
    m_slots.insert(node.id(), slot);
    ++m_count;
    HistoryRing &history = m_histories[static_cast<size_t>(slot)];
    if (node.lastBeatAt) {
        history.addLoad(node.load);
        history.addBeat(BeatMark::OnTime);
    }
    m_nodes[static_cast<size_t>(slot)] = std::move(node);
    return slot;
}

Aspects ClusterMirror::update(int slot, Node *node, BeatMark missing)
{
    Node &known = m_nodes[static_cast<size_t>(slot)];
    Aspects aspects = differences(known, *node);
    if (!aspects)
        return aspects;
    if (node->lastBeatAt && node->lastBeatAt != known.lastBeatAt) {
        addBeatMarks(slot, known.lastBeatAt, *node->lastBeatAt, missing);
        m_histories[static_cast<size_t>(slot)].addLoad(node->load);
        aspects |= Aspect::Load;
    }
    if (aspects & (Aspect::Identity | Aspect::Status | Aspect::Agents)) {
        m_texts.share(node);
        known = std::move(*node);
        return aspects;
    }
    // Figures alone: the texts that we have are equal, and shared already.
    known.load = node->load;
    known.lastBeatAt = node->lastBeatAt;
    known.clockSkew = node->clockSkew;
    known.beatInterval = node->beatInterval;
    known.offlineAfter = node->offlineAfter;
    return aspects;
}

Aspects ClusterMirror::beat(int slot, const NodeBeat &beat)
{
    Node &known = m_nodes[static_cast<size_t>(slot)];
    const std::optional<Timestamp> before = known.lastBeatAt;
    known.load = beat.load;
    known.clockSkew = beat.clockSkew;
    known.lastBeatAt = beat.at;
    if (before != beat.at) {
        addBeatMarks(slot, before, beat.at, BeatMark::Missed);
        m_histories[static_cast<size_t>(slot)].addLoad(beat.load);
    }
    return Aspect::Load | Aspect::Beat;
}

void ClusterMirror::addBeatMarks(int slot, const std::optional<Timestamp> &before, Timestamp at, BeatMark missing)
{
    HistoryRing &history = m_histories[static_cast<size_t>(slot)];
    const milliseconds interval = m_nodes[static_cast<size_t>(slot)].beatInterval;
    BeatMark mark = BeatMark::OnTime;
    const bool isBetweenLooks = before && m_pollInterval.count() > 0 && at - *before <= interval + m_pollInterval;
    if (before && interval.count() > 0 && !isBetweenLooks) {
        const milliseconds gap = at - *before;
        // 16 s at an interval of 10 s is one late beat, 31 s are two missed and one on time.
        qint64 missed = std::min<qint64>((gap + interval / 4) / interval - 1, limits::kHistorySamples);
        if (gap - interval * (std::max<qint64>(missed, 0) + 1) > interval / 2)
            mark = BeatMark::Late;
        for (; missed > 0; --missed) {
            history.addGap();
            history.addBeat(missing);
        }
    }
    history.addBeat(mark);
}

void ClusterMirror::remove(int slot)
{
    const auto at = static_cast<size_t>(slot);
    m_slots.remove(m_nodes[at].id());
    m_nodes[at] = Node{};
    m_histories[at] = HistoryRing();
    m_free.push_back(slot);
    --m_count;
}

void ClusterMirror::addEvent(EventEntry entry, ChangeFrame *frame)
{
    if (std::chrono::abs(m_skew) > kSkewCorrected)
        entry.at = entry.at + m_skew;
    m_events.push_front(std::move(entry));
    if (m_events.size() > static_cast<size_t>(limits::kEventsKept))
        m_events.pop_back();
    frame->addedEvent();
}

} // namespace muster
