// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AuditJson.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kTextCharacters = 4096; // Far beyond what an entry may have: nothing is cut off on its way.
constexpr int kHashBytes = 32;

QString hexOf(const QByteArray &hash)
{
    return QString::fromLatin1(hash.toHex());
}

//! Not JsonReader::text(): what was written may hold any character, and a proof must see it.
QString textOf(JsonReader *reader, const QJsonObject &json, QLatin1StringView key)
{
    const QJsonValue value = json.value(key);
    if (!value.isString() || value.toString().size() > kTextCharacters)
        reader->blame(key, u"must be a text of at most %1 characters"_s.arg(kTextCharacters));
    return value.toString();
}

//! Empty for an empty text, which only a proof of an empty log has.
QByteArray hashOf(JsonReader *reader, const QJsonObject &json, QLatin1StringView key)
{
    const QByteArray hex = json.value(key).toString().toLatin1();
    const QByteArray hash = QByteArray::fromHex(hex);
    if (!hex.isEmpty() && (hash.size() != kHashBytes || hash.toHex() != hex))
        reader->blame(key, u"must be a SHA-256 as 64 digits"_s);
    return hash;
}

quint64 numberOf(JsonReader *reader, QLatin1StringView key, qint64 least)
{
    return quint64(reader->integer(key, least, limits::kJsonWholeMost));
}

} // namespace

QJsonObject toJson(const AuditEntry &entry)
{
    return {{u"number"_s, static_cast<qint64>(entry.number)},
            {u"at"_s, entry.at.toIso8601()},
            {u"actor"_s, entry.actor},
            {u"verb"_s, entry.verb},
            {u"target"_s, entry.target},
            {u"before"_s, entry.before},
            {u"after"_s, entry.after},
            {u"source"_s, entry.source},
            {u"outcome"_s, entry.outcome},
            {u"note"_s, entry.note},
            {u"hash"_s, hexOf(entry.hash)}};
}

Result<AuditEntry> auditEntryFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    AuditEntry entry;
    entry.number = numberOf(&reader, "number"_L1, 1);
    if (!reader.has("at"_L1))
        reader.blame("at"_L1, u"is missing"_s);
    entry.at = reader.optionalTime("at"_L1).value_or(Timestamp{});
    entry.actor = textOf(&reader, json, "actor"_L1);
    entry.verb = textOf(&reader, json, "verb"_L1);
    entry.target = textOf(&reader, json, "target"_L1);
    entry.before = json.value(u"before"_s);
    entry.after = json.value(u"after"_s);
    if (entry.before.isUndefined())
        reader.blame("before"_L1, u"is missing"_s);
    if (entry.after.isUndefined())
        reader.blame("after"_L1, u"is missing"_s);
    entry.source = textOf(&reader, json, "source"_L1);
    entry.outcome = textOf(&reader, json, "outcome"_L1);
    entry.note = textOf(&reader, json, "note"_L1);
    entry.hash = hashOf(&reader, json, "hash"_L1);
    if (entry.hash.isEmpty())
        reader.blame("hash"_L1, u"is missing"_s);
    MUSTER_CHECK(reader.check());
    return entry;
}

QJsonObject toJson(const AuditProof &proof)
{
    return {{u"isWhole"_s, proof.isWhole},
            {u"entries"_s, static_cast<qint64>(proof.entries)},
            {u"firstBroken"_s, proof.firstBroken > 0 ? QJsonValue(static_cast<qint64>(proof.firstBroken)) : QJsonValue()},
            {u"head"_s, jsonOrNull(hexOf(proof.head))},
            {u"text"_s, proof.text}};
}

Result<AuditProof> auditProofFromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    AuditProof proof;
    if (!json.value(u"isWhole"_s).isBool())
        reader.blame("isWhole"_L1, u"must be true or false"_s); // Not what a missing word would mean, least of all true.
    proof.isWhole = reader.boolean("isWhole"_L1, false);
    proof.entries = numberOf(&reader, "entries"_L1, 0);
    proof.firstBroken = quint64(reader.optionalInteger("firstBroken"_L1, 0, limits::kJsonWholeMost).value_or(0));
    proof.head = hashOf(&reader, json, "head"_L1);
    proof.text = textOf(&reader, json, "text"_L1);
    MUSTER_CHECK(reader.check());
    return proof;
}

} // namespace muster
