// SPDX-License-Identifier: Apache-2.0
#include "app/shared/NodeWork.h"

namespace muster {

NodeWork::NodeWork(const NodeWorkSetup &setup, const Clock &clock, QObject *parent) : QObject(parent)
{
    QList<Handler *> handlers;
    for (const EntityKind kind : setup.allowed) {
        const BuiltInHandler *built = handlerOf(kind);
        if (!built)
            continue;
        m_handlers.push_back(built->make({setup.dataFolder, clock, setup.seed}));
        handlers.append(m_handlers.back().get());
        handlers.constLast()->start();
    }
    m_worker = std::make_unique<MeshWorker>(MeshWorkerSetup{setup.node, setup.build, setup.window}, handlers);
    const auto tell = [this] { Q_EMIT changed(m_worker->agents(), m_worker->runs()); };
    connect(m_worker.get(), &MeshWorker::agentsChanged, this, tell);
    connect(m_worker.get(), &MeshWorker::runsChanged, this, tell);
}

NodeWork::~NodeWork() = default;

Future<void> NodeWork::stop()
{
    const Pending<void> pending;
    m_stopping = int(m_handlers.size());
    if (m_stopping == 0)
        return ready();
    for (const std::unique_ptr<Handler> &handler : m_handlers) {
        connect(handler.get(), &Handler::stopped, this, [this, pending] {
            if (--m_stopping == 0)
                pending.finish({});
        });
        handler->stop();
    }
    return pending.future();
}

} // namespace muster
