// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailDialect.h"

#include "tests/dialects/agenticmail/ReplayBench.h"
#include "tests/support/Outcome.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_AgenticmailDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void probeLearnsWhatItIs()
    {
        ReplayBench bench;
        for (const Credentials &way : {bench.key(), bench.signIn()}) {
            const auto report = outcomeOf(m_dialect.probe(bench.address(), way, this));
            QVERIFY_RESULT(report);
            QCOMPARE(report->product, u"AgenticMail"_s);
            QVERIFY(report->isSignedIn);
            QVERIFY(report->features.testFlag(Feature::Reach) && !report->features.testFlag(Feature::Announce));
        }
    }
    void probeWithoutCredentialsSaysSo()
    {
        ReplayBench bench;
        const auto report = outcomeOf(m_dialect.probe(bench.address(), {}, this));
        QVERIFY_RESULT(report);
        QVERIFY(!report->isSignedIn);
    }
    void probeWithAWrongKeyIsRefused()
    {
        ReplayBench bench;
        QCOMPARE(outcomeOf(m_dialect.probe(bench.address(), {.apiKey = Secret("ek_wrong")}, this)).error().kind, ErrorKind::Refused);
    }
    void anotherSiteIsNoneAndGetsNoPassword()
    {
        ReplayBench bench({.isAnotherSite = true});
        for (const Credentials &way : {bench.key(), bench.signIn(), Credentials()}) {
            const Error error = outcomeOf(m_dialect.probe(bench.address(), way, this)).error();
            QCOMPARE(error.kind, ErrorKind::Protocol);
            QVERIFY(error.what.contains(u"not an AgenticMail control plane"_s));
        }
        QCOMPARE(bench.askedFor(u"POST /auth/login"_s), 0);
    }

private:
    AgenticmailDialect m_dialect;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailDialect)
#include "tst_AgenticmailDialect.moc"
