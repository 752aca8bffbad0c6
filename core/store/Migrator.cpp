// SPDX-License-Identifier: Apache-2.0
#include "core/store/Migrator.h"

#include "core/base/Log.h"

#include <QFile>
#include <QFileInfo>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Result<int> schemaOf(SqlConnection &connection)
{
    MUSTER_CHECK(connection.run(u"CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY, "
                                "name TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"_s));
    MUSTER_TRY(number, connection.number(u"SELECT coalesce(max(number), 0) FROM migrations"_s));
    return static_cast<int>(number);
}

Result<void> backUp(SqlConnection &connection, int schema)
{
    const QString folder = QFileInfo(connection.path()).path();
    const QString copy = u"%1/muster-backup-schema-%2.sqlite"_s.arg(folder).arg(schema);
    // An older copy of the same schema is of an attempt that failed; SQLite fills an empty file, which keeps its mode.
    QFile file(copy);
    if ((file.exists() && !file.remove())
        || !file.open(QIODevice::ReadWrite | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return storageError(u"copying the database"_s, u"cannot write %1: %2"_s.arg(copy, file.errorString()));
    file.close();
    QString quoted = copy;
    quoted.replace(u'\'', "''"_L1);
    MUSTER_CHECK(connection.run(u"VACUUM INTO '%1'"_s.arg(quoted)));
    qCInfo(logStore) << "kept a copy of the database as" << copy;
    return {};
}

Result<void> apply(SqlConnection &connection, const SqlMigration &migration)
{
    TransactionGuard transaction(connection, TransactionGuard::Kind::Transaction);
    MUSTER_CHECK(transaction.begun());
    for (const QString &statement : migration.statements)
        MUSTER_CHECK(connection.run(statement));
    MUSTER_CHECK(connection.run(
        u"INSERT INTO migrations (number, name) VALUES (%1, '%2')"_s.arg(migration.number).arg(migration.name)));
    return transaction.commit();
}

} // namespace

Result<void> migrate(SqlConnection &connection, const QList<SqlMigration> &migrations)
{
    MUSTER_TRY(schema, schemaOf(connection));
    const int known = migrations.isEmpty() ? 0 : migrations.last().number;
    if (schema > known)
        return storageError(u"opening the database"_s,
                            u"the data folder %1 was written by a newer Muster (schema %2, this build knows %3)"_s
                                .arg(QFileInfo(connection.path()).path())
                                .arg(schema)
                                .arg(known));
    if (schema > 0 && schema < known)
        MUSTER_CHECK(backUp(connection, schema));
    for (const SqlMigration &migration : migrations) {
        if (migration.number <= schema)
            continue;
        const Result<void> applied = apply(connection, migration);
        if (!applied)
            return applied.error().within(u"bringing the database to schema %1"_s.arg(migration.number));
    }
    return {};
}

} // namespace muster
