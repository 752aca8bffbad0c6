// SPDX-License-Identifier: Apache-2.0
#include "core/domain/ClusterAddress.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ClusterAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goodAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url");

        QTest::newRow("plain") << u"http://127.0.0.1:3100"_s << u"http://127.0.0.1:3100"_s;
        QTest::newRow("slash at the end") << u"http://127.0.0.1:3100/"_s << u"http://127.0.0.1:3100"_s;
        QTest::newRow("host and port") << u"localhost:3100"_s << u"http://localhost:3100"_s;
        QTest::newRow("spaces around") << u"  https://prod.example:8443 "_s << u"https://prod.example:8443"_s;
        QTest::newRow("port of https") << u"https://prod.example"_s << u"https://prod.example:443"_s;
        QTest::newRow("IPv6 loopback") << u"http://[::1]:3100"_s << u"http://[::1]:3100"_s;
        QTest::newRow("host and port beyond loopback") << u"prod.example:3100"_s << u"https://prod.example:3100"_s;
    }

    void goodAddresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);

        const auto parsed = parseClusterUrl(text, u"--url"_s);

        QVERIFY2(parsed.has_value(), parsed ? "" : qPrintable(parsed.error().text()));
        QCOMPARE(parsed->toString(), url);
    }

    void badAddresses_data()
    {
        QTest::addColumn<QString>("text");

        for (const QString &text : {u""_s, u"http://"_s, u"ftp://127.0.0.1"_s, u"http://127.0.0.1/api"_s,
                                    u"http://user:pw@127.0.0.1"_s, u"http://127.0.0.1?x=1"_s, u"http://127.0.0.1#x"_s,
                                    u"http://192.168.1.5:3100"_s, u"http://127.0.0.1.evil.example"_s,
                                    u"http://127.0.0.1:99999"_s, u"javascript://127.0.0.1"_s})
            QTest::newRow(qPrintable(u"'%1'"_s.arg(text))) << text;
    }

    void badAddresses()
    {
        QFETCH(QString, text);

        const auto parsed = parseClusterUrl(text, u"--url"_s);

        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, ErrorKind::Invalid);
        QCOMPARE(parsed.error().field, u"--url"_s);
    }

    void onlyLiteralLoopbackIsLoopback()
    {
        for (const QString &host : {u"127.0.0.1"_s, u"127.8.8.8"_s, u"LOCALHOST"_s, u"::1"_s})
            QVERIFY2(isLoopbackHost(host), qPrintable(host));
        for (const QString &host : {u"127.0.0.1.example"_s, u"127.1"_s, u"0177.0.0.1"_s, u"127.0.0.01"_s, u"10.0.0.1"_s,
                                    u"localhost.example"_s, u""_s, u"::ffff:10.0.0.1"_s, u"127.0.0.256"_s})
            QVERIFY2(!isLoopbackHost(host), qPrintable(host));
    }
};

QTEST_GUILESS_MAIN(tst_ClusterAddress)
#include "tst_ClusterAddress.moc"
