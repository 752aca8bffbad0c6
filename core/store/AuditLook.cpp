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

QJsonValue valueUnder(const QSqlQuery &row, int column)
{
    return QJsonDocument::fromJson(row.value(column).toString().toUtf8()).array().at(0);
}

void breakAt(AuditProof *proof, quint64 number, const QString &text)
{
    if (!proof->isWhole)
        return;
    proof->isWhole = false;
    proof->firstBroken = number;
    proof->text = text;
}

//! What the file beside the database says of a chain that fits together.
void compare(AuditProof *proof, const std::optional<AuditHead> &kept, bool isKeptThere)
{
    if (!kept && proof->entries > 0)
        return breakAt(proof, proof->entries + 1, u"%1 entries fit together, but the file audit.head, which would show whether some "
                                                  "are missing at the end, is not there or cannot be read"_s.arg(proof->entries));
    if (kept && kept->number > proof->entries)
        return breakAt(proof, proof->entries + 1, u"entries %1 to %2 are missing at the end: somebody removed them, or an older "
                                                  "backup was restored"_s.arg(proof->entries + 1).arg(kept->number));
    if (kept && kept->number > 0 && !isKeptThere)
        return breakAt(proof, kept->number, u"entry %1 is not the one that audit.head was kept of: the entries were written anew"_s
                                                .arg(kept->number));
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
            .before = valueUnder(row, 5),
            .after = valueUnder(row, 6),
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
    AuditProof proof{.isWhole = true, .entries = 0, .firstBroken = 0, .head = {}, .text = {}};
    bool isKeptThere = false;
    MUSTER_TRY(rows, connection.query("all_audit"_L1));
    while (rows->next()) {
        const AuditEntry entry = auditEntryUnder(*rows);
        if (entry.number != proof.entries + 1)
            breakAt(&proof, proof.entries + 1, u"entry %1 is missing"_s.arg(proof.entries + 1));
        else if (entry.hash != auditHashOf(proof.head, entry))
            breakAt(&proof, entry.number, u"entry %1 is not what was written then, or what stood before it is not"_s.arg(entry.number));
        else if (entry.verb == kAuditGap)
            breakAt(&proof, entry.number, u"entry %1 says that entries before it were missing when the control plane started"_s
                                              .arg(entry.number));
        isKeptThere = isKeptThere || (kept && kept->number == entry.number && kept->hash == entry.hash);
        proof.entries = entry.number;
        proof.head = entry.hash;
    }
    MUSTER_CHECK(connection.finish(rows));
    compare(&proof, kept, isKeptThere);
    if (proof.isWhole)
        proof.text = u"%1 entries fit together, and the newest kept in audit.head is among them: none was changed or taken out alone. "
                     "Somebody who may write both on this machine could still have made all of them anew; compare the head with one "
                     "that you keep elsewhere"_s.arg(proof.entries);
    return proof;
}

} // namespace muster
