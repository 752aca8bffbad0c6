// SPDX-License-Identifier: Apache-2.0
// How a ClusterMirror becomes equal to a snapshot.
#include "core/mirror/ClusterMirror.h"

#include <algorithm>
#include <utility>

namespace muster {

ChangeSet ClusterMirror::apply(ClusterSnapshot snapshot, Timestamp wall, SteadyTime steady, milliseconds took)
{
    return applyAll(&snapshot, wall, steady, took);
}

ChangeSet ClusterMirror::apply(PreparedSnapshot &prepared, Timestamp wall, SteadyTime steady, milliseconds took)
{
    if (m_texts.size() == 0)
        m_texts = std::exchange(prepared.texts, {});
    return applyAll(&prepared.snapshot, wall, steady, took);
}

//! Each node is looked up once, and only what differs is moved: ten thousand of them must fit into a frame.
ChangeSet ClusterMirror::applyAll(ClusterSnapshot *snapshot, Timestamp wall, SteadyTime steady, milliseconds took)
{
    ChangeSet changes;
    const auto wanted = static_cast<size_t>(snapshot->nodes.size());
    std::vector<int> slots(wanted, -1);
    std::vector<bool> isKept(m_nodes.size(), false);
    for (size_t i = 0; i < wanted && m_count > 0; ++i) {
        slots[i] = slotOf(std::as_const(snapshot->nodes)[static_cast<qsizetype>(i)].id());
        if (slots[i] >= 0)
            isKept[static_cast<size_t>(slots[i])] = true;
    }
    for (size_t slot = 0; slot < isKept.size(); ++slot) {
        if (isKept[slot] || !isUsed(static_cast<int>(slot)))
            continue;
        remove(static_cast<int>(slot));
        changes.removed.append(static_cast<int>(slot));
    }
    m_nodes.reserve(std::max(m_nodes.size(), wanted));
    m_histories.reserve(std::max(m_nodes.size(), wanted));
    m_slots.reserve(snapshot->nodes.size());

    const Texts texts = m_hasSnapshot ? Texts::Own : m_texts.size() > 0 ? Texts::Pooled : Texts::Own;
    for (size_t i = 0; i < wanted; ++i) {
        Node &node = snapshot->nodes[static_cast<qsizetype>(i)];
        const NodeId id = node.id();
        // A list may name a node twice; the later one counts, as for an event.
        int slot = slots[i] >= 0 ? slots[i] : slotOf(id);
        if (slot < 0) {
            slot = insert(std::move(node), texts);
            if (slot < 0)
                continue;
            changes.inserted.append(slot);
            readHistory(slot, *snapshot, id);
        } else if (const Aspects aspects = update(slot, &node, BeatMark::LinkDown) | readHistory(slot, *snapshot, id)) {
            changes.changed.append({slot, aspects});
        }
    }
    readTime(*snapshot, wall, steady, took);
    return changes;
}

Aspects ClusterMirror::readHistory(int slot, const ClusterSnapshot &snapshot, const NodeId &id)
{
    const auto history = snapshot.histories.constFind(id);
    if (history == snapshot.histories.constEnd())
        return {};
    HistoryRing ring(*history);
    HistoryRing &known = m_histories[static_cast<size_t>(slot)];
    const Aspects aspects = ring == known ? Aspects() : Aspects(Aspect::Load);
    known = ring;
    return aspects;
}

void ClusterMirror::readTime(const ClusterSnapshot &snapshot, Timestamp wall, SteadyTime steady, milliseconds took)
{
    // It was taken somewhere between our asking and our having it; where the clocks can agree, they do.
    const qint64 arrived = wall.msSinceEpoch;
    const Timestamp taken{std::clamp(snapshot.takenAt.msSinceEpoch, arrived - std::max<qint64>(0, took.count()), arrived)};
    m_position = snapshot.position;
    m_hasSnapshot = true;
    m_takenAt = snapshot.takenAt;
    m_takenSteady = steady - (wall - taken);
    m_skew = taken - snapshot.takenAt;
}

} // namespace muster
