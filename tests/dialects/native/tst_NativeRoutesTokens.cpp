// SPDX-License-Identifier: Apache-2.0
// The routes that open doors, over real sockets: what reaches the cluster, and who it is said to be from. What a control
// plane makes of it is in tests/conformance.
#include "tests/dialects/native/ApiBench.h"
#include "tests/dialects/native/ScriptedCluster.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

QJsonObject objectIn(const std::pair<int, QByteArray> &reply)
{
    return QJsonDocument::fromJson(reply.second).object();
}

//! Fails as it is told to.
class FailingCluster final : public Cluster
{
public:
    Features features() const override { return {}; }
    LinkReport link() const override { return {LinkState::Live, {}, 0, {}, {}}; }
    Future<void> restartAgents(NodeId, Actor = {}) override { return failed<void>(error); }
    Future<JoinGrant> join(JoinRequest) override { return failed<JoinGrant>(error); }

    Error error;

protected:
    void startUp() override {}
    void shutDown() override {}
};

} // namespace

class tst_NativeRoutesTokens : public QObject
{
    Q_OBJECT

    std::pair<int, QByteArray> ask(const QByteArray &method, const QByteArray &path, const QByteArray &key,
                                   const QByteArray &body = {})
    {
        return m_bench->ask(method, "/api/v1" + path, key, body);
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

    void joiningTellsWhichTokenWasShown()
    {
        const auto reply = ask("POST", "/join", "once-key", R"({"id":"node-1","role":"worker","instance":"k","shown":"forged"})");

        QCOMPARE(reply.first, 201);
        QCOMPARE(objectIn(reply)["token"_L1].toString(), u"2c3d.secret"_s);
        QCOMPARE(objectIn(reply)["node"_L1].toString(), u"node-1"_s);
        QCOMPARE(m_cluster->lastJoin->shown.text(), u"t-once"_s);
        QCOMPARE(m_cluster->lastJoin->who.id.text(), u"node-1"_s);
    }
    void onlyACredentialIsRenewed()
    {
        QCOMPARE(ask("POST", "/credential", "node-key").first, 201);
        QCOMPARE(m_cluster->lastShown.text(), u"t-node"_s);
        const int changes = m_cluster->changes;
        for (const char *key : {"join-key", "admin-key"}) { // They open worker routes, but are of no node.
            const auto reply = ask("POST", "/credential", key);
            QCOMPARE(reply.first, 403);
            QVERIFY(objectIn(reply)["error"_L1].toString().contains(u"credential"));
        }
        QCOMPARE(m_cluster->changes, changes);
    }
    void tokensAreMadeListedAndRevoked()
    {
        const auto made = ask("POST", "/tokens", "admin-key", R"({"kind":"access","tier":"operator","name":"Ann","createdBy":"forged"})");
        QCOMPARE(made.first, 201);
        QCOMPARE(objectIn(made)["token"_L1].toString(), u"0a1b.secret"_s);
        QVERIFY(objectIn(made).contains("pin"_L1) && objectIn(made)["pin"_L1].isNull());
        QCOMPARE(m_cluster->lastRequest->createdBy, u"admin"_s);
        QCOMPARE(m_cluster->lastRequest->source, u"127.0.0.1"_s);
        QCOMPARE(m_cluster->lastRequest->tier, Tier::Operator);

        const auto listed = ask("GET", "/tokens", "admin-key");
        QCOMPARE(listed.first, 200);
        QCOMPARE(objectIn(listed)["tokens"_L1].toArray().size(), qsizetype(2));
        QVERIFY(!listed.second.contains("secret"));

        const auto revoked = ask("DELETE", "/tokens/0a1b", "admin-key");
        QCOMPARE(revoked.first, 200);
        QCOMPARE(objectIn(revoked)["revoked"_L1].toString(), u"0a1b"_s);
        QCOMPARE(m_cluster->lastRevoked.text(), u"0a1b"_s);
        QCOMPARE(ask("DELETE", "/tokens/..%2fx", "admin-key").first, 400);
    }
    void whoAsksForATestIsTheCaller()
    {
        QCOMPARE(ask("POST", "/reach", "operator-key", R"({"host":"10.1.1.1","isAdmin":true,"askedBy":"x"})").first, 200);
        QVERIFY(!m_cluster->lastTarget->isAdmin);
        QCOMPARE(m_cluster->lastTarget->askedBy, u"operator"_s);
        QCOMPARE(m_cluster->lastTarget->port, 3101);
        QCOMPARE(ask("POST", "/reach", "admin-key", R"({"host":"10.1.1.1","port":22})").first, 200);
        QVERIFY(m_cluster->lastTarget->isAdmin);
        QCOMPARE(m_cluster->lastTarget->port, 22);
    }
    void aRestartThatWasNotTakenIs502()
    {
        QCOMPARE(objectIn(ask("POST", "/nodes/node-1/restart", "operator-key"))["restarted"_L1].toString(), u"node-1"_s);
        FailingCluster failing;
        ApiBench bench(failing);
        const std::pair<ErrorKind, int> kinds[] = {{ErrorKind::Unreachable, 502}, {ErrorKind::NotFound, 404},
                                                   {ErrorKind::Unsupported, 501}, {ErrorKind::Busy, 503},
                                                   {ErrorKind::Timeout, 504}};
        for (const auto &[kind, status] : kinds) {
            failing.error = {kind, u"restarting"_s, u"it did not answer"_s, {}, {}};
            const auto reply = bench.ask("POST", "/api/v1/nodes/node-1/restart", "operator-key");
            QCOMPARE(reply.first, status);
            QCOMPARE(objectIn(reply)["error"_L1].toString(), u"it did not answer"_s);
        }
        failing.error = refused(u"the token is not known here"_s, u"not-authenticated"_s);
        QCOMPARE(bench.ask("POST", "/api/v1/join", "once-key", R"({"id":"n1","role":"worker","instance":"k"})").first, 401);
        QCOMPARE(bench.ask("GET", "/api/v1/tokens", "admin-key").first, 501);
        QCOMPARE(bench.ask("GET", "/api/v1/backup", "admin-key").first, 501);
    }
    void backupIsAFileOfBytes()
    {
        RawPeer peer(m_bench->port);
        peer.send(m_bench->request("GET", "/api/v1/backup", "admin-key"));

        QTRY_VERIFY(peer.got().endsWith(m_cluster->copy));
        QCOMPARE(peer.status(), 200);
        const QByteArray head = peer.got().left(peer.got().indexOf("\r\n\r\n"));
        QVERIFY(head.contains("Content-Type: application/octet-stream\r\n"));
        QVERIFY(head.contains("Content-Disposition: attachment; filename=\"muster-backup.sqlite\""));
        QCOMPARE(head.count("Cache-Control: no-store"), 1);
        QVERIFY(head.contains("Content-Length: " + QByteArray::number(m_cluster->copy.size())));
    }
    void noAnswerWithASecretIsKeptByCaches()
    {
        const std::pair<QByteArray, QByteArray> asked[] = {
            {m_bench->request("POST", "/api/v1/join", "once-key", R"({"id":"n1","role":"worker","instance":"k"})"), "2c3d.secret"},
            {m_bench->request("POST", "/api/v1/credential", "node-key"), "2c3d.secret"},
            {m_bench->request("POST", "/api/v1/tokens", "admin-key", R"({"kind":"join"})"), "0a1b.secret"}};
        for (const auto &[request, secret] : asked) {
            RawPeer peer(m_bench->port);
            peer.send(request);
            QTRY_VERIFY(peer.got().contains(secret));
            QVERIFY(peer.got().contains("Cache-Control: no-store\r\n"));
        }
    }
    void refusalsReachNobody_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const char *request, const QByteArray &body, const char *key, const char *field) {
            QTest::newRow(name) << QByteArray(request) << body << QByteArray(key) << QString::fromLatin1(field);
        };
        row("join no json", "POST /join", "x", "once-key", "");
        row("join no id", "POST /join", R"({"role":"worker","instance":"k"})", "once-key", "id");
        row("join forged id", "POST /join", R"({"id":"../x","role":"worker","instance":"k"})", "once-key", "id");
        row("join no role", "POST /join", R"({"id":"n1","instance":"k"})", "once-key", "role");
        row("join no instance", "POST /join", R"({"id":"n1","role":"worker"})", "once-key", "instance");
        row("join empty instance", "POST /join", R"({"id":"n1","role":"worker","instance":""})", "once-key", "instance");
        row("join labels", "POST /join", R"({"id":"n1","role":"worker","instance":"k","labels":[]})", "once-key", "labels");
        row("token no tier", "POST /tokens", R"({"kind":"access"})", "admin-key", "tier");
        row("token uses", "POST /tokens", R"({"kind":"join","uses":"many"})", "admin-key", "uses");
        row("token empty", "POST /tokens", {}, "admin-key", "");
        row("reach no host", "POST /reach", R"({"port":80})", "admin-key", "host");
        row("reach port", "POST /reach", R"({"host":"a","port":70000})", "admin-key", "port");
        row("revoke forged id", "DELETE /tokens/x", {}, "admin-key", "id");
        row("restart forged id", "POST /nodes/n%201/restart", {}, "admin-key", "id");
    }
    void refusalsReachNobody()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, key);
        QFETCH(QString, field);

        const auto reply = ask(request.split(' ')[0], request.split(' ')[1], key, body);

        QCOMPARE(reply.first, 400);
        QCOMPARE(objectIn(reply)["code"_L1].toString(), u"invalid"_s);
        QCOMPARE(objectIn(reply)["field"_L1].toString(), field);
        QCOMPARE(m_cluster->changes, 0);
    }
    void bodiesAreBounded()
    {
        QCOMPARE(ask("POST", "/join", "once-key", QByteArray(64 * 1024 + 1, ' ')).first, 413);
        QCOMPARE(ask("POST", "/tokens", "admin-key", QByteArray(64 * 1024 + 1, ' ')).first, 413);
        QCOMPARE(ask("POST", "/reach", "admin-key", QByteArray(16 * 1024 + 1, ' ')).first, 413);
        QCOMPARE(ask("POST", "/credential", "node-key", QByteArray(16 * 1024 + 1, ' ')).first, 413);
        QCOMPARE(ask("DELETE", "/tokens/0a1b", "admin-key", "{}").first, 413);
        QCOMPARE(m_cluster->changes, 0);
    }
    void clusterSaysWhatItCanAndWhatToKnow()
    {
        m_cluster->feature = Feature::Restart | Feature::Tokens;
        m_cluster->notices = {{u"insecure"_s, u"Everybody on the way can read along."_s}};

        const QJsonObject cluster = objectIn(ask("GET", "/cluster", "viewer-key"));

        QCOMPARE(cluster["features"_L1]["restart"_L1].toBool(), true);
        QCOMPARE(cluster["features"_L1]["tokens"_L1].toBool(), true);
        QCOMPARE(cluster["features"_L1]["reach"_L1], QJsonValue(false));
        QCOMPARE(cluster["notices"_L1][0]["code"_L1].toString(), u"insecure"_s);
        QCOMPARE(cluster["notices"_L1][0]["text"_L1].toString(), m_cluster->notices[0].text);
    }

private:
    std::unique_ptr<ScriptedCluster> m_cluster;
    std::unique_ptr<ApiBench> m_bench;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeRoutesTokens)
#include "tst_NativeRoutesTokens.moc"
