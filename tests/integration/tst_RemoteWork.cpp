// SPDX-License-Identifier: Apache-2.0
// Jobs on a worker in another process, by the real programs: pinned, killed, cut off from a control plane that restarts, late.
#include "tests/integration/WorkBench.h"

#include <QElapsedTimer>

#include <csignal>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_RemoteWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStrictPinRunsOnTheWorker();
    void aKilledWorkersJobIsTriedAgain();
    void aRestartOfTheControlPlaneLosesNothing();
    void aLateResultIsFencedOff();
    void aStoppedWorkerGivesItsJobsBack();
    void aRemovedNodesLineIsClosed();
};

void tst_RemoteWork::aStrictPinRunsOnTheWorker()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, u"cat; echo; pwd"_s));

    const JobId id = bench.submit(u"hello"_s);

    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, kWorkPatienceMs);
    QCOMPARE(bench.job(id).node, kWorker);
    const QByteArray result = bench.job(id).result;
    QVERIFY2(result.contains("{\\\"x\\\":1}") && result.contains("/worker/"), result.constData());
}

void tst_RemoteWork::aKilledWorkersJobIsTriedAgain()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, u"echo run >> %1; test $(wc -l < %1) -gt 1 || sleep 600"_s.arg(bench.path(u"runs"_s))));
    const JobId id = bench.submit(u"hello"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"runs"_s).size(), 1, kWorkPatienceMs);

    QElapsedTimer since;
    since.start();
    bench.worker->kill();
    QTRY_VERIFY_WITH_TIMEOUT(bench.job(id).state != JobState::Active, kWorkPatienceMs);
    const qint64 takenBack = since.elapsed();

    // 2 s and the grace of 1 s; twice that for a busy machine, and far from the 15 s of a lock.
    QVERIFY2(takenBack < 6000, qPrintable(QString::number(takenBack)));
    QVERIFY(bench.startWorker());
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, kWorkPatienceMs);
    QCOMPARE(bench.lines(u"runs"_s).size(), 2);
}

void tst_RemoteWork::aRestartOfTheControlPlaneLosesNothing()
{
    WorkBench bench(2000); // Its line is back before its beat.
    QVERIFY(bench.isUp);
    const QString script = u"echo run >> %1; while ! test -e %2; do sleep 0.1; done; echo waited; echo end >> %3"_s;
    QVERIFY_RESULT(bench.addAgent(u"runs"_s, script.arg(bench.path(u"runs"_s), bench.path(u"go"_s), bench.path(u"ends"_s))));
    QVERIFY_RESULT(bench.addAgent(u"ends"_s, script.arg(bench.path(u"runs"_s), bench.path(u"gone"_s), bench.path(u"ends"_s))));
    QVERIFY_RESULT(bench.addAgent(u"bot"_s, u"exec sleep 600"_s, {.isResident = true}));
    QVERIFY_RESULT(bench.addAgent(u"soft"_s, u"exec sleep 600"_s, {.mode = AssignmentMode::Preferred, .isResident = true}));
    const JobId runs = bench.submit(u"runs"_s);
    const JobId ends = bench.submit(u"ends"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"runs"_s).size(), 2, kWorkPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(bench.pidOf(u"bot"_s) && bench.pidOf(u"soft"_s), kWorkPatienceMs);
    const std::optional<qint64> bot = bench.pidOf(u"bot"_s);
    const std::optional<qint64> soft = bench.pidOf(u"soft"_s);
    QVERIFY_RESULT(outcomeOf(bench.admin->pauseQueue(u"agent"_s, true)));
    const JobId queued = bench.submit(u"ends"_s);

    const QString port = bench.port();
    bench.main->kill();
    QCOMPARE(bench.main->exitCode(), -1);
    QVERIFY(bench.touch(u"gone"_s));
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"ends"_s).size(), 1, kWorkPatienceMs); // It ends with nobody to tell.
    QVERIFY(bench.startMain(port));

    QTRY_COMPARE_WITH_TIMEOUT(bench.job(ends).state, JobState::Completed, kWorkPatienceMs);
    QVERIFY(bench.job(ends).result.contains("waited"));
    QCOMPARE(bench.job(queued).state, JobState::Waiting);
    QCOMPARE(bench.job(queued).waitingFor->reason, WaitReason::QueuePaused);
    QVERIFY(bench.touch(u"go"_s));
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(runs).state, JobState::Completed, kWorkPatienceMs);
    QCOMPARE(bench.lines(u"runs"_s).size(), 2); // The attempts of before.
    QCOMPARE(bench.job(runs).attemptsMade + bench.job(ends).attemptsMade, 2);
    QVERIFY_RESULT(outcomeOf(bench.admin->pauseQueue(u"agent"_s, false)));
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(queued).state, JobState::Completed, kWorkPatienceMs); // And the node was heard of.
    QVERIFY(isAlive(*bot) && isAlive(*soft));
    QTRY_COMPARE_WITH_TIMEOUT(bench.pidOf(u"bot"_s), bot, kWorkPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.pidOf(u"soft"_s), soft, kWorkPatienceMs);
}

