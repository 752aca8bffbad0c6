// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodesModel.h"
#include "tests/mirror/MirrorStage.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Reporting = QAbstractItemModelTester::FailureReportingMode;

namespace {

//! What the model keeps step by step, computed afresh.
FleetSummary summaryNow(const MirrorStage &stage)
{
    return summaryOf(stage.session->mirror().nodes(), stage.session->shownContext());
}

} // namespace

class tst_NodesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreTheNodesOfTheSession()
    {
        MirrorStage stage(3, {NodeStatus::Failed});
        QVERIFY(stage.go());
        NodesModel model;
        QAbstractItemModelTester tester(&model, Reporting::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.setSession(stage.session.get());

        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.columnCount(), NodesModel::ColumnCount);
        QCOMPARE(model.nodeAt(1).id(), MirrorStage::id(1));
        QCOMPARE(model.statusAt(0), NodeStatus::Failed);
        QCOMPARE(model.rowOf(MirrorStage::id(2)), 2);
        QCOMPARE(model.rowOf(NodeId(u"ghost"_s)), -1);
        QCOMPARE(model.summary(), summaryNow(stage));
        QCOMPARE(model.headerData(0, Qt::Horizontal), u"status"_s);
        model.setTitles({u"Status"_s, u"Name"_s});
        QCOMPARE(model.headerData(1, Qt::Horizontal), u"Name"_s);
        QCOMPARE(model.headerData(2, Qt::Horizontal), u"role"_s);
    }

    void cellsGiveMachineText()
    {
        MirrorStage stage(1);
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());
        const auto text = [&model](NodesModel::Column column) { return model.index(0, column).data().toString(); };
        QCOMPARE(text(NodesModel::StatusColumn), u"online"_s);
        QCOMPARE(text(NodesModel::CpuColumn), u"25"_s);
        QCOMPARE(text(NodesModel::MemoryColumn), u"25"_s);
        QCOMPARE(text(NodesModel::AgentsColumn), u"2"_s);
        QCOMPARE(text(NodesModel::CapabilitiesColumn), u"browser, docker"_s);
        QCOMPARE(text(NodesModel::LabelsColumn), u"site=office"_s);
        QCOMPARE(text(NodesModel::NodeIdColumn), u"node-0"_s);
        QCOMPARE(text(NodesModel::RoleColumn), u"worker"_s);
        QCOMPARE(text(NodesModel::SkewColumn), u"12"_s);
        const QModelIndex index = model.index(0, 0);
        QCOMPARE(index.data(NodesModel::NodeItem).value<const Node *>()->id(), MirrorStage::id(0));
        QCOMPARE(index.data(NodesModel::ShownItem).value<ShownStatus>().status, NodeStatus::Online);
        QVERIFY(!index.data(NodesModel::HistoryItem).value<NodeHistory>().beats.isEmpty());
        QCOMPARE(index.data(NodesModel::BeatAgeItem).toLongLong(), 0);
    }

    void beatChangesItsRowAndFiguresAlone()
    {
        MirrorStage stage(5);
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        stage.clock.advance(10s);
        stage.cluster->beatNode(MirrorStage::id(3), stage.clock.now(), someLoad());
        QVERIFY(stage.frame());

        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 3);
        QCOMPARE(changed[0][1].toModelIndex().row(), 3);
        QVERIFY(!changed[0][2].value<QList<int>>().isEmpty());
        QVERIFY(!changed[0][2].value<QList<int>>().contains(NodesModel::StatusItem));
    }

    void neighboursShareOneSignal()
    {
        MirrorStage stage(10);
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        for (const int i : {4, 2, 3, 8})
            stage.setStatus(i, NodeStatus::Offline);
        QVERIFY(stage.frame());
        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed[0][0].toModelIndex().row(), 2);
        QCOMPARE(changed[0][1].toModelIndex().row(), 4);
        QCOMPARE(model.summary(), summaryNow(stage));
    }

    void lostLinkTurnsEveryRowUnknownAndAgesCountOn()
    {
        MirrorStage stage(3, {NodeStatus::Failed});
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());
        QSignalSpy links(&model, &NodesModel::linkChanged);
        QSignalSpy ages(&model, &NodesModel::agesChanged);
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.pass(38s);

        QCOMPARE(links.size(), 1);
        QCOMPARE(ages.size(), 1);
        QCOMPARE(model.statusAt(0), NodeStatus::Unknown); // It beat once, so it was lost sight of like the others.
        QCOMPARE(model.shownAt(0).was, NodeStatus::Failed);
        QCOMPARE(model.statusAt(1), NodeStatus::Unknown);
        QCOMPARE(model.shownAt(1).was, NodeStatus::Online);
        QCOMPARE(model.beatAge(1), milliseconds(38s));
        QCOMPARE(model.historyAt(1).beats.count(static_cast<char>(BeatMark::LinkDown)), 3);
        QCOMPARE(model.summary().count(NodeStatus::Unknown), 3);
        stage.cluster->setLink(LinkState::Live);
        QTRY_COMPARE(model.statusAt(1), NodeStatus::Online);
    }

    void localRulesAreReadAgainEachSecond()
    {
        MirrorStage stage(2);
        stage.session->setLocalRules(LocalRules::On);
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());
        QSignalSpy applied(&model, &NodesModel::applied);
        stage.pass(15s);
        QCOMPARE(model.statusAt(0), NodeStatus::Online);
        stage.pass(1s);
        QCOMPARE(model.statusAt(0), NodeStatus::Degraded);
        stage.pass(15s);
        QCOMPARE(model.statusAt(0), NodeStatus::Offline);
        QCOMPARE(applied.size(), 2);
        QCOMPARE(model.summary(), summaryNow(stage));
    }

    void ownerAndOlderVersionsAreKnown()
    {
        MirrorStage stage(3);
        Node owner = nodeCalled(u"main"_s);
        owner.who.role = NodeRole::All;
        stage.cluster->put(owner, NodeChange::Joined);
        Node old = nodeCalled(u"old"_s);
        old.who.version = u"0.0.9"_s;
        stage.cluster->put(old, NodeChange::Joined);
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());
        QTRY_VERIFY(model.isOwner(model.rowOf(NodeId(u"main"_s))));
        QVERIFY(!model.isOwner(0));
        QVERIFY(model.isOlder(model.rowOf(NodeId(u"old"_s))));
        QVERIFY(!model.isOlder(0));
        QCOMPARE(model.majorityVersion(), u"0.1.0"_s);
    }

    void staysConsistentInAStorm()
    {
        MirrorStage stage(50);
        QVERIFY(stage.go());
        NodesModel model;
        QAbstractItemModelTester tester(&model, Reporting::QtTest);
        model.setSession(stage.session.get());
        std::mt19937 random(3);
        for (int round = 0; round < 30; ++round) {
            for (int i = 0; i < 20; ++i) {
                const int which = static_cast<int>(random() % 80);
                const NodeId id = MirrorStage::id(which);
                if (stage.cluster->has(id) && random() % 3 == 0)
                    stage.cluster->removeNode(id);
                else
                    stage.setStatus(which, kNodeStatuses[random() % kNodeStatuses.size()]);
            }
            if (round % 7 == 3)
                stage.cluster->loseSome();
            QVERIFY(stage.frame());
            QTRY_VERIFY(stage.session->isLive());
            QCOMPARE(model.rowCount(), stage.cluster->state().nodes.size());
            QCOMPARE(model.summary(), summaryNow(stage));
            for (int row = 0; row < model.rowCount(); ++row)
                QCOMPARE(model.rowOf(model.nodeAt(row).id()), row);
        }
    }

    void manyScatteredLeaversResetInsteadOfThousandsOfSignals()
    {
        MirrorStage stage(2000);
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        for (int i = 0; i < 2000; i += 2)
            stage.cluster->removeNode(MirrorStage::id(i));
        QVERIFY(stage.frame());
        QCOMPARE(reset.size(), 1);
        QCOMPARE(model.rowCount(), 1000);
        QCOMPARE(model.rowOf(MirrorStage::id(1)), 0);
        QCOMPARE(model.summary(), summaryNow(stage));
    }

    void pendingChangeIsToldOfItsRowUntilItIsRead()
    {
        MirrorStage stage(3);
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        stage.cluster->holdsVerbs = true;
        (void)stage.session->remove(MirrorStage::id(1));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.last().first().toModelIndex().row(), 1);
        QCOMPARE(model.shownAt(1).pending, (PendingChange{CommandVerb::Remove, false}));
        QVERIFY(!model.shownAt(0).pending);
        stage.cluster->holdsSnapshots = true;
        stage.cluster->answerVerb(Error{ErrorKind::Timeout, {}, u"no answer"_s, {}, {}});
        QTRY_COMPARE(model.shownAt(1).pending, (PendingChange{CommandVerb::Remove, true}));
        stage.cluster->answerSnapshot();

        QTRY_VERIFY(!model.shownAt(1).pending); // Read back: it is still there, and nothing stands out.
    }

    void nothingIsOlderThanNowOrYounger()
    {
        MirrorStage stage(0);
        Node node = stage.node(0, NodeStatus::Online);
        node.lastBeatAt = stage.clock.now() + 1h;
        node.who.startedAt = stage.clock.now() + 24h;
        stage.cluster->put(node, NodeChange::Joined);
        QVERIFY(stage.go());
        NodesModel model;
        model.setSession(stage.session.get());

        QCOMPARE(model.beatAge(0), milliseconds(0));
        QCOMPARE(model.index(0, NodesModel::UptimeColumn).data().toString(), u"0"_s);
        QVERIFY(model.index(0, 0).data(NodesModel::BeatAgeItem).toLongLong() >= 0);
        QVERIFY(*model.shownAt(0).age >= milliseconds(0));
    }

    void dyingSessionEmptiesIt()
    {
        NodesModel model;
        QAbstractItemModelTester tester(&model, Reporting::QtTest);
        {
            MirrorStage stage(4);
            QVERIFY(stage.go());
            model.setSession(stage.session.get());
            QCOMPARE(model.rowCount(), 4);
        }
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.summary(), FleetSummary());
    }
};

QTEST_GUILESS_MAIN(tst_NodesModel)
#include "tst_NodesModel.moc"
