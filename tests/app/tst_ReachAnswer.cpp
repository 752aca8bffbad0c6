// SPDX-License-Identifier: Apache-2.0
#include "app/shared/ReachAnswer.h"
#include "tests/app/OneAnswer.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ReachAnswer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAdminMayAskThisMachineWhereThatIsAllowed()
    {
        OneAnswer node("HTTP/1.1 200 OK\r\nContent-Length: 46\r\nConnection: close\r\n\r\n"
                       "{\"version\":\"0.5.324\",\"agentId\":\"agent-uuid-1\"}");

        const Result<ReachReport> report = asked("127.0.0.1", node.port(), true, LoopbackRule::Allowed);

        QVERIFY(report);
        QVERIFY(report->isReachable);
        QCOMPARE(report->version, u"0.5.324"_s);
        QCOMPARE(report->agentId, u"agent-uuid-1"_s);
        QCOMPARE(report->stages.size(), 3);
        QCOMPARE(report->stages.last().name, u"answer"_s);
    }

    void nobodyElseMay_data()
    {
        QTest::addColumn<bool>("isAdmin");
        QTest::addColumn<bool>("isOnLoopback");
        QTest::newRow("an operator") << false << true;
        QTest::newRow("an admin of a server for all") << true << false;
        QTest::newRow("neither") << false << false;
    }
    void nobodyElseMay()
    {
        QFETCH(bool, isAdmin);
        QFETCH(bool, isOnLoopback);
        OneAnswer node("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        const Result<ReachReport> report
            = asked("127.0.0.1", node.port(), isAdmin, isOnLoopback ? LoopbackRule::Allowed : LoopbackRule::Denied);

        QVERIFY(!report);
        QCOMPARE(report.error().kind, ErrorKind::Refused);
        QVERIFY(node.asked.isEmpty());
    }

    void metadataIsForNobody()
    {
        QCOMPARE(asked("169.254.169.254", 80, true, LoopbackRule::Allowed).error().kind, ErrorKind::Refused);
    }

    void aClosedPortIsAReport()
    {
        int port = 0;
        {
            const OneAnswer gone("");
            port = gone.port();
        }

        const Result<ReachReport> report = asked("127.0.0.1", port, true, LoopbackRule::Allowed);

        QVERIFY(report);
        QVERIFY(!report->isReachable);
        QCOMPARE(report->stages.last().name, u"connect"_s);
        QCOMPARE(report->stages.last().cause->codeOrDefault(), u"connection-refused"_s);
    }

    void whatIsNoAddressIsInvalid()
    {
        const Result<ReachReport> report = asked("10.0.0.7/admin", 80, true, LoopbackRule::Allowed);

        QCOMPARE(report.error().kind, ErrorKind::Invalid);
        QCOMPARE(report.error().field, u"host"_s);
    }

private:
    Result<ReachReport> asked(const char *host, int port, bool isAdmin, LoopbackRule rule)
    {
        const ReachTarget target{.host = QString::fromLatin1(host), .port = port, .isAdmin = isAdmin, .askedBy = u"ann"_s};
        const Future<ReachReport> test = answerReach(m_clock, target, rule, this);
        if (!QTest::qWaitFor([&test] { return test.isFinished(); }, 20'000))
            return internalError(u"test"_s, u"no answer"_s);
        return test.result();
    }

    const SystemClock m_clock;
};

QTEST_GUILESS_MAIN(tst_ReachAnswer)
#include "tst_ReachAnswer.moc"
