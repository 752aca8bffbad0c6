// SPDX-License-Identifier: Apache-2.0
// Our nodes in AgenticMail's words, and back through the codec that reads theirs.
#include "core/dialects/agenticmail/AgenticmailReplies.h"

#include "core/dialects/agenticmail/AgenticmailCodec.h"
#include "tests/support/NodeBuilder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_AgenticmailReplies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNodeHasAllFieldsOfTheContract()
    {
        const QJsonObject json = AgenticmailReplies::writeNode(nodeCalled(u"w1"_s));
        const QStringList fields{u"agents"_s, u"arch"_s, u"capabilities"_s, u"cpuCount"_s, u"host"_s, u"lastHeartbeat"_s, u"memoryMb"_s,
                                 u"metadata"_s, u"name"_s, u"nodeId"_s, u"platform"_s, u"port"_s, u"registeredAt"_s, u"status"_s,
                                 u"url"_s, u"version"_s};
        QCOMPARE(json.keys(), fields);
        QCOMPARE(json.value("host"_L1).toString(), u"192.168.1.50"_s);
        QCOMPARE(json.value("port"_L1).toInt(), 3101);
        QCOMPARE(json.value("memoryMb"_L1).toInt(), 16384);
        QCOMPARE(json.value("metadata"_L1)["cpuUsage"_L1].toDouble(), 0.25);
        QCOMPARE(json.value("metadata"_L1)["site"_L1].toString(), u"office"_s);
    }
    void whatWasWrittenIsReadAsTheSameNode()
    {
        Node node = nodeCalled(u"w1"_s);
        node.load.load1.reset();
        node.load.jobsRunning.reset(); // Not told there.
        const auto read = AgenticmailCodec::readNode(AgenticmailReplies::writeNode(node));
        QVERIFY(read.has_value());
        QCOMPARE(read->who.name, node.who.name);
        QCOMPARE(read->who.address, node.who.address);
        QCOMPARE(read->who.capabilities, node.who.capabilities);
        QCOMPARE(read->who.labels, node.who.labels);
        QCOMPARE(read->who.cores, node.who.cores);
        QCOMPARE(read->load, node.load);
        QCOMPARE(read->registeredAt, node.registeredAt);
        QCOMPARE(read->lastBeatAt, node.lastBeatAt);
        QCOMPARE(read->status, node.status);
    }
    void addressesAreTakenApart_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("url");
        QTest::newRow("name") << u"mac.lan:80"_s << u"mac.lan"_s << 80 << u"http://mac.lan:80"_s;
        QTest::newRow("IPv6") << u"[fe80::1]:3101"_s << u"fe80::1"_s << 3101 << u"http://[fe80::1]:3101"_s;
        QTest::newRow("no port") << u"mac.lan"_s << u"mac.lan"_s << 0 << QString();
        QTest::newRow("nothing") << QString() << QString() << 0 << QString();
        QTest::newRow("odd port") << u"mac:99999"_s << u"mac:99999"_s << 0 << QString();
    }
    void addressesAreTakenApart()
    {
        QFETCH(QString, address);
        Node node = nodeCalled(u"w1"_s);
        node.who.address = address;
        const QJsonObject json = AgenticmailReplies::writeNode(node);
        QTEST(json.value("host"_L1).toString(), "host");
        QTEST(json.value("port"_L1).toInt(), "port");
        QTEST(json.value("url"_L1).toString(), "url");
    }
    void unknownHasItsWords()
    {
        Node node;
        node.who.id = NodeId(u"w1"_s);
        node.status = NodeStatus::Unknown;
        node.lastBeatAt = Timestamp{1};
        const QJsonObject json = AgenticmailReplies::writeNode(node);
        QCOMPARE(json.value("platform"_L1).toString(), u"unknown"_s);
        QVERIFY(json.value("cpuCount"_L1).isNull() && json.value("memoryMb"_L1).isNull()); // Unknown is not 0.
        QCOMPARE(json.value("status"_L1).toString(), u"offline"_s);
        QCOMPARE(json.value("lastHeartbeat"_L1), QJsonValue(QString())); // As after a restart there.
        QVERIFY(json.value("metadata"_L1).toObject().isEmpty());
    }
    void statusesBecomeItsThree()
    {
        const QHash<NodeStatus, QString> words{
            {NodeStatus::Online, u"online"_s},     {NodeStatus::Joining, u"online"_s},   {NodeStatus::Degraded, u"degraded"_s},
            {NodeStatus::Draining, u"degraded"_s}, {NodeStatus::Drained, u"degraded"_s}, {NodeStatus::Offline, u"offline"_s},
            {NodeStatus::Unknown, u"offline"_s},   {NodeStatus::Failed, u"offline"_s}};
        for (const NodeStatus status : kNodeStatuses) {
            Node node = nodeCalled(u"w1"_s);
            node.status = status;
            QCOMPARE(AgenticmailReplies::statusOf(node), words.value(status));
        }
    }
    void sumsAreNumbersOfTheLiving()
    {
        Node online = nodeCalled(u"w1"_s);
        Node offline = nodeCalled(u"w2"_s);
        offline.status = NodeStatus::Offline;
        Node degraded = nodeCalled(u"w3"_s);
        degraded.status = NodeStatus::Degraded;
        const QByteArray body = AgenticmailReplies::writeNodes({&online, &offline, &degraded});
        const QJsonObject stats = QJsonDocument::fromJson(body).object().value("stats"_L1).toObject();
        QCOMPARE(stats, (QJsonObject{{u"totalNodes"_s, 3},
                                     {u"onlineNodes"_s, 1},
                                     {u"totalAgents"_s, 4},
                                     {u"totalCpus"_s, 8},
                                     {u"totalMemoryMb"_s, 16384}}));
        int unread = 0;
        const auto read = AgenticmailCodec::readNodes(body, &unread);
        QVERIFY(read.has_value());
        QCOMPARE(read->size(), 3);
        QVERIFY(read->at(1).agents.isEmpty()); // As there: nothing runs on what is offline.
    }
    void framesAreUnnamedDataLines()
    {
        const QByteArray frame = AgenticmailReplies::encodedFrame(u"register"_s, nodeCalled(u"w1"_s));
        QVERIFY(frame.startsWith("data: {") && frame.endsWith("}\n\n"));
        QVERIFY(!frame.contains("event: ") && !frame.contains("id: "));
        const auto read = AgenticmailCodec::readFrame(frame.mid(6).trimmed());
        QVERIFY(read && read->kind == AgenticmailFrame::Kind::Register);
        QCOMPARE(AgenticmailReplies::encodedKeepAlive(), "data: {\"type\":\"heartbeat\"}\n\n"_ba);
    }
    void aTestSaysWhatItSaw()
    {
        ReachTarget target;
        target.host = u"mac"_s;
        ReachReport report{.isReachable = true, .latencyMs = 4, .version = {}, .agentId = u"a1"_s, .stages = {}};
        QCOMPARE(AgenticmailReplies::write(report, target),
                 (QJsonObject{{u"success"_s, true}, {u"latencyMs"_s, 4}, {u"agentId"_s, u"a1"_s}}));
        report = {};
        report.stages = {{u"connect"_s, 1, Error{ErrorKind::Unreachable, {}, u"nobody listens"_s, {}, {}}}};
        const QJsonObject failed = AgenticmailReplies::write(report, target);
        QCOMPARE(failed.value("success"_L1).toBool(true), false);
        QCOMPARE(failed.value("error"_L1).toString(), u"No response from mac:3101: nobody listens"_s);
    }
    void agentsAreInTheirNodesState()
    {
        Node node = nodeCalled(u"w1"_s);
        node.agents[0].state = u"crashed"_s;
        QCOMPARE(AgenticmailReplies::writeAgent(node.agents[0], node).value("status"_L1).toString(), u"error"_s);
        QCOMPARE(AgenticmailReplies::writeAgent(node.agents[1], node).value("status"_L1).toString(), u"idle"_s);
        node.status = NodeStatus::Offline;
        const QJsonObject json = AgenticmailReplies::writeAgent(node.agents[1], node);
        QCOMPARE(json.value("status"_L1).toString(), u"offline"_s);
        QVERIFY(json.value("uptimeMs"_L1).isNull()); // Unknown is null, never 0.
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailReplies)
#include "tst_AgenticmailReplies.moc"
