// SPDX-License-Identifier: Apache-2.0
// How the rows of an EntityFilterModel come to the places wanted: what views are told.
#include "core/mirror/EntityFilterModel.h"

#include <algorithm>
#include <numeric>

namespace muster {

//! Where each row stands in \a wanted, or -1.
std::vector<int> EntityFilterModel::placesIn(const Lines &wanted) const
{
    std::vector<int> bySlot;
    QHash<NodeId, int> byNode;
    int ofEmpty = -1;
    for (size_t row = 0; row < wanted.size(); ++row) {
        const Line &line = wanted[row];
        const int place = static_cast<int>(row);
        if (line.kind == RowKind::Node)
            byNode.insert(line.node, place);
        else if (line.kind == RowKind::EmptyNodes)
            ofEmpty = place;
        else if (const auto slot = static_cast<size_t>(line.slot); slot < bySlot.size())
            bySlot[slot] = place;
        else {
            bySlot.resize(slot + 1, -1);
            bySlot[slot] = place;
        }
    }
    std::vector<int> places;
    places.reserve(m_lines.size());
    for (const Line &line : m_lines) {
        const auto slot = static_cast<size_t>(line.slot);
        places.push_back(line.kind == RowKind::Node             ? byNode.value(line.node, -1)
                             : line.kind == RowKind::EmptyNodes ? ofEmpty
                             : slot < bySlot.size()             ? bySlot[slot]
                                                                : -1);
    }
    return places;
}

//! Takes out, moves, puts in: with as few signals as there are runs of rows.
void EntityFilterModel::become(Lines wanted)
{
    if (wanted == m_lines)
        return tellHeads();
    std::vector<int> places = placesIn(wanted);
    std::vector<bool> isKnown(wanted.size(), false);
    int runs = 0;
    for (size_t row = 0; row < places.size(); ++row) {
        if (places[row] >= 0)
            isKnown[static_cast<size_t>(places[row])] = true;
        runs += places[row] < 0 && (row == 0 || places[row - 1] >= 0) ? 1 : 0;
    }
    for (size_t row = 0; row < wanted.size(); ++row)
        runs += !isKnown[row] && (row == 0 || isKnown[row - 1]) ? 1 : 0;
    if (runs > limits::kScatteredRows) { // A view takes longer for each run than to start over.
        beginResetModel();
        m_lines = std::move(wanted);
        m_areRowsOld = true;
        endResetModel();
        return;
    }
    for (auto row = static_cast<std::ptrdiff_t>(places.size()) - 1; row >= 0; --row) {
        if (places[static_cast<size_t>(row)] >= 0)
            continue;
        const auto last = row;
        while (row > 0 && places[static_cast<size_t>(row) - 1] < 0)
            --row;
        beginRemoveRows({}, static_cast<int>(row), static_cast<int>(last));
        m_lines.erase(m_lines.begin() + row, m_lines.begin() + last + 1);
        places.erase(places.begin() + row, places.begin() + last + 1);
        m_areRowsOld = true;
        endRemoveRows();
    }
    moveKept(places);
    for (size_t row = 0; row < wanted.size(); ++row) {
        if (isKnown[row])
            continue;
        size_t end = row;
        while (end < wanted.size() && !isKnown[end])
            ++end;
        const auto at = static_cast<std::ptrdiff_t>(row);
        beginInsertRows({}, static_cast<int>(row), static_cast<int>(end) - 1);
        m_lines.insert(m_lines.begin() + at, wanted.begin() + at, wanted.begin() + static_cast<std::ptrdiff_t>(end));
        m_areRowsOld = true;
        endInsertRows();
        row = end;
    }
    m_lines = std::move(wanted); // The same rows; some are under another node.
    tellHeads();
}

void EntityFilterModel::moveKept(const std::vector<int> &places)
{
    if (std::ranges::is_sorted(places))
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::vector<int> order(places.size()); // New row to old row.
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&places](int row) { return places[static_cast<size_t>(row)]; });
    Lines lines;
    lines.reserve(order.size());
    std::vector<int> newRows(order.size());
    for (const int row : order) {
        newRows[static_cast<size_t>(row)] = static_cast<int>(lines.size());
        lines.push_back(m_lines[static_cast<size_t>(row)]);
    }
    m_lines = std::move(lines);
    m_areRowsOld = true;
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &one : from)
        to.append(createIndex(newRows[static_cast<size_t>(one.row())], one.column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace muster
