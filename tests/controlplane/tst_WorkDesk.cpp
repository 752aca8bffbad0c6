// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/WorkDesk.h"

#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/Stores.h"
#include "tests/mesh/ScriptedHandler.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include "core/mesh/MeshWorker.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;

namespace muster {

//! A work desk over a real store and queue, with nodes and workers of the test's making.
struct WorkStage {
    struct Worker {
        explicit Worker(const QString &id) : end({NodeId(id), u"abc"_s, 4}, {&handler}) {}
        ScriptedHandler handler;
        MeshWorker end;
    };

    WorkStage() { open(); }
    void open()
    {
        stores = std::move(*openSqliteStores(folder.path()));
        desk = std::make_unique<WorkDesk>(WorkDesk::Parts{.entities = stores->entities(),
                                                          .queue = std::make_unique<EmbeddedQueue>(stores->jobs(), clock),
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
        return outcomeOf(desk->assign({agentCalled(id).ref, NodeId(node), mode, version}, {.name = u"kim"_s, .source = {}}));
    }
    JobId submit(const QString &id) const { return outcomeOf(desk->submit({agentCalled(id).ref, "{}"}, {})).value().id; }
    Job job(const JobId &id) const { return outcomeOf(desk->job(id, {})).value_or({}); }

    const QTemporaryDir folder;
    ManualClock clock;
    NodeRegistry nodes;
    std::unique_ptr<Stores> stores;
    QList<ClusterChange> told;
    std::unique_ptr<WorkDesk> desk;
    std::map<QString, std::unique_ptr<Worker>> workers;
    std::map<QString, LocalMeshLine *> lines;
};

class tst_WorkDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aJobRunsWhereItsEntityIsPinned()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        stage.add(u"w2"_s);
        WorkStage::Worker &first = stage.connectWorker(u"w1"_s);
        WorkStage::Worker &second = stage.connectWorker(u"w2"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        QVERIFY_RESULT(stage.pin(u"hello"_s, u"w2"_s, AssignmentMode::Strict));
        const JobId id = stage.submit(u"hello"_s);
        QTRY_COMPARE(second.handler.started.size(), 1);
        QVERIFY(first.handler.started.isEmpty());
        QCOMPARE(stage.job(id).state, JobState::Active);
        second.handler.end(second.handler.started[0].id, R"({"exitStatus":0})");
        QTRY_COMPARE(stage.job(id).state, JobState::Completed);
        QCOMPARE(stage.job(id).result, R"({"exitStatus":0})"_ba);
        QCOMPARE(stage.job(id).node.text(), u"w2"_s);
    }

    //! Q-7; decisions.md 12.
    void strictWaitsAndSaysWhyPreferredFallsBack()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        stage.add(u"w2"_s);
        stage.setStatus(u"w2"_s, NodeStatus::Offline);
        WorkStage::Worker &first = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"strict"_s));
        QVERIFY_RESULT(stage.save(u"soft"_s));
        QVERIFY_RESULT(stage.pin(u"strict"_s, u"w2"_s, AssignmentMode::Strict));
        QVERIFY_RESULT(stage.pin(u"soft"_s, u"w2"_s, AssignmentMode::Preferred));
        const JobId waiting = stage.submit(u"strict"_s);
        const JobId falling = stage.submit(u"soft"_s);
        QTRY_COMPARE(first.handler.started.size(), 1);
        QCOMPARE(first.handler.started[0].id.job, falling);
        QCOMPARE(stage.job(waiting).waitingFor->reason, WaitReason::StrictNodeOffline);
        stage.restart(); // It waits durably.
        QCOMPARE(stage.job(waiting).waitingFor->reason, WaitReason::StrictNodeOffline);
        stage.setStatus(u"w2"_s, NodeStatus::Online);
        WorkStage::Worker &second = stage.connectWorker(u"w2"_s);
        QTRY_COMPARE(second.handler.started.size(), 1);
        QCOMPARE(second.handler.started[0].id.job, waiting);
    }

    //! Q-11: a worker whose line is gone for longer than a moment has lost its attempts.
    void aLostWorkersJobIsTriedAgainAndItsLateResultIsRefused() // Q-5
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId id = stage.submit(u"hello"_s);
        QTRY_COMPARE(worker.handler.started.size(), 1);
        const RunId old = worker.handler.started[0].id;
        stage.lines[u"w1"_s]->close(u"cut"_s);
        QTRY_VERIFY(!stage.desk->leader().isConnected(NodeId(u"w1"_s)));
        stage.clock.advance(limits::kJobResetGrace);
        stage.desk->jobDesk().tick();
        QTRY_COMPARE(stage.job(id).state, JobState::Waiting);
        worker.handler.end(old, "1"); // It does not know yet.
        stage.connectWorker(u"w1"_s);
        QTRY_COMPARE(worker.handler.started.size(), 2);
        QVERIFY(worker.handler.started[1].id.attempt > old.attempt);
        QCOMPARE(stage.job(id).state, JobState::Active);
        worker.handler.end(worker.handler.started[1].id, "2");
        QTRY_COMPARE(stage.job(id).state, JobState::Completed);
        QCOMPARE(stage.job(id).result, "2"_ba);
    }

    void aShortBreakLosesNothing()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId id = stage.submit(u"hello"_s);
        QTRY_COMPARE(worker.handler.started.size(), 1);
        stage.lines[u"w1"_s]->close(u"cut"_s);
        QTRY_VERIFY(!worker.end.isAttached());
        worker.handler.end(worker.handler.started[0].id, "1");
        stage.connectWorker(u"w1"_s);
        QTRY_COMPARE(stage.job(id).state, JobState::Completed);
        QCOMPARE(worker.handler.started.size(), 1);
    }

    void aControlPlaneThatRestartsTakesTheResult()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId id = stage.submit(u"hello"_s);
        QTRY_COMPARE(worker.handler.started.size(), 1);
        stage.restart();
        worker.handler.end(worker.handler.started[0].id, "1");
        stage.connectWorker(u"w1"_s);
        QTRY_COMPARE(stage.job(id).state, JobState::Completed);
        QCOMPARE(worker.handler.started.size(), 1);
    }

    void aWorkerThatRestartedHasLostItsAttempts()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId id = stage.submit(u"hello"_s);
        QTRY_COMPARE(stage.workers[u"w1"_s]->handler.started.size(), 1);
        stage.workers[u"w1"_s] = nullptr;
        WorkStage::Worker &again = stage.connectWorker(u"w1"_s);
        QTRY_COMPARE(again.handler.started.size(), 1);
        QCOMPARE(again.handler.started[0].id.job, id);
        QCOMPARE(stage.job(id).attemptsMade, 2);
    }

    void aCancelledJobIsStopped()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId id = stage.submit(u"hello"_s);
        QTRY_COMPARE(worker.handler.started.size(), 1);
        QCOMPARE(outcomeOf(stage.desk->cancelJob(id, {}))->state, JobState::Cancelled);
        QTRY_COMPARE(worker.handler.cancelled, QList{worker.handler.started[0].id});
        worker.handler.end(worker.handler.started[0].id, "1");
        QTRY_COMPARE(stage.desk->leader().freeOf(NodeId(u"w1"_s)), 4); // Settled as late.
        QCOMPARE(stage.job(id).state, JobState::Cancelled);
        QCOMPARE(outcomeOf(stage.desk->cancelJob(id, {})).error().kind, ErrorKind::Conflict);
    }

    void aFullWorkerMakesJobsWait()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        QList<JobId> ids;
        for (int i = 0; i < 6; ++i)
            ids.append(stage.submit(u"hello"_s));
        QTRY_COMPARE(worker.handler.started.size(), 4);
        QCOMPARE(stage.job(ids.constLast()).waitingFor->reason, WaitReason::Concurrency);
        worker.handler.end(worker.handler.started[0].id, "1");
        QTRY_COMPARE(worker.handler.started.size(), 5);
    }

    //! D-7: the second of two editors is told what is there.
    void twoEditorsOfOnePin()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        stage.add(u"w2"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const Result<EntityState> first = stage.pin(u"hello"_s, u"w1"_s, AssignmentMode::Strict, 0);
        QVERIFY_RESULT(first);
        QCOMPARE(first->assignment->version, 1);
        const Result<EntityState> second = stage.pin(u"hello"_s, u"w2"_s, AssignmentMode::Preferred, 0);
        QCOMPARE(second.error().kind, ErrorKind::Conflict);
        QCOMPARE(second.error().code, u"version"_s);
        QVERIFY(second.error().what.contains(u"w1"_s) && second.error().what.contains(u"kim"_s));
        QVERIFY_RESULT(stage.pin(u"hello"_s, {}, AssignmentMode::Strict, 1));
        QCOMPARE(stage.pin(u"hello"_s, u"w2"_s, AssignmentMode::Strict, 1).error().code, u"version"_s); // Clearing counts too.
        QVERIFY_RESULT(stage.pin(u"hello"_s, u"w2"_s, AssignmentMode::Strict, 2));
    }

    void racingEditorsLoseNothing()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        QList<Future<EntityState>> all;
        for (int i = 0; i < 50; ++i)
            all.append(stage.desk->assign({agentCalled(u"hello"_s).ref, NodeId(u"w1"_s), AssignmentMode::Strict, 0}, {}));
        int wins = 0;
        for (const Future<EntityState> &one : all)
            wins += outcomeOf(one).has_value() ? 1 : 0;
        QCOMPARE(wins, 1);
    }

    void nonsenseIsRefused()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        QCOMPARE(stage.save(u"hello"_s).error().code, u"entity-exists"_s);
        QCOMPARE(stage.pin(u"hello"_s, u"gone"_s, AssignmentMode::Strict).error().kind, ErrorKind::NotFound);
        QCOMPARE(stage.pin(u"nobody"_s, u"w1"_s, AssignmentMode::Strict).error().kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(stage.desk->submit({agentCalled(u"nobody"_s).ref, "{}"}, {})).error().kind, ErrorKind::NotFound);
        QVERIFY(!stage.save(u"bad"_s, [](Entity *entity) { entity->settings = {}; }));
        QCOMPARE(outcomeOf(stage.desk->pauseQueue(u"robots"_s, true)).error().kind, ErrorKind::NotFound);
    }

    void tenantsSeeTheirOwnAlone()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        QVERIFY_RESULT(stage.save(u"hello"_s, [](Entity *entity) { entity->ref.tenant = TenantId(u"acme"_s); }));
        const JobId id = stage.submit(u"hello"_s);
        const Actor acme{.name = u"acme-kim"_s, .source = {}, .tenants = {TenantId(u"acme"_s)}};
        QCOMPARE(stage.desk->entities(acme).size(), 1);
        QCOMPARE(stage.desk->entities({}).size(), 2);
        QCOMPARE(outcomeOf(stage.desk->job(id, acme)).error().kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(stage.desk->cancelJob(id, acme)).error().kind, ErrorKind::NotFound);
        QVERIFY(outcomeOf(stage.desk->jobs({}, acme))->jobs.isEmpty());
        QVERIFY(!outcomeOf(stage.desk->assign({agentCalled(u"hello"_s).ref, NodeId(u"w1"_s)}, acme)));
        QVERIFY(!outcomeOf(stage.desk->removeEntity(agentCalled(u"hello"_s).ref, acme)));
        QCOMPARE(outcomeOf(stage.desk->saveEntity({.entity = agentCalled(u"mine"_s)}, acme)).error().kind, ErrorKind::Refused);
    }

    void secretsReachTheWorkerAndNobodyElse()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        EntityRequest request{.entity = agentCalled(u"hello"_s)};
        request.secrets.insert(u"API_KEY"_s, Secret("s3cret-value"));
        const Result<EntityState> saved = outcomeOf(stage.desk->saveEntity(request, {}));
        QVERIFY_RESULT(saved);
        QCOMPARE(saved->entity.secrets, QStringList{u"API_KEY"_s});
        stage.restart();
        stage.connectWorker(u"w1"_s);
        stage.desk->nodesChanged();
        stage.submit(u"hello"_s);
        QTRY_COMPARE(worker.handler.started.size(), 1);
        QVERIFY(worker.handler.started[0].secrets.value(u"API_KEY"_s).matches("s3cret-value"));
        stage.desk.reset();
        stage.stores.reset();
        for (const QString &name : {u"muster.sqlite"_s, u"muster.sqlite-wal"_s}) { // T-23
            QFile file(stage.folder.filePath(name));
            QVERIFY(!file.open(QIODevice::ReadOnly) || !file.readAll().contains("s3cret-value"));
        }
    }

    void residentsFollowTheirPins()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        stage.add(u"w2"_s);
        WorkStage::Worker &first = stage.connectWorker(u"w1"_s);
        WorkStage::Worker &second = stage.connectWorker(u"w2"_s);
        QVERIFY_RESULT(stage.save(u"bot"_s, [](Entity *entity) { entity->isResident = true; }));
        QVERIFY_RESULT(stage.pin(u"bot"_s, u"w1"_s, AssignmentMode::Strict));
        QTRY_COMPARE(first.handler.kept.size(), 1);
        QVERIFY_RESULT(stage.pin(u"bot"_s, u"w2"_s, AssignmentMode::Strict));
        QTRY_COMPARE(second.handler.kept.size(), 1);
        QTRY_COMPARE(first.handler.kept.size(), 0);
        QVERIFY_RESULT(outcomeOf(stage.desk->removeEntity(agentCalled(u"bot"_s).ref, {})));
        QTRY_COMPARE(second.handler.kept.size(), 0);
    }

    void whatChangesIsTold()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        QTRY_VERIFY(!stage.told.isEmpty());
        QVERIFY(std::holds_alternative<EntityChanged>(stage.told.constLast()));
        stage.told.clear();
        stage.setStatus(u"w1"_s, NodeStatus::Offline);
        QTRY_COMPARE(stage.told.size(), 1);
        QVERIFY(std::get<EntityChanged>(stage.told[0]).state.placement.waiting);
        QVERIFY_RESULT(outcomeOf(stage.desk->removeEntity(agentCalled(u"hello"_s).ref, {})));
        QVERIFY(std::holds_alternative<EntityRemoved>(stage.told.constLast()));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_WorkDesk)
#include "tst_WorkDesk.moc"
