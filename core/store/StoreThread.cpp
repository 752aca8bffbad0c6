// SPDX-License-Identifier: Apache-2.0
#include "core/store/StoreThread.h"

#include "core/base/Limits.h"
#include "core/store/Migrator.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

StoreThread::StoreThread() : m_thread(u"store"_s)
{
    m_thread.runBlocking([this] { m_anchor = std::make_unique<QObject>(); });
}

Result<std::unique_ptr<StoreThread>> StoreThread::open(const QString &path)
{
    // Not make_unique: the constructor is private.
    std::unique_ptr<StoreThread> store(new StoreThread);
    Result<void> opened;
    store->m_thread.runBlocking([&store, &opened, &path] {
        Result<std::unique_ptr<SqlConnection>> connection = SqlConnection::open(path);
        if (!connection) {
            opened = connection.error();
            return;
        }
        store->m_connection = std::move(*connection);
        opened = migrate(*store->m_connection, sqliteMigrations());
    });
    MUSTER_CHECK(std::move(opened));
    return store;
}

StoreThread::~StoreThread()
{
    m_thread.runBlocking([this] {
        drain();
        m_anchor.reset();
        m_connection.reset();
    });
}

bool StoreThread::enqueue(std::unique_ptr<Job> job)
{
    const QMutexLocker lock(&m_mutex);
    if (static_cast<qsizetype>(m_queue.size()) >= limits::kStoreQueue)
        return false;
    m_queue.push_back(std::move(job));
    if (!m_isAwake) {
        m_isAwake = true;
        QMetaObject::invokeMethod(m_anchor.get(), [this] { drain(); }, Qt::QueuedConnection);
    }
    return true;
}

StoreThread::Batch StoreThread::takeBatch()
{
    const QMutexLocker lock(&m_mutex);
    const size_t count = std::min(m_queue.size(), static_cast<size_t>(limits::kStoreBatch));
    Batch batch;
    batch.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        batch.push_back(std::move(m_queue.front()));
        m_queue.pop_front();
    }
    m_isAwake = count > 0; // While we are at it, nobody needs to wake us.
    return batch;
}

void StoreThread::drain()
{
    for (Batch batch = takeBatch(); !batch.empty(); batch = takeBatch())
        runBatch(std::move(batch));
}

void StoreThread::runBatch(Batch batch)
{
    const Result<void> committed = tryTogether(batch);
    if (committed || batch.size() == 1) {
        if (committed)
            ++m_commits;
        for (const std::unique_ptr<Job> &job : batch)
            job->finish(committed);
        return;
    }
    // One of them, or the disk, spoilt the transaction for all: each gets its own chance.
    for (std::unique_ptr<Job> &job : batch) {
        Batch alone;
        alone.push_back(std::move(job));
        runBatch(std::move(alone));
    }
}

Result<void> StoreThread::tryTogether(const Batch &batch)
{
    TransactionGuard transaction(*m_connection, TransactionGuard::Kind::Transaction);
    MUSTER_CHECK(transaction.begun());
    for (const std::unique_ptr<Job> &job : batch) {
        if (batch.size() == 1) {
            // Alone, the transaction itself is what is undone; its guard does that.
            return job->run(*m_connection) ? transaction.commit() : Result<void>();
        }
        TransactionGuard part(*m_connection, TransactionGuard::Kind::Savepoint);
        MUSTER_CHECK(part.begun());
        MUSTER_CHECK(job->run(*m_connection) ? part.commit() : part.rollBack());
    }
    return transaction.commit();
}

} // namespace muster
