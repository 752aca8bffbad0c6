// SPDX-License-Identifier: Apache-2.0
// Signing in, staying in, and what each refusal of the console becomes.
#include "core/dialects/cognipeer/CognipeerSession.h"
#include "tests/dialects/cognipeer/ReplayBench.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_CognipeerSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneSignInServesManyCalls()
    {
        CognipeerBench bench;
        CognipeerSession session(bench.address(), bench.credentials(), bench.clock);
        for (int i = 0; i < 3; ++i)
            QVERIFY_RESULT(outcomeOf(session.get(u"/api/cluster/overview"_s)));
        QCOMPARE(bench.replay.logins, 1);
    }
    void callsAtOnceShareASignIn()
    {
        CognipeerBench bench;
        CognipeerSession session(bench.address(), bench.credentials(), bench.clock);
        const auto one = session.get(u"/api/cluster/overview"_s);
        const auto two = session.get(u"/api/cluster/overview"_s);
        QVERIFY_RESULT(outcomeOf(one));
        QVERIFY_RESULT(outcomeOf(two));
        QCOMPARE(bench.replay.logins, 1);
    }
    void anEndedSessionIsRenewedOnce()
    {
        CognipeerBench bench;
        CognipeerSession session(bench.address(), bench.credentials(), bench.clock);
        QVERIFY_RESULT(outcomeOf(session.get(u"/api/cluster/overview"_s)));
        bench.replay.expireSessions();
        QVERIFY_RESULT(outcomeOf(session.get(u"/api/cluster/overview"_s)));
        QCOMPARE(bench.replay.logins, 2);

        bench.replay.answerNext({.status = 401, .body = "{}"}, 2);
        QCOMPARE(outcomeOf(session.get(u"/api/cluster/overview"_s)).error().kind, ErrorKind::Refused);
        QCOMPARE(bench.replay.logins, 3);
    }
    void aWrongPasswordIsShownOnce()
    {
        CognipeerBench bench;
        CognipeerSession session(bench.address(), bench.wrongCredentials(), bench.clock);
        for (int i = 0; i < 3; ++i) {
            const Error error = outcomeOf(session.get(u"/api/cluster/overview"_s)).error();
            QCOMPARE(error.kind, ErrorKind::Refused);
            QCOMPARE(error.code, u"not-authenticated"_s);
            QVERIFY(!error.text().contains(u"wrong"_s)); // The password itself.
        }
        QCOMPARE(bench.replay.logins, 1);
        QVERIFY(session.isHopeless());
        session.forgive();
        QVERIFY(!outcomeOf(session.get(u"/api/cluster/overview"_s)));
        QCOMPARE(bench.replay.logins, 2);
    }
    void signInsStayBelowTheServersLimit()
    {
        CognipeerBench bench;
        CognipeerSession session(bench.address(), bench.credentials(), bench.clock);
        for (int i = 0; i < 8; ++i) {
            (void)outcomeOf(session.get(u"/api/cluster/overview"_s));
            bench.replay.expireSessions();
        }
        QCOMPARE(bench.replay.logins, CognipeerSession::kSignInsMost);
        const Error error = outcomeOf(session.get(u"/api/cluster/overview"_s)).error();
        QCOMPARE(error.kind, ErrorKind::Busy);
        QCOMPARE(session.askedDelay(), CognipeerSession::kSignInSpan);

        bench.clock.advance(CognipeerSession::kSignInSpan);
        QVERIFY_RESULT(outcomeOf(session.get(u"/api/cluster/overview"_s)));
    }
    void whenOthersUsedUpTheLimitItWaitsAsLongAsTold()
    {
        CognipeerBench bench;
        for (int i = 0; i < 10; ++i) {
            CognipeerSession other(bench.address(), bench.wrongCredentials(), bench.clock);
            (void)outcomeOf(other.get(u"/api/cluster/overview"_s));
        }
        CognipeerSession session(bench.address(), bench.credentials(), bench.clock);
        QCOMPARE(outcomeOf(session.get(u"/api/cluster/overview"_s)).error().kind, ErrorKind::Busy);
        QCOMPARE(session.askedDelay(), milliseconds(900000));
        const int logins = bench.replay.logins;
        QCOMPARE(outcomeOf(session.get(u"/api/cluster/overview"_s)).error().kind, ErrorKind::Busy);
        QCOMPARE(bench.replay.logins, logins); // Not even asked.
        bench.clock.advance(milliseconds(900000));
        QVERIFY_RESULT(outcomeOf(session.get(u"/api/cluster/overview"_s)));
    }
    void refusalsSayWhatToDo_data()
    {
        QTest::addColumn<int>("edition");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("402") << int(ConsoleEdition::NoLicence) << int(ErrorKind::Refused) << u"payment-required"_s;
        QTest::newRow("403") << int(ConsoleEdition::NoRight) << int(ErrorKind::Refused) << u"cluster-right"_s;
        QTest::newRow("page 404") << int(ConsoleEdition::Community) << int(ErrorKind::Unsupported) << u"no-cluster-api"_s;
    }
    void refusalsSayWhatToDo()
    {
        QFETCH(int, edition);
        QFETCH(int, kind);
        QFETCH(QString, code);
        CognipeerBench bench;
        bench.replay.edition = ConsoleEdition(edition);
        CognipeerSession session(bench.address(), bench.credentials(), bench.clock);
        const Error error = outcomeOf(session.get(u"/api/cluster/overview"_s)).error();
        QCOMPARE(int(error.kind), kind);
        QCOMPARE(error.code, code);
        QVERIFY(!error.text().contains(u'<'));
        QVERIFY(error.text().size() > 40);
    }
    void startingAndStoppingIsBusy()
    {
        CognipeerBench bench;
        CognipeerSession session(bench.address(), bench.credentials(), bench.clock);
        bench.replay.phase = ConsolePhase::Booting;
        for (int i = 0; i < 7; ++i) // Uses up no sign-in.
            QCOMPARE(outcomeOf(session.get(u"/api/cluster/overview"_s)).error().kind, ErrorKind::Busy);
        bench.replay.phase = ConsolePhase::Ready;
        QVERIFY_RESULT(outcomeOf(session.get(u"/api/cluster/overview"_s)));
        bench.replay.phase = ConsolePhase::Stopping;
        QCOMPARE(outcomeOf(session.get(u"/api/cluster/overview"_s)).error().kind, ErrorKind::Busy);
        QCOMPARE(session.askedDelay(), milliseconds(5000));
    }
    void noPasswordGoesOverPlainHttpUnlessAllowed()
    {
        CognipeerBench bench;
        ClusterAddress far{u"cognipeer"_s, QUrl(u"http://192.0.2.1:3000"_s)};
        CognipeerSession session(far, bench.credentials(), bench.clock);
        const Error error = outcomeOf(session.get(u"/api/cluster/overview"_s)).error();
        QCOMPARE(error.code, u"plain-secrets"_s);
        QVERIFY(session.isHopeless());
    }
    void withoutASignInItSaysWhatItWants()
    {
        CognipeerBench bench;
        CognipeerSession session(bench.address(), {.token = Secret("bearer")}, bench.clock);
        QCOMPARE(outcomeOf(session.get(u"/api/cluster/overview"_s)).error().code, u"not-authenticated"_s);
        QCOMPARE(bench.replay.logins, 0);
    }
    void theServersClockIsTold()
    {
        CognipeerBench bench;
        ManualClock ours;
        ours.jumpWall(milliseconds(-3600'000));
        CognipeerSession session(bench.address(), bench.credentials(), ours);
        const auto answer = outcomeOf(session.get(u"/api/cluster/overview"_s));
        QVERIFY_RESULT(answer);
        QCOMPARE(answer->clockOffset, milliseconds(3600'000));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerSession)
#include "tst_CognipeerSession.moc"
