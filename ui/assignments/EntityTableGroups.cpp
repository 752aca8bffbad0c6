// SPDX-License-Identifier: Apache-2.0
// The heads of an EntityTable by node: folding, marking, and dragging to another node.
#include "core/mirror/StagedPins.h"
#include "ui/assignments/EntityRowDelegate.h"
#include "ui/assignments/EntityTable.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QCoreApplication>
#include <QDrag>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Of this very table: another window may show another cluster.
QString formatOf(const QObject *table)
{
    return u"application/x-muster-entities-%1-%2"_s.arg(QCoreApplication::applicationPid()).arg(reinterpret_cast<quintptr>(table), 0, 16);
}

//! What is under the pointer while it is dragged.
QPixmap labelOf(const QString &text, qreal ratio)
{
    const QSize size(static_cast<int>(lineWidth(Type::BodyMedium, text)) + scaled(18), scaled(28));
    QPixmap label(size * ratio);
    label.setDevicePixelRatio(ratio);
    label.fill(Qt::transparent);
    QPainter painter(&label);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(QPointF(0, 0), size);
    paintPanel(&painter, box, scaled(6), tokens().selection, tokens().accent);
    drawLine(&painter, box.adjusted(scaled(8), 0, -scaled(8), 0), Type::BodyMedium, tokens().text, text);
    return label;
}

} // namespace

void EntityTable::toggleFold()
{
    if (isOnHead())
        setFolded(currentIndex().row(), !m_entities->groupAt(currentIndex().row()).isFolded);
}

void EntityTable::setFolded(int row, bool isFolded)
{
    m_entities->setFolded(row, isFolded);
    Q_EMIT wholeHeightChanged();
}

//! Marks what is under the head, or takes the marks away when all of it is marked.
void EntityTable::markGroup()
{
    QItemSelection group;
    bool isMarked = true;
    for (int row = currentIndex().row() + 1; row < m_entities->rowCount() && m_entities->isEntity(row); ++row) {
        group.select(m_entities->index(row, 0), m_entities->index(row, EntitiesModel::ColumnCount - 1));
        isMarked = isMarked && selectionModel()->isRowSelected(row);
    }
    selectionModel()->select(group, isMarked ? QItemSelectionModel::Deselect : QItemSelectionModel::Select);
}

bool EntityTable::takeHeadKey(int key)
{
    const bool isByNode = m_entities->orientation() == EntityFilterModel::Orientation::ByNode;
    if (!isByNode || !currentIndex().isValid())
        return false;
    const bool isRight = layoutDirection() == Qt::RightToLeft ? key == Qt::Key_Left : key == Qt::Key_Right;
    const bool isLeft = layoutDirection() == Qt::RightToLeft ? key == Qt::Key_Right : key == Qt::Key_Left;
    if (!isOnHead()) {
        const int head = m_entities->rowOfHead(currentNode());
        if (!isLeft || head < 0 || currentIndex().column() != EntitiesModel::NameColumn)
            return false;
        selectionModel()->setCurrentIndex(m_entities->index(head, EntitiesModel::NameColumn), QItemSelectionModel::NoUpdate);
        return true;
    }
    if (key == Qt::Key_Space)
        markGroup();
    else if (isLeft || isRight)
        setFolded(currentIndex().row(), isLeft);
    else
        return false;
    return true;
}

void EntityTable::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() && !m_entities->isEntity(index.row())) {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        return toggleFold();
    }
    QTableView::mousePressEvent(event);
}

NodeId EntityTable::dropNode(const QPoint &at) const
{
    const QModelIndex index = indexAt(at);
    const bool isNode = index.isValid() && m_entities->kindAt(index.row()) != EntityFilterModel::RowKind::EmptyNodes;
    return isNode ? m_entities->groupAt(index.row()).node : NodeId();
}

void EntityTable::startDrag(Qt::DropActions)
{
    QStringList words;
    const QList<EntityRef> entities = selectedEntities();
    for (const EntityRef &entity : entities)
        words.append(entity.text());
    if (words.isEmpty())
        return;
    auto *dragged = new QMimeData;
    dragged->setData(formatOf(this), words.join(u'\n').toUtf8());
    auto *drag = new QDrag(this);
    drag->setMimeData(dragged);
    drag->setPixmap(labelOf(entities.size() == 1 ? entities.first().id.text() : tr("%1 entities").arg(entities.size()), devicePixelRatioF()));
    drag->setHotSpot({-scaled(12), -scaled(4)});
    drag->exec(Qt::MoveAction);
}

void EntityTable::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_isEditable && event->mimeData()->hasFormat(formatOf(this)))
        event->acceptProposedAction();
}

void EntityTable::dragMoveEvent(QDragMoveEvent *event)
{
    QTableView::dragMoveEvent(event); // Scrolls at the edges.
    const NodeId node = dropNode(event->position().toPoint());
    m_delegate->setDropNode(node);
    viewport()->update();
    event->setAccepted(!node.isEmpty() && event->mimeData()->hasFormat(formatOf(this)));
}

void EntityTable::dragLeaveEvent(QDragLeaveEvent *event)
{
    QTableView::dragLeaveEvent(event);
    m_delegate->setDropNode({});
    viewport()->update();
}

void EntityTable::dropEvent(QDropEvent *event)
{
    stopAutoScroll();
    setState(NoState);
    m_delegate->setDropNode({});
    viewport()->update();
    const NodeId node = dropNode(event->position().toPoint());
    if (node.isEmpty() || !event->mimeData()->hasFormat(formatOf(this)))
        return;
    QList<EntityRef> entities;
    const QStringList words = QString::fromUtf8(event->mimeData()->data(formatOf(this))).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        if (const Result<EntityRef> entity = EntityRef::parse(word, u"entity"_s))
            entities.append(*entity);
    }
    event->acceptProposedAction();
    Q_EMIT moveRequested(entities, node);
}

} // namespace muster
