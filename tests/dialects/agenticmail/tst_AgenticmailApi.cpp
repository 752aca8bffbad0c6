// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailApi.h"

#include "tests/dialects/agenticmail/ReplayBench.h"
#include "tests/support/Outcome.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_AgenticmailApi : public QObject
{
    Q_OBJECT

    const QString m_nodes = u"/api/engine/cluster/nodes"_s;

private Q_SLOTS:
    void showsTheKeyInItsOwnHeader()
    {
        ReplayBench bench;
        AgenticmailApi api(bench.address(), bench.key(), bench.clock);
        QVERIFY_RESULT(outcomeOf(api.call("GET", m_nodes)));
        QVERIFY(bench.server.lastRequest().header("Authorization").isEmpty());
        QVERIFY(std::chrono::abs(api.clockOffset()) < milliseconds(10'000));
    }
    void signsInOnceForManyCalls()
    {
        ReplayBench bench;
        AgenticmailApi api(bench.address(), bench.signIn(), bench.clock);
        const auto first = api.call("GET", m_nodes);
        const auto second = api.call("GET", m_nodes);
        QVERIFY_RESULT(outcomeOf(first));
        QVERIFY_RESULT(outcomeOf(second));
        QCOMPARE(bench.askedFor(u"POST /auth/login"_s), 1);
    }
    void renewsASessionThatRanOut()
    {
        ReplayBench bench;
        AgenticmailApi api(bench.address(), bench.signIn(), bench.clock);
        QVERIFY_RESULT(outcomeOf(api.call("GET", m_nodes)));
        bench.server.endSessions();
        QVERIFY_RESULT(outcomeOf(api.call("GET", m_nodes)));
        QCOMPARE(bench.askedFor(u"POST /auth/refresh"_s), 1);
        QCOMPARE(bench.askedFor(u"POST /auth/login"_s), 1);
    }
    void wrongPasswordIsTriedOnce()
    {
        ReplayBench bench;
        Credentials wrong = bench.signIn();
        wrong.password = Secret("guess");
        AgenticmailApi api(bench.address(), wrong, bench.clock);
        const auto outcome = outcomeOf(api.call("GET", m_nodes));
        QCOMPARE(outcome.error().kind, ErrorKind::Refused);
        QCOMPARE(outcome.error().code, u"not-authenticated"_s);
        QVERIFY(!outcome.error().text().contains(u"guess"_s));
        QCOMPARE(bench.askedFor(u"POST /auth/login"_s), 1);
    }
    void secondFactorSaysWhatToDo()
    {
        ReplayBench bench({.hasTwoFactor = true});
        AgenticmailApi api(bench.address(), bench.signIn(), bench.clock);
        QCOMPARE(outcomeOf(api.call("GET", m_nodes)).error().code, u"second-factor"_s);
    }
    void keepsStillAfterTooMany()
    {
        ReplayBench bench({.requestsPerMinute = 1, .retryAfterSeconds = 30});
        AgenticmailApi api(bench.address(), bench.key(), bench.clock);
        QVERIFY_RESULT(outcomeOf(api.call("GET", m_nodes)));
        QCOMPARE(outcomeOf(api.call("GET", m_nodes)).error().kind, ErrorKind::Busy);
        QVERIFY(api.waits() > milliseconds(20'000));
        const auto before = bench.server.asked().size();
        QCOMPARE(outcomeOf(api.call("GET", m_nodes)).error().kind, ErrorKind::Busy);
        QCOMPARE(bench.server.asked().size(), before);
    }
    void noSecretGoesOverPlainHttp()
    {
        const SystemClock clock;
        const ClusterAddress far{u"agenticmail"_s, QUrl(u"http://192.0.2.1:8080"_s)};
        AgenticmailApi api(far, {.apiKey = Secret("ek_x")}, clock);
        QCOMPARE(outcomeOf(api.call("GET", m_nodes)).error().code, u"plain-secrets"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailApi)
#include "tst_AgenticmailApi.moc"
