// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailRoster.h"

#include "tests/support/FakeCluster.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

using namespace Qt::StringLiterals;

namespace muster {

class tst_AgenticmailRoster : public QObject
{
    Q_OBJECT

    using Tale = AgenticmailRoster::Tale;

private Q_SLOTS:
    void init() { m_told.clear(); }
    void beginsWithTheSnapshot()
    {
        FakeCluster cluster;
        cluster.putNode(nodeCalled(u"w1"_s));
        AgenticmailRoster roster(cluster);
        QVERIFY_RESULT(outcomeOf(roster.known()));
        QVERIFY(roster.find(NodeId(u"w1"_s)));
        QVERIFY(!roster.find(NodeId(u"w2"_s)));
        QCOMPARE(cluster.snapshots, 1);
    }
    void tellsWhatChanges()
    {
        FakeCluster cluster;
        AgenticmailRoster roster(cluster);
        listen(roster);
        const NodeId id(u"w1"_s);
        cluster.putNode(nodeCalled(u"w1"_s), NodeChange::Joined);
        cluster.beatNode(id, Timestamp{5}, someLoad());
        QCOMPARE(roster.find(id)->load, someLoad());
        QCOMPARE(roster.find(id)->lastBeatAt, Timestamp{5});
        Node silent = nodeCalled(u"w1"_s);
        silent.status = NodeStatus::Offline;
        cluster.putNode(silent, NodeChange::Status);
        cluster.putNode(nodeCalled(u"w1"_s), NodeChange::Announced);
        cluster.removeNode(id);
        const QList<Tale> expected{Tale::Registered, Tale::Beat, Tale::Offline, Tale::Registered, Tale::Removed};
        QCOMPARE(m_told, expected);
        QCOMPARE(m_last.status, NodeStatus::Offline); // A removed one is called so.
        QVERIFY(!m_last.agents.isEmpty());
        QVERIFY(!roster.find(id));
    }
    void eventsDuringTheSnapshotAreNotLost()
    {
        FakeCluster cluster;
        cluster.putNode(nodeCalled(u"w1"_s));
        cluster.holdsSnapshots = true;
        AgenticmailRoster roster(cluster);
        listen(roster);
        const Future<void> known = roster.known();
        cluster.putNode(nodeCalled(u"w2"_s), NodeChange::Joined); // In the snapshot as well.
        QVERIFY(!known.isFinished());
        cluster.answerSnapshot();
        QVERIFY_RESULT(outcomeOf(known));
        QCOMPARE(roster.inOrder().size(), 2);
        QVERIFY(m_told.isEmpty()); // What the snapshot had is no news.
    }
    void aSnapshotThatFailedIsAskedForAgain()
    {
        FakeCluster cluster;
        cluster.snapshotError = Error{ErrorKind::Unreachable, {}, u"gone"_s, {}, {}};
        AgenticmailRoster roster(cluster);
        QCOMPARE(outcomeOf(roster.known()).error().kind, ErrorKind::Unreachable);
        cluster.snapshotError.reset();
        QVERIFY_RESULT(outcomeOf(roster.known()));
    }
    void missedEventsMeanANewSnapshot()
    {
        FakeCluster cluster;
        AgenticmailRoster roster(cluster);
        bool isLost = false;
        connect(&roster, &AgenticmailRoster::lost, this, [&isLost] { isLost = true; });
        cluster.put(nodeCalled(u"w1"_s), NodeChange::Joined); // Not told.
        Q_EMIT cluster.resyncNeeded();
        QVERIFY(isLost);
        QVERIFY_RESULT(outcomeOf(roster.known()));
        QVERIFY(roster.find(NodeId(u"w1"_s)));
    }
    void theFirstRegisteredComesFirst()
    {
        FakeCluster cluster;
        for (const auto &[id, at] : {std::pair(u"b"_s, 2), std::pair(u"a"_s, 3), std::pair(u"c"_s, 1), std::pair(u"d"_s, 2)}) {
            Node node = nodeCalled(id);
            node.registeredAt = Timestamp{at};
            cluster.putNode(node);
        }
        AgenticmailRoster roster(cluster);
        QStringList ids;
        for (const Node *node : roster.inOrder())
            ids << node->id().text();
        QCOMPARE(ids, (QStringList{u"c"_s, u"b"_s, u"d"_s, u"a"_s}));
    }

private:
    void listen(AgenticmailRoster &roster)
    {
        connect(&roster, &AgenticmailRoster::told, this, [this](const Node &node, Tale tale) {
            m_told << tale;
            m_last = node;
        });
    }

    QList<Tale> m_told;
    Node m_last;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailRoster)
#include "tst_AgenticmailRoster.moc"
