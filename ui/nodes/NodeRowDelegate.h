// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paints the cells of the node table.

#include <QStyledItemDelegate>

namespace muster {

//! For a QTableView over a NodeFilterModel.
class NodeRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit NodeRowDelegate(QObject *parent = nullptr);

    //! The check box in a cell of the status column.
    static QRect checkBoxIn(const QRect &cell, Qt::LayoutDirection direction);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace muster
