// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeAgents.h"

#include "core/domain/AgentNews.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
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

//! "84 MB · CPU 3 %": what it took at the node's last look; empty when nothing is known.
QString useText(const Agent &agent)
{
    QStringList words;
    if (agent.memoryBytes)
        words += byteText(*agent.memoryBytes);
    if (agent.cpu)
        words += NodeAgents::tr("CPU %1").arg(countText(qRound(*agent.cpu * 100)) + QChar(QChar::Nbsp) + u'%');
    return words.join(u" · "_s);
}

void showUse(PlainLabel *label, const Agent &agent)
{
    label->setText(useText(agent));
    label->setVisible(agent.memoryBytes || agent.cpu);
}

//! The hour of a start today, by what the node's last beat takes for today; else the day as well.
QString sinceText(Timestamp startedAt, std::optional<Timestamp> lastBeatAt)
{
    const QString date = dateText(startedAt);
    const bool isSameDay = lastBeatAt && dateText(*lastBeatAt).section(u' ', 0, 0) == date.section(u' ', 0, 0);
    return NodeAgents::tr("since %1").arg(isSameDay ? clockText(startedAt) : date);
}

QList<EntityState> placedOn(const NodeId &node, const EntitySlots &entities)
{
    QList<EntityState> here;
    for (int slot = 0; slot < entities.slotCount(); ++slot) {
        const EntityState &state = entities.state(slot);
        const bool isPinned = state.assignment && state.assignment->node == node;
        if (entities.isUsed(slot) && (isPinned || state.placement.node == node))
            here += state;
    }
    std::ranges::sort(here, {}, [](const EntityState &state) {
        return std::tuple(!state.assignment.has_value(), state.entity.name(), state.entity.ref.text());
    });
    return here;
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
    addTitle(tr("Also pinned or placed here"), &m_placedCount);
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
    const bool isOld = shown.isAsOf || shown.status == NodeStatus::Offline;
    for (const Agent &agent : node.agents) {
        if (agent.pid && !m_pids.contains(keyOf(agent)))
            m_pids.insert(keyOf(agent), *agent.pid);
    }
    const QString count = knowsAgents(node) ? countText(node.agents.size()) : unknownText();
    m_agentCount->setText(isOld && knowsAgents(node) ? tr("%1, last known").arg(count) : count);
    const QList<EntityState> here = placedOn(node.id(), mirror.entities());
    const AgentNews news = newsOf(m_shownAgents, node.agents);
    const bool isSame = m_isShown && news != AgentNews::Agents && isOld == m_isOld && here == m_shownPlaced;
    m_shownAgents = node.agents;
    m_shownPlaced = here;
    m_isOld = isOld;
    m_isShown = true;
    if (!isSame)
        return rebuild(node);
    for (qsizetype i = 0; i < m_uses.size(); ++i)
        showUse(m_uses[i], node.agents[i]);
}

//! Whoever was on the button of a log stays there.
void NodeAgents::rebuild(const Node &node)
{
    const QWidget *focus = focusWidget();
    const QString focused = focus && focus->hasFocus() ? focus->objectName() : QString();
    clearRows(m_agents);
    clearRows(m_placed);
    m_uses.clear();
    QHash<QString, const EntityState *> rest;
    for (const EntityState &state : std::as_const(m_shownPlaced))
        rest.insert(state.entity.ref.text(), &state);
    for (const Agent &agent : node.agents) {
        const EntityState *placed = rest.take(agent.id);
        if (m_uses.size() < kRows)
            addAgent(agent, placed, node.lastBeatAt);
    }
    addMore(m_agents, node.agents.size(), widget());
    if (node.agents.isEmpty())
        m_agents->addWidget(new PlainLabel(knowsAgents(node) ? tr("No agent runs here now.") : tr("This node does not tell what runs on it."),
                                           Type::Small, &Tokens::text3, widget()));
    m_placedCount->setText(countText(rest.size()));
    for (const EntityState &state : std::as_const(m_shownPlaced)) {
        if (rest.contains(state.entity.ref.text()) && m_placed->count() < kRows)
            addPlaced(state);
    }
    addMore(m_placed, rest.size(), widget());
    if (rest.isEmpty()) {
        auto *none = new PlainLabel(m_shownPlaced.isEmpty() ? tr("Nothing is pinned to it or placed on it.")
                                                            : tr("Nothing else is pinned to it or placed on it."),
                                    Type::Small, &Tokens::text3, widget());
        none->setWraps(true);
        m_placed->addWidget(none);
    }
    auto *again = focused.isEmpty() ? nullptr : widget()->findChild<QToolButton *>(focused);
    if (again)
        again->setFocus();
}

