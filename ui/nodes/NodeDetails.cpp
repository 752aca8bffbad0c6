// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeDetails.h"

#include "core/domain/NodeJson.h"
#include "core/mirror/DrainOutlook.h"
#include "ui/kit/Button.h"
#include "ui/kit/Chip.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/TabStrip.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeAgents.h"
#include "ui/nodes/NodeCardContent.h"
#include "ui/nodes/NodeEvents.h"
#include "ui/nodes/NodeLogs.h"
#include "ui/nodes/NodeStanding.h"
#include "ui/nodes/NodeSummary.h"

#include <QJsonDocument>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kEventsShown = 200; // Of one node; the events page has the rest.

QString ageText(const Node &node, const ShownStatus &shown)
{
    if (!shown.age || shown.status == NodeStatus::Joining)
        return node.lastBeatAt ? QString() : NodeDetails::tr("no heartbeat yet");
    const QString age = shortAge(*shown.age);
    if (shown.isAsOf || shown.status == NodeStatus::Offline || shown.status == NodeStatus::Unknown)
        return NodeDetails::tr("last beat %1 ago").arg(age);
    return node.beatInterval.count() > 0 ? NodeDetails::tr("beat %1 ago (every %2)").arg(age, shortSpan(node.beatInterval))
                                         : NodeDetails::tr("beat %1 ago").arg(age);
}

} // namespace

NodeDetails::NodeDetails(NodesModel *nodes, NodeActions *actions, QWidget *parent)
    : QWidget(parent), m_nodes(nodes), m_actions(actions), m_work(nodes->session()), m_tabs(new TabStrip(tr("Parts of the node"), this)),
      m_pages(new QStackedLayout), m_standing(new NodeStanding(this)), m_summary(new NodeSummary(this)),
      m_agents(new NodeAgents(this)), m_logs(new NodeLogs(nodes->session(), this)), m_events(new NodeEvents(this)),
      m_raw(new QPlainTextEdit(this))
{
    setAccessibleName(tr("Node"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    addTabs(layout);
    layout->addWidget(m_standing);
    layout->addLayout(m_pages, 1);
    layout->addWidget(makeFoot());
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        refresh();
    });
    const auto refreshIfSeen = [this] { isVisible() ? refresh() : void(); };
    connect(m_nodes, &NodesModel::applied, this, refreshIfSeen);
    connect(m_nodes, &NodesModel::agesChanged, this, refreshIfSeen); // Nothing is applied while the link is lost.
    connect(&m_work, &DrainWork::changed, this, refreshIfSeen);
    connect(m_nodes, &NodesModel::modelReset, this, &NodeDetails::refresh);
    connect(m_nodes, &NodesModel::linkChanged, this, &NodeDetails::refresh);
    connectVerbs();
    showRefusals();
}

void NodeDetails::setNode(const NodeId &node)
{
    if (node == m_node)
        return;
    m_node = node;
    sayAnswer({});
    m_error->clear();
    m_summary->verticalScrollBar()->setValue(0);
    showRefusals();
    refresh();
}

int NodeDetails::tab() const
{
    return m_tabs->currentIndex();
}

void NodeDetails::setTab(int index)
{
    m_tabs->setCurrentIndex(qBound(0, index, m_tabs->count() - 1));
}

QSize NodeDetails::sizeHint() const
{
    return {scaled(360), scaled(600)};
}

void NodeDetails::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else if (event->key() == Qt::Key_BracketLeft)
        Q_EMIT previousRequested();
    else if (event->key() == Qt::Key_BracketRight)
        Q_EMIT nextRequested();
    else if (event->key() == Qt::Key_Tab && event->modifiers() & Qt::ControlModifier)
        setTab((tab() + 1) % m_tabs->count());
    else
        QWidget::keyPressEvent(event);
}

void NodeDetails::showEvent(QShowEvent *event)
{
    refresh();
    QWidget::showEvent(event);
}

void NodeDetails::hideEvent(QHideEvent *event)
{
    m_work.look({});
    QWidget::hideEvent(event);
}

void NodeDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_error)
        refresh(); // The shape is a picture in the colour of its status.
}

void NodeDetails::refresh()
{
    const int row = m_nodes->rowOf(m_node);
    if (row < 0) {
        showGone();
        return;
    }
    const Node &node = m_nodes->nodeAt(row);
    const ShownStatus shown = m_nodes->shownAt(row);
    const QString name = node.who.name.isEmpty() ? node.who.id.text() : node.who.name;
    setAccessibleName(tr("Node %1").arg(name));
    m_shape->setPixmap(iconPixmap(statusIcon(shown.status), scaled(20), statusColor(shown.status).fg, devicePixelRatioF()));
    m_name->setText(name);
    m_star->setVisible(m_nodes->isOwner(row));
    m_role->setText(wordOf(node.who.role));
    m_role->setVisible(true);
    m_status->setVisible(true);
    m_status->setStatus(shown.status, statusChipText(statusWordsOf(node, shown)));
    m_age->setText(ageText(node, shown));
    refreshStanding(node, shown);
    const QString cordon = m_actions->areCordoned({m_node}) ? tr("Uncordon") : tr("Cordon");
    if (m_cordon->text() != cordon) {
        m_cordon->setText(cordon);
        fitFoot();
    }
    refreshTab(row);
}

