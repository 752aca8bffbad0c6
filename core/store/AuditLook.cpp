// SPDX-License-Identifier: Apache-2.0
#include "core/store/AuditLook.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlQuery>
#include <QVariant>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kHeadBytes = 200; // A number and 64 digits.

QJsonValue valueOf(const QByteArray &column)
{
    return QJsonDocument::fromJson(column).array().at(0);
}

//! The same as below, for the millions of a whole log.
AuditEntry auditEntryUnder(const SqliteStatement &row)
{
    return {.number = quint64(row.number(0)),
            .at = {row.number(1)},
            .actor = row.text(2),
            .verb = row.text(3),
            .target = row.text(4),
            .before = valueOf(row.bytes(5)),
            .after = valueOf(row.bytes(6)),
            .source = row.text(7),
            .outcome = row.text(8),
            .note = row.text(9),
            .hash = row.bytes(10)};
}

//! What the file beside the database says of a chain that was followed to its end.
void compare(AuditFollower *chain, const std::optional<AuditHead> &kept, bool isKeptThere)
{
    const quint64 entries = chain->proof().entries;
    if (!kept && entries > 0)
        return chain->breakAt(entries + 1, u"%1 entries fit together, but the file audit.head, which would show whether some are missing "
                                           "at the end, is not there or is not what was written"_s.arg(entries));
    if (kept && kept->number > entries)
        return chain->breakAt(entries + 1, u"entries %1 to %2 are missing at the end: somebody removed them, or an older backup was "
                                           "restored"_s.arg(entries + 1).arg(kept->number));
    if (kept && kept->number > 0 && !isKeptThere)
        return chain->breakAt(kept->number, u"entry %1 is not the one that audit.head was kept of: the entries were written anew, or "
                                            "the file was changed"_s.arg(kept->number));
}

//! What a chain without a fault proves.
QString provenText(quint64 entries, const std::optional<AuditHead> &kept)
{
    if (entries == 0)
        return u"There are no entries, and audit.head knows of none."_s;
    const quint64 held = kept ? kept->number : 0;
    QString text = u"%1 entries fit together, and the newest kept in audit.head is among them: none was changed or taken out alone."_s.arg(entries);
    if (held < entries)
        text += u" audit.head stands at entry %1: it cannot show whether more than %2 were written since."_s.arg(held).arg(entries - held);
    return text + u" Somebody who may write both on this machine could still have made all of them anew; compare the head with one that "
                  "you keep elsewhere."_s;
}

} // namespace

QByteArray textOf(const AuditHead &head)
{
    return QByteArray::number(head.number) + ' ' + head.hash.toHex() + '\n';
}

std::optional<AuditHead> readHead(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QList<QByteArray> words = file.read(kHeadBytes).trimmed().split(' ');
    bool isNumber = false;
    const AuditHead head{words.value(0).toULongLong(&isNumber), QByteArray::fromHex(words.value(1))};
    return isNumber && words.size() == 2 && head.hash.size() == 32 ? std::optional(head) : std::nullopt;
}

AuditEntry auditEntryUnder(const QSqlQuery &row)
{
    return {.number = row.value(0).toULongLong(),
            .at = {row.value(1).toLongLong()},
            .actor = row.value(2).toString(),
            .verb = row.value(3).toString(),
            .target = row.value(4).toString(),
            .before = valueOf(row.value(5).toString().toUtf8()),
            .after = valueOf(row.value(6).toString().toUtf8()),
            .source = row.value(7).toString(),
            .outcome = row.value(8).toString(),
            .note = row.value(9).toString(),
            .hash = row.value(10).toByteArray()};
}

Result<AuditHead> lastEntryOf(SqlConnection &connection)
{
    MUSTER_TRY(rows, connection.query("last_audit"_L1));
    AuditHead last;
    if (rows->next())
        last = {rows->value(0).toULongLong(), rows->value(1).toByteArray()};
    MUSTER_CHECK(connection.finish(rows));
    return last;
}

Result<QByteArray> hashOfEntry(SqlConnection &connection, quint64 number)
{
    MUSTER_TRY(rows, connection.query("audit_hash"_L1, {static_cast<qint64>(number)}));
    const QByteArray hash = rows->next() ? rows->value(0).toByteArray() : QByteArray();
    MUSTER_CHECK(connection.finish(rows));
    return hash;
}

Result<AuditProof> proofOf(SqlConnection &connection, const std::optional<AuditHead> &kept)
{
    AuditFollower chain;
    bool isKeptThere = false;
    MUSTER_TRY(rows, connection.fast("all_audit"_L1));
    for (Result<bool> row = rows->step();; row = rows->step()) {
        if (!row)
            return row.error();
        if (!*row)
            break;
        const AuditEntry entry = auditEntryUnder(*rows);
        chain.take(entry);
        isKeptThere = isKeptThere || (kept && kept->number == entry.number && kept->hash == entry.hash);
    }
    compare(&chain, kept, isKeptThere);
    AuditProof proof = chain.proof();
    if (proof.isWhole)
        proof.text = provenText(proof.entries, kept);
    return proof;
}

} // namespace muster
