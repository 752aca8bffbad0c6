// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of events: filter, and one timeline of everything that a cluster told, newest first.

#include "core/mirror/EventsModel.h"
#include "ui/events/EventFilterModel.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QMenu;
class QStackedLayout;

namespace muster {

class Button;
class EmptyState;
class EventList;
class Field;
class Pill;
class PlainLabel;

//! Shows the events of a session. GUI thread.
class EventsPage final : public QWidget
{
    Q_OBJECT

public:
    //! \a session may die at any time; null shows nothing.
    explicit EventsPage(ClusterSession *session, QWidget *parent = nullptr);
    //! Over any list with EventsModel::EntryItem.
    explicit EventsPage(QAbstractItemModel *events, QWidget *parent = nullptr);

    EventFilterModel *filter() const { return m_filter; }
    EventList *list() const { return m_list; }
    void focusList();
    void focusFilter();
    //! Whether there was something to clear.
    bool clearFilter();
    //! What is filtered by, for restoreState().
    QString saveState() const;
    void restoreState(const QString &state);

Q_SIGNALS:
    //! The node of an event is to be shown.
    void openRequested(const muster::NodeId &node);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build(QAbstractItemModel *events);
    QWidget *makeHead();
    QWidget *makeBar();
    QWidget *makeLists();
    void toggleGroup(EventGroup group);
    void showChips();
    void showState();
    void showWaiting();
    QString sinceText() const;
    void showMenu(const QPoint &at);
    void placePill();

    QPointer<ClusterSession> m_session;
    EventsModel *m_own = nullptr; // When made for a session.
    EventFilterModel *m_filter;
    EventList *m_list = nullptr;
    PlainLabel *m_count = nullptr;
    PlainLabel *m_since = nullptr;
    Field *m_field = nullptr;
    QMenu *m_groupMenu = nullptr;
    QHBoxLayout *m_chips = nullptr;
    Pill *m_pill = nullptr;
    QStackedLayout *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_noMatch = nullptr;
    QTimer m_typing;
};

} // namespace muster
