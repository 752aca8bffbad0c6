// SPDX-License-Identifier: Apache-2.0
#pragma once
// A work desk over a real store and queue, with nodes and workers of the test's making.

#include "core/controlplane/WorkDesk.h"
#include "core/mesh/MeshWorker.h"
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/Stores.h"
#include "tests/mesh/ScriptedHandler.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

namespace muster {

struct WorkStage {
    struct Worker {
        explicit Worker(const QString &id) : end({NodeId(id), QStringLiteral("abc"), 4}, {&handler}) {}
        ScriptedHandler handler;
        MeshWorker end;
    };

    WorkStage() { open(); }
    void open()
    {
        stores = std::move(*openSqliteStores(folder.path()));
        auto made = std::make_unique<EmbeddedQueue>(stores->jobs(), clock);
        queue = made.get();
        desk = std::make_unique<WorkDesk>(WorkDesk::Parts{.entities = stores->entities(),
                                                          .logs = stores->logs(),
                                                          .queue = std::move(made),
                                                          .secrets = *SecretBox::open(folder.path()),
                                                          .nodes = nodes,
                                                          .clock = clock,
                                                          .defaultNode = {},
                                                          .publish = [this](ClusterChange what) { told.append(what); }});
        if (const Result<void> loaded = outcomeOf(desk->load()); !loaded)
            qFatal("%s", qPrintable(loaded.error().text()));
    }
    void restart()
    {
        desk.reset();
        stores.reset();
        open();
    }
    void add(const QString &id)
    {
        nodes.add(nodeCalled(id));
        desk->nodesChanged();
    }
    void setStatus(const QString &id, NodeStatus status)
    {
        nodes.find(NodeId(id))->node.status = status;
        desk->nodesChanged();
    }
    //! Lets a worker of node \a id run and waits until it is connected.
    Worker &connectWorker(const QString &id)
    {
        auto &worker = workers[id];
        if (!worker)
            worker = std::make_unique<Worker>(id);
        auto [ours, theirs] = LocalMeshLine::pair();
        lines[id] = theirs.get();
        desk->connectWorker(NodeId(id), std::move(theirs));
        worker->end.attach(std::move(ours));
        if (!QTest::qWaitFor([&] { return desk->leader().isConnected(NodeId(id)); }))
            qFatal("%s does not connect", qPrintable(id));
        return *worker;
    }
    Result<EntityState> save(const QString &id, const std::function<void(Entity *)> &change = {}) const
    {
        EntityRequest request{.entity = agentCalled(id)};
        if (change)
            change(&request.entity);
        return outcomeOf(desk->saveEntity(request, {}));
    }
    Result<EntityState> pin(const QString &id, const QString &node, AssignmentMode mode, std::optional<quint64> version = {}) const
    {
        return outcomeOf(desk->assign({agentCalled(id).ref, NodeId(node), mode, version}, {.name = QStringLiteral("kim"), .source = {}}));
    }
    JobId submit(const QString &id) const { return outcomeOf(desk->submit({agentCalled(id).ref, "{}"}, {})).value().id; }
    Job job(const JobId &id) const { return outcomeOf(desk->job(id, {})).value_or({}); }

    const QTemporaryDir folder;
    ManualClock clock;
    NodeRegistry nodes;
    std::unique_ptr<Stores> stores;
    QList<ClusterChange> told;
    std::unique_ptr<WorkDesk> desk;
    QueueProvider *queue = nullptr; // The desk's.
    std::map<QString, std::unique_ptr<Worker>> workers;
    std::map<QString, LocalMeshLine *> lines;
};

} // namespace muster
