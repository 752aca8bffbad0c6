// SPDX-License-Identifier: Apache-2.0
#pragma once
// The events as lines, newest on top, that hold still while somebody reads further down.

#include "core/base/Id.h"
#include "ui/events/EventFilterModel.h"

#include <QListView>

namespace muster {

//! Follows while it stands at its top: new lines push the others down. Anywhere else, what is read stays where it is and
//! waiting() counts what came. Keys: arrows, j, k, Home (follows again), End, Enter, Ctrl+C.
class EventList final : public QListView
{
    Q_OBJECT

public:
    explicit EventList(EventFilterModel *events, QWidget *parent = nullptr);

    bool isFollowing() const;
    //! Lines that came since it stopped following.
    int waiting() const { return m_waiting; }
    //! To the top, and follows.
    void follow();
    //! The selected lines as text, one a line, oldest last.
    QString selectedText() const;

Q_SIGNALS:
    //! waiting() is another number.
    void waitingChanged();
    //! The node of a line is to be shown.
    void openRequested(const muster::NodeId &node);
    //! A menu for the current line is wanted at \a at (global).
    void menuRequested(const QPoint &at);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void makeRoom(int first, int last);
    void countWaiting(int count);
    void openCurrent();
    EventFilterModel *m_events;
    int m_waiting = 0;
};

//! The titles above a list, at the places of its rows: beside its scroll bar, if it has one.
class EventHead final : public QWidget
{
    Q_OBJECT

public:
    //! \a list must outlive it.
    explicit EventHead(QAbstractItemView *list, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QAbstractItemView *m_list;
};

} // namespace muster
