// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoBoard.h"

#include "core/base/Limits.h"
#include "core/domain/EntityJson.h"

namespace muster {

using namespace Qt::StringLiterals;

void DemoBoard::begin(const QList<EntityState> &entities, const PlacementWorld &world)
{
    for (const EntityState &one : entities) {
        Row row{one, one.assignment ? one.assignment->version : 0};
        row.state.placement = placementOf(one.entity, one.assignment ? &*one.assignment : nullptr, world);
        m_rows.insert_or_assign(one.entity.ref, std::move(row));
    }
}

QList<EntityState> DemoBoard::states(const Actor &by) const
{
    QList<EntityState> states;
    for (const auto &[ref, row] : m_rows) {
        if (by.owns(ref.tenant))
            states.append(row.state);
    }
    return states;
}

void DemoBoard::forEach(const std::function<void(const EntityState &)> &seen) const
{
    for (const auto &[ref, row] : m_rows)
        seen(row.state);
}

const EntityState *DemoBoard::find(const EntityRef &entity) const
{
    const auto found = m_rows.find(entity);
    return found == m_rows.end() ? nullptr : &found->second.state;
}

Result<DemoBoard::Row *> DemoBoard::rowOf(const EntityRef &entity, const Actor &by)
{
    const auto found = m_rows.find(entity);
    if (found == m_rows.end() || !by.owns(entity.tenant))
        return notFound(u"there is no entity %1"_s.arg(entity.text()));
    return &found->second;
}

EntityState DemoBoard::place(Row *row, const PlacementWorld &world)
{
    EntityState &state = row->state;
    state.placement = placementOf(state.entity, state.assignment ? &*state.assignment : nullptr, world);
    m_publish(EntityChanged{state});
    return state;
}

Result<EntityState> DemoBoard::save(const EntityRequest &request, const PlacementWorld &world, Timestamp now, const Actor &by)
{
    const EntityRef ref = request.entity.ref;
    if (!by.owns(ref.tenant))
        return refused(u"your token is not for the tenant %1"_s.arg(ref.tenant.text()), u"not-your-tenant"_s);
    const auto before = m_rows.find(ref);
    const bool isThere = before != m_rows.end();
    if (isThere && request.mustBeNew)
        return conflict(u"there is an entity %1 already"_s.arg(ref.text()), u"entity-exists"_s);
    const Timestamp seen = request.mustBeNew ? Timestamp{} : request.entity.updatedAt;
    if (seen != Timestamp{} && !(isThere && before->second.state.entity.updatedAt == seen))
        return conflict(u"%1 was %2 meanwhile; look at it again"_s.arg(ref.text(), isThere ? u"changed"_s : u"removed"_s), u"version"_s);
    if (!isThere && m_rows.size() >= size_t(limits::kEntities))
        return Error{ErrorKind::Busy, {}, u"there are %1 entities already"_s.arg(limits::kEntities), {}, {}};
    Entity entity = request.entity;
    entity.secrets = request.secrets.keys();
    for (const QString &name : request.keptSecrets) {
        if (isThere && before->second.state.entity.secrets.contains(name) && !entity.secrets.contains(name))
            entity.secrets.append(name);
    }
    entity.secrets.sort();
    entity.updatedAt = isThere ? std::max(now, Timestamp{before->second.state.entity.updatedAt.msSinceEpoch + 1}) : now;
    entity.createdAt = isThere ? before->second.state.entity.createdAt : now;
    // The same checks as for what comes over the wire.
    MUSTER_TRY(checked, entityFromJson(toJson(entity)));
    Q_UNUSED(checked)
    Row &row = m_rows[ref];
    row.state.entity = entity;
    return place(&row, world);
}

Result<void> DemoBoard::remove(const EntityRef &entity, const Actor &by)
{
    MUSTER_TRY(row, rowOf(entity, by));
    Q_UNUSED(row)
    m_rows.erase(entity);
    m_publish(EntityRemoved{entity});
    return {};
}

Result<EntityState> DemoBoard::assign(const AssignmentRequest &request, const PlacementWorld &world, Timestamp now, const Actor &by)
{
    MUSTER_TRY(row, rowOf(request.entity, by));
    if (!request.node.isEmpty() && !world.nodes.contains(request.node))
        return notFound(u"there is no node %1"_s.arg(request.node.text()));
    if (request.version && *request.version != row->version) {
        const std::optional<Assignment> &pin = row->state.assignment;
        const QString where = pin ? u"%1 (%2), by %3"_s.arg(pin->node.text(), wordOf(pin->mode), pin->updatedBy) : u"nowhere"_s;
        return conflict(u"%1 was changed meanwhile: it is pinned to %2, version %3"_s.arg(request.entity.text(), where)
                            .arg(row->version), u"version"_s);
    }
    ++row->version;
    row->state.assignment.reset();
    if (!request.node.isEmpty())
        row->state.assignment = Assignment{request.entity, request.node, request.mode, now, by.name, row->version};
    return place(row, world);
}

bool DemoBoard::settle(const PlacementWorld &world)
{
    bool hasMoved = false;
    for (auto &[ref, row] : m_rows) {
        EntityState &state = row.state;
        const Placement placement = placementOf(state.entity, state.assignment ? &*state.assignment : nullptr, world);
        if (placement == state.placement)
            continue;
        state.placement = placement;
        hasMoved = true;
        m_publish(EntityChanged{state});
    }
    return hasMoved;
}

QJsonValue demoPinValue(const EntityState &state)
{
    if (!state.assignment)
        return QJsonValue::Null;
    const Assignment &pin = *state.assignment;
    return QJsonObject{{u"node"_s, pin.node.text()}, {u"mode"_s, wordOf(pin.mode)}, {u"version"_s, static_cast<qint64>(pin.version)}};
}

} // namespace muster
