// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/PreparedSnapshot.h"

#include "core/mirror/ClusterMirror.h"
#include "core/mirror/EventBatcher.h"
#include "tests/mirror/MirrorStage.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ClusterSnapshot fleet(int nodes)
{
    ClusterSnapshot snapshot{.position = {u"e"_s, 1}, .takenAt = Timestamp{1'000'000}, .nodes = {}, .histories = {}};
    for (int i = nodes; i > 0; --i) {
        Node node = nodeCalled(u"n%1"_s.arg(i));
        node.who.version = u"0.1.%1"_s.arg(i % 2);
        snapshot.nodes.append(node);
    }
    return snapshot;
}

QStringList namesInOrder(const ClusterMirror &mirror)
{
    QStringList names(mirror.count());
    for (int slot = 0; slot < mirror.slotCount(); ++slot) {
        if (mirror.isUsed(slot))
            names[mirror.nameRank(slot)] = mirror.node(slot).who.name;
    }
    return names;
}

QSharedDataPointer<NodeSlots> nothing()
{
    return QSharedDataPointer<NodeSlots>(new NodeSlots);
}

} // namespace

class tst_PreparedSnapshot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstOneIsSortedByNameAndSharesTexts()
    {
        const ClusterSnapshot raw = fleet(40);

        const PreparedSnapshot ready = prepared(raw, nothing());

        QCOMPARE(ready.after->count(), 40);
        QCOMPARE(ready.after->node(1).who.name, u"n2"_s); // Not "n10".
        QCOMPARE(ready.after->nameRank(1), 1);
        QCOMPARE(ready.after->node(9).who.version.constData(), ready.after->node(11).who.version.constData());
        QCOMPARE(ready.changes.inserted.size(), 40);
        QCOMPARE(raw.nodes.first().who.name, u"n40"_s); // What was given is untouched.
        QCOMPARE(ready.before->count(), 0);
    }

    // A text of each node that stays where it was parsed would keep all of that memory.
    void textsThatAreKeptAreCopies()
    {
        ClusterSnapshot raw = fleet(1);
        Node &node = raw.nodes.first();
        node.who.name = u"Its own"_s;
        node.who.hostname = u"host.lan"_s;

        const PreparedSnapshot ready = prepared(raw, nothing());
        const Node &kept = ready.after->node(0);

        QCOMPARE(kept, node);
        QVERIFY(kept.id().text().constData() != node.id().text().constData());
        QVERIFY(kept.who.name.constData() != node.who.name.constData());
        QVERIFY(kept.who.hostname.constData() != node.who.hostname.constData());
        QVERIFY(kept.who.address.constData() != node.who.address.constData());
        QVERIFY(kept.who.version.constData() != node.who.version.constData());
        QVERIFY(kept.agents.first().state.constData() != node.agents.first().state.constData());
    }

    void discardingLeavesTheMirrorWhole()
    {
        const ClusterSnapshot raw = fleet(5);
        ClusterMirror mirror;
        PreparedSnapshot ready = prepared(raw, mirror.held());
        mirror.apply(ready, Timestamp{1'000'000}, {});

        discard(&ready);

        QVERIFY(!ready.before && !ready.after && ready.snapshot.nodes.isEmpty());
        for (const Node &node : raw.nodes)
            QCOMPARE(*mirror.find(node.id()), node);
    }

    void mirrorIsTheSameEitherWay()
    {
        const ClusterSnapshot first = fleet(900);
        ClusterSnapshot second = fleet(900);
        second.nodes.removeFirst();
        second.nodes[5].lastBeatAt = Timestamp{2'000'000};
        second.nodes[6].status = NodeStatus::Failed;
        second.nodes[7].who.version = u"7"_s;
        ClusterMirror plain;
        ClusterMirror quick;
        plain.apply(first, Timestamp{1'000'000}, {});
        PreparedSnapshot ready = prepared(first, quick.held());
        quick.apply(ready, Timestamp{1'000'000}, {});
        QCOMPARE(quick.count(), plain.count());

        const ChangeSet changes = plain.apply(second, Timestamp{1'000'000}, {});
        ready = prepared(second, quick.held());
        const ChangeSet same = quick.apply(ready, Timestamp{1'000'000}, {});

        for (const Node &node : second.nodes)
            QCOMPARE(*quick.find(node.id()), node);
        QCOMPARE(quick.count(), 899);
        QCOMPARE(plain.count(), 899);
        QCOMPARE(same.changed.size(), 3);
        QCOMPARE(same.changed.size(), changes.changed.size());
        QCOMPARE(same.removed.size(), 1);
    }

    // Nodes that come, go, beat, are renamed and change their version, and a beat between two snapshots.
    void mirrorStaysTheSameEitherWay()
    {
        std::mt19937 random(11);
        const auto draw = [&random](qsizetype below) { return static_cast<qsizetype>(random() % static_cast<unsigned>(below)); };
        const ClusterSnapshot all = fleet(60);
        ClusterSnapshot now = all;
        ClusterMirror plain;
        ClusterMirror quick;
        for (int round = 0; round < 200; ++round) {
            now.position.number += 2;
            for (int i = 0; i < 4; ++i) {
                Node &node = now.nodes[draw(now.nodes.size())];
                node.lastBeatAt = Timestamp{1'000'000 + round * 1000};
                node.load.cpu = round % 100 / 100.0;
            }
            now.nodes[draw(now.nodes.size())].who.name = u"n%1"_s.arg(draw(90));
            now.nodes[draw(now.nodes.size())].who.version = u"0.%1"_s.arg(draw(2));
            if (now.nodes.size() > 40)
                now.nodes.removeAt(draw(now.nodes.size()));
            const Node &back = all.nodes[draw(all.nodes.size())];
            if (std::ranges::none_of(std::as_const(now.nodes), [&back](const Node &one) { return one.id() == back.id(); }))
                now.nodes.insert(draw(now.nodes.size()), back);
            plain.apply(now, Timestamp{1'000'000}, {});
            PreparedSnapshot ready = prepared(now, quick.held());
            quick.apply(ready, Timestamp{1'000'000}, {});
            EventBatch batch;
            batch.position = {u"e"_s, now.position.number + 1};
            const NodeBeat beat{now.nodes[0].id(), Timestamp{1'000'500 + round * 1000}, {}, {}};
            batch.events.push_back({batch.position, Timestamp{1'000'000}, beat});
            plain.apply(batch);
            quick.apply(batch);

            QCOMPARE(quick.count(), now.nodes.size());
            QCOMPARE(quick.majorityVersion(), plain.majorityVersion());
            for (const Node &node : std::as_const(now.nodes)) {
                const int at = quick.slotOf(node.id());
                const int other = plain.slotOf(node.id());
                QCOMPARE(quick.node(at), plain.node(other));
                QCOMPARE(quick.history(at).toHistory(), plain.history(other).toHistory());
                QCOMPARE(quick.node(at).who, node.who);
            }
            QCOMPARE(namesInOrder(quick), namesInOrder(plain));
        }
    }

    // What was compared is then no longer what the mirror has.
    void mirrorThatChangedMeanwhileComparesAnew()
    {
        const ClusterSnapshot first = fleet(20);
        ClusterSnapshot second = first;
        second.position.number = 9;
        second.nodes[6].status = NodeStatus::Failed;
        ClusterMirror mirror;
        mirror.apply(first, Timestamp{1'000'000}, {});
        PreparedSnapshot ready = prepared(second, mirror.held());
        EventBatch batch;
        batch.position = {u"e"_s, 2};
        batch.events.push_back({batch.position, Timestamp{1'000'000}, NodeRemoved{second.nodes[3].id(), {}}});
        mirror.apply(batch);
        QCOMPARE(mirror.count(), 19);
        QCOMPARE(ready.before->count(), 20); // Nobody else sees that.

        const ChangeSet changes = mirror.apply(ready, Timestamp{1'000'000}, {});

        QCOMPARE(mirror.count(), 20);
        QCOMPARE(changes.inserted.size(), 1);
        QCOMPARE(changes.changed.size(), 1);
        QCOMPARE(mirror.position().number, 9ULL);
    }

    void nothingNewIsNoChange()
    {
        ClusterSnapshot first = fleet(3);
        first.histories.insert(first.nodes[0].id(), NodeHistory{.cpu = "abc", .memory = "def", .beats = "\1"});
        ClusterMirror mirror;
        mirror.apply(first, Timestamp{1'000'000}, {});

        const PreparedSnapshot ready = prepared(first, mirror.held());

        QVERIFY(ready.changes.isEmpty());
    }

    void largeFleetArrivesThroughTheSession()
    {
        MirrorStage stage(int(kPreparedNodes) + 10);
        QVERIFY(stage.go());
        QVERIFY(stage.isEqual());
        stage.cluster->put(stage.node(3, NodeStatus::Failed), NodeChange::Status);
        stage.cluster->take(MirrorStage::id(4));
        stage.cluster->loseSome();
        stage.cluster->putNode(stage.node(5, NodeStatus::Offline), NodeChange::Status); // While it is being prepared.

        QTRY_VERIFY(stage.session->isLive());
        QTRY_VERIFY(stage.isEqual());
    }

    void sessionMayEndWhileOneIsPrepared()
    {
        auto stage = std::make_unique<MirrorStage>(int(kPreparedNodes) + 10);
        stage->connectOnly();
        stage.reset();
        stage = std::make_unique<MirrorStage>(int(kPreparedNodes) + 10);
        stage->connectOnly();
        stage->cluster->setLink(LinkState::Reconnecting); // Its answer is of a link that is gone.
        stage->cluster->take(MirrorStage::id(0));
        stage->cluster->setLink(LinkState::Live);

        QTRY_VERIFY(stage->session->isLive());
        QVERIFY(stage->isEqual());
    }
};

QTEST_GUILESS_MAIN(tst_PreparedSnapshot)
#include "tst_PreparedSnapshot.moc"
