// SPDX-License-Identifier: Apache-2.0
// What an EntityFilterModel shows and answers; how rows get their places is in EntityFilterModelOrder.cpp.
#include "core/mirror/EntityFilterModel.h"

#include <algorithm>

namespace muster {

namespace {

constexpr int kWholeRange = 64; // A change of more source rows is passed on as one of all rows.

} // namespace

EntityFilterModel::EntityFilterModel(QObject *parent) : QAbstractTableModel(parent) {}

EntityFilterModel::~EntityFilterModel() = default;

void EntityFilterModel::setSourceModel(EntitiesModel *source)
{
    m_entities = source;
    connect(source, &EntitiesModel::applied, this, &EntityFilterModel::settle);
    connect(source, &EntitiesModel::nodesChanged, this, &EntityFilterModel::tellHeads);
    connect(source, &QAbstractItemModel::rowsRemoved, this, &EntityFilterModel::dropGone);
    connect(source, &QAbstractItemModel::modelReset, this, &EntityFilterModel::readReset);
    connect(source, &QAbstractItemModel::dataChanged, this, &EntityFilterModel::readData);
    readReset();
}

void EntityFilterModel::setSearch(const QString &text)
{
    m_search = text;
    const EntityQuery query = EntityQuery::parse(text);
    if (query == m_query)
        return;
    m_query = query;
    refilter();
}

void EntityFilterModel::setKinds(const QSet<EntityKind> &kinds)
{
    if (kinds == m_kinds)
        return;
    m_kinds = kinds;
    refilter();
}

void EntityFilterModel::setTenant(const QString &tenant)
{
    if (tenant == m_tenant)
        return;
    m_tenant = tenant;
    refilter();
}

void EntityFilterModel::setOrientation(Orientation orientation)
{
    if (orientation == m_orientation)
        return;
    m_orientation = orientation;
    refilter();
}

void EntityFilterModel::refilter()
{
    rearrange();
    Q_EMIT filterChanged();
}

int EntityFilterModel::hiddenCount() const
{
    return m_entities ? m_entities->rowCount() - m_matches : 0;
}

void EntityFilterModel::sort(int column, Qt::SortOrder order)
{
    m_column = column;
    m_order = order;
    rearrange();
}

void EntityFilterModel::setFolded(int row, bool isFolded)
{
    const Line line = lineAt(row);
    if (line.kind == RowKind::EmptyNodes)
        m_areEmptyFolded = isFolded;
    else if (isFolded)
        m_folded.insert(line.node);
    else
        m_folded.remove(line.node);
    rearrange();
}

void EntityFilterModel::setAllFolded(bool isFolded)
{
    m_folded.clear();
    if (isFolded) {
        for (auto it = m_groups.begin(); it != m_groups.end(); ++it)
            m_folded.insert(it.key());
    }
    m_areEmptyFolded = isFolded;
    rearrange();
}

bool EntityFilterModel::accepts(int row) const
{
    const EntityState &state = m_entities->stateAt(row);
    if (!m_kinds.isEmpty() && !m_kinds.contains(state.entity.ref.kind))
        return false;
    if (!m_tenant.isEmpty() && state.entity.ref.tenant.text() != m_tenant)
        return false;
    if (m_query.isEmpty())
        return true;
    const QString pin = state.assignment ? m_entities->nodeName(state.assignment->node) : QString();
    return m_query.matches(state, m_entities->nodeName(state.placement.node), pin);
}

void EntityFilterModel::readData(const QModelIndex &topLeft, const QModelIndex &bottomRight)
{
    if (m_lines.empty())
        return;
    if (bottomRight.row() - topLeft.row() >= kWholeRange) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    for (int sourceRow = topLeft.row(); sourceRow <= bottomRight.row(); ++sourceRow) {
        const auto slot = static_cast<size_t>(m_entities->slotAt(sourceRow));
        if (const int row = slot < rows().size() ? rows()[slot] : -1; row >= 0)
            Q_EMIT dataChanged(index(row, topLeft.column()), index(row, bottomRight.column()));
    }
}

int EntityFilterModel::sourceRow(int row) const
{
    const Line &line = lineAt(row);
    return line.kind == RowKind::Entity ? m_entities->rowOfSlot(line.slot) : -1;
}

const EntityState *EntityFilterModel::entityAt(int row) const
{
    const int source = row >= 0 && row < rowCount() ? sourceRow(row) : -1;
    return source < 0 ? nullptr : &m_entities->stateAt(source);
}

EntityGroup EntityFilterModel::groupAt(int row) const
{
    const Line &line = lineAt(row);
    if (line.kind == RowKind::EmptyNodes)
        return {.node = {}, .entities = m_emptyNodes, .isFolded = m_areEmptyFolded};
    return m_groups.value(line.node, EntityGroup{.node = line.node});
}

int EntityFilterModel::rowOf(const EntityRef &ref) const
{
    const int source = m_entities ? m_entities->rowOf(ref) : -1;
    const auto slot = source < 0 ? rows().size() : static_cast<size_t>(m_entities->slotAt(source));
    return slot < rows().size() ? rows()[slot] : -1;
}

int EntityFilterModel::rowOfHead(const NodeId &node) const
{
    const auto at = std::ranges::find_if(m_lines, [&node](const Line &line) { return line.kind == RowKind::Node && line.node == node; });
    return at == m_lines.end() ? -1 : static_cast<int>(at - m_lines.begin());
}

int EntityFilterModel::shownRowOf(const EntityRef &ref)
{
    const EntityState *state = m_entities->find(ref);
    if (state && rowOf(ref) < 0 && m_folded.remove(state->placement.node))
        rearrange();
    return rowOf(ref);
}

const std::vector<int> &EntityFilterModel::rows() const
{
    if (!m_areRowsOld)
        return m_rows;
    m_areRowsOld = false;
    m_rows.clear();
    for (size_t row = 0; row < m_lines.size(); ++row) {
        const int slot = m_lines[row].slot;
        if (slot >= static_cast<int>(m_rows.size()))
            m_rows.resize(static_cast<size_t>(slot) + 1, -1);
        if (slot >= 0)
            m_rows[static_cast<size_t>(slot)] = static_cast<int>(row);
    }
    return m_rows;
}

int EntityFilterModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int EntityFilterModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : EntitiesModel::ColumnCount;
}

QVariant EntityFilterModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (isEntity(index.row())) {
        const int row = sourceRow(index.row());
        return row < 0 ? QVariant() : m_entities->index(row, index.column()).data(role);
    }
    if (index.column() != EntitiesModel::NameColumn || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    if (role == Qt::AccessibleTextRole && m_headSpeaker)
        return m_headSpeaker(index.row());
    return m_entities->nodeName(lineAt(index.row()).node);
}

QVariant EntityFilterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_entities ? m_entities->headerData(section, orientation, role) : QVariant();
}

Qt::ItemFlags EntityFilterModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const Qt::ItemFlags moves = m_orientation == Orientation::ByNode ? Qt::ItemIsDropEnabled | Qt::ItemIsDragEnabled : Qt::NoItemFlags;
    return isEntity(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren | moves
                                 : Qt::ItemIsEnabled | Qt::ItemNeverHasChildren | (moves & Qt::ItemIsDropEnabled);
}

} // namespace muster
