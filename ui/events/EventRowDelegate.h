// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paints one event: time, kind with its shape, node, what happened.

#include <QStyledItemDelegate>

namespace muster {

//! Where the parts of a row are, from left to right; mirrored by the caller. px.
struct EventRowPlaces {
    QRectF time;
    QRectF icon;
    QRectF kind;
    QRectF node;
    QRectF detail;
};
//! \a row is the whole row in left-to-right terms.
EventRowPlaces eventRowPlaces(const QRectF &row);

//! Height of a row, px.
int eventRowHeight();

//! Works on EventsModel::EntryItem. A gap is a grey band, so that silence is never taken for peace (ux.md 3.9).
class EventRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
};

} // namespace muster
