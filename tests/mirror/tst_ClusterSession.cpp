// SPDX-License-Identifier: Apache-2.0
#include "core/base/WorkerThread.h"
#include "core/mirror/ClusterSession.h"
#include "core/mirror/EventsModel.h"
#include "tests/support/FakeCluster.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! A session over a fake whose link is not up yet; go() connects it.
struct Stage {
    explicit Stage()
    {
        auto owned = std::make_unique<FakeCluster>();
        cluster = owned.get();
        cluster->setNow(clock.now());
        session = std::make_unique<ClusterSession>(std::move(owned), clock);
    }
    void go(int nodes = 3)
    {
        for (int i = 0; i < nodes; ++i)
            cluster->put(nodeCalled(idOf(i)), NodeChange::Joined);
        session->start();
        cluster->setLink(LinkState::Live);
    }
    static QString idOf(int i) { return u"node-%1"_s.arg(i); }
    static NodeId id(int i) { return NodeId(idOf(i)); }
    void pass(milliseconds span)
    {
        clock.advance(span);
        session->tick();
    }
    bool isEqual() const
    {
        const ClusterMirror &mirror = session->mirror();
        if (mirror.count() != cluster->state().nodes.size())
            return false;
        return std::ranges::all_of(cluster->state().nodes, [&](const Node &node) {
            return mirror.find(node.id()) && *mirror.find(node.id()) == node;
        });
    }

    ManualClock clock;
    FakeCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
};

Node withStatus(int i, NodeStatus status)
{
    Node node = nodeCalled(Stage::idOf(i));
    node.status = status;
    return node;
}

} // namespace

