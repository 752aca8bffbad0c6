// SPDX-License-Identifier: Apache-2.0
// The verbs of NativeClient that open doors, over real sockets, and where it keeps its key to itself.
#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeDialect.h"

#include "tests/dialects/native/ApiBench.h"
#include "tests/dialects/native/ScriptedCluster.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

QByteArray okReply(const QByteArray &body, const QByteArray &type = "application/json")
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
        + body;
}

//! What every verb gives, by name.
QList<std::pair<QString, Error>> errorsOfAll(Cluster &cluster)
{
    const NodeId node(u"node-1"_s);
    const auto of = [](auto outcome) { return outcome ? Error{} : outcome.error(); };
    return {{u"facts"_s, of(outcomeOf(cluster.facts()))},
            {u"snapshot"_s, of(outcomeOf(cluster.snapshot()))},
            {u"announce"_s, of(outcomeOf(cluster.announce(announcementOf(u"node-1"_s))))},
            {u"beat"_s, of(outcomeOf(cluster.beat(beatOf(u"node-1"_s, 1))))},
            {u"leave"_s, of(outcomeOf(cluster.leave(departureOf(u"node-1"_s))))},
            {u"remove"_s, of(outcomeOf(cluster.remove(node)))},
            {u"ping"_s, of(outcomeOf(cluster.ping(node)))},
            {u"restart"_s, of(outcomeOf(cluster.restartAgents(node)))},
            {u"reach"_s, of(outcomeOf(cluster.reach({u"10.0.0.1"_s})))},
            {u"createToken"_s, of(outcomeOf(cluster.createToken({})))},
            {u"tokens"_s, of(outcomeOf(cluster.tokens()))},
            {u"revokeToken"_s, of(outcomeOf(cluster.revokeToken(TokenId(u"0a1b"_s))))},
            {u"join"_s, of(outcomeOf(cluster.join({identityCalled(u"node-1"_s), Secret("k")})))},
            {u"renew"_s, of(outcomeOf(cluster.renewCredential()))},
            {u"backup"_s, of(outcomeOf(cluster.backup()))}};
}

} // namespace

class tst_NativeClientTokens : public QObject
{
    Q_OBJECT

    std::unique_ptr<NativeClient> clientWith(const QByteArray &key)
    {
        return std::make_unique<NativeClient>(m_bench->address(), Credentials{Secret(key)}, m_clock, 1);
    }
    //! A loopback server by a name that nobody can know to be loopback.
    static ClusterAddress farAddressOf(const ScriptedServer &server, bool allowsPlainSecrets)
    {
        QUrl url = server.url();
        url.setHost(u"0.0.0.0"_s);
        return {.dialect = u"native"_s, .url = url, .allowsPlainSecrets = allowsPlainSecrets};
    }

private Q_SLOTS:
    void init()
    {
        m_cluster = std::make_unique<ScriptedCluster>();
        m_bench = std::make_unique<ApiBench>(*m_cluster);
        QVERIFY(m_bench->isOpen);
    }
    void cleanup()
    {
        m_bench.reset();
        m_cluster.reset();
    }

