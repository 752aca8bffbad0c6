// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paints the rows of a Chooser: badge or icon, title with its matched letters, detail, key.

#include <QStyledItemDelegate>

namespace muster {

class ChooserModel;

//! Rows of 36 px, heads of 28.
class ChooserDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ChooserDelegate(const ChooserModel *model, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    //! Paints the title from \a x on; gives where it ends.
    int paintTitle(QPainter *painter, const QRect &row, int x, int right, int index) const;

    const ChooserModel *m_model;
};

} // namespace muster
