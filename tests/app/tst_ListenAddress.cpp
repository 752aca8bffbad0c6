// SPDX-License-Identifier: Apache-2.0
// Where a node may listen, and where a ping may dial: loopback, nothing else for the latter.

#include "app/shared/ListenAddress.h"
#include "app/shared/LoopbackDialer.h"

#include <QTcpServer>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ListenAddress final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreTaken_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("IPv4") << u"127.0.0.1:3100"_s << u"127.0.0.1"_s << 3100;
        QTest::newRow("any of 127") << u"127.8.9.1:0"_s << u"127.8.9.1"_s << 0;
        QTest::newRow("IPv6") << u"[::1]:65535"_s << u"::1"_s << 65535;
        QTest::newRow("all of IPv4") << u"0.0.0.0:3100"_s << u"0.0.0.0"_s << 3100;
        QTest::newRow("all of IPv6") << u"[::]:3100"_s << u"::"_s << 3100;
        QTest::newRow("another machine's look") << u"10.0.0.1:1"_s << u"10.0.0.1"_s << 1;
        QTest::newRow("name") << u"LocalHost:1"_s << u"127.0.0.1"_s << 1;
    }
    void addressesAreTaken()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        const auto address = parseListenAddress(text, u"--listen"_s);
        QVERIFY(address);
        QCOMPARE(address->host.toString(), host);
        QCOMPARE(int(address->port), port);
    }

    void restIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const auto *text : {"", ":", "127.0.0.1", ":3100", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:3100",
                                 "224.0.0.1:1", "255.255.255.255:1", "example.org:1", "127.0.0.1.example.org:1",
                                 "127.0.0.1:1 ", "[127.0.0.1:1", "http://127.0.0.1:1", "localhost.:1"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void restIsRefused()
    {
        QFETCH(QString, text);
        const auto address = parseListenAddress(text, u"--listen"_s);
        QVERIFY(!address);
        QCOMPARE(address.error().kind, ErrorKind::Invalid);
        QCOMPARE(address.error().field, u"--listen"_s);
    }

    void namesOfAServer()
    {
        QCOMPARE(reachableNames(QHostAddress(u"127.0.0.1"_s)), QStringList{u"127.0.0.1"_s});
        const QStringList fixed = reachableNames(QHostAddress(u"10.0.0.1"_s));
        QCOMPARE(fixed.constFirst(), u"10.0.0.1"_s);
        QVERIFY(fixed.contains(QSysInfo::machineHostName()));
        const QStringList all = reachableNames(QHostAddress(u"0.0.0.0"_s));
        QVERIFY(!all.contains(u"0.0.0.0"_s));
        QVERIFY(!all.contains(u"127.0.0.1"_s));
    }

    void dialsWhoListens()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const SystemClock clock;

        const auto dialled = dialLoopback(this, clock, u"127.0.0.1:%1"_s.arg(server.serverPort()));

        QTRY_VERIFY_WITH_TIMEOUT(dialled.isFinished(), 5000);
        QVERIFY(dialled.result());
        QVERIFY(*dialled.result() >= 0);
    }

    void saysWhoDoesNot()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const quint16 port = server.serverPort();
        server.close();
        const SystemClock clock;

        const auto dialled = dialLoopback(this, clock, u"127.0.0.1:%1"_s.arg(port));

        QTRY_VERIFY_WITH_TIMEOUT(dialled.isFinished(), 5000);
        QCOMPARE(dialled.result().error().kind, ErrorKind::Unreachable);
    }

    void neverDialsBeyondLoopback()
    {
        const SystemClock clock;
        for (const auto &address : {u"192.0.2.1:80"_s, u"example.org:80"_s, QString(), u"-"_s}) {
            const auto dialled = dialLoopback(this, clock, address);
            QVERIFY(dialled.isFinished()); // At once: nothing was tried.
            QCOMPARE(dialled.result().error().kind, ErrorKind::Unreachable);
        }
    }
};

QTEST_GUILESS_MAIN(tst_ListenAddress)
#include "tst_ListenAddress.moc"
