// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlAuditStore.h"

#include "core/base/Limits.h"
#include "core/base/PrivateFile.h"
#include "core/store/AuditLook.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QVariant>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! As text that is never null, which a column that must have one refuses.
QString columnOf(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

//! Any value as JSON, inside an array, as a document is an array or an object.
QString columnOf(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
}

Result<AuditEntry> appendTo(SqlConnection &connection, AuditEntry entry)
{
    MUSTER_TRY(last, lastEntryOf(connection));
    entry.number = last.number + 1;
    entry.hash = auditHashOf(last.hash, entry);
    MUSTER_CHECK(connection.change("append_audit"_L1,
                                   {static_cast<qint64>(entry.number), entry.at.msSinceEpoch, columnOf(entry.actor),
                                    columnOf(entry.verb), columnOf(entry.target), columnOf(entry.before), columnOf(entry.after),
                                    columnOf(entry.source), columnOf(entry.outcome), columnOf(entry.note), entry.hash}));
    return entry;
}

Result<AuditPage> pageOf(SqlConnection &connection, const AuditQuery &query)
{
    const int most = std::clamp(query.most, 1, limits::kAuditPage);
    const qint64 before = query.before > 0 ? static_cast<qint64>(query.before) : std::numeric_limits<qint64>::max();
    const QString search = columnOf(query.search.toLower());
    MUSTER_TRY(rows, connection.query("audit_page"_L1, {before, search, search, most + 1}));
    AuditPage page;
    while (rows->next()) {
        if (page.entries.size() == most)
            page.hasMore = true;
        else
            page.entries.append(auditEntryUnder(*rows));
    }
    MUSTER_CHECK(connection.finish(rows));
    return page;
}

Result<AuditProof> proofFrom(const QString &database, const QString &headFile)
{
    const std::optional<AuditHead> kept = readHead(headFile); // First: entries that come meanwhile are newer.
    MUSTER_TRY(connection, SqlConnection::open(database));
    return proofOf(*connection, kept);
}

} // namespace

SqlAuditStore::SqlAuditStore(StoreThread &thread, const QString &folder)
    : m_thread(thread), m_database(folder + u"/muster.sqlite"_s), m_headFile(folder + u"/audit.head"_s), m_reader(m_database)
{
}

Future<AuditState> SqlAuditStore::state()
{
    return m_thread.read<AuditState>([file = m_headFile](SqlConnection &connection) -> Result<AuditState> {
        MUSTER_TRY(last, lastEntryOf(connection));
        AuditState state{last, readHead(file), last.number == 0};
        if (state.kept && state.kept->number == 0)
            state.doesFit = true;
        else if (state.kept) {
            MUSTER_TRY(hash, hashOfEntry(connection, state.kept->number));
            state.doesFit = hash == state.kept->hash;
        }
        return state;
    });
}

Future<AuditEntry> SqlAuditStore::append(AuditEntry entry)
{
    return m_thread.write<AuditEntry>([entry = std::move(entry)](SqlConnection &connection) { return appendTo(connection, entry); });
}

Future<void> SqlAuditStore::keepHead(AuditHead head)
{
    // On the thread of the database, so that heads are kept in the order of their entries.
    return m_thread.read<void>([file = m_headFile, head = std::move(head)](SqlConnection &) {
        return writePrivateFile(file, textOf(head));
    });
}

Future<AuditPage> SqlAuditStore::page(AuditQuery query)
{
    return m_reader.read<AuditPage>([query = std::move(query)](SqlConnection &connection) { return pageOf(connection, query); });
}

Future<AuditProof> SqlAuditStore::verify()
{
    // Neither between writes nor between lists, as it may take seconds.
    return m_thread.beside<AuditProof>([database = m_database, file = m_headFile] { return proofFrom(database, file); });
}

} // namespace muster
