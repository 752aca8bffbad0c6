// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodesPage.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/AggregateLine.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeColumns.h"
#include "ui/nodes/NodeFilterBar.h"
#include "ui/nodes/NodeTable.h"
#include "ui/nodes/StatStrip.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kAutoTableAbove = 60; // Nodes; ux.md 3.2: cards stop helping there.
enum Place { CardsPlace, TablePlace, NoNodesPlace, NoMatchPlace };

} // namespace

NodesPage::NodesPage(NodesModel *nodes, QWidget *parent)
    : QWidget(parent), m_nodes(nodes), m_filter(new NodeFilterModel(this)), m_actions(new NodeActions(nodes, this))
{
    setAccessibleName(tr("Nodes"));
    m_filter->setSourceModel(nodes);
    QStringList titles;
    for (int column = 0; column < NodesModel::ColumnCount; ++column)
        titles += nodeColumnTitle(static_cast<NodesModel::Column>(column));
    nodes->setTitles(titles);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, scaled(16), 0, 0);
    layout->setSpacing(0);
    m_viewMenu = new QMenu(this);
    m_board = new NodeBoard(m_filter, this);
    m_selection = m_board->selectionModel();
    m_table = new NodeTable(m_filter, this);
    m_table->setSelectionModel(m_selection);
    const auto addRow = [&](QWidget *row, int below) {
        auto *padded = new QHBoxLayout;
        padded->setContentsMargins(scaled(16), 0, scaled(16), below);
        padded->addWidget(row);
        layout->addLayout(padded);
    };
    addRow(makeHead(), scaled(12));
    m_stats = new StatStrip(this);
    addRow(m_stats, scaled(12));
    m_bar = new NodeFilterBar(m_filter, m_viewMenu, this);
    addRow(m_bar, scaled(12) - NodeBoard::topInset());
    layout->addWidget(makeLists(), 1);
    makeViewMenu();
    connect(m_stats, &StatStrip::chosen, m_filter, &NodeFilterModel::setStatuses);
    connect(m_filter, &NodeFilterModel::filterChanged, this, [this] {
        m_stats->setChosen(m_filter->statuses());
        showState();
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &NodesPage::showState);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &NodesPage::showState);
    connect(m_nodes, &NodesModel::summaryChanged, this, &NodesPage::showCounts);
    connect(m_nodes, &QAbstractItemModel::modelReset, this, &NodesPage::showCounts);
    connect(m_actions, &NodeActions::refusalChanged, this, &NodesPage::showRefusals);
    connect(m_actions, &NodeActions::openRequested, this, &NodesPage::openRequested);
    connect(m_selection, &QItemSelectionModel::currentRowChanged, this,
            [this] { Q_EMIT currentChanged(currentNode()); });
    connect(m_selection, &QItemSelectionModel::selectionChanged, this,
            [this] { Q_EMIT selectionChanged(static_cast<int>(m_selection->selectedRows().size())); });
    orderTabs();
    showCounts();
    showRefusals();
}

QWidget *NodesPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(new PlainLabel(tr("Nodes"), Type::Title, &Tokens::text, head));
    m_count = new PlainLabel(Type::Body, &Tokens::text3, head);
    layout->addWidget(m_count);
    layout->addSpacing(scaled(8));
    m_aggregate = new AggregateLine(head);
    layout->addWidget(m_aggregate, 1);
    m_segments = new SegmentedControl(tr("Show nodes as"), head);
    m_segments->addPart("cards"_L1, tr("Cards"));
    m_segments->addPart("table"_L1, tr("Table"));
    layout->addWidget(m_segments);
    m_add = new Button("plus"_L1, tr("Add worker"), ButtonKind::Primary, head);
    layout->addWidget(m_add);
    head->setFixedHeight(scaled(32));
    connect(m_segments, &SegmentedControl::currentChanged, this, [this](int part) { setView(static_cast<View>(part)); });
    connect(m_add, &QPushButton::clicked, this, &NodesPage::addWorkerRequested);
    return head;
}

