// SPDX-License-Identifier: Apache-2.0
// F-5: a burst of ten updates of each of ten thousand nodes, through session, batcher and mirror. What is shown is the
// latest state, and no transition is left out of the list of events, however the updates fall into frames.
#include "core/mirror/NodesModel.h"
#include "tests/mirror/MirrorStage.h"

#include <random>
#include <set>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kNodes = 10'000;
constexpr int kUpdates = 10;
constexpr int kTransitions = limits::kEventsKept; //!< As many as the list holds; beats make the rest.

//! A live session of many nodes, and what the server knows of them. FakeCluster looks for each node that it changes, which
//! is too slow for so many.
class BurstStage
{
public:
    explicit BurstStage(int nodes)
    {
        for (int i = 0; i < nodes; ++i)
            m_nodes.append(stage.node(i, NodeStatus::Online));
    }
    bool go()
    {
        stage.cluster->holdsSnapshots = true;
        stage.connectOnly();
        if (!QTest::qWaitFor([this] { return stage.cluster->heldSnapshots() == 1; }))
            return false;
        ClusterSnapshot snapshot = stage.cluster->state();
        snapshot.nodes = m_nodes;
        stage.cluster->answerSnapshot(snapshot);
        return QTest::qWaitFor([this] { return stage.session->isLive(); });
    }
    void turn(int which, NodeStatus status)
    {
        m_nodes[which].status = status;
        told.emplace_back(m_nodes[which].id(), status);
        stage.cluster->send(stage.cluster->next(NodeChanged{m_nodes[which], NodeChange::Status}));
    }
    void beat(int which, int i)
    {
        Node &node = m_nodes[which];
        node.load.cpu = (i % 97) / 97.0;
        node.lastBeatAt = stage.clock.now() + milliseconds(i);
        stage.cluster->send(stage.cluster->next(NodeBeat{node.id(), *node.lastBeatAt, node.load, node.clockSkew}));
    }
    NodeStatus status(int which) const { return m_nodes[which].status; }
    //! Whether the mirror is what the server knows.
    bool isEqual() const
    {
        return std::ranges::all_of(m_nodes, [this](const Node &wanted) {
            const Node *known = stage.session->mirror().find(wanted.id());
            return known && *known == wanted;
        });
    }
    //! Whether the newest lines of the list are all that was told, in order.
    bool hasAllTold() const
    {
        const auto &events = stage.session->mirror().events(); // Newest first.
        return events.size() >= told.size()
            && std::equal(told.rbegin(), told.rend(), events.begin(), [](const auto &one, const EventEntry &entry) {
                   return entry.node == one.first && entry.status == one.second;
               });
    }

    MirrorStage stage;
    std::vector<std::pair<NodeId, NodeStatus>> told;

private:
    QList<Node> m_nodes;
};

} // namespace

class tst_EventBurst : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void latestIsShownAndTransitionsAreAllListed_data()
    {
        QTest::addColumn<int>("perTurn");
        QTest::newRow("all at once") << kNodes * kUpdates;
        QTest::newRow("some in each turn of the loop") << 3001;
    }

    void latestIsShownAndTransitionsAreAllListed()
    {
        QFETCH(int, perTurn);
        BurstStage burst(kNodes);
        NodesModel model;
        model.setSession(burst.stage.session.get());
        QVERIFY(burst.go());
        std::mt19937 random(5);
        std::set<int> turning; // Which of the updates are transitions.
        while (turning.size() < kTransitions)
            turning.insert(static_cast<int>(random() % (kNodes * kUpdates)));

        for (int i = 0; i < kNodes * kUpdates; ++i) {
            const int which = i % kNodes;
            if (turning.contains(i))
                burst.turn(which, burst.status(which) == NodeStatus::Online ? NodeStatus::Offline : NodeStatus::Online);
            else
                burst.beat(which, i);
            if (i % perTurn == perTurn - 1)
                QCoreApplication::processEvents();
        }
        QVERIFY(burst.stage.frame());

        QVERIFY(burst.isEqual());
        QVERIFY(burst.hasAllTold());
        QCOMPARE(burst.told.size(), size_t(kTransitions));
        QCOMPARE(burst.stage.cluster->snapshots, 1); // Nothing was read again to get there.
        QCOMPARE(model.rowCount(), kNodes);
    }

    void nodeThatTurnsWithinOneFrameIsListedEachTime()
    {
        BurstStage burst(100);
        QVERIFY(burst.go());
        for (int i = 0; i < 9 * 100; ++i)
            burst.turn(i % 100, kNodeStatuses[size_t(i / 100) % kNodeStatuses.size()]);
        QVERIFY(burst.stage.frame());

        QVERIFY(burst.isEqual());
        QVERIFY(burst.hasAllTold());
    }
};

QTEST_GUILESS_MAIN(tst_EventBurst)
#include "tst_EventBurst.moc"
