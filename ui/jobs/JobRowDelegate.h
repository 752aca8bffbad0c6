// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paints one job as a row: state, id, entity, node, why, how long, age, attempts.

#include "core/mirror/JobsModel.h"

#include <QStyledItemDelegate>

namespace muster {

//! Where the parts of a row are, from left to right; mirrored by the caller. px. Empty: there is no room for it.
struct JobRowPlaces {
    QRectF shape;
    QRectF state;
    QRectF id;
    QRectF entity;
    QRectF node;
    QRectF why;
    QRectF took;
    QRectF age;
    QRectF tries;
};
//! \a row is the whole row in left-to-right terms.
JobRowPlaces jobRowPlaces(const QRectF &row);
//! Height of a row, px.
int jobRowHeight();

//! Works on JobsModel::JobItem.
class JobRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit JobRowDelegate(const JobsModel *jobs, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    const JobsModel *m_jobs;
};

} // namespace muster
