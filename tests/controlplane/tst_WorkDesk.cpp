// SPDX-License-Identifier: Apache-2.0
#include "core/store/Backup.h"
#include "tests/controlplane/PinWalk.h"
#include "tests/queue/faults/Runs.h"

using namespace Qt::StringLiterals;

namespace muster {

class tst_WorkDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        QVERIFY_RESULT(stage.pin(u"hello"_s, {}, AssignmentMode::Strict, 3));
        QVERIFY_RESULT(stage.pin(u"hello"_s, u"w2"_s, AssignmentMode::Strict, 0)); // As it is seen: pinned nowhere.
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

    void aChangeOfWhatWasRemovedBringsNothingBack()
    {
        WorkStage stage; // Its clock stands.
        EntityRequest change{.entity = stage.save(u"hello"_s)->entity, .mustBeNew = false};
        const Timestamp read = change.entity.updatedAt;
        change.entity.updatedAt = outcomeOf(stage.desk->saveEntity(change, {}))->entity.updatedAt;
        QVERIFY(change.entity.updatedAt > read);
        QVERIFY_RESULT(outcomeOf(stage.desk->removeEntity(change.entity.ref, {})));
        QCOMPARE(outcomeOf(stage.desk->saveEntity(change, {})).error().code, u"version"_s);
    }
    void whatMissesASecretWaits_data()
    {
        QTest::addColumn<bool>("isRestored");
        QTest::newRow("restored from a backup") << true;
        QTest::newRow("its key is lost") << false;
    }
    //! T-23, decision 24: values are lost, but never silently.
    void whatMissesASecretWaits()
    {
        QFETCH(const bool, isRestored);
        WorkStage stage;
        stage.add(u"w1"_s);
        EntityRequest request{.entity = agentCalled(u"hello"_s)};
        request.secrets = {{u"API_KEY"_s, Secret("s3cret-value")}, {u"OTHER"_s, Secret("another")}};
        QVERIFY_RESULT(outcomeOf(stage.desk->saveEntity(request, {})));
        request.entity = agentCalled(u"resident"_s);
        request.entity.isResident = true;
        QVERIFY_RESULT(outcomeOf(stage.desk->saveEntity(request, {})));
        QVERIFY_RESULT(stage.save(u"plain"_s));
        const JobId id = stage.submit(u"hello"_s);
        const JobId other = stage.submit(u"plain"_s);
        stage.desk.reset();
        stage.stores.reset();
        if (isRestored) {
            QVERIFY_RESULT(backUp(stage.folder.path(), stage.folder.filePath(u"b"_s)));
            QVERIFY_RESULT(restore(stage.folder.filePath(u"b"_s), stage.folder.path()));
        } else {
            QVERIFY(QFile::remove(stage.folder.filePath(u"secrets.key"_s)));
        }
        stage.open();

        const WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        stage.desk->nodesChanged();
        QTRY_COMPARE(worker.handler.started.size(), 1);
        QCOMPARE(worker.handler.started[0].id.job, other);
        const Waiting wait{WaitReason::NoCapableNode, u"its secrets API_KEY, OTHER must be given anew"_s};
        QVERIFY(stage.job(id).waitingFor == wait);
        const EntityState held = *stage.desk->find(agentCalled(u"hello"_s).ref);
        QVERIFY(held.placement.waiting == wait);
        QCOMPARE(held.placement.reason, u"pinned nowhere; would run on the default node w1"_s);
        QCOMPARE(held.entity.secrets, (QStringList{u"API_KEY"_s, u"OTHER"_s}));
        QVERIFY(worker.handler.kept.isEmpty());

        // One of them: it waits for the other, also after another restart.
        EntityRequest again{.entity = agentCalled(u"hello"_s)};
        again.mustBeNew = false;
        again.secrets = {{u"API_KEY"_s, Secret("new")}};
        again.keptSecrets = {u"OTHER"_s};
        QVERIFY_RESULT(outcomeOf(stage.desk->saveEntity(again, {})));
        stage.restart();
        QCOMPARE(stage.desk->find(again.entity.ref)->placement.waiting->text, u"its secret OTHER must be given anew"_s);
        stage.connectWorker(u"w1"_s);
        again.secrets = {{u"OTHER"_s, Secret("more")}};
        again.keptSecrets = {u"API_KEY"_s};
        QVERIFY_RESULT(outcomeOf(stage.desk->saveEntity(again, {})));
        QTRY_COMPARE(worker.handler.started.size(), 2);
        QCOMPARE(worker.handler.started[1].id.job, id);
        QVERIFY(worker.handler.started[1].secrets.value(u"API_KEY"_s).matches("new"));
        QVERIFY(worker.handler.started[1].secrets.value(u"OTHER"_s).matches("more"));
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

    //! decisions.md 12: after our restart a worker's line is often back before its beat; what it keeps goes on.
    void residentsGoOnWhileTheirNodeIsNotHeardOf()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        for (const auto &id : {u"strict"_s, u"soft"_s})
            QVERIFY_RESULT(stage.save(id, [](Entity *entity) { entity->isResident = true; }));
        QVERIFY_RESULT(stage.pin(u"strict"_s, u"w1"_s, AssignmentMode::Strict));
        QVERIFY_RESULT(stage.pin(u"soft"_s, u"w1"_s, AssignmentMode::Preferred));
        QTRY_COMPARE(worker.handler.kept.size(), 2);
        stage.setStatus(u"w1"_s, NodeStatus::Unknown);
        stage.restart();
        stage.connectWorker(u"w1"_s);
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(worker.handler.kept.size(), 2);
        stage.setStatus(u"w1"_s, NodeStatus::Online);
        QVERIFY_RESULT(stage.pin(u"soft"_s, {}, AssignmentMode::Strict));
        QVERIFY_RESULT(outcomeOf(stage.desk->removeEntity(agentCalled(u"strict"_s).ref, {})));
        QTRY_COMPARE(worker.handler.kept, QSet{agentCalled(u"soft"_s).ref});
    }

