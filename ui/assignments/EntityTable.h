// SPDX-License-Identifier: Apache-2.0
#pragma once
// The entities as a table whose pins and modes are changed in place.

#include "core/mirror/EntityFilterModel.h"

#include <QTableView>

namespace muster {

class EntityRowDelegate;
class StagedPins;

//! Arrows move from cell to cell. Enter on a pin or a mode asks to change it, elsewhere to open the entity.
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
    //! The selected entities in the order shown; the current one when none is.
    QList<EntityRef> selectedEntities() const;
    //! Puts the cursor on \a entity, in the column it is in or that of the pin; false when it is not shown.
    bool selectEntity(const EntityRef &entity);
    //! Where the control of a cell is, in global coordinates; of the current row.
    QRect controlRect(EntitiesModel::Column column) const;

Q_SIGNALS:
    void pickNodeRequested();
    void pickModeRequested();
    void openRequested(const muster::EntityRef &entity);
    void menuRequested(const QPoint &at);
    void wholeHeightChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void activate();
    void measure();
    void fitColumns();

    EntityFilterModel *m_entities;
    StagedPins *m_pins;
    EntityRowDelegate *m_delegate;
    bool m_isEditable = true;
};

} // namespace muster
