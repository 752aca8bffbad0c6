// SPDX-License-Identifier: Apache-2.0
#pragma once
// Our own drawings in any token's colour. Names are the files of resources/icons without ".svg".

#include "ui/kit/Tokens.h"

#include <QIcon>
#include <QPixmap>
#include <QRectF>
#include <QStringList>

class QPainter;

namespace muster {

//! \a name drawn \a size px wide in \a color for a device of \a ratio; kept in QPixmapCache. Directional icons are
//! mirrored in right-to-left layouts. An unknown name asserts and gives an empty pixmap.
QPixmap iconPixmap(QLatin1StringView name, int size, const QColor &color, qreal ratio = 1.0);
//! The same, painted with its top left corner at \a at.
void paintIcon(QPainter *painter, QLatin1StringView name, const QPointF &at, int size, const QColor &color);
//! An icon for buttons and menus that follows theme switches: \a color of the tokens, text-3 when disabled.
QIcon themedIcon(QLatin1StringView name, QColor Tokens::*color = &Tokens::text2);
//! An icon that keeps one colour, e.g. a status shape.
QIcon coloredIcon(QLatin1StringView name, const QColor &color);
//! The mark of the program in all sizes, for windows.
QIcon applicationIcon();
//! All names there are.
QStringList iconNames();

} // namespace muster
