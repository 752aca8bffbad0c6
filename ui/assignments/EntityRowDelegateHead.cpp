// SPDX-License-Identifier: Apache-2.0
// How an EntityRowDelegate paints the head of a node's entities.
#include "ui/assignments/EntityRowDelegate.h"

#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QTableView>

#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

//! One line over all columns: each cell paints its part of it.
void EntityRowDelegate::paintHead(QPainter *painter, const QStyleOptionViewItem &option, int row) const
{
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    if (!view)
        return;
    const Tokens &t = tokens();
    const EntityGroup group = m_entities->groupAt(row);
    const bool isEmptyNodes = m_entities->kindAt(row) == EntityFilterModel::RowKind::EmptyNodes;
    const QRectF line(0, option.rect.y(), view->viewport()->width(), option.rect.height() - 1);
    const auto visual = [&](const QRectF &rect) { return QStyle::visualRect(option.direction, line.toRect(), rect.toAlignedRect()); };
    const Qt::Alignment start = option.direction == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight;
    const bool isDropped = !isEmptyNodes && !m_dropNode.isEmpty() && group.node == m_dropNode;
    const bool isFocused = view->hasFocus() && isFocusShown() && view->currentIndex().row() == row;
    painter->save();
    painter->setClipRect(option.rect);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(option.rect, isDropped ? t.selection : t.sunken);
    if (row == m_hoverRow)
        painter->fillRect(option.rect, t.hoverWash);
    painter->fillRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1, t.border);
    const auto middle = [&line](int size) { return std::floor(line.y() + (line.height() - size) / 2 + 0.5); };
    qreal x = scaled(12);
    const int icon = scaled(16);
    if (isEmptyNodes || group.entities > 0)
        paintIcon(painter, group.isFolded ? (start == Qt::AlignLeft ? "chevron-right"_L1 : "chevron-left"_L1) : "chevron-down"_L1,
                  visual(QRectF(x, middle(icon), icon, icon)).topLeft(), icon, t.text2);
    x += icon + scaled(8);
    if (!m_moves)
        m_moves = stagedMoves(*m_entities->entities(), *m_pins);
    const HeadWords words = headWords(*m_entities, row, m_moves->value(group.node));
    if (words.status) {
        paintStatusShape(painter, *words.status, visual(QRectF(x, middle(icon), icon, icon)).topLeft(), icon);
        x += icon + scaled(8);
    }
    const qreal right = line.width() - scaled(12);
    const auto draw = [&](Type type, const QColor &color, const QString &text, int gap) {
        const qreal wide = std::min(lineWidth(type, text) + 1, right - x);
        if (text.isEmpty() || wide <= scaled(12))
            return;
        drawLine(painter, visual(QRectF(x, line.y(), wide, line.height())), type, color, text, start);
        x += wide + scaled(gap);
    };
    draw(isEmptyNodes ? Type::Body : Type::BodyStrong, isEmptyNodes ? t.text2 : t.text, words.name, 12);
    draw(Type::Small, t.accent, words.staged, 12);
    draw(Type::Small, t.text2, words.counts, 12);
    if (isFocused) {
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(QPen(t.accent, 2));
        painter->drawRect(line.toRect().adjusted(1, 1, -1, -1));
    }
    painter->restore();
}

} // namespace muster
