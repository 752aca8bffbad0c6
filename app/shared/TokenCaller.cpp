// SPDX-License-Identifier: Apache-2.0
#include "app/shared/TokenCaller.h"

#include "core/wire/HttpRequest.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Access accessOf(Tier tier)
{
    switch (tier) {
    case Tier::Viewer:
        return Access::Viewer;
    case Tier::Operator:
        return Access::Operator;
    case Tier::Admin:
        return Access::Admin;
    }
    return Access::Public;
}

QStringList tenantsOf(const TokenFacts &token)
{
    QStringList tenants;
    for (const TenantId &tenant : token.tenants)
        tenants.append(tenant.text());
    return tenants;
}

//! What only a worker of Muster says: POST /api/v1/join, /nodes, /nodes/ID/beats, /nodes/ID/leave.
bool isOfWorker(const HttpRequest &request)
{
    const QStringList &at = request.segments;
    if (request.method != HttpMethod::Post || at.size() < 3 || at[0] != "api"_L1 || at[1] != "v1"_L1)
        return false;
    if (at.size() == 3)
        return at[2] == "nodes"_L1 || at[2] == "join"_L1;
    return at.size() == 5 && at[2] == "nodes"_L1 && (at[4] == "beats"_L1 || at[4] == "leave"_L1);
}

} // namespace

Caller callerOf(const TokenFacts &token)
{
    const QString id = token.id.text();
    switch (token.kind) {
    case TokenKind::Access:
        // One without a name is known all the same: an empty name means nobody (RefusalLedger).
        return {token.name.isEmpty() ? u"token %1"_s.arg(id) : token.name, accessOf(token.tier), {}, id, tenantsOf(token)};
    case TokenKind::Join:
        return {u"join token %1"_s.arg(id), Access::Join, {}, id};
    case TokenKind::Credential:
        // One that names no node speaks for none: it must not become one that speaks for all.
        if (!token.node)
            break;
        return {u"node %1"_s.arg(token.node->text()), Access::Worker, token.node->text(), id};
    }
    return {};
}

Result<Caller> noAdminAsWorker(Caller caller, const HttpRequest &request)
{
    if (caller.access != Access::Admin || !isOfWorker(request))
        return caller;
    return refused(u"a worker never holds an admin token; make it one of its own with: musterctl tokens create --join"_s,
                   u"admin-token"_s);
}

} // namespace muster
