// SPDX-License-Identifier: Apache-2.0
// M-4: a control plane that was itself stopped blames nobody; who did die meanwhile is offline one threshold later. M-5: nor
// does one that was killed and came back. Real programs. MUSTER_CHAOS_NIGHT=1: the default intervals and two minutes.
#include "tests/chaos/RealServer.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

bool isNight()
{
    return qEnvironmentVariableIsSet("MUSTER_CHAOS_NIGHT");
}

} // namespace

class tst_StoppedServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownPauseBlamesNobodyButTheDead()
    {
        const int beatMs = isNight() ? 10'000 : 700;
        const int offlineMs = 3 * beatMs;
        const int pauseMs = isNight() ? 120'000 : 4 * offlineMs;
        const int slackMs = beatMs + 5000; // A sweep, a busy machine.
        RealServer server(beatMs);
        QVERIFY2(server.isReady(), qPrintable(server.log()));
        std::vector<std::unique_ptr<DaemonRun>> workers;
        for (int i = 0; i < kWorkers; ++i)
            workers.push_back(server.worker(nameOf(i)));
        for (const auto &worker : workers)
            QVERIFY2(worker->isReady(), qPrintable(worker->log()));
        EventWatch watch;
        QVERIFY2(server.watchBy(watch), qPrintable(watch.problem()));
        QTRY_VERIFY_WITH_TIMEOUT(watch.beats() > 2 * kWorkers, 3 * beatMs + 20'000);

        server.suspend();
        const qint64 stoppedMs = watch.nowMs();
        for (int i = 0; i < kDead; ++i)
            workers[size_t(i)]->kill();
        (void)QTest::qWaitFor([&] { return watch.nowMs() - stoppedMs >= pauseMs; }, pauseMs + 5000);
        const int beatsBefore = watch.beats();
        server.resume();
        const qint64 resumedMs = watch.nowMs();

        const auto areDeadOffline = [&] { return watch.turnsTo(NodeStatus::Offline, stoppedMs).size() >= kDead; };
        QVERIFY2(QTest::qWaitFor(areDeadOffline, offlineMs + slackMs), qPrintable(wordsOf(watch.turnsFrom(NodeStatus::Online))));
        const qint64 tookMs = watch.turnsTo(NodeStatus::Offline, stoppedMs).last().atMs - resumedMs;
        // One threshold more, in which the living would be called offline if they were.
        (void)QTest::qWaitFor([&] { return watch.nowMs() - resumedMs >= 2 * offlineMs; }, 2 * offlineMs + 5000);
        qInfo("stopped for %d ms; the dead were offline %lld ms after it went on (threshold %d ms), %d beats came", pauseMs,
              static_cast<long long>(tookMs), offlineMs, watch.beats() - beatsBefore);
        const QList<Turn> offline = watch.turnsTo(NodeStatus::Offline);
        QVERIFY2(offline.size() == kDead, qPrintable(wordsOf(offline)));
        for (const Turn &turn : offline) {
            QVERIFY2(turn.node == nameOf(0) || turn.node == nameOf(1), qPrintable(wordsOf(offline)));
            QCOMPARE(turn.reason, reason::kBeatsStopped);
        }
    }

    void killedAndStartedAgainBlamesNobody()
    {
        const int beatMs = isNight() ? 10'000 : 1000;
        RealServer server(beatMs);
        QVERIFY2(server.isReady(), qPrintable(server.log()));
        std::vector<std::unique_ptr<DaemonRun>> workers;
        for (int i = 0; i < kWorkers; ++i)
            workers.push_back(server.worker(nameOf(i)));
        for (const auto &worker : workers)
            QVERIFY2(worker->isReady(), qPrintable(worker->log()));
        EventWatch watch;
        QVERIFY2(server.watchBy(watch), qPrintable(watch.problem()));
        QTRY_VERIFY_WITH_TIMEOUT(watch.beats() > 2 * kWorkers, 3 * beatMs + 20'000);
        const quint16 port = server.port();

        server.kill();
        const qint64 killedMs = watch.nowMs();
        QVERIFY2(server.start(port), qPrintable(server.log()));
        const qint64 readyMs = watch.nowMs();
        QVERIFY2(server.watchBy(watch), qPrintable(watch.problem()));

        const auto areBack = [&] {
            const QJsonArray nodes = server.ask({u"nodes"_s, u"list"_s, u"--output"_s, u"json"_s}).array();
            return nodes.size() == kWorkers + 1 && std::ranges::all_of(nodes, [](const QJsonValue &node) {
                       const QString status = node.toObject().value("status"_L1).toString();
                       return status == "online"_L1 || status == "degraded"_L1;
                   });
        };
        QVERIFY(QTest::qWaitFor(areBack, beatMs + 15'000));
        qInfo("all nodes online %lld ms after the ready line, %lld ms after the kill",
              static_cast<long long>(watch.nowMs() - readyMs), static_cast<long long>(watch.nowMs() - killedMs));
        (void)QTest::qWaitFor([&] { return watch.nowMs() - readyMs >= 4 * beatMs; }, 4 * beatMs + 5000);
        QVERIFY2(watch.turnsTo(NodeStatus::Offline).isEmpty(), qPrintable(wordsOf(watch.turnsTo(NodeStatus::Offline))));
    }

private:
    static constexpr int kWorkers = 6;
    static constexpr int kDead = 2;
    static QString nameOf(int i) { return u"w-%1"_s.arg(i); }
};

QTEST_GUILESS_MAIN(tst_StoppedServer)
#include "tst_StoppedServer.moc"
