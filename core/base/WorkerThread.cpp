// SPDX-License-Identifier: Apache-2.0
#include "core/base/WorkerThread.h"

namespace muster {

WorkerThread::WorkerThread(const QString &name)
{
    m_thread.setObjectName(name);
    m_anchor.moveToThread(&m_thread);
    m_thread.start();
}

WorkerThread::~WorkerThread()
{
    m_thread.quit();
    m_thread.wait();
}

void WorkerThread::runBlocking(const std::function<void()> &work)
{
    if (QThread::currentThread() == &m_thread)
        work();
    else
        QMetaObject::invokeMethod(&m_anchor, work, Qt::BlockingQueuedConnection);
}

} // namespace muster