void tst_RemoteWork::aLateResultIsFencedOff()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, u"echo run >> %1; if test $(wc -l < %1) = 1; then sleep 3; echo first; else echo second; fi"_s
                               .arg(bench.path(u"runs"_s))));
    const JobId id = bench.submit(u"hello"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"runs"_s).size(), 1, kWorkPatienceMs);

    // Stopped as a whole: its agent goes on, and ends; the control plane hears nothing, takes the attempt back and gives it to the
    // node that the pin names now.
    QCOMPARE(::kill(pid_t(bench.worker->process().processId()), SIGSTOP), 0);
    QVERIFY(outcomeOf(bench.admin->assign({WorkBench::agent(u"hello"_s), kMain})));
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, 40'000);
    QVERIFY(bench.job(id).result.contains("second"));
    QCOMPARE(::kill(pid_t(bench.worker->process().processId()), SIGCONT), 0);

    // It is back, connects anew and says what it has: that is late.
    QTRY_VERIFY_WITH_TIMEOUT(bench.worker->log().count("Connected for work"_L1) >= 2, kWorkPatienceMs);
    QVERIFY(bench.job(id).result.contains("second"));
    QCOMPARE(bench.job(id).history.size(), 2);
}

//! SIGTERM with a full window.
void tst_RemoteWork::aStoppedWorkerGivesItsJobsBack()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, u"echo $$ >> %1; test -e %2 || exec sleep 600"_s.arg(bench.path(u"pids"_s), bench.path(u"go"_s))));
    QList<JobId> ids;
    for (int i = 0; i < limits::kAgentConcurrency; ++i)
        ids.append(bench.submit(u"hello"_s, "1", 3));
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"pids"_s).size(), ids.size(), kWorkPatienceMs);

    QElapsedTimer since;
    since.start();
    bench.worker->terminate();
    QCOMPARE(bench.worker->exitCode(), 0);
    // interface.md says 5 s; a busy machine, and what sanitizers look for at the end.
    QVERIFY2(since.elapsed() < 5000 + 5000, qPrintable(QString::number(since.elapsed())));
    const QStringList pids = bench.lines(u"pids"_s);
    for (const QString &pid : pids)
        QVERIFY(!isAlive(pid.toLongLong()));
    QVERIFY(bench.touch(u"go"_s));
    QVERIFY(bench.startWorker());
    for (const JobId &id : std::as_const(ids)) {
        QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, kWorkPatienceMs);
        QVERIFY(bench.job(id).attemptsMade <= 2);
    }
    QCOMPARE(bench.lines(u"pids"_s).size(), 2 * ids.size()); // Each once more.
}

void tst_RemoteWork::aRemovedNodesLineIsClosed()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QTRY_VERIFY_WITH_TIMEOUT(bench.worker->log().contains("Connected for work"_L1), kWorkPatienceMs);

    QVERIFY(outcomeOf(bench.admin->remove(kWorker)));

    QTRY_VERIFY_WITH_TIMEOUT(bench.worker->log().contains("The connection for work ended"_L1), 5000);
}

QTEST_GUILESS_MAIN(tst_RemoteWork)
#include "tst_RemoteWork.moc"
