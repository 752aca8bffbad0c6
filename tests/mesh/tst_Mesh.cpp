// SPDX-License-Identifier: Apache-2.0
#include "tests/mesh/MeshStage.h"
#include "tests/support/Outcome.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

//! A line that is slower than what it is given.
class SlowLine final : public MeshLine
{
public:
    bool send(const MeshMessage &) override { return true; }
    void close(const QString &) override {}
    bool isOpen() const override { return true; }
    bool isRoomy() const override { return hasRoomNow; }

    bool hasRoomNow = false;
};

class tst_Mesh : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDeliveryIsRunAndItsEndIsSaidUntilItIsSettled()
    {
        MeshStage stage;
        QVERIFY(stage.connectBoth());
        const Run run = runOf(u"j-01"_s);
        QVERIFY(stage.leader.run(stage.node, run));
        QTRY_COMPARE(stage.handler.started.size(), 1);
        QCOMPARE(stage.leader.freeOf(stage.node), 3);
        stage.handler.end(run.id, "1");
        QTRY_COMPARE(stage.ends.size(), 1);
        QVERIFY(stage.connectBoth()); // It was not settled: said again.
        QTRY_COMPARE(stage.ends.size(), 2);
        stage.leader.settle(stage.node, run.id, false);
        QCOMPARE(stage.leader.freeOf(stage.node), 4);
        QCoreApplication::processEvents(); // It hears of it.
        QVERIFY(stage.connectBoth());
        QVERIFY(stage.leader.helloOf(stage.node)->running.isEmpty());
        QCOMPARE(stage.ends.size(), 2);
    }

    void workGoesOnWithoutALine()
    {
        MeshStage stage;
        QVERIFY(stage.connectBoth());
        const Run run = runOf(u"j-01"_s);
        stage.leader.run(stage.node, run);
        QTRY_COMPARE(stage.handler.started.size(), 1);
        stage.line->close(u"cut"_s);
        QTRY_VERIFY(!stage.worker.isAttached());
        stage.handler.write(run.id, u"said alone"_s);
        stage.handler.end(run.id, "1");
        QVERIFY(stage.handler.cancelled.isEmpty());
        QVERIFY(stage.connectBoth());
        QCOMPARE(stage.leader.helloOf(stage.node)->running, QList{run.id});
        QTRY_COMPARE(stage.ends.size(), 1);
        QCOMPARE(stage.output, (QList<OutputLine>{{LogStream::Output, u"said alone"_s}}));
    }

    void theSameDeliveryIsNotRunTwice()
    {
        MeshStage stage;
        QVERIFY(stage.connectBoth());
        const Run run = runOf(u"j-01"_s);
        stage.leader.run(stage.node, run);
        stage.leader.run(stage.node, run);
        stage.leader.run(stage.node, runOf(u"j-02"_s));
        QTRY_COMPARE(stage.handler.started.size(), 2);
    }

    void aFullWindowAndAMissingHandlerAreSaid()
    {
        MeshStage stage(1);
        QVERIFY(stage.connectBoth());
        stage.leader.run(stage.node, runOf(u"j-01"_s));
        stage.leader.run(stage.node, runOf(u"j-02"_s));
        Run browser = runOf(u"j-03"_s);
        browser.entity = Entity{};
        browser.entity.ref = *EntityRef::parse(u"browser/b1"_s, {});
        stage.leader.run(stage.node, browser);
        QTRY_COMPARE(stage.refusals.size(), 2);
        QCOMPARE(stage.refusals[0].second, u"window-full"_s);
        QCOMPARE(stage.refusals[1].second, u"no-handler"_s);
    }

    void whatIsNotTakenInTimeIsGivenBack()
    {
        ManualClock clock;
        MeshLeader leader(clock);
        auto [ours, theirs] = LocalMeshLine::pair();
        const NodeId node(u"w1"_s);
        leader.connectWorker(node, std::move(theirs));
        ours->send(MeshHello{kMeshVersion, node, {}, 4, {}, {}});
        QTRY_VERIFY(leader.isConnected(node));
        QSignalSpy notTaken(&leader, &MeshLeader::notTaken);
        QVERIFY(leader.run(node, runOf(u"j-01"_s)));
        clock.advance(limits::kDeliveryDeadline);
        leader.tick();
        QCOMPARE(notTaken.size(), 1);
    }

    void whatWaitsForASlowLineIsNotGivenBack()
    {
        ManualClock clock;
        MeshLeader leader(clock);
        auto owned = std::make_unique<SlowLine>();
        SlowLine *const line = owned.get();
        const NodeId node(u"w1"_s);
        leader.connectWorker(node, std::move(owned));
        Q_EMIT line->arrived(MeshHello{kMeshVersion, node, {}, 4, {}, {}});
        QSignalSpy notTaken(&leader, &MeshLeader::notTaken);
        QVERIFY(leader.run(node, runOf(u"j-01"_s)));
        clock.advance(limits::kDeliveryDeadline * 2);
        leader.tick();
        line->hasRoomNow = true; // It leaves now, and has its time from here.
        clock.advance(limits::kDeliveryDeadline - milliseconds(1));
        leader.tick();
        QCOMPARE(notTaken.size(), 0);
        clock.advance(milliseconds(1));
        leader.tick();
        QCOMPARE(notTaken.size(), 1);
    }

    void aWorkerSpeaksForItselfAlone_data()
    {
        QTest::addColumn<QString>("node");
        QTest::addColumn<int>("version");
        QTest::newRow("another node") << u"w2"_s << kMeshVersion;
        QTest::newRow("another version") << u"w1"_s << kMeshVersion + 1;
    }
    void aWorkerSpeaksForItselfAlone() // W-7
    {
        QFETCH(QString, node);
        QFETCH(int, version);
        ManualClock clock;
        MeshLeader leader(clock);
        auto [ours, theirs] = LocalMeshLine::pair();
        leader.connectWorker(NodeId(u"w1"_s), std::move(theirs));
        QSignalSpy closed(ours.get(), &MeshLine::closed);
        ours->send(MeshHello{version, NodeId(node), {}, 4, {}, {}});
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(leader.workers().isEmpty());
    }

    void whoSaysNoHelloIsClosed()
    {
        ManualClock clock;
        MeshLeader leader(clock);
        auto [ours, theirs] = LocalMeshLine::pair();
        leader.connectWorker(NodeId(u"w1"_s), std::move(theirs));
        clock.advance(limits::kConnectDeadline + milliseconds(1));
        leader.tick();
        QVERIFY(!ours->isOpen());
    }

    void residentsAreKeptAndDropped()
    {
        MeshStage stage;
        QVERIFY(stage.connectBoth());
        const Entity one = agentCalled(u"one"_s);
        const Entity two = agentCalled(u"two"_s);
        stage.leader.keep(stage.node, {{one, {}}, {two, {}}});
        QTRY_COMPARE(stage.handler.kept.size(), 2);
        stage.leader.keep(stage.node, {{two, {}}});
        QTRY_COMPARE(stage.handler.kept, QSet{two.ref});
        QCOMPARE(outcomeOf(stage.leader.restart(stage.node, std::nullopt)).value(), 1);
        QCOMPARE(outcomeOf(stage.leader.restart(stage.node, one.ref)).error().kind, ErrorKind::Refused);
        QCOMPARE(outcomeOf(stage.leader.restart(NodeId(u"w9"_s), {})).error().kind, ErrorKind::Unreachable);
    }

    //! A node that is out must not go on beside whoever does its work now.
    void whoIsOutEndsAllThatItRuns()
    {
        MeshStage stage;
        QVERIFY(stage.connectBoth());
        stage.leader.keep(stage.node, {{agentCalled(u"one"_s), {}}});
        QVERIFY(stage.leader.run(stage.node, runOf(u"j1"_s)));
        QTRY_COMPARE(stage.handler.started.size(), 1);
        QTRY_COMPARE(stage.handler.kept.size(), 1);

        stage.worker.disown();

        QCOMPARE(stage.handler.cancelled, QList{runOf(u"j1"_s).id});
        QVERIFY(stage.handler.kept.isEmpty());
    }

    void anOrderWithoutAnAnswerEnds()
    {
        ManualClock clock;
        MeshLeader leader(clock);
        auto [ours, theirs] = LocalMeshLine::pair();
        const NodeId node(u"w1"_s);
        leader.connectWorker(node, std::move(theirs));
        ours->send(MeshHello{kMeshVersion, node, {}, 4, {}, {}});
        QTRY_VERIFY(leader.isConnected(node));
        const Future<int> silent = leader.restart(node, {});
        clock.advance(limits::kCallDeadline);
        leader.tick();
        QCOMPARE(outcomeOf(silent).error().kind, ErrorKind::Timeout);
        const Future<int> cut = leader.restart(node, {});
        ours.reset();
        QTRY_VERIFY(!leader.isConnected(node));
        QCOMPARE(outcomeOf(cut).error().kind, ErrorKind::Unreachable);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_Mesh)
#include "tst_Mesh.moc"
