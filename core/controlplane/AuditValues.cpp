// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/AuditValues.h"

#include "core/domain/EntityJson.h"

namespace muster {

using namespace Qt::StringLiterals;

QJsonValue auditValueOf(const std::optional<EntityState> &state)
{
    if (!state)
        return QJsonValue::Null;
    QJsonObject json = toJson(state->entity);
    for (const auto &known : {u"createdAt"_s, u"updatedAt"_s, u"secrets"_s}) // The entry has its own time.
        json.remove(known);
    if (!state->entity.secrets.isEmpty()) // Their names, under one that does not hide them.
        json.insert(u"sealed"_s, QJsonArray::fromStringList(state->entity.secrets));
    return json;
}

QJsonValue auditPinOf(const std::optional<EntityState> &state)
{
    if (!state || !state->assignment)
        return QJsonValue::Null;
    const Assignment &pin = *state->assignment;
    return QJsonObject{{u"node"_s, pin.node.text()}, {u"mode"_s, wordOf(pin.mode)}, {u"version"_s, static_cast<qint64>(pin.version)}};
}

QJsonValue auditValueOf(const Node &node)
{
    QJsonValue drain(QJsonValue::Null);
    if (node.drain)
        drain = QJsonObject{{u"jobsLeft"_s, node.drain->jobsLeft}, {u"deadline"_s, jsonOrNull(node.drain->deadline)}};
    return QJsonObject{{u"name"_s, node.who.name},
                       {u"role"_s, wordOf(node.who.role)},
                       {u"address"_s, jsonOrNull(node.who.address)},
                       {u"cordoned"_s, node.cordoned},
                       {u"drain"_s, drain}};
}

QJsonValue auditValueOf(const TokenFacts &token)
{
    QJsonArray tenants;
    for (const TenantId &tenant : token.tenants)
        tenants.append(tenant.text());
    QJsonObject json{{u"kind"_s, wordOf(token.kind)},
                     {u"name"_s, jsonOrNull(token.name)},
                     {u"expiresAt"_s, jsonOrNull(token.expiresAt)},
                     {u"tenants"_s, tenants}};
    if (token.kind == TokenKind::Access)
        json.insert(u"tier"_s, wordOf(token.tier));
    if (token.kind == TokenKind::Join)
        json.insert(u"uses"_s, token.usesLeft);
    if (token.node)
        json.insert(u"node"_s, token.node->text());
    return json;
}

QJsonValue auditValueOf(const Job &job)
{
    return QJsonObject{{u"entity"_s, job.entity.text()}, {u"state"_s, wordOf(job.state)}, {u"attemptsMade"_s, job.attemptsMade}};
}

} // namespace muster
