// SPDX-License-Identifier: Apache-2.0
#include "core/store/Backup.h"
#include "core/store/DataFolderLock.h"
#include "core/store/SqlAuditStore.h"
#include "core/store/SqlEntityStore.h"
#include "core/store/SqlJobStore.h"
#include "core/store/SqlLogStore.h"
#include "core/store/SqlNodeStore.h"
#include "core/store/SqlTokenStore.h"
#include "core/store/Stores.h"

#include <QFile>
#include <QTemporaryDir>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The backup of \a folder as bytes; on whatever thread.
Result<QByteArray> backupBytes(const QString &folder)
{
    const QTemporaryDir work(folder + u"/.muster-backup-XXXXXX"_s);
    const QString path = work.filePath(u"backup.sqlite"_s);
    if (!work.isValid())
        return storageError(u"backing up"_s, u"cannot write in %1: %2"_s.arg(folder, work.errorString()));
    MUSTER_CHECK(backUp(folder, path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return storageError(u"backing up"_s, u"cannot read %1: %2"_s.arg(path, file.errorString()));
    return file.readAll();
}

class SqliteStores final : public Stores
{
public:
    SqliteStores(QString folder, std::unique_ptr<StoreThread> thread)
        : m_folder(std::move(folder)), m_thread(std::move(thread)), m_nodes(*m_thread), m_tokens(*m_thread), m_entities(*m_thread),
          m_jobs(*m_thread, m_folder + u"/muster.sqlite"_s), m_audit(*m_thread, m_folder),
          m_logs(*m_thread, m_folder + u"/muster.sqlite"_s) {}
    NodeStore &nodes() override { return m_nodes; }
    TokenStore &tokens() override { return m_tokens; }
    EntityStore &entities() override { return m_entities; }
    JobStore &jobs() override { return m_jobs; }
    AuditStore &audit() override { return m_audit; }
    LogStore &logs() override { return m_logs; }
    Future<QByteArray> backup() override;

private:
    const QString m_folder;
    std::unique_ptr<StoreThread> m_thread;
    SqlNodeStore m_nodes;
    SqlTokenStore m_tokens;
    SqlEntityStore m_entities;
    SqlJobStore m_jobs;
    SqlAuditStore m_audit;
    SqlLogStore m_logs;
};

Future<QByteArray> SqliteStores::backup()
{
    return m_thread->beside<QByteArray>([folder = m_folder] { return backupBytes(folder); });
}

} // namespace

Result<std::unique_ptr<Stores>> openSqliteStores(const QString &folder)
{
    MUSTER_CHECK(ensureDataFolder(folder));
    MUSTER_TRY(thread, StoreThread::open(folder + u"/muster.sqlite"_s));
    return std::unique_ptr<Stores>(std::make_unique<SqliteStores>(folder, std::move(thread)));
}

} // namespace muster