//! A row with its first line: what it is, its pin, and the way to its log.
NodeAgents::Row NodeAgents::beginRow(const Subject &subject)
{
    Row row{new QWidget(widget()), nullptr, nullptr};
    row.lines = new QVBoxLayout(row.widget);
    row.lines->setContentsMargins(0, scaled(2), 0, scaled(2));
    row.lines->setSpacing(0);
    row.first = new QHBoxLayout;
    row.first->setSpacing(scaled(8));
    row.first->addWidget(new IconLabel(iconOf(subject.placed ? subject.placed->entity.ref.kind : EntityKind::Agent), 16,
                                       &Tokens::text2, row.widget));
    auto *name = new PlainLabel(subject.name, Type::BodyMedium, &Tokens::text, row.widget);
    name->setToolTip(plainToolTip(subject.id));
    row.first->addWidget(name, 1);
    row.lines->addLayout(row.first);
    const EntityState *placed = subject.placed;
    if (!placed)
        return row;
    if (placed->assignment && placed->assignment->node == m_node) {
        const bool isStrict = placed->assignment->mode == AssignmentMode::Strict;
        row.first->addWidget(new Chip(wordOf(placed->assignment->mode), isStrict ? Chip::Kind::Neutral : Chip::Kind::Outlined, row.widget));
    }
    auto *log = new IconButton("logs"_L1, tr("Log of %1").arg(placed->entity.name()), row.widget);
    log->setObjectName(subject.id);
    log->setIconPixels(16);
    row.first->addWidget(log);
    const EntityRef ref = placed->entity.ref;
    connect(log, &QToolButton::clicked, this, [this, ref] { Q_EMIT logWanted(ref); });
    return row;
}

PlainLabel *NodeAgents::addLine(const Row &row, const QString &text, Ink ink)
{
    auto *line = new PlainLabel(text, Type::Small, ink, row.widget);
    line->setIndent(scaled(24));
    row.lines->addWidget(line);
    return line;
}

void NodeAgents::addAgent(const Agent &agent, const EntityState *placed, std::optional<Timestamp> lastBeatAt)
{
    const Row row = beginRow({agent.id, agent.name.isEmpty() ? agent.id : agent.name, placed});
    const bool isBad = agent.state == "crashed"_L1 || agent.state == "stuck"_L1 || agent.state == "crashing"_L1;
    const QString state = m_isOld && !agent.state.isEmpty() ? tr("was %1").arg(agent.state) : agent.state;
    row.first->insertWidget(2, new PlainLabel(state, isBad ? Type::SmallStrong : Type::Small, isBad ? &Tokens::high : &Tokens::text2, row.widget));
    m_uses.append(addLine(row, QString(), &Tokens::text2));
    m_uses.constLast()->setToolTip(plainToolTip(tr("Memory and processor of all its processes. 100 % is one core.")));
    showUse(m_uses.constLast(), agent);
    QStringList facts;
    if (agent.pid)
        facts += tr("process %1").arg(*agent.pid);
    const qint64 before = m_pids.value(keyOf(agent), agent.pid.value_or(0));
    if (agent.pid && before != *agent.pid)
        facts += tr("new, was %1").arg(before);
    if (agent.startedAt)
        facts += sinceText(*agent.startedAt, lastBeatAt);
    if (agent.restarts > 0)
        facts += agent.restarts == 1 ? tr("1 restart") : tr("%1 restarts").arg(countText(agent.restarts));
    if (!agent.role.isEmpty())
        facts += agent.role;
    if (!facts.isEmpty())
        addLine(row, facts.join(u" · "_s), &Tokens::text3);
    const bool isPinnedHere = placed && placed->assignment && placed->assignment->node == m_node; // Then its chip says why.
    if (placed && !isPinnedHere && !placed->placement.reason.isEmpty())
        addLine(row, placed->placement.reason, &Tokens::text3);
    m_agents->addWidget(row.widget);
}

void NodeAgents::addPlaced(const EntityState &state)
{
    const Row row = beginRow({state.entity.ref.text(), state.entity.name(), &state});
    const QString why = state.placement.waiting ? tr("Waits: %1").arg(state.placement.waiting->text) : state.placement.reason;
    if (!why.isEmpty())
        addLine(row, why, state.placement.waiting ? &Tokens::high : &Tokens::text3);
    m_placed->addWidget(row.widget);
}

} // namespace muster
