// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailCodec.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

Node nodeOf(const char *json)
{
    return AgenticmailCodec::readNode(QJsonDocument::fromJson(json).object()).value_or(Node());
}

} // namespace

class tst_AgenticmailCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsANode()
    {
        const Node node = nodeOf(R"({"nodeId":"mac-mini","name":"Office","host":"192.168.1.50","port":3101,)"
            R"("url":"http://x","platform":"darwin","arch":"arm64","cpuCount":10,"memoryMb":16384,"version":"0.5.324",)"
            R"("agents":["a1"],"capabilities":["browser"],"status":"online","registeredAt":"2026-11-20T17:14:11.931Z",)"
            R"("lastHeartbeat":"2026-11-20T17:14:41.931Z","metadata":{"rack":"A1","cpuUsage":0.45,"memoryUsage":0.5}})");
        QCOMPARE(node.id().text(), u"mac-mini"_s);
        QCOMPARE(node.who.address, u"192.168.1.50:3101"_s);
        QCOMPARE(node.who.cores, 10);
        QCOMPARE(node.load.memoryTotalBytes, qint64(16384) << 20);
        QCOMPARE(node.load.memoryUsedBytes, qint64(8192) << 20);
        QCOMPARE(node.load.cpu, 0.45);
        QCOMPARE(node.who.labels, (QMap<QString, QString>{{u"rack"_s, u"A1"_s}}));
        QCOMPARE(node.agents.size(), 1);
        QCOMPARE(node.status, NodeStatus::Online);
        QCOMPARE(node.beatInterval, milliseconds(30'000));
        QCOMPARE(node.offlineAfter, milliseconds(90'000));
    }
    void survivesWrongTypes()
    {
        const Node loose = nodeOf(R"({"nodeId":123,"host":"h","port":"3101","cpuCount":"ten","agents":"abc",)"
            R"("capabilities":{},"status":7,"metadata":[],"memoryMb":null})");
        QCOMPARE(loose.id().text(), u"123"_s);
        QCOMPARE(loose.who.address, u"h:3101"_s);
        QVERIFY(!loose.who.cores && !loose.load.memoryTotalBytes && !loose.lastBeatAt);
        QCOMPARE(loose.agents.constFirst().id, u"abc"_s);
        QVERIFY(loose.who.capabilities.isEmpty());
        QCOMPARE(loose.status, NodeStatus::Unknown);
        QCOMPARE(nodeOf(R"({"nodeId":"n1","host":"h","port":3.5})").who.address, u"h"_s);
        QCOMPARE(nodeOf(R"({"nodeId":"n1","host":"::1","port":80})").who.address, u"[::1]:80"_s);
        QVERIFY(nodeOf(R"({"nodeId":"n1","agents":5})").agents.isEmpty());
        QVERIFY(!nodeOf(R"({"nodeId":"n1","metadata":{"cpuUsage":7}})").load.cpu);
        QVERIFY(!AgenticmailCodec::readNode({{u"nodeId"_s, u"../up"_s}}));
    }
    void countsWhatItCannotRead()
    {
        int unread = 0;
        const auto nodes = AgenticmailCodec::readNodes(
            R"({"nodes":[{"nodeId":"n1"},{"nodeId":null},5],"stats":{"totalCpus":"10ten","totalAgents":null}})", &unread);
        QVERIFY(nodes.has_value());
        QCOMPARE(nodes->size(), 1);
        QCOMPARE(unread, 2);
        for (const char *other : {"<html>", "[]", R"({"nodes":{}})", ""})
            QCOMPARE(AgenticmailCodec::readNodes(other, &unread).error().kind, ErrorKind::Protocol);
    }
    void tellsKeepAlivesFromBeats()
    {
        using Kind = AgenticmailFrame::Kind;
        QCOMPARE(AgenticmailCodec::readFrame(R"({"type":"heartbeat"})")->kind, Kind::KeepAlive);
        QCOMPARE(AgenticmailCodec::readFrame(R"({"type":"node","event":"heartbeat","nodeId":"n1"})")->kind, Kind::Heartbeat);
        QCOMPARE(AgenticmailCodec::readFrame(R"({"type":"node","event":"update","nodeId":"n1"})")->kind, Kind::Other);
        QVERIFY(!AgenticmailCodec::readFrame("nonsense"));
    }
    void registrationIsJoiningFor35Seconds()
    {
        const Node told = nodeOf(R"({"nodeId":"n1","status":"online","registeredAt":"2026-11-20T17:14:11.000Z",)"
            R"("lastHeartbeat":"2026-11-20T17:14:11.000Z"})");
        QCOMPARE(AgenticmailCodec::shownAt(told, told.registeredAt + milliseconds(34'999)).status, NodeStatus::Joining);
        QCOMPARE(AgenticmailCodec::shownAt(told, told.registeredAt + milliseconds(35'000)).status, NodeStatus::Online);
    }
    void offlineSaysWhy()
    {
        QCOMPARE(nodeOf(R"({"nodeId":"n1","status":"offline","lastHeartbeat":""})").reasons.constFirst().code, QString(reason::kUnverified));
        QCOMPARE(nodeOf(R"({"nodeId":"n1","status":"offline","lastHeartbeat":"2026-11-20T17:14:11.000Z"})").reasons.constFirst().code,
                 QString(reason::kBeatsStopped));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailCodec)
#include "tst_AgenticmailCodec.moc"
