// SPDX-License-Identifier: Apache-2.0
// What AgenticMail's workers are told by our server: the field names of the contract, and errors where there were none.
#include "core/dialects/agenticmail/AgenticmailWorkerApi.h"

#include "tests/dialects/agenticmail/RoutesBench.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

class tst_AgenticmailWorkerApi : public QObject
{
    Q_OBJECT

    const QString m_register = u"/cluster/register"_s;

private Q_SLOTS:
    void registeringAnswersTheNode()
    {
        RoutesBench bench;
        const auto said = bench.post(m_register, RoutesBench::registration(u"mac"_s));
        QCOMPARE(said.status, 200);
        QCOMPARE(said.body.value("nodeId"_L1).toString(), u"mac"_s);
        QCOMPARE(said.body.value("url"_L1).toString(), u"http://192.168.1.50:3101"_s);
        QCOMPARE(said.body.value("port"_L1).toInt(), 3101);
        QCOMPARE(said.body.value("status"_L1).toString(), u"online"_s);
        QCOMPARE(said.body.value("version"_L1).toString(), u"unknown"_s);
        QCOMPARE(said.body.value("lastHeartbeat"_L1), said.body.value("registeredAt"_L1));
        const QJsonArray able{u"gpu"_s, u"docker"_s, u"browser"_s}; // Two in one entry, as its worker sends them.
        QCOMPARE(said.body.value("capabilities"_L1).toArray(), able);
        const Node node = bench.rig.node(u"mac"_s);
        QCOMPARE(node.status, NodeStatus::Joining);
        QCOMPARE(node.beatInterval, 30s);
        QCOMPARE(node.offlineAfter, 90s);
        QCOMPARE(node.who.labels.value(u"via"_s), u"agenticmail"_s);
        QVERIFY(node.who.version.isEmpty());
    }
    void theSmallestRegistrationIsEnough()
    {
        RoutesBench bench;
        const auto said = bench.post(m_register, {{u"nodeId"_s, u"w1"_s}, {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, u"3101"_s}});
        QCOMPARE(said.status, 200);
        QCOMPARE(said.body.value("name"_L1).toString(), u"w1"_s);
        QVERIFY(said.body.value("cpuCount"_L1).isNull() && said.body.value("memoryMb"_L1).isNull()); // Unknown is not 0.
        QCOMPARE(said.body.value("platform"_L1).toString(), u"unknown"_s);
    }
    void wrongRegistrationsAre400AndNameTheField_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        QTest::newRow("empty") << "{}"_ba << u"nodeId"_s;
        QTest::newRow("no host") << R"({"nodeId":"w1","port":1})"_ba << u"host"_s;
        QTest::newRow("no port") << R"({"nodeId":"w1","host":"a"})"_ba << u"port"_s;
        QTest::newRow("id of one letter") << R"({"nodeId":"w","host":"a","port":1})"_ba << u"nodeId"_s;
        QTest::newRow("id that is a number") << R"({"nodeId":123,"host":"a","port":1})"_ba << u"nodeId"_s;
        QTest::newRow("host with a path") << R"({"nodeId":"w1","host":"h2@evil:80/#","port":1})"_ba << u"host"_s;
        QTest::newRow("port 0") << R"({"nodeId":"w1","host":"a","port":0})"_ba << u"port"_s;
        QTest::newRow("half a port") << R"({"nodeId":"w1","host":"a","port":3.5})"_ba << u"port"_s;
        QTest::newRow("port too high") << R"({"nodeId":"w1","host":"a","port":"70000"})"_ba << u"port"_s;
        QTest::newRow("agents no list") << R"({"nodeId":"w1","host":"a","port":1,"agents":5})"_ba << u"agents"_s;
        QTest::newRow("capabilities no list") << R"({"nodeId":"w1","host":"a","port":1,"capabilities":{}})"_ba << u"capabilities"_s;
        QTest::newRow("cores in words") << R"({"nodeId":"w1","host":"a","port":1,"cpuCount":"ten"})"_ba << u"cpuCount"_s;
        QTest::newRow("metadata no object") << R"({"nodeId":"w1","host":"a","port":1,"metadata":"x"})"_ba << u"metadata"_s;
        QTest::newRow("no JSON") << "nonsense"_ba << QString();
    }
    void wrongRegistrationsAre400AndNameTheField()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        RoutesBench bench;
        const auto said = bench.ask("POST", m_register, "worker-key", body);
        QCOMPARE(said.status, 400);
        QCOMPARE(said.code(), u"invalid"_s);
        QCOMPARE(said.field(), field);
        QVERIFY(outcomeOf(bench.rig.plane->snapshot())->nodes.isEmpty());
    }
    void registeringAgainReplacesWhatItSays()
    {
        RoutesBench bench;
        QJsonObject first = RoutesBench::registration(u"mac"_s);
        first.insert("metadata"_L1, QJsonObject{{u"rack"_s, u"A1"_s}});
        QCOMPARE(bench.post(m_register, first).status, 200);
        const QString registeredAt = bench.rig.node(u"mac"_s).registeredAt.toIso8601();
        bench.rig.advance(10s);

        QJsonObject moved = RoutesBench::registration(u"mac"_s);
        moved.insert("host"_L1, u"10.0.0.9"_s);
        moved.remove("capabilities"_L1);
        moved.remove("agents"_L1);
        const auto said = bench.post(m_register, moved);

        QCOMPARE(said.status, 200);
        QCOMPARE(said.body.value("host"_L1).toString(), u"10.0.0.9"_s);
        QCOMPARE(said.body.value("registeredAt"_L1).toString(), registeredAt);
        QVERIFY(said.body.value("capabilities"_L1).toArray().isEmpty());
        QCOMPARE(said.body.value("agents"_L1).toArray(), QJsonArray{u"agent-1"_s}); // Kept when not said.
        QCOMPARE(said.body.value("metadata"_L1)["rack"_L1].toString(), u"A1"_s);
    }
    void aBeatKeepsItOnlineAndTellsItsLoad()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        QCOMPARE(bench.rig.node(u"mac"_s).status, NodeStatus::Online);
        const auto said = bench.post(u"/cluster/heartbeat/mac"_s, {{u"cpuUsage"_s, 0.5}, {u"memoryUsage"_s, 0.25}});
        QCOMPARE(said.status, 200);
        QCOMPARE(said.body, (QJsonObject{{u"ok"_s, true}}));
        const Node node = bench.rig.node(u"mac"_s);
        QCOMPARE(node.load.cpu, 0.5);
        QCOMPARE(node.load.memoryUsedBytes, qint64(4) << 30);
        QCOMPARE(node.agents.size(), 1);
        QCOMPARE(bench.ask("POST", u"/cluster/heartbeat/mac"_s, "worker-key").status, 200); // Without a body.
    }
    void wrongBeatsAreRefused()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        const auto unknown = bench.beat(u"nobody"_s, {u"agent-1"_s});
        QCOMPARE(unknown.status, 404);
        QCOMPARE(unknown.code(), u"announce-first"_s);
        QCOMPARE(bench.ask("POST", u"/cluster/heartbeat/mac"_s, "worker-key", "{broken").status, 400);
        QCOMPARE(bench.post(u"/cluster/heartbeat/mac"_s, {{u"cpuUsage"_s, 45}}).field(), u"cpuUsage"_s);
        QCOMPARE(bench.post(u"/cluster/heartbeat/mac"_s, {{u"agents"_s, u"abc"_s}}).field(), u"agents"_s);
        QCOMPARE(bench.beat(u"x"_s, {}).status, 400);
    }
    void aRemovedWorkerThatGoesOnBeatingIsTold()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        QStringList told;
        connect(bench.rig.plane.get(), &Cluster::eventArrived, this, [&told](const ClusterEvent &event) {
            if (const auto *refused = std::get_if<AccessRefused>(&event.what))
                told << refused->who + u' ' + refused->text;
        });
        QVERIFY_RESULT(outcomeOf(bench.rig.plane->remove(NodeId(u"mac"_s))));

        for (int i = 0; i < 5; ++i)
            QCOMPARE(bench.beat(u"mac"_s, {u"agent-1"_s}).status, 404); // It reads no answers, and beats for ever.

        QCOMPARE(told.size(), 1);
        QVERIFY2(told[0].startsWith(u"node mac it was removed"_s), qPrintable(told[0]));
    }
    void agentsOfSeveralProcessesAreMerged()
    {
        RoutesBench bench;
        bench.join(u"mac"_s, u"agent-a"_s);
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"mac"_s, u"agent-b"_s)).status, 200);
        const auto agents = [&bench] {
            QStringList ids;
            for (const Agent &agent : bench.rig.node(u"mac"_s).agents)
                ids << agent.id;
            return ids;
        };
        const QStringList both{u"agent-a"_s, u"agent-b"_s};
        QCOMPARE(agents(), both);
        for (const QString &one : {u"agent-a"_s, u"agent-b"_s, u"agent-a"_s}) {
            QCOMPARE(bench.beat(u"mac"_s, {one}).status, 200);
            QCOMPARE(agents(), both); // No flipping.
        }
        bench.rig.advance(60s);
        QCOMPARE(bench.beat(u"mac"_s, {u"agent-a"_s}).status, 200);
        bench.rig.advance(30s);
        QCOMPARE(bench.beat(u"mac"_s, {u"agent-a"_s}).status, 200);
        QCOMPARE(agents(), QStringList{u"agent-a"_s}); // The other process ended.
    }
    void nodesThatCameAnotherWayAreNotTaken()
    {
        RoutesBench bench(RoutesBench::keyless());
        bench.rig.join(u"ours"_s);
        for (int i = 0; i < 2; ++i) {
            for (const QByteArray &key : {""_ba, "worker-key"_ba}) {
                const auto said = bench.post(m_register, RoutesBench::registration(u"ours"_s), key);
                QCOMPARE(said.status, 409);
                QCOMPARE(said.code(), u"duplicate-id"_s);
                QCOMPARE(bench.post(u"/cluster/heartbeat/ours"_s, {}, key).status, 409);
            }
            QVERIFY(bench.rig.reasonsOf(u"ours"_s).filter(u"duplicate"_s).isEmpty()); // Nor is it blamed.
            QCOMPARE(bench.rig.node(u"ours"_s).who, identityCalled(u"ours"_s));
            bench.rig.advance(60s); // Not even when it is offline.
        }
    }
    void aCredentialSpeaksForItsNodeAlone()
    {
        RoutesBench bench;
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"mac"_s), "mac-key").status, 200);
        const auto said = bench.post(m_register, RoutesBench::registration(u"other"_s), "mac-key");
        QCOMPARE(said.status, 403);
        QCOMPARE(said.code(), u"not-your-node"_s);
        bench.join(u"other"_s);
        QCOMPARE(bench.post(u"/cluster/heartbeat/other"_s, {}, "mac-key").status, 403);
        QCOMPARE(bench.post(u"/cluster/heartbeat/mac"_s, {}, "mac-key").status, 200);
    }
    void withoutAKeyAThousandNodesAreEnough()
    {
        RoutesBench bench(RoutesBench::keyless());
        bench.join(u"mac"_s);
        QList<Future<Welcome>> asked;
        for (int i = 2; i < 1000; ++i) {
            Announcement worker = announcementOf(u"worker-%1"_s.arg(i));
            worker.who.labels.insert(u"via"_s, u"agenticmail"_s);
            worker.beatInterval = limits::kForeignBeatInterval;
            worker.offlineAfter = limits::kForeignOfflineAfter;
            asked << bench.rig.plane->announce(worker);
        }
        for (const Future<Welcome> &one : asked)
            QVERIFY_RESULT(outcomeOf(one));
        bench.rig.join(u"ours"_s); // Is none of them.
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"last"_s), {}).status, 200);

        const auto said = bench.post(m_register, RoutesBench::registration(u"more"_s), {});

        QCOMPARE(said.status, 503);
        QVERIFY(said.body.value("error"_L1).toString().contains(u"without a token"_s));
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"mac"_s), {}).status, 200); // Is one of them.
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"more"_s)).status, 200);    // Has a key.
        for (const QString &gone : {u"more"_s, u"last"_s})
            QVERIFY_RESULT(outcomeOf(bench.rig.plane->remove(NodeId(gone))));
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"another"_s), {}).status, 200);
    }
    void whatARefusedOneReportedIsForgotten()
    {
        RoutesBench bench;
        TokenRequest wanted;
        wanted.kind = TokenKind::Join;
        const auto token = outcomeOf(bench.rig.plane->createToken(wanted));
        QVERIFY_RESULT(token);
        const auto grant = outcomeOf(bench.rig.plane->join({identityCalled(u"mac"_s), instanceOf(u"mac"_s), token->facts.id}));
        QVERIFY_RESULT(grant);
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"mac"_s, u"not-mine"_s)).status, 403);
        QVERIFY_RESULT(outcomeOf(bench.rig.plane->revokeToken(grant->facts.id)));

        const auto said = bench.post(m_register, RoutesBench::registration(u"mac"_s, u"agent-1"_s));

        QCOMPARE(said.status, 200);
        QCOMPARE(said.body.value("agents"_L1).toArray(), QJsonArray{u"agent-1"_s});
    }
    void withoutAKeyExactlyTwoRoutesOpen()
    {
        RoutesBench bench(RoutesBench::keyless());
        bench.join(u"mac"_s);
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"mac"_s), {}).status, 200);
        QCOMPARE(bench.post(u"/cluster/heartbeat/mac"_s, {}, {}).status, 200);
        QCOMPARE(bench.post(u"/agent-status/agent-1"_s, {}, {}).status, 401);
        QCOMPARE(bench.ask("GET", u"/cluster/nodes"_s, {}).status, 401);
        QCOMPARE(bench.ask("DELETE", u"/cluster/nodes/mac"_s, {}).status, 401);
        QCOMPARE(bench.post(m_register, RoutesBench::registration(u"mac"_s), "garbage").status, 401); // A wrong key is no key.
    }
    void forwardedCallersAreNotLetIn()
    {
        RoutesBench bench(RoutesBench::keyless());
        HttpClient client(bench.url());
        const auto answer = outcomeOf(client.post(u"/api/engine/cluster/register"_s, RoutesBench::registration(u"mac"_s),
                                                  {.headers = {{"X-Forwarded-For", "127.0.0.1"}}, .takesRefusals = true}));
        QVERIFY_RESULT(answer);
        QCOMPARE(answer->status, 401);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailWorkerApi)
#include "tst_AgenticmailWorkerApi.moc"
