// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeTableHead.h"

#include "ui/kit/ControlPaint.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeColumns.h"
#include "ui/nodes/NodeRowDelegate.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

NodeTableHead::NodeTableHead(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsMovable(true);
    setHighlightSections(false);
    setSectionsClickable(true);
    setSortIndicatorShown(true);
    setAccessibleName(tr("Columns"));
}

void NodeTableHead::setMarked(Qt::CheckState state)
{
    m_marked = state;
    viewport()->update();
}

void NodeTableHead::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Tokens &t = tokens();
    const auto column = static_cast<NodesModel::Column>(section);
    painter->fillRect(rect, t.surface);
    painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, t.border);
    const int side = scaled(6);
    QRectF room = QRectF(rect).adjusted(side, 0, -side, -1);
    if (rect.right() >= viewport()->width() - 2)
        room.setRight(room.right() - scaled(8)); // As the cells below.
    if (column == NodesModel::StatusColumn) {
        paintCheckBox(painter, NodeRowDelegate::checkBoxIn(rect, layoutDirection()), m_marked, true, false);
        const int past = scaled(12 + 16 + 12) - side;
        layoutDirection() == Qt::LeftToRight ? room.setLeft(room.left() + past) : room.setRight(room.right() - past);
    }
    const auto alignment = QStyle::visualAlignment(layoutDirection(), nodeColumnAlignment(column));
    const bool isRight = alignment & Qt::AlignRight;
    const int icon = scaled(14);
    const bool isSorted = sortIndicatorSection() == section;
    if (isSorted)
        room.setWidth(std::max<qreal>(0, room.width() - (isRight ? 0 : icon)));
    const QString title = nodeColumnTitle(column);
    const qreal width = std::min(muster::lineWidth(Type::SmallStrong, title), room.width());
    QRectF text = room;
    if (isSorted && isRight)
        text.setRight(text.right() - icon);
    drawLine(painter, text, Type::SmallStrong, t.text2, title, isRight ? Qt::AlignRight : Qt::AlignLeft);
    if (!isSorted)
        return;
    const qreal x = isRight ? text.right() + 1 : room.x() + width + scaled(4);
    paintIcon(painter, sortIndicatorOrder() == Qt::AscendingOrder ? "arrow-down"_L1 : "arrow-up"_L1,
              QPointF(x, rect.y() + (rect.height() - 1 - icon) / 2), icon, t.text2);
}

QRect NodeTableHead::box() const
{
    const QRect section(sectionViewportPosition(NodesModel::StatusColumn), 0, sectionSize(NodesModel::StatusColumn), height());
    return NodeRowDelegate::checkBoxIn(section, layoutDirection()).adjusted(-6, -6, 6, 6);
}

void NodeTableHead::mousePressEvent(QMouseEvent *event)
{
    m_isBoxPressed = event->button() == Qt::LeftButton && box().contains(event->position().toPoint());
    if (!m_isBoxPressed)
        QHeaderView::mousePressEvent(event);
}

void NodeTableHead::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_isBoxPressed) {
        QHeaderView::mouseReleaseEvent(event);
        return;
    }
    m_isBoxPressed = false;
    if (box().contains(event->position().toPoint()))
        Q_EMIT markAllRequested();
}

} // namespace muster
