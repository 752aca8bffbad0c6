// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes of one cluster as a table of raw values; views and delegates make words and pictures of them.

#include "core/mirror/ClusterSession.h"
#include "core/mirror/FleetSummary.h"
#include "core/mirror/PinCounts.h"

#include <QAbstractTableModel>
#include <QPointer>

#include <limits>
#include <vector>

namespace muster {

//! A row is a node, in the order they came to be known; NodeFilterModel sorts. Rows know the slot of the mirror.
//! DisplayRole gives plain machine text ("online", "0.1.0", numbers), for copying and exports; people read what delegates
//! draw from the roles or, faster, from nodeAt(), shownAt() and historyAt().
class NodesModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        StatusColumn, NameColumn, RoleColumn, AddressColumn, LastBeatColumn, CpuColumn, MemoryColumn, AgentsColumn,
        JobsColumn, PinnedColumn, VersionColumn, PlatformColumn, CapabilitiesColumn, UptimeColumn, StartedColumn, SkewColumn, LabelsColumn,
        NodeIdColumn, ColumnCount
    };
    enum Role {
        NodeItem = Qt::UserRole + 1, //!< `const muster::Node *`, valid until the next change.
        ShownItem,                   //!< muster::ShownStatus as of the last tick.
        StatusItem,                  //!< int of the NodeStatus shown.
        HistoryItem,                 //!< muster::NodeHistory with what is overdue, see historyAsOf().
        OwnerItem,                   //!< bool: this node serves the control plane.
        OlderItem,                   //!< bool: runs an older version than most.
        SortItem,                    //!< What NodeFilterModel sorts the column by: a number or a text.
        IdItem,                      //!< QString of the node id.
        BeatAgeItem,                 //!< qint64 milliseconds since the last beat, or invalid.
    };
    Q_ENUM(Column)

    explicit NodesModel(QObject *parent = nullptr);
    ~NodesModel() override;
    Q_DISABLE_COPY_MOVE(NodesModel)

    //! Shows the nodes of \a session, or none for null. The session may die at any time.
    void setSession(ClusterSession *session);
    ClusterSession *session() const { return m_session; }
    //! Titles of the columns, for headers; by default their code words.
    void setTitles(const QStringList &titles);
    //! "status", "name" … "node-id": stable, for settings and exports.
    static QString columnWord(Column column);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    const Node &nodeAt(int row) const { return mirror().node(slotAt(row)); }
    ShownStatus shownAt(int row) const;
    NodeStatus statusAt(int row) const { return statusOfSlot(slotAt(row)); }
    //! What somebody here asked of it and is not known to be done; also in shownAt().
    std::optional<PendingChange> pendingAt(int row) const;
    NodeHistory historyAt(int row) const;
    bool isOwner(int row) const;
    bool isOlder(int row) const;
    std::optional<milliseconds> beatAge(int row) const;
    //! What is pinned to it; nullopt: the cluster has no pins.
    std::optional<PinCount> pinsAt(int row) const;
    //! Our token is bound to tenants: of agents and pins only theirs are known.
    bool isPartial() const { return m_session && !m_session->facts().callerTenants.isEmpty(); }
    //! Row of a node, or -1.
    int rowOf(const NodeId &id) const;

    int slotAt(int row) const { return m_slots[static_cast<size_t>(row)]; }
    //! -1 when the slot has no row.
    int rowOfSlot(int slot) const;
    const Node &nodeOfSlot(int slot) const { return mirror().node(slot); }
    //! The status shown, kept between ticks.
    NodeStatus statusOfSlot(int slot) const { return static_cast<NodeStatus>(m_statuses[static_cast<size_t>(slot)]); }
    //! Whether a column sorts by text; else by number.
    static bool sortsByText(int column);
    static constexpr qint64 kNoKey = std::numeric_limits<qint64>::max(); //!< Unknown: sorts last in either direction.
    //! The number that the column sorts by: attentionRank(), percent, milliseconds …; 0 for NameColumn.
    qint64 sortKeyOfSlot(int slot, int column) const;
    QString sortTextOfSlot(int slot, int column) const;
    //! Rank of the name among all; see NameOrder.
    int nameRankOfSlot(int slot) const { return mirror().nameRank(slot); }

    //! Counts and totals of what is shown; always in step with the rows.
    const FleetSummary &summary() const { return m_summary; }
    //! What more than half of the nodes run, or empty.
    const QString &majorityVersion() const { return mirror().majorityVersion(); }
    //! The control plane's clock at the last tick or change: what ages are shown against.
    Timestamp now() const { return m_now; }

Q_SIGNALS:
    //! A frame is in: after all row signals, with what changed (by slot), also when only our link or a second did it.
    void applied(const muster::ChangeSet &changes);
    //! summary() is different.
    void summaryChanged();
    //! Our link or facts changed: owner and what is dimmed may differ in every row.
    void linkChanged();
    //! A second passed: ages are older. Tables learn it by dataChanged() of the columns that show ages; others, which show an
    //! age inside another column (cards), repaint what is visible.
    void agesChanged();

private:
    const ClusterMirror &mirror() const;
    void apply(const ChangeSet &changes);
    void removeRowsOf(const QList<int> &gone);
    void insertRowsOf(const QList<int> &fresh);
    void count(int slot, const ShownContext &now);
    void uncount(int slot);
    void emitChanged(const QList<ChangeSet::Change> &changed);
    QList<ChangeSet::Change> countPins(const ChangeSet &changes);
    void emitColumn(Column column, const QList<int> &roles = {});
    void readLink();
    void readCommand(const Command *command);
    void tick();
    void judgeAll();
    ShownContext context() const;
    void fill();
    void empty();
    void renumber(size_t fromRow);
    QString text(const Node &node, int slot, int column) const;

    QPointer<ClusterSession> m_session;
    std::vector<int> m_slots;          // Row to slot.
    std::vector<int> m_rows;           // Slot to row; -1 = none.
    std::vector<quint8> m_statuses;    // Slot to the NodeStatus shown.
    std::vector<FleetSummary::Share> m_shares; // Slot to what the summary holds of it, when the node is gone already.
    FleetSummary m_summary;
    PinCounts m_pins;
    QString m_majority; // As last told to views.
    QStringList m_titles;
    Timestamp m_now;
    LinkState m_judgedBy = LinkState::Idle; // The link that the statuses were judged under.
};

} // namespace muster
Q_DECLARE_METATYPE(const muster::Node *)
