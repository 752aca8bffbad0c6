// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeSlots.h"

#include "core/base/Log.h"
#include "core/mirror/NodeDifferences.h"

#include <algorithm>

namespace muster {

ChangeSet NodeSlots::become(const ClusterSnapshot &snapshot, milliseconds pollInterval)
{
    ChangeSet changes;
    std::vector<int> known; // By place in the snapshot.
    known.reserve(static_cast<size_t>(snapshot.nodes.size()));
    std::vector<bool> isKept(m_nodes.size(), false);
    for (const Node &node : snapshot.nodes) {
        known.push_back(slotOf(node.id()));
        if (known.back() >= 0)
            isKept[static_cast<size_t>(known.back())] = true;
    }
    for (size_t slot = 0; slot < isKept.size(); ++slot) {
        if (isKept[slot] || !isUsed(static_cast<int>(slot)))
            continue;
        remove(static_cast<int>(slot));
        changes.removed.append(static_cast<int>(slot));
    }
    m_nodes.reserve(std::max(m_nodes.size(), known.size()));
    m_histories.reserve(m_nodes.capacity());
    m_byId.reserve(snapshot.nodes.size());

    for (size_t i = 0; i < known.size(); ++i) {
        const Node &node = snapshot.nodes[static_cast<qsizetype>(i)];
        // A list may name a node twice; the later one counts, as for an event.
        int slot = known[i] >= 0 ? known[i] : slotOf(node.id());
        if (slot < 0) {
            slot = insert(node);
            if (slot < 0)
                continue;
            changes.inserted.append(slot);
            readHistory(slot, snapshot);
        } else if (const Aspects aspects = update(slot, node, BeatMark::LinkDown, pollInterval) | readHistory(slot, snapshot)) {
            changes.changed.append({slot, aspects});
        }
    }
    orderNames();
    return changes;
}

Aspects NodeSlots::readHistory(int slot, const ClusterSnapshot &snapshot)
{
    const auto history = snapshot.histories.constFind(node(slot).id());
    if (history == snapshot.histories.constEnd())
        return {};
    HistoryRing &known = m_histories[static_cast<size_t>(slot)];
    if (known.toHistory() == *history) // The rings themselves may begin at different places.
        return {};
    known = HistoryRing(*history);
    return Aspect::Load;
}

int NodeSlots::insert(const Node &node)
{
    if (node.id().isEmpty() || m_count >= limits::kNodes) {
        qCWarning(logLink).noquote() << "a node was left out:" << (node.id().isEmpty() ? "no id" : "too many nodes");
        return -1;
    }
    int slot = slotCount();
    if (m_free.empty()) {
        m_nodes.emplace_back();
        m_histories.emplace_back();
    } else {
        slot = m_free.back();
        m_free.pop_back();
    }
    Node &own = m_nodes[static_cast<size_t>(slot)];
    own = node;
    m_texts.share(&own);
    m_byId.insert(own.id(), slot);
    ++m_count;
    HistoryRing &history = m_histories[static_cast<size_t>(slot)];
    if (own.lastBeatAt) {
        history.addLoad(own.load);
        history.addBeat(BeatMark::OnTime);
    }
    m_names.add(slot);
    m_versions.add(own.who.version);
    return slot;
}

Aspects NodeSlots::update(int slot, const Node &node, BeatMark missing, milliseconds pollInterval)
{
    Node &own = m_nodes[static_cast<size_t>(slot)];
    Aspects aspects = differences(own, node);
    if (!aspects)
        return aspects;
    if (node.lastBeatAt && node.lastBeatAt != own.lastBeatAt) {
        addBeatMarks(slot, *node.lastBeatAt, missing, pollInterval);
        m_histories[static_cast<size_t>(slot)].addLoad(node.load);
        aspects |= Aspect::Load;
    }
    if (aspects.testFlag(Aspect::Identity)) {
        m_names.add(slot);
        m_versions.remove(own.who.version);
        m_versions.add(node.who.version);
    }
    if (aspects & (Aspect::Identity | Aspect::Status | Aspect::Agents)) {
        own = node;
        m_texts.share(&own);
        return aspects;
    }
    // Figures alone: the texts that we have are equal, and shared already.
    own.load = node.load;
    own.lastBeatAt = node.lastBeatAt;
    own.clockSkew = node.clockSkew;
    own.beatInterval = node.beatInterval;
    own.offlineAfter = node.offlineAfter;
    return aspects;
}

Aspects NodeSlots::beat(int slot, const NodeBeat &beat, milliseconds pollInterval)
{
    Node &own = m_nodes[static_cast<size_t>(slot)];
    if (own.lastBeatAt != beat.at) {
        addBeatMarks(slot, beat.at, BeatMark::Missed, pollInterval);
        m_histories[static_cast<size_t>(slot)].addLoad(beat.load);
    }
    own.load = beat.load;
    own.clockSkew = beat.clockSkew;
    own.lastBeatAt = beat.at;
    return Aspect::Load | Aspect::Beat;
}

//! The marks from the last known beat up to the one \a at, which is on time or late.
void NodeSlots::addBeatMarks(int slot, Timestamp at, BeatMark missing, milliseconds pollInterval)
{
    HistoryRing &history = m_histories[static_cast<size_t>(slot)];
    const std::optional<Timestamp> &before = node(slot).lastBeatAt;
    const milliseconds interval = node(slot).beatInterval;
    BeatMark mark = BeatMark::OnTime;
    const bool isBetweenLooks = before && pollInterval.count() > 0 && at - *before <= interval + pollInterval;
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

void NodeSlots::remove(int slot)
{
    const auto at = static_cast<size_t>(slot);
    m_byId.remove(m_nodes[at].id());
    m_versions.remove(m_nodes[at].who.version);
    m_names.remove(slot);
    m_nodes[at] = Node{};
    m_histories[at] = HistoryRing();
    m_free.push_back(slot);
    --m_count;
}

void NodeSlots::orderNames()
{
    m_names.update([this](int slot) { return QStringView(node(slot).who.name); });
}

} // namespace muster
