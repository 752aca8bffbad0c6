// SPDX-License-Identifier: Apache-2.0
// Every route of every dialect × everybody who may knock, over sockets, against the table below (reliability.md H-6). The
// doors are those of musterd; a route without a row fails.

#include "tests/app/AccessWorld.h"

#include <QJsonDocument>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

// '.' is 401, 'x' 403, 'o' the route's own answer.
constexpr const char *kEverybody = "oooooooooooooo";
constexpr const char *kReaders = "..xxxxoooo....";
constexpr const char *kOperators = "..xxxxxooo....";
constexpr const char *kAdmins = "..xxxxxxoo....";
constexpr const char *kJoiners = "..oxxxxxxx....";
constexpr const char *kItself = "..xooxxxxx....";  // A worker, for its own node; join.token for all; never an admin (decisions.md 15).
constexpr const char *kForeign = "..xooxxxoo....";  // The same of foreign workers, which know no key that is theirs alone.
constexpr const char *kWorkers = "..xoooxxoo....";  // What is about no node.
constexpr const char *kNodeKeys = "..xxooxxxx....";  // Keys of one node, and no other.

struct Row {
    const char *dialect;
    const char *route;
    const char *path; //!< `@` is the id of the node that it is about, `%` that of a token, `#` of a job that waits, `~` of one that is over.
    const char *body;
    int ok; //!< What those get who may.
    const char *who;
};

constexpr const char *kNode = R"({"id":"@","role":"worker","instance":"@-key-1"})";
constexpr const char *kBeat = R"({"instance":"@-key-1","sequence":9})";
constexpr const char *kAgent = R"({"kind":"agent","id":"hello","replace":true,"settings":{"argv":["tac"]}})";

