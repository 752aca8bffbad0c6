// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlConnection.h"

#include "core/base/Limits.h"
#include "core/store/SqlFault.h"
#include "core/store/SqlScript.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QVariant>

#include <atomic>

#include <fcntl.h>
#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error errorOf(const QSqlError &error, const QString &path)
{
    return sqlFault(error.nativeErrorCode().toInt(), error.databaseText().isEmpty() ? error.text() : error.databaseText(), path);
}

//! Makes the file before SQLite does, so that neither it nor its journals are ever readable by others (T-23).
Result<void> ensurePrivateFile(const QString &path)
{
    constexpr auto mine = QFile::ReadOwner | QFile::WriteOwner;
    QFile file(path);
    if (!file.exists() && !file.open(QIODevice::ReadWrite | QIODevice::NewOnly, mine))
        return storageError(u"making the database"_s, u"cannot write %1: %2"_s.arg(path, file.errorString()));
    if (!file.setPermissions(mine))
        return storageError(u"opening the database"_s, u"cannot make %1 private: %2"_s.arg(path, file.errorString()));
    return {};
}

//! The names in the folder of \a path are on the disk: that of the database, and no longer that of the journal with which it was
//! made, which would undo it. SQLite itself syncs folders for its logs only.
Result<void> syncFolderOf(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    const int file = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    const bool isDone = file >= 0 && ::fsync(file) == 0;
    if (file >= 0)
        ::close(file);
    return isDone ? Result<void>() : storageError(u"opening the database"_s, u"the disk refused to keep the folder %1"_s.arg(folder));
}

} // namespace

Result<std::unique_ptr<SqlConnection>> SqlConnection::open(const QString &path)
{
    static std::atomic<int> opened = 0;
    MUSTER_CHECK(ensurePrivateFile(path));
    // Not make_unique: the constructor is private.
    std::unique_ptr<SqlConnection> connection(new SqlConnection(u"muster-%1"_s.arg(++opened), path));
    MUSTER_CHECK(connection->setUp());
    return connection;
}

Result<void> SqlConnection::setUp()
{
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    if (!m_database.isValid())
        return storageError(u"opening the database"_s, u"Qt's SQLite plugin is not installed"_s);
    m_database.setDatabaseName(m_path);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(limits::kStoreBusy.count()));
    if (!m_database.open())
        return errorOf(m_database.lastError(), m_path);
    // Reading the schema first: a file that is no database is found out here.
    MUSTER_TRY(tables, number(u"SELECT count(*) FROM sqlite_master"_s));
    Q_UNUSED(tables)
    MUSTER_CHECK(run(u"PRAGMA journal_mode = WAL"_s));
    MUSTER_CHECK(syncFolderOf(m_path));
    // FULL syncs the log at each commit: an acknowledged write survives a power cut (decisions.md 14).
    MUSTER_CHECK(run(u"PRAGMA synchronous = FULL"_s));
    MUSTER_CHECK(run(u"PRAGMA foreign_keys = ON"_s));
    // After a burst the log shrinks back, so that it does not keep a small disk full.
    return run(u"PRAGMA journal_size_limit = 4194304"_s);
}

SqlConnection::~SqlConnection()
{
    m_fast.clear();
    m_prepared.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> SqlConnection::run(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        return errorOf(query.lastError(), m_path);
    return {};
}

Result<QSqlQuery *> SqlConnection::prepared(QLatin1StringView name, const QString &sql)
{
    auto found = m_prepared.find(name);
    if (found == m_prepared.end()) {
        QSqlQuery fresh(m_database);
        fresh.setForwardOnly(true);
        if (!fresh.prepare(sql))
            return errorOf(fresh.lastError(), m_path);
        found = m_prepared.emplace(name, std::move(fresh)).first;
    }
    return &found->second;
}

Result<void> SqlConnection::execute(QSqlQuery *query)
{
    if (query->exec())
        return {};
    const Error error = errorOf(query->lastError(), m_path);
    query->finish();
    return error;
}

Result<QSqlQuery *> SqlConnection::query(QLatin1StringView name, const QVariantList &values)
{
    const bool isNew = !m_prepared.contains(name);
    MUSTER_TRY(query, prepared(name, isNew ? sqlStatement(name) : QString()));
    for (int i = 0; i < values.size(); ++i)
        query->bindValue(i, values[i]);
    MUSTER_CHECK(execute(query));
    return query;
}

Result<void> SqlConnection::finish(QSqlQuery *query)
{
    const QSqlError error = query->lastError();
    query->finish();
    if (error.isValid())
        return errorOf(error, m_path);
    return {};
}

Result<void> SqlConnection::change(QLatin1StringView name, const QVariantList &values)
{
    MUSTER_TRY(done, query(name, values));
    done->finish();
    return {};
}

Result<StatementUse> SqlConnection::fast(QLatin1StringView name)
{
    auto found = m_fast.find(name);
    if (found == m_fast.end()) {
        const QVariant handle = m_database.driver()->handle();
        MUSTER_TRY(fresh, SqliteStatement::prepare(handle, sqlStatement(name), m_path));
        found = m_fast.emplace(name, std::move(fresh)).first;
    }
    return StatementUse(found->second.get());
}

Result<void> SqlConnection::runOften(QLatin1StringView sql)
{
    MUSTER_TRY(query, prepared(sql, sql));
    MUSTER_CHECK(execute(query));
    query->finish();
    return {};
}

Result<qint64> SqlConnection::number(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql) || !query.next())
        return errorOf(query.lastError(), m_path);
    return query.value(0).toLongLong();
}

TransactionGuard::TransactionGuard(SqlConnection &connection, Kind kind) : m_connection(connection), m_kind(kind)
{
    // IMMEDIATE takes the write lock here, where waiting for it is possible, and not in the middle.
    const QLatin1StringView begin = kind == Kind::Transaction ? "BEGIN IMMEDIATE"_L1 : "SAVEPOINT one"_L1;
    m_begun = m_connection.runOften(begin);
    // A rollback that the disk refused may have left the last transaction open; its end is owed.
    if (!m_begun && kind == Kind::Transaction && m_connection.runOften("ROLLBACK"_L1))
        m_begun = m_connection.runOften(begin);
    m_isOpen = m_begun.has_value();
}

TransactionGuard::~TransactionGuard()
{
    if (m_isOpen)
        (void)rollBack(); // It fails when SQLite has rolled back by itself, as on a full disk.
}

Result<void> TransactionGuard::commit()
{
    Result<void> done = m_connection.runOften(m_kind == Kind::Transaction ? "COMMIT"_L1 : "RELEASE one"_L1);
    if (done)
        m_isOpen = false;
    else
        (void)rollBack(); // A commit that failed on a full disk may have rolled back by itself; both are fine.
    return done;
}

Result<void> TransactionGuard::rollBack()
{
    m_isOpen = false;
    if (m_kind == Kind::Transaction)
        return m_connection.runOften("ROLLBACK"_L1);
    MUSTER_CHECK(m_connection.runOften("ROLLBACK TO one"_L1));
    return m_connection.runOften("RELEASE one"_L1);
}

} // namespace muster
