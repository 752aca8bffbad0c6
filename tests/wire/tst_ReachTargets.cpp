// SPDX-License-Identifier: Apache-2.0
// Targets that a reach test does not ask, however they are spelled (T-15).
#include "core/wire/ReachTest.h"
#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"
#include "tests/wire/ServerBench.h"

using namespace muster;

class tst_ReachTargets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deniedTargetsAreNotContacted_data();
    void deniedTargetsAreNotContacted();
    void unknownNames();
    void whatIsNoAddress_data();
    void whatIsNoAddress();

private:
    Result<DialReport> reach(const DialTarget &target, const DialOptions &options = {})
    {
        return outcomeOf(testReach(m_clock, target, this, options));
    }
    ManualClock m_clock;
};

void tst_ReachTargets::deniedTargetsAreNotContacted_data()
{
    QTest::addColumn<QString>("host");
    for (const char *one : {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0",
                            "::ffff:127.0.0.1", "::1", "::", "169.254.169.254", "fe80::1", "255.255.255.255"})
        QTest::newRow(one) << QString::fromLatin1(one);
}

void tst_ReachTargets::deniedTargetsAreNotContacted()
{
    QFETCH(QString, host);
    const ScriptedServer canary([](int) { return std::pair(QByteArray(), ScriptedServer::Then::Close); });

    const Result<DialReport> report = reach({.host = host, .port = canary.url().port()});

    QVERIFY_RESULT(report);
    QVERIFY(!report->isReachable);
    QCOMPARE(report->stages.size(), 1);
    QCOMPARE(report->stages.first().cause->code, u"target-not-allowed"_s);
    QCOMPARE(canary.requests(), 0);
}

void tst_ReachTargets::unknownNames()
{
    const Result<DialReport> report = reach({.host = u"nobody.invalid"_s, .port = 80}, {.stage = milliseconds(3000)});

    QVERIFY_RESULT(report);
    QCOMPARE(report->stages.size(), 1);
    QCOMPARE(report->stages.first().cause->code, u"unknown-host"_s);
}

void tst_ReachTargets::whatIsNoAddress_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("field");
    QTest::newRow("no host") << QString() << 80 << u"host"_s;
    QTest::newRow("line end") << u"a\r\nX: b"_s << 80 << u"host"_s;
    QTest::newRow("user") << u"u@h"_s << 80 << u"host"_s;
    QTest::newRow("path") << u"h/a"_s << 80 << u"host"_s;
    QTest::newRow("space") << u"a b"_s << 80 << u"host"_s;
    QTest::newRow("scope") << u"fe80::1%lo"_s << 80 << u"host"_s;
    QTest::newRow("endless") << QString(300, u'a') << 80 << u"host"_s;
    QTest::newRow("port 0") << u"h"_s << 0 << u"port"_s;
    QTest::newRow("port beyond") << u"h"_s << 65536 << u"port"_s;
}

void tst_ReachTargets::whatIsNoAddress()
{
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(QString, field);

    const Result<DialReport> report = reach({.host = host, .port = port});

    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Invalid);
    QCOMPARE(report.error().field, field);
}

QTEST_GUILESS_MAIN(tst_ReachTargets)
#include "tst_ReachTargets.moc"
