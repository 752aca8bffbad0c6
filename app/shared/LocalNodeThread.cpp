// SPDX-License-Identifier: Apache-2.0
#include "app/shared/LocalNodeThread.h"

#include "core/cluster/Cluster.h"

#include <QSemaphore>

namespace muster {

using namespace Qt::StringLiterals;

LocalNodeThread::LocalNodeThread(const Clock &clock, QObject *parent)
    : QObject(parent), m_thread(u"node"_s), m_clock(clock)
{
    m_thread.runBlocking([this] { m_host = std::make_unique<LocalNodeHost>(m_clock); });
}

LocalNodeThread::~LocalNodeThread()
{
    // The goodbye needs the node's event loop, this thread only the end of it.
    auto done = std::make_shared<QSemaphore>(); // Two owners: the callback may come after we gave up.
    m_thread.runBlocking([this, done] {
        whenDone(m_host.get(), m_host->stop(), [done](const Result<void> &) { done->release(); });
    });
    (void)done->tryAcquire(1, static_cast<int>(limits::kStopDeadline.count())); // A hung disk must not hang the exit.
    m_thread.runBlocking([this] { m_host.reset(); });
}

Future<LocalNodeFacts> LocalNodeThread::start(const LocalNodeOptions &options)
{
    Pending<LocalNodeFacts> pending;
    LocalNodeHost *host = m_host.get();
    const Future<LocalNodeFacts> started = onThreadOf<LocalNodeFacts>(host, [host, options] { return host->start(options); });
    whenDone(this, started, [this, host, pending](const Result<LocalNodeFacts> &facts) {
        m_cluster = facts ? host->cluster() : nullptr; // Written before the Future finished, hence safe to read.
        pending.finish(facts);
    });
    return pending.future();
}

Future<void> LocalNodeThread::stop()
{
    m_cluster = nullptr;
    LocalNodeHost *host = m_host.get();
    return onThreadOf<void>(host, [host] { return host->stop(); });
}

} // namespace muster