const Row kTable[] = {
    {"native", "GET /api/v1/health", "/api/v1/health", "", 200, kEverybody},
    {"native", "GET /api/v1/cluster", "/api/v1/cluster", "", 200, kReaders},
    {"native", "GET /api/v1/snapshot", "/api/v1/snapshot", "", 200, kReaders},
    {"native", "GET /api/v1/events", "/api/v1/events", "", 200, kReaders},
    {"native", "GET /api/v1/events/{after}", "/api/v1/events/other-1", "", 409, kReaders}, // Let in, and told it is gone.
    {"native", "GET /api/v1/nodes", "/api/v1/nodes", "", 200, kReaders},
    {"native", "GET /api/v1/nodes/{id}", "/api/v1/nodes/@", "", 200, kReaders},
    {"native", "POST /api/v1/nodes", "/api/v1/nodes", kNode, 201, kItself},
    {"native", "POST /api/v1/nodes/{id}/beats", "/api/v1/nodes/@/beats", kBeat, 200, kItself},
    {"native", "POST /api/v1/nodes/{id}/leave", "/api/v1/nodes/@/leave", R"({"instance":"@-key-1"})", 200, kItself},
    {"native", "DELETE /api/v1/nodes/{id}", "/api/v1/nodes/@", "", 200, kOperators},
    {"native", "POST /api/v1/nodes/{id}/ping", "/api/v1/nodes/@/ping", "", 502, kOperators}, // Nobody listens there.
    {"native", "POST /api/v1/nodes/{id}/restart", "/api/v1/nodes/@/restart", "", 502, kOperators},
    {"native", "POST /api/v1/nodes/{id}/cordon", "/api/v1/nodes/@/cordon", "", 200, kOperators},
    {"native", "POST /api/v1/nodes/{id}/uncordon", "/api/v1/nodes/@/uncordon", "", 200, kOperators},
    {"native", "POST /api/v1/nodes/{id}/drain", "/api/v1/nodes/@/drain", "", 200, kOperators},
    {"native", "POST /api/v1/nodes/{id}/stop-drain", "/api/v1/nodes/@/stop-drain", "", 409, kOperators}, // It is not draining.
    {"native", "POST /api/v1/reach", "/api/v1/reach", "{}", 400, kOperators}, // Let in, and told to name a host.
    {"native", "GET /api/v1/backup", "/api/v1/backup", "", 200, kAdmins},
    {"native", "GET /api/v1/audit", "/api/v1/audit", "", 200, kAdmins},
    {"native", "GET /api/v1/audit/verify", "/api/v1/audit/verify", "", 200, kAdmins},
    {"native", "GET /api/v1/mesh", "/api/v1/mesh?node=@", "", 426, kItself}, // Let in, and told to ask for a WebSocket.
    {"native", "POST /api/v1/join", "/api/v1/join", R"({"id":"fresh","role":"worker","instance":"k"})", 201, kJoiners},
    {"native", "POST /api/v1/credential", "/api/v1/credential", "", 201, kNodeKeys},
    {"native", "GET /api/v1/tokens", "/api/v1/tokens", "", 200, kAdmins},
    {"native", "POST /api/v1/tokens", "/api/v1/tokens", R"({"kind":"access","tier":"admin"})", 201, kAdmins},
    {"native", "DELETE /api/v1/tokens/{id}", "/api/v1/tokens/%", "", 200, kAdmins},
    {"native", "GET /api/v1/entities", "/api/v1/entities", "", 200, kReaders},
    {"native", "POST /api/v1/entities", "/api/v1/entities", kAgent, 201, kAdmins}, // What is executed is said by admins alone.
    {"native", "GET /api/v1/entities/{kind}/{id}", "/api/v1/entities/agent/hello", "", 200, kReaders},
    {"native", "DELETE /api/v1/entities/{kind}/{id}", "/api/v1/entities/agent/hello", "", 200, kAdmins},
    {"native", "POST /api/v1/entities/{kind}/{id}/jobs", "/api/v1/entities/agent/hello/jobs", "[1]", 201, kOperators},
    {"native", "GET /api/v1/assignments", "/api/v1/assignments", "", 200, kReaders},
    {"native", "PUT /api/v1/assignments/{kind}/{id}", "/api/v1/assignments/agent/hello", R"({"node":"node-b"})", 200, kOperators},
    {"native", "DELETE /api/v1/assignments/{kind}/{id}", "/api/v1/assignments/agent/hello", "", 200, kOperators},
    {"native", "GET /api/v1/best-nodes", "/api/v1/best-nodes", "", 200, kReaders},
    {"native", "GET /api/v1/jobs", "/api/v1/jobs", "", 200, kReaders},
    {"native", "POST /api/v1/jobs", "/api/v1/jobs", R"({"jobs":[{"entity":"agent/hello"}]})", 201, kOperators},
    {"native", "GET /api/v1/jobs/{id}", "/api/v1/jobs/#", "", 200, kReaders},
    {"native", "DELETE /api/v1/jobs/{id}", "/api/v1/jobs/~", "", 200, kOperators},
    {"native", "POST /api/v1/jobs/{id}/retry", "/api/v1/jobs/~/retry", "", 200, kOperators},
    {"native", "POST /api/v1/jobs/{id}/cancel", "/api/v1/jobs/#/cancel", "", 200, kOperators},
    {"native", "GET /api/v1/queues", "/api/v1/queues", "", 200, kReaders},
    {"native", "GET /api/v1/logs", "/api/v1/logs?source=agent/hello", "", 200, kReaders},
    {"native", "GET /api/v1/logs/stream", "/api/v1/logs/stream?source=job/#", "", 200, kReaders},
    {"native", "POST /api/v1/queues/{name}/pause", "/api/v1/queues/agent/pause", "", 200, kOperators},
    {"native", "POST /api/v1/queues/{name}/resume", "/api/v1/queues/agent/resume", "", 200, kOperators},
    {"cognipeer", "GET /api/cluster/overview", "/api/cluster/overview", "", 200, kReaders},
    {"cognipeer", "GET /api/cluster/instances", "/api/cluster/instances", "", 200, kReaders},
    {"cognipeer", "PUT /api/cluster/assignments/{entityType}/{entityId}", "/api/cluster/assignments/agent/default:hello",
     R"({"nodeName":"node-b"})", 200, kOperators},
    {"cognipeer", "DELETE /api/cluster/assignments/{entityType}/{entityId}", "/api/cluster/assignments/agent/default:hello", "", 200,
     kOperators},
    {"agenticmail", "GET /api/engine/cluster/nodes", "/api/engine/cluster/nodes", "", 200, kReaders},
    {"agenticmail", "GET /api/engine/cluster/nodes/{id}", "/api/engine/cluster/nodes/@", "", 200, kReaders},
    {"agenticmail", "GET /api/engine/cluster/best-node", "/api/engine/cluster/best-node", "", 200, kReaders},
    {"agenticmail", "GET /api/engine/cluster/stream", "/api/engine/cluster/stream", "", 200, kReaders},
    {"agenticmail", "GET /api/engine/agent-status", "/api/engine/agent-status", "", 200, kReaders},
    {"agenticmail", "GET /api/engine/agent-status/{id}", "/api/engine/agent-status/inbox", "", 200, kReaders},
    {"agenticmail", "POST /api/engine/agent-status/{id}", "/api/engine/agent-status/inbox", "{}", 200, kWorkers},
    {"agenticmail", "DELETE /api/engine/cluster/nodes/{id}", "/api/engine/cluster/nodes/@", "", 200, kOperators},
    {"agenticmail", "POST /api/engine/cluster/nodes/{id}/restart", "/api/engine/cluster/nodes/@/restart", "", 502, kOperators},
    {"agenticmail", "POST /api/engine/cluster/test-connection", "/api/engine/cluster/test-connection", "{}", 400, kOperators},
    {"agenticmail", "POST /api/engine/cluster/deploy-via-ssh", "/api/engine/cluster/deploy-via-ssh", "{}", 501, kAdmins},
    // Let in, and told that the id is that of a node which came in by the other door.
    {"agenticmail", "POST /api/engine/cluster/register", "/api/engine/cluster/register",
     R"({"nodeId":"@","host":"10.0.0.1","port":3101})", 409, kForeign},
    {"agenticmail", "POST /api/engine/cluster/heartbeat/{id}", "/api/engine/cluster/heartbeat/@", "{}", 409, kForeign},
};

