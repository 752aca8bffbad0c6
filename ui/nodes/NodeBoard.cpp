// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeBoard.h"

#include "core/mirror/NodeFilterModel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/nodes/NodeCardDelegate.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace muster {

NodeBoard::NodeBoard(NodeFilterModel *nodes, QWidget *parent)
    : QListView(parent), m_nodes(nodes), m_cards(new NodeCardDelegate(this))
{
    setModel(nodes);
    setModelColumn(NodesModel::NameColumn);
    setItemDelegate(m_cards);
    setAccessibleName(tr("Nodes as cards"));
    setViewMode(QListView::IconMode);
    setMovement(QListView::Static);
    setResizeMode(QListView::Adjust);
    setLayoutMode(QListView::SinglePass);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionRectVisible(false);
    setDragEnabled(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there, invisible while it has nothing to do: the grid never jumps.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    verticalScrollBar()->setSingleStep(20);
    connect(this, &QListView::doubleClicked, this, &NodeBoard::openCurrent);
    // A card shows ages of columns that a list does not show, so it hears of a second here. While the link is lost, no
    // beat repaints a card for another reason.
    connect(nodes->nodes(), &NodesModel::agesChanged, viewport(), qOverload<>(&QWidget::update));
    fit();
}

int NodeBoard::columns() const
{
    const int gap = NodeCardLayout::gap();
    return std::max(1, (viewport()->width() - 2) / (NodeCardLayout::leastWidth() + gap));
}

int NodeBoard::leftInset()
{
    return NodeCardDelegate::cardIn(QRect(0, 0, 100, 100)).x();
}

int NodeBoard::topInset()
{
    return NodeCardDelegate::cardIn(QRect(0, 0, 100, 100)).y();
}

void NodeBoard::fit()
{
    // Icon mode wants a pixel more than its cells need.
    const QSize cell(std::max(1, (viewport()->width() - 2) / columns()), NodeCardLayout::cardHeight() + NodeCardLayout::gap());
    m_cards->setCellSize(cell);
    if (gridSize() != cell)
        setGridSize(cell);
}

void NodeBoard::resizeEvent(QResizeEvent *event)
{
    fit();
    QListView::resizeEvent(event);
}

void NodeBoard::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        fit();
}

void NodeBoard::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const QRect card = NodeCardDelegate::cardIn(visualRect(index));
    const QRectF dots = NodeCardLayout::menuOf(card, layoutDirection()).adjusted(-6, -6, 6, 6);
    if (index.isValid() && event->button() == Qt::LeftButton && dots.contains(event->position())) {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        Q_EMIT menuRequested(viewport()->mapToGlobal(dots.toRect().bottomLeft()));
        return;
    }
    // The gap between cards belongs to no card.
    if (index.isValid() && !card.contains(event->position().toPoint())) {
        clearSelection();
        return;
    }
    QListView::mousePressEvent(event);
}

void NodeBoard::keyPressEvent(QKeyEvent *event)
{
    const int key = listKeyOf(*event);
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        openCurrent();
        return;
    }
    if (key != event->key()) {
        QKeyEvent arrow(event->type(), key, Qt::NoModifier);
        QListView::keyPressEvent(&arrow);
        return;
    }
    // Letters are commands here, not a search by typing.
    if (!event->text().isEmpty() && event->text().at(0).isPrint() && key != Qt::Key_Space) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

void NodeBoard::contextMenuEvent(QContextMenuEvent *event)
{
    QModelIndex index = currentIndex();
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        index = indexAt(viewport()->mapFromGlobal(at));
        if (index.isValid() && !selectionModel()->isSelected(index))
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    } else if (index.isValid()) {
        scrollTo(index);
        at = viewport()->mapToGlobal(visualRect(index).center());
    }
    if (index.isValid())
        Q_EMIT menuRequested(at);
}

bool NodeBoard::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QModelIndex index = indexAt(help->pos());
        if (!index.isValid())
            return false;
        QToolTip::showText(help->globalPos(), plainToolTip(cardContentAt(index).spoken), viewport(), visualRect(index));
        return true;
    }
    return QListView::viewportEvent(event);
}

void NodeBoard::openCurrent()
{
    if (currentIndex().isValid())
        Q_EMIT openRequested(m_nodes->nodeAt(currentIndex().row()).id());
}

int listKeyOf(const QKeyEvent &event)
{
    if (event.modifiers() != Qt::NoModifier)
        return event.key();
    if (event.key() == Qt::Key_J)
        return Qt::Key_Down;
    if (event.key() == Qt::Key_K)
        return Qt::Key_Up;
    return event.key();
}

} // namespace muster
