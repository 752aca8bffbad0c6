// SPDX-License-Identifier: Apache-2.0
// T1 of ux.md 6, and F-6: whatever happens to the line, the screen says so in time, nothing can be changed meanwhile, and
// all is whole again by itself (decisions.md 11).
#include "tests/chaos/ChaosStage.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

namespace {

constexpr milliseconds kKilledSeen = 2s;
constexpr milliseconds kWhole = 3s; //!< From the server accepting.
//! Twice the keep-alive as the client counts it, one look of its watch, and what a busy machine takes.
constexpr milliseconds kSilenceSeen = 2 * limits::kSseKeepAlive / kHaste + 1s + 2s;
constexpr milliseconds kSilenceEnds = kSilenceSeen + limits::kSseKeepAlive / kHaste + 1s;

} // namespace

class tst_HonestLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endedStreamIsSeenAndMended_data()
    {
        QTest::addColumn<bool>("isReset");
        QTest::newRow("killed") << true;
        QTest::newRow("closed in good order") << false;
    }

    void endedStreamIsSeenAndMended()
    {
        QFETCH(bool, isReset);
        ChaosStage stage;
        QVERIFY(stage.go());
        stage.proxy->setRefusing(true);
        if (isReset)
            stage.proxy->resetAll();
        else
            stage.proxy->closeAll();
        QVERIFY(stage.console->waitForLoss(kKilledSeen));
        QCOMPARE(stage.console->session.link().state, LinkState::Reconnecting);
        QVERIFY(!stage.console->session.link().cause.what.isEmpty());
        QCOMPARE(stage.console->session.mirror().count(), 3); // What was known stays.
        stage.console->tryToChange();
        stage.join(3);
        stage.proxy->setRefusing(false);

        QVERIFY(stage.console->waitForLive(kWhole));
        QVERIFY(stage.isEqual());
        QVERIFY(!stage.console->hasOpenDoor);
    }

    void blackHoleBecomesQuietThenReconnecting()
    {
        ChaosStage stage;
        QVERIFY(stage.go());
        stage.proxy->setBlackHole(true);
        QVERIFY(stage.console->waitFor(LinkState::Quiet, kSilenceSeen));
        QVERIFY(!stage.console->session.isLive());
        stage.console->tryToChange();
        QVERIFY(stage.console->waitFor(LinkState::Reconnecting, kSilenceEnds));
        stage.join(3);
        stage.proxy->setBlackHole(false);

        QVERIFY(stage.console->waitForLive(kWhole));
        QVERIFY(stage.isEqual());
        QVERIFY(!stage.console->hasOpenDoor);
    }

    void blackHoleTowardsUsAloneIsSeenToo()
    {
        ChaosStage stage;
        QVERIFY(stage.go());
        stage.proxy->setFaults(ChaosProxy::Way::ToClient, {.isBlackHole = true});
        QVERIFY(stage.console->waitFor(LinkState::Quiet, kSilenceSeen));
        stage.proxy->heal(); // In time: the stream goes on as if nothing had been.

        QVERIFY(stage.console->waitForLive(kWhole));
        QVERIFY(stage.isEqual());
        QVERIFY(!stage.console->hasOpenDoor);
    }

    void halfOpenConnectionIsNoticed()
    {
        ChaosStage stage;
        QVERIFY(stage.go());
        stage.proxy->halfOpenAll();
        stage.join(3);
        const QList<LinkState> &states = stage.console->states;
        QVERIFY(QTest::qWaitFor([&states] { return states.contains(LinkState::Quiet); }, int(kSilenceSeen.count())));

        // The server accepts all the while, and it is asked as soon as there is a doubt; kept connections of calls are as dead
        // as the stream's.
        QVERIFY(stage.console->waitForLive(kWhole));
        QVERIFY(states.contains(LinkState::Reconnecting));
        QVERIFY(stage.isEqual());
        QVERIFY(!stage.console->hasOpenDoor);
    }

    void restartedServerIsWholeAgain()
    {
        ChaosStage stage;
        QVERIFY(stage.go());
        const QString epoch = stage.console->session.mirror().position().epoch;
        stage.onServer([](PlaneBench &bench) { bench.stop(); });
        QVERIFY(stage.console->waitForLoss(kKilledSeen));
        stage.console->tryToChange();
        stage.onServer([](PlaneBench &bench) { bench.start(0); });
        stage.letProxyIn();
        stage.proxy->setTarget(stage.port());
        stage.remove(1);

        QVERIFY(stage.console->waitForLive(kWhole));
        QVERIFY(stage.isEqual());
        QVERIFY(stage.console->session.mirror().position().epoch != epoch);
        QVERIFY(!stage.console->session.mirror().find(ChaosStage::id(1)));
        QVERIFY(!stage.console->hasOpenDoor);
    }

    void suspendedServerIsQuietThenGoneThenBack()
    {
        ChaosStage stage;
        QVERIFY(stage.go());
        stage.freeze();
        QVERIFY(stage.console->waitFor(LinkState::Quiet, kSilenceSeen));
        QVERIFY(stage.console->waitFor(LinkState::Reconnecting, kSilenceEnds));
        stage.console->tryToChange();
        stage.thaw();

        QVERIFY(stage.console->waitForLive(kWhole));
        QVERIFY(stage.isEqual());
        QVERIFY(!stage.console->hasOpenDoor);
    }

    void statusIsUnknownWhileTheLinkIsNotLive()
    {
        ChaosStage stage;
        QVERIFY(stage.go());
        const Node *node = stage.console->session.mirror().find(ChaosStage::id(0));
        QVERIFY(node);
        QCOMPARE(shownStatus(*node, stage.console->session.shownContext()).status, NodeStatus::Online);
        stage.proxy->setRefusing(true);
        stage.proxy->resetAll();
        QVERIFY(stage.console->waitForLoss(kKilledSeen));

        QCOMPARE(shownStatus(*node, stage.console->session.shownContext()).status, NodeStatus::Unknown);
    }

    void anyCuttingOfTheBytesChangesNothing()
    {
        ChaosStage stage(20);
        stage.proxy->setFaults({.delay = 2ms, .pieceBytes = 997, .hasRandomPieces = true});
        QVERIFY(stage.go());
        for (int i = 0; i < 20; i += 2)
            stage.remove(i);
        stage.join(99);

        QVERIFY(stage.isEqual());
        QVERIFY(stage.console->session.isLive());
        QCOMPARE(stage.console->lists, 1);
    }

    void slowLineStaysLive()
    {
        ChaosStage stage(10);
        QVERIFY(stage.go());
        stage.proxy->setFaults(ChaosProxy::Way::ToClient, {.bytesPerSecond = 20'000});
        for (int i = 10; i < 30; ++i)
            stage.join(i); // About 30 KB of events.

        QVERIFY(stage.isEqual(15s));
        QVERIFY(stage.console->session.isLive());
        QVERIFY(!stage.console->states.contains(LinkState::Quiet));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_HonestLink)
#include "tst_HonestLink.moc"
