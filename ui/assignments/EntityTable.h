// SPDX-License-Identifier: Apache-2.0
#pragma once
// The entities as a table whose pins and modes are changed in place.

#include "core/mirror/EntityFilterModel.h"

#include <QTableView>

namespace muster {

class EntityRowDelegate;
class StagedPins;

//! Arrows move from cell to cell. Enter on a pin or a mode asks to change it, elsewhere to open the entity. By node, heads stand over
//! their entities: Enter, Left and Right fold them, Space marks what is under them, and rows can be dragged to another node.
class EntityTable final : public QTableView
{
    Q_OBJECT

public:
    EntityTable(EntityFilterModel *entities, StagedPins *pins, QWidget *parent = nullptr);

    //! Whether pins can be changed here.
    void setEditable(bool isEditable);
    //! Height of all rows with the head.
    int wholeHeight() const;
    //! The entity under the cursor, or an empty id.
    EntityRef currentEntity() const;
    //! By node: the node under the cursor, or whose entity is; else an empty id.
    NodeId currentNode() const;
    //! Whether the cursor is on a head.
    bool isOnHead() const;
    //! The selected entities in the order shown; the current one when none is.
    QList<EntityRef> selectedEntities() const;
    //! Puts the cursor on \a entity, in the column it is in or that of the pin, and unfolds its node; false when it is not shown.
    bool selectEntity(const EntityRef &entity);
    //! Where the control of a cell is, in global coordinates; of the current row.
    QRect controlRect(EntitiesModel::Column column) const;

Q_SIGNALS:
    void pickNodeRequested();
    void pickModeRequested();
    void openRequested(const muster::EntityRef &entity);
    void menuRequested(const QPoint &at);
    void wholeHeightChanged();
    //! Rows were dropped on \a node, or on what is under it.
    void moveRequested(const QList<muster::EntityRef> &entities, const muster::NodeId &node);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void startDrag(Qt::DropActions actions) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void setUpHead();
    void activate();
    void setHoverRow(int row);
    void toggleFold();
    void setFolded(int row, bool isFolded);
    void markGroup();
    bool takeHeadKey(int key);
    NodeId dropNode(const QPoint &at) const;
    void showOrientation();
    void measure();
    void fitColumns();

    EntityFilterModel *m_entities;
    StagedPins *m_pins;
    EntityRowDelegate *m_delegate;
    bool m_isEditable = true;
};

} // namespace muster
