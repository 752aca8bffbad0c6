// SPDX-License-Identifier: Apache-2.0
#pragma once
// A second connection on a thread of its own, for lists that may take long: writes do not wait for them.

#include "core/base/Future.h"
#include "core/base/WorkerThread.h"
#include "core/store/SqlConnection.h"

#include <functional>

namespace muster {

//! Thread-safe but for construction and destruction, which blocks until what was asked for is answered. Sees what was
//! committed before it is asked. The database must have been opened and migrated by a StoreThread, which lives longer.
class StoreReader
{
public:
    explicit StoreReader(QString path);
    ~StoreReader();
    Q_DISABLE_COPY_MOVE(StoreReader)

    //! Runs \a work, which only reads, in the order of the calls. Storage when the database cannot be opened.
    template <typename T>
    Future<T> read(std::function<Result<T>(SqlConnection &)> work)
    {
        return onThreadOf<T>(m_anchor.get(), [this, work = std::move(work)] {
            Result<void> opened = ensureOpen();
            return opened ? finished(work(*m_connection)) : failed<T>(opened.error());
        });
    }

private:
    Result<void> ensureOpen();

    const QString m_path;
    std::unique_ptr<SqlConnection> m_connection; // On m_thread; opened by the first read.
    WorkerThread m_thread;
    std::unique_ptr<QObject> m_anchor; // On m_thread: receives the calls.
};

} // namespace muster
