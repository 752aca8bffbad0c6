// SPDX-License-Identifier: Apache-2.0
#pragma once
// One open SQLite database on the store thread, with its pragmas and its prepared statements.

#include "core/store/SqliteStatement.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <map>
#include <memory>

namespace muster {

//! Belongs to the thread that opened it. Every error is Storage with one sentence.
class SqlConnection
{
public:
    //! Opens (or makes, with mode 0600) \a path: WAL, full sync, foreign keys, a busy timeout. Storage when it is no
    //! database or cannot be written.
    static Result<std::unique_ptr<SqlConnection>> open(const QString &path);
    ~SqlConnection();
    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;

    //! Runs one statement that gives nothing back.
    Result<void> run(const QString &sql);
    //! Runs the statement sql/common/NAME.sql with \a values for its placeholders; prepared once. Read the rows to the
    //! end and end with finish(). The pointer is good for as long as the connection.
    Result<QSqlQuery *> query(QLatin1StringView name, const QVariantList &values = {});
    //! Ends reading \a query; an error when the rows could not be read to the end.
    Result<void> finish(QSqlQuery *query);
    //! Runs a statement without rows, as query().
    Result<void> change(QLatin1StringView name, const QVariantList &values = {});
    //! The statement sql/common/NAME.sql, prepared once, with neither values nor rows: for what runs thousands of times a
    //! second. Not for two uses at once.
    Result<StatementUse> fast(QLatin1StringView name);
    //! Runs \a sql, a literal, prepared once.
    Result<void> runOften(QLatin1StringView sql);
    //! The first column of the first row of \a sql as a number.
    Result<qint64> number(const QString &sql);

    const QString &path() const { return m_path; }

private:
    SqlConnection(QString name, QString path) : m_name(std::move(name)), m_path(std::move(path)) {}
    Result<void> setUp();
    Result<QSqlQuery *> prepared(QLatin1StringView name, const QString &sql);
    Result<void> execute(QSqlQuery *query);

    QString m_name; // Of the connection in Qt's list.
    QString m_path;
    QSqlDatabase m_database;
    std::map<QLatin1StringView, QSqlQuery> m_prepared; // By name; the keys are literals.
    std::map<QLatin1StringView, std::unique_ptr<SqliteStatement>> m_fast; // The same.
};

//! One transaction, or one savepoint inside it: rolled back on destruction unless committed.
class TransactionGuard
{
public:
    enum class Kind { Transaction, Savepoint };
    //! Begins at once; \a connection must outlive it.
    TransactionGuard(SqlConnection &connection, Kind kind);
    ~TransactionGuard();
    TransactionGuard(const TransactionGuard &) = delete;
    TransactionGuard &operator=(const TransactionGuard &) = delete;

    //! Whether it could begin.
    const Result<void> &begun() const { return m_begun; }
    //! Ends it durably (a savepoint: joins the transaction). On failure it is rolled back.
    Result<void> commit();
    //! Undoes it. An error means that the whole transaction is gone already, as after a full disk.
    Result<void> rollBack();

private:
    SqlConnection &m_connection;
    Kind m_kind;
    Result<void> m_begun;
    bool m_isOpen = false;
};

} // namespace muster
