// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityTable.h"

#include "core/mirror/StagedPins.h"
#include "ui/assignments/EntityColumns.h"
#include "ui/assignments/EntityRowDelegate.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>

#include <algorithm>

namespace muster {

EntityTable::EntityTable(EntityFilterModel *entities, StagedPins *pins, QWidget *parent)
    : QTableView(parent), m_entities(entities), m_pins(pins), m_delegate(new EntityRowDelegate(entities, pins, this))
{
    setModel(entities);
    setItemDelegate(m_delegate);
    setAccessibleName(tr("Entities and their pins"));
    setFocusRadius(this, kNoFocusRing);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setUpHead();
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_entities, signal, this, &EntityTable::wholeHeightChanged);
    connect(m_entities, &QAbstractItemModel::modelReset, this, &EntityTable::wholeHeightChanged);
    connect(m_pins, &StagedPins::changed, viewport(), qOverload<>(&QWidget::update));
    connect(m_entities->entities(), &EntitiesModel::summaryChanged, this, &EntityTable::fitColumns);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        if (m_entities->isEntity(index.row()) && index.column() != EntitiesModel::PinColumn && index.column() != EntitiesModel::ModeColumn)
            activate();
    });
    connect(m_entities, &EntityFilterModel::filterChanged, this, &EntityTable::showOrientation);
    // The keyboard's frame is around the whole row.
    connect(selectionModel(), &QItemSelectionModel::currentChanged, viewport(), qOverload<>(&QWidget::update));
    connect(m_entities->entities(), &EntitiesModel::nodesChanged, viewport(), qOverload<>(&QWidget::update));
    measure();
}

void EntityTable::setUpHead()
{
    QHeaderView *head = horizontalHeader();
    head->setSectionResizeMode(QHeaderView::Fixed);
    head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    head->setHighlightSections(false);
    head->setSectionsClickable(true);
    head->setSortIndicatorShown(true);
    head->setSortIndicator(EntitiesModel::KindColumn, Qt::AscendingOrder);
    connect(head, &QHeaderView::sectionClicked, this, [this](int column) {
        const bool again = m_entities->sortColumn() == column && m_entities->sortOrder() == Qt::AscendingOrder;
        m_entities->sort(column, again ? Qt::DescendingOrder : Qt::AscendingOrder);
        horizontalHeader()->setSortIndicator(column, m_entities->sortOrder());
    });
}

void EntityTable::setEditable(bool isEditable)
{
    m_isEditable = isEditable;
    m_delegate->setEditable(isEditable);
    showOrientation();
    viewport()->update();
}

int EntityTable::wholeHeight() const
{
    return horizontalHeader()->sizeHint().height() + verticalHeader()->defaultSectionSize() * m_entities->rowCount();
}

EntityRef EntityTable::currentEntity() const
{
    const EntityState *state = m_entities->entityAt(currentIndex().row());
    return state ? state->entity.ref : EntityRef();
}

bool EntityTable::isOnHead() const
{
    return currentIndex().isValid() && !m_entities->isEntity(currentIndex().row());
}

NodeId EntityTable::currentNode() const
{
    return currentIndex().isValid() && m_entities->orientation() == EntityFilterModel::Orientation::ByNode
        ? m_entities->groupAt(currentIndex().row()).node
        : NodeId();
}

QList<EntityRef> EntityTable::selectedEntities() const
{
    QList<int> rows;
    const QModelIndexList selected = selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows += index.row();
    std::ranges::sort(rows);
    QList<EntityRef> entities;
    for (const int row : std::as_const(rows)) {
        if (const EntityState *state = m_entities->entityAt(row))
            entities += state->entity.ref;
    }
    if (entities.isEmpty() && !currentEntity().id.isEmpty())
        entities += currentEntity();
    return entities;
}

bool EntityTable::selectEntity(const EntityRef &entity)
{
    const int row = m_entities->shownRowOf(entity);
    if (row < 0)
        return false;
    const int column = currentIndex().isValid() && !isOnHead() ? currentIndex().column() : int(EntitiesModel::PinColumn);
    const QModelIndex index = m_entities->index(row, column);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
    return true;
}

QRect EntityTable::controlRect(EntitiesModel::Column column) const
{
    const QRect cell = visualRect(m_entities->index(currentIndex().row(), column));
    const QRect control = EntityRowDelegate::controlIn(cell);
    return {viewport()->mapToGlobal(control.topLeft()), control.size()};
}