    void verbsReachTheCluster()
    {
        const auto client = clientWith("admin-key");
        m_cluster->reachReport.stages = {
            {u"resolve"_s, 1.5, Error{ErrorKind::Timeout, {}, u"no machine was found"_s, u"unknown-host"_s, {}}}};

        const auto report = outcomeOf(client->reach({u"10.0.0.1"_s, 4000, false, u"forged"_s}));
        QVERIFY_RESULT(report);
        QCOMPARE(*report->stages.at(0).cause, *m_cluster->reachReport.stages.at(0).cause);
        QCOMPARE(m_cluster->lastTarget->port, 4000);
        QCOMPARE(m_cluster->lastTarget->askedBy, u"admin"_s);
        const auto issued = outcomeOf(client->createToken({TokenKind::Join, {}, {}, NodeRole::Worker, {}, milliseconds(0), 7}));
        QVERIFY_RESULT(issued);
        QCOMPARE(issued->facts, m_cluster->issued.facts);
        QCOMPARE(issued->token.reveal(), "0a1b.secret"_ba);
        QCOMPARE(m_cluster->lastRequest->uses, 7);
        const auto tokens = outcomeOf(client->tokens());
        QVERIFY_RESULT(tokens);
        QCOMPARE(*tokens, (QList<TokenFacts>{m_cluster->issued.facts, m_cluster->grant.facts}));
        QVERIFY_RESULT(outcomeOf(client->revokeToken(TokenId(u"0a1b"_s))));
        QCOMPARE(m_cluster->lastRevoked.text(), u"0a1b"_s);
        QVERIFY_RESULT(outcomeOf(client->restartAgents(NodeId(u"node-1"_s))));
        const auto copy = outcomeOf(client->backup());
        QVERIFY_RESULT(copy);
        QCOMPARE(*copy, m_cluster->copy);
        QCOMPARE(m_cluster->changes, 4);
    }
    void joiningShowsOurToken()
    {
        const auto client = clientWith("once-key");

        const auto grant = outcomeOf(client->join({identityCalled(u"node-1"_s), Secret("its instance")}));

        QVERIFY_RESULT(grant);
        QCOMPARE(grant->credential.reveal(), "2c3d.secret"_ba);
        QCOMPARE(grant->facts.node->text(), u"node-1"_s);
        QCOMPARE(m_cluster->lastJoin->shown.text(), u"t-once"_s);
        QVERIFY(m_cluster->lastJoin->instance.matches("its instance"));
    }
    void featuresAndNoticesAreTheServers()
    {
        const auto client = clientWith("viewer-key");
        QVERIFY(client->features().testFlag(Feature::Tokens)); // As far as the dialect goes.
        m_cluster->feature = Feature::Follow | Feature::Restart;
        m_cluster->notices = {{u"insecure"_s, u"Plain http."_s}};

        const auto facts = outcomeOf(client->facts());

        QVERIFY_RESULT(facts);
        QCOMPARE(facts->notices, m_cluster->notices);
        QCOMPARE(facts->callerTier, Tier::Viewer);
        QCOMPARE(client->features(), Feature::Follow | Feature::Restart);
    }
    void aForgedTokenIdIsNotSent()
    {
        const auto client = clientWith("admin-key");
        for (const QString &id : {u""_s, u"../tokens"_s, u"a"_s, u"a/b"_s, u"0a1b.secret with more"_s}) {
            const auto outcome = outcomeOf(client->revokeToken(TokenId(id)));
            QCOMPARE(outcome.error().kind, ErrorKind::Invalid);
            QCOMPARE(outcome.error().field, u"id"_s);
        }
        QCOMPARE(m_cluster->changes, 0);
    }
    void aRenewedCredentialIsShownFromThenOn()
    {
        // Both may follow, so that the stream shows as well which one it has.
        m_bench->keys.add(Secret("old"), {.name = u"old"_s, .access = Access::Admin, .node = u"node-1"_s, .token = u"t-old"_s});
        m_bench->keys.add(Secret("2c3d.secret"), {.name = u"new"_s, .access = Access::Admin, .node = u"node-1"_s});
        const auto client = clientWith("old");
        client->start();
        QTRY_COMPARE(client->link().state, LinkState::Live);

        const auto grant = outcomeOf(client->renewCredential());

        QVERIFY_RESULT(grant);
        QCOMPARE(m_cluster->lastShown.text(), u"t-old"_s);
        m_bench->keys.remove(u"old"_s);
        QVERIFY_RESULT(outcomeOf(client->beat(beatOf(u"node-1"_s, 1))));
        QCOMPARE(client->link().state, LinkState::Live);
        m_bench->close();
        QTRY_VERIFY(client->link().state != LinkState::Live);
        m_bench->open();
        QTRY_COMPARE_WITH_TIMEOUT(client->link().state, LinkState::Live, 10000);
    }
    void aRefusedRenewalKeepsTheOldKey()
    {
        m_bench->keys.add(Secret("plain"), {.name = u"plain"_s, .access = Access::Worker});
        const auto client = clientWith("plain");

        const auto refusal = outcomeOf(client->renewCredential());

        QCOMPARE(refusal.error().kind, ErrorKind::Refused);
        QVERIFY_RESULT(outcomeOf(client->beat(beatOf(u"node-1"_s, 1))));
    }
    void noSecretStandsInAnError()
    {
        const auto client = clientWith("viewer-key");
        for (const auto &[verb, error] : errorsOfAll(*client)) {
            for (const char *secret : {"viewer-key", "0a1b.secret", "2c3d.secret", "node-1-key"})
                QVERIFY2(!error.text().contains(QLatin1String(secret)), qPrintable(verb + error.text()));
        }
    }
    void aBrokenAnswerIsProtocol()
    {
        ScriptedServer server([](int) { return std::pair(okReply("{\"x\":1}"), ScriptedServer::Then::Keep); });
        NativeClient client({u"native"_s, server.url()}, Credentials{Secret("x")}, m_clock, 1);
        QCOMPARE(outcomeOf(client.createToken({})).error().kind, ErrorKind::Protocol);
        QCOMPARE(outcomeOf(client.tokens()).error().kind, ErrorKind::Protocol);
        QCOMPARE(outcomeOf(client.join({identityCalled(u"n1"_s), Secret("k")})).error().kind, ErrorKind::Protocol);
        QCOMPARE(outcomeOf(client.renewCredential()).error().kind, ErrorKind::Protocol);
        QCOMPARE(outcomeOf(client.reach({u"a"_s})).error().kind, ErrorKind::Protocol);
        QCOMPARE(outcomeOf(client.backup()).error().kind, ErrorKind::Protocol); // JSON is no backup.
    }
    void nothingIsSentOverPlainHttpBeyondLoopback()
    {
        ScriptedServer server([](int) { return std::pair(okReply("{}"), ScriptedServer::Then::Keep); });
        NativeClient client(farAddressOf(server, false), Credentials{Secret("x")}, m_clock, 1);
        for (const auto &[verb, error] : errorsOfAll(client)) {
            QVERIFY2(error.kind == ErrorKind::Refused && error.code == u"plain-secrets", qPrintable(verb));
            QVERIFY2(error.what.contains(u"https"), qPrintable(error.what));
        }
        QSignalSpy links(&client, &Cluster::linkChanged);

        client.start();
        client.retryNow();

        QCOMPARE(client.link().state, LinkState::Blocked);
        QCOMPARE(client.link().cause.code, u"plain-secrets"_s);
        QCOMPARE(links.size(), qsizetype(1));
        QTest::qWait(50); // Time for what must not happen.
        QCOMPARE(server.requests(), 0);
        client.stop();
        QCOMPARE(client.link().state, LinkState::Idle);
    }
    void whereAPersonAllowedItPlainHttpIsUsed()
    {
        ScriptedServer server([](int) { return std::pair(okReply("{}"), ScriptedServer::Then::Keep); });
        NativeClient client(farAddressOf(server, true), Credentials{Secret("x")}, m_clock, 1);

        QCOMPARE(outcomeOf(client.tokens()).error().kind, ErrorKind::Protocol);

        QCOMPARE(server.requests(), 1);
        QVERIFY(server.heads()[0].contains("Authorization: Bearer x"));
    }
    void aProbeKeepsItsKeyToo()
    {
        ScriptedServer server([](int) {
            return std::pair(okReply(R"({"status":"ok","version":"9","node":"n"})"), ScriptedServer::Then::Keep);
        });
        QObject context;
        const NativeDialect dialect;

        const auto probe = outcomeOf(dialect.probe(farAddressOf(server, false), Credentials{Secret("s3cret")}, &context));

        QCOMPARE(probe.error().code, u"plain-secrets"_s);
        QCOMPARE(server.requests(), 1); // Whether it is a Muster at all was asked, without the key.
        QVERIFY(!server.heads()[0].contains("s3cret"));
        const auto allowed = outcomeOf(dialect.probe(farAddressOf(server, true), Credentials{Secret("s3cret")}, &context));
        QVERIFY(!allowed); // The facts are nonsense here.
        QVERIFY(server.heads().last().contains("Bearer s3cret"));
    }

private:
    SystemClock m_clock;
    std::unique_ptr<ScriptedCluster> m_cluster;
    std::unique_ptr<ApiBench> m_bench;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeClientTokens)
#include "tst_NativeClientTokens.moc"
