// SPDX-License-Identifier: Apache-2.0
// Every route × every kind of caller, over real sockets, against the table below (H-6). A route without a row fails.
#include "tests/dialects/native/ApiBench.h"
#include "tests/dialects/native/ScriptedCluster.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

//! What a caller gets: the route's answer, 401 or 403.
struct Row {
    const char *route;
    const char *path; //!< A path of that route.
    const char *body;
    int ok; //!< The status when it may.
    //! In the order of kKeys: whether it may. 0 is 401 for no key and unknown ones, 403 else.
    const char *may;
};

constexpr const char *kKeys[] = {"",         "garbage",    "join-key",     "once-key",
                                 "node-key", "viewer-key", "operator-key", "admin-key"};

const Row kTable[] = {
    {"GET /api/v1/health", "/api/v1/health", "", 200, "11111111"},
    {"GET /api/v1/cluster", "/api/v1/cluster", "", 200, "00000111"},
    {"GET /api/v1/snapshot", "/api/v1/snapshot", "", 200, "00000111"},
    {"GET /api/v1/events", "/api/v1/events", "", 200, "00000111"},
    {"GET /api/v1/events/{after}", "/api/v1/events/epoch1-0", "", 200, "00000111"},
    {"GET /api/v1/nodes", "/api/v1/nodes", "", 200, "00000111"},
    {"GET /api/v1/nodes/{id}", "/api/v1/nodes/node-1", "", 200, "00000111"},
    {"POST /api/v1/nodes", "/api/v1/nodes", R"({"id":"node-1","role":"worker","instance":"key"})", 201, "00101001"},
    {"POST /api/v1/nodes/{id}/beats", "/api/v1/nodes/node-1/beats", R"({"instance":"key","sequence":1})", 200, "00101001"},
    {"POST /api/v1/nodes/{id}/leave", "/api/v1/nodes/node-1/leave", R"({"instance":"key"})", 200, "00101001"},
    {"DELETE /api/v1/nodes/{id}", "/api/v1/nodes/node-1", "", 200, "00000011"},
    {"POST /api/v1/nodes/{id}/ping", "/api/v1/nodes/node-1/ping", "", 200, "00000011"},
    {"POST /api/v1/nodes/{id}/restart", "/api/v1/nodes/node-1/restart", "", 200, "00000011"},
    {"POST /api/v1/nodes/{id}/cordon", "/api/v1/nodes/node-1/cordon", "", 200, "00000011"},
    {"POST /api/v1/nodes/{id}/uncordon", "/api/v1/nodes/node-1/uncordon", "", 200, "00000011"},
    {"POST /api/v1/nodes/{id}/drain", "/api/v1/nodes/node-1/drain", R"({"deadlineMs":1000})", 200, "00000011"},
    {"POST /api/v1/nodes/{id}/stop-drain", "/api/v1/nodes/node-1/stop-drain", "", 200, "00000011"},
    {"POST /api/v1/reach", "/api/v1/reach", R"({"host":"10.0.0.1"})", 200, "00000011"},
    {"GET /api/v1/backup", "/api/v1/backup", "", 200, "00000001"},
    {"GET /api/v1/audit", "/api/v1/audit", "", 200, "00000001"},
    {"GET /api/v1/audit/verify", "/api/v1/audit/verify", "", 200, "00000001"},
    {"GET /api/v1/mesh", "/api/v1/mesh?node=node-1", "", 501, "00101000"}, // Let in; this bench hands out no work.
    {"POST /api/v1/join", "/api/v1/join", R"({"id":"node-1","role":"worker","instance":"key"})", 201, "00010000"},
    {"POST /api/v1/credential", "/api/v1/credential", "", 201, "00001000"},
    {"GET /api/v1/tokens", "/api/v1/tokens", "", 200, "00000001"},
    {"POST /api/v1/tokens", "/api/v1/tokens", R"({"kind":"access","tier":"viewer"})", 201, "00000001"},
    {"DELETE /api/v1/tokens/{id}", "/api/v1/tokens/0a1b", "", 200, "00000001"},
    {"GET /api/v1/entities", "/api/v1/entities", "", 200, "00000111"},
    {"POST /api/v1/entities", "/api/v1/entities", R"({"kind":"agent","id":"hello","settings":{"argv":["cat"]}})", 201, "00000001"},
    {"GET /api/v1/entities/{kind}/{id}", "/api/v1/entities/agent/hello", "", 200, "00000111"},
    {"DELETE /api/v1/entities/{kind}/{id}", "/api/v1/entities/agent/hello", "", 200, "00000001"},
    {"POST /api/v1/entities/{kind}/{id}/jobs", "/api/v1/entities/agent/hello/jobs", "{}", 201, "00000011"},
    {"GET /api/v1/assignments", "/api/v1/assignments", "", 200, "00000111"},
    {"PUT /api/v1/assignments/{kind}/{id}", "/api/v1/assignments/agent/hello", R"({"node":"node-1"})", 200, "00000011"},
    {"DELETE /api/v1/assignments/{kind}/{id}", "/api/v1/assignments/agent/hello", "", 200, "00000011"},
    {"GET /api/v1/best-nodes", "/api/v1/best-nodes", "", 200, "00000111"},
    {"GET /api/v1/jobs", "/api/v1/jobs", "", 200, "00000111"},
    {"POST /api/v1/jobs", "/api/v1/jobs", R"({"jobs":[{"entity":"agent/hello"}]})", 201, "00000011"},
    {"GET /api/v1/jobs/{id}", "/api/v1/jobs/j-1", "", 200, "00000111"},
    {"DELETE /api/v1/jobs/{id}", "/api/v1/jobs/j-1", "", 200, "00000011"},
    {"POST /api/v1/jobs/{id}/retry", "/api/v1/jobs/j-1/retry", "", 200, "00000011"},
    {"POST /api/v1/jobs/{id}/cancel", "/api/v1/jobs/j-1/cancel", "", 200, "00000011"},
    {"GET /api/v1/queues", "/api/v1/queues", "", 200, "00000111"},
    {"GET /api/v1/logs", "/api/v1/logs?source=agent/hello", "", 200, "00000111"},
    {"GET /api/v1/logs/stream", "/api/v1/logs/stream?source=job/j-1", "", 200, "00000111"},
    {"POST /api/v1/queues/{name}/pause", "/api/v1/queues/agent/pause", "", 200, "00000011"},
    {"POST /api/v1/queues/{name}/resume", "/api/v1/queues/agent/resume", "", 200, "00000011"},
};

} // namespace