//! What is pinned to the node shown, by name.
QList<NodePin> NodeDetails::pins(const Node &node) const
{
    QList<NodePin> found;
    const ClusterSession *session = m_nodes->session();
    const EntitySlots *entities = session ? &session->mirror().entities() : nullptr;
    for (int slot = 0; entities && slot < entities->slotCount(); ++slot) {
        const EntityState &state = entities->state(slot);
        if (!state.assignment || state.assignment->node != m_node)
            continue;
        const QString ref = state.entity.ref.text();
        const bool runs = std::ranges::any_of(node.agents, [&ref](const Agent &agent) { return agent.id == ref; });
        found += {state.entity.ref, state.entity.name(), state.assignment->mode, state.placement.waiting.has_value(), runs, waitsAnyway(state.placement)};
    }
    std::ranges::sort(found, [](const NodePin &a, const NodePin &b) { return a.name.compare(b.name, Qt::CaseInsensitive) < 0; });
    return found;
}

void NodeDetails::refreshStanding(const Node &node, const ShownStatus &shown)
{
    const bool isDraining = node.drain && node.status != NodeStatus::Drained;
    m_work.look(isDraining && isVisible() ? QList<NodeId>{m_node} : QList<NodeId>());
    const bool isShut = node.cordoned || isDraining || node.status == NodeStatus::Drained;
    QStringList waiting;
    for (const NodePin &pin : isShut ? pins(node) : QList<NodePin>())
        waiting += pin.waits && !pin.waitsAnyway ? QStringList{pin.name} : QStringList();
    m_standing->show(node, shown, m_work, waiting, m_nodes->now());
}

void NodeDetails::refreshTab(int row)
{
    const Node &node = m_nodes->nodeAt(row);
    const ShownStatus shown = m_nodes->shownAt(row);
    const ClusterSession *session = m_nodes->session();
    if (tab() == SummaryTab) {
        const bool isDown = session && !session->isLive();
        const NodeHistory history = m_nodes->historyAt(row);
        m_summary->show({.node = node,
                         .shown = shown,
                         .history = history,
                         .majority = m_nodes->majorityVersion(),
                         .now = m_nodes->now(),
                         .asOf = isDown ? session->lastLiveAt() : std::nullopt,
                         .isPartial = m_nodes->isPartial(),
                         .pins = pins(node)});
    } else if (tab() == AgentsTab && session) {
        m_agents->show(node, shown, session->mirror());
    } else if (tab() == LogsTab) {
        m_logs->show(node);
    } else if (tab() == EventsTab && session) {
        m_events->show(session->mirror().eventsOf(m_node, kEventsShown));
    } else if (tab() == RawTab) {
        const QString json = QString::fromUtf8(QJsonDocument(toJson(node, m_nodes->now())).toJson(QJsonDocument::Indented));
        // A beat must not throw the reader back to the top, nor lose what is marked.
        if (json != m_raw->toPlainText() && !m_raw->textCursor().hasSelection()) {
            const int at = m_raw->verticalScrollBar()->value();
            m_raw->setPlainText(json);
            m_raw->verticalScrollBar()->setValue(at);
        }
    }
}

void NodeDetails::showGone()
{
    m_name->setText(m_node.isEmpty() ? QString() : m_node.text());
    m_star->setVisible(false);
    m_role->setVisible(false);
    m_status->setVisible(false);
    m_shape->clear();
    m_standing->hide();
    m_age->setText(m_node.isEmpty() ? QString() : tr("no longer in this cluster"));
}

void NodeDetails::showRefusals()
{
    m_ping->setRefusal(m_actions->refusal(Feature::Ping));
    const QString work = m_actions->refusal(Feature::Cordon);
    m_cordon->setRefusal(work);
    m_drain->setRefusal(work);
    m_standing->setRefusal(work);
    m_restart->setRefusal(m_actions->refusal(Feature::Restart));
    m_agents->setRefusal(m_actions->refusal(Feature::Restart));
    m_reason->setText(m_actions->standingRefusal());
    if (m_reason->text().isEmpty() && !m_cordon->isEnabled() && !m_ping->isEnabled() && !m_restart->isEnabled() && !m_actions->refusal(Feature::Remove).isEmpty())
        m_reason->setText(tr("Nothing here can be changed from this console."));
    m_refusal->setVisible(!m_reason->text().isEmpty());
}

} // namespace muster
