// SPDX-License-Identifier: Apache-2.0
#pragma once
// Entities, pins and places of the demo, in memory. Where something runs is decided by the rules of core/domain/Placement.

#include "core/domain/Actor.h"
#include "core/domain/ClusterEvent.h"

#include <functional>
#include <map>

namespace muster {

//! Does what a control plane does with entities, without keeping anything. Tells each change through its Publish.
class DemoBoard
{
public:
    using Publish = std::function<void(ClusterChange)>;
    explicit DemoBoard(Publish publish) : m_publish(std::move(publish)) {}

    //! Takes what is there at the start, and places it without telling.
    void begin(const QList<EntityState> &entities, const PlacementWorld &world);
    //! Those that \a by may see, in order of their references.
    QList<EntityState> states(const Actor &by) const;
    //! Calls \a seen with each, in that order.
    void forEach(const std::function<void(const EntityState &)> &seen) const;
    //! Null when it is not there.
    const EntityState *find(const EntityRef &entity) const;

    //! As Cluster::saveEntity(); values of secrets are dropped, their names kept.
    Result<EntityState> save(const EntityRequest &request, const PlacementWorld &world, Timestamp now, const Actor &by);
    //! As Cluster::removeEntity(), jobs apart.
    Result<void> remove(const EntityRef &entity, const Actor &by);
    //! As Cluster::assign().
    Result<EntityState> assign(const AssignmentRequest &request, const PlacementWorld &world, Timestamp now, const Actor &by);

    //! Places everything anew and tells what moved; whether anything did.
    bool settle(const PlacementWorld &world);

private:
    struct Row {
        EntityState state;
        quint64 version = 0; // Of its pin; grows with clearing, too.
    };

    EntityState place(Row *row, const PlacementWorld &world);
    Result<Row *> rowOf(const EntityRef &entity, const Actor &by);

    Publish m_publish;
    std::map<EntityRef, Row> m_rows;
};

//! The pin of \a state for the audit log; null when there is none.
QJsonValue demoPinValue(const EntityState &state);

} // namespace muster
