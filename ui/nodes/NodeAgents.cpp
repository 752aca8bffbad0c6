// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeAgents.h"

#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeCardContent.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kRows = 200; // Of each part; the pages have the rest.

void clearRows(QVBoxLayout *rows)
{
    while (const auto item = std::unique_ptr<QLayoutItem>(rows->takeAt(0))) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
}

QLatin1StringView iconOf(EntityKind kind)
{
    switch (kind) {
    case EntityKind::Agent:
        return "agent"_L1;
    case EntityKind::Mcp:
        return "mcp"_L1;
    case EntityKind::Browser:
        return "browser"_L1;
    case EntityKind::JsRuntime:
        return "runtime"_L1;
    case EntityKind::InferenceServer:
        return "inference"_L1;
    case EntityKind::AlertRule:
        return "bell"_L1;
    case EntityKind::Automation:
        return "automation"_L1;
    }
    Q_UNREACHABLE();
}

QString keyOf(const Agent &agent)
{
    return agent.id.isEmpty() ? agent.name : agent.id;
}

void addMore(QVBoxLayout *rows, qsizetype all, QWidget *parent)
{
    if (all > kRows)
        rows->addWidget(new PlainLabel(NodeAgents::tr("and %1 more").arg(all - kRows), Type::Small, &Tokens::text3, parent));
}

} // namespace

NodeAgents::NodeAgents(QWidget *parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // As the summary: the content never jumps sideways.
    setAccessibleName(tr("Agents of the node"));
    auto *inner = new muster::Panel(&Tokens::surface, this);
    auto *body = new QVBoxLayout(inner);
    body->setContentsMargins(scaled(16), 0, scaled(16) - 10, scaled(12));
    body->setSpacing(0);
    const auto addTitle = [&](const QString &title, PlainLabel **count) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(0, scaled(12), 0, scaled(4));
        row->setSpacing(scaled(6));
        row->addWidget(new PlainLabel(title, Type::SmallStrong, &Tokens::text2, inner));
        row->addWidget(*count = new PlainLabel(Type::Small, &Tokens::text3, inner), 1);
        body->addLayout(row);
        return row;
    };
    QHBoxLayout *head = addTitle(tr("Running"), &m_agentCount);
    m_restart = new Button("restart"_L1, tr("Restart…"), ButtonKind::Quiet, inner);
    m_restart->setAccessibleName(tr("Restart its agents"));
    head->addWidget(m_restart);
    m_agents = addSection(body);
    body->addSpacing(scaled(8));
    body->addWidget(new Hairline(Qt::Horizontal, inner));
    addTitle(tr("Pinned or placed here"), &m_placedCount);
    m_placed = addSection(body);
    body->addStretch(1);
    setWidget(inner);
    connect(m_restart, &QPushButton::clicked, this, &NodeAgents::restartWanted);
}

QVBoxLayout *NodeAgents::addSection(QVBoxLayout *body)
{
    auto *rows = new QVBoxLayout;
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(scaled(4));
    body->addLayout(rows);
    return rows;
}

void NodeAgents::setRefusal(const QString &reason)
{
    m_restart->setRefusal(reason);
}

void NodeAgents::show(const Node &node, const ShownStatus &shown, const ClusterMirror &mirror)
{
    if (node.id() != m_node) {
        m_node = node.id();
        m_pids.clear();
        m_isShown = false;
    }
    showAgents(node, shown.isAsOf || shown.status == NodeStatus::Offline);
    showPlaced(node, mirror);
    m_isShown = true;
}

void NodeAgents::showAgents(const Node &node, bool isOld)
{
    for (const Agent &agent : node.agents) {
        if (agent.pid && !m_pids.contains(keyOf(agent)))
            m_pids.insert(keyOf(agent), *agent.pid);
    }
    const QString count = knowsAgents(node) ? countText(node.agents.size()) : unknownText();
    m_agentCount->setText(isOld && knowsAgents(node) ? tr("%1, last known").arg(count) : count);
    if (m_isShown && node.agents == m_shownAgents && isOld == m_isOld)
        return;
    m_shownAgents = node.agents;
    m_isOld = isOld;
    clearRows(m_agents);
    for (const Agent &agent : node.agents.mid(0, kRows))
        addAgent(agent, isOld);
    addMore(m_agents, node.agents.size(), widget());
    if (node.agents.isEmpty())
        m_agents->addWidget(new PlainLabel(knowsAgents(node) ? tr("No agent runs here now.") : tr("This node does not tell what runs on it."),
                                           Type::Small, &Tokens::text3, widget()));
}

