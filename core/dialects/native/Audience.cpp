// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/Audience.h"

#include "core/domain/SecretMask.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QString kHidden = u"••••••••"_s;

//! The agents of a node are entities where we placed them; of others nobody knows whose they are.
bool isOwnAgent(const Audience &audience, const Agent &agent)
{
    const Result<EntityRef> ref = EntityRef::parse(agent.id, u"id"_s);
    return ref && audience.owns(ref->tenant);
}

//! What an event becomes for an audience that is bound, or sees no secrets.
struct Filter {
    const Audience &audience;

    std::optional<ClusterChange> operator()(const NodeChanged &changed) const
    {
        return NodeChanged{shownTo(audience, changed.node), changed.change};
    }
    std::optional<ClusterChange> operator()(const NodeBeat &beat) const { return beat; }
    std::optional<ClusterChange> operator()(const NodeRemoved &removed) const { return removed; }
    std::optional<ClusterChange> operator()(const NodeConflict &conflict) const { return conflict; }
    // Who asked for what: names of all tenants stand in it.
    std::optional<ClusterChange> operator()(const AccessRefused &refused) const { return forUnbound(refused); }
    std::optional<ClusterChange> operator()(const CallersRefused &refused) const { return forUnbound(refused); }
    std::optional<ClusterChange> operator()(const EntityChanged &changed) const
    {
        if (!audience.owns(changed.state.entity.ref.tenant))
            return std::nullopt;
        return EntityChanged{shownTo(audience, changed.state)};
    }
    std::optional<ClusterChange> operator()(const EntityRemoved &removed) const { return forOwner(removed, removed.entity.tenant); }
    std::optional<ClusterChange> operator()(const JobChanged &changed) const { return forOwner(changed, changed.entity.tenant); }
    std::optional<ClusterChange> operator()(const QueueChanged &changed) const { return forUnbound(changed); }

    std::optional<ClusterChange> forUnbound(const ClusterChange &change) const
    {
        return audience.isBound() ? std::nullopt : std::optional(change);
    }
    std::optional<ClusterChange> forOwner(const ClusterChange &change, const TenantId &tenant) const
    {
        return audience.owns(tenant) ? std::optional(change) : std::nullopt;
    }
};

} // namespace

Audience Audience::of(const Caller &caller)
{
    Audience audience;
    audience.seesSecrets = caller.access == Access::Admin;
    for (const QString &tenant : caller.tenants)
        audience.tenants.append(TenantId(tenant));
    return audience;
}

EntityState shownTo(const Audience &audience, EntityState state)
{
    if (audience.seesSecrets)
        return state;
    QJsonObject settings = masked(state.entity.settings).toObject();
    QJsonObject variables = settings.value(u"env"_s).toObject();
    for (auto it = variables.begin(); it != variables.end(); ++it)
        it.value() = kHidden;
    if (!variables.isEmpty())
        settings.insert(u"env"_s, variables);
    state.entity.settings = settings;
    return state;
}

Node shownTo(const Audience &audience, Node node)
{
    if (!audience.isBound())
        return node;
    node.agents.removeIf([&audience](const Agent &agent) { return !isOwnAgent(audience, agent); });
    if (node.drain)
        node.drain->waitsFor.clear();
    for (StatusReason &reason : node.reasons) {
        if (reason.code == "agent-crashed"_L1)
            reason.text = u"Agents crashed"_s;
        else if (reason.code == "agent-stuck"_L1)
            reason.text = u"Agents make no progress"_s;
    }
    return node;
}

ClusterSnapshot shownTo(const Audience &audience, ClusterSnapshot snapshot)
{
    if (audience.seesAll())
        return snapshot;
    snapshot.entities.removeIf([&audience](const EntityState &one) { return !audience.owns(one.entity.ref.tenant); });
    for (EntityState &one : snapshot.entities)
        one = shownTo(audience, std::move(one));
    if (!audience.isBound())
        return snapshot;
    for (Node &node : snapshot.nodes)
        node = shownTo(audience, std::move(node));
    snapshot.queues.clear();
    return snapshot;
}

std::optional<ClusterEvent> shownTo(const Audience &audience, const ClusterEvent &event)
{
    if (audience.seesAll())
        return event;
    std::optional<ClusterChange> what = std::visit(Filter{audience}, event.what);
    return what ? std::optional(ClusterEvent{event.position, event.at, *std::move(what)}) : std::nullopt;
}

Features shownTo(const Audience &audience, Features features)
{
    if (!audience.isBound())
        return features;
    return features & ~(Feature::Remove | Feature::Ping | Feature::Restart | Feature::Reach | Feature::Tokens | Feature::Cordon | Feature::Audit);
}

bool isWholeFor(const Audience &audience, const ClusterEvent &event)
{
    if (!audience.isBound())
        return audience.seesSecrets || !std::holds_alternative<EntityChanged>(event.what);
    return std::holds_alternative<NodeBeat>(event.what) || std::holds_alternative<NodeRemoved>(event.what)
        || std::holds_alternative<NodeConflict>(event.what);
}

} // namespace muster
