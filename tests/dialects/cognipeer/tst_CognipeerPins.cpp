// SPDX-License-Identifier: Apache-2.0
// A pinned console alone is believed; another one gets neither a question nor a password (T-13).
#include "core/dialects/cognipeer/CognipeerDialect.h"
#include "core/dialects/cognipeer/CognipeerSession.h"
#include "tests/support/Outcome.h"
#include "tests/wire/TlsServerBench.h"

using namespace Qt::StringLiterals;

namespace muster {

class tst_CognipeerPins : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_tls.bench.router.setRefusalObserver([this](const HttpRequest &, const Error &) { ++m_heard; });
    }
    void init() { m_heard = m_tls.bench.answered = 0; }
    void asksThePinnedConsole()
    {
        CognipeerSession session(address(TlsServerBench::identity().pin()), m_signIn, m_clock);
        QVERIFY_RESULT(outcomeOf(session.ask(u"/open"_s)));
        QCOMPARE(m_tls.bench.answered, 1);
        QVERIFY(!outcomeOf(session.get(u"/open"_s))); // There is no sign-in, but it was asked for one.
        QVERIFY(m_heard > 0);
    }
    void showsAnotherConsoleNothing()
    {
        CognipeerSession session(address(other()), m_signIn, m_clock);
        QCOMPARE(outcomeOf(session.ask(u"/open"_s)).error().code, tlscode::kPinDiffers);
        QCOMPARE(outcomeOf(session.get(u"/open"_s)).error().code, tlscode::kPinDiffers);
        QCOMPARE(m_tls.bench.answered + m_heard, 0);
    }
    void theProbeSaysThatThePinDiffers()
    {
        const CognipeerDialect dialect;
        const auto report = outcomeOf(dialect.probe(address(other()), m_signIn, this));
        QCOMPARE(report.error().code, tlscode::kPinDiffers);
        QCOMPARE(shownPin(report.error()), TlsServerBench::identity().pin()); // For a person to compare.
    }

private:
    static TlsPin other() { return {QByteArray(32, 'x')}; }
    ClusterAddress address(const TlsPin &pin) const
    {
        return {.dialect = u"cognipeer"_s, .url = QUrl(m_tls.bench.server->url()), .pin = pin};
    }

    const Credentials m_signIn{.user = u"kim@example.com"_s, .password = Secret("correct horse")};
    SystemClock m_clock;
    TlsServerBench m_tls;
    int m_heard = 0;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerPins)
#include "tst_CognipeerPins.moc"
