// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/ClusterView.h"

#include "core/settings/Settings.h"
#include "ui/assignments/AssignmentsPage.h"
#include "ui/events/EventsPage.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobsPage.h"
#include "ui/kit/CallerText.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/StatusText.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/queues/QueuesPage.h"
#include "ui/shell/DetailDrawer.h"
#include "ui/shell/Header.h"
#include "ui/shell/LinkChip.h"
#include "ui/shell/LinkRibbon.h"
#include "ui/shell/NoticeBanner.h"
#include "ui/shell/SessionRestore.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/SidebarItem.h"
#include "ui/shell/Stage.h"
#include "ui/shell/StatusBar.h"

#include <QEvent>
#include <QStackedWidget>

#include <utility>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr QLatin1StringView kNodePlace{"node:"};

} // namespace

ClusterView::ClusterView(MainWindow &window, Settings &settings, const OpenCluster &cluster,
                         std::unique_ptr<ClusterSession> session)
    : m_window(window), m_settings(settings), m_cluster(cluster), m_session(std::move(session))
{
    m_nodes.setSession(m_session.get());
    m_entities.setSession(m_session.get());
    m_places = new QStackedWidget(&window);
    m_page = new NodesPage(&m_nodes, m_places);
    m_events = new EventsPage(m_session.get(), m_places);
    m_places->addWidget(m_page);
    m_places->addWidget(m_events);
    m_sides = new QStackedWidget(&window);
    m_details = new NodeDetails(&m_nodes, m_page->actions(), m_sides);
    m_sides->addWidget(m_details);
    addAssignments();
    addJobs();
    addQueues();
    addAudit();
    m_window.setFace(cluster.face);
    m_window.showPage(m_places, MainWindow::Places::Shown);
    m_window.drawer()->setContent(m_sides);
    m_window.header()->setReadOnly(cluster.isReadOnly ? tr("This window only looks; changes are off.") : QString());
    addNodeActions();
    addEventActions();
    connectPage();
    addSteps();
    connectSession();
    restore();
    if (const NodeBoard *board = m_page->findChild<NodeBoard *>())
        board->viewport()->installEventFilter(this);
    showPlace(Place::Nodes);
    m_session->start();
    showLink();
    showCounts();
    gateActions();
}

ClusterView::~ClusterView()
{
    remember();
    // What they say while they end is not for the window any more.
    m_session->disconnect(this);
    m_nodes.disconnect(this);
    m_entities.disconnect(this);
    m_assignments->disconnect(this);
    m_jobs->disconnect(this);
    m_jobs->actions()->disconnect(this);
    m_jobs->actions()->verbs()->disconnect(this);
    m_jobs->queues()->disconnect(this);
    m_queues->disconnect(this);
    m_queues->actions()->verbs()->disconnect(this);
    m_page->disconnect(this);
    m_events->disconnect(this);
    m_window.setEscapeSteps({});
    m_window.stage()->setDrawerOpen(false);
    // The page and the drawer look at our model: they go first.
    m_window.drawer()->setContent(nullptr);
    delete m_sides;
    delete m_queues; // It looks at what the page of jobs keeps.
    delete m_places;
    m_window.ribbon()->setContent({});
    m_window.notices()->setNotices({});
    m_window.status()->setSelection({});
    m_window.status()->setTraffic({});
    m_window.status()->setActivity({});
    m_window.header()->setReadOnly({});
    m_window.header()->setBound({}, {});
    m_nodes.setSession(nullptr);
    m_entities.setSession(nullptr);
}

