// SPDX-License-Identifier: Apache-2.0
// Tokens at the doors of a real node: what each opens, who is told of refusals, and that the end of one is the end of what it
// opened.

#include "app/shared/LocalNodeHost.h"
#include "core/cluster/Cluster.h"
#include "core/cluster/Dialect.h"
#include "core/wire/HttpClient.h"
#include "tests/support/Outcome.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_LocalNodeTokens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_host = std::make_unique<LocalNodeHost>(m_clock);
        QSignalSpy first(m_host.get(), &LocalNodeHost::firstBeatAccepted);
        LocalNodeOptions options;
        options.dataFolder = m_folder->path();
        options.name = u"host-1"_s;
        options.port = 0;
        options.beatInterval = milliseconds(200);
        const Result<LocalNodeFacts> started = outcomeOf(m_host->start(options));
        QVERIFY_RESULT(started);
        m_url = started->url;
        QTRY_COMPARE_WITH_TIMEOUT(first.count(), 1, 8000);
    }
    void cleanup()
    {
        (void)outcomeOf(m_host->stop());
        m_host.reset();
    }

    void aViewerReadsAndNothingElse()
    {
        const IssuedToken viewer = made({.kind = TokenKind::Access, .tier = Tier::Viewer, .name = u"ann"_s});
        const auto client = clientWith(viewer.token);

        QVERIFY_RESULT(outcomeOf(client->snapshot()));
        const Result<void> removed = outcomeOf(client->remove(NodeId(u"host-1"_s)));

        QCOMPARE(removed.error().kind, ErrorKind::Refused);
        QVERIFY(removed.error().code != u"not-authenticated"_s);
        QVERIFY(viewer.pin.isEmpty()); // No TLS here.
    }

    void anAdminTokenChanges()
    {
        const auto client = clientWith(made({.kind = TokenKind::Access, .tier = Tier::Admin, .name = u"bob"_s}).token);

        QCOMPARE(outcomeOf(client->remove(NodeId(u"nobody"_s))).error().kind, ErrorKind::NotFound);
    }

    void aKnownCallerWhoIsRefusedIsTold()
    {
        const auto client = clientWith(made({.kind = TokenKind::Access, .tier = Tier::Viewer, .name = u"ann"_s}).token);
        QSignalSpy events(m_host->cluster(), &Cluster::eventArrived);

        (void)outcomeOf(client->remove(NodeId(u"host-1"_s)));

        QTRY_VERIFY_WITH_TIMEOUT(!refusalsIn(events).isEmpty(), 8000);
        const AccessRefused refusal = refusalsIn(events).first();
        QCOMPARE(refusal.who, u"ann"_s);
        QCOMPARE(refusal.what, u"DELETE /api/v1/nodes/host-1"_s);
        QCOMPARE(refusal.source, u"127.0.0.1"_s);
        QVERIFY(!refusal.text.isEmpty());
    }

    void unknownCallersAreNotToldSingly()
    {
        QSignalSpy events(m_host->cluster(), &Cluster::eventArrived);
        const auto client = clientWith(Secret("0123456789abcdef.guess"));

        for (int i = 0; i < 5; ++i)
            QCOMPARE(outcomeOf(client->snapshot()).error().codeOrDefault(), u"not-authenticated"_s);

        QVERIFY(refusalsIn(events).isEmpty());
    }

    void guessesOfTokensAreLimited()
    {
        HttpClient guesser(m_url);
        const IssuedToken right = made({.kind = TokenKind::Access, .tier = Tier::Viewer, .name = u"ann"_s});
        QString code;
        for (int i = 0; i <= limits::kGuessesPerMinute && code != u"too-many-requests"_s; ++i) {
            guesser.setToken(Secret(right.facts.id.text().toLatin1() + ".guess-" + QByteArray::number(i)));
            code = outcomeOf(guesser.get(u"/api/v1/nodes"_s)).error().codeOrDefault();
        }

        QCOMPARE(code, u"too-many-requests"_s);
        guesser.setToken(right.token); // Who knows it is not locked out by those who guess.
        QVERIFY_RESULT(outcomeOf(guesser.get(u"/api/v1/nodes"_s)));
    }

    void theEndOfATokenIsTheEndOfItsStream()
    {
        const IssuedToken viewer = made({.kind = TokenKind::Access, .tier = Tier::Viewer, .name = u"ann"_s});
        const auto client = clientWith(viewer.token);
        QSignalSpy events(client.get(), &Cluster::eventArrived);
        client->start();
        QTRY_VERIFY_WITH_TIMEOUT(client->link().isLive(), 8000);
        QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty(), 8000); // Beats of the node itself.

        QVERIFY_RESULT(outcomeOf(m_host->cluster()->revokeToken(viewer.facts.id)));

        QTRY_VERIFY_WITH_TIMEOUT(!client->link().isLive(), 5000); // W-7.
        QCOMPARE(outcomeOf(client->snapshot()).error().codeOrDefault(), u"not-authenticated"_s);
    }

    void aJoinTokenReadsAndBeatsNothing()
    {
        const auto client = clientWith(made({.kind = TokenKind::Join, .name = u"w1"_s}).token);

        QCOMPARE(outcomeOf(client->snapshot()).error().kind, ErrorKind::Refused);
        Announcement announcement;
        announcement.who.id = NodeId(u"w1"_s);
        announcement.who.name = u"w1"_s;
        announcement.instance = Secret("key");
        QCOMPARE(outcomeOf(client->announce(announcement)).error().kind, ErrorKind::Refused);
    }

    void featuresAreWired()
    {
        const Features features = m_host->cluster()->features();
        QVERIFY(features.testFlag(Feature::Reach));
        QVERIFY(features.testFlag(Feature::Restart));
        QVERIFY(features.testFlag(Feature::Tokens));

        QTRY_VERIFY(outcomeOf(m_host->cluster()->restartAgents(NodeId(u"host-1"_s)))); // Over the mesh, once that is up.

        const ReachTarget itself{.host = u"127.0.0.1"_s, .port = m_url.port(), .isAdmin = true, .askedBy = u"bob"_s};
        QVERIFY_RESULT(outcomeOf(m_host->cluster()->reach(itself)));
        ReachTarget same = itself;
        same.isAdmin = false;
        for (const QString &own : {u"127.0.0.1"_s, u"localhost"_s}) { // Whoever asks reaches us already,
            same.host = own;
            const Result<ReachReport> report = outcomeOf(m_host->cluster()->reach(same));
            QVERIFY_RESULT(report);
            QVERIFY(report->isReachable); // As any control plane.
        }
        same.port = m_url.port() == 1 ? 2 : 1; // and nothing else on this machine (T-15).
        QCOMPARE(outcomeOf(m_host->cluster()->reach(same)).error().kind, ErrorKind::Refused);
    }

private:
    struct Ask {
        TokenKind kind = TokenKind::Access;
        Tier tier = Tier::Viewer;
        QString name = {};
    };
    IssuedToken made(const Ask &ask) const
    {
        TokenRequest request;
        request.kind = ask.kind;
        request.tier = ask.tier;
        request.name = ask.name;
        const Result<IssuedToken> token = outcomeOf(m_host->cluster()->createToken(request));
        if (!token)
            qFatal("%s", qPrintable(token.error().text()));
        return *token;
    }
    std::unique_ptr<Cluster> clientWith(const Secret &token) const
    {
        return dialectById(u"native"_s)->client({u"native"_s, m_url}, {token});
    }
    static QList<AccessRefused> refusalsIn(const QSignalSpy &events)
    {
        QList<AccessRefused> refusals;
        for (const auto &event : events) {
            const auto what = event[0].value<ClusterEvent>().what;
            if (const auto *refusal = std::get_if<AccessRefused>(&what))
                refusals.append(*refusal);
        }
        return refusals;
    }

    const SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LocalNodeHost> m_host;
    QUrl m_url;
};

QTEST_GUILESS_MAIN(tst_LocalNodeTokens)
#include "tst_LocalNodeTokens.moc"
