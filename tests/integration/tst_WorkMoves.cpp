// SPDX-License-Identifier: Apache-2.0
// Work and the nodes it runs on, by the real programs: strict work waits, preferred work moves and comes back, a node is drained,
// restarts between, agents are started anew (issue 4, Done when).
#include "tests/integration/WorkBench.h"

#include <QElapsedTimer>

#include <csignal>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! Whether \a text, which a program printed, has all \a words.
bool says(const QByteArray &text, const QStringList &words)
{
    const QString shown = QString::fromUtf8(text);
    return std::all_of(words.begin(), words.end(), [&shown](const QString &word) { return shown.contains(word); });
}

} // namespace

class tst_WorkMoves : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strictWorkWaitsForItsNode();
    void preferredWorkFallsBackAndComesBack();
    void aDrainKeepsItsDeadlineAcrossARestart();
    void aDrainCanBeStoppedAndRunsOut();
    void aWorkerThatGoesLeavesNothingBehind();
    void restartedAgentsAreNewProcesses_data();
    void restartedAgentsAreNewProcesses();
};

void tst_WorkMoves::strictWorkWaitsForItsNode()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, u"echo done"_s));
    bench.worker->terminate();
    QCOMPARE(bench.worker->exitCode(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(bench.node(kWorker).status, NodeStatus::Offline, kWorkPatienceMs);

    const JobId id = bench.submit(u"hello"_s);

    const CtlOutcome shown = bench.ctl(u"jobs show "_s + id.text());
    QVERIFY2(says(shown.output, {u"waiting"_s, u"work-1 is offline; strict work never falls back"_s}), shown.output.constData());
    const QJsonObject waiting = bench.ctl(u"jobs show %1 --output json"_s.arg(id.text())).object().value("waitingFor"_L1).toObject();
    QCOMPARE(waiting.value("reason"_L1).toString(), u"strict-node-offline"_s);
    QVERIFY(bench.restartMain()); // It waits durably.
    QTRY_COMPARE_WITH_TIMEOUT(bench.node(kMain).status == NodeStatus::Unknown, false, kWorkPatienceMs);
    QCOMPARE(bench.job(id).state, JobState::Waiting);
    QCOMPARE(bench.job(id).waitingFor->reason, WaitReason::StrictNodeOffline);
    QCOMPARE(bench.job(id).attemptsMade, 0);

    QVERIFY(bench.startWorker());
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, kWorkPatienceMs);
    QCOMPARE(bench.job(id).node, kWorker);
    QCOMPARE(bench.job(id).attemptsMade, 1);
}

void tst_WorkMoves::preferredWorkFallsBackAndComesBack()
{
    WorkBench bench(500);
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"soft"_s, u"echo done"_s, {.mode = AssignmentMode::Preferred}));
    QVERIFY_RESULT(bench.addAgent(u"bot"_s, u"exec sleep 600"_s, {.mode = AssignmentMode::Preferred, .isResident = true}));
    QTRY_VERIFY_WITH_TIMEOUT(bench.pidOf(u"bot"_s), kWorkPatienceMs);

    bench.worker->kill();
    QTRY_COMPARE_WITH_TIMEOUT(bench.entity(u"soft"_s).placement.node, kMain, kWorkPatienceMs);
    const CtlOutcome shown = bench.ctl(u"entities show agent/soft"_s);
    QVERIFY2(says(shown.output, {u"prefers work-1, but work-1 is offline; runs on the default node main-1"_s}), shown.output.constData());
    QVERIFY(!bench.entity(u"soft"_s).placement.isExplicit);
    const JobId first = bench.submit(u"soft"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(first).state, JobState::Completed, kWorkPatienceMs);
    QCOMPARE(bench.job(first).node, kMain);
    QTRY_VERIFY_WITH_TIMEOUT(bench.pidOf(u"bot"_s, kMain), kWorkPatienceMs);
    const qint64 onMain = *bench.pidOf(u"bot"_s, kMain);

    QVERIFY(bench.startWorker());
    QTRY_COMPARE_WITH_TIMEOUT(bench.entity(u"soft"_s).placement.node, kWorker, kWorkPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(bench.pidOf(u"bot"_s), kWorkPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(onMain), kWorkPatienceMs); // One of it.
    const JobId second = bench.submit(u"soft"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(second).state, JobState::Completed, kWorkPatienceMs);
    QCOMPARE(bench.job(second).node, kWorker);
}

