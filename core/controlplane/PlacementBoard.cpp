// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/PlacementBoard.h"

namespace muster {

using namespace Qt::StringLiterals;

PlacementBoard::PlacementBoard(const EntityCatalog &catalog, const NodeRegistry &nodes, QString configuredDefault)
    : m_catalog(catalog), m_nodes(nodes), m_configuredDefault(std::move(configuredDefault))
{
}

void PlacementBoard::setHandlers(const NodeId &node, const QList<EntityKind> &kinds)
{
    m_handlers.insert(node, QSet<EntityKind>(kinds.begin(), kinds.end()));
}

PlacementWorld PlacementBoard::world() const
{
    PlacementWorld world;
    world.handlers = m_handlers;
    for (const std::unique_ptr<NodeEntry> &entry : m_nodes.entries()) {
        const Node &node = entry->node;
        world.nodes.insert(node.id(), &node);
        if (node.load.jobsRunning)
            world.jobsRunning.insert(node.id(), *node.load.jobsRunning);
        if (!m_configuredDefault.isEmpty() && (node.id().text() == m_configuredDefault || node.who.name == m_configuredDefault))
            world.configuredDefault = node.id();
    }
    return world;
}

void PlacementBoard::settle(const Told &told)
{
    const PlacementWorld now = settledWorld();
    for (const auto &[ref, stored] : m_catalog.all()) {
        const std::optional<Assignment> pin = pinOf(stored);
        const Placement placement = placed(stored, pin, now);
        if (m_places.value(ref) == placement)
            continue;
        place(ref, placement);
        told({stored.entity, pin, placement});
    }
    m_stays.clear();
}

bool PlacementBoard::mayStay(const NodeId &before, const NodeId &next, const PlacementWorld &now) const
{
    const NodeEntry *old = m_nodes.find(before);
    const NodeEntry *other = m_nodes.find(next);
    return before != next && next != now.configuredDefault && old && other
        && (old->node.who.role != NodeRole::Main || other->node.who.role == NodeRole::Main);
}

PlacementWorld PlacementBoard::settledWorld()
{
    PlacementWorld now = world();
    NodeId next = muster::defaultNode(Entity{}, now);
    if (mayStay(m_default, next, now)) {
        PlacementWorld stay = now;
        stay.configuredDefault = m_default;
        stay.defaults.clear();
        next = muster::defaultNode(Entity{}, stay); // Another node again when the old one may be it no more.
    }
    m_default = next;
    if (now.configuredDefault.isEmpty())
        now.configuredDefault = m_default;
    now.defaults.clear();
    return now;
}

Placement PlacementBoard::placed(const StoredEntity &stored, const std::optional<Assignment> &pin, const PlacementWorld &now)
{
    Placement placement = ruled(stored, pin, now);
    const QStringList missing = m_catalog.missingSecrets(stored.entity.ref);
    if (missing.isEmpty())
        return placement;
    placement.waiting = Waiting{WaitReason::NoCapableNode, missingText(missing)}; // Wherever it is: no node could run it.
    placement.reason.replace("; runs on"_L1, "; would run on"_L1);
    return placement;
}

Placement PlacementBoard::ruled(const StoredEntity &stored, const std::optional<Assignment> &pin, const PlacementWorld &now)
{
    const Assignment *assignment = pin ? &*pin : nullptr;
    const Placement before = m_places.value(stored.entity.ref);
    const Placement next = placementOf(stored.entity, assignment, now);
    if (before.isExplicit || next.isExplicit || !mayStay(before.node, next.node, now))
        return next;
    PlacementWorld &stay = m_stays[before.node];
    if (stay.nodes.isEmpty()) {
        stay = now;
        stay.configuredDefault = before.node;
        stay.defaults.clear();
    }
    return placementOf(stored.entity, assignment, stay);
}

void PlacementBoard::settleOne(const EntityRef &entity, const Told &told)
{
    const StoredEntity *stored = m_catalog.find(entity);
    if (!stored) {
        place(entity, {});
        m_places.remove(entity);
        return;
    }
    const std::optional<Assignment> pin = pinOf(*stored);
    const Placement placement = placed(*stored, pin, settledWorld());
    m_stays.clear();
    place(entity, placement);
    told({stored->entity, pin, placement});
}

void PlacementBoard::place(const EntityRef &entity, const Placement &placement)
{
    const auto before = m_places.constFind(entity);
    if (before != m_places.constEnd())
        m_startable[before->node].remove(entity);
    m_places.insert(entity, placement);
    if (!placement.waiting && !placement.node.isEmpty())
        m_startable[placement.node].insert(entity);
}

Placement PlacementBoard::placeOf(const EntityRef &entity) const
{
    return m_places.value(entity);
}

const QSet<EntityRef> &PlacementBoard::on(const NodeId &node) const
{
    static const QSet<EntityRef> none;
    const auto found = m_startable.constFind(node);
    return found == m_startable.constEnd() ? none : *found;
}

EntityState PlacementBoard::stateOf(const StoredEntity &stored) const
{
    return {stored.entity, pinOf(stored), placeOf(stored.entity.ref)};
}

NodeId PlacementBoard::defaultNode() const
{
    return m_default;
}

QList<Candidate> PlacementBoard::ranked(const QStringList &needs) const
{
    return rankedCandidates(needs, std::nullopt, world());
}

} // namespace muster
