// SPDX-License-Identifier: Apache-2.0
#include "tests/controlplane/WorkStage.h"
#include "tests/queue/faults/RecordingVfs.h"

using namespace Qt::StringLiterals;

namespace muster {

class tst_JobDesk : public QObject
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

    //! A rolling upgrade must not use up what a job may try, nor chase it round a node that is going.
    void aNodeThatStopsGivesBackWhatItRan()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        JobRequest request{.entity = agentCalled(u"hello"_s).ref, .payload = "{}"};
        request.attempts = 1;
        const JobId id = outcomeOf(stage.desk->submit(request, {})).value().id;
        QTRY_COMPARE(worker.handler.started.size(), 1);

        Q_EMIT worker.handler.ended(worker.handler.started[0].id, {{}, JobError{u"node-stopped"_s, u"the node was stopped"_s}});

        QTRY_COMPARE(stage.job(id).state, JobState::Waiting);
        stage.desk->jobDesk().tick();
        QCoreApplication::processEvents();
        QCOMPARE(worker.handler.started.size(), 1); // Not to the one that is stopping,
        stage.connectWorker(u"w1"_s);
        QTRY_COMPARE(worker.handler.started.size(), 2); // but once it is back.
        worker.handler.end(worker.handler.started[1].id, "2");
        QTRY_COMPARE(stage.job(id).state, JobState::Completed);
    }

    void aJobOfWhatBecameResidentWaitsAndSaysWhy()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId id = stage.submit(u"hello"_s);
        EntityRequest request{.entity = agentCalled(u"hello"_s)};
        request.mustBeNew = false;
        request.entity.isResident = true;
        QVERIFY_RESULT(outcomeOf(stage.desk->saveEntity(request, {})));

        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);

        QTRY_VERIFY(!worker.handler.kept.isEmpty()); // It runs, once.
        QVERIFY(worker.handler.started.isEmpty());
        QVERIFY(stage.job(id).waitingFor);
        QVERIFY2(stage.job(id).waitingFor->text.contains(u"runs all the time now"_s), qPrintable(stage.job(id).waitingFor->text));
        request.entity.isResident = false;
        QVERIFY_RESULT(outcomeOf(stage.desk->saveEntity(request, {})));
        QTRY_COMPARE(worker.handler.started.size(), 1);
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
        QCOMPARE(stage.job(id).attemptsMade, 1); // The first was not the job's doing.
        QCOMPARE(stage.job(id).history.size(), 2);
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

    //! Q-3: an end that the disk refuses is written when there is room again, without a restart and without another run.
    void whatTheDiskRefusedIsWrittenLater_data()
    {
        QTest::addColumn<bool>("workerReturns");
        QTest::newRow("the worker stays") << false;
        QTest::newRow("the worker connects anew and says it again") << true;
    }
    void whatTheDiskRefusedIsWrittenLater()
    {
        QFETCH(bool, workerReturns);
        RecordingVfs vfs;
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId id = stage.submit(u"hello"_s);
        QTRY_COMPARE(worker.handler.started.size(), 1);
        const RunId run = worker.handler.started[0].id;
        vfs.failAt(1, RecordingVfs::Fault::IoError, 1'000'000);
        worker.handler.end(run, "1");
        QTRY_VERIFY(vfs.counted() > 0);
        if (workerReturns)
            stage.connectWorker(u"w1"_s);
        for (int i = 0; i < 100; ++i) {
            stage.clock.advance(limits::kJobSweep);
            stage.desk->jobDesk().tick(); // Far beyond the lock: renewed, as its end is known.
            QCoreApplication::processEvents();
        }
        QVERIFY(stage.desk->leader().holds(NodeId(u"w1"_s), run)); // The worker was not told what is not durable.
        vfs.failAt(0, RecordingVfs::Fault::IoError);
        const auto isWritten = [&] {
            stage.clock.advance(milliseconds(1000));
            stage.desk->jobDesk().tick();
            return stage.job(id).state == JobState::Completed;
        };
        QTRY_VERIFY(isWritten());
        QCOMPARE(stage.job(id).attemptsMade, 1);
        QCOMPARE(worker.handler.started.size(), 1);
        QTRY_VERIFY(!stage.desk->leader().holds(NodeId(u"w1"_s), run));
    }

    //! A delivery that was lost on its way is no reason to keep a job for ever.
    void whatNeitherSideKnowsEndsWithItsLock()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId id = stage.submit(u"hello"_s);
        QTRY_COMPARE(worker.handler.started.size(), 1);
        stage.desk->leader().settle(NodeId(u"w1"_s), worker.handler.started[0].id, true); // As if it had been.
        const auto isTriedAgain = [&] {
            stage.clock.advance(milliseconds(1000)); // So little that no sweep takes it for a stall.
            stage.desk->jobDesk().tick();
            return outcomeOf(stage.queue->sweep()) && worker.handler.started.size() > 1;
        };
        QTRY_VERIFY(isTriedAgain());
        QCOMPARE(stage.job(id).attemptsMade, 1); // The first was not the job's doing.
        QCOMPARE(stage.job(id).history.size(), 2);
    }

    void whatWasNotTakenInTimeIsStoppedToo()
    {
        WorkStage stage;
        stage.add(u"w1"_s);
        WorkStage::Worker &worker = stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        stage.submit(u"hello"_s);
        QTRY_COMPARE(worker.handler.started.size(), 1);
        const RunId run = worker.handler.started[0].id;
        QTRY_VERIFY(stage.desk->leader().holds(NodeId(u"w1"_s), run));
        Q_EMIT stage.desk->leader().notTaken(NodeId(u"w1"_s), run, {u"not-taken"_s, u"late"_s}); // Its answer was slow.
        QTRY_COMPARE(worker.handler.cancelled, QList{run});
        QTRY_COMPARE(worker.handler.started.size(), 2);
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
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_JobDesk)
#include "tst_JobDesk.moc"