void tst_WorkMoves::aDrainKeepsItsDeadlineAcrossARestart()
{
    WorkBench bench(500);
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"long"_s, u"echo run >> %1; test $(wc -l < %1) -gt 1 || exec sleep 600"_s.arg(bench.path(u"runs"_s))));
    QVERIFY_RESULT(bench.addAgent(u"soft"_s, u"echo done"_s, {.mode = AssignmentMode::Preferred}));
    const JobId running = bench.submit(u"long"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"runs"_s).size(), 1, kWorkPatienceMs);

    const CtlOutcome dry = bench.ctl(u"nodes drain work-1 --deadline 4s --dry-run"_s);
    QCOMPARE(dry.exitCode, 0);
    QVERIFY2(says(dry.output, {u"Would drain work-1"_s, u"strict work waits until it is back: agent/long"_s}), dry.output.constData());
    QVERIFY(!dry.output.contains("soft"));
    QVERIFY(!bench.node(kWorker).cordoned && !bench.node(kWorker).drain);
    QElapsedTimer since;
    since.start();
    const CtlOutcome begun = bench.ctl(u"nodes drain work-1 --deadline 4s"_s);
    QVERIFY2(begun.exitCode == 0 && says(begun.output, {u"agent/long"_s}), begun.output.constData());

    QTRY_COMPARE_WITH_TIMEOUT(bench.entity(u"soft"_s).placement.node, kMain, kWorkPatienceMs);
    const JobId waiting = bench.submit(u"long"_s);
    QCOMPARE(bench.job(waiting).waitingFor->reason, WaitReason::Draining);
    QVERIFY(bench.restartMain());
    QVERIFY(bench.node(kWorker).cordoned && bench.node(kWorker).drain && bench.node(kWorker).drain->deadline);
    const JobState before = bench.job(running).state;
    QVERIFY(before == JobState::Active || since.elapsed() >= 4000);
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(running).state, JobState::Waiting, kWorkPatienceMs);
    QVERIFY2(since.elapsed() >= 4000, qPrintable(QString::number(since.elapsed())));
    QCOMPARE(bench.job(running).waitingFor->reason, WaitReason::Draining);
    QTRY_COMPARE_WITH_TIMEOUT(bench.node(kWorker).status, NodeStatus::Drained, kWorkPatienceMs);
    const JobId soft = bench.submit(u"soft"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(soft).state, JobState::Completed, kWorkPatienceMs);
    QCOMPARE(bench.job(soft).node, kMain);
    QCOMPARE(bench.lines(u"runs"_s).size(), 1);

    QCOMPARE(bench.ctl(u"nodes uncordon work-1"_s).exitCode, 0);
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(running).state, JobState::Completed, kWorkPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(waiting).state, JobState::Completed, kWorkPatienceMs);
    QCOMPARE(bench.job(running).node, kWorker);
    QCOMPARE(bench.lines(u"runs"_s).size(), 3);
}

void tst_WorkMoves::aDrainCanBeStoppedAndRunsOut()
{
    WorkBench bench(500);
    QVERIFY(bench.isUp);
    const QString script = u"echo run >> %1; while ! test -e %2; do sleep 0.1; done"_s;
    QVERIFY_RESULT(bench.addAgent(u"hello"_s, script.arg(bench.path(u"runs"_s), bench.path(u"go"_s))));
    const JobId running = bench.submit(u"hello"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"runs"_s).size(), 1, kWorkPatienceMs);

    QCOMPARE(bench.ctl(u"nodes drain work-1"_s).exitCode, 0);
    QTRY_COMPARE_WITH_TIMEOUT(bench.node(kWorker).status, NodeStatus::Draining, kWorkPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(bench.node(kWorker).drain->waitsFor.contains(u"hello"_s), kWorkPatienceMs);
    QCOMPARE(bench.node(kWorker).drain->jobsLeft, 1);
    const JobId waiting = bench.submit(u"hello"_s);
    QVERIFY(bench.restartMain());
    QVERIFY(bench.node(kWorker).drain.has_value());
    const CtlOutcome stopped = bench.ctl(u"nodes stop-drain work-1"_s);
    QVERIFY2(stopped.exitCode == 0, stopped.errors.constData());
    QVERIFY(bench.node(kWorker).cordoned && !bench.node(kWorker).drain);
    QCOMPARE(bench.ctl(u"nodes stop-drain work-1"_s).exitCode, 9);
    // What is pinned to a cordoned node runs there.
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(waiting).state, JobState::Active, kWorkPatienceMs);
    QCOMPARE(bench.job(running).state, JobState::Active);

    QCOMPARE(bench.ctl(u"nodes drain work-1 --deadline 15m"_s).exitCode, 0);
    QVERIFY(bench.touch(u"go"_s)); // What runs may finish.
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(running).state, JobState::Completed, kWorkPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(waiting).state, JobState::Completed, kWorkPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.node(kWorker).status, NodeStatus::Drained, kWorkPatienceMs);
    QCOMPARE(bench.lines(u"runs"_s).size(), 2);
    QCOMPARE(bench.job(running).attemptsMade, 1);
}

