// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paints a node's card from its content and layout; decides nothing.

#include "ui/nodes/NodeCardLayout.h"

#include <QStyledItemDelegate>

namespace muster {

class NodesModel;

//! What a card looks like besides its content.
struct CardState {
    bool isHovered = false;
    bool isSelected = false;
    bool isFocused = false; //!< By keyboard.
};

//! Paints one card over \a card.
void paintNodeCard(QPainter *painter, const QRectF &card, const NodeCardContent &content, CardState state,
                   Qt::LayoutDirection direction = Qt::LeftToRight);

//! For views over a NodeFilterModel on a NodesModel. Cells are a gap larger than cards, so that the focus ring has
//! room on every side.
class NodeCardDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit NodeCardDelegate(QObject *parent = nullptr);

    void setCellSize(QSize size) { m_cell = size; }
    //! The card inside of a cell.
    static QRect cardIn(const QRect &cell);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QSize m_cell;
};

//! The content of the row at \a index, of a NodesModel or of proxies over one.
NodeCardContent cardContentAt(const QModelIndex &index);

} // namespace muster
