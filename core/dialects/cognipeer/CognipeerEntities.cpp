// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerEntities.h"

#include "core/base/Limits.h"
#include "core/dialects/cognipeer/CognipeerReplies.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString tenantIdOf(const CognipeerInstance &instance)
{
    return instance.tenantId.isEmpty() ? instance.key.id.section(u':', 0, 0) : instance.tenantId;
}

using NodesByName = QHash<QString, const Node *>;

//! Only the word "online" counts for its router; Degraded does not exist there.
bool isUp(const Node *node)
{
    return node && node->status == NodeStatus::Online;
}

QString stateOf(const Node *node)
{
    return node ? wordOf(node->status) : u"not in this cluster"_s;
}

//! Where its router would run a call, in its own rules and not in those that are documented.
Placement placementOf(const CognipeerInstance &instance, const std::optional<CognipeerPin> &pin, const NodesByName &nodes,
                      const QString &defaultNode)
{
    Placement place;
    if (!pin) {
        const QString name = instance.nodeName.isEmpty() ? defaultNode : instance.nodeName;
        if (!name.isEmpty())
            place.node = CognipeerReplies::nodeIdOf(name);
        place.reason = u"pinned nowhere; runs in whichever process gets the call (default node: %1)"_s.arg(name);
        return place;
    }
    const Node *node = nodes.value(pin->nodeName);
    place.node = CognipeerReplies::nodeIdOf(pin->nodeName);
    place.mode = pin->mode;
    place.isExplicit = true;
    if (pin->mode == AssignmentMode::Strict) {
        place.reason = u"pinned strictly to %1"_s.arg(pin->nodeName);
        if (!isUp(node))
            place.waiting = Waiting{WaitReason::StrictNodeOffline, u"%1 is %2; this console refuses calls to it until it is online"_s
                                                                       .arg(pin->nodeName, stateOf(node))};
        return place;
    }
    place.reason = u"pinned to %1 by preference"_s.arg(pin->nodeName);
    if (!isUp(node)) {
        place.node = {};
        place.isExplicit = false;
        place.reason = u"prefers %1, but it is %2; this console runs it in any process that is free"_s.arg(pin->nodeName, stateOf(node));
    }
    return place;
}

} // namespace

void CognipeerEntities::learnTenants(const QList<CognipeerInstance> &instances)
{
    if (m_tenants.size() > limits::kEntities) { // Only nonsense has so many over time.
        m_tenants.clear();
        m_slugs.clear();
    }
    for (const CognipeerInstance &one : instances) {
        const QString tenant = tenantIdOf(one);
        if (one.tenantSlug.isEmpty() || m_tenants.value(tenant) == one.tenantSlug)
            continue;
        m_tenants.insert(tenant, one.tenantSlug);
        const auto known = m_slugs.constFind(one.tenantSlug);
        m_slugs.insert(one.tenantSlug, known == m_slugs.constEnd() || *known == tenant ? tenant : QString());
    }
}

//! "browser/acme:research": the tenant by its slug, where that is its own; what is no id of ours becomes one.
EntityRef CognipeerEntities::refOf(const CognipeerInstance &instance) const
{
    const QString tenant = tenantIdOf(instance);
    const QString slug = m_tenants.value(tenant);
    const bool isItsOwn = !slug.isEmpty() && m_slugs.value(slug) == tenant;
    const QString key = instance.key.id.startsWith(tenant + u':') ? instance.key.id.mid(tenant.size() + 1) : instance.key.id;
    return {instance.kind, TenantId(CognipeerReplies::idOf(u"t-"_s, isItsOwn ? slug : tenant)),
            EntityId(CognipeerReplies::idOf(u"e-"_s, key))};
}

void CognipeerEntities::listRow(const CognipeerInstance &instance)
{
    EntityRef ref = refOf(instance);
    const auto known = m_rows.find(ref);
    if (known != m_rows.end() && known->second.instance.key != instance.key) // Two that only a digest tells apart.
        ref.id = EntityId(CognipeerReplies::madeId(u"e-"_s, instance.key.id));
    const auto before = m_refs.constFind(instance.key);
    if (before != m_refs.constEnd() && *before != ref) // Its tenant has a slug by now.
        m_rows.erase(*before);
    Row &row = m_rows[ref];
    row.instance = instance;
    row.missing = 0;
    m_refs.insert(instance.key, ref);
}

void CognipeerEntities::pinRow(Row *row, const std::optional<CognipeerPin> &pin)
{
    if (row->pin == pin)
        return;
    row->pin = pin;
    row->version = pin && pin->version > 0 ? pin->version : row->version + 1;
}

