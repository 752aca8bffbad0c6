// SPDX-License-Identifier: Apache-2.0
#pragma once
// The newest events of one cluster as a list, newest first; all, or those of one node.

#include "core/mirror/ClusterSession.h"

#include <QAbstractListModel>
#include <QPointer>

namespace muster {

//! At most limits::kEventsKept rows. DisplayRole is one English line for copying; views use entryAt().
class EventsModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        KindItem = Qt::UserRole + 1, //!< QString.
        AtItem,                      //!< qint64 milliseconds since the epoch, the control plane's clock.
        NodeIdItem,                  //!< QString.
        EntryItem,                   //!< `const muster::EventEntry *`, valid until the next change.
    };

    explicit EventsModel(QObject *parent = nullptr);
    ~EventsModel() override;
    Q_DISABLE_COPY_MOVE(EventsModel)

    //! Shows the events of \a session, or none for null.
    void setSession(ClusterSession *session);
    //! Only those of \a node; all when it is empty.
    void setNode(const NodeId &node);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    const EventEntry &entryAt(int row) const { return m_entries[row]; }

private:
    void reload();
    void readChanges(const ChangeSet &changes);
    void readFilled(int at, int count);
    void insert(qsizetype row, const QList<EventEntry> &entries);
    bool shows(const EventEntry &entry) const { return m_node.isEmpty() || entry.node == m_node; }

    QPointer<ClusterSession> m_session;
    NodeId m_node;
    QList<EventEntry> m_entries; // Newest first.
};

} // namespace muster
Q_DECLARE_METATYPE(const muster::EventEntry *)
