// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/LineText.h"

#include "ui/kit/MusterStyle.h"
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
    TextCache own; // For widgets without a Theme, in tests.
    MusterStyle *style = MusterStyle::current();
    TextCache &cache = style ? style->texts() : own;
    const TextCache::Line *line = &cache.line(type, font, text);
    if (line->width > rect.width() + 1.5) // Layouts round; a hair is no reason to elide.
        line = &cache.elided(type, font, text, rect.width());
    const qreal x = alignment & Qt::AlignRight     ? rect.right() - line->width
                    : alignment & Qt::AlignHCenter ? rect.x() + (rect.width() - line->width) / 2
                                                   : rect.x();
    // Whole pixels for the base line; static text counts from its top.
    const qreal base = std::round(rect.y() + (rect.height() - metrics.height()) / 2 + metrics.ascent());
    painter->setFont(font);
    painter->setPen(color);
    painter->drawStaticText(QPointF(x, base - metrics.ascent()), line->text);
}

qreal lineWidth(Type type, const QString &text)
{
    if (text.isEmpty())
        return 0;
    if (MusterStyle *style = MusterStyle::current())
        return style->texts().line(type, fontOf(type), text).width;
    return QFontMetricsF(fontOf(type)).horizontalAdvance(text);
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
