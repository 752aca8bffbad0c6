// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeDialect.h"

#include "tests/dialects/native/ApiBench.h"
#include "tests/dialects/native/ScriptedCluster.h"
#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_NativeDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasItsNames()
    {
        QCOMPARE(m_dialect.id(), u"native"_s);
        QCOMPARE(m_dialect.title(), u"Muster"_s);
        QVERIFY(m_dialect.routes() != nullptr);
    }
    void probeLearnsWhatItIs()
    {
        m_cluster.feature = Feature::Follow;
        const auto report = outcomeOf(m_dialect.probe(m_bench.address(), {Secret("viewer-key")}, this));
        QVERIFY_RESULT(report);
        QCOMPARE(report->dialect, u"native"_s);
        QCOMPARE(report->product, u"Muster 9.9.9"_s);
        QCOMPARE(report->node, u"scripted"_s);
        QCOMPARE(report->features, Features(Feature::Follow));
        QVERIFY(report->isSignedIn);
        QVERIFY(report->latencyMs >= 0);
    }
    void probeWithoutAKeySaysSo()
    {
        const auto report = outcomeOf(m_dialect.probe(m_bench.address(), {}, this));
        QVERIFY_RESULT(report);
        QVERIFY(!report->isSignedIn);
        QCOMPARE(report->product, u"Muster 9.9.9"_s);
    }
    void probeWithAWrongKeyIsRefused()
    {
        for (const char *key : {"garbage", "join-key"})
            QCOMPARE(outcomeOf(m_dialect.probe(m_bench.address(), {Secret(key)}, this)).error().kind, ErrorKind::Refused);
    }
    void probeOfAnotherServerIsProtocol_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::newRow("page") << "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"_ba;
        QTest::newRow("other health") << "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"UP\"}"_ba;
        QTest::newRow("not found") << "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"_ba;
        QTest::newRow("asks for a password") << "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"_ba;
        QTest::newRow("redirect") << "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"_ba;
        QTest::newRow("broken") << "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"_ba;
    }
    void probeOfAnotherServerIsProtocol()
    {
        QFETCH(QByteArray, reply);
        ScriptedServer other([&reply](int) { return std::pair(reply, ScriptedServer::Then::Close); });
        const auto report = outcomeOf(m_dialect.probe({u"native"_s, other.url()}, {Secret("x")}, this));
        QVERIFY(!report.has_value());
        QCOMPARE(report.error().kind, ErrorKind::Protocol);
    }
    void probeOfNothingIsUnreachable()
    {
        const QUrl closed = ScriptedServer([](int) { return std::pair(QByteArray(), ScriptedServer::Then::Close); }).url();
        QCOMPARE(outcomeOf(m_dialect.probe({u"native"_s, closed}, {}, this)).error().kind, ErrorKind::Unreachable);
    }
    void probeEndsWithItsContext()
    {
        auto context = std::make_unique<QObject>();
        const auto probe = m_dialect.probe(m_bench.address(), {Secret("viewer-key")}, context.get());
        context.reset();
        QCOMPARE(outcomeOf(probe).error().kind, ErrorKind::Cancelled);
    }
    void clientIsReadyToStart()
    {
        const auto client = m_dialect.client(m_bench.address(), {Secret("viewer-key")});
        QVERIFY(!client->isRunning());
        client->start();
        QTRY_VERIFY(client->link().isLive());
    }

private:
    NativeDialect m_dialect;
    ScriptedCluster m_cluster;
    ApiBench m_bench{m_cluster};
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeDialect)
#include "tst_NativeDialect.moc"
