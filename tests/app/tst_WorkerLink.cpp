// SPDX-License-Identifier: Apache-2.0
// How a worker is let in, against a real node in this process: tokens exchanged, kept, refused and renewed.

#include "app/shared/CredentialFile.h"
#include "app/shared/LocalNodeHost.h"
#include "app/shared/WorkerLink.h"
#include "core/cluster/Cluster.h"
#include "core/cluster/Dialect.h"
#include "tests/app/OneAnswer.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! The time of this machine, and a jump ahead.
class JumpClock final : public Clock
{
public:
    Timestamp now() const override { return m_system.now() + ahead; }
    SteadyTime steadyNow() const override { return m_system.steadyNow() + ahead; }
    milliseconds ahead{0};

private:
    SystemClock m_system;
};

} // namespace

class tst_WorkerLink final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock.ahead = 0ms;
        m_port = 0;
        startHost();
    }
    void cleanup()
    {
        (void)outcomeOf(m_host->stop());
        m_host.reset();
    }

    void aTokenIsExchangedOnceAndKept()
    {
        const IssuedToken token = joinToken();
        QVERIFY(isLetIn(token.token));
        const auto kept = readCredential(m_folder->path());
        QVERIFY(kept && *kept);
        QCOMPARE((*kept)->joinToken, token.facts.id.text());

        QVERIFY(isLetIn(token.token)); // The same token in its file: it is not asked again, and is spent.

        const auto still = readCredential(m_folder->path());
        QVERIFY((*still)->secret.matches((*kept)->secret.reveal()));
        QCOMPARE(credentials().size(), 1);
    }

    void anotherTokenEnrolsAnew()
    {
        QVERIFY(isLetIn(joinToken().token));
        const TokenId first = credentials().first().id;

        QVERIFY(isLetIn(joinToken().token));

        QCOMPARE(credentials().size(), 1); // The one before has ended.
        QVERIFY(credentials().first().id != first);
    }

    void anExpiredTokenSaysSo()
    {
        const IssuedToken token = joinToken();
        m_clock.ahead = limits::kJoinTokenLife + 1s;
        WorkerLink link(setupWith(token.token), m_clock);
        QSignalSpy refusals(&link, &WorkerLink::refused);

        QVERIFY_RESULT(link.start());

        QTRY_COMPARE_WITH_TIMEOUT(refusals.count(), 1, 8000);
        const Error error = refusals[0][0].value<Error>();
        QCOMPARE(error.kind, ErrorKind::Refused);
        QVERIFY2(error.what.contains("has expired"_L1) && error.what.contains("musterctl tokens create --join"_L1),
                 qPrintable(error.what));
        QVERIFY(!link.cluster());
    }

    void anOldCredentialIsRenewedAndTheOldOneEnds()
    {
        WorkerLink link(setupWith(joinToken().token, 50ms), m_clock);
        QVERIFY(isAdmitted(&link));
        const NodeCredential before = **readCredential(m_folder->path());
        m_clock.ahead = limits::kCredentialRenewal + 1s;

        QTRY_VERIFY_WITH_TIMEOUT(!(*readCredential(m_folder->path()))->secret.matches(before.secret.reveal()), 8000);

        QVERIFY_RESULT(outcomeOf(link.cluster()->announce(announcement())));
        const auto old = dialectById(u"native"_s)->client({u"native"_s, m_url}, {before.secret});
        QVERIFY_RESULT(outcomeOf(old->announce(announcement()))); // For the overlap both hold (T-3).
        m_clock.ahead += limits::kCredentialOverlap + 1s;
        QCOMPARE(outcomeOf(old->announce(announcement())).error().codeOrDefault(), u"not-authenticated"_s);
        QVERIFY_RESULT(outcomeOf(link.cluster()->announce(announcement())));
    }

    void aRenewalThatFailedIsTriedAgainSoon()
    {
        WorkerLink link(setupWith(joinToken().token, 50ms), m_clock);
        QVERIFY(isAdmitted(&link));
        const NodeCredential before = **readCredential(m_folder->path());
        QVERIFY_RESULT(outcomeOf(m_host->stop()));
        {
            const OneAnswer busy("HTTP/1.1 503 Later\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", m_port);
            m_clock.ahead = limits::kCredentialRenewal + 1s;
            QTRY_VERIFY_WITH_TIMEOUT(!busy.asked.isEmpty(), 8000);
        }

        startHost();

        QTRY_VERIFY_WITH_TIMEOUT(!(*readCredential(m_folder->path()))->secret.matches(before.secret.reveal()), 8000);
        QVERIFY_RESULT(outcomeOf(link.cluster()->announce(announcement())));
    }

    void aRevokedCredentialIsExplained()
    {
        WorkerLink link(setupWith(joinToken().token), m_clock);
        QVERIFY(isAdmitted(&link));
        QVERIFY_RESULT(outcomeOf(m_host->cluster()->revokeToken(credentials().first().id)));

        const Error error = link.explained(outcomeOf(link.cluster()->announce(announcement())).error());

        QCOMPARE(error.kind, ErrorKind::Refused);
        QVERIFY2(error.what.contains("was revoked"_L1) && error.what.contains("--join-token-file"_L1), qPrintable(error.what));
        const Error other{ErrorKind::Unreachable, {}, u"nobody listens"_s, {}, {}};
        QCOMPARE(link.explained(other), other);
    }

