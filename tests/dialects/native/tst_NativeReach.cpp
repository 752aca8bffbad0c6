// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeReach.h"

#include "tests/support/Outcome.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

ReachReport someReport()
{
    ReachReport report{.isReachable = false, .latencyMs = 12.5, .version = {}, .agentId = u"a-1"_s, .stages = {}};
    report.stages.append({.name = u"resolve"_s, .tookMs = 2.25, .cause = {}});
    report.stages.append({.name = u"connect"_s,
                          .tookMs = 10.25,
                          .cause = Error{ErrorKind::Unreachable, {}, u"nobody \"listens\" there"_s, u"no-connection"_s, {}}});
    return report;
}

} // namespace

class tst_NativeReach : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportReadsBack()
    {
        const auto read = NativeReach::readReport(NativeReach::write(someReport()));

        QVERIFY_RESULT(read);
        QCOMPARE(read->isReachable, false);
        QCOMPARE(read->latencyMs, 12.5);
        QVERIFY(read->version.isEmpty());
        QCOMPARE(read->agentId, u"a-1"_s);
        QCOMPARE(read->stages.size(), 2);
        QVERIFY(!read->stages[0].cause);
        QCOMPARE(read->stages[1].name, u"connect"_s);
        QCOMPARE(read->stages[1].tookMs, 10.25);
        QCOMPARE(*read->stages[1].cause, *someReport().stages[1].cause);
    }
    void targetReadsBack()
    {
        const ReachTarget asked{.host = u"10.0.0.7"_s, .port = 65535, .isAdmin = true, .askedBy = u"root"_s};

        const auto read = NativeReach::readTarget(QJsonDocument(NativeReach::write(asked)).toJson());

        QVERIFY_RESULT(read);
        QCOMPARE(read->host, asked.host);
        QCOMPARE(read->port, asked.port);
        QVERIFY(!read->isAdmin); // Of the caller, never of a body.
        QVERIFY(read->askedBy.isEmpty());
        QCOMPARE(NativeReach::readTarget(R"({"host":"a"})").value().port, 3101);
        const auto forged = NativeReach::readTarget(R"({"host":"a","isAdmin":true,"admin":true,"askedBy":"x"})");
        QVERIFY_RESULT(forged);
        QVERIFY(!forged->isAdmin && forged->askedBy.isEmpty());
    }
    void aWrongTargetNamesTheField_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        QTest::newRow("no json") << "x"_ba << QString();
        QTest::newRow("no host") << R"({"port":1})"_ba << u"host"_s;
        QTest::newRow("empty host") << R"({"host":""})"_ba << u"host"_s;
        QTest::newRow("host of another type") << R"({"host":{"a":1}})"_ba << u"host"_s;
        QTest::newRow("host with a line end") << QByteArray(R"({"host":"a\r\nX: 1"})") << u"host"_s;
        QTest::newRow("long host") << "{\"host\":\"" + QByteArray(257, 'a') + "\"}" << u"host"_s;
        QTest::newRow("port 0") << R"({"host":"a","port":0})"_ba << u"port"_s;
        QTest::newRow("port -1") << R"({"host":"a","port":-1})"_ba << u"port"_s;
        QTest::newRow("port 65536") << R"({"host":"a","port":65536})"_ba << u"port"_s;
        QTest::newRow("port as text") << R"({"host":"a","port":"80"})"_ba << u"port"_s;
        QTest::newRow("port with a fraction") << R"({"host":"a","port":80.5})"_ba << u"port"_s;
    }
    void aWrongTargetNamesTheField()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);

        const auto read = NativeReach::readTarget(body);

        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QCOMPARE(read.error().field, field);
    }
    void aBrokenReportIsProtocol()
    {
        const QByteArray whole = NativeReach::write(someReport());
        const auto changed = [&whole](const QByteArray &from, const QByteArray &to) {
            QByteArray body = whole;
            return body.replace(from, to);
        };
        for (const QByteArray &body :
             {QByteArray("{}"), changed("\"reachable\":false", "\"reachable\":\"no\""), changed("12.5", "-1"),
              changed("\"name\":\"connect\"", "\"name\":7"), changed("\"error\":", "\"what\":"), changed("[", "[1,"),
              QByteArray(R"({"reachable":true,"stages":[)" + QByteArray("{\"name\":\"x\"},").repeated(16) + R"({"name":"x"}]})")}) {
            const auto read = NativeReach::readReport(body);
            QVERIFY2(!read, body.constData());
            QCOMPARE(read.error().kind, ErrorKind::Protocol);
        }
    }
};

} // namespace muster

QTEST_APPLESS_MAIN(muster::tst_NativeReach)
#include "tst_NativeReach.moc"
