// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/TokenRules.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Result<void> checkName(const TokenRequest &request)
{
    if (request.kind == TokenKind::Join && !request.name.isEmpty() && !isIdText(request.name))
        return invalid(u"name"_s, u"must be the id of a node"_s);
    if (request.name.size() > limits::kNodeNameCharacters || escapedForLog(request.name) != request.name)
        return invalid(u"name"_s, u"must have at most %1 visible characters"_s.arg(limits::kNodeNameCharacters));
    return {};
}

Result<void> checkCapabilities(const QStringList &capabilities)
{
    if (capabilities.size() > limits::kNodeCapabilities)
        return invalid(u"capabilities"_s, u"has more than %1 items"_s.arg(limits::kNodeCapabilities));
    for (const QString &one : capabilities) {
        if (one.isEmpty() || one.size() > limits::kNodeTextCharacters || escapedForLog(one) != one)
            return invalid(u"capabilities"_s, u"must be short texts of visible characters"_s);
    }
    return {};
}

//! In order, each once.
Result<QList<TenantId>> checkedTenants(const TokenRequest &request)
{
    if (request.kind == TokenKind::Join && !request.tenants.isEmpty())
        return invalid(u"tenants"_s, u"tenants are of access tokens; a node works for all of them"_s);
    QList<TenantId> tenants = request.tenants;
    std::sort(tenants.begin(), tenants.end());
    tenants.erase(std::unique(tenants.begin(), tenants.end()), tenants.end());
    if (tenants.size() > limits::kTokenTenants)
        return invalid(u"tenants"_s, u"has more than %1 items"_s.arg(limits::kTokenTenants));
    for (const TenantId &tenant : std::as_const(tenants)) {
        if (!isIdText(tenant.text()))
            return invalid(u"tenants"_s, u"must be names of tenants"_s);
    }
    return tenants;
}

} // namespace

Result<TokenFacts> factsFor(const TokenRequest &request, Timestamp now)
{
    const bool isJoin = request.kind == TokenKind::Join;
    if (request.kind == TokenKind::Credential)
        return invalid(u"kind"_s, u"must be access or join; credentials are given for join tokens"_s);
    MUSTER_CHECK(checkName(request));
    const milliseconds life = request.life.count() != 0 ? request.life
        : isJoin                                        ? limits::kJoinTokenLife
                                                        : limits::kAccessTokenLife;
    if (life < limits::kTokenLifeLeast || life > limits::kTokenLifeMost)
        return invalid(u"lifeMs"_s, u"must be from 1 minute to 366 days"_s);
    if (isJoin && request.role != NodeRole::Worker)
        return invalid(u"role"_s, u"must be worker: nothing else can join until several control planes exist"_s);
    if (isJoin && (request.uses < 1 || request.uses > limits::kTokenUsesMost))
        return invalid(u"uses"_s, u"must be from 1 to %1"_s.arg(limits::kTokenUsesMost));
    MUSTER_CHECK(checkCapabilities(request.capabilities));
    MUSTER_TRY(tenants, checkedTenants(request));
    TokenFacts facts;
    facts.kind = request.kind;
    facts.name = request.name;
    facts.createdBy = request.createdBy;
    facts.createdAt = now;
    facts.expiresAt = now + life;
    if (isJoin) {
        facts.role = request.role;
        facts.capabilities = request.capabilities;
        facts.usesLeft = request.uses;
    } else {
        facts.tier = request.tier;
        facts.tenants = tenants;
    }
    return facts;
}

bool isNameAllowed(const TokenFacts &join, const NodeIdentity &who)
{
    return join.name.isEmpty() || join.name == who.id.text();
}

Result<void> isWithin(const TokenFacts &token, const NodeIdentity &who)
{
    if (token.role != NodeRole::All && token.role != who.role)
        return refused(u"the join token of %1 allows the role %2 only"_s.arg(who.id.text(), wordOf(token.role)));
    if (token.capabilities.isEmpty())
        return {};
    for (const QString &asked : who.capabilities) {
        if (!token.capabilities.contains(asked))
            return refused(u"the join token of %1 does not allow the capability %2"_s.arg(who.id.text(), asked));
    }
    return {};
}

} // namespace muster
