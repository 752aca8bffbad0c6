// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where every entity runs now: the rule of core/domain/Placement kept up to date as nodes, pins and entities change.

#include "core/controlplane/EntityCatalog.h"
#include "core/controlplane/NodeRegistry.h"
#include "core/domain/ClusterEvent.h"

#include <functional>

namespace muster {

//! One thread. Decides nothing itself but this: unless one is configured, the default node stays the default node while it may
//! be, whoever beat last, and what runs on one stays there. Only a node that works takes over from one that only serves.
class PlacementBoard
{
public:
    //! An entity's state became another one.
    using Told = std::function<void(const EntityState &)>;

    //! Both must outlive it. \a configuredDefault: CLUSTER_DEFAULT_NODE_NAME, an id or a name; empty: none.
    PlacementBoard(const EntityCatalog &catalog, const NodeRegistry &nodes, QString configuredDefault);

    //! What connected workers say they run; placed by it from the next settle() on.
    void setHandlers(const NodeId &node, const QList<EntityKind> &kinds);
    //! Places everything anew and tells what became different.
    void settle(const Told &told);
    //! The same for one entity, also when nothing but itself changed. Forgets it when it is gone.
    void settleOne(const EntityRef &entity, const Told &told);

    //! How it is placed; what is not known waits.
    Placement placeOf(const EntityRef &entity) const;
    //! Entities that are placed on \a node and may start there now.
    const QSet<EntityRef> &on(const NodeId &node) const;
    EntityState stateOf(const StoredEntity &stored) const;
    //! Takes what needs nothing and is pinned nowhere; empty: none can.
    NodeId defaultNode() const;
    //! As Cluster::bestNodes().
    QList<Candidate> ranked(const QStringList &needs) const;

private:
    PlacementWorld world() const;
    //! As ruled(), but waiting while a secret of it is missing.
    Placement placed(const StoredEntity &stored, const std::optional<Assignment> &pin, const PlacementWorld &now);
    //! As the rule places it in \a now, or where it ran on a default node before.
    Placement ruled(const StoredEntity &stored, const std::optional<Assignment> &pin, const PlacementWorld &now);
    //! \a next would do; but so may \a before.
    bool mayStay(const NodeId &before, const NodeId &next, const PlacementWorld &now) const;
    //! world(), with the default node that it has settled on.
    PlacementWorld settledWorld();
    void place(const EntityRef &entity, const Placement &placement);

    const EntityCatalog &m_catalog;
    const NodeRegistry &m_nodes;
    const QString m_configuredDefault;
    QHash<NodeId, QSet<EntityKind>> m_handlers;
    QHash<EntityRef, Placement> m_places;
    QHash<NodeId, QSet<EntityRef>> m_startable;
    NodeId m_default; // As last settled; empty: none.
    QHash<NodeId, PlacementWorld> m_stays; // While placing: the world with each node as its default.
};

} // namespace muster
