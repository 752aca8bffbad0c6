// SPDX-License-Identifier: Apache-2.0
// How a NodeFilterModel keeps its rows: who is in, and what waits while the order is held.
#include "core/mirror/NodeFilterModel.h"

#include <algorithm>

namespace muster {

namespace {

constexpr int kWholeRange = 64; // A change of more source rows is passed on as one of all rows.

} // namespace

void NodeFilterModel::rebuild()
{
    m_slots.clear();
    m_rows.clear();
    m_keys.clear();
    setPending({});
    if (!m_nodes)
        return;
    NodeMatcher matcher(m_query);
    for (int row = 0; row < m_nodes->rowCount(); ++row) {
        const int slot = m_nodes->slotAt(row);
        growTo(static_cast<size_t>(slot) + 1);
        keepKey(slot);
        if (accepts(slot, &matcher))
            m_slots.push_back(slot);
    }
    sortSlots(&m_slots);
    renumber(0);
}

void NodeFilterModel::growTo(size_t slotCount)
{
    if (m_rows.size() >= slotCount)
        return;
    m_rows.resize(slotCount, -1);
    m_keys.resize(slotCount, 0);
}

void NodeFilterModel::renumber(size_t from)
{
    for (size_t row = from; row < m_slots.size(); ++row)
        m_rows[static_cast<size_t>(m_slots[row])] = static_cast<int>(row);
}

bool NodeFilterModel::accepts(int slot, NodeMatcher *matcher) const
{
    const NodeStatus status = m_nodes->statusOfSlot(slot);
    if (!m_statuses.isEmpty() && !m_statuses.contains(status))
        return false;
    return m_query.isEmpty() || matcher->matches(m_nodes->nodeOfSlot(slot), status);
}

void NodeFilterModel::readApplied(const ChangeSet &changes)
{
    QList<int> touched = changes.inserted;
    touched.reserve(changes.inserted.size() + changes.changed.size());
    for (const int slot : changes.inserted)
        growTo(static_cast<size_t>(slot) + 1);
    for (const ChangeSet::Change &change : changes.changed)
        touched.append(change.slot);
    settle(touched);
    if (isFiltered() && (!changes.inserted.isEmpty() || !changes.removed.isEmpty()))
        Q_EMIT filterChanged();
}

void NodeFilterModel::settle(const QList<int> &touched)
{
    QList<int> leaving;
    QList<int> coming;
    QList<int> moved;
    QSet<int> pending = m_pending;
    NodeMatcher matcher(m_query);
    for (const int slot : touched) {
        const bool isIn = rowOfSlot(slot) >= 0;
        const bool isWanted = accepts(slot, &matcher);
        const bool hasMoved = isIn && !sortsByMoving() && keyOf(slot) != m_keys[static_cast<size_t>(slot)];
        if (isWanted && !isIn)
            coming.append(slot);
        else if (!isWanted && isIn && !m_isHeld)
            leaving.append(slot);
        if (isIn && m_isHeld && (!isWanted || hasMoved))
            pending.insert(slot);
        else if (isIn && !pending.isEmpty())
            pending.remove(slot);
        if (hasMoved && !m_isHeld) {
            keepKey(slot);
            if (isWanted)
                moved.append(slot);
        }
    }
    removeSlots(leaving);
    const size_t before = m_slots.size();
    appendSlots(coming);
    if (before == 0 && !isInOrder())
        return reorder({}); // Nothing was there to read, so nothing jumps, held or not.
    // Keys that stand for texts or names cannot tell that they moved; the order can.
    const bool mayBeOut = !moved.isEmpty() || m_slots.size() != before || m_column != NodesModel::StatusColumn;
    if (!touched.isEmpty() && mayBeOut && !isInOrder()) {
        if (!m_isHeld)
            reorder(moved + coming);
        else
            pending.unite({coming.constBegin(), coming.constEnd()});
    }
    setPending(std::move(pending));
}

void NodeFilterModel::settleAll()
{
    if (!m_nodes)
        return;
    QList<int> leaving;
    QList<int> coming;
    NodeMatcher matcher(m_query);
    for (int row = 0; row < m_nodes->rowCount(); ++row) {
        const int slot = m_nodes->slotAt(row);
        growTo(static_cast<size_t>(slot) + 1);
        keepKey(slot);
        const bool isWanted = accepts(slot, &matcher);
        if (isWanted != (rowOfSlot(slot) >= 0))
            (isWanted ? coming : leaving).append(slot);
    }
    removeSlots(leaving);
    appendSlots(coming);
    if (!isInOrder())
        reorder(coming);
    m_sortedAt = m_nodes->now();
    setPending({});
}

void NodeFilterModel::readAges()
{
    if (m_isHeld || !sortsByMoving() || m_nodes->now() - m_sortedAt < limits::kVolatileResort)
        return;
    settleAll();
}

void NodeFilterModel::readData(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    if (m_slots.empty())
        return;
    if (bottomRight.row() - topLeft.row() >= kWholeRange) {
        Q_EMIT dataChanged(index(0, topLeft.column()), index(rowCount() - 1, bottomRight.column()), roles);
        return;
    }
    for (int sourceRow = topLeft.row(); sourceRow <= bottomRight.row(); ++sourceRow) {
        if (const int row = rowOfSlot(m_nodes->slotAt(sourceRow)); row >= 0)
            Q_EMIT dataChanged(index(row, topLeft.column()), index(row, bottomRight.column()), roles);
    }
}

void NodeFilterModel::readRemoved(int first, int last)
{
    QList<int> gone;
    QSet<int> pending = m_pending;
    for (int row = first; row <= last; ++row) {
        const int slot = m_nodes->slotAt(row);
        pending.remove(slot);
        gone.append(slot);
    }
    removeSlots(gone);
    setPending(std::move(pending));
}

void NodeFilterModel::removeSlots(const QList<int> &leaving)
{
    std::vector<int> rows;
    for (const int slot : leaving) {
        if (const int row = rowOfSlot(slot); row >= 0)
            rows.push_back(row);
    }
    std::ranges::sort(rows);
    int ranges = 0;
    for (size_t i = 0; i < rows.size(); ++i)
        ranges += i == 0 || rows[i] != rows[i - 1] + 1 ? 1 : 0;
    const bool isReset = ranges > limits::kScatteredRows; // A view takes longer for each range than to start over.
    if (isReset)
        beginResetModel();
    while (!rows.empty()) {
        size_t from = rows.size() - 1;
        while (from > 0 && rows[from - 1] == rows[from] - 1)
            --from;
        const int first = rows[from];
        const int last = rows.back();
        if (!isReset)
            beginRemoveRows({}, first, last);
        for (int row = first; row <= last; ++row)
            m_rows[static_cast<size_t>(slotAt(row))] = -1;
        if (isReset) {
            std::fill(m_slots.begin() + first, m_slots.begin() + last + 1, -1);
        } else {
            m_slots.erase(m_slots.begin() + first, m_slots.begin() + last + 1);
            renumber(static_cast<size_t>(first));
            endRemoveRows();
        }
        rows.resize(from);
    }
    if (isReset) {
        std::erase(m_slots, -1);
        renumber(0);
        endResetModel();
    }
}

void NodeFilterModel::appendSlots(const QList<int> &coming)
{
    if (coming.isEmpty())
        return;
    for (const int slot : coming)
        keepKey(slot);
    std::vector<int> sorted(coming.begin(), coming.end());
    sortSlots(&sorted);
    const auto first = m_slots.size();
    beginInsertRows({}, static_cast<int>(first), static_cast<int>(first + sorted.size()) - 1);
    m_slots.insert(m_slots.end(), sorted.begin(), sorted.end());
    renumber(first);
    endInsertRows();
}

void NodeFilterModel::setPending(QSet<int> pending)
{
    if (pending == m_pending)
        return;
    const bool isOther = pending.size() != m_pending.size();
    m_pending = std::move(pending);
    if (isOther)
        Q_EMIT pendingChanged(pendingChanges());
}

} // namespace muster
