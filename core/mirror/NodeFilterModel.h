// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes that match, in the order wanted; the order can be held so that rows do not jump under the pointer.

#include "core/mirror/NodeMatcher.h"
#include "core/mirror/NodesModel.h"

#include <QAbstractProxyModel>
#include <QSet>

#include <vector>

namespace muster {

//! Follows NodesModel frame by frame: at most one re-ordering a frame, over cached integers. Ties go by name, then slot.
class NodeFilterModel final : public QAbstractProxyModel
{
    Q_OBJECT

public:
    explicit NodeFilterModel(QObject *parent = nullptr);
    ~NodeFilterModel() override;
    Q_DISABLE_COPY_MOVE(NodeFilterModel)

    //! Only a NodesModel, which must outlive it, or be replaced first.
    void setSourceModel(QAbstractItemModel *source) override;
    NodesModel *nodes() const { return m_nodes; }

    //! The filter field's text; see NodeQuery.
    void setSearch(const QString &text);
    const QString &search() const { return m_search; }
    //! The stat cards that are chosen; empty = all statuses.
    void setStatuses(const QSet<NodeStatus> &statuses);
    const QSet<NodeStatus> &statuses() const { return m_statuses; }
    //! Whether anything is filtered, and how many nodes that hides.
    bool isFiltered() const { return !m_query.isEmpty() || !m_statuses.isEmpty(); }
    int hiddenCount() const;

    //! "Needs attention" is StatusColumn ascending, the default.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    int sortColumn() const { return m_column; }
    Qt::SortOrder sortOrder() const { return m_order; }

    //! While held, rows keep their places: what is new and matches comes last, what stopped matching stays, nothing is
    //! re-sorted; only nodes that are gone leave. Releasing applies what waits.
    void setHold(bool isHeld);
    bool isHeld() const { return m_isHeld; }
    //! Rows that would move, come or leave: the number in the "3 changes" pill. 0 when not held.
    int pendingChanges() const { return static_cast<int>(m_pending.size()); }
    //! Applies what waits now; the hold stays.
    void applyPending();

    const Node &nodeAt(int row) const { return m_nodes->nodeOfSlot(slotAt(row)); }
    int slotAt(int row) const { return m_slots[static_cast<size_t>(row)]; }
    //! Row of a node here, or -1.
    int rowOf(const NodeId &id) const;

    QModelIndex mapToSource(const QModelIndex &proxyIndex) const override;
    QModelIndex mapFromSource(const QModelIndex &sourceIndex) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    QModelIndex sibling(int row, int column, const QModelIndex &idx) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    //! pendingChanges() changed.
    void pendingChanged(int count);
    //! Search, statuses, or what they hide changed.
    void filterChanged();

private:
    void rebuild();
    void settle(const QList<int> &touched);
    void settleAll();
    void readApplied(const ChangeSet &changes);
    void readData(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles);
    void readRemoved(int first, int last);
    void readAges();
    void removeSlots(const QList<int> &leaving);
    void appendSlots(const QList<int> &coming);
    void reorder(const QList<int> &moved);
    void renumber(size_t from);
    void growTo(size_t slotCount);
    bool accepts(int slot, NodeMatcher *matcher) const;
    // What numbers say of where a row belongs; smaller comes first.
    struct Place {
        qint64 key = 0;
        int nameRank = 0;
        int slot = -1;
        auto operator<=>(const Place &) const = default;
    };
    Place placeOf(int slot) const;
    bool isBefore(int left, int right) const;
    bool isInOrder() const;
    void sortSlots(std::vector<int> *slotList) const;
    void keepKey(int slot);
    qint64 keyOf(int slot) const { return m_nodes->sortKeyOfSlot(slot, m_column); }
    bool sortsByMoving() const;
    void setPending(QSet<int> pending);
    int rowOfSlot(int slot) const;

    NodesModel *m_nodes = nullptr;
    std::vector<int> m_slots;     // Row to slot.
    std::vector<int> m_rows;      // Slot to row, or -1.
    std::vector<qint64> m_keys;   // Slot to the key that it was last placed by.
    QString m_search;
    NodeQuery m_query;
    QSet<NodeStatus> m_statuses;
    int m_column = NodesModel::StatusColumn;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    bool m_isHeld = false;
    QSet<int> m_pending; // Slots.
    Timestamp m_sortedAt; // For columns that move all the time.
};

} // namespace muster
