// SPDX-License-Identifier: Apache-2.0
// Which places the rows of an EntityFilterModel shall have, and what waits while the order is held; how they get there is in
// EntityFilterModelMove.cpp.
#include "core/mirror/EntityFilterModel.h"

#include <algorithm>
#include <tuple>

namespace muster {

namespace {

//! Nothing sorts behind something.
int compareTexts(const QString &left, const QString &right)
{
    if (left.isEmpty() || right.isEmpty())
        return static_cast<int>(left.isEmpty()) - static_cast<int>(right.isEmpty());
    return compareNames(left, right);
}

//! What is pinned to the node that it is under comes first, strictly before preferably.
int pinRank(const EntityState &state)
{
    if (!state.assignment || state.assignment->node != state.placement.node)
        return 2;
    return state.assignment->mode == AssignmentMode::Strict ? 0 : 1;
}

//! Length of the longest part of \a numbers that is in order already.
int inOrder(const std::vector<int> &numbers)
{
    std::vector<int> ends;
    for (const int number : numbers) {
        const auto at = std::ranges::lower_bound(ends, number);
        at == ends.end() ? ends.push_back(number) : void(*at = number);
    }
    return static_cast<int>(ends.size());
}

} // namespace

void EntityFilterModel::readReset()
{
    beginResetModel();
    m_lines = arrange();
    m_areRowsOld = true;
    endResetModel();
    setPending(0);
}

void EntityFilterModel::setHold(bool isHeld)
{
    if (isHeld == m_isHeld)
        return;
    m_isHeld = isHeld;
    if (!isHeld)
        rearrange();
}

void EntityFilterModel::applyPending()
{
    rearrange();
}

void EntityFilterModel::rearrange()
{
    become(arrange());
    setPending(0);
}

void EntityFilterModel::settle()
{
    Lines wanted = arrange();
    const bool isRead = m_isHeld && !m_lines.empty(); // Where nothing was, nothing jumps.
    if (!isRead) {
        become(std::move(wanted));
        setPending(0);
        return;
    }
    become(held(wanted));
    setPending(countPending(wanted));
}

//! At once: nobody shall ask for what is not there any more.
void EntityFilterModel::dropGone()
{
    Lines left;
    left.reserve(m_lines.size());
    std::ranges::copy_if(m_lines, std::back_inserter(left), [this](const Line &line) {
        return line.kind != RowKind::Entity || m_entities->rowOfSlot(line.slot) >= 0;
    });
    become(std::move(left));
}

EntityFilterModel::Lines EntityFilterModel::arrange()
{
    std::vector<int> matching; // Slots.
    const int count = m_entities ? m_entities->rowCount() : 0;
    for (int row = 0; row < count; ++row) {
        if (accepts(row))
            matching.push_back(m_entities->slotAt(row));
    }
    m_matches = static_cast<int>(matching.size());
    sortSlots(&matching);
    m_groups.clear();
    m_emptyNodes = 0;
    if (m_orientation == Orientation::ByNode)
        return arrangedByNode(matching);
    Lines lines;
    lines.reserve(matching.size());
    for (const int slot : matching)
        lines.push_back({RowKind::Entity, slot, {}});
    return lines;
}

void EntityFilterModel::sortSlots(std::vector<int> *slotList) const
{
    struct Key {
        int slot;
        int pin;
        int number;
        int name;
        QString text;
    };
    std::vector<Key> keys;
    keys.reserve(slotList->size());
    for (const int slot : *slotList) {
        const int row = m_entities->rowOfSlot(slot);
        const EntityState &state = m_entities->stateAt(row);
        Key key{slot, m_orientation == Orientation::ByNode ? pinRank(state) : 0, 0, m_entities->nameRankAt(row), {}};
        if (m_column == EntitiesModel::KindColumn)
            key.number = static_cast<int>(state.entity.ref.kind);
        else if (m_column == EntitiesModel::StateColumn)
            key.number = static_cast<int>(m_entities->standingAt(row));
        else if (m_column == EntitiesModel::NameColumn)
            key.number = key.name;
        else
            key.text = m_entities->index(row, m_column).data().toString();
        keys.push_back(std::move(key));
    }
    const int sign = m_order == Qt::AscendingOrder ? 1 : -1;
    std::ranges::sort(keys, [sign](const Key &a, const Key &b) {
        const int order = sign * (a.number != b.number ? a.number - b.number : compareTexts(a.text, b.text));
        return std::tuple(a.pin, order, a.name) < std::tuple(b.pin, 0, b.name);
    });
    std::ranges::transform(keys, slotList->begin(), &Key::slot);
}

EntityFilterModel::Lines EntityFilterModel::arrangedByNode(const std::vector<int> &slotList)
{
    QHash<NodeId, std::vector<int>> under;
    for (const int slot : slotList) {
        const EntityState &state = m_entities->stateAt(m_entities->rowOfSlot(slot));
        const NodeId &node = state.placement.node;
        under[node].push_back(slot);
        EntityGroup &group = m_groups[node];
        group.node = node;
        group.isFolded = m_folded.contains(node);
        ++group.entities;
        group.strict += pinRank(state) == 0 ? 1 : 0;
        group.preferred += pinRank(state) == 1 ? 1 : 0;
        group.waiting += state.placement.waiting ? 1 : 0;
    }
    QList<NodeId> nodes = m_groups.keys();
    sortNodes(&nodes);
    Lines lines;
    lines.reserve(slotList.size() + static_cast<size_t>(nodes.size()));
    for (const NodeId &node : std::as_const(nodes)) {
        lines.push_back({RowKind::Node, -1, node});
        if (m_groups[node].isFolded)
            continue;
        for (const int slot : under[node])
            lines.push_back({RowKind::Entity, slot, node});
    }
    const QList<NodeId> without = isFiltered() ? QList<NodeId>() : nodesWithout();
    m_emptyNodes = static_cast<int>(without.size());
    if (m_emptyNodes > 0)
        lines.push_back({RowKind::EmptyNodes, -1, {}});
    for (const NodeId &node : without) {
        m_groups.insert(node, {.node = node});
        if (!m_areEmptyFolded)
            lines.push_back({RowKind::Node, -1, node});
    }
    return lines;
}

QList<NodeId> EntityFilterModel::nodesWithout() const
{
    QList<NodeId> nodes;
    if (!m_entities || !m_entities->session())
        return nodes;
    const ClusterMirror &mirror = m_entities->session()->mirror();
    for (int slot = 0; slot < mirror.slotCount(); ++slot) {
        if (mirror.isUsed(slot) && !m_groups.contains(mirror.node(slot).id()))
            nodes.append(mirror.node(slot).id());
    }
    sortNodes(&nodes);
    return nodes;
}

//! What waits for any node first, then by name; a node that is gone has none, and comes last.
void EntityFilterModel::sortNodes(QList<NodeId> *nodes) const
{
    const ClusterSession *session = m_entities->session();
    const auto key = [session](const NodeId &node) {
        const int slot = session ? session->mirror().slotOf(node) : -1;
        return std::tuple(!node.isEmpty(), slot < 0, slot < 0 ? 0 : session->mirror().nameRank(slot), node.text());
    };
    std::ranges::sort(*nodes, {}, key);
}

EntityFilterModel::Lines EntityFilterModel::held(const Lines &wanted) const
{
    QSet<NodeId> heads; // That stay: wanted, or with something under them.
    bool hasEmpty = false;
    for (const Line &line : wanted) {
        if (line.kind == RowKind::Node)
            heads.insert(line.node);
        hasEmpty = hasEmpty || line.kind == RowKind::EmptyNodes;
    }
    QSet<int> shown;
    for (const Line &line : m_lines) {
        if (line.kind != RowKind::Entity)
            continue;
        shown.insert(line.slot);
        if (m_orientation == Orientation::ByNode)
            heads.insert(line.node);
    }
    Lines lines;
    QHash<NodeId, size_t> ends; // Behind the last row of each node.
    for (const Line &line : m_lines) {
        if ((line.kind == RowKind::Node && !heads.contains(line.node)) || (line.kind == RowKind::EmptyNodes && !hasEmpty))
            continue;
        lines.push_back(line);
        if (line.kind != RowKind::EmptyNodes)
            ends.insert(line.node, lines.size());
    }
    for (const Line &line : wanted) {
        const bool isNew = line.kind == RowKind::Entity ? !shown.contains(line.slot)
            : line.kind == RowKind::Node                ? !ends.contains(line.node)
                                                        : !std::ranges::any_of(lines, [](const Line &one) { return one.kind == RowKind::EmptyNodes; });
        if (!isNew)
            continue;
        const size_t at = line.kind == RowKind::Entity && m_orientation == Orientation::ByNode ? ends.value(line.node, lines.size()) : lines.size();
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), line);
        for (size_t &end : ends)
            end += end >= at ? 1 : 0;
        ends.insert(line.node, at + 1);
    }
    return lines;
}

int EntityFilterModel::countPending(const Lines &wanted) const
{
    QHash<int, int> places; // Slot to row wanted.
    for (size_t row = 0; row < wanted.size(); ++row) {
        if (wanted[row].kind == RowKind::Entity)
            places.insert(wanted[row].slot, static_cast<int>(row));
    }
    std::vector<int> inPlace;
    int count = 0;
    for (const Line &line : m_lines) {
        if (line.kind != RowKind::Entity)
            continue;
        ++count;
        const int place = places.value(line.slot, -1);
        if (place >= 0 && wanted[static_cast<size_t>(place)].node == line.node)
            inPlace.push_back(place);
    }
    return count - inOrder(inPlace);
}

void EntityFilterModel::tellHeads()
{
    if (m_orientation == Orientation::ByNode && !m_lines.empty()) // Their counts, and what is under them.
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void EntityFilterModel::setPending(int count)
{
    if (count == m_pending)
        return;
    m_pending = count;
    Q_EMIT pendingChanged(count);
}

} // namespace muster
