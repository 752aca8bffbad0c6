// SPDX-License-Identifier: Apache-2.0
#pragma once
// Paints the rows of the Assignments page: where an entity is, where it is wanted, and what is staged.

#include "ui/assignments/EntityWords.h"

#include <QStyledItemDelegate>

namespace muster {

//! Pins and modes look like the controls they open when changes are possible; see setEditable().
class EntityRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    EntityRowDelegate(const EntityFilterModel *entities, const StagedPins *pins, QObject *parent);

    //! Whether pins can be changed: else they are text alone.
    void setEditable(bool isEditable) { m_isEditable = isEditable; }
    //! The row under the pointer, or -1.
    void setHoverRow(int row) { m_hoverRow = row; }
    int hoverRow() const { return m_hoverRow; }
    //! The node that something is dragged over: its head is lit. Empty: none.
    void setDropNode(const NodeId &node) { m_dropNode = node; }
    //! Where the control of a pin or a mode stands in \a cell.
    static QRect controlIn(const QRect &cell);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    //! Tells where the entity is, and why, in whole sentences.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

private:
    void paintHead(QPainter *painter, const QStyleOptionViewItem &option, int row) const;

    const EntityFilterModel *m_entities;
    const StagedPins *m_pins;
    bool m_isEditable = true;
    int m_hoverRow = -1;
    NodeId m_dropNode;
    mutable std::optional<QHash<NodeId, StagedMoves>> m_moves; // Made when a head is painted.
};

} // namespace muster
