// SPDX-License-Identifier: Apache-2.0
#pragma once
// A control plane that hands out work, over a real store, with workers of the test's making.

#include "core/controlplane/ControlPlane.h"
#include "core/mesh/MeshWorker.h"
#include "core/queue/embedded/EmbeddedQueue.h"
#include "tests/mesh/ScriptedHandler.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>

#include <map>

namespace muster {

struct PlaneStage {
    struct Worker {
        explicit Worker(const QString &id) : end({NodeId(id), QStringLiteral("abc"), 4}, {&handler}) {}
        ScriptedHandler handler;
        MeshWorker end;
    };

    PlaneStage() { open(); }
    void open()
    {
        stores = std::move(*openSqliteStores(folder.path()));
        plane = std::make_unique<ControlPlane>(*stores, clock, ControlPlaneOptions{QStringLiteral("main-1"), QStringLiteral("0.1.0")});
        QObject::connect(plane.get(), &Cluster::eventArrived, plane.get(), [this](const ClusterEvent &event) { told.append(event.what); });
        plane->setWork({std::make_unique<EmbeddedQueue>(stores->jobs(), clock), *SecretBox::open(folder.path()), {}});
        if (const Result<void> loaded = outcomeOf(plane->load()); !loaded)
            qFatal("%s", qPrintable(loaded.error().text()));
        plane->start();
    }
    //! As a stop and a start would; the workers' lines break.
    void restart()
    {
        plane->stop();
        close();
        open();
    }
    void close()
    {
        plane.reset();
        stores.reset();
    }
    void join(const QString &id)
    {
        if (!outcomeOf(plane->announce(announcementOf(id))))
            qFatal("%s cannot join", qPrintable(id));
        beat(id);
    }
    void beat(const QString &id)
    {
        if (!outcomeOf(plane->beat(beatOf(id, ++beats))))
            qFatal("%s cannot beat", qPrintable(id));
    }
    //! Lets a worker of node \a id run; it is connected once it has said hello.
    Worker &connectWorker(const QString &id)
    {
        auto &worker = workers[id];
        if (!worker)
            worker = std::make_unique<Worker>(id);
        auto [ours, theirs] = LocalMeshLine::pair();
        plane->connectWorker(NodeId(id), std::move(theirs));
        worker->end.attach(std::move(ours));
        return *worker;
    }
    Result<EntityState> save(const QString &id, bool isResident = false) const
    {
        EntityRequest request{.entity = agentCalled(id)};
        request.entity.isResident = isResident;
        return outcomeOf(plane->saveEntity(request, kim));
    }
    Result<EntityState> pin(const QString &id, const QString &node, AssignmentMode mode) const
    {
        return outcomeOf(plane->assign({.entity = agentCalled(id).ref, .node = NodeId(node), .mode = mode}, kim));
    }
    JobId submit(const QString &id) const { return outcomeOf(plane->submit({agentCalled(id).ref, "{}"}, kim)).value().id; }
    Job job(const JobId &id) const { return outcomeOf(plane->job(id, {})).value_or({}); }
    Node node(const QString &id) const
    {
        const Result<ClusterSnapshot> snapshot = outcomeOf(plane->snapshot());
        for (const Node &one : snapshot->nodes) {
            if (one.id().text() == id)
                return one;
        }
        return {};
    }

    const Actor kim{.name = QStringLiteral("kim"), .source = QStringLiteral("10.0.0.7")};
    const QTemporaryDir folder;
    ManualClock clock;
    std::unique_ptr<Stores> stores;
    QList<ClusterChange> told;
    std::unique_ptr<ControlPlane> plane;
    std::map<QString, std::unique_ptr<Worker>> workers;
    quint64 beats = 0;
};

} // namespace muster
