// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeRoutes.h"

#include "core/dialects/native/NativeRequests.h"
#include "core/domain/NodeJson.h"
#include "tests/dialects/native/PlaneBench.h"
#include "tests/support/NodeBuilder.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

QByteArray textOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QJsonObject objectIn(const std::pair<int, QByteArray> &reply)
{
    return QJsonDocument::fromJson(reply.second).object();
}

} // namespace

class tst_NativeRoutes : public QObject
{
    Q_OBJECT

    std::pair<int, QByteArray> ask(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
                                   const QByteArray &key = "admin-key")
    {
        return m_bench->api->ask(method, "/api/v1" + path, key, body);
    }
    QByteArray announceBody(const QString &id) { return textOf(NativeRequests::write(announcementOf(id))); }
    QByteArray beatBody(const QString &id, quint64 sequence) { return textOf(NativeRequests::write(beatOf(id, sequence))); }
    //! All that a refused request could have changed.
    QByteArray state()
    {
        ClusterSnapshot snapshot = *outcomeOf(m_bench->plane->snapshot());
        QByteArray text = snapshot.position.toText().toLatin1();
        for (const Node &node : std::as_const(snapshot.nodes))
            text += textOf(toJson(node, snapshot.takenAt));
        return text;
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<PlaneBench>();
        QVERIFY(m_bench->isUp);
    }
    void cleanup() { m_bench.reset(); }

    void aNodesLife()
    {
        const auto welcome = ask("POST", "/nodes", announceBody(u"vps-02"_s), "join-key");
        QCOMPARE(welcome.first, 201);
        QCOMPARE(objectIn(welcome)["beatIntervalMs"_L1].toInt(), 10000);
        QCOMPARE(objectIn(welcome)["offlineAfterMs"_L1].toInt(), 30000);
        QCOMPARE(objectIn(welcome)["node"_L1]["status"_L1].toString(), u"joining"_s);

        const auto beat = ask("POST", "/nodes/vps-02/beats", beatBody(u"vps-02"_s, 1), "join-key");
        QCOMPARE(beat.first, 200);
        QCOMPARE(beat.second, "{\"beatIntervalMs\":10000,\"offlineAfterMs\":30000,\"ping\":null}"_ba);

        const auto node = ask("GET", "/nodes/vps-02", {}, "viewer-key");
        QCOMPARE(node.first, 200);
        QCOMPARE(objectIn(node)["status"_L1].toString(), u"online"_s);
        const auto nodes = ask("GET", "/nodes", {}, "viewer-key");
        QCOMPARE(QJsonDocument::fromJson(nodes.second).array().size(), qsizetype(1));
        QCOMPARE(QJsonDocument::fromJson(nodes.second).array()[0].toObject(), objectIn(node));

        const auto cluster = objectIn(ask("GET", "/cluster", {}, "viewer-key"));
        QCOMPARE(cluster["counts"_L1]["online"_L1].toInt(), 1);
        QCOMPARE(cluster["totals"_L1]["nodes"_L1].toInt(), 1);
        QCOMPARE(cluster["features"_L1]["follow"_L1].toBool(), true);

        QCOMPARE(ask("POST", "/nodes/vps-02/leave", textOf(NativeRequests::write(departureOf(u"vps-02"_s))), "join-key").first, 200);
        QCOMPARE(objectIn(ask("GET", "/nodes/vps-02"))["status"_L1].toString(), u"offline"_s);
        const auto removed = ask("DELETE", "/nodes/vps-02");
        QCOMPARE(removed.first, 200);
        QCOMPARE(objectIn(removed)["removed"_L1].toString(), u"vps-02"_s);
        QCOMPARE(ask("GET", "/nodes/vps-02").first, 404);
    }
    void healthNeedsNoKey()
    {
        const auto health = ask("GET", "/health", {}, {});
        QCOMPARE(health.first, 200);
        const QJsonObject expected{{u"status"_s, u"ok"_s}, {u"version"_s, u"0.1.0"_s}, {u"node"_s, u"main"_s}};
        QCOMPARE(objectIn(health), expected);
    }
    void noReplyShowsAnInstance()
    {
        ask("POST", "/nodes", announceBody(u"vps-02"_s));
        for (const char *path : {"/nodes", "/nodes/vps-02", "/snapshot", "/cluster"})
            QVERIFY(!ask("GET", path).second.contains(instanceOf(u"vps-02"_s).reveal()));
    }
    void pingIsAnsweredByTheNextBeat()
    {
        ask("POST", "/nodes", announceBody(u"vps-02"_s));
        ask("POST", "/nodes/vps-02/beats", beatBody(u"vps-02"_s, 1));
        RawPeer operatorPeer(m_bench->api->port);
        operatorPeer.send(m_bench->api->request("POST", "/api/v1/nodes/vps-02/ping", "operator-key"));
        QString ping;
        QTRY_VERIFY(!(ping = objectIn(ask("POST", "/nodes/vps-02/beats", beatBody(u"vps-02"_s, 2)))["ping"_L1].toString()).isEmpty());

        Heartbeat answer = beatOf(u"vps-02"_s, 3);
        answer.answersPing = ping;
        QCOMPARE(ask("POST", "/nodes/vps-02/beats", textOf(NativeRequests::write(answer))).first, 200);

        QTRY_VERIFY(operatorPeer.got().contains("\"via\":\"beat\""));
        QCOMPARE(operatorPeer.status(), 200);
    }