class tst_ClusterSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isLiveOnlyWithASnapshot()
    {
        Stage stage;
        stage.cluster->holdsSnapshots = true;
        QSignalSpy synced(stage.session.get(), &ClusterSession::synced);
        stage.go();
        QCOMPARE(stage.session->link().state, LinkState::Resyncing);
        QVERIFY(!stage.session->isLive());

        stage.cluster->answerSnapshot();

        QTRY_COMPARE(synced.size(), 1);
        QCOMPARE(stage.session->link().state, LinkState::Live);
        QCOMPARE(stage.session->mirror().count(), 3);
        QTRY_COMPARE(stage.session->facts().node, u"main"_s);
        QCOMPARE(stage.session->features(), Feature::Follow | Feature::Remove | Feature::Ping);
    }

    void eventsFromBeforeTheSnapshotAreDroppedAndLaterOnesApplied()
    {
        Stage stage;
        stage.cluster->holdsSnapshots = true;
        stage.go();
        const ClusterEvent before = stage.cluster->put(withStatus(0, NodeStatus::Offline), NodeChange::Status);
        const ClusterSnapshot taken = stage.cluster->state();
        const ClusterEvent after = stage.cluster->put(withStatus(1, NodeStatus::Failed), NodeChange::Status);
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
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->put(withStatus(0, NodeStatus::Offline), NodeChange::Status); // Lost.
        QSignalSpy links(stage.session.get(), &ClusterSession::linkChanged);
        stage.cluster->putNode(withStatus(1, NodeStatus::Degraded), NodeChange::Status);

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
        QCOMPARE(stage.cluster->snapshots, 2);
        QCOMPARE(links.first().first().value<LinkReport>().state, LinkState::Resyncing);
    }

    void shortGapLeavesStatusesAsTheyAre()
    {
        Stage stage;
        stage.go();
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
        Stage stage;
        stage.cluster->holdsSnapshots = true;
        stage.go();
        const ClusterSnapshot old = stage.cluster->state();
        stage.cluster->put(withStatus(0, NodeStatus::Failed), NodeChange::Status); // Lost, and nothing follows.
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
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->restart(u"e2"_s);
        stage.cluster->putNode(withStatus(2, NodeStatus::Unknown), NodeChange::Status);

        QTRY_COMPARE(stage.session->mirror().position().epoch, u"e2"_s);
        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
    }

    void eventOfAnEpochThatIsOverEndsInPeace()
    {
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->send({{u"e0"_s, 3}, stage.clock.now(), NodeBeat{Stage::id(0), stage.clock.now(), {}, {}}});
        QTRY_VERIFY(stage.session->isLive());
        QTest::qWait(50);
        QVERIFY(stage.isEqual());
        QVERIFY(stage.cluster->snapshots <= 3);
    }

    void duplicatesAreIgnored()
    {
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        const ClusterEvent once = stage.cluster->put(withStatus(0, NodeStatus::Offline), NodeChange::Status);
        stage.cluster->send(once);
        stage.cluster->send(once);
        stage.cluster->putNode(withStatus(0, NodeStatus::Online), NodeChange::Status);
        stage.cluster->send(once);

        QTRY_VERIFY(stage.isEqual());
        QCOMPARE(stage.cluster->snapshots, 1);
        QTRY_COMPARE(stage.session->mirror().events().size(), size_t(2));
    }

    void losingTheLinkKeepsEverythingAndAgesCountOn()
    {
        Stage stage;
        stage.go();
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

    void returningLinkIsLiveWithAFreshSnapshotAndSaysWhatWasMissed()
    {
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.cluster->put(withStatus(0, NodeStatus::Offline), NodeChange::Status);
        stage.pass(40s);
        stage.cluster->holdsSnapshots = true;
        stage.cluster->setLink(LinkState::Live);
        QCOMPARE(stage.session->link().state, LinkState::Resyncing);
        QCOMPARE(stage.session->evidenceLink(), LinkState::Resyncing);
        stage.cluster->answerSnapshot();

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.isEqual());
        QCOMPARE(stage.session->mirror().events().front().kind, u"missed-updates"_s);
        QVERIFY(stage.session->mirror().events().front().text.contains(u"40 s"));
    }

    void answerOfALostConnectionIsIgnored()
    {
        Stage stage;
        stage.cluster->holdsSnapshots = true;
        stage.go();
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

    void failedSnapshotIsAskedAgainAndTheCauseIsTold()
    {
        Stage stage;
        stage.cluster->snapshotError = Error{ErrorKind::Busy, {}, u"too many viewers"_s, {}, {}};
        stage.go();
        QTRY_COMPARE(stage.session->link().cause.what, u"too many viewers"_s);
        QCOMPARE(stage.session->link().state, LinkState::Resyncing);
        stage.cluster->snapshotError.reset();

        QTRY_VERIFY(stage.session->isLive());
        QVERIFY(stage.cluster->snapshots >= 2);
    }

    void jumpOfOurWallClockCausesASnapshotAndNoWrongAge()
    {
        Stage stage;
        stage.go();
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
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        stage.session->retryNow();
        QCOMPARE(stage.cluster->snapshots, 2);
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.session->retryNow();
        QCOMPARE(stage.cluster->retries, 1);
    }

    void verbsRunOnlyWhenLive()
    {
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        Command *removal = stage.session->remove(Stage::id(1));
        QTRY_COMPARE(removal->state(), CommandState::Done);
        QCOMPARE(removal->name(), Stage::idOf(1));
        QTRY_COMPARE(stage.session->mirror().count(), 2);
        Command *ping = stage.session->ping(Stage::id(0));
        QTRY_VERIFY(ping->pingReport());
        QCOMPARE(ping->pingReport()->latencyMs, 3.5);

        stage.cluster->setLink(LinkState::Quiet);
        Command *refused = stage.session->remove(Stage::id(0));
        QCOMPARE(refused->state(), CommandState::Failed);
        QCOMPARE(refused->error()->kind, ErrorKind::Unreachable);
        QCOMPARE(stage.session->commands().commands().size(), 3);
    }

    void quietIsNoLoss()
    {
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->setLink(LinkState::Quiet);
        stage.cluster->setLink(LinkState::Live);
        QVERIFY(stage.session->isLive());
        QCOMPARE(stage.cluster->snapshots, 1);
    }

    void stoppedSessionIsIdleAndCanStartAgain()
    {
        Stage stage;
        stage.go();
        QTRY_VERIFY(stage.session->isLive());
        stage.session->stop();
        QCOMPARE(stage.session->link().state, LinkState::Idle);
        stage.cluster->putNode(withStatus(0, NodeStatus::Failed));
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
                    cluster->putNode(nodeCalled(Stage::idOf(i)), NodeChange::Joined);
            });
            QTRY_COMPARE(session.mirror().count(), 500);
            Command *removal = session.remove(Stage::id(7));
            QTRY_COMPARE(removal->state(), CommandState::Done);
            QTRY_COMPARE(session.mirror().count(), 499);
            thread.runBlocking([&] { cluster->setLink(LinkState::Reconnecting); });
            QTRY_COMPARE(session.link().state, LinkState::Reconnecting);
            thread.runBlocking([&] { cluster->setLink(LinkState::Live); });
            QTRY_VERIFY(session.isLive());
        }
        thread.runBlocking([&] { delete cluster; });
    }

    void eventsModelShowsTheNewestFirstAndOneNodeAlone()
    {
        Stage stage;
        stage.go();
        EventsModel all;
        EventsModel one;
        QAbstractItemModelTester tester(&all, QAbstractItemModelTester::FailureReportingMode::QtTest);
        all.setSession(stage.session.get());
        one.setSession(stage.session.get());
        one.setNode(Stage::id(1));
        QTRY_VERIFY(stage.session->isLive());
        for (int i = 0; i < limits::kEventsKept + 10; ++i)
            stage.cluster->putNode(withStatus(i % 2, i % 4 < 2 ? NodeStatus::Offline : NodeStatus::Online));

        QTRY_COMPARE(all.rowCount(), limits::kEventsKept);
        QTRY_COMPARE(one.rowCount(), limits::kEventsKept / 2); // The rest came and went in one frame.
        QCOMPARE(all.entryAt(0).position, stage.cluster->state().position);
        QVERIFY(all.entryAt(0).before.has_value());
        QCOMPARE(one.entryAt(0).node, Stage::id(1));
        stage.session.reset();
        QCOMPARE(all.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_ClusterSession)
#include "tst_ClusterSession.moc"
