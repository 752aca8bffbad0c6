// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoAgents.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kPidStep = 37;

Agent agentOf(const Entity &entity, DemoNode *node)
{
    const QList<Agent> &known = node->node.agents;
    const QString id = entity.ref.text();
    const auto before = std::ranges::find(known, id, &Agent::id);
    if (before != known.end())
        return *before;
    node->lastPid += kPidStep;
    const size_t seed = qHash(id); // Each has its own figures, the same in every demo.
    return {.id = id,
            .name = entity.name(),
            .role = {},
            .state = u"running"_s,
            .pid = node->lastPid,
            .memoryBytes = qint64(40 + seed % 360) * 1024 * 1024,
            .cpu = double(seed % 47) / 100,
            .restarts = int(seed % 5 == 0),
            .startedAt = node->node.lastBeatAt};
}

//! Those that run by job as well: here they stay up between their jobs.
bool isAgent(const EntityState &one)
{
    return one.entity.ref.kind == EntityKind::Agent;
}

bool hears(const Node &node)
{
    return node.status != NodeStatus::Offline && node.status != NodeStatus::Unknown && node.status != NodeStatus::Failed
        && node.status != NodeStatus::Joining;
}

} // namespace

QList<NodeId> demoSettleAgents(QList<DemoNode> *nodes, const DemoBoard &board)
{
    QHash<NodeId, QList<const Entity *>> placed;
    board.forEach([&placed](const EntityState &one) {
        if (isAgent(one) && !one.placement.waiting)
            placed[one.placement.node].append(&one.entity);
    });
    QList<NodeId> changed;
    for (DemoNode &one : *nodes) {
        if (!hears(one.node))
            continue;
        QList<Agent> agents;
        const QList<const Entity *> entities = placed.value(one.node.id());
        for (const Entity *entity : entities)
            agents.append(agentOf(*entity, &one));
        if (agents == one.node.agents)
            continue;
        one.node.agents = agents;
        changed.append(one.node.id());
    }
    return changed;
}

void demoFirstAgents(QList<DemoNode> *nodes, const DemoBoard &board)
{
    (void)demoSettleAgents(nodes, board);
    board.forEach([nodes](const EntityState &one) {
        if (!isAgent(one) || !one.assignment)
            return;
        const auto node = std::ranges::find_if(*nodes, [&one](const DemoNode &n) { return n.node.id() == one.assignment->node; });
        if (node != nodes->end() && !hears(node->node) && node->node.lastBeatAt)
            node->node.agents.append(agentOf(one.entity, &*node));
    });
}

void demoRestartAgents(DemoNode *node)
{
    for (Agent &agent : node->node.agents) {
        node->lastPid += kPidStep;
        agent.pid = node->lastPid;
        agent.state = u"running"_s;
        agent.startedAt = node->node.lastBeatAt;
    }
}

} // namespace muster
