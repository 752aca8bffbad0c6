// SPDX-License-Identifier: Apache-2.0
// The routes about work over real sockets and a real control plane: who sees what, what is refused, what is kept.
#include "tests/conformance/SuiteParts.h"
#include "tests/dialects/native/PlaneBench.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

constexpr const char *kAgent = R"({"kind":"agent","id":"hello","settings":{"argv":["cat"]},"secretValues":{"TOKEN":"t0p-s3cret"}})";

} // namespace

class tst_NativeRoutesWork : public QObject
{
    Q_OBJECT

    using Reply = std::pair<int, QByteArray>;

    Reply ask(const QByteArray &method, const QByteArray &path, const QByteArray &body = {}, const QByteArray &key = "admin-key")
    {
        return m_bench->api->ask(method, "/api/v1" + path, key, body);
    }
    static QJsonObject objectIn(const Reply &reply) { return QJsonDocument::fromJson(reply.second).object(); }
    static QJsonArray arrayIn(const Reply &reply) { return QJsonDocument::fromJson(reply.second).array(); }
    //! The job as the control plane has it.
    Job kept(const QString &id) { return outcomeOf(m_bench->plane->job(JobId(id))).value_or(Job()); }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<PlaneBench>();
        QVERIFY(m_bench->isUp);
        QVERIFY(outcomeOf(m_bench->plane->announce(announcementOf(u"pi-lab"_s))));
        QVERIFY(outcomeOf(m_bench->plane->beat(beatOf(u"pi-lab"_s, 1))));
        QCOMPARE(ask("POST", "/entities", kAgent).first, 201);
    }
    void cleanup() { m_bench.reset(); }

    void noAnswerHasASecret()
    {
        const Reply again = ask("POST", "/entities", QByteArray(kAgent).replace("\"kind\"", "\"replace\":true,\"kind\""));
        QCOMPARE(again.first, 201);
        for (const Reply &reply : {again, ask("GET", "/entities"), ask("GET", "/entities/agent/hello"), ask("GET", "/snapshot"),
                                   ask("GET", "/events/" + QByteArray(objectIn(ask("GET", "/cluster"))[u"epoch"].toString().toLatin1()) + "-0"),
                                   ask("POST", "/entities", kAgent)}) {
            QVERIFY(!reply.second.contains("t0p-s3cret"));
            QVERIFY(!reply.second.isEmpty());
        }
        QCOMPARE(objectIn(again)[u"secrets"].toArray(), QJsonArray{u"TOKEN"_s});
    }
    void anEntityThatIsThereIsAConflict()
    {
        const Reply twice = ask("POST", "/entities", kAgent);
        QCOMPARE(twice.first, 409);
        QCOMPARE(objectIn(twice)[u"code"].toString(), u"entity-exists"_s);
        QCOMPARE(ask("GET", "/entities/agent/nobody").first, 404);
        QCOMPARE(ask("GET", "/entities/goblin/hello").first, 400);
        QCOMPARE(ask("DELETE", "/entities/agent/nobody").first, 404);
    }
    void anotherVersionIsToldWithThePinThatIsThere()
    {
        QCOMPARE(ask("PUT", "/assignments/agent/hello", R"({"node":"pi-lab","mode":"preferred","version":0})").first, 200);

        for (const Reply &stale : {ask("PUT", "/assignments/agent/hello", R"({"node":"pi-lab","version":0})"),
                                   ask("DELETE", "/assignments/agent/hello?version=0")}) {
            QCOMPARE(stale.first, 409);
            QCOMPARE(objectIn(stale)[u"code"].toString(), u"version"_s);
            QVERIFY(!objectIn(stale)[u"error"].toString().isEmpty());
            const QJsonObject current = objectIn(stale)[u"current"].toObject();
            QCOMPARE(current[u"node"].toString(), u"pi-lab"_s);
            QCOMPARE(current[u"mode"].toString(), u"preferred"_s);
            QCOMPARE(current[u"version"].toInt(), 1);
            QCOMPARE(current[u"updatedBy"].toString(), u"admin"_s);
        }
        QCOMPARE(arrayIn(ask("GET", "/assignments")).size(), 1);
        QCOMPARE(ask("DELETE", "/assignments/agent/hello?version=1").first, 200);
        const QJsonObject cleared = objectIn(ask("PUT", "/assignments/agent/hello", R"({"node":"pi-lab","version":1})"));
        QCOMPARE(cleared[u"code"].toString(), u"version"_s);
        QVERIFY(cleared[u"current"].isNull()); // Pinned nowhere; what was cleared counts as a change.
        QVERIFY(arrayIn(ask("GET", "/assignments")).isEmpty());
        QCOMPARE(ask("DELETE", "/assignments/agent/hello?version=x").first, 400);
        QCOMPARE(ask("DELETE", "/assignments/agent/hello?note=a%0Ab").first, 400);
    }
    void payloadsAreKeptByteForByte()
    {
        const QByteArray payload = "{ \"x\" : 1.00,\n\t\"big\":12345678901234567890 }";
        const QJsonObject job = objectIn(ask("POST", "/entities/agent/hello/jobs?attempts=5&priority=-3", payload, "operator-key"));
        QCOMPARE(job[u"state"].toString(), u"waiting"_s);
        QCOMPARE(job[u"attempts"].toInt(), 5);
        QCOMPARE(job[u"createdBy"].toString(), u"operator"_s);
        QCOMPARE(kept(job[u"id"].toString()).payload, payload);
        QCOMPARE(kept(job[u"id"].toString()).priority, -3);
    }
    void payloadsBeyondAMebibyteAreRefused()
    {
        const QByteArray most = '"' + QByteArray(limits::kJobPayloadBytes - 2, 'x') + '"';
        const QJsonObject job = objectIn(ask("POST", "/entities/agent/hello/jobs", most));
        QCOMPARE(kept(job[u"id"].toString()).payload, most);
        const Reply more = ask("POST", "/entities/agent/hello/jobs", '"' + QByteArray(limits::kJobPayloadBytes - 1, 'x') + '"');
        QCOMPARE(more.first, 413);
        const QByteArray five = QByteArray(5 * 1024 * 1024, '1');
        QCOMPARE(ask("POST", "/entities/agent/hello/jobs", five).first, 413);
        // Nor in a bulk, whose body may be longer.
        const Reply bulk = ask("POST", "/jobs", R"({"jobs":[{"entity":"agent/hello","data":[)" + QByteArray("123456789,").repeated(9000)
                                   + "1]}," + R"({"entity":"agent/hello","data":)" + longValue() + "}]}");
        QCOMPARE(bulk.first, 400);
        QCOMPARE(objectIn(bulk)[u"field"].toString(), u"jobs[1].data"_s);
        QCOMPARE(arrayIn(ask("GET", "/queues"))[0][u"waiting"].toInt(), 1);
    }
    void whoIsNoAdminSeesMaskedPayloads()
    {
        const QByteArray payload = R"({"apiKey":"k-s3cret","deep":[{"password":"p-s3cret","x":1}]})";
        const Reply submitted = ask("POST", "/entities/agent/hello/jobs", payload, "operator-key");
        const QByteArray path = "/jobs/" + objectIn(submitted)[u"id"].toString().toLatin1();
        QCOMPARE(submitted.first, 201);
        for (const Reply &reply : {submitted, ask("GET", path, {}, "operator-key"), ask("GET", path, {}, "viewer-key"),
                                   ask("POST", path + "/cancel", {}, "operator-key"), ask("POST", path + "/retry", {}, "operator-key"),
                                   ask("GET", "/jobs", {}, "viewer-key")}) {
            QVERIFY2(reply.first < 300 && !reply.second.contains("s3cret"), reply.second.constData());
        }
        QCOMPARE(objectIn(ask("GET", path, {}, "viewer-key"))[u"data"][u"deep"][0][u"x"].toInt(), 1);
        QCOMPARE(objectIn(ask("GET", path))[u"data"][u"apiKey"].toString(), u"k-s3cret"_s);
        QCOMPARE(kept(objectIn(submitted)[u"id"].toString()).payload, payload); // The agent gets all of it.
    }
    void aBulkIsAllOrNone()
    {
        const Reply unknown = ask("POST", "/jobs", R"({"jobs":[{"entity":"agent/hello"},{"entity":"agent/nobody"}]})");
        QCOMPARE(unknown.first, 404);
        const Reply wrong = ask("POST", "/jobs", R"({"jobs":[{"entity":"agent/hello"},{"entity":"agent/hello","priority":"high"}]})");
        QCOMPARE(wrong.first, 400);
        QCOMPARE(objectIn(wrong)[u"field"].toString(), u"jobs[1].priority"_s);
        QVERIFY(objectIn(ask("GET", "/jobs"))[u"jobs"].toArray().isEmpty());

        const Reply right = ask("POST", "/jobs", R"({"jobs":[{"entity":"agent/hello","data":{"n":1}},{"entity":"agent/hello","data":[2]}]})");
        QCOMPARE(right.first, 201);
        const QJsonArray ids = objectIn(right)[u"ids"].toArray();
        QCOMPARE(ids.size(), 2);
        QCOMPARE(kept(ids[0].toString()).payload, R"({"n":1})"_ba);
        QCOMPARE(kept(ids[1].toString()).payload, "[2]"_ba);
    }
    void pagesGoOnAfterTheirLast()
    {
        QByteArrayList jobs;
        for (int i = 0; i < 5; ++i)
            jobs.append(R"({"entity":"agent/hello","data":)" + QByteArray::number(i) + '}');
        QCOMPARE(ask("POST", "/jobs", "{\"jobs\":[" + jobs.join(',') + "]}").first, 201);
        QStringList seen;
        QByteArray after;
        for (int page = 0; page < 3; ++page) {
            const QJsonObject one = objectIn(ask("GET", "/jobs?most=2" + after));
            const QJsonArray listed = one[u"jobs"].toArray();
            for (const auto &job : listed) {
                seen.append(job[u"id"].toString());
                QVERIFY(job[u"data"].isNull());
            }
            QCOMPARE(one[u"hasMore"].toBool(), page < 2);
            after = "&after=" + seen.last().toLatin1();
        }
        QCOMPARE(seen.size(), 5);
        QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), 5);
        QCOMPARE(objectIn(ask("GET", "/jobs?state=failed"))[u"jobs"].toArray().size(), 0);
        QCOMPARE(objectIn(ask("GET", "/jobs?entity=agent%2Fhello&queue=agent"))[u"jobs"].toArray().size(), 5);
        QCOMPARE(ask("GET", "/jobs?most=1001").first, 400);
    }
    //! Whoever misspells a parameter must not get another thing than was asked for.
    void unknownParametersAreRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("name");
        QTest::newRow("a job") << "POST"_ba << "/entities/agent/hello/jobs?atempts=3"_ba << u"atempts"_s;
        QTest::newRow("a job, twice") << "POST"_ba << "/entities/agent/hello/jobs?attempts=3&Priority=1"_ba << u"Priority"_s;
        QTest::newRow("a bulk") << "POST"_ba << "/jobs?attempts=3"_ba << u"attempts"_s;
        QTest::newRow("a list") << "GET"_ba << "/jobs?sate=failed"_ba << u"sate"_s;
        QTest::newRow("a pin") << "DELETE"_ba << "/assignments/agent/hello?versoin=1"_ba << u"versoin"_s;
        QTest::newRow("an entity") << "DELETE"_ba << "/entities/agent/hello?force=1"_ba << u"force"_s;
        QTest::newRow("a node") << "DELETE"_ba << "/nodes/pi-lab?dryRun=1"_ba << u"dryRun"_s;
        QTest::newRow("queues") << "GET"_ba << "/queues?name=agent"_ba << u"name"_s;
        QTest::newRow("logs") << "GET"_ba << "/logs?source=agent/hello&tail=1"_ba << u"tail"_s;
    }
    void unknownParametersAreRefusedByName()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QString, name);
        const Reply reply = ask(method, path, method == "POST" ? "{}" : "");
        QCOMPARE(reply.first, 400);
        QCOMPARE(objectIn(reply)[u"field"].toString(), name);
        QVERIFY2(objectIn(reply)[u"error"].toString().startsWith(name + u": "_s), reply.second.constData());
        QCOMPARE(arrayIn(ask("GET", "/entities")).size(), 1);
        QVERIFY(objectIn(ask("GET", "/jobs"))[u"jobs"].toArray().isEmpty());
    }
    void errorsBeginWithTheirField_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("begin");
        const QByteArray pin = "/assignments/agent/hello";
        QTest::newRow("a node that is a number") << "PUT"_ba << pin << R"({"node":5})"_ba << u"node: must be a string"_s;
        QTest::newRow("no node") << "PUT"_ba << pin << "{}"_ba << u"node: is missing"_s;
        QTest::newRow("a node that is no id") << "PUT"_ba << pin << R"({"node":"a b"})"_ba << u"node: an id has"_s;
        QTest::newRow("a mode that is a number") << "PUT"_ba << pin << R"({"node":"pi-lab","mode":7})"_ba << u"mode: must be a string"_s;
        QTest::newRow("a version that is a text") << "PUT"_ba << pin << R"({"node":"pi-lab","version":"1"})"_ba << u"version: "_s;
        QTest::newRow("a version in a query") << "DELETE"_ba << pin + "?version=x" << ""_ba << u"version: a whole number"_s;
        QTest::newRow("attempts") << "POST"_ba << "/entities/agent/hello/jobs?attempts=many"_ba << "1"_ba << u"attempts: a whole number"_s;
        QTest::newRow("a bulk of no objects") << "POST"_ba << "/jobs"_ba << R"({"jobs":[5]})"_ba << u"jobs[0]: must be an object"_s;
        QTest::newRow("an entity in a bulk") << "POST"_ba << "/jobs"_ba << R"({"jobs":[{"entity":5}]})"_ba << u"jobs[0].entity: must be a string"_s;
        QTest::newRow("after") << "GET"_ba << "/jobs?after=a%20b"_ba << ""_ba << u"after: "_s;
        QTest::newRow("a node in a query") << "GET"_ba << "/jobs?node=a%20b"_ba << ""_ba << u"node: "_s;
        QTest::newRow("an entity's id") << "POST"_ba << "/entities"_ba << R"({"kind":"agent","id":5})"_ba << u"id: must be a string"_s;
    }
    void errorsBeginWithTheirField()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QString, begin);
        const Reply reply = ask(method, path, body);
        QCOMPARE(reply.first, 400);
        QVERIFY2(objectIn(reply)[u"error"].toString().startsWith(begin), reply.second.constData());
        QCOMPARE(objectIn(reply)[u"field"].toString(), begin.section(u':', 0, 0));
    }
    void bestNodesAreRankedByNeeds()
    {
        const QJsonArray any = arrayIn(ask("GET", "/best-nodes"));
        QCOMPARE(any.size(), 1);
        QVERIFY(any[0][u"fits"].toBool());
        QVERIFY(!arrayIn(ask("GET", "/best-nodes?needs=gpu,browser"))[0][u"fits"].toBool());
        QCOMPARE(ask("GET", "/best-nodes?needs=" + QByteArray("x,").repeated(65)).first, 400);
    }
    void whereNoWorkIsHandedOutAllSaySo()
    {
        ControlPlane bare(*m_bench->stores, m_bench->clock, {u"main"_s, u"0.1.0"_s});
        ApiBench api(bare);
        for (const char *path : {"/entities", "/entities/agent/hello", "/assignments", "/best-nodes", "/jobs", "/jobs/j-1", "/queues"})
            QCOMPARE(api.ask("GET", QByteArray("/api/v1") + path, "admin-key").first, 501);
        QCOMPARE(api.ask("POST", "/api/v1/queues/agent/pause", "admin-key").first, 501);
    }

private:
    //! JSON of more than a mebibyte whose texts and lists are within the bounds of a request.
    static QByteArray longValue()
    {
        const QByteArray text = '"' + QByteArray(200'000, 'x') + '"';
        return '[' + QByteArrayList(6, text).join(',') + ']';
    }

    std::unique_ptr<PlaneBench> m_bench;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeRoutesWork)
#include "tst_NativeRoutesWork.moc"
