// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerReplies.h"
#include "tests/support/NodeBuilder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

//! As it came from two processes.
constexpr auto kCaptured =
    "{\"thisNodeName\":\"node-a\",\"defaultNodeName\":\"node-a\",\"nodes\":["
    "{\"name\":\"node-a\",\"role\":\"all\",\"url\":\"http://127.0.0.1:17411\",\"tags\":[\"gpu\",\"eu\"],\"status\":\"online\",\"lastHeartbeatAt\":\"2026-11-20T17:28:30.009Z\",\"startedAt\":\"2026-11-20T17:27:43.316Z\",\"version\":\"0.1.0\",\"hostname\":\"vm\",\"pid\":1291},"
    "{\"name\":\"node-b\",\"role\":\"worker\",\"url\":null,\"tags\":[],\"status\":\"draining\",\"lastHeartbeatAt\":\"2026-11-20T17:28:29.267Z\",\"startedAt\":\"2026-11-20T17:28:29.267Z\",\"version\":null,\"hostname\":\"vm\",\"pid\":null}],"
    "\"assignments\":[]}";

Timestamp at(const QString &time)
{
    return Timestamp::fromIso8601(time, {}).value_or(Timestamp{});
}

QJsonObject parsed(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class tst_CognipeerReplies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capturedOverviewIsRead()
    {
        const auto overview = CognipeerReplies::readOverview(parsed(kCaptured), at(u"2026-11-20T17:28:33.000Z"_s));
        QVERIFY(overview);
        QCOMPARE(overview->defaultNode, u"node-a"_s);
        QCOMPARE(overview->nodes.size(), 2);
        const Node &one = overview->nodes.first();
        QCOMPARE(one.id().text(), u"node-a"_s);
        QCOMPARE(one.who.role, NodeRole::All);
        QCOMPARE(one.who.address, u"127.0.0.1:17411"_s);
        QCOMPARE(one.who.labels.value(u"gpu"_s), u"true"_s);
        QCOMPARE(one.status, NodeStatus::Online);
        QCOMPARE(one.lastBeatAt->toIso8601(), u"2026-11-20T17:28:30.009Z"_s);
        QCOMPARE(one.who.startedAt->toIso8601(), u"2026-11-20T17:27:43.316Z"_s);
        QCOMPARE(one.who.pid, 1291);
        QCOMPARE(one.beatInterval, milliseconds(10000));
        QCOMPARE(one.offlineAfter, milliseconds(30000));
        QVERIFY(!one.load.cpu);
        const Node &two = overview->nodes.last();
        QCOMPARE(two.status, NodeStatus::Draining);
        QVERIFY(two.who.version.isEmpty());
        QVERIFY(!two.who.pid);
    }
    void oldHeartbeatsAreOfflineWhateverTheWord()
    {
        const auto overview = CognipeerReplies::readOverview(parsed(kCaptured), at(u"2026-11-20T17:29:30.000Z"_s));
        for (const Node &node : overview->nodes) {
            QCOMPARE(node.status, NodeStatus::Offline);
            QCOMPARE(node.reasons.first().code, QString(reason::kBeatsStopped));
        }
    }
    void aYoungOfflineRowWasStopped()
    {
        QByteArray text = kCaptured;
        text.replace("draining", "offline");
        const auto overview = CognipeerReplies::readOverview(parsed(text), at(u"2026-11-20T17:28:33.000Z"_s));
        QCOMPARE(overview->nodes.last().reasons.first().code, QString(reason::kStoppedCleanly));
    }
    void namesBecomeIds()
    {
        QCOMPARE(CognipeerReplies::nodeIdOf(u"node-a"_s).text(), u"node-a"_s);
        const QStringList odd{u"x"_s, u"a b"_s, u"a:b"_s, u"-lead"_s, QString(200, u'a'), u"köln"_s};
        QSet<QString> seen;
        for (const QString &name : odd) {
            const QString id = CognipeerReplies::nodeIdOf(name).text();
            QVERIFY2(isIdText(id), qPrintable(id));
            QCOMPARE(CognipeerReplies::nodeIdOf(name).text(), id);
            seen.insert(id);
        }
        QCOMPARE(seen.size(), odd.size());
    }
    void nonsenseNamesItsPath_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("path");
        QTest::newRow("no nodes") << "{}"_ba << u"nodes"_s;
        QTest::newRow("no array") << R"({"nodes":{}})"_ba << u"nodes"_s;
        QTest::newRow("no object") << R"({"nodes":[1]})"_ba << u"nodes[0].name"_s;
        QTest::newRow("number") << R"({"nodes":[{"name":1,"status":"online"}]})"_ba << u"nodes[0].name"_s;
        QTest::newRow("no status") << R"({"nodes":[{"name":"ab"}]})"_ba << u"nodes[0].status"_s;
        QTest::newRow("time") << R"({"nodes":[{"name":"ab","status":"online","startedAt":"soon"}]})"_ba << u"nodes[0].startedAt"_s;
        QTest::newRow("tags") << R"({"nodes":[{"name":"ab","status":"online","tags":"gpu"}]})"_ba << u"nodes[0].tags"_s;
        QTest::newRow("twice") << R"({"nodes":[{"name":"ab","status":"online"},{"name":"ab","status":"online"}]})"_ba
                               << u"nodes[1].name"_s;
    }
    void nonsenseNamesItsPath()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, path);
        const auto overview = CognipeerReplies::readOverview(parsed(text), {});
        QVERIFY(!overview);
        QCOMPARE(overview.error().kind, ErrorKind::Protocol);
        QVERIFY2(overview.error().what.contains(path), qPrintable(overview.error().what));
    }
    void healthKnowsTheTrueNode()
    {
        const auto health = CognipeerReplies::readHealth(
            parsed(R"({"status":"ok","checks":{"cluster":{"status":"ok","details":{"thisNode":"node-b","online":1,"total":2}}}})"));
        QVERIFY(health);
        QCOMPARE(health->node, u"node-b"_s);
        QVERIFY(!CognipeerReplies::readHealth(parsed(R"({"status":"ok"})")));
    }
    void ourOverviewHasItsFields()
    {
        Node worker = nodeCalled(u"w1"_s);
        Node main = nodeCalled(u"main"_s);
        main.who.role = NodeRole::Main;
        Node gone = nodeCalled(u"aa"_s);
        gone.status = NodeStatus::Offline;
        gone.who.version.clear();
        const ClusterSnapshot snapshot{.position = {}, .takenAt = {}, .nodes = {worker, main, gone}, .histories = {}};
        const QJsonObject json = CognipeerReplies::writeOverview(
            snapshot, {.version = {}, .node = u"w1"_s, .epoch = {}});
        QCOMPARE(json.value("thisNodeName"_L1).toString(), u"w1"_s);
        QCOMPARE(json.value("defaultNodeName"_L1).toString(), u"main"_s);
        QVERIFY(json.value("assignments"_L1).isArray());
        const QJsonArray nodes = json.value("nodes"_L1).toArray();
        QCOMPARE(nodes.at(0)["name"_L1].toString(), u"aa"_s);
        QCOMPARE(nodes.at(0)["status"_L1].toString(), u"offline"_s);
        QVERIFY(nodes.at(0)["version"_L1].isNull());
        const QStringList fields{u"hostname"_s, u"lastHeartbeatAt"_s, u"name"_s, u"pid"_s, u"role"_s, u"startedAt"_s,
                                 u"status"_s,   u"tags"_s,            u"url"_s,  u"version"_s};
        QCOMPARE(nodes.at(1).toObject().keys(), fields);
        // Our client reads what we serve.
        QVERIFY(CognipeerReplies::readOverview(json, *worker.lastBeatAt));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerReplies)
#include "tst_CognipeerReplies.moc"
