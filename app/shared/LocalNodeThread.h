// SPDX-License-Identifier: Apache-2.0
#pragma once
// A LocalNodeHost on a thread of its own, for programs whose main thread paints.

#include "app/shared/LocalNodeHost.h"
#include "core/base/WorkerThread.h"

#include <QObject>

#include <memory>

namespace muster {

//! The embedded node. Create, use and destroy it on one thread; the node lives on another ("node").
class LocalNodeThread final : public QObject
{
    Q_OBJECT
public:
    explicit LocalNodeThread(const Clock &clock, QObject *parent = nullptr);
    //! Stops the node and waits for it (at most limits::kLeaveDeadline and the disk).
    ~LocalNodeThread() override;
    Q_DISABLE_COPY_MOVE(LocalNodeThread)

    //! Starts the node; errors as LocalNodeHost::start(). After a failure, or after stop(), it can be called again.
    Future<LocalNodeFacts> start(const LocalNodeOptions &options);
    //! Stops it; done when everything is written. Sessions on cluster() must have been destroyed before.
    Future<void> stop();

    //! The control plane, for a ClusterSession: valid from the moment start() succeeded until stop() is called. It lives
    //! on the node's thread: verbs may be called from here, signals arrive queued.
    Cluster *cluster() const { return m_cluster; }

private:
    WorkerThread m_thread;
    std::unique_ptr<LocalNodeHost> m_host; // Lives on m_thread.
    Cluster *m_cluster = nullptr;
    const Clock &m_clock;
};

} // namespace muster
