// SPDX-License-Identifier: Apache-2.0
// Sleep, other networks and clocks that jump or differ: the line is doubted, the ages stay right.
#include "tests/mirror/MirrorStage.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_SessionDoubt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void machineThatSleptConnectsAnewAtOnce()
    {
        MirrorStage stage(3);
        milliseconds slept{5s};
        stage.session->setSlept([&slept] { return slept; });
        QVERIFY(stage.go());
        const Timestamp before = stage.session->clusterNow();
        slept += 60s; // Only the steady clock stood still.
        stage.clock.jumpWall(60s);
        stage.cluster->setNow(before + 60s);
        QCOMPARE(stage.session->clusterNow() - before, milliseconds(60s)); // Ages go on while it sleeps.
        stage.session->tick();
        QCOMPARE(stage.cluster->retries, 1);
        stage.session->doubtLink(GapCause::NetworkChanged); // As machines that wake up do: no second reason.
        QCOMPARE(stage.cluster->retries, 1);
        stage.session->tick();
        QCOMPARE(stage.cluster->retries, 1);

        QTRY_COMPARE(stage.cluster->snapshots, 2);
        QTRY_COMPARE(stage.session->mirror().events().size(), size_t(1));
        QVERIFY(stage.session->mirror().events().front().text.contains(u"slept"_s));
        QCOMPARE(stage.session->mirror().skew(), milliseconds(0));
    }

    void shortSleepIsNoticedWithoutAJumpOfTheWall()
    {
        MirrorStage stage(3);
        milliseconds slept{0};
        stage.session->setSlept([&slept] { return slept; });
        QVERIFY(stage.go());
        slept = 2s;
        stage.session->tick();
        QCOMPARE(stage.cluster->retries, 0);
        slept = 5s;
        stage.session->tick();

        QCOMPARE(stage.cluster->retries, 1);
    }

    void sleepWhileTheLinkIsLostEndsTheWaiting()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.clock.jumpWall(1h);
        stage.session->tick();

        QCOMPARE(stage.cluster->retries, 1);
        QCOMPARE(stage.session->link().state, LinkState::Reconnecting);
    }

    void changedNetworkIsAReasonToConnectAnew()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.session->doubtLink(GapCause::NetworkChanged);
        QCOMPARE(stage.cluster->retries, 1);
        stage.pass(2s);
        stage.session->doubtLink(GapCause::NetworkChanged);

        QCOMPARE(stage.cluster->retries, 2);
        stage.session->stop();
        stage.clock.advance(2s);
        stage.session->doubtLink(GapCause::NetworkChanged);
        QCOMPARE(stage.cluster->retries, 2);
    }

    void quietLinkIsNotBelievedWhenAPersonRetries()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.cluster->setLink(LinkState::Quiet);
        stage.session->retryNow();

        QCOMPARE(stage.cluster->retries, 1);
    }

    void slowSnapshotIsNoSkew()
    {
        MirrorStage stage(3);
        stage.cluster->holdsSnapshots = true;
        stage.connectOnly();
        QTRY_COMPARE(stage.cluster->heldSnapshots(), 1);
        stage.clock.advance(8s);
        stage.cluster->answerSnapshot(); // Taken when it was asked for.

        QTRY_VERIFY(stage.session->isLive());
        QCOMPARE(stage.session->mirror().skew(), milliseconds(0));
        QCOMPARE(stage.session->clusterNow(), stage.clock.now());
    }

    void skewIsMeasuredEitherWayAndCorrected_data()
    {
        QTest::addColumn<qint64>("aheadMs");
        QTest::newRow("ours is ahead") << qint64(12'000);
        QTest::newRow("ours is behind") << qint64(-12'000);
        QTest::newRow("by years") << qint64(10) * 366 * 24 * 3600 * 1000;
    }

    void skewIsMeasuredEitherWayAndCorrected()
    {
        QFETCH(qint64, aheadMs);
        MirrorStage stage(1);
        stage.cluster->setNow(stage.clock.now() - milliseconds(aheadMs));
        Node node = stage.node(0, NodeStatus::Online);
        node.lastBeatAt = stage.cluster->state().takenAt - 4s;
        stage.cluster->put(node, NodeChange::Updated);
        QVERIFY(stage.go());

        QCOMPARE(stage.session->mirror().skew(), milliseconds(aheadMs));
        const auto age = shownStatus(*stage.session->mirror().find(node.id()), stage.session->shownContext()).age;
        QCOMPARE(age, std::optional(milliseconds(4s)));
        stage.cluster->putNode(node, NodeChange::Status);
        QVERIFY(stage.frame());
        QCOMPARE(stage.session->mirror().events().front().at, stage.clock.now()); // By the clock that the reader sees.
    }
};

QTEST_GUILESS_MAIN(tst_SessionDoubt)
#include "tst_SessionDoubt.moc"
