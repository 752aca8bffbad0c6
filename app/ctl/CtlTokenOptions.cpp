// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlTokenOptions.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Result<void> readAccess(const CtlArguments &given, TokenRequest *request)
{
    for (const auto &name : {u"role"_s, u"uses"_s, u"capabilities"_s}) {
        if (given.has(name))
            return invalid(u"--"_s + name, u"--%1 goes with --join"_s.arg(name));
    }
    if (!given.has(u"tier"_s))
        return invalid(u"--tier"_s, u"tokens create needs --tier viewer, operator or admin; or --join for a new machine"_s);
    const Result<Tier> tier = tierOf(given.options.value(u"tier"_s), u"--tier"_s);
    if (!tier)
        return invalid(u"--tier"_s, u"--tier: "_s + tier.error().what);
    const QStringList tenants = given.lists.value(u"tenant"_s);
    if (tenants.size() > limits::kTokenTenants)
        return invalid(u"--tenant"_s, u"--tenant: at most %1 of them"_s.arg(limits::kTokenTenants));
    for (const QString &one : tenants) {
        const Result<TenantId> tenant = TenantId::parse(one, u"--tenant"_s);
        if (!tenant)
            return invalid(u"--tenant"_s, u"--tenant: the name of a tenant (A-Z a-z 0-9 . _ -, 2 to 64)"_s);
        request->tenants.append(*tenant);
    }
    request->kind = TokenKind::Access;
    request->tier = *tier;
    request->name = given.options.value(u"name"_s);
    if (request->name.size() > limits::kNodeNameCharacters || escapedForLog(request->name) != request->name)
        return invalid(u"--name"_s, u"--name: at most %1 visible characters"_s.arg(limits::kNodeNameCharacters));
    return {};
}

Result<void> readCapabilities(const QString &text, TokenRequest *request)
{
    for (const QString &one : text.split(u',')) {
        if (!one.trimmed().isEmpty())
            request->capabilities.append(one.trimmed());
    }
    const bool isUsual = escapedForLog(text) == text && !request->capabilities.isEmpty()
        && request->capabilities.size() <= limits::kNodeCapabilities;
    if (!isUsual)
        return invalid(u"--capabilities"_s, u"--capabilities: expected words with commas between, like gpu,browser"_s);
    return {};
}

Result<void> readJoin(const CtlArguments &given, TokenRequest *request)
{
    if (given.has(u"tenant"_s))
        return invalid(u"--tenant"_s, u"--tenant goes with access tokens; a node works for all tenants"_s);
    if (given.has(u"tier"_s))
        return invalid(u"--tier"_s, u"--tier goes with access tokens; a join token has a --role"_s);
    request->kind = TokenKind::Join;
    request->name = given.options.value(u"name"_s);
    if (!request->name.isEmpty() && !isIdText(request->name))
        return invalid(u"--name"_s, u"--name: with --join, the id of the one node that is let in (A-Z a-z 0-9 . _ -, 2 to 64)"_s);
    const Result<NodeRole> role = nodeRoleOf(given.options.value(u"role"_s, u"worker"_s), u"--role"_s);
    if (!role)
        return invalid(u"--role"_s, u"--role: must be worker, main or all"_s);
    if (*role != NodeRole::Worker)
        return invalid(u"--role"_s, u"--role: nothing but a worker can join yet, as several control planes are not in this version"_s);
    request->role = *role;
    bool isNumber = false;
    request->uses = given.options.value(u"uses"_s, u"1"_s).toInt(&isNumber);
    if (!isNumber || request->uses < 1 || request->uses > limits::kTokenUsesMost)
        return invalid(u"--uses"_s, u"--uses: must be a whole number from 1 to %1"_s.arg(limits::kTokenUsesMost));
    return given.has(u"capabilities"_s) ? readCapabilities(given.options.value(u"capabilities"_s), request) : Result<void>();
}

} // namespace

Result<milliseconds> readLife(const QString &text)
{
    static const QRegularExpression grammar(u"^([1-9][0-9]{0,8})([smhd])\\z"_s);
    const auto match = grammar.match(text);
    if (!match.hasMatch())
        return invalid(u"--ttl"_s, u"--ttl: expected a number and s, m, h or d, like 90s, 15m, 1h or 30d"_s);
    const QChar unit = match.capturedView(2).front();
    const qint64 seconds = unit == u's' ? 1 : unit == u'm' ? 60 : unit == u'h' ? 3600 : 86'400;
    const milliseconds life(match.captured(1).toLongLong() * seconds * 1000);
    if (life < limits::kTokenLifeLeast || life > limits::kTokenLifeMost)
        return invalid(u"--ttl"_s, u"--ttl: a token lives from 1 minute to 366 days"_s);
    return life;
}

Result<TokenRequest> readTokenRequest(const CtlArguments &given)
{
    TokenRequest request;
    MUSTER_CHECK(given.has(u"join"_s) ? readJoin(given, &request) : readAccess(given, &request));
    if (given.has(u"ttl"_s)) {
        MUSTER_TRY(life, readLife(given.options.value(u"ttl"_s)));
        request.life = life;
    }
    return request;
}

} // namespace muster
