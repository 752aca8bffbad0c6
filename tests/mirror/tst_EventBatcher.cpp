// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EventBatcher.h"
#include "core/base/Limits.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Stage {
    Stage()
    {
        QObject::connect(&batcher, &EventBatcher::released, &batcher,
                         [this](const EventBatch &batch) { batches.append(batch); });
    }
    void add(ClusterChange what)
    {
        batcher.add({{u"e"_s, ++number}, clock.now(), std::move(what)});
    }
    void change(const QString &id, NodeStatus status)
    {
        Node node = nodeCalled(id);
        node.status = status;
        add(NodeChanged{node, NodeChange::Status});
    }
    void beat(const QString &id, double cpu)
    {
        Load load = someLoad();
        load.cpu = cpu;
        add(NodeBeat{NodeId(id), clock.now(), load, {}});
    }

    ManualClock clock;
    EventBatcher batcher{clock};
    QList<EventBatch> batches;
    quint64 number = 0;
};

} // namespace

class tst_EventBatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void releasesOnceAFrameAndRestsAfterwards()
    {
        Stage stage;
        QVERIFY(!stage.batcher.isArmed());
        stage.beat(u"aa"_s, 0.1);
        stage.beat(u"bb"_s, 0.2);
        QVERIFY(stage.batcher.isArmed());
        QCOMPARE(stage.batches.size(), 0);
        QTRY_COMPARE(stage.batches.size(), 1);
        QCOMPARE(stage.batches[0].events.size(), size_t(2));
        QVERIFY(!stage.batcher.isArmed());
    }

    void newestBeatOfANodeWins()
    {
        Stage stage;
        for (int i = 0; i <= 10; ++i)
            stage.beat(u"aa"_s, i / 10.0);
        QCOMPARE(stage.batcher.pending(), 1);
        stage.batcher.flush();
        QCOMPARE(*std::get<NodeBeat>(stage.batches[0].events[0].what).load.cpu, 1.0);
        QCOMPARE(stage.batches[0].position.number, quint64(11));
        QVERIFY(stage.batches[0].entries.empty());
    }

    void transitionsAreNeverLeftOut()
    {
        Stage stage;
        using enum NodeStatus;
        for (const NodeStatus status : {Offline, Online, Offline, Degraded})
            stage.change(u"aa"_s, status);
        stage.batcher.flush();

        const EventBatch &batch = stage.batches[0];
        QCOMPARE(batch.events.size(), size_t(1));
        QCOMPARE(std::get<NodeChanged>(batch.events[0].what).node.status, Degraded);
        QCOMPARE(batch.entries.size(), size_t(4));
        QCOMPARE(batch.entries[2].status, Offline);
        QCOMPARE(batch.entries[2].kind, u"node-status"_s);
    }

    void changeDoesNotSwallowABeatNorABeatAChange()
    {
        Stage stage;
        stage.beat(u"aa"_s, 0.1);
        stage.beat(u"aa"_s, 0.2);
        stage.change(u"aa"_s, NodeStatus::Degraded);
        stage.beat(u"aa"_s, 0.3);
        stage.beat(u"aa"_s, 0.4);
        stage.batcher.flush();

        const auto &events = stage.batches[0].events;
        QCOMPARE(events.size(), size_t(3));
        QCOMPARE(events[0].position.number, quint64(2));
        QVERIFY(std::holds_alternative<NodeChanged>(events[1].what));
        QCOMPARE(events[2].position.number, quint64(5));
    }

    void removalEndsWhatCameBefore()
    {
        Stage stage;
        stage.change(u"aa"_s, NodeStatus::Offline);
        stage.beat(u"aa"_s, 0.1);
        stage.add(NodeRemoved{NodeId(u"aa"_s), u"aa"_s});
        stage.change(u"aa"_s, NodeStatus::Joining);
        stage.add(NodeConflict{NodeId(u"aa"_s), u"twin"_s});
        stage.batcher.flush();

        const auto &events = stage.batches[0].events;
        QCOMPARE(events.size(), size_t(2));
        QVERIFY(std::holds_alternative<NodeRemoved>(events[0].what));
        QVERIFY(std::holds_alternative<NodeChanged>(events[1].what));
        QCOMPARE(stage.batches[0].entries.size(), size_t(4));
        QCOMPARE(stage.batches[0].entries[3].text, u"twin"_s);
        QCOMPARE(stage.batches[0].position.number, quint64(5));
    }

    void stormIsReleasedAlthoughTheTimerStarves()
    {
        Stage stage;
        stage.beat(u"aa"_s, 0.1);
        stage.clock.advance(2 * limits::kMirrorFrame + 1ms);
        stage.beat(u"bb"_s, 0.1); // No event loop ran.
        QCOMPARE(stage.batches.size(), 1);
        for (int i = 0; i < limits::kFrameEvents; ++i)
            stage.beat(u"aa"_s, 0.1);
        QCOMPARE(stage.batches.size(), 2);
    }

    void latestStateOfABurstIsThereInTime()
    {
        Stage stage; // F-5: ten updates of each of many nodes.
        for (int round = 0; round < 10; ++round) {
            for (int i = 0; i < 1500; ++i)
                stage.beat(u"node-%1"_s.arg(i), round / 10.0);
        }
        QCOMPARE(stage.batcher.pending(), 1500);
        QTRY_COMPARE_WITH_TIMEOUT(stage.batches.size(), 1, 250);
        for (const ClusterEvent &event : stage.batches[0].events)
            QCOMPARE(*std::get<NodeBeat>(event.what).load.cpu, 0.9);
    }

    void clearedBatcherReleasesNothing()
    {
        Stage stage;
        stage.beat(u"aa"_s, 0.1);
        stage.batcher.clear();
        stage.batcher.flush();
        QVERIFY(stage.batches.isEmpty() && !stage.batcher.isArmed());
    }
};

QTEST_GUILESS_MAIN(tst_EventBatcher)
#include "tst_EventBatcher.moc"
