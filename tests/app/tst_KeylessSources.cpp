// SPDX-License-Identifier: Apache-2.0
// From where a worker without a key is let in (--agenticmail-workers).

#include "app/shared/KeylessSources.h"

#include "core/wire/HttpRequest.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_KeylessSources final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhomItNames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("peer");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("off") << u"off"_s << u"127.0.0.1"_s << false;
        QTest::newRow("loopback") << u"loopback"_s << u"127.0.0.1"_s << true;
        QTest::newRow("loopback, any of 127") << u"loopback"_s << u"127.9.9.9"_s << true;
        QTest::newRow("loopback, IPv6") << u"loopback"_s << u"::1"_s << true;
        QTest::newRow("loopback, mapped") << u"loopback"_s << u"::ffff:127.0.0.1"_s << true;
        QTest::newRow("loopback, from elsewhere") << u"loopback"_s << u"10.0.0.7"_s << false;
        QTest::newRow("network") << u"10.0.0.0/8"_s << u"10.200.3.4"_s << true;
        QTest::newRow("network, mapped") << u"10.0.0.0/8"_s << u"::ffff:10.200.3.4"_s << true;
        QTest::newRow("network, outside") << u"10.0.0.0/8"_s << u"11.0.0.1"_s << false;
        QTest::newRow("network, loopback not named") << u"10.0.0.0/8"_s << u"127.0.0.1"_s << false;
        QTest::newRow("one address") << u"192.168.1.7"_s << u"192.168.1.7"_s << true;
        QTest::newRow("one address, its neighbour") << u"192.168.1.7"_s << u"192.168.1.8"_s << false;
        QTest::newRow("second of a list") << u"192.168.1.7, fd00::/8"_s << u"fd12::1"_s << true;
        QTest::newRow("IPv4 is not IPv6") << u"::/0"_s << u"10.0.0.1"_s << false;
    }
    void takesWhomItNames()
    {
        QFETCH(QString, text);
        QFETCH(QString, peer);
        QFETCH(bool, isTaken);
        const auto sources = KeylessSources::parse(text, u"--agenticmail-workers"_s);
        QVERIFY(sources);
        HttpRequest request;
        request.peer = QHostAddress(peer);
        QCOMPARE(sources->takes(request), isTaken);
        QCOMPARE(sources->isOff(), text == "off"_L1);
        QCOMPARE(sources->hasLoopback(), text == "loopback"_L1 || text == "::/0"_L1);
        QCOMPARE(sources->text(), text);
    }

    void nobodyBehindAProxy()
    {
        HttpRequest request;
        request.peer = QHostAddress(u"127.0.0.1"_s);
        request.isForwarded = true;
        QVERIFY(!KeylessSources::parse(u"loopback"_s, {})->takes(request));
    }

    void refusesTheRest_data()
    {
        QTest::addColumn<QString>("text");
        for (const auto *text : {"", "on", "10", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fd00::/129", "example.org",
                                 "10.0.0.1,", "10.0.0.1;10.0.0.2", "off,10.0.0.1", "10.0.0.0/8/8"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refusesTheRest()
    {
        QFETCH(QString, text);
        const auto sources = KeylessSources::parse(text, u"--agenticmail-workers"_s);
        QVERIFY(!sources);
        QCOMPARE(sources.error().kind, ErrorKind::Invalid);
        QCOMPARE(sources.error().field, u"--agenticmail-workers"_s);
    }
};

QTEST_GUILESS_MAIN(tst_KeylessSources)
#include "tst_KeylessSources.moc"