    void refusalsStoreNothing_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QByteArray &request, const QByteArray &body, const QByteArray &key,
                            int status, const char *code, const char *field = "") {
            QTest::newRow(name) << request.split(' ')[0] << request.split(' ')[1] << body << key << status
                                << QString::fromLatin1(code) << QString::fromLatin1(field);
        };
        const QByteArray beat = beatBody(u"vps-02"_s, 9);
        const QByteArray other = textOf(NativeRequests::write(beatOf(u"vps-02"_s, 9, 2)));
        row("announce no json", "POST /nodes", "{", "join-key", 400, "invalid");
        row("announce list", "POST /nodes", "[]", "join-key", 400, "invalid");
        row("announce empty", "POST /nodes", {}, "join-key", 400, "invalid");
        row("announce no id", "POST /nodes", R"({"role":"worker","instance":"k"})", "join-key", 400, "invalid", "id");
        row("announce forged id", "POST /nodes", R"({"id":"../x","role":"worker","instance":"k"})", "join-key", 400, "invalid", "id");
        row("announce bad role", "POST /nodes", R"({"id":"n1","role":"root","instance":"k"})", "join-key", 400, "invalid", "role");
        row("announce no instance", "POST /nodes", R"({"id":"n1","role":"worker"})", "join-key", 400, "invalid", "instance");
        row("announce bad agent", "POST /nodes", R"({"id":"n1","role":"worker","instance":"k","agents":[{"id":1}]})", "join-key",
            400, "invalid", "agents[0].id");
        row("announce too large", "POST /nodes", QByteArray(64 * 1024 + 1, ' '), "join-key", 413, "too-large");
        row("announce second machine", "POST /nodes", textOf(NativeRequests::write(announcementOf(u"vps-02"_s, 2))), "join-key",
            409, "duplicate-id");
        row("announce as viewer", "POST /nodes", announceBodyOf(u"n1"_s), "viewer-key", 403, "not-allowed");
        row("beat no json", "POST /nodes/vps-02/beats", "x", "join-key", 400, "invalid");
        row("beat cpu", "POST /nodes/vps-02/beats", R"({"instance":"k","sequence":1,"cpu":"hot"})", "join-key", 400, "invalid", "cpu");
        row("beat future memory", "POST /nodes/vps-02/beats", R"({"instance":"k","sequence":1,"memoryUsedBytes":-1})", "join-key", 400,
            "invalid", "memoryUsedBytes");
        row("beat forged id", "POST /nodes/a%2Fb/beats", beat, "join-key", 400, "invalid", "id");
        row("beat short id", "POST /nodes/x/beats", beat, "join-key", 400, "invalid", "id");
        row("beat too large", "POST /nodes/vps-02/beats", QByteArray(16 * 1024 + 1, ' '), "join-key", 413, "too-large");
        row("beat unknown node", "POST /nodes/nobody/beats", beat, "join-key", 404, "announce-first");
        row("beat other machine", "POST /nodes/vps-02/beats", other, "join-key", 409, "duplicate-id");
        row("beat without key", "POST /nodes/vps-02/beats", beat, {}, 401, "not-authenticated");
        row("leave no instance", "POST /nodes/vps-02/leave", "{}", "join-key", 400, "invalid", "instance");
        row("leave unknown", "POST /nodes/nobody/leave", R"({"instance":"k"})", "join-key", 404, "announce-first");
        row("join token cannot delete", "DELETE /nodes/vps-02", {}, "join-key", 403, "not-allowed");
        row("join token cannot read", "GET /snapshot", {}, "join-key", 403, "not-allowed");
        row("viewer cannot delete", "DELETE /nodes/vps-02", {}, "viewer-key", 403, "not-allowed");
        row("delete unknown", "DELETE /nodes/nobody", {}, "admin-key", 404, "not-found");
        row("delete forged id", "DELETE /nodes/%2e%2e%2fx", {}, "admin-key", 400, "invalid", "id");
        row("get unknown", "GET /nodes/nobody", {}, "admin-key", 404, "not-found");
        row("get forged id", "GET /nodes/n%201", {}, "admin-key", 400, "invalid", "id");
        row("ping unknown", "POST /nodes/nobody/ping", {}, "admin-key", 404, "not-found");
        row("wrong method", "PUT /nodes", announceBodyOf(u"n1"_s), "admin-key", 405, "method-not-allowed");
        row("wrong path", "GET /nodez", {}, "admin-key", 404, "not-found");
        row("get with a body", "GET /nodes", "{}", "admin-key", 413, "too-large");
    }
    void refusalsStoreNothing()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, key);
        QFETCH(int, status);
        QFETCH(QString, code);
        QFETCH(QString, field);
        ask("POST", "/nodes", announceBody(u"vps-02"_s));
        ask("POST", "/nodes/vps-02/beats", beatBody(u"vps-02"_s, 1));
        const QByteArray before = state();

        const auto reply = ask(method, path, body, key);

        QCOMPARE(reply.first, status);
        const QJsonObject error = objectIn(reply);
        QVERIFY(!error["error"_L1].toString().isEmpty());
        QCOMPARE(error["code"_L1].toString(), code);
        QCOMPARE(error["field"_L1].toString(), field);
        if (code != "duplicate-id"_L1) // That one is told to the viewers, as it should be.
            QCOMPARE(state(), before);
    }
    void aCredentialSpeaksForItsNodeAlone()
    {
        m_bench->api->keys.add(Secret("its-key"), {.name = u"node vps-02"_s, .access = Access::Worker, .node = u"vps-02"_s});
        QCOMPARE(ask("POST", "/nodes", announceBody(u"vps-02"_s), "its-key").first, 201);
        QCOMPARE(ask("POST", "/nodes/vps-02/beats", beatBody(u"vps-02"_s, 1), "its-key").first, 200);
        QCOMPARE(ask("POST", "/nodes", announceBody(u"vps-03"_s), "join-key").first, 201);
        const QByteArray before = state();
        const QByteArray leave = textOf(NativeRequests::write(departureOf(u"vps-03"_s)));
        // Even with the right instance; on the routes with an id in the path, nothing of the body is looked at.
        const std::pair<QByteArray, QByteArray> others[] = {{"/nodes", announceBody(u"vps-03"_s)},
                                                            {"/nodes", announceBody(u"vps-04"_s)},
                                                            {"/nodes/vps-03/beats", beatBody(u"vps-03"_s, 1)},
                                                            {"/nodes/vps-03/beats", "nonsense"},
                                                            {"/nodes/VPS-02/beats", beatBody(u"vps-02"_s, 2)},
                                                            {"/nodes/nobody/beats", beatBody(u"nobody"_s, 1)},
                                                            {"/nodes/vps-03/leave", leave},
                                                            {"/nodes/vps-03/leave", "nonsense"}};
        for (const auto &[path, body] : others) {
            const auto reply = ask("POST", path, body, "its-key");
            QCOMPARE(reply.first, 403);
            QCOMPARE(objectIn(reply)["code"_L1].toString(), u"not-your-node"_s);
            QVERIFY(objectIn(reply)["error"_L1].toString().contains(u"vps-02"));
            QVERIFY(!reply.second.contains("vps-03"));
        }
        QCOMPARE(state(), before);
        QCOMPARE(ask("POST", "/nodes/vps-02/leave", textOf(NativeRequests::write(departureOf(u"vps-02"_s))), "its-key").first, 200);
    }
    void unknownFieldsAreNotKept()
    {
        QJsonObject json = NativeRequests::write(announcementOf(u"vps-02"_s));
        json.insert(u"status"_s, u"failed"_s);
        json.insert(u"registeredAt"_s, u"1999-01-01T00:00:00.000Z"_s);
        json.insert(u"evil"_s, u"x"_s);
        QCOMPARE(ask("POST", "/nodes", textOf(json)).first, 201);
        const QJsonObject node = objectIn(ask("GET", "/nodes/vps-02"));
        QCOMPARE(node["status"_L1].toString(), u"joining"_s);
        QVERIFY(!node["registeredAt"_L1].toString().startsWith(u"1999"));
        QVERIFY(!node.contains(u"evil"_s));
    }
    void aRestartIsANewEpochAndAResync()
    {
        ask("POST", "/nodes", announceBody(u"vps-02"_s));
        const EventPosition before = outcomeOf(m_bench->plane->snapshot())->position;
        const auto stream = [this](const EventPosition &after) {
            auto peer = std::make_unique<RawPeer>(m_bench->api->port);
            peer->send(m_bench->api->request("GET", "/api/v1/events", "viewer-key", {},
                                             "Last-Event-ID: " + after.toText().toLatin1() + "\r\n"));
            return peer;
        };
        const auto resumed = stream({before.epoch, before.number - 1});
        QTRY_VERIFY(resumed->got().contains("event: node-joined"));
        QVERIFY(!resumed->got().contains("event: resync"));

        m_bench->restart();
        QVERIFY(m_bench->isUp);

        const EventPosition after = outcomeOf(m_bench->plane->snapshot())->position;
        QVERIFY(after.epoch != before.epoch);
        const auto late = stream(before);
        QTRY_VERIFY(late->got().contains("event: resync"));
        QVERIFY(late->got().contains("id: " + after.epoch.toLatin1() + '-'));
        QCOMPARE(objectIn(ask("GET", "/nodes/vps-02"))["id"_L1].toString(), u"vps-02"_s);
    }

private:
    static QByteArray announceBodyOf(const QString &id) { return textOf(NativeRequests::write(announcementOf(id))); }
    std::unique_ptr<PlaneBench> m_bench;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeRoutes)
#include "tst_NativeRoutes.moc"
