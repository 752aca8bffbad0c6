// SPDX-License-Identifier: Apache-2.0
#pragma once
// What this process executes as a worker: the handlers that its owner allowed, behind the worker's end of the mesh.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/mesh/MeshWorker.h"

#include <memory>
#include <vector>

namespace muster {

//! Which node, and what it may run.
struct NodeWorkSetup {
    NodeId node;
    QString build;
    QString dataFolder;
    QList<EntityKind> allowed; //!< --allow; kinds without a handler in this build are left out (decisions.md 16).
    int window = limits::kAgentConcurrency;
    quint32 seed = 1;
};

//! One thread; the clock must outlive it. Handlers run from construction to stop().
class NodeWork final : public QObject
{
    Q_OBJECT
public:
    NodeWork(const NodeWorkSetup &setup, const Clock &clock, QObject *parent = nullptr);
    ~NodeWork() override;
    Q_DISABLE_COPY_MOVE(NodeWork)

    MeshWorker &worker() { return *m_worker; }
    //! Ends everything that runs; done when nothing does any more, well within limits::kStopDeadline.
    Future<void> stop();

Q_SIGNALS:
    //! What runs here became something else: for LocalNode::setWork().
    void changed(const QList<muster::Agent> &agents, int jobsRunning);

private:
    std::vector<std::unique_ptr<Handler>> m_handlers;
    std::unique_ptr<MeshWorker> m_worker;
    int m_stopping = 0; // Handlers that have not ended yet.
};

} // namespace muster
