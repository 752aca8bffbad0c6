// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeTable.h"

#include "core/mirror/NodeFilterModel.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeColumns.h"
#include "ui/nodes/NodeRowDelegate.h"
#include "ui/nodes/NodeTableHead.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace muster {

namespace {

constexpr int kStateVersion = 2; // Of saveColumns(); grows when columns change places in NodesModel.

// The widest column that gives the rest its place: names grow with the window.
constexpr int kStretching = NodesModel::NameColumn;

} // namespace

NodeTable::NodeTable(NodeFilterModel *nodes, QWidget *parent) : QTableView(parent), m_nodes(nodes)
{
    setModel(nodes);
    setItemDelegate(new NodeRowDelegate(this));
    setAccessibleName(tr("Nodes as a table"));
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
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto *head = new NodeTableHead(this);
    setHorizontalHeader(head);
    head->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(head, &NodeTableHead::markAllRequested, this, [this] {
        const bool all = selectionModel()->selectedRows().size() == m_nodes->rowCount();
        all ? clearSelection() : selectAll();
    });
    resetColumns();
    measure();
    connect(head, &QHeaderView::customContextMenuRequested, this,
            [this, head](const QPoint &at) { showHeadMenu(head->mapToGlobal(at)); });
    connect(head, &QHeaderView::sectionClicked, this, [this](int column) {
        const bool again = m_nodes->sortColumn() == column && m_nodes->sortOrder() == Qt::AscendingOrder;
        m_nodes->sort(column, again ? Qt::DescendingOrder : Qt::AscendingOrder);
        horizontalHeader()->setSortIndicator(column, m_nodes->sortOrder());
    });
    connect(head, &QHeaderView::sectionHandleDoubleClicked, this, &QTableView::resizeColumnToContents);
    connect(m_nodes, &QAbstractItemModel::layoutChanged, this,
            [this] { horizontalHeader()->setSortIndicator(m_nodes->sortColumn(), m_nodes->sortOrder()); });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_nodes, signal, this, &NodeTable::wholeHeightChanged);
    connect(m_nodes, &QAbstractItemModel::modelReset, this, &NodeTable::wholeHeightChanged);
    connect(this, &QTableView::doubleClicked, this, &NodeTable::openCurrent);
    // The words of a status hold an age, too.
    connect(nodes->nodes(), &NodesModel::agesChanged, viewport(), qOverload<>(&QWidget::update));
}

QByteArray NodeTable::saveColumns() const
{
    QByteArray state = horizontalHeader()->saveState();
    return state.prepend(static_cast<char>(kStateVersion));
}

bool NodeTable::restoreColumns(const QByteArray &state)
{
    if (state.isEmpty() || state.at(0) != kStateVersion)
        return false;
    const bool restored = horizontalHeader()->restoreState(state.mid(1));
    horizontalHeader()->setSortIndicator(m_nodes->sortColumn(), m_nodes->sortOrder());
    return restored;
}

void NodeTable::resetColumns()
{
    QHeaderView *head = horizontalHeader();
    for (int column = 0; column < NodesModel::ColumnCount; ++column) {
        const auto which = static_cast<NodesModel::Column>(column);
        head->moveSection(head->visualIndex(column), column);
        head->resizeSection(column, std::max(scaled(nodeColumnWidth(which)), nodeColumnLeastWidth(which)));
        head->setSectionHidden(column, !isColumnShownAtFirst(which));
    }
    head->setSectionResizeMode(QHeaderView::Interactive);
    head->setSectionResizeMode(kStretching, QHeaderView::Stretch);
    head->setSortIndicator(m_nodes->sortColumn(), m_nodes->sortOrder());
}

QList<QAction *> NodeTable::columnActions(QObject *parent)
{
    QList<QAction *> actions;
    for (int column = NodesModel::RoleColumn; column < NodesModel::ColumnCount; ++column) {
        auto *action = new QAction(nodeColumnTitle(static_cast<NodesModel::Column>(column)), parent);
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool isShown) { setColumnHidden(column, !isShown); });
        actions += action;
    }
    return actions;
}

int NodeTable::wholeHeight() const
{
    return horizontalHeader()->sizeHint().height() + verticalHeader()->defaultSectionSize() * m_nodes->rowCount();
}

QString NodeTable::selectedText() const
{
    QList<int> rows;
    const QModelIndexList selected = selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows += index.row();
    std::ranges::sort(rows);
    QStringList lines;
    for (const int row : std::as_const(rows)) {
        QStringList cells;
        const int source = m_nodes->mapToSource(m_nodes->index(row, 0)).row();
        for (int visual = 0; visual < NodesModel::ColumnCount; ++visual) {
            const int column = horizontalHeader()->logicalIndex(visual);
            if (!isColumnHidden(column))
                cells += nodeCellText(*m_nodes->nodes(), source, static_cast<NodesModel::Column>(column));
        }
        lines += cells.join(u'\t');
    }
    return lines.join(u'\n');
}

void NodeTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(selectedText());
        return;
    }
    const int key = listKeyOf(*event);
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        openCurrent();
        return;
    }
    if (key != event->key()) {
        QKeyEvent arrow(event->type(), key, Qt::NoModifier);
        QTableView::keyPressEvent(&arrow);
        return;
    }
    // Letters are commands here, not a search by typing.
    if (!event->text().isEmpty() && event->text().at(0).isPrint() && key != Qt::Key_Space) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

void NodeTable::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && index.column() == NodesModel::StatusColumn && event->button() == Qt::LeftButton) {
        const QRect box = NodeRowDelegate::checkBoxIn(visualRect(index), layoutDirection());
        if (box.adjusted(-6, -6, 6, 6).contains(event->position().toPoint())) {
            selectionModel()->select(index, QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
            return;
        }
    }
    QTableView::mousePressEvent(event);
}

void NodeTable::contextMenuEvent(QContextMenuEvent *event)
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

void NodeTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        measure();
}

void NodeTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    const qsizetype marked = selectionModel()->selectedRows().size();
    const Qt::CheckState state = marked == 0                     ? Qt::Unchecked
                                 : marked == m_nodes->rowCount() ? Qt::Checked
                                                                 : Qt::PartiallyChecked;
    if (auto *head = qobject_cast<NodeTableHead *>(horizontalHeader()))
        head->setMarked(state);
}

void NodeTable::measure()
{
    verticalHeader()->setMinimumSectionSize(scaled(24));
    verticalHeader()->setDefaultSectionSize(scaled(32));
    horizontalHeader()->setMinimumSectionSize(scaled(36));
    horizontalHeader()->setFixedHeight(scaled(32));
    Q_EMIT wholeHeightChanged();
}

void NodeTable::openCurrent()
{
    if (currentIndex().isValid())
        Q_EMIT openRequested(m_nodes->nodeAt(currentIndex().row()).id());
}

void NodeTable::showHeadMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(columnActions(menu));
    menu->addSeparator();
    menu->addAction(tr("Columns as at first"), this, &NodeTable::resetColumns);
    menu->popup(at);
}

} // namespace muster
