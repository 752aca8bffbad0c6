// SPDX-License-Identifier: Apache-2.0
// A pinned server alone is believed: by calls, by the stream and by the probe; another one gets not a byte (T-13).
#include "core/dialects/agenticmail/AgenticmailApi.h"
#include "core/dialects/agenticmail/AgenticmailClient.h"
#include "core/dialects/agenticmail/AgenticmailDialect.h"
#include "tests/support/Outcome.h"
#include "tests/wire/TlsServerBench.h"

using namespace Qt::StringLiterals;

namespace muster {

class tst_AgenticmailPins : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_tls.bench.router.setRefusalObserver([this](const HttpRequest &, const Error &) { ++m_heard; });
    }
    void init() { m_heard = m_tls.bench.answered = 0; }
    void callsGoToThePinnedServer()
    {
        AgenticmailApi api(address(TlsServerBench::identity().pin()), m_key, m_clock);
        QVERIFY_RESULT(outcomeOf(api.call("GET", u"/open"_s)));
        QCOMPARE(m_tls.bench.answered, 1);
    }
    void callsToAnotherServerFailUnsent()
    {
        AgenticmailApi api(address(other()), m_key, m_clock);
        QCOMPARE(outcomeOf(api.call("GET", u"/open"_s)).error().code, tlscode::kPinDiffers);
        QCOMPARE(m_tls.bench.answered + m_heard, 0);
    }
    void theStreamAsksThePinnedServer()
    {
        AgenticmailClient client(address(TlsServerBench::identity().pin()), m_key, m_clock, 1);
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Blocked); // It knows no such key, and said so.
        QCOMPARE(client.link().cause.code, u"not-authenticated"_s);
        QVERIFY(m_heard > 0);
    }
    void theStreamShowsAnotherServerNothing()
    {
        AgenticmailClient client(address(other()), m_key, m_clock, 1);
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Blocked);
        QCOMPARE(client.link().cause.code, tlscode::kPinDiffers);
        QCOMPARE(m_tls.bench.answered + m_heard, 0);
    }
    void theProbeSaysThatThePinDiffers()
    {
        const AgenticmailDialect dialect;
        const auto report = outcomeOf(dialect.probe(address(other()), m_key, this));
        QCOMPARE(report.error().code, tlscode::kPinDiffers);
        QCOMPARE(shownPin(report.error()), TlsServerBench::identity().pin()); // For a person to compare.
        QCOMPARE(m_heard, 0);
    }

private:
    static TlsPin other() { return {QByteArray(32, 'x')}; }
    ClusterAddress address(const TlsPin &pin) const
    {
        return {.dialect = u"agenticmail"_s, .url = QUrl(m_tls.bench.server->url()), .pin = pin};
    }

    const Credentials m_key{.apiKey = Secret("ek_0123")};
    SystemClock m_clock;
    TlsServerBench m_tls;
    int m_heard = 0;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailPins)
#include "tst_AgenticmailPins.moc"
