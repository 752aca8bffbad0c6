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
    const PlacementWorld now = world();
    for (const auto &[ref, stored] : m_catalog.all()) {
        const std::optional<Assignment> pin = pinOf(stored);
        const Placement placement = placementOf(stored.entity, pin ? &*pin : nullptr, now);
        if (m_places.value(ref) == placement)
            continue;
        place(ref, placement);
        told({stored.entity, pin, placement});
    }
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
    const Placement placement = placementOf(stored->entity, pin ? &*pin : nullptr, world());
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
    return muster::defaultNode(Entity{}, world());
}

QList<Candidate> PlacementBoard::ranked(const QStringList &needs) const
{
    return rankedCandidates(needs, std::nullopt, world());
}

} // namespace muster
