// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeRequests.h"

#include "tests/dialects/native/Fleet.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

QByteArray textOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Announcement announcement()
{
    const Node node = Fleet(5).node(4);
    return {node.who, Secret("instance-key"), node.load, node.agents};
}

Heartbeat heartbeat()
{
    Heartbeat beat;
    beat.node = NodeId(u"n1"_s);
    beat.instance = Secret("instance-key");
    beat.sequence = 77;
    beat.sentAt = Timestamp{1'800'000'000'123};
    beat.load = Fleet(6).load();
    beat.agents = Fleet(5).node(4).agents;
    beat.answersPing = u"ping-3"_s;
    return beat;
}

//! Adds rows "field, wrong value, field to blame" for everything an announcement and a beat share.
void loadRows()
{
    for (const char *field : {"cpu", "load1", "memoryUsedBytes", "memoryTotalBytes", "jobsRunning"}) {
        QTest::addRow("%s text", field) << QString::fromLatin1(field) << QJsonValue(u"1"_s) << QString::fromLatin1(field);
        QTest::addRow("%s negative", field) << QString::fromLatin1(field) << QJsonValue(-1) << QString::fromLatin1(field);
        QTest::addRow("%s huge", field) << QString::fromLatin1(field) << QJsonValue(1e300) << QString::fromLatin1(field);
        QTest::addRow("%s list", field) << QString::fromLatin1(field) << QJsonValue(QJsonArray()) << QString::fromLatin1(field);
    }
    QJsonArray crowd;
    for (int i = 0; i <= limits::kNodeAgents; ++i)
        crowd.append(QJsonObject{{u"id"_s, u"a%1"_s.arg(i)}});
    QTest::newRow("agents too many") << u"agents"_s << QJsonValue(crowd) << u"agents"_s;
    QTest::newRow("agents object") << u"agents"_s << QJsonValue(QJsonObject()) << u"agents"_s;
    QTest::newRow("agent number") << u"agents"_s << QJsonValue(QJsonArray{1}) << u"agents[0]"_s;
    QTest::newRow("agent without id") << u"agents"_s << QJsonValue(QJsonArray{QJsonObject{{u"name"_s, u"x"_s}}})
                                      << u"agents[0].id"_s;
    QTest::newRow("instance missing") << u"instance"_s << QJsonValue() << u"instance"_s;
    QTest::newRow("instance empty") << u"instance"_s << QJsonValue(u""_s) << u"instance"_s;
    QTest::newRow("instance number") << u"instance"_s << QJsonValue(7) << u"instance"_s;
    QTest::newRow("instance long") << u"instance"_s << QJsonValue(QString(129, u'x')) << u"instance"_s;
}

} // namespace

