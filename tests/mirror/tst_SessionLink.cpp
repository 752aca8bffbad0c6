// SPDX-License-Identifier: Apache-2.0
#include "core/base/WorkerThread.h"
#include "tests/mirror/MirrorStage.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_SessionLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losingTheLinkKeepsEverythingAndAgesCountOn()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        const Timestamp liveAt = *stage.session->lastLiveAt();
        const Timestamp before = stage.session->clusterNow();
        stage.cluster->setLink(LinkState::Reconnecting, {ErrorKind::Timeout, {}, u"no answer"_s, {}, {}});
        stage.pass(38s);

        QCOMPARE(stage.session->link().state, LinkState::Reconnecting);
        QCOMPARE(stage.session->link().cause.what, u"no answer"_s);
        QCOMPARE(stage.session->mirror().count(), 3);
        QCOMPARE(stage.session->clusterNow() - before, milliseconds(38s));
        QCOMPARE(*stage.session->lastLiveAt(), liveAt);
        QVERIFY(!stage.session->isLive());
    }

    void gapBeginsWhenTheClusterWasHeardLast()
    {
        MirrorStage stage(1);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        const Timestamp heardAt = stage.clock.now();
        stage.pass(10s); // The last byte is told of when the silence is: as Quiet, and then as lost.
        Q_EMIT stage.cluster->linkChanged({LinkState::Quiet, {}, 0, std::nullopt, heardAt});
        QCOMPARE(stage.session->lastLiveAt()->msSinceEpoch, heardAt.msSinceEpoch);
        stage.pass(5s);
        Q_EMIT stage.cluster->linkChanged({LinkState::Reconnecting, {}, 1, std::nullopt, heardAt});
        stage.pass(20s);
        QCOMPARE(stage.session->lastLiveAt()->msSinceEpoch, heardAt.msSinceEpoch);
        stage.cluster->setNow(stage.clock.now());
        stage.cluster->setLink(LinkState::Live);

        QTRY_VERIFY(stage.session->isLive());
        const EventEntry missed = stage.session->mirror().events().front();
        const auto clock = [](Timestamp at) { return QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch).toString(u"HH:mm:ss"_s); };
        QVERIFY2(missed.text.contains(u"from %1 to %2"_s.arg(clock(heardAt), clock(heardAt + 35s))), qPrintable(missed.text));
    }

    //! T1, suspended: what lay in the socket is read when the console goes on, before its link turns out to be lost.
    void gapBeginsWhenWeWereStopped_data()
    {
        QTest::addColumn<bool>("ticksFirst");
        QTest::newRow("bytes first") << false;
        QTest::newRow("tick first") << true;
    }
    void gapBeginsWhenWeWereStopped()
    {
        QFETCH(bool, ticksFirst);
        MirrorStage stage(2);
        QVERIFY(stage.go());
        const Timestamp stoppedAt = stage.clock.now();
        stage.clock.advance(60s); // Nothing of ours runs.
        if (ticksFirst)
            stage.session->tick();
        stage.setStatus(0, NodeStatus::Degraded);
        Q_EMIT stage.cluster->linkChanged({LinkState::Live, {}, 0, std::nullopt, stage.clock.now()});
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.cluster->setNow(stage.clock.now());
        stage.cluster->setLink(LinkState::Live);
        QTRY_VERIFY(stage.session->isLive());
        const auto clock = [](Timestamp at) { return QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch).toString(u"HH:mm:ss"_s); };
        QTRY_COMPARE(stage.session->mirror().events().front().kind, u"missed-updates"_s);
        const QString text = stage.session->mirror().events().front().text;
        QVERIFY2(text.contains(u"from %1 to %2"_s.arg(clock(stoppedAt), clock(stoppedAt + 60s))), qPrintable(text));
    }

    void returningLinkIsLiveWithAFreshSnapshotAndSaysWhatWasMissed()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.cluster->put(stage.node(0, NodeStatus::Offline), NodeChange::Status);
        stage.pass(40s);
        stage.cluster->setNow(stage.clock.now());
        stage.cluster->holdsSnapshots = true;
        stage.cluster->setLink(LinkState::Live);
        QCOMPARE(stage.session->link().state, LinkState::Resyncing);
        QCOMPARE(stage.session->evidenceLink(), LinkState::Resyncing);
        stage.cluster->answerSnapshot();

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
        const EventEntry missed = stage.session->mirror().events().front();
        QCOMPARE(missed.kind, u"missed-updates"_s);
        QVERIFY2(missed.text.endsWith(u"(link lost); 1 change was read afterwards"_s), qPrintable(missed.text));
        const auto clock = [](Timestamp at) { return QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch).toString(u"HH:mm:ss"_s); };
        const Timestamp now = stage.clock.now();
        QVERIFY2(missed.text.contains(u"from %1 to %2"_s.arg(clock(now - 40s), clock(now))), qPrintable(missed.text));
    }

    void gapOverAnOpenStreamIsWrittenDownToo()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.pass(5s);
        stage.cluster->put(stage.node(0, NodeStatus::Offline), NodeChange::Status);
        stage.cluster->holdsSnapshots = true;
        stage.cluster->loseSome();
        stage.cluster->loseSome();
        stage.cluster->answerSnapshot();
        QTRY_COMPARE(stage.cluster->heldSnapshots(), 1); // Once more, for what was lost meanwhile.
        stage.cluster->answerSnapshot();

        QTRY_VERIFY(stage.session->isLive());
        QTRY_COMPARE(stage.session->mirror().events().size(), size_t(1));
        QVERIFY(stage.session->mirror().events().front().text.contains(u"events were lost on the way); 1 change"_s));
    }

    void readingAgainByHandMissesNothing()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        stage.session->retryNow();

        QTRY_COMPARE(stage.cluster->snapshots, 2);
        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.session->mirror().events().empty());
    }

    void answerOfALostConnectionIsIgnored()
    {
        MirrorStage stage(3);
        stage.cluster->holdsSnapshots = true;
        stage.connectOnly();
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.cluster->setLink(LinkState::Live);
        ClusterSnapshot wrong = stage.cluster->state();
        wrong.nodes.clear();
        stage.cluster->answerSnapshot(wrong);
        QTest::qWait(0);
        QVERIFY(!stage.session->isLive());
        stage.cluster->answerSnapshot();

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
    }

    void jumpOfOurWallClockCausesASnapshotAndNoWrongAge()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        const Timestamp before = stage.session->clusterNow();
        stage.clock.jumpWall(1h);
        stage.cluster->setNow(before);
        QCOMPARE(stage.session->clusterNow(), before);
        stage.session->tick();

        QTRY_COMPARE(stage.cluster->snapshots, 2);
        QTRY_COMPARE(stage.session->mirror().skew(), milliseconds(1h));
        QCOMPARE(stage.session->clusterNow(), before);
    }

    void retryGoesToTheClusterWhileOffAndReadsAgainWhileOn()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        stage.session->retryNow();
        QCOMPARE(stage.cluster->snapshots, 2);
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.session->retryNow();
        QCOMPARE(stage.cluster->retries, 1);
    }

    void verbsRunOnlyWhenLive()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        Command *removal = stage.session->remove(MirrorStage::id(1));
        QTRY_COMPARE(removal->state(), CommandState::Done);
        QCOMPARE(removal->name(), MirrorStage::id(1).text());
        QTRY_COMPARE(stage.session->mirror().count(), 2);
        Command *ping = stage.session->ping(MirrorStage::id(0));
        QTRY_VERIFY(ping->pingReport());
        QCOMPARE(ping->pingReport()->latencyMs, 3.5);

        stage.cluster->setLink(LinkState::Quiet);
        Command *refused = stage.session->remove(MirrorStage::id(0));
        QCOMPARE(refused->state(), CommandState::Failed);
        QCOMPARE(refused->error()->kind, ErrorKind::Unreachable);
        QCOMPARE(stage.session->commands().commands().size(), 3);
    }

    void quietIsNoLoss()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->setLink(LinkState::Quiet);
        stage.cluster->setLink(LinkState::Live);
        QVERIFY(stage.session->isLive());
        QCOMPARE(stage.cluster->snapshots, 1);
    }

    void stoppedSessionIsIdleAndCanStartAgain()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        stage.session->stop();
        QCOMPARE(stage.session->link().state, LinkState::Idle);
        stage.cluster->putNode(stage.node(0, NodeStatus::Failed));
        stage.session->start();
        stage.cluster->setLink(LinkState::Live);
        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
    }

    void followsAClusterOnAnotherThread()
    {
        ManualClock clock;
        WorkerThread thread(u"cluster"_s);
        FakeCluster *cluster = nullptr;
        thread.runBlocking([&] {
            cluster = new FakeCluster;
            cluster->setNow(clock.now());
            cluster->start();
            cluster->setLink(LinkState::Live);
        });
        {
            ClusterSession session(cluster, clock);
            session.start();
            QTRY_VERIFY(session.isLive());
            thread.runBlocking([&] {
                for (int i = 0; i < 500; ++i)
                    cluster->putNode(nodeCalled(MirrorStage::id(i).text()), NodeChange::Joined);
            });
            QTRY_COMPARE(session.mirror().count(), 500);
            Command *removal = session.remove(MirrorStage::id(7));
            QTRY_COMPARE(removal->state(), CommandState::Done);
            QTRY_COMPARE(session.mirror().count(), 499);
            thread.runBlocking([&] { cluster->setLink(LinkState::Reconnecting); });
            QTRY_COMPARE(session.link().state, LinkState::Reconnecting);
            thread.runBlocking([&] { cluster->setLink(LinkState::Live); });
            QTRY_VERIFY(session.isLive());
        }
        thread.runBlocking([&] { delete cluster; });
    }
};

QTEST_GUILESS_MAIN(tst_SessionLink)
#include "tst_SessionLink.moc"
