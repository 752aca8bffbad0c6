// SPDX-License-Identifier: Apache-2.0
// The lists in a NodeSummary: agents, and what is pinned there.
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/KindIcon.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeCardContent.h"
#include "ui/nodes/NodeSummary.h"

#include <QHBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kPins = 12; // The agents' tab has all of them.

} // namespace

void NodeSummary::showAgents(const NodeSummarySubject &subject)
{
    const QList<Agent> &agents = subject.node.agents;
    const bool isOld = subject.shown.isAsOf || subject.shown.status == NodeStatus::Offline;
    QString count = knowsAgents(subject.node) ? QString::number(agents.size()) : unknownText();
    if (subject.isPartial && knowsAgents(subject.node))
        count = tr("%1 of yours").arg(count);
    m_agentCount->setText(isOld && knowsAgents(subject.node) ? tr("%1, last known").arg(count) : count);
    if (agents == m_shownAgents && isOld == m_agentsAreOld)
        return;
    m_shownAgents = agents;
    m_agentsAreOld = isOld;
    while (const auto item = std::unique_ptr<QLayoutItem>(m_agentRows->takeAt(0)))
        item->widget()->deleteLater();
    for (const Agent &agent : agents) {
        auto *row = new QWidget(m_agents);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(scaled(8));
        layout->addWidget(new IconLabel("agent"_L1, 16, &Tokens::text2, row));
        layout->addWidget(new PlainLabel(agent.name.isEmpty() ? agent.id : agent.name, Type::BodyMedium, &Tokens::text, row), 1);
        const QString state = isOld && !agent.state.isEmpty() ? tr("was %1").arg(agent.state) : agent.state;
        layout->addWidget(new PlainLabel(state, Type::Small, &Tokens::text2, row));
        row->setFixedHeight(scaled(26));
        m_agentRows->addWidget(row);
    }
}

void NodeSummary::showPins(const NodeSummarySubject &subject)
{
    const QList<NodePin> &pins = subject.pins;
    m_pins->setVisible(!pins.isEmpty());
    const int line = m_sections->indexOf(m_pins) + 1;
    m_sections->itemAt(line)->widget()->setVisible(!pins.isEmpty());
    m_pinCount->setText(QString::number(pins.size()));
    if (pins == m_shownPins)
        return;
    m_shownPins = pins;
    while (const auto item = std::unique_ptr<QLayoutItem>(m_pinRows->takeAt(0))) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    for (const NodePin &pin : pins.mid(0, kPins))
        m_pinRows->addWidget(pinRow(pin));
    if (pins.size() > kPins)
        m_pinRows->addWidget(new PlainLabel(tr("and %1 more").arg(pins.size() - kPins), Type::Small, &Tokens::text2, m_pins));
}

QWidget *NodeSummary::pinRow(const NodePin &pin)
{
    auto *row = new QWidget(m_pins);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(new IconLabel(kindIcon(pin.entity.kind), 16, &Tokens::text2, row));
    layout->addWidget(new PlainLabel(pin.name, Type::BodyMedium, &Tokens::text, row), 1);
    layout->addWidget(new PlainLabel(pin.waits ? tr("waits") : pin.runs ? tr("running") : QString(), Type::Small, &Tokens::text2, row));
    const bool isStrict = pin.mode == AssignmentMode::Strict;
    layout->addWidget(new Chip(isStrict ? tr("strict") : tr("preferred"), isStrict ? Chip::Kind::Neutral : Chip::Kind::Outlined, row));
    row->setFixedHeight(scaled(26));
    return row;
}

} // namespace muster