//! A clean stop gives the job back, whatever it may try, and takes along what left its agent's session; a kill -9 does that, too.
void tst_WorkMoves::aWorkerThatGoesLeavesNothingBehind()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    const QString script = u"(setsid sh -c 'echo $$ >> %1; exec sleep 600' >/dev/null 2>&1 &); if [ -e %2 ]; then echo done; else exec sleep 600; fi"_s;
    QVERIFY_RESULT(bench.addAgent(u"leaves"_s, script.arg(bench.path(u"pids"_s), bench.path(u"go"_s))));
    const JobId id = bench.submit(u"leaves"_s, "{}", 1);
    const auto escaped = [&bench](int number) { return bench.lines(u"pids"_s).value(number - 1).toLongLong(); };
    QTRY_VERIFY_WITH_TIMEOUT(escaped(1) > 0, kWorkPatienceMs);

    bench.worker->terminate();
    QCOMPARE(bench.worker->exitCode(), 0);

    QVERIFY(!isAlive(escaped(1)));
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Waiting, kWorkPatienceMs);
    QVERIFY(bench.startWorker());
    QTRY_VERIFY_WITH_TIMEOUT(escaped(2) > 0, kWorkPatienceMs);
    bench.worker->kill();
    QCOMPARE(bench.worker->exitCode(), -1);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(escaped(2)), kWorkPatienceMs);
    QVERIFY(bench.touch(u"go"_s));
    QVERIFY(bench.startWorker());
    QTRY_VERIFY_WITH_TIMEOUT(isOver(bench.job(id).state), kWorkPatienceMs);
}

void tst_WorkMoves::restartedAgentsAreNewProcesses_data()
{
    QTest::addColumn<QString>("node");
    QTest::newRow("on another machine") << kWorker.text();
    QTest::newRow("on the control plane's own") << kMain.text();
}

void tst_WorkMoves::restartedAgentsAreNewProcesses()
{
    QFETCH(QString, node);
    const NodeId on(node);
    WorkBench bench(500);
    QVERIFY(bench.isUp);
    QVERIFY_RESULT(bench.addAgent(u"bot"_s, u"exec sleep 600"_s, {.node = on, .isResident = true}));
    QVERIFY_RESULT(bench.addAgent(u"bot2"_s, u"exec sleep 600"_s, {.node = on, .isResident = true}));
    QTRY_VERIFY_WITH_TIMEOUT(bench.pidOf(u"bot"_s, on) && bench.pidOf(u"bot2"_s, on), kWorkPatienceMs);
    const qint64 before = *bench.pidOf(u"bot"_s, on);
    const qint64 before2 = *bench.pidOf(u"bot2"_s, on);

    QCOMPARE(bench.ctl(u"nodes restart %1 --dry-run"_s.arg(node)).exitCode, 0);
    QVERIFY(isAlive(before) && isAlive(before2));
    const CtlOutcome restarted = bench.ctl(u"nodes restart "_s + node);

    QVERIFY2(restarted.exitCode == 0, restarted.errors.constData());
    const auto isNew = [&](const QString &id, qint64 old) {
        const std::optional<qint64> now = bench.pidOf(id, on);
        return now && *now != old && isAlive(*now) && !isAlive(old);
    };
    QTRY_VERIFY_WITH_TIMEOUT(isNew(u"bot"_s, before), kWorkPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(isNew(u"bot2"_s, before2), kWorkPatienceMs);
}

QTEST_GUILESS_MAIN(tst_WorkMoves)
#include "tst_WorkMoves.moc"
