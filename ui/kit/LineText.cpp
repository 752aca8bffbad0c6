// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/LineText.h"

#include "ui/kit/Theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace muster {

void drawLine(QPainter *painter, const QRectF &rect, Type type, const QColor &color, const QString &text,
              Qt::Alignment alignment)
{
    if (text.isEmpty() || rect.width() <= 0)
        return;
    const QFont &font = fontOf(type);
    const QFontMetricsF metrics(font);
    qreal width = metrics.horizontalAdvance(text);
    const bool fits = width <= rect.width() + 1.5; // Layouts round; a hair is no reason to elide.
    const QString shown = fits ? text : metrics.elidedText(text, Qt::ElideRight, rect.width());
    if (!fits)
        width = metrics.horizontalAdvance(shown);
    const qreal x = alignment & Qt::AlignRight     ? rect.right() - width
                    : alignment & Qt::AlignHCenter ? rect.x() + (rect.width() - width) / 2
                                                   : rect.x();
    const qreal y = rect.y() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    painter->setFont(font);
    painter->setPen(color);
    painter->drawText(QPointF(x, std::round(y)), shown);
}

void drawTwoLines(QPainter *painter, const QRectF &rect, Type type, const QColor &color, const QString &text)
{
    if (text.isEmpty() || rect.width() <= 0)
        return;
    QTextLayout layout(text, fontOf(type));
    layout.beginLayout();
    QTextLine first = layout.createLine();
    first.setLineWidth(rect.width());
    layout.endLayout();
    const int end = first.textStart() + first.textLength();
    const qreal height = scaled(lineHeightOf(type));
    drawLine(painter, QRectF(rect.topLeft(), QSizeF(rect.width(), height)), type, color, text.left(end).trimmed());
    drawLine(painter, QRectF(rect.x(), rect.y() + height, rect.width(), height), type, color, text.mid(end).trimmed());
}

} // namespace muster
