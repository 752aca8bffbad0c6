// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/PreparedSnapshot.h"

#include "core/mirror/ClusterMirror.h"
#include "tests/mirror/MirrorStage.h"

#include <QTest>

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

} // namespace

class tst_PreparedSnapshot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstOneIsSortedByNameAndSharesTexts()
    {
        const ClusterSnapshot raw = fleet(40);

        const PreparedSnapshot ready = prepared(raw, SnapshotFor::EmptyMirror);

        QCOMPARE(ready.snapshot.nodes.size(), 40);
        QCOMPARE(ready.snapshot.nodes[1].who.name, u"n2"_s); // Not "n10".
        QCOMPARE(ready.snapshot.nodes[9].who.version.constData(), ready.snapshot.nodes[11].who.version.constData());
        QVERIFY(ready.texts.size() > 0);
        QCOMPARE(raw.nodes.first().who.name, u"n40"_s); // What was given is untouched.
    }

    void laterOneKeepsItsOrder()
    {
        const PreparedSnapshot ready = prepared(fleet(3), SnapshotFor::FilledMirror);

        QCOMPARE(ready.snapshot.nodes.first().who.name, u"n3"_s);
        QVERIFY(ready.snapshot.nodes.isDetached());
    }

    void mirrorIsTheSameEitherWay()
    {
        const ClusterSnapshot first = fleet(900);
        ClusterSnapshot second = fleet(900);
        second.nodes.removeFirst();
        second.nodes[5].lastBeatAt = Timestamp{2'000'000};
        second.nodes[6].status = NodeStatus::Failed;
        ClusterMirror plain;
        ClusterMirror quick;
        plain.apply(first, Timestamp{1'000'000}, {});
        quick.apply(prepared(first, SnapshotFor::EmptyMirror), Timestamp{1'000'000}, {});
        QCOMPARE(quick.count(), plain.count());

        plain.apply(second, Timestamp{1'000'000}, {});
        quick.apply(prepared(second, SnapshotFor::FilledMirror), Timestamp{1'000'000}, {});

        for (const Node &node : second.nodes)
            QCOMPARE(*quick.find(node.id()), node);
        QCOMPARE(quick.count(), 899);
        QCOMPARE(plain.count(), 899);
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
