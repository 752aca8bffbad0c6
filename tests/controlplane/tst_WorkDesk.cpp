// SPDX-License-Identifier: Apache-2.0
#include "tests/controlplane/WorkStage.h"

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
