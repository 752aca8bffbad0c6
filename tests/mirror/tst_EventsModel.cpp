// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EventsModel.h"
#include "tests/mirror/MirrorStage.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_EventsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsModelShowsTheNewestFirstAndOneNodeAlone()
    {
        MirrorStage stage(3);
        stage.connectOnly();
        EventsModel all;
        EventsModel one;
        QAbstractItemModelTester tester(&all, QAbstractItemModelTester::FailureReportingMode::QtTest);
        all.setSession(stage.session.get());
        one.setSession(stage.session.get());
        one.setNode(MirrorStage::id(1));
        QTRY_VERIFY(stage.session->isLive());
        for (int i = 0; i < limits::kEventsKept + 10; ++i)
            stage.cluster->putNode(stage.node(i % 2, i % 4 < 2 ? NodeStatus::Offline : NodeStatus::Online));

        QTRY_COMPARE(all.rowCount(), limits::kEventsKept);
        QTRY_COMPARE(one.rowCount(), limits::kEventsKept / 2); // The rest came and went in one frame.
        QCOMPARE(all.entryAt(0).position, stage.cluster->state().position);
        QVERIFY(all.entryAt(0).before.has_value());
        QCOMPARE(one.entryAt(0).node, MirrorStage::id(1));
        stage.session.reset();
        QCOMPARE(all.rowCount(), 0);
    }

    //! Each few seconds of each node: that is no news, but it is shown.
    void whatAgentsTakeIsNoLine()
    {
        MirrorStage stage(2);
        QVERIFY(stage.go());
        Node node = stage.node(0, NodeStatus::Online);
        Agent agent;
        agent.id = u"agent/bot"_s;
        agent.pid = 7;
        node.agents = {agent};
        stage.cluster->putNode(node);
        QVERIFY(stage.frame());
        const auto lines = stage.session->mirror().events().size();

        node.agents[0].memoryBytes = 50'000'000;
        node.agents[0].cpu = 0.4;
        stage.cluster->putNode(node);
        QVERIFY(stage.frame());
        QCOMPARE(stage.session->mirror().events().size(), lines);
        QCOMPARE(stage.session->mirror().find(node.id())->agents, node.agents);

        node.agents[0].pid = 8;
        node.agents[0].cpu = 0.9;
        stage.cluster->putNode(node);
        QVERIFY(stage.frame());
        QCOMPARE(stage.session->mirror().events().size(), lines + 1);
    }

    void cordonsAndDrainsAreNamed()
    {
        MirrorStage stage(2);
        QVERIFY(stage.go());
        const auto latest = [&stage](const Node &node) {
            stage.cluster->putNode(node);
            return stage.frame() ? stage.session->mirror().events().front() : EventEntry();
        };
        Node node = stage.node(0, NodeStatus::Online);
        node.cordoned = true;
        QCOMPARE(latest(node).kind, u"node-cordoned"_s);
        node.drain = Drain{.jobsLeft = 2, .jobsAtStart = 3, .deadline = stage.clock.now() + milliseconds(720'000), .waitsFor = {}};
        const EventEntry draining = latest(node);
        QCOMPARE(draining.kind, u"node-draining"_s);
        QCOMPARE(draining.text, u"2 of 3 jobs left, 12 min at most"_s);
        node.agents.append(Agent{u"inbox"_s, {}, {}, {}, {}});
        QCOMPARE(latest(node).kind, u"node-updated"_s); // Not the drain.
        node.drain.reset();
        QCOMPARE(latest(node).kind, u"node-drain-ended"_s);
        node.cordoned = false;
        QCOMPARE(latest(node).kind, u"node-uncordoned"_s);
    }

    void aRefusalWithoutARequestIsItsSentenceAlone()
    {
        ClusterEvent event{.position = {u"e"_s, 1}, .at = {}, .what = AccessRefused{u"node w1"_s, {}, u"10.0.0.7"_s, u"it was removed"_s}};
        QCOMPARE(entryOf(event)->text, u"it was removed"_s);

        event.what = AccessRefused{u"kim"_s, u"GET /x"_s, u"10.0.0.7"_s, u"not allowed"_s};
        QCOMPARE(entryOf(event)->text, u"GET /x from 10.0.0.7: not allowed"_s);
    }
};

QTEST_GUILESS_MAIN(tst_EventsModel)
#include "tst_EventsModel.moc"
