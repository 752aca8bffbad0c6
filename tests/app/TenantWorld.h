// SPDX-License-Identifier: Apache-2.0
#pragma once
// The doors of musterd with two tenants behind them, for the tenant matrix.

#include "core/wire/HttpClient.h"
#include "tests/app/AccessWorld.h"

namespace muster {

//! One tenant's things.
struct Things {
    QString tenant;
    QString entity; //!< TENANT:ID
    QString waiting;
    QString over;
};

inline QByteArray filled(QByteArray text, const Things &things)
{
    return text.replace('@', things.entity.toLatin1()).replace('#', things.waiting.toLatin1()).replace('~', things.over.toLatin1())
        .replace('$', things.tenant.toLatin1());
}

//! A cluster of two tenants: acme, whose the token is, and others.
class TwoTenants
{
public:
    TwoTenants()
        : mine(makeThings(QStringLiteral("acme"), QStringLiteral("mine"))), theirs(makeThings(QStringLiteral("others"), QStringLiteral("theirs")))
    {
        Heartbeat beat = beatOf(QStringLiteral("node-a"), 2);
        beat.agents = QList<Agent>{{QStringLiteral("agent/acme:mine"), QStringLiteral("mine"), {}, QStringLiteral("running"), 1},
                                   {QStringLiteral("agent/others:theirs"), QStringLiteral("theirs"), {}, QStringLiteral("crashed"), 2},
                                   {QStringLiteral("theirs-too"), QStringLiteral("theirs-too"), {}, QStringLiteral("running"), 3}};
        isUp = world.isUp && outcomeOf(world.plane->beat(beat));
        for (const Tier tier : {Tier::Viewer, Tier::Operator, Tier::Admin}) {
            TokenRequest request;
            request.tier = tier;
            request.name = wordOf(tier);
            request.tenants = {TenantId(QStringLiteral("acme"))};
            const Result<IssuedToken> token = outcomeOf(world.plane->createToken(request));
            isUp = isUp && token;
            tokens.insert(tier, token.value_or(IssuedToken()).token);
        }
        start = outcomeOf(world.plane->snapshot()).value_or(ClusterSnapshot{}).position;
    }

    Result<HttpAnswer> ask(Tier tier, const QByteArray &method, const QString &path, const QByteArray &body)
    {
        HttpClient client(world.server->url());
        client.setToken(tokens.value(tier));
        return outcomeOf(client.send(method, path, "application/json", body));
    }
    //! What both tenants have, without the events and times.
    QByteArray state() const { return world.state(); }

    World world;
    Things mine;
    Things theirs;
    QHash<Tier, Secret> tokens;
    EventPosition start;
    bool isUp = false;

private:
    Things makeThings(const QString &tenant, const QString &id)
    {
        const EntityRef ref{EntityKind::Agent, TenantId(tenant), EntityId(id)};
        EntityRequest request;
        request.entity.ref = ref;
        request.entity.title = QStringLiteral("The agent ") + id;
        request.entity.settings = {{QStringLiteral("argv"), QJsonArray{QStringLiteral("cat"), id}}, {QStringLiteral("env"), QJsonObject{{QStringLiteral("WHO"), QStringLiteral("value-of-") + id}}}};
        const bool isMade = outcomeOf(world.plane->saveEntity(request)) && outcomeOf(world.plane->assign({ref, NodeId(QStringLiteral("node-a"))}));
        const Result<QList<JobId>> jobs = outcomeOf(world.plane->submitAll({{ref, "1"}, {ref, "2"}}));
        if (!isMade || !jobs || !outcomeOf(world.plane->cancelJob(jobs->last())))
            return {};
        return {tenant, tenant + QChar(u':') + id, jobs->first().text(), jobs->last().text()};
    }
};

} // namespace muster
