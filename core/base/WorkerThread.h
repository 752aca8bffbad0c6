// SPDX-License-Identifier: Apache-2.0
#pragma once
// A thread with an event loop that is always joined.

#include <QObject>
#include <QString>
#include <QThread>

#include <functional>

namespace muster {

//! Owns a QThread with an event loop from construction to destruction; the destructor quits and joins it.
class WorkerThread
{
public:
    explicit WorkerThread(const QString &name);
    ~WorkerThread();
    Q_DISABLE_COPY_MOVE(WorkerThread)

    QThread *thread() { return &m_thread; }
    //! Runs \a work on this thread and returns when it is done. For construction and tear-down only: it blocks.
    void runBlocking(const std::function<void()> &work);

private:
    QThread m_thread;
    QObject m_anchor; // Lives on m_thread; the receiver of runBlocking().
};

} // namespace muster
