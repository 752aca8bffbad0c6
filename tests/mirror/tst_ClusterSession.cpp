// SPDX-License-Identifier: Apache-2.0
#include "tests/mirror/MirrorStage.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_ClusterSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isLiveOnlyWithASnapshot()
    {
        MirrorStage stage(3);
        stage.cluster->holdsSnapshots = true;
        QSignalSpy synced(stage.session.get(), &ClusterSession::synced);
        stage.connectOnly();
        QCOMPARE(stage.session->link().state, LinkState::Resyncing);
        QVERIFY(!stage.session->isLive());

        stage.cluster->answerSnapshot();

        QTRY_COMPARE(synced.size(), 1);
        QCOMPARE(stage.session->link().state, LinkState::Live);
        QCOMPARE(stage.session->mirror().count(), 3);
        QTRY_COMPARE(stage.session->facts().node, u"main"_s);
        QCOMPARE(stage.session->features(), Feature::Follow | Feature::Remove | Feature::Ping);
    }

    //! A full disk is no event: it must be seen, and be gone, all the same.
    void noticesThatComeAndGoAreSeen()
    {
        MirrorStage stage(1);
        QVERIFY(stage.go());
        QTRY_COMPARE(stage.session->facts().node, u"main"_s);
        QVERIFY(stage.session->facts().notices.isEmpty());

        for (const QList<ClusterNotice> &now : {QList<ClusterNotice>{{u"disk-full"_s, u"The disk of main is full."_s}}, QList<ClusterNotice>()}) {
            stage.cluster->notices = now;
            for (int second = 0; second < 20; ++second)
                stage.pass(milliseconds(1000));
            QTRY_COMPARE(stage.session->facts().notices, now);
        }
    }

    void eventsFromBeforeTheSnapshotAreDroppedAndLaterOnesApplied()
    {
        MirrorStage stage(3);
        stage.cluster->holdsSnapshots = true;
        stage.connectOnly();
        const ClusterEvent before = stage.cluster->put(stage.node(0, NodeStatus::Offline), NodeChange::Status);
        const ClusterSnapshot taken = stage.cluster->state();
        const ClusterEvent after = stage.cluster->put(stage.node(1, NodeStatus::Failed), NodeChange::Status);
        stage.cluster->send(before);
        stage.cluster->send(after);
        stage.cluster->answerSnapshot(taken);

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
        QCOMPARE(stage.cluster->snapshots, 1);
        QCOMPARE(stage.session->mirror().events().size(), size_t(1));
    }

    void gapCausesOneSnapshot()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->put(stage.node(0, NodeStatus::Offline), NodeChange::Status); // Lost.
        QSignalSpy links(stage.session.get(), &ClusterSession::linkChanged);
        stage.cluster->putNode(stage.node(1, NodeStatus::Degraded), NodeChange::Status);

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
        QCOMPARE(stage.cluster->snapshots, 2);
        QCOMPARE(links.first().first().value<LinkReport>().state, LinkState::Resyncing);
    }

    void shortGapLeavesStatusesAsTheyAre()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->holdsSnapshots = true;
        stage.cluster->loseSome();
        QCOMPARE(stage.session->link().state, LinkState::Resyncing);
        QCOMPARE(stage.session->evidenceLink(), LinkState::Live);
        stage.pass(3s);
        QCOMPARE(stage.session->evidenceLink(), LinkState::Resyncing);
        stage.cluster->answerSnapshot();
        QTRY_VERIFY(stage.session->isLive());
    }

    void lossDuringASnapshotCausesAnother()
    {
        MirrorStage stage(3);
        stage.cluster->holdsSnapshots = true;
        stage.connectOnly();
        const ClusterSnapshot old = stage.cluster->state();
        stage.cluster->put(stage.node(0, NodeStatus::Failed), NodeChange::Status); // Lost, and nothing follows.
        stage.cluster->loseSome();
        stage.cluster->answerSnapshot(old);
        QTRY_COMPARE(stage.cluster->heldSnapshots(), 1);
        stage.cluster->answerSnapshot();

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
        QCOMPARE(stage.cluster->snapshots, 2);
    }

    void newEpochCausesASnapshot()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->restart(u"e2"_s);
        stage.cluster->putNode(stage.node(2, NodeStatus::Unknown), NodeChange::Status);

        QTRY_COMPARE(stage.session->mirror().position().epoch, u"e2"_s);
        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
    }

    void eventOfAnEpochThatIsOverEndsInPeace()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->send({{u"e0"_s, 3}, stage.clock.now(), NodeBeat{MirrorStage::id(0), stage.clock.now(), {}, {}}});
        QTRY_VERIFY(stage.session->isLive());
        QTest::qWait(50);
        QVERIFY(stage.isEqual());
        QVERIFY(stage.cluster->snapshots <= 3);
    }

    void duplicatesAreIgnored()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        QTRY_VERIFY(stage.session->isLive());
        const ClusterEvent once = stage.cluster->put(stage.node(0, NodeStatus::Offline), NodeChange::Status);
        stage.cluster->send(once);
        stage.cluster->send(once);
        stage.cluster->putNode(stage.node(0, NodeStatus::Online), NodeChange::Status);
        stage.cluster->send(once);

        QTRY_VERIFY(stage.isEqual());
        QCOMPARE(stage.cluster->snapshots, 1);
        QTRY_COMPARE(stage.session->mirror().events().size(), size_t(2));
    }

    void failedSnapshotIsAskedAgainAndTheCauseIsTold()
    {
        MirrorStage stage(3);
        stage.cluster->snapshotError = Error{ErrorKind::Busy, {}, u"too many viewers"_s, {}, {}};
        stage.connectOnly();
        QTRY_COMPARE(stage.session->link().cause.what, u"too many viewers"_s);
        QCOMPARE(stage.session->link().state, LinkState::Resyncing);
        stage.cluster->snapshotError.reset();

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.cluster->snapshots >= 2);
    }
};

QTEST_GUILESS_MAIN(tst_ClusterSession)
#include "tst_ClusterSession.moc"
