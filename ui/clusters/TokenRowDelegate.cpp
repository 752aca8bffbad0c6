// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/TokenRowDelegate.h"

#include "ui/clusters/TokensModel.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

void TokenRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &t = tokens();
    const QRect rect = option.rect;
    if (option.state & QStyle::State_Selected)
        painter->fillRect(rect, t.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(rect, t.hoverWash);
    painter->fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), t.border);
    const bool hasEnded = index.data(TokensModel::EndedItem).toBool();
    const bool isName = index.column() == TokensModel::NameColumn;
    const QColor color = hasEnded ? t.text3 : isName ? t.text : t.text2;
    drawLine(painter, QRectF(rect).adjusted(scaled(12), 0, -scaled(4), -1),
             isName && !hasEnded ? Type::BodyMedium : Type::Body, color, index.data().toString(),
             QStyle::visualAlignment(option.direction, Qt::AlignLeft));
}

} // namespace muster
