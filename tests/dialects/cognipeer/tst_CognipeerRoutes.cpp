// SPDX-License-Identifier: Apache-2.0
// The overview on our server: who may read it, and that openapi.yaml of the folder describes it.
#include "core/dialects/cognipeer/CognipeerRoutes.h"
#include "core/wire/ApiKey.h"
#include "core/wire/HttpServer.h"
#include "tests/dialects/cognipeer/ReplayBench.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_CognipeerRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_bench.replay.serving = u"node-b"_s; // Whose overview would say node-a.
        m_routes.mount(m_router, m_cluster);
        m_keys.add(Secret("viewer-key"), {u"viewer"_s, Access::Viewer});
        m_keys.add(Secret("worker-key"), {u"worker"_s, Access::Worker});
        m_router.setAuthoriser([this](const HttpRequest &request) { return m_keys.callerOf(request); });
        m_server = std::make_unique<HttpServer>(m_router, m_clock, HttpServerOptions());
        QVERIFY_RESULT(m_server->open());
    }
    void aTokenReadsTheOverview()
    {
        HttpClient client{QUrl(m_server->url())};
        client.setToken(Secret("viewer-key"));
        const auto answer = outcomeOf(client.get(u"/api/cluster/overview"_s));
        QVERIFY_RESULT(answer);
        const QJsonObject json = answer->json().value();
        QCOMPARE(json.value("thisNodeName"_L1).toString(), u"node-b"_s); // The true one.
        QCOMPARE(json.value("nodes"_L1).toArray().size(), 2);
    }
    void othersAreRefused()
    {
        HttpClient client{QUrl(m_server->url())};
        QCOMPARE(outcomeOf(client.get(u"/api/cluster/overview"_s, {.takesRefusals = true}))->status, 401);
        client.setToken(Secret("garbage"));
        QCOMPARE(outcomeOf(client.get(u"/api/cluster/overview"_s, {.takesRefusals = true}))->status, 401);
        client.setToken(Secret("worker-key"));
        QCOMPARE(outcomeOf(client.get(u"/api/cluster/overview"_s, {.takesRefusals = true}))->status, 403);
    }
    void openApiDescribesEveryRoute()
    {
        QFile file(QStringLiteral(MUSTER_SOURCE_DIR "/core/dialects/cognipeer/openapi.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        const QString paths = text.section(u"\npaths:\n"_s, 1).section(u"\ncomponents:\n"_s, 0, 0);
        QCOMPARE(paths.count(u"operationId:"_s), m_router.routes().size());
        for (const RouteLine &route : m_router.routes()) {
            QCOMPARE(route.access, Access::Viewer);
            const QString described = paths.section(u"  "_s + route.pattern + u":\n"_s, 1);
            QVERIFY(described.startsWith(u"    "_s + QString(methodName(route.method)).toLower() + u':'));
            QVERIFY(described.contains(u"x-access: viewer"_s));
            QVERIFY(described.contains(u"x-body-bytes: %1\n"_s.arg(route.bodyBytes)));
        }
    }

private:
    CognipeerBench m_bench;
    SystemClock m_clock;
    CognipeerClient m_cluster{m_bench.address(), m_bench.credentials(), m_bench.clock, CognipeerBench::still()};
    ApiKeys m_keys;
    Router m_router;
    CognipeerRoutes m_routes;
    std::unique_ptr<HttpServer> m_server;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerRoutes)
#include "tst_CognipeerRoutes.moc"