private:
    void startHost()
    {
        m_host = std::make_unique<LocalNodeHost>(m_clock);
        LocalNodeOptions options;
        options.dataFolder = m_folder->filePath(u"cp"_s);
        options.name = u"cp-1"_s;
        options.port = quint16(m_port);
        const Result<LocalNodeFacts> started = outcomeOf(m_host->start(options));
        if (!started)
            qFatal("%s", qPrintable(started.error().text()));
        m_url = started->url;
        m_port = m_url.port();
    }
    IssuedToken joinToken() const
    {
        TokenRequest request;
        request.kind = TokenKind::Join;
        const Result<IssuedToken> token = outcomeOf(m_host->cluster()->createToken(request));
        if (!token)
            qFatal("%s", qPrintable(token.error().text()));
        return *token;
    }
    WorkerLinkSetup setupWith(const Secret &token, milliseconds look = 1h) const
    {
        return {.address = {.dialect = u"native"_s, .url = m_url},
                .token = token,
                .dataFolder = m_folder->path(),
                .who = identityCalled(u"w1"_s),
                .instance = instanceOf(u"w1"_s),
                .renewalLook = look,
                .renewalRetry = look};
    }
    static Announcement announcement() { return announcementOf(u"w1"_s); }
    static bool isAdmitted(WorkerLink *link)
    {
        QSignalSpy admissions(link, &WorkerLink::admitted);
        return link->start() && QTest::qWaitFor([&admissions] { return admissions.count() == 1; }, 8000);
    }
    //! Whether a worker that starts with \a token gets in.
    bool isLetIn(const Secret &token) const
    {
        WorkerLink link(setupWith(token), m_clock);
        return isAdmitted(&link) && outcomeOf(link.cluster()->announce(announcement())).has_value();
    }
    //! Of w1, that hold.
    QList<TokenFacts> credentials() const
    {
        QList<TokenFacts> open;
        const Result<QList<TokenFacts>> tokens = outcomeOf(m_host->cluster()->tokens());
        for (const TokenFacts &token : tokens ? *tokens : QList<TokenFacts>()) {
            if (token.kind == TokenKind::Credential && !token.revokedAt)
                open.append(token);
        }
        return open;
    }

    JumpClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalNodeHost> m_host;
    QUrl m_url;
    int m_port = 0;
};

QTEST_GUILESS_MAIN(tst_WorkerLink)
#include "tst_WorkerLink.moc"
