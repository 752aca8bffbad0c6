// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeDetails.h"

#include "core/domain/NodeJson.h"
#include "ui/kit/Button.h"
#include "ui/kit/Chip.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/TabStrip.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeCardContent.h"
#include "ui/nodes/NodeEvents.h"
#include "ui/nodes/NodeSummary.h"

#include <QJsonDocument>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

enum Tab { SummaryTab, EventsTab, RawTab };
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
    : QWidget(parent), m_nodes(nodes), m_actions(actions), m_tabs(new TabStrip(tr("Parts of the node"), this)),
      m_pages(new QStackedLayout), m_summary(new NodeSummary(this)), m_events(new NodeEvents(this)),
      m_raw(new QPlainTextEdit(this))
{
    setAccessibleName(tr("Node"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    auto *strip = new Panel(&Tokens::surface, this);
    strip->setHairlines(Qt::BottomEdge);
    auto *tabs = new QHBoxLayout(strip);
    tabs->setContentsMargins(scaled(16), 0, scaled(16), 0);
    for (const QString &tab : {tr("Summary"), tr("Events"), tr("Raw")})
        m_tabs->addTab(tab);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    layout->addWidget(strip);
    m_raw->setReadOnly(true);
    m_raw->setFrameShape(QFrame::NoFrame);
    m_raw->setFont(fontOf(Type::Mono));
    m_raw->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_raw->setAccessibleName(tr("The node as JSON"));
    m_raw->document()->setDocumentMargin(scaled(12));
    for (QWidget *page : {static_cast<QWidget *>(m_summary), static_cast<QWidget *>(m_events), static_cast<QWidget *>(m_raw)})
        m_pages->addWidget(page);
    layout->addLayout(m_pages, 1);
    layout->addWidget(makeFoot());
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        refresh();
    });
    const auto refreshIfSeen = [this] { isVisible() ? refresh() : void(); };
    connect(m_nodes, &NodesModel::applied, this, refreshIfSeen);
    connect(m_nodes, &NodesModel::agesChanged, this, refreshIfSeen); // Nothing is applied while the link is lost.
    connect(m_nodes, &NodesModel::modelReset, this, &NodeDetails::refresh);
    connect(m_nodes, &NodesModel::linkChanged, this, &NodeDetails::refresh);
    connect(m_actions, &NodeActions::refusalChanged, this, &NodeDetails::showRefusals);
    connect(m_actions, &NodeActions::answered, this, [this](const NodeId &node, const QString &text) {
        m_answer->setText(node == m_node ? text : QString());
        m_answer->setVisible(node == m_node);
    });
    connect(m_actions, &NodeActions::failed, this, [this](const NodeId &node, const Error &error) {
        if (node == m_node)
            m_error->show(error);
    });
    showRefusals();
}

QWidget *NodeDetails::makeHead()
{
    auto *head = new Panel(&Tokens::surface, this);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(scaled(16), scaled(12), scaled(8), scaled(4));
    layout->setSpacing(scaled(4));
    auto *first = new QHBoxLayout;
    first->setSpacing(scaled(8));
    m_shape = new QLabel(head);
    m_shape->setAccessibleName(tr("Status"));
    m_name = new PlainLabel(Type::Title, &Tokens::text, head);
    m_star = new IconLabel("leader"_L1, 16, &Tokens::text2, head);
    m_star->setAccessibleName(tr("Serves the control plane"));
    m_star->setToolTip(tr("Serves the control plane"));
    m_role = new Chip({}, Chip::Kind::Neutral, head);
    auto *copy = new IconButton("copy"_L1, tr("Copy node id"), head);
    auto *close = new IconButton("close"_L1, tr("Close"), head);
    close->setName(tr("Close"), tr("Esc"));
    first->addWidget(m_shape);
    first->addWidget(m_name);
    first->addWidget(m_star);
    first->addWidget(m_role);
    first->addStretch(1);
    for (IconButton *button : {copy, close}) {
        button->setIconPixels(18);
        first->addWidget(button);
    }
    layout->addLayout(first);
    auto *second = new QHBoxLayout;
    second->setSpacing(scaled(8));
    m_status = new StatusChip(head);
    m_age = new PlainLabel(Type::Small, &Tokens::text2, head);
    second->addWidget(m_status);
    second->addWidget(m_age, 1);
    layout->addLayout(second);
    connect(copy, &QToolButton::clicked, this, [this] { m_actions->copyIds({m_node}); });
    connect(close, &QToolButton::clicked, this, &NodeDetails::closeRequested);
    return head;
}