QWidget *NodesPage::makeLists()
{
    auto *lists = new QWidget(this);
    m_stack = new QStackedLayout(lists);
    auto *cards = new QWidget(lists);
    auto *cardsLayout = new QHBoxLayout(cards);
    // The view reaches past the page's padding by what its cells keep around cards, and by the scroll bar.
    cardsLayout->setContentsMargins(scaled(16) - NodeBoard::leftInset(), 0, 0, 0);
    cardsLayout->addWidget(m_board);
    m_tableGround = new QWidget(lists);
    auto *tableLayout = new QVBoxLayout(m_tableGround);
    tableLayout->setContentsMargins(scaled(16), NodeBoard::topInset(), scaled(16), scaled(16));
    tableLayout->setSpacing(0);
    m_tableFrame = new RoundedFrame(m_table, 10, &Tokens::canvas, m_tableGround);
    tableLayout->addWidget(m_tableFrame, 1);
    tableLayout->addStretch(0);
    m_noNodes = new EmptyState("nodes"_L1, tr("No nodes yet"),
                               tr("Your agents run on this machine. Add a worker to spread them."), lists);
    m_noMatch = new EmptyState("filter"_L1, tr("No node matches"), {}, lists);
    connect(m_noNodes->addAction(tr("Add worker"), ButtonKind::Secondary), &QPushButton::clicked, this,
            &NodesPage::addWorkerRequested);
    connect(m_noMatch->addAction(tr("Clear filter"), ButtonKind::Secondary), &QPushButton::clicked, m_bar,
            &NodeFilterBar::clearFilter);
    for (QWidget *place : {cards, m_tableGround, static_cast<QWidget *>(m_noNodes), static_cast<QWidget *>(m_noMatch)})
        m_stack->addWidget(place);
    for (QAbstractItemView *list : {static_cast<QAbstractItemView *>(m_board), static_cast<QAbstractItemView *>(m_table)}) {
        setFocusRadius(list, kNoFocusRing);
        list->installEventFilter(this);
        list->viewport()->installEventFilter(this);
    }
    connect(m_board, &NodeBoard::openRequested, this, &NodesPage::openRequested);
    connect(m_table, &NodeTable::openRequested, this, &NodesPage::openRequested);
    connect(m_board, &NodeBoard::menuRequested, this, &NodesPage::showMenu);
    connect(m_table, &NodeTable::menuRequested, this, &NodesPage::showMenu);
    connect(m_table, &NodeTable::wholeHeightChanged, this, &NodesPage::fitTable);
    return lists;
}

void NodesPage::makeViewMenu()
{
    auto *views = new QActionGroup(this);
    for (const auto &[text, which] : {std::pair{tr("Cards"), Cards}, std::pair{tr("Table"), Table}}) {
        QAction *action = m_viewMenu->addAction(text, this, [this, which = which] { setView(which); });
        action->setCheckable(true);
        views->addAction(action);
    }
    m_viewMenu->addSeparator();
    QMenu *columns = m_viewMenu->addMenu(tr("Columns of the table"));
    connect(columns, &QMenu::aboutToShow, this, [this, columns] {
        columns->clear();
        columns->addActions(m_table->columnActions(columns));
        columns->addSeparator();
        columns->addAction(tr("Columns as at first"), m_table, &NodeTable::resetColumns);
    });
    connect(m_viewMenu, &QMenu::aboutToShow, this, [views, this] { views->actions().at(view())->setChecked(true); });
}

NodesPage::View NodesPage::view() const
{
    return static_cast<View>(m_segments->current());
}

void NodesPage::setView(View view)
{
    m_choseView = true;
    m_segments->setCurrent(view);
    showState();
}

NodeId NodesPage::currentNode() const
{
    const QModelIndex index = m_selection->currentIndex();
    return index.isValid() && index.row() < m_filter->rowCount() ? m_filter->nodeAt(index.row()).id() : NodeId();
}

