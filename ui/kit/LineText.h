// SPDX-License-Identifier: Apache-2.0
#pragma once
// Text in delegates: one line, elided when it must be, as fast as QPainter can.

#include "ui/kit/Type.h"

#include <QString>

class QColor;
class QPainter;
class QRectF;

namespace muster {

//! Width of \a text on one line, px.
qreal lineWidth(Type type, const QString &text);
//! Draws \a text, centred vertically on \a rect by its capitals. Never reads markup. Nothing for an empty rect.
void drawLine(QPainter *painter, const QRectF &rect, Type type, const QColor &color, const QString &text,
              Qt::Alignment alignment = Qt::AlignLeft);
//! Draws \a text over at most two lines of lineHeightOf(type), the second one elided.
void drawTwoLines(QPainter *painter, const QRectF &rect, Type type, const QColor &color, const QString &text);

} // namespace muster