class tst_AuthorisationMatrix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster.nodes.append(Fleet(1).node(1));
        QVERIFY(m_bench.isOpen);
    }
    void everyRouteHasARow()
    {
        QStringList rows;
        for (const Row &row : kTable)
            rows.append(QString::fromLatin1(row.route));
        QStringList routes;
        for (const RouteLine &route : m_bench.router.routes())
            routes.append(QString(methodName(route.method)) + u' ' + route.pattern);
        rows.sort();
        routes.sort();
        QCOMPARE(rows, routes);
    }
    void everyCallerGetsWhatTheTableSays_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("key");
        for (int row = 0; row < int(std::size(kTable)); ++row) {
            for (int key = 0; key < int(std::size(kKeys)); ++key)
                QTest::addRow("%s as \"%s\"", kTable[row].route, kKeys[key]) << row << key;
        }
    }
    void everyCallerGetsWhatTheTableSays()
    {
        QFETCH(int, row);
        QFETCH(int, key);
        const Row &one = kTable[row];
        const bool may = one.may[key] == '1';
        const int expected = may ? one.ok : key < 2 ? 401 : 403;
        const int changesBefore = m_cluster.changes;

        const auto [status, body] = m_bench.ask(QByteArray(one.route).split(' ').first(), one.path, kKeys[key], one.body);

        QCOMPARE(status, expected);
        if (!may) {
            QVERIFY(body.contains("\"code\":"));
            QCOMPARE(m_cluster.changes, changesBefore);
        }
    }
    void joinKeyIsForThisMachineOnly()
    {
        // A proxy on this machine speaks for somebody else.
        for (const QByteArray &header : {"X-Forwarded-For: 10.1.1.1\r\n"_ba, "Forwarded: for=10.1.1.1\r\n"_ba, "Via: 1.1 x\r\n"_ba}) {
            const int changesBefore = m_cluster.changes;
            const auto [status, body] = m_bench.ask("POST", "/api/v1/nodes/node-1/beats", "join-key",
                                                    R"({"instance":"key","sequence":1})", header);
            QCOMPARE(status, 401);
            QCOMPARE(m_cluster.changes, changesBefore);
        }
    }
    void unknownPathsAre401BeforeTheyAre404()
    {
        QCOMPARE(m_bench.ask("GET", "/api/v1/secrets", "").first, 401);
        QCOMPARE(m_bench.ask("GET", "/api/v1/secrets", "garbage").first, 401);
        QCOMPARE(m_bench.ask("GET", "/api/v1/secrets", "viewer-key").first, 404);
        QCOMPARE(m_bench.ask("PUT", "/api/v1/nodes", "").first, 401);
        QCOMPARE(m_bench.ask("PUT", "/api/v1/nodes", "viewer-key").first, 405);
    }

private:
    ScriptedCluster m_cluster;
    ApiBench m_bench{m_cluster};
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AuthorisationMatrix)
#include "tst_AuthorisationMatrix.moc"
