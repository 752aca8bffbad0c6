// SPDX-License-Identifier: Apache-2.0
// Our client against our own routes: what a console sees through AgenticMail's API is what the control plane has.
#include "core/dialects/agenticmail/AgenticmailClient.h"
#include "core/dialects/agenticmail/AgenticmailDialect.h"
#include "tests/conformance/SuiteParts.h"
#include "tests/dialects/agenticmail/RoutesBench.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

using suite::EventLog;

class tst_AgenticmailOurs : public QObject
{
    Q_OBJECT

    //! What both APIs tell of a node.
    static QString toldOf(const Node &node)
    {
        QStringList agents;
        for (const Agent &agent : node.agents)
            agents << agent.id;
        const QStringList parts{node.id().text(),
                                node.who.name,
                                node.who.address,
                                node.who.platform,
                                node.who.arch,
                                node.who.version,
                                QString::number(node.who.cores.value_or(-1)),
                                node.who.capabilities.join(u','),
                                agents.join(u','),
                                wordOf(node.status),
                                QString::number(node.load.cpu.value_or(-1)),
                                QString::number(node.load.memoryTotalBytes.value_or(-1)),
                                QString::number(node.load.memoryUsedBytes.value_or(-1)),
                                node.registeredAt.toIso8601(),
                                node.lastBeatAt ? node.lastBeatAt->toIso8601() : QString()};
        return parts.join(u" | "_s);
    }
    static QStringList toldOf(const Result<ClusterSnapshot> &snapshot)
    {
        QStringList all;
        if (snapshot) {
            for (const Node &node : snapshot->nodes)
                all << toldOf(node);
        }
        all.sort();
        return all;
    }

private Q_SLOTS:
    void theSameNodesAreSeen()
    {
        RoutesBench bench;
        bench.rig.join(u"ours"_s);
        bench.join(u"mac"_s);
        // A beat in the millisecond of the registration is none there.
        QVERIFY_RESULT(outcomeOf(bench.rig.plane->beat(beatOf(u"ours"_s, 2))));
        QCOMPARE(bench.post(u"/cluster/heartbeat/mac"_s, {{u"cpuUsage"_s, 0.5}, {u"memoryUsage"_s, 0.25}}).status, 200);
        AgenticmailClient client(bench.address(), {.token = Secret("viewer-key")}, m_clock, 1);
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Live);
        const auto same = [&] { return toldOf(outcomeOf(client.snapshot())) == toldOf(outcomeOf(bench.rig.plane->snapshot())); };
        QCOMPARE(toldOf(outcomeOf(client.snapshot())), toldOf(outcomeOf(bench.rig.plane->snapshot())));

        bench.join(u"vps"_s);
        QTRY_VERIFY(same());
        QVERIFY_RESULT(outcomeOf(bench.rig.plane->beat(beatOf(u"ours"_s, 3))));
        QTRY_VERIFY(same());
        QVERIFY_RESULT(outcomeOf(bench.rig.plane->remove(NodeId(u"ours"_s))));
        QTRY_VERIFY(same());
        QCOMPARE(outcomeOf(client.snapshot())->nodes.size(), 2);
    }
    void eventsTellTheSameStory()
    {
        RoutesBench bench;
        AgenticmailClient client(bench.address(), {.token = Secret("operator-key")}, m_clock, 1);
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Live);
        EventLog log(client);
        bench.join(u"mac"_s);
        QTRY_VERIFY(log.kindsOf(u"mac"_s).contains(u"node-status"_s)); // It beat.
        bench.rig.advance(90s);
        QTRY_COMPARE(outcomeOf(client.snapshot())->nodes.constFirst().status, NodeStatus::Offline);
        QCOMPARE(bench.beat(u"mac"_s, {u"agent-1"_s}).status, 200);
        QTRY_COMPARE(outcomeOf(client.snapshot())->nodes.constFirst().status, NodeStatus::Online);
        QVERIFY_RESULT(outcomeOf(client.remove(NodeId(u"mac"_s))));
        QTRY_COMPARE(log.kindsOf(u"mac"_s).constLast(), u"node-removed"_s);
        QCOMPARE(log.kindsOf(u"mac"_s).count(u"node-removed"_s), 1);
        QVERIFY(outcomeOf(bench.rig.plane->snapshot())->nodes.isEmpty());
    }
    void verbsReachTheControlPlane()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        bench.rig.plane->setReacher([](const ReachTarget &target) {
            return ready(ReachReport{.isReachable = target.host == "192.168.1.50"_L1, .latencyMs = 4, .version = {}, .agentId = {}, .stages = {}});
        });
        int restarts = 0;
        bench.rig.plane->setRestarter([&restarts](const Node &) {
            ++restarts;
            return ready();
        });
        AgenticmailClient client(bench.address(), {.token = Secret("operator-key")}, m_clock, 1);
        const auto ping = outcomeOf(client.ping(NodeId(u"mac"_s)));
        QVERIFY_RESULT(ping);
        QCOMPARE(ping->latencyMs, 4.0);
        QCOMPARE(outcomeOf(client.restartAgents(NodeId(u"mac"_s))).error().code, u"unconfirmed"_s); // It cannot know better there.
        QCOMPARE(restarts, 1);
        QCOMPARE(outcomeOf(client.remove(NodeId(u"nobody"_s))).error().kind, ErrorKind::NotFound);
    }
    void aViewerIsToldWhatItMayNotDo()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        AgenticmailClient client(bench.address(), {.token = Secret("viewer-key")}, m_clock, 1);
        QCOMPARE(outcomeOf(client.remove(NodeId(u"mac"_s))).error().kind, ErrorKind::Refused);
        QCOMPARE(bench.rig.node(u"mac"_s).status, NodeStatus::Online);
    }
    void itIsMusterUnlessAskedForAgenticmail()
    {
        RoutesBench bench;
        const AgenticmailDialect dialect;
        const auto unasked = outcomeOf(dialect.probe(bench.address(), {}, this)); // As when all dialects are tried in turn.
        QVERIFY(!unasked);
        QCOMPARE(unasked.error().kind, ErrorKind::Protocol);
        const auto asked = outcomeOf(dialect.probe(bench.address(), {.apiKey = Secret("viewer-key")}, this));
        QVERIFY_RESULT(asked);
        QVERIFY(asked->isSignedIn);
    }

private:
    SystemClock m_clock;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailOurs)
#include "tst_AgenticmailOurs.moc"