class tst_NativeRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void announcementReadsBack()
    {
        const Announcement sent = announcement();
        const auto read = NativeRequests::readAnnouncement(textOf(NativeRequests::write(sent)));
        QVERIFY(read.has_value());
        QCOMPARE(read->who, sent.who);
        QCOMPARE(read->instance.reveal(), sent.instance.reveal());
        QCOMPARE(read->load, sent.load);
        QCOMPARE(read->agents, sent.agents);
    }
    void heartbeatReadsBack()
    {
        Heartbeat sent = heartbeat();
        for (int round = 0; round < 2; ++round) {
            const auto read = NativeRequests::readHeartbeat(sent.node, textOf(NativeRequests::write(sent)));
            QVERIFY(read.has_value());
            QCOMPARE(read->node, sent.node);
            QCOMPARE(read->instance.reveal(), sent.instance.reveal());
            QCOMPARE(read->sequence, sent.sequence);
            QCOMPARE(read->sentAt, sent.sentAt);
            QCOMPARE(read->load, sent.load);
            QCOMPARE(read->agents, sent.agents);
            QCOMPARE(read->answersPing, sent.answersPing);
            sent.agents.reset(); // "As before" is not "none".
            sent.answersPing.clear();
            sent.sentAt.reset();
            sent.load = {};
        }
    }
    void departureReadsBack()
    {
        const auto read = NativeRequests::readDeparture(NodeId(u"n1"_s), textOf(NativeRequests::write(Departure{{}, Secret("k")})));
        QVERIFY(read.has_value());
        QCOMPARE(read->instance.reveal(), QByteArray("k"));
        QCOMPARE(read->node, NodeId(u"n1"_s));
    }
    void unknownFieldsAreDropped()
    {
        QJsonObject json = NativeRequests::write(heartbeat());
        json.insert(u"status"_s, u"online"_s);
        json.insert(u"later"_s, QJsonObject{{u"deep"_s, QJsonArray{1, 2}}});
        QVERIFY(NativeRequests::readHeartbeat(NodeId(u"n1"_s), textOf(json)).has_value());
    }

    void wrongAnnouncementNamesTheField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("blamed");
        loadRows();
        QTest::newRow("id missing") << u"id"_s << QJsonValue() << u"id"_s;
        QTest::newRow("id path") << u"id"_s << QJsonValue(u"../etc"_s) << u"id"_s;
        QTest::newRow("id short") << u"id"_s << QJsonValue(u"a"_s) << u"id"_s;
        QTest::newRow("id long") << u"id"_s << QJsonValue(QString(65, u'a')) << u"id"_s;
        QTest::newRow("name long") << u"name"_s << QJsonValue(QString(81, u'a')) << u"name"_s;
        QTest::newRow("name control") << u"name"_s << QJsonValue(u"a\nb"_s) << u"name"_s;
        QTest::newRow("role missing") << u"role"_s << QJsonValue() << u"role"_s;
        QTest::newRow("role word") << u"role"_s << QJsonValue(u"root"_s) << u"role"_s;
        QTest::newRow("cores zero") << u"cores"_s << QJsonValue(0) << u"cores"_s;
        QTest::newRow("cores half") << u"cores"_s << QJsonValue(1.5) << u"cores"_s;
        QTest::newRow("pid negative") << u"pid"_s << QJsonValue(-1) << u"pid"_s;
        QTest::newRow("startedAt") << u"startedAt"_s << QJsonValue(u"yesterday"_s) << u"startedAt"_s;
        QTest::newRow("labels list") << u"labels"_s << QJsonValue(QJsonArray()) << u"labels"_s;
        QTest::newRow("label number") << u"labels"_s << QJsonValue(QJsonObject{{u"zone"_s, 1}}) << u"labels"_s;
        QTest::newRow("capability number") << u"capabilities"_s << QJsonValue(QJsonArray{1}) << u"capabilities[0]"_s;
        for (const char *field : {"address", "platform", "arch", "hostname", "version", "build"})
            QTest::addRow("%s long", field) << QString::fromLatin1(field) << QJsonValue(QString(257, u'x'))
                                            << QString::fromLatin1(field);
    }
    void wrongAnnouncementNamesTheField()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QFETCH(QString, blamed);
        QJsonObject json = NativeRequests::write(announcement());
        json.insert(field, value);

        const auto read = NativeRequests::readAnnouncement(textOf(json));

        QVERIFY(!read.has_value());
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QCOMPARE(read.error().field, blamed);
    }

    void wrongHeartbeatNamesTheField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("blamed");
        loadRows();
        QTest::newRow("sequence missing") << u"sequence"_s << QJsonValue() << u"sequence"_s;
        QTest::newRow("sequence negative") << u"sequence"_s << QJsonValue(-1) << u"sequence"_s;
        QTest::newRow("sequence half") << u"sequence"_s << QJsonValue(0.5) << u"sequence"_s;
        QTest::newRow("sequence text") << u"sequence"_s << QJsonValue(u"1"_s) << u"sequence"_s;
        QTest::newRow("sentAt number") << u"sentAt"_s << QJsonValue(5) << u"sentAt"_s;
        QTest::newRow("answersPing list") << u"answersPing"_s << QJsonValue(QJsonArray()) << u"answersPing"_s;
        QTest::newRow("answersPing long") << u"answersPing"_s << QJsonValue(QString(129, u'x')) << u"answersPing"_s;
    }
    void wrongHeartbeatNamesTheField()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QFETCH(QString, blamed);
        QJsonObject json = NativeRequests::write(heartbeat());
        json.insert(field, value);

        const auto read = NativeRequests::readHeartbeat(NodeId(u"n1"_s), textOf(json));

        QVERIFY(!read.has_value());
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QCOMPARE(read.error().field, blamed);
    }

    void whatIsNotAnObjectIsInvalid()
    {
        const QByteArray deep = R"({"x":)" + QByteArray(40, '[') + QByteArray(40, ']') + '}';
        for (const QByteArray &body : {QByteArray(), QByteArray("x"), QByteArray("[]"), QByteArray("null"), QByteArray("{"),
                                       QByteArray("{\"instance\":"), deep}) {
            QCOMPARE(NativeRequests::readAnnouncement(body).error().kind, ErrorKind::Invalid);
            QCOMPARE(NativeRequests::readHeartbeat(NodeId(u"n1"_s), body).error().kind, ErrorKind::Invalid);
            QCOMPARE(NativeRequests::readDeparture(NodeId(u"n1"_s), body).error().kind, ErrorKind::Invalid);
        }
    }
    void noErrorShowsTheInstance()
    {
        QJsonObject json = NativeRequests::write(heartbeat());
        json.insert(u"sequence"_s, -1);
        const Error error = NativeRequests::readHeartbeat(NodeId(u"n1"_s), textOf(json)).error();
        QVERIFY(!error.text().contains(u"instance-key"));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeRequests)
#include "tst_NativeRequests.moc"
