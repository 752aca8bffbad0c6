// SPDX-License-Identifier: Apache-2.0
// How NodeDetails is put together: its head, its tabs, its foot with the verbs. What it shows is in NodeDetails.cpp.
#include "ui/kit/Button.h"
#include "ui/kit/Chip.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/TabStrip.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeAgents.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodeEvents.h"
#include "ui/nodes/NodeLogs.h"
#include "ui/nodes/NodeStanding.h"
#include "ui/nodes/NodeSummary.h"

#include <QMenu>
#include <QPlainTextEdit>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

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
    refusal->addWidget(new IconLabel("lock"_L1, 16, &Tokens::text2, m_refusal), 0, Qt::AlignTop);
    refusal->addWidget(m_reason = new PlainLabel(Type::Small, &Tokens::text2, m_refusal), 1);
    m_reason->setWraps(true);
    layout->addWidget(m_refusal);
    m_cordon = new Button(tr("Cordon"), ButtonKind::Secondary, foot);
    m_drain = new Button(tr("Drain…"), ButtonKind::Secondary, foot);
    m_restart = new Button(tr("Restart…"), ButtonKind::Secondary, foot);
    m_restart->setAccessibleName(tr("Restart its agents"));
    m_ping = new Button(tr("Ping"), ButtonKind::Secondary, foot);
    m_more = new IconButton("more"_L1, tr("More of this node"), foot);
    m_more->setIconPixels(18);
    m_answer = new PlainLabel(Type::Small, &Tokens::text2, foot);
    m_answer->setVisible(false);
    m_answer->setWraps(true);
    layout->addWidget(m_answer);
    auto *row = new QHBoxLayout; // One line also with "Uncordon"; what cannot be taken back is one step further away.
    row->setSpacing(scaled(6));
    for (Button *button : {m_cordon, m_drain, m_restart, m_ping}) {
        button->setPadding(9);
        row->addWidget(button);
    }
    row->addStretch(1);
    row->addWidget(m_more);
    layout->addLayout(row);
    return foot;
}

//! Verbs that have no room in the one line are in the menu at its end, which has all of them.
void NodeDetails::fitFoot()
{
    const int gap = scaled(6);
    int room = width() - 2 * scaled(16) - m_more->sizeHint().width() - gap;
    bool fits = true;
    for (Button *button : {m_cordon, m_drain, m_restart, m_ping}) {
        const int wide = button->sizeHint().width();
        fits = fits && (wide <= room || button == m_cordon);
        button->setVisible(fits);
        room -= wide + gap;
    }
}

void NodeDetails::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitFoot();
}

void NodeDetails::addTabs(QLayout *layout)
{
    auto *strip = new Panel(&Tokens::surface, this);
    strip->setHairlines(Qt::BottomEdge);
    auto *tabs = new QHBoxLayout(strip);
    tabs->setContentsMargins(scaled(16), 0, 0, 0);
    for (const QString &tab : {tr("Summary"), tr("Agents"), tr("Logs"), tr("Events"), tr("Raw")})
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
    for (QWidget *page : std::initializer_list<QWidget *>{m_summary, m_agents, m_logs, m_events, m_raw})
        m_pages->addWidget(page);
}

//! What became of a verb; gone after a while, for it does not stay true.
void NodeDetails::sayAnswer(const QString &text)
{
    constexpr int kSaidMs = 15'000;
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
    m_said.start(kSaidMs);
}

void NodeDetails::connectVerbs()
{
    m_said.setSingleShot(true);
    connect(&m_said, &QTimer::timeout, this, [this] { sayAnswer({}); });
    connect(m_actions, &NodeActions::refusalChanged, this, &NodeDetails::showRefusals);
    connect(m_actions, &NodeActions::answered, this, [this](const NodeId &node, const QString &text) {
        sayAnswer(node == m_node ? text : QString());
    });
    connect(m_actions, &NodeActions::failed, this, [this](const NodeId &node, const Error &error) {
        if (node == m_node)
            m_error->show(error);
    });
    connect(m_ping, &QPushButton::clicked, this, [this] {
        m_error->clear();
        sayAnswer(tr("Asking…"));
        m_actions->ping(m_node);
    });
    connect(m_restart, &QPushButton::clicked, this, [this] { m_actions->restartAgents({m_node}); });
    connect(m_more, &QToolButton::clicked, this, [this] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_actions->fillMenu(menu, {m_node});
        menu->popup(m_more->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
    });
    connect(m_cordon, &QPushButton::clicked, this, [this] { m_actions->toggleCordon({m_node}); });
    connect(m_drain, &QPushButton::clicked, this, [this] { m_actions->drain({m_node}); });
    connect(m_standing, &NodeStanding::stopWanted, this, [this] { m_actions->stopDrain({m_node}); });
    connect(m_standing, &NodeStanding::changeWanted, this, [this] { m_actions->drain({m_node}); });
    connect(m_standing, &NodeStanding::uncordonWanted, this, [this] { m_actions->cordon({m_node}, false); });
    connect(m_agents, &NodeAgents::restartWanted, this, [this] { m_actions->restartAgents({m_node}); });
    connect(m_agents, &NodeAgents::logWanted, this, [this](const EntityRef &entity) {
        setTab(LogsTab);
        m_logs->choose(entity);
    });
}

} // namespace muster
