// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where everything on a node's card stands: geometry alone, from the content, the card's size and the fonts.

#include "ui/nodes/NodeCardContent.h"

#include <QList>
#include <QRectF>

namespace muster {

//! All rectangles in the coordinates of the card's parent. Empty ones are not painted. Nothing overlaps: names, reasons
//! and chips give way to what stands at their right.
struct NodeCardLayout {
    QRectF shape;
    QRectF name;
    QRectF star;
    QRectF role;
    QRectF menu;
    QRectF status;
    QRectF note;
    QRectF age;
    QRectF cpuLabel;
    QRectF cpuValue;
    QRectF cpuLine;
    QRectF memoryLabel;
    QRectF memoryValue;
    QRectF memoryLine;
    QRectF text;
    QRectF progressText;
    QRectF progressNote;
    QRectF progress;
    QRectF counts;
    QList<QRectF> chips; //!< The cordoned chip first when there is one, then as many of the others as fit.
    QRectF version;
    QRectF older; //!< The arrow behind the version.

    //! For a card over \a card; mirrored when \a direction is right to left.
    static NodeCardLayout of(const NodeCardContent &content, const QRectF &card, Qt::LayoutDirection direction);
    //! Only the menu button, for hit tests.
    static QRectF menuOf(const QRectF &card, Qt::LayoutDirection direction);
    //! Height of every card, px.
    static int cardHeight();
    //! Least width of a card, px; the grid makes as many columns as fit.
    static int leastWidth();
    //! Between two cards, px.
    static int gap();
};

} // namespace muster