void NodeAgents::addAgent(const Agent &agent, bool isOld)
{
    auto *row = new QWidget(widget());
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, scaled(2), 0, scaled(2));
    layout->setSpacing(0);
    auto *first = new QHBoxLayout;
    first->setSpacing(scaled(8));
    first->addWidget(new IconLabel("agent"_L1, 16, &Tokens::text2, row));
    const QString name = agent.name.isEmpty() ? agent.id : agent.name;
    first->addWidget(new PlainLabel(name, Type::BodyMedium, &Tokens::text, row), 1);
    const bool isBad = agent.state == "crashed"_L1 || agent.state == "stuck"_L1 || agent.state == "crashing"_L1;
    const QString state = isOld && !agent.state.isEmpty() ? tr("was %1").arg(agent.state) : agent.state;
    auto *word = new PlainLabel(state, isBad ? Type::SmallStrong : Type::Small, isBad ? &Tokens::high : &Tokens::text2, row);
    first->addWidget(word);
    layout->addLayout(first);
    QStringList facts;
    if (agent.pid)
        facts += tr("process %1").arg(*agent.pid);
    const qint64 before = m_pids.value(keyOf(agent), agent.pid.value_or(0));
    if (agent.pid && before != *agent.pid)
        facts += tr("new, was %1").arg(before);
    if (!agent.role.isEmpty())
        facts += agent.role;
    if (!facts.isEmpty()) {
        auto *second = new PlainLabel(facts.join(u" · "_s), Type::Small, &Tokens::text3, row);
        second->setIndent(scaled(24));
        layout->addWidget(second);
    }
    m_agents->addWidget(row);
}

void NodeAgents::showPlaced(const Node &node, const ClusterMirror &mirror)
{
    QList<EntityState> here;
    const EntitySlots &entities = mirror.entities();
    for (int slot = 0; slot < entities.slotCount(); ++slot) {
        const EntityState &state = entities.state(slot);
        const bool isPinned = state.assignment && state.assignment->node == node.id();
        if (entities.isUsed(slot) && (isPinned || state.placement.node == node.id()))
            here += state;
    }
    std::ranges::sort(here, {}, [](const EntityState &state) {
        return std::tuple(!state.assignment.has_value(), state.entity.name(), state.entity.ref.text());
    });
    m_placedCount->setText(countText(here.size()));
    if (m_isShown && here == m_shownPlaced)
        return;
    m_shownPlaced = here;
    clearRows(m_placed);
    for (const EntityState &state : here.mid(0, kRows))
        addPlaced(state, node.id());
    addMore(m_placed, here.size(), widget());
    if (here.isEmpty())
        m_placed->addWidget(new PlainLabel(tr("Nothing is pinned to it or placed on it."), Type::Small, &Tokens::text3, widget()));
}

void NodeAgents::addPlaced(const EntityState &state, const NodeId &node)
{
    auto *row = new QWidget(widget());
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, scaled(2), 0, scaled(2));
    layout->setSpacing(0);
    auto *first = new QHBoxLayout;
    first->setSpacing(scaled(8));
    first->addWidget(new IconLabel(iconOf(state.entity.ref.kind), 16, &Tokens::text2, row));
    auto *name = new PlainLabel(state.entity.name(), Type::BodyMedium, &Tokens::text, row);
    name->setToolTip(plainToolTip(state.entity.ref.text()));
    first->addWidget(name, 1);
    const bool isPinned = state.assignment && state.assignment->node == node;
    if (isPinned) {
        const bool isStrict = state.assignment->mode == AssignmentMode::Strict;
        first->addWidget(new Chip(wordOf(state.assignment->mode), isStrict ? Chip::Kind::Neutral : Chip::Kind::Outlined, row));
    }
    auto *log = new IconButton("logs"_L1, tr("Log of %1").arg(state.entity.name()), row);
    log->setIconPixels(16);
    first->addWidget(log);
    const EntityRef ref = state.entity.ref;
    connect(log, &QToolButton::clicked, this, [this, ref] { Q_EMIT logWanted(ref); });
    layout->addLayout(first);
    const QString why = state.placement.waiting ? tr("Waits: %1").arg(state.placement.waiting->text) : state.placement.reason;
    if (!why.isEmpty()) {
        auto *second = new PlainLabel(why, Type::Small, state.placement.waiting ? &Tokens::high : &Tokens::text3, row);
        second->setIndent(scaled(24));
        layout->addWidget(second);
    }
    m_placed->addWidget(row);
}

} // namespace muster