//! The routes of all dialects, as NodeServer mounts them.
QStringList allRoutes()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto stores = openSqliteStores(folder.path());
    if (!stores)
        return {};
    ControlPlane plane(**stores, clock, {u"main"_s, u"0.1.0"_s});
    Router router;
    std::vector<std::unique_ptr<DialectRoutes>> mounted;
    for (const Dialect *dialect : builtInDialects()) {
        if (std::unique_ptr<DialectRoutes> routes = dialect->routes()) {
            routes->mount(router, plane);
            mounted.push_back(std::move(routes));
        }
    }
    QStringList lines;
    for (const RouteLine &route : router.routes())
        lines.append(QString(methodName(route.method)) + u' ' + route.pattern);
    return lines;
}

} // namespace

class tst_AccessMatrix final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRouteHasARow()
    {
        QStringList rows;
        for (const Row &row : kTable) {
            QCOMPARE(qstrlen(row.who), kWho.size());
            if (dialectById(QString::fromLatin1(row.dialect))) // One whose folder was deleted has no routes.
                rows.append(QString::fromLatin1(row.route));
        }
        QStringList routes = allRoutes();
        rows.sort();
        routes.sort();
        QCOMPARE(rows, routes);
    }

    void everybodyGetsWhatTheTableSays_data()
    {
        QTest::addColumn<int>("row");
        for (int row = 0; row < int(std::size(kTable)); ++row) {
            if (dialectById(QString::fromLatin1(kTable[row].dialect)))
                QTest::addRow("%s", kTable[row].route) << row;
        }
    }
    void everybodyGetsWhatTheTableSays()
    {
        QFETCH(int, row);
        const Row &one = kTable[row];
        const QByteArray method = QByteArray(one.route).split(' ').first();
        World world;
        QVERIFY(world.isUp);
        for (size_t i = 0; i < kWho.size(); ++i) {
            const char may = one.who[i];
            const int expected = may == '.' ? 401 : may == 'x' ? 403 : one.ok;
            const QByteArray before = world.state();

            const auto [status, body] = world.ask(method, one.path, one.body, Knocker(i));

            QVERIFY2(status == expected,
                     qPrintable(u"%1 got %2, not %3: %4"_s.arg(QString::fromLatin1(kWho[i])).arg(status).arg(expected).arg(QString::fromUtf8(body))));
            if (may != 'o') {
                QVERIFY(!QJsonDocument::fromJson(body)["code"_L1].toString().isEmpty());
                QCOMPARE(world.state(), before);
                continue;
            }
            world.restoreNodes();
            world.restoreWork();
            QVERIFY(world.isUp);
        }
    }

    void workersWithoutKeysGetInAtTwoDoors()
    {
        const QStringList doors{u"GET /api/v1/health"_s, u"POST /api/engine/cluster/register"_s,
                                u"POST /api/engine/cluster/heartbeat/{id}"_s};
        const World world(*KeylessSources::parse(u"loopback"_s, u"field"_s));
        QVERIFY(world.isUp);
        for (const Row &one : kTable) {
            if (!dialectById(QString::fromLatin1(one.dialect)))
                continue;
            const QByteArray method = QByteArray(one.route).split(' ').first();
            const bool mayEnter = doors.contains(QString::fromLatin1(one.route));
            QVERIFY2(world.ask(method, one.path, one.body, Nobody).first == (mayEnter ? one.ok : 401), one.route);
            // Neither a key that is none, nor somebody behind a proxy, is a worker without a key.
            const bool isPublic = one.who == kEverybody;
            QVERIFY2(world.ask(method, one.path, one.body, Garbage).first == (isPublic ? one.ok : 401), one.route);
            QVERIFY2(world.ask(method, one.path, one.body, Nobody, "Via: 1.1 x\r\n").first == (isPublic ? one.ok : 401), one.route);
        }
    }
};

QTEST_GUILESS_MAIN(tst_AccessMatrix)
#include "tst_AccessMatrix.moc"