QWidget *NodeDetails::makeFoot()
{
    auto *foot = new Panel(&Tokens::surface, this);
    foot->setHairlines(Qt::TopEdge);
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    layout->setSpacing(scaled(8));
    layout->addWidget(m_error = new InlineError(foot));
    m_refusal = new QWidget(foot);
    auto *refusal = new QHBoxLayout(m_refusal);
    refusal->setContentsMargins(0, 0, 0, 0);
    refusal->setSpacing(scaled(6));
    refusal->addWidget(new IconLabel("unlink"_L1, 16, &Tokens::text2, m_refusal));
    refusal->addWidget(m_reason = new PlainLabel(Type::Small, &Tokens::text2, m_refusal), 1);
    layout->addWidget(m_refusal);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    m_ping = new Button(tr("Ping"), ButtonKind::Secondary, foot);
    m_restart = new Button(tr("Restart…"), ButtonKind::Secondary, foot);
    m_restart->setAccessibleName(tr("Restart its agents"));
    m_remove = new Button(tr("Remove…"), ButtonKind::Danger, foot);
    m_answer = new PlainLabel(Type::Small, &Tokens::text2, foot);
    m_answer->setVisible(false);
    for (Button *button : {m_ping, m_restart, m_remove})
        button->setPadding(9);
    m_answer->setWraps(true);
    buttons->addWidget(m_ping);
    buttons->addWidget(m_restart);
    buttons->addStretch(1);
    buttons->addWidget(m_remove);
    layout->addWidget(m_answer);
    layout->addLayout(buttons);
    connect(m_ping, &QPushButton::clicked, this, [this] {
        m_error->clear();
        m_answer->setText(tr("asking…"));
        m_answer->setVisible(true);
        m_actions->ping(m_node);
    });
    connect(m_restart, &QPushButton::clicked, this, [this] { m_actions->restartAgents({m_node}); });
    connect(m_remove, &QPushButton::clicked, this, [this] { m_actions->remove({m_node}); });
    return foot;
}

void NodeDetails::setNode(const NodeId &node)
{
    if (node == m_node)
        return;
    m_node = node;
    m_answer->setVisible(false);
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
    const ClusterSession *session = m_nodes->session();
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
    if (tab() == SummaryTab) {
        const bool isDown = session && !session->isLive();
        const NodeHistory history = m_nodes->historyAt(row);
        m_summary->show({.node = node,
                         .shown = shown,
                         .history = history,
                         .majority = m_nodes->majorityVersion(),
                         .now = m_nodes->now(),
                         .asOf = isDown ? session->lastLiveAt() : std::nullopt});
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
    m_age->setText(m_node.isEmpty() ? QString() : tr("no longer in this cluster"));
}

void NodeDetails::showRefusals()
{
    m_ping->setRefusal(m_actions->refusal(Feature::Ping));
    m_restart->setRefusal(m_actions->refusal(Feature::Restart, {m_node}));
    m_remove->setRefusal(m_actions->refusal(Feature::Remove));
    m_reason->setText(m_actions->standingRefusal());
    if (m_reason->text().isEmpty() && !m_ping->isEnabled() && !m_restart->isEnabled() && !m_remove->isEnabled())
        m_reason->setText(tr("Nothing here can be changed from this console."));
    m_refusal->setVisible(!m_reason->text().isEmpty());
}

} // namespace muster
