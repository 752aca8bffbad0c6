// SPDX-License-Identifier: Apache-2.0
#pragma once
// The entities that match, in the order wanted or under the nodes they are on; the order can be held so that rows do not jump
// under the pointer.

#include "core/mirror/EntitiesModel.h"
#include "core/mirror/EntityQuery.h"

#include <QSet>

namespace muster {

//! A node as the head of its entities.
struct EntityGroup {
    NodeId node;      //!< Empty: what waits for any node.
    int entities = 0; //!< That match the filter.
    int strict = 0;   //!< Of them, pinned here or waiting for it.
    int preferred = 0;
    int waiting = 0;  //!< Of them, that nothing starts of now.
    bool isFolded = false;

    bool operator==(const EntityGroup &) const = default;
};

//! Rows are entities; by node, also heads: one a node, before its entities, and one for all nodes that have none. One re-ordering a
//! frame at most, over cached numbers but for the names of nodes; ties go by name.
class EntityFilterModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Orientation { ByEntity, ByNode };
    //! What a row is: an entity, the head of a node's entities, or the head of the nodes that have none.
    enum class RowKind : quint8 { Entity, Node, EmptyNodes };

    explicit EntityFilterModel(QObject *parent = nullptr);
    ~EntityFilterModel() override;
    Q_DISABLE_COPY_MOVE(EntityFilterModel)

    //! Must outlive this, and is set once.
    void setSourceModel(EntitiesModel *source);
    EntitiesModel *entities() const { return m_entities; }

    //! The filter field's text; see EntityQuery.
    void setSearch(const QString &text);
    const QString &search() const { return m_search; }
    //! The kinds that are shown; empty: all.
    void setKinds(const QSet<EntityKind> &kinds);
    const QSet<EntityKind> &kinds() const { return m_kinds; }
    //! The tenant that is shown; empty: all.
    void setTenant(const QString &tenant);
    const QString &tenant() const { return m_tenant; }
    //! Whether anything is filtered, how many entities match, and how many that hides.
    bool isFiltered() const { return !m_query.isEmpty() || !m_kinds.isEmpty() || !m_tenant.isEmpty(); }
    int matchCount() const { return m_matches; }
    int hiddenCount() const;

    //! By node: nodes by name, what waits for any node first; under each what is pinned strictly, then preferably, then the rest, each
    //! in the order wanted.
    void setOrientation(Orientation orientation);
    Orientation orientation() const { return m_orientation; }
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    int sortColumn() const { return m_column; }
    Qt::SortOrder sortOrder() const { return m_order; }
    //! Hides or shows what is under the head at \a row, or under all heads. Nodes that have nothing are folded at first.
    void setFolded(int row, bool isFolded);
    void setAllFolded(bool isFolded);

    //! While held, rows keep their places and their membership; only what is gone leaves and what is new comes last (by node: last of
    //! its node). Releasing puts all in order.
    void setHold(bool isHeld);
    bool isHeld() const { return m_isHeld; }
    //! Entities that would move, come or leave; 0 when not held.
    int pendingChanges() const { return m_pending; }
    //! Applies what waits now; the hold stays.
    void applyPending();

    RowKind kindAt(int row) const { return lineAt(row).kind; }
    bool isEntity(int row) const { return kindAt(row) == RowKind::Entity; }
    //! Of a row that is an entity; of a head null.
    const EntityState &stateAt(int row) const { return m_entities->stateAt(sourceRow(row)); }
    const EntityState *entityAt(int row) const;
    //! Row of the source; -1 for a head.
    int sourceRow(int row) const;
    //! By node: the head over \a row, or of it; of EmptyNodes, how many there are in `entities`.
    EntityGroup groupAt(int row) const;
    //! Row of an entity here, or -1; an entity in a folded group has none.
    int rowOf(const EntityRef &ref) const;
    //! Row of the head of \a node, or -1.
    int rowOfHead(const NodeId &node) const;
    //! Unfolds the group of \a ref, if it matches and has no row for that; then rowOf().
    int shownRowOf(const EntityRef &ref);
    //! What a screen reader says of a head; by default its node's name.
    void setHeadSpeaker(std::function<QString(int row)> speaker) { m_headSpeaker = std::move(speaker); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    //! Search, kinds, tenant or orientation changed.
    void filterChanged();
    //! pendingChanges() changed.
    void pendingChanged(int count);

private:
    struct Line {
        RowKind kind = RowKind::Entity;
        int slot = -1;   // Of an entity.
        NodeId node;     // By node: whose group it is in, or whose head it is.
        bool operator==(const Line &) const = default;
    };
    using Lines = std::vector<Line>;
    using Groups = QHash<NodeId, EntityGroup>;

    const Line &lineAt(int row) const { return m_lines[static_cast<size_t>(row)]; }
    void refilter();
    bool accepts(int row) const;
    void readData(const QModelIndex &topLeft, const QModelIndex &bottomRight);
    void readReset();
    void dropGone();
    void settle();
    Lines arrange();
    Lines arrangedByNode(const std::vector<int> &slotList);
    void sortSlots(std::vector<int> *slotList) const;
    void sortNodes(QList<NodeId> *nodes) const;
    QList<NodeId> nodesWithout() const;
    std::vector<int> placesIn(const Lines &wanted) const;
    Lines held(const Lines &wanted) const;
    void rearrange();
    void become(Lines wanted);
    void moveKept(const std::vector<int> &places);
    int countPending(const Lines &wanted) const;
    void setPending(int count);
    void tellHeads();
    const std::vector<int> &rows() const;

    EntitiesModel *m_entities = nullptr;
    Lines m_lines;
    Groups m_groups;
    int m_emptyNodes = 0;
    int m_matches = 0;
    mutable std::vector<int> m_rows; // Slot to row, or -1; made when it is asked for.
    mutable bool m_areRowsOld = true;
    QString m_search;
    EntityQuery m_query;
    QSet<EntityKind> m_kinds;
    QString m_tenant;
    Orientation m_orientation = Orientation::ByEntity;
    int m_column = EntitiesModel::KindColumn;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    QSet<NodeId> m_folded;
    bool m_areEmptyFolded = true;
    bool m_isHeld = false;
    int m_pending = 0;
    std::function<QString(int)> m_headSpeaker;
};

} // namespace muster
