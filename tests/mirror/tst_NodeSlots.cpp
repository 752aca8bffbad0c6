// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeSlots.h"

#include "tests/support/NodeBuilder.h"

#include <QRegularExpression>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kAt{1'800'000'000'000};

Node named(const QString &id, const QString &name, const QString &version)
{
    Node node = nodeCalled(id);
    node.who.name = name;
    node.who.version = version;
    node.lastBeatAt = kAt;
    return node;
}

ClusterSnapshot snapshotOf(const QList<Node> &nodes)
{
    return {.position = {u"e"_s, 1}, .takenAt = kAt, .nodes = nodes, .histories = {}};
}

QStringList namesInOrder(const NodeSlots &nodes)
{
    QStringList names(nodes.count());
    for (int slot = 0; slot < nodes.slotCount(); ++slot) {
        if (nodes.isUsed(slot))
            names[nodes.nameRank(slot)] = nodes.node(slot).who.name;
    }
    return names;
}

} // namespace

class tst_NodeSlots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCopyBecomesAnotherAndTheFirstStaysAsItWas()
    {
        NodeSlots drawn;
        drawn.become(snapshotOf({named(u"a1"_s, u"A"_s, u"1"_s), named(u"b1"_s, u"B"_s, u"1"_s)}), 0ms);

        NodeSlots next = drawn;
        Node beaten = named(u"b1"_s, u"C"_s, u"2"_s);
        beaten.lastBeatAt = kAt + 10s;
        const ChangeSet changes = next.become(snapshotOf({beaten}), 0ms);

        QCOMPARE(changes.removed, QList<int>{0});
        QCOMPARE(changes.changed.size(), 1);
        QCOMPARE(namesInOrder(next), QStringList{u"C"_s});
        QCOMPARE(next.majorityVersion(), u"2"_s);
        QCOMPARE(namesInOrder(drawn), (QStringList{u"A"_s, u"B"_s}));
        QCOMPARE(drawn.majorityVersion(), u"1"_s);
        QCOMPARE(drawn.slotOf(NodeId(u"a1"_s)), 0);
        QCOMPARE(drawn.history(1).toHistory().beats.size(), 1);
        QCOMPARE(next.history(1).toHistory().beats.size(), 2);
    }

    void aFreedSlotIsUsedAgainWithNothingOfItsOldNode()
    {
        NodeSlots nodes;
        nodes.become(snapshotOf({named(u"a1"_s, u"A"_s, u"1"_s), named(u"b1"_s, u"B"_s, u"1"_s)}), 0ms);
        nodes.remove(0);
        Node fresh = named(u"c1"_s, u"0"_s, u"2"_s);
        fresh.lastBeatAt.reset();

        QCOMPARE(nodes.insert(fresh), 0);
        nodes.orderNames();

        QCOMPARE(nodes.slotCount(), 2);
        QVERIFY(nodes.history(0).isEmpty());
        QCOMPARE(nodes.slotOf(NodeId(u"a1"_s)), -1);
        QCOMPARE(namesInOrder(nodes), (QStringList{u"0"_s, u"B"_s}));
        QCOMPARE(nodes.majorityVersion(), QString());
    }

    void aNewNameOrVersionCountsAtOnce()
    {
        NodeSlots nodes;
        nodes.become(snapshotOf({named(u"a1"_s, u"A"_s, u"1"_s), named(u"b1"_s, u"B"_s, u"2"_s)}), 0ms);
        QCOMPARE(nodes.majorityVersion(), QString());

        const Aspects aspects = nodes.update(0, named(u"a1"_s, u"Z"_s, u"2"_s), BeatMark::Missed, 0ms);
        nodes.orderNames();

        QCOMPARE(aspects, Aspects(Aspect::Identity));
        QCOMPARE(namesInOrder(nodes), (QStringList{u"B"_s, u"Z"_s}));
        QCOMPARE(nodes.majorityVersion(), u"2"_s);
    }

    // A ring that has gone round begins elsewhere than one that was just read.
    void anEqualHistoryIsNoChange()
    {
        const Node node = named(u"a1"_s, u"A"_s, u"1"_s);
        NodeSlots nodes;
        nodes.become(snapshotOf({node}), 0ms);
        for (int i = 1; i < limits::kHistorySamples + 7; ++i)
            nodes.beat(0, {node.id(), kAt + i * node.beatInterval, node.load, {}}, 0ms);
        ClusterSnapshot told = snapshotOf({nodes.node(0)});
        told.histories.insert(node.id(), nodes.history(0).toHistory());

        QVERIFY(nodes.become(told, 0ms).isEmpty());

        told.histories[node.id()].addGap();
        const ChangeSet changes = nodes.become(told, 0ms);
        QCOMPARE(changes.changed.size(), 1);
        QCOMPARE(nodes.history(0).toHistory(), told.histories[node.id()]);
    }

    void aNodeWithoutAnIdIsLeftOut()
    {
        NodeSlots nodes;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"left out"_s));
        QVERIFY(nodes.become(snapshotOf({Node{}}), 0ms).isEmpty());
        QCOMPARE(nodes.count(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_NodeSlots)
#include "tst_NodeSlots.moc"
