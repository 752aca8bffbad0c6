// SPDX-License-Identifier: Apache-2.0
#pragma once
// A prepared statement without Qt's variants between us and SQLite: half the time a row. Made by SqlConnection::fast().

#include "core/base/Result.h"
#include "core/base/Timestamp.h"

#include <QByteArray>
#include <QVariant>

#include <memory>
#include <optional>

struct sqlite3_stmt;

namespace muster {

//! Values are added from left to right, then step() or run(). Belongs to its connection, and to the thread of that.
class SqliteStatement
{
public:
    //! Prepares \a sql on the connection that Qt has as \a handle. Storage; Unsupported when Qt's plugin brings another SQLite
    //! than ours, whose handles we cannot use.
    static Result<std::unique_ptr<SqliteStatement>> prepare(const QVariant &handle, const QString &sql, const QString &path);
    ~SqliteStatement();
    SqliteStatement(const SqliteStatement &) = delete;
    SqliteStatement &operator=(const SqliteStatement &) = delete;

    //! Forgets rows and values.
    void begin();
    SqliteStatement &add(qint64 value);
    SqliteStatement &add(const QString &value);
    //! A blob; \a value must stay until the statement has run.
    SqliteStatement &add(const QByteArray &value);
    SqliteStatement &add(std::optional<Timestamp> value);
    SqliteStatement &addNull();

    //! Whether there is another row. After false or an error the statement is at its end.
    Result<bool> step();
    //! Runs it to its end: how many rows it changed.
    Result<int> run();

    //! Columns of the row.
    qint64 number(int column) const;
    QString text(int column) const;
    QByteArray bytes(int column) const;
    std::optional<Timestamp> time(int column) const;
    bool isNull(int column) const;

private:
    SqliteStatement(sqlite3_stmt *statement, QString path) : m_statement(statement), m_path(std::move(path)) {}
    Error error(int code) const;

    sqlite3_stmt *m_statement; // Ours; null never.
    QString m_path;
    int m_added = 0;
};

//! A statement in use: at its end it forgets rows and values, so that no reader stays open behind a transaction.
struct EndOfUse {
    void operator()(SqliteStatement *statement) const { statement->begin(); }
};
using StatementUse = std::unique_ptr<SqliteStatement, EndOfUse>;

} // namespace muster