QList<NodeId> NodesPage::selectedNodes() const
{
    QList<int> rows;
    const QModelIndexList selected = m_selection->selectedRows();
    for (const QModelIndex &index : selected)
        rows += index.row();
    std::ranges::sort(rows);
    QList<NodeId> nodes;
    for (const int row : std::as_const(rows))
        nodes += m_filter->nodeAt(row).id();
    if (nodes.isEmpty() && !currentNode().isEmpty())
        nodes += currentNode();
    return nodes;
}

bool NodesPage::selectNode(const NodeId &node)
{
    const int row = m_filter->rowOf(node);
    if (row < 0)
        return false;
    const QModelIndex index = m_filter->index(row, NodesModel::NameColumn);
    m_selection->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_board->scrollTo(index);
    m_table->scrollTo(index);
    return true;
}

void NodesPage::step(int step)
{
    const int row = std::clamp(m_selection->currentIndex().row() + step, 0, m_filter->rowCount() - 1);
    if (row >= 0 && row < m_filter->rowCount())
        selectNode(m_filter->nodeAt(row).id());
}

void NodesPage::focusFilter()
{
    m_bar->field()->setFocus(Qt::ShortcutFocusReason);
    m_bar->field()->selectAll();
}

void NodesPage::focusList()
{
    QAbstractItemView *list = view() == Cards ? static_cast<QAbstractItemView *>(m_board) : m_table;
    list->setFocus(Qt::ShortcutFocusReason);
    if (!m_selection->currentIndex().isValid() && m_filter->rowCount() > 0)
        m_selection->setCurrentIndex(m_filter->index(0, NodesModel::NameColumn), QItemSelectionModel::NoUpdate);
}

bool NodesPage::knowsNodes() const
{
    const ClusterSession *session = m_nodes->session();
    return session && session->mirror().hasSnapshot();
}

void NodesPage::showCounts()
{
    const FleetSummary &summary = m_nodes->summary();
    // Before the first snapshot nothing is known, and nothing known is not zero.
    m_count->setText(knowsNodes() ? countText(summary.nodes) : QString());
    m_aggregate->setSummary(summary);
    m_stats->setSummary(summary);
    if (!m_choseView && summary.nodes > kAutoTableAbove) {
        m_segments->setCurrent(Table);
        m_choseView = false;
    }
    showState();
}

void NodesPage::showState()
{
    const bool hasRows = m_nodes->rowCount() > 0;
    const bool none = !hasRows && knowsNodes();
    const bool noMatch = hasRows && m_filter->rowCount() == 0;
    m_stats->setVisible(hasRows);
    m_bar->setVisible(hasRows);
    if (noMatch)
        m_noMatch->setText(tr("No node matches %1 (%2 hidden).").arg(m_bar->filterText()).arg(m_filter->hiddenCount()));
    m_stack->setCurrentIndex(none ? NoNodesPlace : noMatch ? NoMatchPlace : view() == Cards ? CardsPlace : TablePlace);
    fitTable();
}

void NodesPage::showRefusals()
{
    const ClusterSession *session = m_nodes->session();
    const bool takesNodes = session && session->features().testAnyFlags(Feature::Announce | Feature::Reach);
    QString refusal = tr("Not connected: changes are off.");
    if (session && session->isLive())
        refusal = takesNodes || !session->facts().callerTenants.isEmpty() ? NodeActions::callerRefusal(session->facts(), Feature::Reach)
                                                                          : tr("This cluster takes no workers.");
    for (Button *add : m_noNodes->findChildren<Button *>() + QList<Button *>{m_add})
        add->setRefusal(refusal);
}

void NodesPage::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fillMenu(menu, selectedNodes());
    menu->popup(at);
}

void NodesPage::fitTable()
{
    // A short table ends with its last row; a long one with the page.
    const int room = m_tableGround->height() - NodeBoard::topInset() - scaled(16);
    m_tableFrame->setMaximumHeight(std::max(scaled(64), std::min(room > 0 ? room : QWIDGETSIZE_MAX, m_table->wholeHeight() + 1)));
}

} // namespace muster
