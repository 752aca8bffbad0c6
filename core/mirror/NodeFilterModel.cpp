// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeFilterModel.h"

#include <algorithm>

namespace muster {

NodeFilterModel::NodeFilterModel(QObject *parent) : QAbstractProxyModel(parent) {}
NodeFilterModel::~NodeFilterModel() = default;

void NodeFilterModel::setSourceModel(QAbstractItemModel *source)
{
    beginResetModel();
    if (m_nodes)
        disconnect(m_nodes, nullptr, this, nullptr);
    QAbstractProxyModel::setSourceModel(source);
    m_nodes = qobject_cast<NodesModel *>(source);
    Q_ASSERT(m_nodes || !source);
    if (m_nodes) {
        connect(m_nodes, &NodesModel::applied, this, &NodeFilterModel::readApplied);
        connect(m_nodes, &NodesModel::agesChanged, this, &NodeFilterModel::readAges);
        connect(m_nodes, &QAbstractItemModel::dataChanged, this, &NodeFilterModel::readData);
        connect(m_nodes, &QAbstractItemModel::rowsAboutToBeRemoved, this,
                [this](const QModelIndex &, int first, int last) { readRemoved(first, last); });
        connect(m_nodes, &QAbstractItemModel::modelAboutToBeReset, this, [this] { beginResetModel(); });
        connect(m_nodes, &QAbstractItemModel::modelReset, this, [this] {
            rebuild();
            endResetModel();
        });
        connect(m_nodes, &QAbstractItemModel::headerDataChanged, this, &QAbstractItemModel::headerDataChanged);
    }
    rebuild();
    endResetModel();
}

void NodeFilterModel::setSearch(const QString &text)
{
    m_search = text;
    NodeQuery query = NodeQuery::parse(text);
    if (query == m_query)
        return;
    m_query = std::move(query);
    settleAll();
    Q_EMIT filterChanged();
}

void NodeFilterModel::setStatuses(const QSet<NodeStatus> &statuses)
{
    if (statuses == m_statuses)
        return;
    m_statuses = statuses;
    settleAll();
    Q_EMIT filterChanged();
}

int NodeFilterModel::hiddenCount() const
{
    return m_nodes ? m_nodes->rowCount() - rowCount() : 0;
}

void NodeFilterModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= NodesModel::ColumnCount) {
        column = NodesModel::StatusColumn;
        order = Qt::AscendingOrder;
    }
    m_column = column;
    m_order = order;
    settleAll();
}

void NodeFilterModel::setHold(bool isHeld)
{
    m_isHeld = isHeld;
    if (!isHeld && !m_pending.isEmpty())
        settleAll();
}

void NodeFilterModel::applyPending()
{
    settleAll();
}

int NodeFilterModel::rowOf(const NodeId &id) const
{
    const int sourceRow = m_nodes ? m_nodes->rowOf(id) : -1;
    return sourceRow < 0 ? -1 : rowOfSlot(m_nodes->slotAt(sourceRow));
}

int NodeFilterModel::rowOfSlot(int slot) const
{
    return slot < static_cast<int>(m_rows.size()) ? m_rows[static_cast<size_t>(slot)] : -1;
}

QModelIndex NodeFilterModel::mapToSource(const QModelIndex &proxyIndex) const
{
    if (!m_nodes || !proxyIndex.isValid())
        return {};
    const int row = m_nodes->rowOfSlot(slotAt(proxyIndex.row()));
    return row < 0 ? QModelIndex() : m_nodes->index(row, proxyIndex.column());
}

QModelIndex NodeFilterModel::mapFromSource(const QModelIndex &sourceIndex) const
{
    if (!m_nodes || !sourceIndex.isValid())
        return {};
    const int row = rowOfSlot(m_nodes->slotAt(sourceIndex.row()));
    return row < 0 ? QModelIndex() : createIndex(row, sourceIndex.column());
}

QModelIndex NodeFilterModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex NodeFilterModel::parent(const QModelIndex &) const
{
    return {};
}

QModelIndex NodeFilterModel::sibling(int row, int column, const QModelIndex &) const
{
    return index(row, column);
}

bool NodeFilterModel::hasChildren(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_slots.empty();
}

int NodeFilterModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_slots.size());
}

int NodeFilterModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_nodes ? 0 : NodesModel::ColumnCount;
}

QVariant NodeFilterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    // Not by way of a first row, which an empty list lacks.
    return m_nodes ? m_nodes->headerData(section, orientation, role) : QVariant();
}

} // namespace muster