void ClusterView::addNodeActions()
{
    QAction *open = addNodeAction(ActionGroup::Nodes, tr("Open in the drawer"), {}, "sidebar"_L1);
    m_ping = addNodeAction(ActionGroup::Nodes, tr("Ping"), {u"P"_s}, "ping"_L1);
    addDrainActions();
    m_restart = addNodeAction(ActionGroup::Nodes, tr("Restart agents…"), {u"R"_s}, "restart"_L1);
    m_remove = addNodeAction(ActionGroup::Nodes, tr("Remove…"), {u"Del"_s}, "trash"_L1);
    QAction *copy = addNodeAction(ActionGroup::Nodes, tr("Copy node ids"), {u"Ctrl+Shift+I"_s}, "copy"_L1);
    QAction *cards = addNodeAction(ActionGroup::View, tr("Cards"), {u"Ctrl+Alt+1"_s}, "cards"_L1);
    QAction *table = addNodeAction(ActionGroup::View, tr("Table"), {u"Ctrl+Alt+2"_s}, "table"_L1);
    for (QAction *anywhere : {cards, table})
        anywhere->setShortcutContext(Qt::WindowShortcut);
    connect(open, &QAction::triggered, this, [this] { openNode(m_page->currentNode()); });
    connect(m_ping, &QAction::triggered, this, [this] {
        for (const NodeId &node : m_page->selectedNodes())
            m_page->actions()->ping(node);
    });
    connect(m_restart, &QAction::triggered, this,
            [this] { m_page->actions()->restartAgents(m_page->selectedNodes()); });
    connect(m_remove, &QAction::triggered, this, [this] { m_page->actions()->remove(m_page->selectedNodes()); });
    connect(copy, &QAction::triggered, this, [this] { m_page->actions()->copyIds(m_page->selectedNodes()); });
    for (const auto &[action, view] : {std::pair{cards, NodesPage::Cards}, std::pair{table, NodesPage::Table}}) {
        connect(action, &QAction::triggered, this, [this, view = view] {
            showPlace(Place::Nodes);
            m_page->setView(view);
        });
    }
}

//! The verbs that close nodes for work, and the way to their logs.
void ClusterView::addDrainActions()
{
    m_cordon = addNodeAction(ActionGroup::Nodes, tr("Cordon or uncordon"), {u"C"_s}, "cordon"_L1);
    m_drain = addNodeAction(ActionGroup::Nodes, tr("Drain…"), {u"D"_s}, "drain"_L1);
    m_stopDrain = addNodeAction(ActionGroup::Nodes, tr("Stop drain"), {}, "stop"_L1);
    QAction *logs = addNodeAction(ActionGroup::Nodes, tr("Logs of the node"), {u"L"_s}, "logs"_L1);
    connect(m_cordon, &QAction::triggered, this, [this] { m_page->actions()->toggleCordon(m_page->selectedNodes()); });
    connect(m_drain, &QAction::triggered, this, [this] { m_page->actions()->drain(m_page->selectedNodes()); });
    connect(m_stopDrain, &QAction::triggered, this, [this] { m_page->actions()->stopDrain(m_page->selectedNodes()); });
    connect(logs, &QAction::triggered, this, [this] {
        openNode(m_page->currentNode());
        m_details->setTab(NodeDetails::LogsTab);
    });
}

void ClusterView::connectPage()
{
    connect(m_page, &NodesPage::openRequested, this, &ClusterView::openNode);
    connect(m_page->actions(), &NodeActions::openRequested, this, &ClusterView::openNode);
    connect(m_page, &NodesPage::currentChanged, this, [this](const NodeId &node) {
        if (m_window.stage()->isDrawerOpen() && m_sides->currentWidget() == m_details && !node.isEmpty())
            m_details->setNode(node);
    });
    connect(m_page, &NodesPage::selectionChanged, this, &ClusterView::showSelection);
    connect(m_page, &NodesPage::addWorkerRequested, this, &ClusterView::addWorkerWanted);
    connect(m_page->actions(), &NodeActions::refusalChanged, this, &ClusterView::gateActions);
    connect(m_details, &NodeDetails::closeRequested, this, &ClusterView::closeDrawer);
    connect(m_details, &NodeDetails::previousRequested, this, [this] { m_page->step(-1); });
    connect(m_details, &NodeDetails::nextRequested, this, [this] { m_page->step(1); });
    connect(m_events, &EventsPage::openRequested, this, &ClusterView::openNode);
}

