// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ChangeFrame.h"
#include "core/mirror/ClusterMirror.h"
#include "core/mirror/EventBatcher.h"
#include "tests/support/NodeBuilder.h"

#include <QElapsedTimer>
#include <QTest>

#include <malloc.h>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNow{1'800'000'015'000};
constexpr SteadyTime kSteady{1000s};

ClusterSnapshot snapshotOf(const QList<Node> &nodes, quint64 number = 1)
{
    return {.position = {u"e"_s, number}, .takenAt = kNow, .nodes = nodes, .histories = {}};
}

QString idOf(int i)
{
    return u"node-%1"_s.arg(i);
}

QList<Node> fleet(int size)
{
    QList<Node> nodes;
    for (int i = 0; i < size; ++i)
        nodes.append(nodeCalled(idOf(i)));
    return nodes;
}

// A batch as if each event had its own frame.
EventBatch batchOf(ClusterChange what, quint64 number)
{
    const ClusterEvent event{{u"e"_s, number}, kNow, std::move(what)};
    EventBatch batch;
    batch.events.push_back(event);
    if (const auto entry = entryOf(event))
        batch.entries.push_back(*entry);
    batch.position = event.position;
    return batch;
}

// Bytes on the heap, large blocks included.
qint64 heapBytes()
{
    const struct mallinfo2 heap = mallinfo2();
    return static_cast<qint64>(heap.uordblks + heap.hblkhd);
}

// A node with texts of its own, as they come from a parser.
Node parsedNode(int i)
{
    Node node = nodeCalled(u"worker-%1"_s.arg(i, 5, 10, QLatin1Char('0')));
    node.who.address = u"10.0.%1.%2:3101"_s.arg(i / 256).arg(i % 256);
    node.who.hostname = node.who.name;
    node.who.capabilities = {QString::fromLatin1("docker"), QString::fromLatin1("browser")};
    for (QString *text : {&node.who.platform, &node.who.arch, &node.who.version, &node.who.build})
        *text = QString(text->constData(), text->size());
    node.who.labels = {{QString::fromLatin1("site"), QString::fromLatin1("fsn1")}};
    node.agents = {{u"agent-%1"_s.arg(i % 50), u"agent-%1"_s.arg(i % 50), {}, u"running"_s, 100 + i},
                   {u"agent-%1"_s.arg(i % 70), u"agent-%1"_s.arg(i % 70), {}, u"idle"_s, 200 + i}};
    return node;
}

} // namespace