void CognipeerEntities::take(const CognipeerRows<CognipeerPin> &pins,
                             const std::optional<CognipeerRows<CognipeerInstance>> &instances)
{
    QHash<CognipeerKey, CognipeerPin> pinned;
    m_hasVersions = false;
    for (const CognipeerPin &pin : pins.rows) {
        pinned.insert(pin.key, pin);
        m_hasVersions = m_hasVersions || pin.version > 0;
    }
    m_unknownTypes = pins.unknownTypes;
    if (instances) {
        m_unknownTypes += instances->unknownTypes;
        m_unknownTypes.removeDuplicates();
        for (auto &[ref, row] : m_rows)
            ++row.missing;
        learnTenants(instances->rows);
        for (const CognipeerInstance &one : instances->rows)
            listRow(one);
    }
    // Automations are never listed; a pin is the only sign of them.
    for (const CognipeerPin &pin : pins.rows) {
        const auto ref = m_refs.constFind(pin.key);
        CognipeerInstance seen;
        seen.key = pin.key;
        seen.kind = pin.kind;
        if (ref != m_refs.constEnd())
            seen = m_rows.at(*ref).instance;
        listRow(seen);
    }
    for (auto row = m_rows.begin(); row != m_rows.end();) {
        const CognipeerKey key = row->second.instance.key;
        const bool isGone = row->second.missing >= kMissingMost;
        if (isGone)
            m_refs.remove(key);
        else
            pinRow(&row->second, pinned.contains(key) ? std::optional(pinned.value(key)) : std::nullopt);
        row = isGone ? m_rows.erase(row) : std::next(row);
    }
}

void CognipeerEntities::setPin(const EntityRef &entity, const std::optional<CognipeerPin> &pin)
{
    const auto row = m_rows.find(entity);
    if (row == m_rows.end())
        return;
    pinRow(&row->second, pin);
    row->second.instance.nodeName.clear(); // Its list is older than this.
    row->second.instance.placement.reset();
}

QList<EntityState> CognipeerEntities::states(const QList<Node> &nodes, const QString &defaultNode) const
{
    NodesByName byName;
    for (const Node &node : nodes)
        byName.insert(node.who.name, &node);
    QList<EntityState> states;
    states.reserve(qsizetype(m_rows.size()));
    for (const auto &[ref, row] : m_rows) {
        EntityState state;
        state.entity.ref = ref;
        state.entity.title = row.instance.name.left(limits::kNodeNameCharacters);
        if (row.instance.subtitle != row.instance.name) // Said once is enough.
            state.entity.subtitle = row.instance.subtitle;
        state.placement = placementOf(row.instance, row.pin, byName, defaultNode);
        if (row.pin)
            state.assignment = Assignment{ref, CognipeerReplies::nodeIdOf(row.pin->nodeName), row.pin->mode,
                                          row.pin->updatedAt.value_or(Timestamp{}), row.pin->updatedBy, row.version};
        if (const std::optional<Placement> &told = row.instance.placement) { // Muster says itself where and why.
            state.placement.node = told->node.isEmpty() ? NodeId() : CognipeerReplies::nodeIdOf(told->node.text());
            state.placement.isExplicit = row.pin && row.pin->nodeName == told->node.text();
            state.placement.waiting = told->waiting;
            state.placement.reason = told->reason;
        }
        states.append(std::move(state));
    }
    return states;
}

std::optional<CognipeerKey> CognipeerEntities::keyOf(const EntityRef &entity) const
{
    const auto row = m_rows.find(entity);
    return row == m_rows.end() ? std::nullopt : std::optional(row->second.instance.key);
}

quint64 CognipeerEntities::versionOf(const EntityRef &entity) const
{
    const auto row = m_rows.find(entity);
    return row == m_rows.end() ? 0 : row->second.version;
}

QList<ClusterChange> changesBetween(const QList<EntityState> &before, const QList<EntityState> &after)
{
    QList<ClusterChange> gone;
    QList<ClusterChange> changes;
    auto was = before.begin();
    for (const EntityState &is : after) {
        for (; was != before.end() && was->entity.ref < is.entity.ref; ++was)
            gone.append(EntityRemoved{was->entity.ref});
        const bool isKnown = was != before.end() && was->entity.ref == is.entity.ref;
        if (!isKnown || *was != is)
            changes.append(EntityChanged{is});
        if (isKnown)
            ++was;
    }
    for (; was != before.end(); ++was)
        gone.append(EntityRemoved{was->entity.ref});
    return gone + changes;
}

} // namespace muster
