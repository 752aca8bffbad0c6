// SPDX-License-Identifier: Apache-2.0
#include "core/store/Backup.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/base/PrivateFile.h"
#include "core/store/AuditLook.h"
#include "core/store/BackupSeal.h"
#include "core/store/DataFolderLock.h"
#include "core/store/SqlConnection.h"
#include "core/store/SqlScript.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <fcntl.h>
#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBackupMark = 0x4d73'7462; // SQLite's application_id of our backups: "Mstb".
constexpr int kKeptMost = 1000;          // Databases that restores replaced, of one folder.

Error cannot(const QString &doing, const QString &path, const QString &why)
{
    return storageError(doing, u"cannot write %1: %2"_s.arg(path, why));
}

QString databaseOf(const QString &folder)
{
    return folder + u"/muster.sqlite"_s;
}

//! Writes what the system holds back of \a path (a file or a folder) to the disk.
Result<void> sync(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool isDone = file >= 0 && ::fsync(file) == 0;
    if (file >= 0)
        ::close(file);
    return isDone ? Result<void>() : cannot(u"syncing"_s, path, u"the disk refused"_s);
}

//! The whole database as it is now, at \a copy, which must not be there.
Result<void> copyOut(const QString &database, const QString &copy)
{
    MUSTER_TRY(connection, SqlConnection::open(database));
    QFile file(copy); // SQLite fills an empty file, which keeps its mode.
    if (!file.open(QIODevice::ReadWrite | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return cannot(u"copying the database"_s, copy, file.errorString());
    file.close();
    QString quoted = copy;
    quoted.replace(u'\'', "''"_L1);
    return connection->run(u"VACUUM INTO '%1'"_s.arg(quoted));
}

//! Takes out of \a copy what opens a door, leaves no trace of it, and marks the rest.
Result<void> disarm(const QString &copy)
{
    MUSTER_TRY(connection, SqlConnection::open(copy));
    MUSTER_CHECK(connection->run(u"PRAGMA secure_delete = ON"_s));
    // Logs are as long as all else together, and agents write into them what they like, secrets too. Older forms lack some.
    for (const QString &table : {u"tokens"_s, u"entity_secrets"_s, u"log_chunks"_s, u"log_texts"_s, u"log_ends"_s}) {
        MUSTER_TRY(tables, connection->number(u"SELECT count(*) FROM sqlite_master WHERE name = '%1'"_s.arg(table)));
        if (tables > 0)
            MUSTER_CHECK(connection->run(u"DELETE FROM %1"_s.arg(table)));
    }
    MUSTER_CHECK(connection->run(u"UPDATE nodes SET instance_hash = x''"_s));
    MUSTER_CHECK(connection->run(u"PRAGMA application_id = %1"_s.arg(kBackupMark)));
    MUSTER_CHECK(connection->run(u"VACUUM"_s));
    return connection->run(u"PRAGMA journal_mode = DELETE"_s);
}

//! What is in the backup \a file, at \a copy, for us alone from the beginning. Checked again: it may change under us.
Result<void> copyIn(const QString &file, const QString &copy)
{
    QFile opened(copy);
    if (!opened.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return cannot(u"restoring"_s, copy, opened.errorString());
    MUSTER_CHECK(unsealBackup(file, &opened));
    return opened.flush() ? Result<void>() : cannot(u"restoring"_s, copy, opened.errorString());
}

Error unfit(const QString &file, const Error &error)
{
    const bool isOurs = error.kind == ErrorKind::Invalid;
    return invalid(u"file"_s, u"%1 cannot be restored: %2"_s.arg(file, isOurs ? error.what : u"it is not a backup of Muster, or is damaged"_s));
}

//! The triggers and views of our own scripts, word for word, as a list for SQL.
QString ownPrograms()
{
    QStringList quoted;
    const QList<SqlMigration> migrations = sqliteMigrations();
    for (const SqlMigration &migration : migrations) {
        for (const QString &statement : migration.statements) {
            if (statement.startsWith("CREATE TRIGGER"_L1) || statement.startsWith("CREATE VIEW"_L1))
                quoted.append(u'\'' + QString(statement).replace(u'\'', "''"_L1) + u'\'');
        }
    }
    return quoted.join(u", "_s);
}

//! Whether \a copy is a backup that this build can open; makes it a database again.
Result<void> rearm(const QString &copy)
{
    MUSTER_TRY(connection, SqlConnection::open(copy));
    MUSTER_TRY(mark, connection->number(u"PRAGMA application_id"_s));
    if (mark != kBackupMark)
        return invalid(u"file"_s, u"it is not a backup of Muster"_s);
    MUSTER_TRY(faults, connection->number(u"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"_s));
    // Any other would be run by us.
    MUSTER_TRY(programs, connection->number(u"SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view') AND sql NOT IN ("_s
                                            + ownPrograms() + u')'));
    if (faults > 0 || programs > 0)
        return invalid(u"file"_s, u"it is damaged"_s);
    MUSTER_TRY(schema, connection->number(u"SELECT coalesce(max(number), 0) FROM migrations"_s));
    const int known = static_cast<int>(sqliteMigrations().size());
    if (schema < 1 || schema > known)
        return invalid(u"file"_s, u"it was written by a newer Muster (schema %1, this build knows %2)"_s.arg(schema).arg(known));
    MUSTER_CHECK(connection->run(u"PRAGMA application_id = 0"_s));
    return connection->run(u"PRAGMA journal_mode = DELETE"_s);
}

//! The newest entry of the audit log in \a copy; number 0 for none, or for a backup from before there was a log.
AuditHead auditEndOf(const QString &copy)
{
    const auto connection = SqlConnection::open(copy);
    return connection ? lastEntryOf(**connection).value_or(AuditHead{}) : AuditHead{};
}

//! A folder in which there was no log misses nothing of one: it ends here where the backup's does. Where there was one, audit.head
//! goes on to tell what the backup lacks.
Result<void> keepAuditEnd(const QString &folder, const AuditHead &end)
{
    const QString file = folder + u"/audit.head"_s;
    return end.number == 0 || QFileInfo::exists(file) ? Result<void>() : writePrivateFile(file, textOf(end));
}

//! Keeps what is at \a database under a name that is free, besides its own: that name, or empty when nothing is there.
Result<QString> keepBeside(const QString &database)
{
    if (!QFileInfo::exists(database))
        return QString();
    // Opening and closing it brings its log home. One that cannot be opened is kept with its log.
    const bool isWhole = SqlConnection::open(database).has_value();
    QString kept;
    for (int i = 1; i <= kKeptMost && (kept.isEmpty() || QFileInfo::exists(kept)); ++i)
        kept = u"%1.before-restore-%2"_s.arg(database).arg(i);
    if (::link(QFile::encodeName(database).constData(), QFile::encodeName(kept).constData()) != 0)
        return cannot(u"keeping the old database"_s, kept, u"the file system refused"_s);
    for (const QString &end : {u"-wal"_s, u"-shm"_s}) {
        if (!QFileInfo::exists(database + end))
            continue;
        if (isWhole ? !QFile::remove(database + end) : !QFile::rename(database + end, kept + end))
            return cannot(u"keeping the old database"_s, kept + end, u"the file system refused"_s);
    }
    qCInfo(logStore) << "kept the old database as" << kept;
    return kept;
}

} // namespace

Result<void> backUp(const QString &folder, const QString &file)
{
    if (!QFileInfo::exists(databaseOf(folder)))
        return notFound(u"%1 has no database"_s.arg(folder));
    if (QFileInfo(databaseOf(folder)).size() > limits::kBackupBytes)
        return Error{ErrorKind::Busy, u"backing up"_s, u"the database is longer than a backup may be"_s, {}, {}};
    if (QFileInfo::exists(file))
        return conflict(u"%1 is there already"_s.arg(file));
    // Beside its place, for the rename, in a folder (0700) that nobody else can look into while the keys are still there.
    const QTemporaryDir work(QFileInfo(file).absolutePath() + u"/.muster-backup-XXXXXX"_s);
    if (!work.isValid())
        return cannot(u"backing up"_s, file, work.errorString());
    const QString copy = work.filePath(u"copy.sqlite"_s);
    MUSTER_CHECK(copyOut(databaseOf(folder), copy));
    MUSTER_CHECK(disarm(copy));
    MUSTER_CHECK(sealBackup(copy));
    MUSTER_CHECK(sync(copy));
    if (::link(QFile::encodeName(copy).constData(), QFile::encodeName(file).constData()) != 0) // Never over another file.
        return cannot(u"backing up"_s, file, u"the file system refused"_s);
    return sync(QFileInfo(file).absolutePath());
}

Result<QString> restore(const QString &file, const QString &folder)
{
    const QFileInfo given(file);
    if (!given.isFile())
        return invalid(u"file"_s, u"%1 is not a file"_s.arg(file));
    if (given.size() > limits::kBackupBytes)
        return invalid(u"file"_s, u"%1 is longer than a backup may be"_s.arg(file));
    if (const Result<qint64> whole = unsealBackup(file); !whole) // Before the folder is as much as looked at.
        return unfit(file, whole.error());
    MUSTER_TRY(lock, DataFolderLock::take(folder));
    const QTemporaryDir work(folder + u"/.muster-restore-XXXXXX"_s);
    const QString copy = work.filePath(u"copy.sqlite"_s);
    if (!work.isValid())
        return cannot(u"restoring"_s, copy, work.errorString());
    if (const Result<void> copied = copyIn(file, copy); !copied)
        return copied.error().kind == ErrorKind::Invalid ? unfit(file, copied.error()) : copied.error();
    if (const Result<void> fit = rearm(copy); !fit)
        return unfit(file, fit.error());
    const AuditHead auditEnd = auditEndOf(copy);
    MUSTER_CHECK(sync(copy));
    MUSTER_TRY(kept, keepBeside(databaseOf(folder)));
    if (::rename(QFile::encodeName(copy).constData(), QFile::encodeName(databaseOf(folder)).constData()) != 0)
        return cannot(u"restoring"_s, databaseOf(folder), u"the file system refused"_s);
    if (kept.isEmpty())
        MUSTER_CHECK(keepAuditEnd(folder, auditEnd));
    MUSTER_CHECK(sync(folder));
    return kept;
}

} // namespace muster
