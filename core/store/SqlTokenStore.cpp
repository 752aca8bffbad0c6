// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlTokenStore.h"

#include "core/base/Log.h"

#include <QVariant>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar kBetween = u'\n'; // Between capabilities, and between tenants: no text from outside has control characters.

QVariant timeColumn(const std::optional<Timestamp> &at)
{
    return at ? QVariant(at->msSinceEpoch) : QVariant(QMetaType::fromType<qint64>());
}

std::optional<Timestamp> timeOf(const QVariant &column)
{
    return column.isNull() ? std::nullopt : std::optional(Timestamp{column.toLongLong()});
}

QString textOf(const QList<TenantId> &tenants)
{
    QStringList texts;
    for (const TenantId &tenant : tenants)
        texts.append(tenant.text());
    return u""_s + texts.join(kBetween);
}

//! Fails for what is no tenant: a token that has lost one must not become one of all.
Result<QList<TenantId>> tenantsIn(const QString &text)
{
    QList<TenantId> tenants;
    for (const QString &one : text.isEmpty() ? QStringList() : text.split(kBetween)) {
        MUSTER_TRY(tenant, TenantId::parse(one, u"tenants"_s));
        tenants.append(tenant);
    }
    return tenants;
}

Result<StoredToken> tokenOf(const QSqlQuery &row)
{
    StoredToken token;
    MUSTER_TRY(id, TokenId::parse(row.value(0).toString(), u"id"_s));
    MUSTER_TRY(kind, tokenKindOf(row.value(1).toString(), u"kind"_s));
    MUSTER_TRY(tier, tierOf(row.value(2).toString(), u"tier"_s));
    MUSTER_TRY(role, nodeRoleOf(row.value(4).toString(), u"role"_s));
    token.facts.id = id;
    token.facts.kind = kind;
    token.facts.tier = tier;
    token.facts.name = row.value(3).toString();
    token.facts.role = role;
    token.facts.capabilities = row.value(5).toString().split(kBetween, Qt::SkipEmptyParts);
    if (!row.value(6).isNull()) {
        MUSTER_TRY(node, NodeId::parse(row.value(6).toString(), u"node"_s));
        token.facts.node = node;
    }
    token.facts.usesLeft = row.value(7).toInt();
    token.facts.createdAt = Timestamp{row.value(8).toLongLong()};
    token.facts.createdBy = row.value(9).toString();
    token.facts.expiresAt = timeOf(row.value(10));
    token.facts.revokedAt = timeOf(row.value(11));
    token.facts.lastUsedAt = timeOf(row.value(12));
    token.secretHash = row.value(13).toByteArray();
    token.instanceHash = row.value(14).toByteArray();
    MUSTER_TRY(tenants, tenantsIn(row.value(15).toString()));
    token.facts.tenants = tenants;
    return token;
}

Result<QList<StoredToken>> readAll(SqlConnection &connection)
{
    QList<StoredToken> tokens;
    MUSTER_TRY(rows, connection.query("all_tokens"_L1));
    while (rows->next()) {
        Result<StoredToken> token = tokenOf(*rows);
        // Left out, it opens nothing: the safe side.
        if (token)
            tokens.append(std::move(*token));
        else
            qCWarning(logStore) << "leaving out the token" << rows->value(0).toString() << token.error().text();
    }
    MUSTER_CHECK(connection.finish(rows));
    return tokens;
}

Result<void> write(SqlConnection &connection, const QList<StoredToken> &tokens)
{
    for (const StoredToken &token : tokens) {
        const TokenFacts &facts = token.facts;
        const QVariant node = facts.node ? QVariant(facts.node->text()) : QVariant(QMetaType::fromType<QString>());
        MUSTER_CHECK(connection.change(
            "upsert_token"_L1,
            {facts.id.text(), wordOf(facts.kind), wordOf(facts.tier), u""_s + facts.name, wordOf(facts.role),
             u""_s + facts.capabilities.join(kBetween), node, facts.usesLeft, facts.createdAt.msSinceEpoch,
             u""_s + facts.createdBy, timeColumn(facts.expiresAt), timeColumn(facts.revokedAt),
             timeColumn(facts.lastUsedAt), token.secretHash, token.instanceHash.isNull() ? ""_ba : token.instanceHash,
             textOf(facts.tenants)}));
    }
    return {};
}

Result<void> spend(SqlConnection &connection, const TokenId &join, Timestamp at)
{
    MUSTER_TRY(done, connection.query("spend_token"_L1, {at.msSinceEpoch, join.text()}));
    const int spent = done->numRowsAffected();
    done->finish();
    if (spent == 1)
        return {};
    return refused(u"the join token has no use left"_s, u"token-spent"_s);
}

} // namespace

Future<QList<StoredToken>> SqlTokenStore::all()
{
    return m_thread.read<QList<StoredToken>>(readAll);
}

Future<void> SqlTokenStore::upsert(QList<StoredToken> tokens)
{
    return m_thread.write<void>(
        [tokens = std::move(tokens)](SqlConnection &connection) { return write(connection, tokens); });
}

Future<void> SqlTokenStore::exchange(TokenId join, Timestamp at, QList<StoredToken> tokens)
{
    return m_thread.write<void>([join = std::move(join), at, tokens = std::move(tokens)](SqlConnection &connection) {
        const Result<void> spent = spend(connection, join, at);
        return spent ? write(connection, tokens) : spent;
    });
}

Future<void> SqlTokenStore::touch(QList<TokenUse> uses)
{
    return m_thread.write<void>([uses = std::move(uses)](SqlConnection &connection) -> Result<void> {
        for (const TokenUse &one : uses)
            MUSTER_CHECK(connection.change("touch_token"_L1, {one.at.msSinceEpoch, one.token.text()}));
        return {};
    });
}

Future<void> SqlTokenStore::remove(QList<TokenId> tokens)
{
    return m_thread.write<void>([tokens = std::move(tokens)](SqlConnection &connection) -> Result<void> {
        for (const TokenId &token : tokens)
            MUSTER_CHECK(connection.change("remove_token"_L1, {token.text()}));
        return {};
    });
}

} // namespace muster
