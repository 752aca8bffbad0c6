// SPDX-License-Identifier: Apache-2.0
#include "ui/events/EventList.h"

#include "ui/events/EventRowDelegate.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/LineText.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! j and k are the arrows.
int arrowOf(const QKeyEvent &event)
{
    if (event.modifiers() != Qt::NoModifier)
        return event.key();
    return event.key() == Qt::Key_J ? Qt::Key_Down : event.key() == Qt::Key_K ? Qt::Key_Up : event.key();
}

} // namespace

EventList::EventList(EventFilterModel *events, QWidget *parent) : QListView(parent), m_events(events)
{
    setModel(events);
    setItemDelegate(new EventRowDelegate(this));
    setAccessibleName(tr("Events, newest first"));
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true); // Ten thousand rows are measured once.
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalScrollBar()->setSingleStep(eventRowHeight());
    setFocusRadius(this, kNoFocusRing);
    connect(events, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { makeRoom(first, last); });
    connect(events, &QAbstractItemModel::modelReset, this, [this] { countWaiting(0); });
    connect(events, &EventFilterModel::filterChanged, this, [this] { countWaiting(0); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value == 0)
            countWaiting(0);
    });
    connect(this, &QListView::doubleClicked, this, &EventList::openCurrent);
}

bool EventList::isFollowing() const
{
    return verticalScrollBar()->value() == 0;
}

void EventList::follow()
{
    verticalScrollBar()->setValue(0);
    countWaiting(0);
}

void EventList::makeRoom(int first, int last)
{
    if (isFollowing() || first > indexAt(QPoint(1, 1)).row())
        return;
    // What is read must not move: what came above pushes the bar down by its height.
    const int rows = last - first + 1;
    const int wanted = verticalScrollBar()->value() + rows * eventRowHeight();
    executeDelayedItemsLayout(); // Else the bar does not reach that far yet.
    verticalScrollBar()->setValue(wanted);
    countWaiting(m_waiting + rows);
}

void EventList::countWaiting(int count)
{
    if (count == m_waiting)
        return;
    m_waiting = count;
    Q_EMIT waitingChanged();
}

QString EventList::selectedText() const
{
    QList<int> rows;
    const QModelIndexList selected = selectionModel()->selectedIndexes();
    for (const QModelIndex &index : selected)
        rows += index.row();
    std::ranges::sort(rows);
    QStringList lines;
    for (const int row : std::as_const(rows)) {
        const EventEntry &entry = m_events->entryAt(row);
        QStringList parts{entry.at.toIso8601(), eventNodeText(entry), eventText(entry)};
        parts.removeAll(QString());
        lines += parts.join(u'\t');
    }
    return lines.join(u'\n');
}

void EventList::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(selectedText());
        return;
    }
    const int key = arrowOf(*event);
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        openCurrent();
        return;
    }
    if (key != event->key()) {
        QKeyEvent arrow(event->type(), key, Qt::NoModifier);
        QListView::keyPressEvent(&arrow);
        return;
    }
    if (key == Qt::Key_Home && event->modifiers() == Qt::NoModifier)
        follow(); // And the cursor goes to the first line, below.
    // Letters are commands here, not a search by typing.
    if (!event->text().isEmpty() && event->text().at(0).isPrint() && key != Qt::Key_Space) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

void EventList::contextMenuEvent(QContextMenuEvent *event)
{
    QModelIndex index = currentIndex();
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        index = indexAt(viewport()->mapFromGlobal(at));
        if (index.isValid() && !selectionModel()->isSelected(index))
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    } else if (index.isValid()) {
        scrollTo(index);
        at = viewport()->mapToGlobal(visualRect(index).bottomLeft());
    }
    if (index.isValid())
        Q_EMIT menuRequested(at);
}

void EventList::openCurrent()
{
    if (!currentIndex().isValid())
        return;
    const NodeId node = m_events->entryAt(currentIndex().row()).node;
    if (!node.isEmpty())
        Q_EMIT openRequested(node);
}

EventHead::EventHead(QAbstractItemView *list, QWidget *parent) : QWidget(parent), m_list(list)
{
    setFixedHeight(scaled(32));
    list->viewport()->installEventFilter(this);
}

bool EventHead::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        update();
    return QWidget::eventFilter(watched, event);
}

void EventHead::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
    const EventRowPlaces places = eventRowPlaces(QRectF(0, 0, m_list->viewport()->width(), height() - 1));
    const Qt::Alignment start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);
    const auto title = [&](QRectF place, const QString &text) {
        if (layoutDirection() == Qt::RightToLeft)
            place.moveLeft(width() - place.right());
        drawLine(&painter, place, Type::SmallStrong, t.text2, text, start);
    };
    title(places.time, tr("Time"));
    title(places.icon.united(places.kind), tr("Event"));
    title(places.node, tr("Node"));
    title(places.detail, tr("What happened"));
}

} // namespace muster