void EntityTable::activate()
{
    if (!currentIndex().isValid())
        return;
    if (isOnHead())
        return toggleFold();
    if (m_isEditable && currentIndex().column() == EntitiesModel::PinColumn)
        Q_EMIT pickNodeRequested();
    else if (m_isEditable && currentIndex().column() == EntitiesModel::ModeColumn)
        Q_EMIT pickModeRequested();
    else
        Q_EMIT openRequested(currentEntity());
}

void EntityTable::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    const int key = event->key();
    const bool isDrop = key == Qt::Key_F4 || (key == Qt::Key_Down && event->modifiers() == Qt::AltModifier);
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_F2 || isDrop) {
        if (event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier || isDrop)
            return activate();
        event->ignore();
        return;
    }
    if (event->modifiers() == Qt::NoModifier && takeHeadKey(key))
        return;
    if (event->modifiers() == Qt::NoModifier && (key == Qt::Key_J || key == Qt::Key_K)) { // With Shift they are commands.
        QKeyEvent arrow(event->type(), key == Qt::Key_J ? Qt::Key_Down : Qt::Key_Up, Qt::NoModifier);
        QTableView::keyPressEvent(&arrow);
        return;
    }
    if (event->modifiers() == Qt::NoModifier && (key == Qt::Key_Home || key == Qt::Key_End) && m_entities->rowCount() > 0) {
        const int row = key == Qt::Key_Home ? 0 : m_entities->rowCount() - 1; // Of the list; a row is short.
        setCurrentIndex(m_entities->index(row, std::max(0, currentIndex().column())));
        return;
    }
    // Letters are commands here, not a search by typing.
    if (isPlain && !event->text().isEmpty() && event->text().at(0).isPrint() && key != Qt::Key_Space) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

//! A click on a control opens it, unless it marks rows.
void EntityTable::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool isControl = index.column() == EntitiesModel::PinColumn || index.column() == EntitiesModel::ModeColumn;
    const bool isMarking = event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
    if (event->button() == Qt::LeftButton && index.isValid() && m_entities->isEntity(index.row()) && isControl && !isMarking && m_isEditable &&
        index == currentIndex() && EntityRowDelegate::controlIn(visualRect(index)).contains(event->position().toPoint()))
        activate();
}

void EntityTable::contextMenuEvent(QContextMenuEvent *event)
{
    QModelIndex index = currentIndex();
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        index = indexAt(viewport()->mapFromGlobal(at));
        if (index.isValid() && !selectionModel()->isSelected(index))
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    } else if (index.isValid()) {
        scrollTo(index);
        at = viewport()->mapToGlobal(visualRect(index).bottomLeft());
    }
    if (index.isValid())
        Q_EMIT menuRequested(at);
}

void EntityTable::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    setHoverRow(rowAt(event->position().toPoint().y()));
}

void EntityTable::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setHoverRow(-1);
}

void EntityTable::setHoverRow(int row)
{
    if (row == m_delegate->hoverRow())
        return;
    m_delegate->setHoverRow(row);
    viewport()->update();
}

void EntityTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void EntityTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        measure();
}

void EntityTable::measure()
{
    verticalHeader()->setMinimumSectionSize(scaled(24));
    verticalHeader()->setDefaultSectionSize(scaled(32));
    horizontalHeader()->setMinimumSectionSize(scaled(36));
    horizontalHeader()->setFixedHeight(scaled(32));
    fitColumns();
    Q_EMIT wholeHeightChanged();
}

void EntityTable::fitColumns()
{
    const int wide = viewport()->width();
    if (wide <= 0)
        return;
    const bool hasTenants = m_entities->entities()->summary().tenants.size() > 1;
    const bool isByNode = m_entities->orientation() == EntityFilterModel::Orientation::ByNode;
    const EntityWidths widths = entityWidths(wide * 100 / scaled(100), hasTenants, isByNode);
    int left = wide;
    for (int column = EntitiesModel::KindColumn; column < EntitiesModel::ColumnCount; ++column) {
        const int width = scaled(widths[static_cast<size_t>(column)]);
        setColumnHidden(column, width == 0);
        if (width > 0)
            setColumnWidth(column, width);
        left -= width;
    }
    setColumnWidth(EntitiesModel::NameColumn, std::max(left, scaled(36)));
}

void EntityTable::showOrientation()
{
    const bool isByNode = m_entities->orientation() == EntityFilterModel::Orientation::ByNode;
    setDragEnabled(isByNode && m_isEditable);
    setAcceptDrops(isByNode && m_isEditable);
    setDropIndicatorShown(false); // A node is lit as a whole.
    horizontalHeader()->setSortIndicator(m_entities->sortColumn(), m_entities->sortOrder());
    fitColumns();
}

} // namespace muster
