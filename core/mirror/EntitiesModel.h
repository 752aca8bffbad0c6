// SPDX-License-Identifier: Apache-2.0
#pragma once
// The entities of one cluster as a table of raw values; views and delegates make words and pictures of them.

#include "core/mirror/ClusterSession.h"
#include "core/mirror/EntityRuns.h"
#include "core/mirror/EntitySummary.h"

#include <QAbstractTableModel>
#include <QPointer>

#include <functional>
#include <vector>

namespace muster {

//! A row is an entity, in the order they came to be known; EntityFilterModel sorts. Rows know the slot of the mirror.
//! DisplayRole gives plain machine text, for copying and exports; people read what delegates draw from stateAt().
class EntitiesModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, KindColumn, TenantColumn, NodeColumn, PinColumn, ModeColumn, StateColumn, ColumnCount };
    enum Role {
        StateItem = Qt::UserRole + 1, //!< `const muster::EntityState *`, valid until the next change.
        RefItem,                      //!< QString of EntityRef::text().
        StandingItem,                 //!< int of EntityStanding.
        NodeIdItem,                   //!< QString of the node where it is, or that it waits for.
        PinIdItem,                    //!< QString of the node that it is pinned to, or empty.
    };
    Q_ENUM(Column)

    explicit EntitiesModel(QObject *parent = nullptr);
    ~EntitiesModel() override;
    Q_DISABLE_COPY_MOVE(EntitiesModel)

    //! Shows the entities of \a session, or none for null. The session may die at any time.
    void setSession(ClusterSession *session);
    ClusterSession *session() const { return m_session; }
    //! Titles of the columns, for headers; by default their code words.
    void setTitles(const QStringList &titles) { m_titles = titles; }
    //! What a screen reader says of a row (the cell of its name); by default nothing but the name.
    void setSpeaker(std::function<QString(int row)> speaker) { m_speaker = std::move(speaker); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    const EntityState &stateAt(int row) const { return slots_().state(slotAt(row)); }
    EntityStanding standingAt(int row) const { return m_shares[static_cast<size_t>(slotAt(row))].standing; }
    //! Place of its name among all.
    int nameRankAt(int row) const { return slots_().nameRank(slotAt(row)); }
    //! What somebody here asked of it and is not known to be done.
    std::optional<PendingChange> pendingAt(int row) const;
    //! Row of an entity, or -1.
    int rowOf(const EntityRef &ref) const;
    //! Slot of a row, and row of a slot (or -1).
    int slotAt(int row) const { return m_slots[static_cast<size_t>(row)]; }
    int rowOfSlot(int slot) const;
    //! The entity, or null; valid until the next change.
    const EntityState *find(const EntityRef &ref) const { return m_session ? m_session->mirror().find(ref) : nullptr; }
    //! The entities whose place is \a node, by name: what runs there, or would, or waits for it.
    QList<EntityState> placedOn(const NodeId &node) const;
    //! Where something of \a state still runs though nothing new of it starts there: jobs until they end, or a resident that is
    //! being stopped (with no jobs). Empty when all of it is where its place says, as far as is known.
    QList<EntityRuns::Place> remainsOf(const EntityState &state) const;
    //! The name of a node, or its id when it is not known.
    QString nodeName(const NodeId &node) const;
    //! The node that takes what needs nothing and is pinned nowhere, as the entities show it, else as the last snapshot said;
    //! empty when that is not known.
    NodeId defaultNode() const;

    //! Counts of what is shown; always in step with the rows.
    const EntitySummary &summary() const { return m_summary; }
    //! Whether what is shown is as of now: our link is good enough.
    bool isCurrent() const;

Q_SIGNALS:
    //! A frame is in that changed entities, their nodes' names, or where they run: after all row signals.
    void applied();
    //! Something of the nodes that is shown beside entities changed: status, agents. Not their beats.
    void nodesChanged();
    //! summary() is different.
    void summaryChanged();
    //! Our link, the caller's rights or what the cluster can changed.
    void linkChanged();

private:
    const EntitySlots &slots_() const;
    void apply(const ChangeSet &changes);
    void removeRowsOf(const QList<int> &gone);
    void insertRowsOf(const QList<int> &fresh);
    void emitChanged(const QList<int> &changed);
    void emitAll();
    void readCommand(const Command *command);
    void readRuns(const QList<EntityRef> &entities);
    bool noteRemains(const EntityState &state);
    void fill();
    void empty();
    void renumber(size_t fromRow);
    QString text(const EntityState &state, int column) const;

    QPointer<ClusterSession> m_session;
    std::vector<int> m_slots;                   // Row to slot.
    std::vector<int> m_rows;                    // Slot to row; -1 = none.
    std::vector<EntitySummary::Share> m_shares; // Slot to what the summary holds of it, when the entity is gone already.
    EntitySummary m_summary;
    EntityRuns m_runs;
    QHash<EntityRef, QList<EntityRuns::Place>> m_remains; // As they were shown last, of those that have some.
    QStringList m_titles;
    std::function<QString(int)> m_speaker;
};

} // namespace muster
Q_DECLARE_METATYPE(const muster::EntityState *)
