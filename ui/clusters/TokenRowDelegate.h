// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paints the cells of the list of tokens: plain text, quieter when the token has ended.

#include <QStyledItemDelegate>

namespace muster {

//! Works on TokensModel.
class TokenRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace muster
