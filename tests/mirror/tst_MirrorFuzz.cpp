// SPDX-License-Identifier: Apache-2.0
// F-1, the short form: whatever is cut, lost, delayed, repeated or restarted, the mirror ends equal to the server.
#include "core/mirror/NodeFilterModel.h"
#include "tests/mirror/MirrorStage.h"

#include <QTest>

#include <random>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kIds = 30;

//! One random life of a server, and of the connection to it.
class Chaos
{
public:
    Chaos(quint32 seed, MirrorStage *stage) : m_random(seed), m_stage(*stage) {}

    void step()
    {
        FakeCluster &cluster = *m_stage.cluster;
        switch (m_random() % 16) {
        case 0: // The stream is cut; what happens meanwhile is not heard.
            cluster.setLink(LinkState::Reconnecting);
            m_isUp = false;
            return;
        case 1:
            reconnect();
            return;
        case 2: // Something is lost within the stream, silently: the numbers tell.
            change();
            return;
        case 3: // Lost, and told so.
            change();
            if (m_isUp)
                cluster.loseSome();
            return;
        case 4: // The server begins anew.
            cluster.setLink(LinkState::Reconnecting);
            m_isUp = false;
            cluster.restart(u"epoch%1"_s.arg(++m_epochs));
            change();
            return;
        case 5: // A snapshot under way is answered late.
            cluster.holdsSnapshots = !cluster.holdsSnapshots;
            return;
        case 6:
            answer();
            return;
        case 7: // Told twice.
            if (m_isUp && m_last)
                cluster.send(*m_last);
            return;
        default:
            tell(change());
            return;
        }
    }

    void settle()
    {
        reconnect();
        m_stage.cluster->holdsSnapshots = false;
        while (m_stage.cluster->heldSnapshots() > 0)
            answer();
        tell(change()); // The next event shows a gap that nobody told of.
    }

private:
    void reconnect()
    {
        if (m_isUp)
            return;
        m_isUp = true;
        m_stage.cluster->setLink(LinkState::Live);
    }
    void tell(const ClusterEvent &event)
    {
        if (!m_isUp)
            return;
        m_stage.cluster->send(event);
        m_last = event;
    }
    void answer()
    {
        if (m_stage.cluster->heldSnapshots() > 0)
            m_stage.cluster->answerSnapshot();
    }
    ClusterEvent change()
    {
        FakeCluster &cluster = *m_stage.cluster;
        const int which = static_cast<int>(m_random() % kIds);
        const NodeId id = MirrorStage::id(which);
        m_stage.clock.advance(milliseconds(m_random() % 3000));
        cluster.setNow(m_stage.clock.now());
        if (cluster.has(id) && m_random() % 4 == 0)
            return cluster.take(id);
        if (cluster.has(id) && m_random() % 2 == 0) {
            Load load = someLoad();
            load.cpu = static_cast<double>(m_random() % 100) / 100.0;
            return cluster.beaten(id, m_stage.clock.now(), load);
        }
        return cluster.put(m_stage.node(which, kNodeStatuses[m_random() % kNodeStatuses.size()]), NodeChange::Status);
    }

    std::mt19937 m_random;
    MirrorStage &m_stage;
    bool m_isUp = false;
    int m_epochs = 0;
    std::optional<ClusterEvent> m_last;
};

QStringList canonical(const QList<Node> &nodes)
{
    QStringList lines;
    for (const Node &node : nodes)
        lines.append(u"%1 %2 %3 %4"_s.arg(node.id().text(), wordOf(node.status))
                         .arg(node.lastBeatAt ? node.lastBeatAt->msSinceEpoch : 0)
                         .arg(node.load.cpu.value_or(-1)));
    lines.sort();
    return lines;
}

} // namespace

class tst_MirrorFuzz : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mirrorEndsEqualToTheServer()
    {
        for (quint32 seed = 1; seed <= 150; ++seed) {
            MirrorStage stage(10);
            NodesModel model;
            NodeFilterModel filter;
            filter.setSourceModel(&model);
            model.setSession(stage.session.get());
            stage.session->start();
            Chaos chaos(seed, &stage);
            for (int i = 0; i < 120; ++i) {
                chaos.step();
                if (i % 10 == 0)
                    QCoreApplication::processEvents();
            }
            chaos.settle();

            QTRY_VERIFY_WITH_TIMEOUT(stage.session->isLive() && stage.session->mirror().position() == stage.cluster->state().position,
                                     5000);
            QCOMPARE(canonical(stage.session->mirror().nodes()), canonical(stage.cluster->state().nodes));
            QCOMPARE(model.rowCount(), stage.cluster->state().nodes.size());
            QCOMPARE(filter.rowCount(), model.rowCount());
            QCOMPARE(model.summary(), summaryOf(stage.cluster->state().nodes, stage.session->shownContext()));
            filter.setSourceModel(nullptr);
        }
    }

    void oneGapCostsOneSnapshot()
    {
        MirrorStage stage(10);
        QVERIFY(stage.go());
        for (int gap = 1; gap <= 50; ++gap) {
            stage.cluster->put(stage.node(gap % 10, NodeStatus::Offline), NodeChange::Status); // Lost.
            stage.setStatus((gap + 1) % 10, NodeStatus::Online);
            stage.setStatus((gap + 2) % 10, NodeStatus::Online);
            QTRY_VERIFY(stage.session->isLive());
            QVERIFY(stage.frame());
            QCOMPARE(stage.cluster->snapshots, 1 + gap);
        }
    }
};

QTEST_GUILESS_MAIN(tst_MirrorFuzz)
#include "tst_MirrorFuzz.moc"