class tst_ClusterMirror : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstSnapshotInsertsAllInOrder()
    {
        ClusterMirror mirror;
        const ChangeSet changes = mirror.apply(snapshotOf(fleet(3)), kNow + 2500ms, kSteady);

        QCOMPARE(changes.inserted, (QList<int>{0, 1, 2}));
        QVERIFY(changes.removed.isEmpty() && changes.changed.isEmpty());
        QCOMPARE(mirror.node(1), nodeCalled(idOf(1)));
        QCOMPARE(mirror.skew(), milliseconds(2500));
        QCOMPARE(mirror.clusterTime(kSteady + 4s), kNow + 4s);
    }

    void sameSnapshotAgainChangesNothing()
    {
        ClusterMirror mirror;
        mirror.apply(snapshotOf(fleet(3)), kNow, kSteady);
        QVERIFY(mirror.apply(snapshotOf(fleet(3), 2), kNow, kSteady).isEmpty());
    }

    void snapshotTouchesOnlyWhatDiffers()
    {
        ClusterMirror mirror;
        mirror.apply(snapshotOf(fleet(4)), kNow, kSteady);
        QList<Node> nodes = fleet(5);
        nodes.removeAt(1);
        nodes[1].status = NodeStatus::Offline;
        const ChangeSet changes = mirror.apply(snapshotOf(nodes, 2), kNow, kSteady);

        QCOMPARE(changes.removed, QList<int>{1});
        QCOMPARE(changes.inserted, QList<int>{1}); // The slot is used again.
        QCOMPARE(changes.changed, (QList<ChangeSet::Change>{{2, Aspect::Status}}));
        QCOMPARE(mirror.count(), 4);
        QVERIFY(!mirror.find(NodeId(idOf(1))));
        QCOMPARE(mirror.slotOf(NodeId(idOf(4))), 1);
    }

    void eachSideOfANodeIsNamed_data()
    {
        QTest::addColumn<Node>("after");
        QTest::addColumn<int>("aspects");
        const auto row = [](const char *name, Aspects aspects, auto change) {
            Node node = nodeCalled(u"one"_s);
            change(&node);
            QTest::newRow(name) << node << aspects.toInt();
        };
        row("name", Aspect::Identity, [](Node *n) { n->who.name = u"other"_s; });
        row("labels", Aspect::Identity, [](Node *n) { n->who.labels.clear(); });
        row("status", Aspect::Status, [](Node *n) { n->status = NodeStatus::Degraded; });
        row("reasons", Aspect::Status, [](Node *n) { n->reasons = {{u"late-beats"_s, u"Late"_s}}; });
        row("cordon", Aspect::Status, [](Node *n) { n->cordoned = true; });
        row("drain", Aspect::Status, [](Node *n) { n->drain = Drain{}; });
        row("load", Aspect::Load, [](Node *n) { n->load.cpu = 0.9; });
        row("beat", Aspect::Load | Aspect::Beat, [](Node *n) { n->lastBeatAt = *n->lastBeatAt + 10s; });
        row("skew", Aspect::Beat, [](Node *n) { n->clockSkew = 1s; });
        row("agents", Aspect::Agents, [](Node *n) { n->agents.clear(); });
        row("nothing", {}, [](Node *) {});
    }
    void eachSideOfANodeIsNamed()
    {
        QFETCH(Node, after);
        QFETCH(int, aspects);
        ClusterMirror mirror;
        mirror.apply(snapshotOf({nodeCalled(u"one"_s)}), kNow, kSteady);
        const ChangeSet changes = mirror.apply(batchOf(NodeChanged{after, NodeChange::Updated}, 2));
        QCOMPARE(changes.changed.isEmpty() ? 0 : changes.changed.first().aspects.toInt(), aspects);
        QCOMPARE(changes.newEvents, 1);
    }

    void beatsFeedTheHistory()
    {
        ClusterMirror mirror;
        mirror.apply(snapshotOf({nodeCalled(u"one"_s)}), kNow, kSteady);
        const Timestamp first = *mirror.node(0).lastBeatAt;
        Load load = someLoad();
        load.cpu = 0.5;
        const QList<milliseconds> gaps{10s, 16s, 10s, 31s};
        Timestamp at = first;
        quint64 number = 1;
        for (const milliseconds gap : gaps) {
            at = at + gap;
            mirror.apply(batchOf(NodeBeat{NodeId(u"one"_s), at, load, {}}, ++number));
        }

        const NodeHistory history = mirror.history(0).toHistory();
        using enum BeatMark;
        QList<BeatMark> marks;
        for (const char mark : history.beats)
            marks.append(static_cast<BeatMark>(mark));
        QCOMPARE(marks, (QList<BeatMark>{OnTime, OnTime, Late, OnTime, Missed, Missed, OnTime}));
        QCOMPARE(history.cpu.size(), 7);
        QCOMPARE(static_cast<quint8>(history.cpu[4]), NodeHistory::kGap);
        QCOMPARE(history.cpu.back(), char(50));
    }

    void whatTheLinkHidIsMarkedAsSuch()
    {
        ClusterMirror mirror;
        mirror.apply(snapshotOf({nodeCalled(u"one"_s)}), kNow, kSteady);
        Node later = nodeCalled(u"one"_s);
        later.lastBeatAt = *later.lastBeatAt + 40s;
        mirror.apply(snapshotOf({later}, 9), kNow + 40s, kSteady + 40s);
        const QByteArray beats = mirror.history(0).toHistory().beats;
        QCOMPARE(beats.count(static_cast<char>(BeatMark::LinkDown)), 3);
        QCOMPARE(beats.count(static_cast<char>(BeatMark::Missed)), 0);
    }

    void historyOfTheServerWins()
    {
        ClusterMirror mirror;
        ClusterSnapshot snapshot = snapshotOf({nodeCalled(u"one"_s)});
        NodeHistory known;
        for (int i = 0; i < 60; ++i)
            known.addLoad({.cpu = i / 100.0, .load1 = {}, .memoryUsedBytes = {}, .memoryTotalBytes = {}, .jobsRunning = {}});
        known.addBeat(BeatMark::Late);
        snapshot.histories.insert(NodeId(u"one"_s), known);
        mirror.apply(snapshot, kNow, kSteady);
        QCOMPARE(mirror.history(0).toHistory(), known);
        QVERIFY(mirror.apply(snapshot, kNow, kSteady).isEmpty());
    }

    void transitionsOfOneFrameKnowWhatWasBefore()
    {
        ClusterMirror mirror;
        mirror.apply(snapshotOf(fleet(1)), kNow, kSteady);
        EventBatch batch;
        quint64 number = 1;
        for (const NodeStatus status : {NodeStatus::Offline, NodeStatus::Online, NodeStatus::Degraded}) {
            Node node = nodeCalled(idOf(0));
            node.status = status;
            const ClusterEvent event{{u"e"_s, ++number}, kNow, NodeChanged{node, NodeChange::Status}};
            batch.entries.push_back(*entryOf(event));
            batch.events = {event};
            batch.position = event.position;
        }
        mirror.apply(batch);

        QCOMPARE(mirror.events().size(), size_t(3));
        QCOMPARE(mirror.events()[2].before, NodeStatus::Online);
        QCOMPARE(mirror.events()[2].status, NodeStatus::Offline);
        QCOMPARE(mirror.events()[1].before, NodeStatus::Offline);
        QCOMPARE(mirror.events()[0].before, NodeStatus::Online);
        QCOMPARE(mirror.eventsOf(NodeId(idOf(0)), 2).size(), 2);
    }

    void eventsOfUnknownNodesAndWrongIdsAreHarmless()
    {
        ClusterMirror mirror;
        mirror.apply(snapshotOf(fleet(1)), kNow, kSteady);
        QVERIFY(mirror.apply(batchOf(NodeBeat{NodeId(u"ghost"_s), kNow, {}, {}}, 2)).isEmpty());
        QCOMPARE(mirror.apply(batchOf(NodeRemoved{NodeId(u"ghost"_s), u"Ghost"_s}, 3)).newEvents, 1);
        QCOMPARE(mirror.apply(batchOf(NodeChanged{Node{}, NodeChange::Joined}, 4)).inserted.size(), 0);
        QCOMPARE(mirror.count(), 1);
    }

    void eventsAreBounded()
    {
        ClusterMirror mirror;
        for (int i = 0; i < limits::kEventsKept + 50; ++i)
            mirror.apply(batchOf(NodeConflict{NodeId(u"one"_s), QString::number(i)}, static_cast<quint64>(i)));
        QCOMPARE(mirror.events().size(), static_cast<size_t>(limits::kEventsKept));
        QCOMPARE(mirror.events().front().text, QString::number(limits::kEventsKept + 49));
    }

    void frameGivesTheNetEffect()
    {
        ChangeFrame frame;
        frame.changed(1, Aspect::Load);
        frame.changed(1, Aspect::Status);
        frame.inserted(2);
        frame.changed(2, Aspect::Load);
        frame.inserted(3);
        frame.removed(3);
        frame.changed(4, Aspect::Load);
        frame.removed(4);
        frame.inserted(4);
        frame.removed(4);
        frame.removed(0);
        frame.inserted(0);
        const ChangeSet changes = frame.take();

        QCOMPARE(changes.removed, (QList<int>{0, 4}));
        QCOMPARE(changes.inserted, (QList<int>{2, 0}));
        QCOMPARE(changes.changed, (QList<ChangeSet::Change>{{1, Aspect::Load | Aspect::Status}}));
        QVERIFY(frame.take().isEmpty());
    }

    void tenThousandNodesAreSmall()
    {
        constexpr int kCount = 10'000;
        const qint64 before = heapBytes();
        ClusterMirror mirror;
        qint64 elapsedMs = 0;
        {
            ClusterSnapshot snapshot = snapshotOf({});
            for (int i = 0; i < kCount; ++i)
                snapshot.nodes.append(parsedNode(i));
            QElapsedTimer timer;
            timer.start();
            mirror.apply(std::move(snapshot), kNow, kSteady);
            elapsedMs = timer.elapsed();
        }
        const qint64 bytes = (heapBytes() - before) / kCount;
        qInfo("10,000 nodes: %lld bytes a node, applied in %lld ms", bytes, elapsedMs);
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(bytes <= 1400, qPrintable(QString::number(bytes)));
#endif
    }
};

QTEST_GUILESS_MAIN(tst_ClusterMirror)
#include "tst_ClusterMirror.moc"
