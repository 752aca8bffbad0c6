// SPDX-License-Identifier: Apache-2.0
// What NodesPage does with keys and the pointer, and what it remembers; the rest is in NodesPage.cpp.
#include "ui/kit/Button.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeFilterBar.h"
#include "ui/nodes/NodeTable.h"
#include "ui/nodes/NodesPage.h"

#include <QDataStream>
#include <QItemSelectionModel>
#include <QKeyEvent>

namespace muster {

namespace {
constexpr quint8 kStateVersion = 2; // Grows when columns change places.
}

//! The lists were made first, but stand last; what follows them is the drawer.
void NodesPage::orderTabs()
{
    const QList<Button *> buttons = m_bar->findChildren<Button *>();
    if (!buttons.isEmpty())
        setTabOrder(buttons.constLast(), m_board);
    setTabOrder(m_board, m_table);
}

void NodesPage::keyPressEvent(QKeyEvent *event)
{
    // Only what no child took comes here. Letters act while a list has the focus, never in a text field.
    const QWidget *focused = focusWidget();
    if (event->key() == Qt::Key_Escape) {
        if (m_filter->isFiltered())
            m_bar->clearFilter();
        else if (m_selection->hasSelection())
            m_selection->clearSelection();
        else
            event->ignore();
        return;
    }
    if (event->matches(QKeySequence::Find)) {
        focusFilter();
        return;
    }
    if (!isInList(focused) || event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Slash:
        focusFilter();
        return;
    case Qt::Key_Delete:
        m_actions->remove(selectedNodes());
        return;
    case Qt::Key_BracketLeft:
        step(-1);
        return;
    case Qt::Key_BracketRight:
        step(1);
        return;
    case Qt::Key_A:
        Q_EMIT addWorkerRequested();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool NodesPage::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Enter:
    case QEvent::Leave:
        if (watched == m_board->viewport() || watched == m_table->viewport()) {
            m_isPointerOver = event->type() == QEvent::Enter;
            hold();
        }
        break;
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        if (watched == m_board || watched == m_table)
            QMetaObject::invokeMethod(this, &NodesPage::hold, Qt::QueuedConnection);
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void NodesPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QMetaObject::invokeMethod(this, &NodesPage::fitTable, Qt::QueuedConnection);
}

// Nothing moves under the pointer, nor under the cursor of somebody at the keyboard (ux.md 3.2).
void NodesPage::hold()
{
    const bool hasCursor = (m_board->hasFocus() || m_table->hasFocus()) && isFocusShown()
        && m_selection->currentIndex().isValid();
    m_filter->setHold(m_isPointerOver || hasCursor);
}

bool NodesPage::isInList(const QWidget *widget) const
{
    return widget == m_board || widget == m_table;
}

QByteArray NodesPage::saveState() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << kStateVersion << m_choseView << static_cast<qint32>(view()) << m_table->saveColumns()
           << static_cast<qint32>(m_filter->sortColumn()) << static_cast<qint32>(m_filter->sortOrder())
           << m_bar->search();
    const DrainChoices &drain = m_actions->drainChoices();
    stream << drain.isRemembered << static_cast<qint32>(drain.deadline) << drain.own << drain.isImmediate;
    return bytes;
}

void NodesPage::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint8 version = 0;
    bool chose = false;
    qint32 shown = 0;
    QByteArray columns;
    qint32 column = 0;
    qint32 order = 0;
    QString search;
    stream >> version >> chose >> shown >> columns >> column >> order >> search;
    if (stream.status() != QDataStream::Ok || version != kStateVersion)
        return;
    if (chose)
        setView(shown == Table ? Table : Cards);
    m_table->restoreColumns(columns);
    if (column >= 0 && column < NodesModel::ColumnCount)
        m_filter->sort(column, order == Qt::DescendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder);
    m_bar->setSearch(search);
    DrainChoices drain; // Not in what an older console wrote.
    qint32 deadline = 0;
    stream >> drain.isRemembered >> deadline >> drain.own >> drain.isImmediate;
    if (stream.status() != QDataStream::Ok || !drain.isRemembered || deadline < DrainChoices::None || deadline > DrainChoices::Own)
        return;
    drain.deadline = deadline;
    m_actions->setDrainChoices(drain);
}

} // namespace muster
