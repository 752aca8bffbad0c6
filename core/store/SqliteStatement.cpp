// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqliteStatement.h"

#include "core/store/SqlFault.h"

#include <sqlite3.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Two copies of SQLite in one process must not touch each other's handles: is it one?
bool isOurSqlite(sqlite3 *database)
{
    sqlite3_stmt *ask = nullptr;
    bool isSame = false;
    if (sqlite3_prepare_v2(database, "SELECT sqlite_source_id()", -1, &ask, nullptr) == SQLITE_OK && sqlite3_step(ask) == SQLITE_ROW)
        isSame = qstrcmp(reinterpret_cast<const char *>(sqlite3_column_text(ask, 0)), sqlite3_sourceid()) == 0;
    sqlite3_finalize(ask);
    return isSame;
}

} // namespace

Result<std::unique_ptr<SqliteStatement>> SqliteStatement::prepare(const QVariant &handle, const QString &sql, const QString &path)
{
    auto *database = *static_cast<sqlite3 *const *>(handle.constData());
    if (!isOurSqlite(database))
        return unsupported(u"Qt's SQLite plugin brings an SQLite of its own"_s);
    sqlite3_stmt *statement = nullptr;
    const QByteArray text = sql.toUtf8();
    const int code = sqlite3_prepare_v3(database, text.constData(), int(text.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        return sqlFault(code, QString::fromUtf8(sqlite3_errmsg(database)), path);
    // Not make_unique: the constructor is private.
    return std::unique_ptr<SqliteStatement>(new SqliteStatement(statement, path));
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

void SqliteStatement::begin()
{
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_added = 0;
}

SqliteStatement &SqliteStatement::add(qint64 value)
{
    sqlite3_bind_int64(m_statement, ++m_added, value);
    return *this;
}

SqliteStatement &SqliteStatement::add(const QString &value)
{
    const QByteArray text = value.toUtf8();
    sqlite3_bind_text(m_statement, ++m_added, text.constData(), int(text.size()), SQLITE_TRANSIENT);
    return *this;
}

SqliteStatement &SqliteStatement::add(const QByteArray &value)
{
    // Not null for an empty one, which SQLite would take for NULL.
    sqlite3_bind_blob(m_statement, ++m_added, value.isNull() ? "" : value.constData(), int(value.size()), SQLITE_STATIC);
    return *this;
}

SqliteStatement &SqliteStatement::add(std::optional<Timestamp> value)
{
    return value ? add(value->msSinceEpoch) : addNull();
}

SqliteStatement &SqliteStatement::addNull()
{
    sqlite3_bind_null(m_statement, ++m_added);
    return *this;
}

Error SqliteStatement::error(int code) const
{
    return sqlFault(code, QString::fromUtf8(sqlite3_errmsg(sqlite3_db_handle(m_statement))), m_path);
}

Result<bool> SqliteStatement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE) {
        const Error found = error(code); // Before the reset, which may say less.
        sqlite3_reset(m_statement);
        return found;
    }
    sqlite3_reset(m_statement);
    return false;
}

Result<int> SqliteStatement::run()
{
    for (Result<bool> row = step();; row = step()) {
        if (!row)
            return row.error();
        if (!*row)
            return sqlite3_changes(sqlite3_db_handle(m_statement));
    }
}

qint64 SqliteStatement::number(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QString SqliteStatement::text(int column) const
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(text, sqlite3_column_bytes(m_statement, column));
}

QByteArray SqliteStatement::bytes(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return {bytes, sqlite3_column_bytes(m_statement, column)};
}

std::optional<Timestamp> SqliteStatement::time(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(Timestamp{number(column)});
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

} // namespace muster
