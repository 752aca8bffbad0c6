// SPDX-License-Identifier: Apache-2.0
#pragma once
// The thread that owns the database. Writes that come while a transaction runs share the next one.

#include "core/base/Future.h"
#include "core/base/WorkerThread.h"
#include "core/store/SqlConnection.h"

#include <QMutex>
#include <QThreadPool>

#include <atomic>
#include <deque>
#include <functional>

namespace muster {

//! Thread-safe but for open() and destruction, which block: destruction finishes what was asked for.
//! Never waits for company: a lone write is a transaction at once; under load up to limits::kStoreBatch writes share a
//! sync to disk. Work runs in the order in which it was given, except that writes of a failed transaction are tried again
//! one by one, so that one bad write fails alone. Work must therefore be repeatable and touch nothing but the database.
class StoreThread
{
public:
    //! Opens \a path on a new thread and migrates it. Errors as SqlConnection::open() and migrate().
    static Result<std::unique_ptr<StoreThread>> open(const QString &path);
    ~StoreThread();
    Q_DISABLE_COPY_MOVE(StoreThread)

    //! Runs \a work in a transaction, in part or whole: the Future has its value once that is synced to disk. An Error
    //! from \a work undoes it, and it alone. Busy beyond limits::kStoreQueue.
    template <typename T>
    Future<T> write(std::function<Result<T>(SqlConnection &)> work)
    {
        return add<T>(std::move(work));
    }
    //! Runs \a work, which only reads, after the writes given before it.
    template <typename T>
    Future<T> read(std::function<Result<T>(SqlConnection &)> work)
    {
        return add<T>(std::move(work));
    }
    //! Runs \a work, which opens the database by itself and only reads, after the writes given before it, and on a thread of the
    //! pool, as it may take seconds.
    template <typename T>
    Future<T> beside(std::function<Result<T>()> work)
    {
        const Pending<T> pending;
        const Future<bool> reached = read<bool>([pending, work = std::move(work)](SqlConnection &) {
            QThreadPool::globalInstance()->start([pending, work] { pending.finish(work()); });
            return Result<bool>(true);
        });
        if (reached.isFinished() && !reached.result())
            pending.finish(reached.result().error());
        return pending.future();
    }
    //! Transactions committed so far; for tests of the batching.
    int commits() const { return m_commits; }

private:
    //! One piece of work with its outcome kept until the transaction is safe.
    struct Job {
        virtual ~Job() = default;
        virtual Result<void> run(SqlConnection &connection) = 0;
        virtual void finish(const Result<void> &committed) = 0;
    };
    template <typename T>
    struct TypedJob final : Job {
        explicit TypedJob(std::function<Result<T>(SqlConnection &)> given) : work(std::move(given)) {}
        Result<void> run(SqlConnection &connection) override
        {
            outcome = work(connection);
            return outcome ? Result<void>() : Result<void>(outcome.error());
        }
        void finish(const Result<void> &committed) override
        {
            pending.finish(committed ? std::move(outcome) : Result<T>(committed.error()));
        }
        std::function<Result<T>(SqlConnection &)> work;
        Result<T> outcome;
        Pending<T> pending;
    };
    using Batch = std::vector<std::unique_ptr<Job>>;

    StoreThread();
    template <typename T>
    Future<T> add(std::function<Result<T>(SqlConnection &)> work)
    {
        auto job = std::make_unique<TypedJob<T>>(std::move(work));
        Future<T> future = job->pending.future();
        if (!enqueue(std::move(job)))
            return failed<T>(Error{ErrorKind::Busy, QStringLiteral("writing to the database"),
                                   QStringLiteral("too many writes are waiting"), {}, {}});
        return future;
    }
    bool enqueue(std::unique_ptr<Job> job);
    Batch takeBatch();
    void drain();
    void runBatch(Batch batch);
    Result<void> tryTogether(const Batch &batch);

    QMutex m_mutex; // Guards m_queue and m_isAwake.
    std::deque<std::unique_ptr<Job>> m_queue;
    bool m_isAwake = false;
    std::atomic<int> m_commits{0};
    std::unique_ptr<SqlConnection> m_connection; // On m_thread.
    WorkerThread m_thread;
    std::unique_ptr<QObject> m_anchor; // On m_thread: receives the wake-ups.
};

} // namespace muster
