// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeTokens.h"

#include "core/dialects/native/JsonText.h"
#include "core/dialects/native/NativeReading.h"
#include "core/domain/NodeJson.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kTokenCharacters = 256; // As tokenIdOf(); ours have 60.
constexpr qsizetype kPinCharacters = 128;   // Ours have 71.
constexpr qsizetype kWordCharacters = 16;   // Of a kind, tier or role.

//! Without the braces.
void appendFacts(JsonText *out, const TokenFacts &facts)
{
    const bool isAccess = facts.kind == TokenKind::Access;
    out->raw("\"id\":");
    out->text(facts.id.text());
    out->raw(",\"kind\":");
    out->text(wordOf(facts.kind));
    out->raw(",\"name\":");
    out->textOrNull(facts.name);
    out->raw(",\"tier\":");
    out->textOrNull(isAccess ? wordOf(facts.tier) : QString());
    out->raw(",\"role\":");
    out->textOrNull(isAccess ? QString() : wordOf(facts.role));
    out->raw(",\"capabilities\":[");
    for (qsizetype i = 0; i < facts.capabilities.size(); ++i) {
        if (i > 0)
            out->raw(",");
        out->text(facts.capabilities[i]);
    }
    out->raw("],\"tenants\":[");
    for (qsizetype i = 0; i < facts.tenants.size(); ++i) {
        if (i > 0)
            out->raw(",");
        out->text(facts.tenants[i].text());
    }
    out->raw("],\"node\":");
    out->textOrNull(facts.node ? facts.node->text() : QString());
    out->raw(",\"usesLeft\":");
    out->orNull(facts.kind == TokenKind::Join ? std::optional(facts.usesLeft) : std::nullopt);
    out->raw(",\"createdAt\":");
    out->time(facts.createdAt);
    out->raw(",\"createdBy\":");
    out->textOrNull(facts.createdBy);
    out->raw(",\"expiresAt\":");
    out->orNull(facts.expiresAt);
    out->raw(",\"revokedAt\":");
    out->orNull(facts.revokedAt);
    out->raw(",\"lastUsedAt\":");
    out->orNull(facts.lastUsedAt);
}

//! The word under \a key as \a read(word, path) has it; \a otherwise when it is absent or null.
template <typename T>
T readWord(JsonReader *reader, QLatin1StringView key, T otherwise, Result<T> (*read)(const QString &, const QString &))
{
    const QString word = reader->optionalText(key, kWordCharacters);
    if (!reader->has(key))
        return otherwise;
    const Result<T> value = read(word, reader->pathOf(key));
    if (!value)
        reader->blame(value.error());
    return value.value_or(otherwise);
}

void ensureThere(JsonReader *reader, QLatin1StringView key)
{
    if (!reader->has(key))
        reader->blame(key, u"is missing"_s);
}

//! None where the server is older: its tokens are bound to none.
QList<TenantId> readTenants(JsonReader *reader)
{
    QList<TenantId> tenants;
    const QStringList texts = reader->texts("tenants"_L1, limits::kTokenTenants);
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const Result<TenantId> tenant = TenantId::parse(texts[i], u"%1[%2]"_s.arg(reader->pathOf("tenants"_L1)).arg(i));
        if (tenant)
            tenants.append(*tenant);
        else
            reader->blame(tenant.error());
    }
    return tenants;
}

TokenFacts readFacts(JsonReader *reader)
{
    TokenFacts facts;
    const Result<TokenId> id = TokenId::parse(reader->text("id"_L1), reader->pathOf("id"_L1));
    if (id)
        facts.id = *id;
    else
        reader->blame(id.error());
    ensureThere(reader, "kind"_L1);
    facts.kind = readWord(reader, "kind"_L1, TokenKind::Access, tokenKindOf);
    facts.tier = readWord(reader, "tier"_L1, Tier::Viewer, tierOf);
    facts.role = readWord(reader, "role"_L1, NodeRole::Worker, nodeRoleOf);
    facts.name = reader->optionalText("name"_L1, limits::kNodeNameCharacters);
    facts.capabilities = reader->texts("capabilities"_L1, limits::kNodeCapabilities);
    facts.tenants = readTenants(reader);
    if (reader->has("node"_L1)) {
        const Result<NodeId> node = NodeId::parse(reader->text("node"_L1), reader->pathOf("node"_L1));
        if (node)
            facts.node = *node;
        else
            reader->blame(node.error());
    }
    facts.usesLeft = int(reader->optionalInteger("usesLeft"_L1, 0, limits::kTokenUsesMost).value_or(0));
    ensureThere(reader, "createdAt"_L1);
    facts.createdAt = reader->optionalTime("createdAt"_L1).value_or(Timestamp{});
    facts.createdBy = reader->optionalText("createdBy"_L1);
    facts.expiresAt = reader->optionalTime("expiresAt"_L1);
    facts.revokedAt = reader->optionalTime("revokedAt"_L1);
    facts.lastUsedAt = reader->optionalTime("lastUsedAt"_L1);
    return facts;
}

//! The secret half, which must be of the form that we can show as a header.
Secret readToken(JsonReader *reader)
{
    const QByteArray token = reader->text("token"_L1, kTokenCharacters).toUtf8();
    if (reader->has("token"_L1) && !tokenIdOf(token))
        reader->blame("token"_L1, u"must be ID.SECRET"_s);
    return Secret(token);
}

} // namespace

