// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailClient.h"

#include "tests/dialects/agenticmail/ReplayBench.h"
#include "tests/support/Outcome.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

//! Keeps what a client says: "node-joined n1", "resync".
class Listener : public QObject
{
public:
    explicit Listener(Cluster &cluster)
    {
        connect(&cluster, &Cluster::eventArrived, this, [this](const ClusterEvent &one) {
            said << one.kind() + u' ' + one.node().text();
            positions << one.position;
        });
        connect(&cluster, &Cluster::resyncNeeded, this, [this] { said << u"resync"_s; });
    }
    QStringList said;
    QList<EventPosition> positions;
};

} // namespace

class tst_AgenticmailClient : public QObject
{
    Q_OBJECT

    std::unique_ptr<AgenticmailClient> started(ReplayBench &bench, const Credentials &credentials)
    {
        auto client = std::make_unique<AgenticmailClient>(bench.address(), credentials, m_clock, 1);
        client->start();
        return client;
    }

private Q_SLOTS:
    void followsOverTheList()
    {
        ReplayBench bench;
        bench.join(u"n1"_s);
        const auto client = started(bench, bench.key());
        Listener listener(*client);
        QTRY_COMPARE(client->link().state, LinkState::Live);
        const auto first = outcomeOf(client->snapshot());
        QVERIFY_RESULT(first);
        QCOMPARE(first->nodes.size(), 1);
        QVERIFY(listener.said.isEmpty());

        bench.server.nodes().registerNode({{u"nodeId"_s, u"n2"_s}, {u"host"_s, u"h"_s}, {u"port"_s, u"3101"_s}});
        bench.server.nodes().heartbeat(u"n1"_s, {{u"cpuUsage"_s, 0.75}});
        bench.server.sendFrame(R"({"type":"heartbeat"})");

        QTRY_COMPARE(listener.said, (QStringList{u"node-joined n2"_s, u"node-beat n1"_s}));
        QCOMPARE(listener.positions.constLast(), (EventPosition{first->position.epoch, first->position.number + 2}));
        QCOMPARE(bench.askedFor(u"GET /api/engine/cluster/nodes"_s), 1);
    }
    void retryNowDoubtsAnOpenStreamToo()
    {
        ReplayBench bench;
        bench.join(u"n1"_s);
        const auto client = started(bench, bench.key());
        QTRY_COMPARE(client->link().state, LinkState::Live);
        Listener listener(*client);

        client->retryNow();

        QCOMPARE(client->link().state, LinkState::Reconnecting);
        QTRY_COMPARE(client->link().state, LinkState::Live);
        QCOMPARE(listener.said, QStringList{u"resync"_s}); // Its stream cannot tell what came between.
    }
    void removalIsToldFromSilence()
    {
        ReplayBench bench;
        bench.join(u"n1"_s);
        const auto client = started(bench, bench.key());
        Listener listener(*client);
        QTRY_COMPARE(client->link().state, LinkState::Live);
        bench.server.nodes().remove(u"n1"_s); // Comes as offline.
        QTRY_COMPARE(listener.said, QStringList{u"node-removed n1"_s});
    }
    void offlineIsReadAgain()
    {
        ReplayBench bench;
        bench.join(u"n1"_s);
        const auto client = started(bench, bench.key());
        Listener listener(*client);
        QTRY_COMPARE(client->link().state, LinkState::Live);
        bench.server.nodes().restart();
        bench.server.sendFrame(R"({"type":"node","event":"offline","nodeId":"n1","status":"offline","agents":[]})");
        QTRY_COMPARE(listener.said, QStringList{u"node-status n1"_s});
        QCOMPARE(outcomeOf(client->snapshot())->nodes.constFirst().status, NodeStatus::Offline);
    }
    void aBrokenStreamIsReconciled()
    {
        ReplayBench bench;
        bench.join(u"n1"_s);
        bench.join(u"n2"_s);
        const auto client = started(bench, bench.key());
        Listener listener(*client);
        QTRY_COMPARE(client->link().state, LinkState::Live);
        bench.server.close();
        QTRY_COMPARE(client->link().state, LinkState::Reconnecting);
        bench.server.nodes().remove(u"n1"_s);
        bench.server.open();
        QTRY_COMPARE_WITH_TIMEOUT(client->link().state, LinkState::Live, 10'000);
        QCOMPARE(listener.said.constFirst(), u"resync"_s);
        QVERIFY(listener.said.contains(u"node-removed n1"_s));
        QCOMPARE(outcomeOf(client->snapshot())->nodes.size(), 1);
    }
    void aWrongKeyBlocks()
    {
        ReplayBench bench;
        const auto client = started(bench, {.apiKey = Secret("ek_wrong")});
        QTRY_COMPARE(client->link().state, LinkState::Blocked);
        QCOMPARE(client->link().cause.code, u"not-authenticated"_s);
    }
    void refusalsOfItsMiddlewareBlock()
    {
        ReplayBench bench({.blocked = u"HTTPS_REQUIRED"_s});
        const auto client = started(bench, bench.key());
        QTRY_COMPARE(client->link().state, LinkState::Blocked);
        QCOMPARE(client->link().cause.code, u"https-required"_s);
    }
    void aSessionThatEndsIsRenewed()
    {
        ReplayBench bench;
        const auto client = started(bench, bench.signIn());
        QTRY_COMPARE(client->link().state, LinkState::Live);
        bench.server.endSessions();
        bench.server.dropStreams();
        QTRY_VERIFY_WITH_TIMEOUT(bench.askedFor(u"POST /auth/refresh"_s) == 1, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(client->link().state, LinkState::Live, 10'000);
    }
    void tooManyIsWaitedOut()
    {
        ReplayBench bench({.requestsPerMinute = 1, .retryAfterSeconds = 30});
        const auto client = started(bench, bench.key()); // The stream takes the one request of the minute.
        QTRY_COMPARE(client->link().cause.kind, ErrorKind::Busy);
        QCOMPARE(client->link().state, LinkState::Resyncing);
        QVERIFY(client->link().retryAt > m_clock.now() + milliseconds(20'000));
    }
    void verbsWeighTheAnswers()
    {
        ReplayBench bench;
        bench.join(u"n1"_s);
        AgenticmailClient client(bench.address(), bench.key(), m_clock, 1);
        const auto ping = outcomeOf(client.ping(NodeId(u"n1"_s)));
        QVERIFY_RESULT(ping);
        QCOMPARE(ping->via, u"dial"_s);
        QCOMPARE(outcomeOf(client.restartAgents(NodeId(u"n1"_s))).error().code, u"unconfirmed"_s);
        QCOMPARE(outcomeOf(client.restartAgents(NodeId(u"nobody"_s))).error().kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(client.remove(NodeId(u"nobody"_s))).error().kind, ErrorKind::NotFound);
        QVERIFY_RESULT(outcomeOf(client.remove(NodeId(u"n1"_s))));
        QVERIFY(outcomeOf(client.snapshot())->nodes.isEmpty());
        const auto report = outcomeOf(client.reach({.host = u"127.0.0.1"_s, .port = 1}));
        QVERIFY_RESULT(report);
        QVERIFY(!report->isReachable && report->stages.constLast().cause);
    }
    void theServersChoiceComesFirst()
    {
        ReplayBench bench;
        bench.join(u"n1"_s);
        bench.join(u"n2"_s);
        bench.server.nodes().registerNode({{u"nodeId"_s, u"busy"_s}, {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, 1},
                                           {u"agents"_s, QJsonArray{u"a1"_s, u"a2"_s}}, {u"capabilities"_s, QJsonArray{u"gpu"_s}}});
        QTest::qWait(2); // As in join().
        bench.server.nodes().heartbeat(u"busy"_s, {});
        AgenticmailClient client(bench.address(), bench.key(), m_clock, 1);
        const auto all = outcomeOf(client.bestNodes({}));
        QVERIFY_RESULT(all);
        QCOMPARE(all->size(), 3);
        QCOMPARE(all->first().node.text(), u"n1"_s); // The fewest agents, registered first.
        QVERIFY(all->first().fits);
        QCOMPARE(all->last().reason, u"online, 2 agents"_s);
        const auto gpu = outcomeOf(client.bestNodes({u"gpu"_s}));
        QVERIFY_RESULT(gpu);
        QCOMPARE(gpu->first().node.text(), u"busy"_s);
        QVERIFY(!gpu->last().fits && gpu->last().reason.contains(u"gpu"_s));
        const auto none = outcomeOf(client.bestNodes({u"moon"_s}));
        QVERIFY_RESULT(none);
        QVERIFY(!none->first().fits);
        QCOMPARE(outcomeOf(client.bestNodes({u"a,b"_s})).error().kind, ErrorKind::Invalid);
    }
    void stopAndStartAtAnyMoment()
    {
        ReplayBench bench({.requestsPerMinute = 0});
        const auto client = started(bench, bench.key());
        for (int i = 0; i < 10; ++i) {
            client->stop();
            client->start();
            QTest::qWait(i);
        }
        QTRY_COMPARE(client->link().state, LinkState::Live);
    }

private:
    SystemClock m_clock;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailClient)
#include "tst_AgenticmailClient.moc"
