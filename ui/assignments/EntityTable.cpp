// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityTable.h"

#include "core/mirror/StagedPins.h"
#include "ui/assignments/EntityRowDelegate.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace muster {

namespace {

//! Widths of the columns, px at scale 1; the entity takes what is left.
constexpr int kWidths[EntitiesModel::ColumnCount] = {0, 104, 96, 124, 216, 104, 156};
//! Below these widths of the table a column goes, for the rest to be read.
constexpr int kKindFrom = 860;
constexpr int kTenantFrom = 980;
constexpr int kNodeFrom = 620;
constexpr int kNameLeast = 132;
constexpr int kPinLeast = 128;
constexpr int kStateLeast = 120;

} // namespace

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
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_entities, signal, this, &EntityTable::wholeHeightChanged);
    connect(m_entities, &QAbstractItemModel::modelReset, this, &EntityTable::wholeHeightChanged);
    connect(m_pins, &StagedPins::changed, viewport(), qOverload<>(&QWidget::update));
    connect(m_entities->entities(), &EntitiesModel::summaryChanged, this, &EntityTable::fitColumns);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.column() != EntitiesModel::PinColumn && index.column() != EntitiesModel::ModeColumn)
            activate();
    });
    measure();
}

void EntityTable::setEditable(bool isEditable)
{
    m_isEditable = isEditable;
    m_delegate->setEditable(isEditable);
    viewport()->update();
}

int EntityTable::wholeHeight() const
{
    return horizontalHeader()->sizeHint().height() + verticalHeader()->defaultSectionSize() * m_entities->rowCount();
}

EntityRef EntityTable::currentEntity() const
{
    const int row = currentIndex().row();
    return row >= 0 && row < m_entities->rowCount() ? m_entities->stateAt(row).entity.ref : EntityRef();
}

QList<EntityRef> EntityTable::selectedEntities() const
{
    QList<int> rows;
    const QModelIndexList selected = selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows += index.row();
    std::ranges::sort(rows);
    QList<EntityRef> entities;
    for (const int row : std::as_const(rows))
        entities += m_entities->stateAt(row).entity.ref;
    if (entities.isEmpty() && !currentEntity().id.isEmpty())
        entities += currentEntity();
    return entities;
}

bool EntityTable::selectEntity(const EntityRef &entity)
{
    const int row = m_entities->rowOf(entity);
    if (row < 0)
        return false;
    const int column = currentIndex().isValid() ? currentIndex().column() : int(EntitiesModel::PinColumn);
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
    if (isPlain && (key == Qt::Key_J || key == Qt::Key_K)) {
        QKeyEvent arrow(event->type(), key == Qt::Key_J ? Qt::Key_Down : Qt::Key_Up, Qt::NoModifier);
        QTableView::keyPressEvent(&arrow);
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
    if (event->button() == Qt::LeftButton && index.isValid() && isControl && !isMarking && m_isEditable &&
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

//! All columns in the width there is: tenants go first, then what the icon or the state says as well, then pin and state give way.
void EntityTable::fitColumns()
{
    const int wide = viewport()->width();
    if (wide <= 0)
        return;
    const bool hasTenants = m_entities->entities()->summary().tenants.size() > 1;
    setColumnHidden(EntitiesModel::TenantColumn, !hasTenants || wide < scaled(kTenantFrom));
    setColumnHidden(EntitiesModel::KindColumn, wide < scaled(kKindFrom));
    setColumnHidden(EntitiesModel::NodeColumn, wide < scaled(kNodeFrom));
    int widths[EntitiesModel::ColumnCount];
    int left = wide;
    for (int column = EntitiesModel::KindColumn; column < EntitiesModel::ColumnCount; ++column) {
        widths[column] = isColumnHidden(column) ? 0 : scaled(kWidths[column]);
        left -= widths[column];
    }
    const auto give = [&](int column, int least) {
        const int wanted = scaled(kNameLeast) - left;
        const int given = std::clamp(wanted, 0, std::max(0, widths[column] - scaled(least)));
        widths[column] -= given;
        left += given;
    };
    give(EntitiesModel::PinColumn, kPinLeast);
    give(EntitiesModel::StateColumn, kStateLeast);
    // Wide windows give their room to what is long: names and sentences.
    const int spare = std::max(0, left - scaled(280));
    widths[EntitiesModel::StateColumn] += spare / 2;
    left -= spare / 2;
    setColumnWidth(EntitiesModel::NameColumn, std::max(left, scaled(72)));
    for (int column = EntitiesModel::KindColumn; column < EntitiesModel::ColumnCount; ++column) {
        if (!isColumnHidden(column))
            setColumnWidth(column, widths[column]);
    }
}

} // namespace muster
