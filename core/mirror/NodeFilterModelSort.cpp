// SPDX-License-Identifier: Apache-2.0
// In which order a NodeFilterModel has its rows.
#include "core/mirror/NodeFilterModel.h"

#include <algorithm>

namespace muster {

namespace {

constexpr int kMoving = -2; // Of a slot whose row is sought.

} // namespace

void NodeFilterModel::keepKey(int slot)
{
    m_keys[static_cast<size_t>(slot)] = keyOf(slot);
}

NodeFilterModel::Place NodeFilterModel::placeOf(int slot) const
{
    const bool isDown = m_order == Qt::DescendingOrder;
    const qint64 key = m_keys[static_cast<size_t>(slot)];
    const int rank = m_nodes->nameRankOfSlot(slot);
    return {.key = isDown && key != NodesModel::kNoKey ? -key : key, // What is unknown comes last either way.
            .nameRank = isDown && m_column == NodesModel::NameColumn ? -rank : rank,
            .slot = slot};
}

bool NodeFilterModel::isBefore(int left, int right) const
{
    if (!NodesModel::sortsByText(m_column))
        return placeOf(left) < placeOf(right);
    const int order = compareNames(m_nodes->sortTextOfSlot(left, m_column), m_nodes->sortTextOfSlot(right, m_column));
    if (order != 0)
        return m_order == Qt::DescendingOrder ? order > 0 : order < 0;
    return m_nodes->nameRankOfSlot(left) < m_nodes->nameRankOfSlot(right);
}

void NodeFilterModel::sortSlots(std::vector<int> *slotList) const
{
    if (NodesModel::sortsByText(m_column)) {
        std::ranges::sort(*slotList, [this](int left, int right) { return isBefore(left, right); });
        return;
    }
    // Gathered first: ten thousand of them are compared ten times each.
    std::vector<Place> places;
    places.reserve(slotList->size());
    for (const int slot : *slotList)
        places.push_back(placeOf(slot));
    std::ranges::sort(places);
    std::ranges::transform(places, slotList->begin(), &Place::slot);
}

bool NodeFilterModel::isInOrder() const
{
    return std::ranges::is_sorted(m_slots, [this](int left, int right) { return isBefore(left, right); });
}

bool NodeFilterModel::sortsByMoving() const
{
    return m_column == NodesModel::LastBeatColumn || m_column == NodesModel::CpuColumn ||
           m_column == NodesModel::MemoryColumn || m_column == NodesModel::SkewColumn;
}

//! Most frames move a few rows: where the others are in order, \a moved alone are taken out and merged in again.
void NodeFilterModel::reorder(const QList<int> &moved)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const std::vector<int> before = m_slots;
    for (const int slot : moved)
        m_rows[static_cast<size_t>(slot)] = kMoving;
    std::erase_if(m_slots, [this](int slot) { return rowOfSlot(slot) == kMoving; });
    const auto middle = static_cast<std::ptrdiff_t>(m_slots.size());
    std::vector<int> sorted(moved.begin(), moved.end());
    sortSlots(&sorted);
    m_slots.insert(m_slots.end(), sorted.begin(), sorted.end());
    std::ranges::inplace_merge(m_slots, m_slots.begin() + middle,
                               [this](int left, int right) { return isBefore(left, right); });
    if (!isInOrder())
        sortSlots(&m_slots);
    renumber(0);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &old : from)
        to.append(createIndex(rowOfSlot(before[static_cast<size_t>(old.row())]), old.column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace muster