void ClusterView::connectSession()
{
    ClusterSession *session = m_session.get();
    connect(session, &ClusterSession::linkChanged, this, [this] {
        showLink();
        gateActions();
    });
    connect(session, &ClusterSession::ticked, this, &ClusterView::showLink);
    connect(session, &ClusterSession::featuresChanged, this, &ClusterView::gateActions);
    connect(session, &ClusterSession::synced, this, &ClusterView::showCounts);
    connect(session, &ClusterSession::factsChanged, this, &ClusterView::showFacts);
    watchNetwork();
    connect(&m_nodes, &NodesModel::summaryChanged, this, &ClusterView::showCounts);
    connect(&session->commands(), &CommandLog::added, this, &ClusterView::showCommands);
    connect(&session->commands(), &CommandLog::finished, this, &ClusterView::showCommands);
    connect(m_window.actions()->action(ShellAction::RetryLink), &QAction::triggered, session,
            &ClusterSession::retryNow);
    connect(m_window.actions()->action(ShellAction::Resync), &QAction::triggered, session, &ClusterSession::retryNow);
}

void ClusterView::showFacts()
{
    const ClusterFacts &facts = m_session->facts();
    m_window.notices()->setNotices(facts.notices);
    m_window.header()->setBound(boundText(facts.callerTenants), boundMeaning(facts.callerTenants));
}

//! A line that ends on this machine does not care which network the machine is in.
void ClusterView::watchNetwork()
{
    if (!m_cluster.profile || isLoopbackHost(m_cluster.profile->address.url.host()))
        return;
    connect(&m_network, &NetworkWatch::changed, m_session.get(),
            [this] { m_session->doubtLink(GapCause::NetworkChanged); });
    (void)m_network.start(); // Without it silence is the only sign.
}

void ClusterView::restore()
{
    const RememberedView view = SessionRestore(m_settings).view(m_cluster.scope);
    m_window.drawer()->setWantedWidth(view.drawerWidth);
    const QByteArray state = QByteArray::fromBase64(view.pageState.value("nodes"_L1).toString().toLatin1());
    if (!state.isEmpty())
        m_page->restoreState(state);
    m_assignments->restoreState(view.pageState.value("assignments"_L1).toString());
    m_jobs->restoreState(view.pageState.value("jobs"_L1).toString());
    m_events->restoreState(view.pageState.value("events"_L1).toString());
    m_nodeToOpen = view.node;
}

void ClusterView::remember()
{
    if (!m_remembers)
        return;
    RememberedView view;
    view.drawerWidth = m_window.drawer()->wantedWidth();
    if (m_window.stage()->isDrawerOpen() && m_sides->currentWidget() == m_details)
        view.node = m_details->node().text();
    view.pageState.insert(u"nodes"_s, QString::fromLatin1(m_page->saveState().toBase64()));
    view.pageState.insert(u"assignments"_s, m_assignments->saveState());
    view.pageState.insert(u"jobs"_s, m_jobs->saveState());
    view.pageState.insert(u"events"_s, m_events->saveState());
    SessionRestore(m_settings).saveView(m_cluster.scope, view);
}

QList<Node> ClusterView::nodeList() const
{
    QList<Node> nodes;
    nodes.reserve(m_nodes.rowCount());
    for (int row = 0; row < m_nodes.rowCount(); ++row)
        nodes.append(m_nodes.nodeAt(row));
    return nodes;
}

QList<ChooserRow> ClusterView::placeRows() const
{
    QList<ChooserRow> rows;
    for (int row = 0; row < m_nodes.rowCount(); ++row) {
        const Node &node = m_nodes.nodeAt(row);
        const NodeStatus status = m_nodes.statusAt(row);
        rows.append({.id = kNodePlace + node.id().text(),
                     .group = tr("Nodes"),
                     .icon = statusIcon(status),
                     .face = {},
                     .title = node.who.name.isEmpty() ? node.id().text() : node.who.name,
                     .detail = u"%1, %2"_s.arg(statusWord(status), node.who.address),
                     .keys = {},
                     .refusal = {},
                     .isCurrent = false,
                     .status = status});
    }
    return rows + entityRows();
}

bool ClusterView::eventFilter(QObject *watched, QEvent *event)
{
    const bool isCard = event->type() == QEvent::Paint && m_page->filter()->rowCount() > 0;
    if (isCard && !std::exchange(m_isFirstCardPainted, true)) {
        watched->removeEventFilter(this);
        // Queued: this event is about to be painted, the signal says that it was.
        QMetaObject::invokeMethod(this, &ClusterView::firstCardPainted, Qt::QueuedConnection);
    }
    return false;
}

} // namespace muster