    void whatRunsOnADefaultNodeStaysThere()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &first = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"bot"_s, [](Entity *entity) { entity->isResident = true; }));
        QTRY_COMPARE(first.handler.kept.size(), 1);
        stage.add(u"w2"_s);
        WorkStage::Worker &second = stage.connectWorker(u"w2"_s);
        const auto beat = [&stage](const QString &id, int seconds) {
            stage.nodes.find(NodeId(id))->node.lastBeatAt = Timestamp{1'800'000'100'000 + seconds * 1000LL};
            stage.desk->nodesChanged();
            for (int i = 0; i < 5; ++i)
                QCoreApplication::processEvents();
        };
        beat(u"w2"_s, 1); // More recently active; no reason to start it anew.
        beat(u"w1"_s, 2);
        beat(u"w2"_s, 3);
        QCOMPARE(second.handler.kept.size(), 0);
        stage.setStatus(u"w1"_s, NodeStatus::Offline);
        QTRY_COMPARE(second.handler.kept.size(), 1);
        stage.setStatus(u"w1"_s, NodeStatus::Online);
        beat(u"w1"_s, 4);
        QCOMPARE(second.handler.kept.size(), 1);
        QTRY_COMPARE(first.handler.kept.size(), 0); // One place at last.

        stage.nodes.find(NodeId(u"w2"_s))->node.who.role = NodeRole::Main;
        beat(u"w1"_s, 5);
        QTRY_COMPARE(first.handler.kept.size(), 1); // One that only serves is left for one that works.
        QTRY_COMPARE(second.handler.kept.size(), 0);
    }

    //! Q-7, against the rule in a few lines: whatever happens in whatever order, no strict job starts on another node.
    void randomOrdersKeepThePins()
    {
        PinWalk walk(toldSeed());
        for (int i = wantedRuns(300); i > 0 && walk.broken.isEmpty(); --i)
            walk.step();
        QVERIFY2(walk.broken.isEmpty(), qPrintable(walk.broken));
        walk.healAll(); // All is well again: all ends.
        QTRY_COMPARE_WITH_TIMEOUT(walk.completed(), walk.submitted, 30'000);
        QVERIFY2(walk.broken.isEmpty(), qPrintable(walk.broken));
    }

    void manyJobsAreToldByTheirQueue()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        stage.told.clear();
        QList<JobRequest> requests(3 * limits::kJobEventsPerSecond, JobRequest{agentCalled(u"hello"_s).ref, "{}"});
        QVERIFY_RESULT(outcomeOf(stage.desk->submitAll(requests, {})));
        const auto queueTold = [&stage] { return std::get_if<QueueChanged>(&stage.told.constLast()); };
        QTRY_VERIFY(!stage.told.isEmpty() && queueTold());
        QCOMPARE(queueTold()->queue.waiting, qint64(requests.size()));
        QCOMPARE(queueTold()->changes, quint64(requests.size()));
        const auto isJob = [](const ClusterChange &one) { return std::holds_alternative<JobChanged>(one); };
        QCOMPARE(std::ranges::count_if(stage.told, isJob), limits::kJobEventsPerSecond);
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
