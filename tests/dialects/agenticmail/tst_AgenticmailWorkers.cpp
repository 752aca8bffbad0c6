// SPDX-License-Identifier: Apache-2.0
// AgenticMail's workers, as a replay, pointed at our server: no key, no look at an answer, registered once.
#include "tests/dialects/agenticmail/RoutesBench.h"
#include "tests/replay/agenticmail/WorkerReplay.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

class tst_AgenticmailWorkers : public QObject
{
    Q_OBJECT

    using Worker = replay::WorkerReplay;

    static replay::WorkerReplayOptions called(const RoutesBench &bench, const QString &id)
    {
        replay::WorkerReplayOptions options;
        options.controlPlane = bench.url();
        options.nodeId = id;
        options.name = u"Worker "_s + id;
        options.agent = u"agent-of-"_s + id;
        options.interval = 1h; // Tests call beat().
        return options;
    }
    //! A round of beats, all of them answered.
    static void beat(const QList<Worker *> &workers)
    {
        for (Worker *worker : workers) {
            const qsizetype before = worker->answers().size();
            worker->beat();
            QTRY_COMPARE_WITH_TIMEOUT(worker->answers().size(), before + 2, 10000);
        }
    }

private Q_SLOTS:
    void threeWorkersComeLiveAndFallSilent()
    {
        RoutesBench bench(RoutesBench::keyless());
        Worker a(called(bench, u"w-a"_s));
        Worker b(called(bench, u"w-b"_s));
        Worker c(called(bench, u"w-c"_s));
        for (Worker *worker : {&a, &b, &c}) {
            worker->start();
            QTRY_VERIFY_WITH_TIMEOUT(worker->answers().contains(u"register 200"_s), 10000);
        }
        const auto statusOf = [&bench](const QString &id) { return bench.rig.node(id).status; };
        QCOMPARE(statusOf(u"w-a"_s), NodeStatus::Joining);

        for (int round = 0; round < 5; ++round) { // Two and a half minutes.
            bench.rig.advance(30s);
            beat({&a, &b, &c});
            for (const QString &id : {u"w-a"_s, u"w-b"_s, u"w-c"_s})
                QCOMPARE(statusOf(id), NodeStatus::Online);
        }
        QCOMPARE(bench.rig.node(u"w-b"_s).agents.constFirst().id, u"agent-of-w-b"_s);

        c.stop(); // It tells nobody that it ends.
        bench.rig.advance(30s);
        beat({&a, &b});
        bench.rig.advance(16s);
        QCOMPARE(statusOf(u"w-c"_s), NodeStatus::Degraded); // Late by its own pace, not by ours.
        bench.rig.advance(14s);
        beat({&a, &b});
        bench.rig.advance(30s);
        QCOMPARE(statusOf(u"w-c"_s), NodeStatus::Offline);
        QCOMPARE(bench.rig.reasonsOf(u"w-c"_s), QStringList{u"beats-stopped"_s});
        QCOMPARE(statusOf(u"w-a"_s), NodeStatus::Online);
    }
    void aRemovedWorkerIsToldAndStaysAwayUntilItStartsAgain()
    {
        RoutesBench bench(RoutesBench::keyless());
        Worker worker(called(bench, u"w-a"_s));
        worker.start();
        QTRY_VERIFY_WITH_TIMEOUT(worker.answers().contains(u"register 200"_s), 10000);
        QCOMPARE(bench.ask("DELETE", u"/cluster/nodes/w-a"_s).status, 200);

        beat({&worker});
        QVERIFY(worker.answers().contains(u"heartbeat 404"_s)); // Which it does not read.
        QVERIFY(bench.rig.node(u"w-a"_s).id().isEmpty());

        worker.start();
        QTRY_COMPARE_WITH_TIMEOUT(worker.answers().count(u"register 200"_s), 2, 10000);
        beat({&worker});
        QCOMPARE(bench.rig.node(u"w-a"_s).status, NodeStatus::Online);
    }
    void aRestartOfOursIsNoOutageForThem()
    {
        RoutesBench bench(RoutesBench::keyless());
        Worker worker(called(bench, u"w-a"_s));
        worker.start();
        QTRY_VERIFY_WITH_TIMEOUT(worker.answers().contains(u"register 200"_s), 10000);
        beat({&worker});

        bench.restart();
        QCOMPARE(bench.rig.node(u"w-a"_s).status, NodeStatus::Unknown);
        beat({&worker}); // Without registering again.

        QCOMPARE(worker.answers().count(u"heartbeat 200"_s), 2);
        QCOMPARE(bench.rig.node(u"w-a"_s).status, NodeStatus::Online);
        QCOMPARE(bench.rig.node(u"w-a"_s).beatInterval, 30s);
    }
    void withoutTheOptionTheyStayOutside()
    {
        RoutesBench bench;
        Worker worker(called(bench, u"w-a"_s));
        worker.start();
        QTRY_VERIFY_WITH_TIMEOUT(worker.answers().contains(u"register 401"_s), 10000);
        beat({&worker});
        QVERIFY(worker.answers().contains(u"heartbeat 401"_s));
        QVERIFY(outcomeOf(bench.rig.plane->snapshot())->nodes.isEmpty());
    }
    void aProxyMayAddAKey()
    {
        RoutesBench bench;
        replay::WorkerReplayOptions options = called(bench, u"w-a"_s);
        options.key = Secret("worker-key");
        Worker worker(options);
        worker.start();
        QTRY_VERIFY_WITH_TIMEOUT(worker.answers().contains(u"register 200"_s), 10000);
        QTRY_VERIFY(worker.answers().contains(u"agent-status 200"_s));
    }
    void itBeatsByItself()
    {
        RoutesBench bench(RoutesBench::keyless());
        replay::WorkerReplayOptions options = called(bench, u"w-a"_s);
        options.interval = 20ms;
        Worker worker(options);
        worker.start();
        QTRY_VERIFY_WITH_TIMEOUT(worker.answers().count(u"heartbeat 200"_s) >= 3, 10000);
        QCOMPARE(worker.answers().count(u"register 200"_s), 1);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailWorkers)
#include "tst_AgenticmailWorkers.moc"