QJsonObject NativeTokens::write(const TokenRequest &request)
{
    QJsonObject json{{u"kind"_s, wordOf(request.kind)}, {u"name"_s, jsonOrNull(request.name)}};
    if (request.life.count() != 0)
        json.insert(u"lifeMs"_s, qint64(request.life.count()));
    if (request.kind == TokenKind::Access) {
        json.insert(u"tier"_s, wordOf(request.tier));
        QJsonArray tenants;
        for (const TenantId &tenant : request.tenants)
            tenants.append(tenant.text());
        json.insert(u"tenants"_s, tenants);
    } else {
        json.insert(u"role"_s, wordOf(request.role));
        json.insert(u"capabilities"_s, QJsonArray::fromStringList(request.capabilities));
        json.insert(u"uses"_s, request.uses);
    }
    return json;
}

Result<TokenRequest> NativeTokens::readRequest(const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    TokenRequest request;
    ensureThere(&reader, "kind"_L1);
    request.kind = readWord(&reader, "kind"_L1, TokenKind::Access, tokenKindOf);
    if (request.kind == TokenKind::Credential)
        reader.blame("kind"_L1, u"must be access or join; credentials are given for join tokens"_s);
    if (request.kind == TokenKind::Access)
        ensureThere(&reader, "tier"_L1);
    request.tier = readWord(&reader, "tier"_L1, Tier::Viewer, tierOf);
    request.role = readWord(&reader, "role"_L1, NodeRole::Worker, nodeRoleOf);
    request.name = reader.optionalText("name"_L1, limits::kNodeNameCharacters);
    request.capabilities = reader.texts("capabilities"_L1, limits::kNodeCapabilities);
    request.tenants = readTenants(&reader);
    request.life = milliseconds(
        reader.optionalInteger("lifeMs"_L1, limits::kTokenLifeLeast.count(), limits::kTokenLifeMost.count()).value_or(0));
    request.uses = int(reader.optionalInteger("uses"_L1, 1, limits::kTokenUsesMost).value_or(1));
    MUSTER_CHECK(reader.check());
    return request;
}

QJsonObject NativeTokens::write(const JoinRequest &request)
{
    QJsonObject json = toJson(request.who);
    json.insert(u"instance"_s, QString::fromUtf8(request.instance.reveal()));
    return json;
}

Result<JoinRequest> NativeTokens::readJoin(const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    JoinRequest request;
    request.who = identityFromJson(&reader);
    const QString instance = reader.text("instance"_L1, limits::kInstanceCharacters);
    if (reader.has("instance"_L1) && instance.isEmpty())
        reader.blame("instance"_L1, u"is empty"_s);
    request.instance = Secret(instance.toUtf8());
    MUSTER_CHECK(reader.check());
    return request;
}

QByteArray NativeTokens::write(const IssuedToken &issued)
{
    JsonText out;
    out.raw("{");
    appendFacts(&out, issued.facts);
    out.raw(",\"token\":");
    out.text(QString::fromUtf8(issued.token.reveal()));
    out.raw(",\"pin\":");
    out.textOrNull(issued.pin.text());
    out.raw("}");
    return out.take();
}

Result<IssuedToken> NativeTokens::readIssued(const QByteArray &body)
{
    return readReply<IssuedToken>(body, [](JsonReader *reader) {
        IssuedToken issued{readFacts(reader), readToken(reader), {}};
        if (reader->has("pin"_L1)) {
            const Result<TlsPin> pin = TlsPin::parse(reader->text("pin"_L1, kPinCharacters), u"pin"_s);
            if (pin)
                issued.pin = *pin;
            else
                reader->blame(pin.error());
        }
        return issued;
    });
}

QByteArray NativeTokens::write(const JoinGrant &grant)
{
    JsonText out;
    out.raw("{");
    appendFacts(&out, grant.facts);
    out.raw(",\"token\":");
    out.text(QString::fromUtf8(grant.credential.reveal()));
    out.raw("}");
    return out.take();
}

Result<JoinGrant> NativeTokens::readGrant(const QByteArray &body)
{
    return readReply<JoinGrant>(body, [](JsonReader *reader) {
        JoinGrant grant{readFacts(reader), readToken(reader)};
        if (grant.facts.kind != TokenKind::Credential || !grant.facts.node)
            reader->blame("kind"_L1, u"must be the credential of a node"_s);
        return grant;
    });
}

QByteArray NativeTokens::write(const QList<TokenFacts> &tokens)
{
    JsonText out(64 + tokens.size() * 400);
    out.raw("{\"tokens\":[");
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        if (i > 0)
            out.raw(",");
        out.raw("{");
        appendFacts(&out, tokens[i]);
        out.raw("}");
    }
    out.raw("]}");
    return out.take();
}

Result<QList<TokenFacts>> NativeTokens::readTokens(const QByteArray &body)
{
    return readReply<QList<TokenFacts>>(body, [](JsonReader *reader) {
        QList<TokenFacts> tokens;
        ensureThere(reader, "tokens"_L1);
        const QJsonArray items = reader->array("tokens"_L1, limits::kTokens);
        tokens.reserve(items.size());
        for (qsizetype i = 0; i < items.size(); ++i) {
            const QString place = u"tokens[%1]"_s.arg(i);
            JsonReader item(items[i].toObject(), place);
            tokens.append(readFacts(&item));
            const Result<void> checked = items[i].isObject() ? item.check() : invalid(place, u"must be an object"_s);
            if (checked)
                continue;
            reader->blame(checked.error());
            break;
        }
        return tokens;
    });
}

} // namespace muster
