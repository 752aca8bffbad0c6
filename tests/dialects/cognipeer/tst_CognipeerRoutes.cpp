// SPDX-License-Identifier: Apache-2.0
// The console's routes on our server, over a real control plane: who may what, what the reference gets wrong, and that
// openapi.yaml of the folder describes them.
#include "core/dialects/cognipeer/CognipeerRoutes.h"
#include "core/wire/ApiKey.h"
#include "core/wire/HttpClient.h"
#include "core/wire/HttpServer.h"
#include "tests/support/ControlPlaneRig.h"
#include "tests/support/EmbeddedWork.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_CognipeerRoutes : public QObject
{
    Q_OBJECT

private:
    struct Said {
        int status = 0;
        QJsonObject body;
        QString code() const { return body.value("code"_L1).toString(); }
        QString field() const { return body.value("field"_L1).toString(); }
    };

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<ControlPlaneRig>(ControlPlaneOptions{u"main-1"_s, u"0.1.0"_s}, [](ControlPlaneRig &rig) {
            rig.plane->setWork(embeddedWork(*rig.stores, rig.clock, rig.folder.path()));
        });
        m_rig->join(u"node-a"_s);
        m_rig->join(u"node-b"_s);
        add(u"agent/hello"_s);
        add(u"js-runtime/acme:calc"_s);
        m_router = std::make_unique<Router>();
        m_routes = std::make_unique<CognipeerRoutes>();
        m_routes->mount(*m_router, *m_rig->plane);
        m_keys.add(Secret("viewer-key"), {u"viewer"_s, Access::Viewer});
        m_keys.add(Secret("operator-key"), {u"operator"_s, Access::Operator});
        m_keys.add(Secret("acme-key"), {.name = u"acme"_s, .access = Access::Operator, .tenants = {u"acme"_s}});
        m_keys.add(Secret("worker-key"), {u"worker"_s, Access::Worker});
        m_router->setAuthoriser([this](const HttpRequest &request) { return m_keys.callerOf(request); });
        m_server = std::make_unique<HttpServer>(*m_router, m_clock, HttpServerOptions());
        QVERIFY_RESULT(m_server->open());
    }
    void cleanup()
    {
        m_server.reset();
        m_router.reset();
        m_routes.reset();
        m_rig.reset();
    }
    void aTokenReadsTheOverview()
    {
        QVERIFY_RESULT(outcomeOf(m_rig->plane->assign({ref(u"agent/hello"_s), NodeId(u"node-b"_s), AssignmentMode::Preferred})));
        const Said said = ask("GET", u"overview"_s, "viewer-key");
        QCOMPARE(said.status, 200);
        QCOMPARE(said.body["thisNodeName"_L1].toString(), u"main-1"_s); // The one that answers, not the default one.
        QCOMPARE(said.body["defaultNodeName"_L1].toString(), defaultName());
        QCOMPARE(said.body["nodes"_L1].toArray().size(), 2);
        const QJsonArray pins = said.body["assignments"_L1].toArray();
        QCOMPARE(pins.size(), 1);
        QCOMPARE(pins[0]["entityType"_L1].toString(), u"agent"_s);
        QCOMPARE(pins[0]["entityId"_L1].toString(), u"default:hello"_s);
        QCOMPARE(pins[0]["nodeName"_L1].toString(), u"node-b"_s);
        QCOMPARE(pins[0]["mode"_L1].toString(), u"preferred"_s);
    }
    void instancesHaveTheirBinding()
    {
        QVERIFY_RESULT(outcomeOf(m_rig->plane->assign({ref(u"agent/hello"_s), NodeId(u"node-b"_s)})));
        const QJsonArray rows = ask("GET", u"instances"_s, "viewer-key").body["instances"_L1].toArray();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0]["entityType"_L1].toString(), u"agent"_s); // Sorted by type.
        QCOMPARE(rows[0]["nodeName"_L1].toString(), u"node-b"_s);
        QCOMPARE(rows[0]["mode"_L1].toString(), u"strict"_s);
        QCOMPARE(rows[0]["explicit"_L1].toBool(), true);
        QCOMPARE(rows[1]["entityType"_L1].toString(), u"js-sandbox"_s); // Its word for js-runtime.
        QCOMPARE(rows[1]["entityId"_L1].toString(), u"acme:calc"_s);
        QCOMPARE(rows[1]["tenantSlug"_L1].toString(), u"acme"_s);
        QCOMPARE(rows[1]["nodeName"_L1].toString(), defaultName()); // Pinned nowhere: the default node, by preference.
        QCOMPARE(rows[1]["mode"_L1].toString(), u"preferred"_s);
        QCOMPARE(rows[1]["explicit"_L1].toBool(), false);
        QVERIFY(rows[1].toObject().contains("projectId"_L1));
    }
    void aPinWorksAndIsWrittenDown()
    {
        const Said said = ask("PUT", u"assignments/agent/default%3Ahello"_s, "operator-key", R"({"nodeName":" node-b "})");
        QCOMPARE(said.status, 200);
        const QJsonObject pin = said.body["assignment"_L1].toObject();
        const QStringList fields{u"entityId"_s, u"entityType"_s, u"mode"_s, u"nodeName"_s, u"updatedAt"_s, u"updatedBy"_s, u"version"_s};
        QCOMPARE(pin.keys(), fields);
        QCOMPARE(pin["nodeName"_L1].toString(), u"node-b"_s);
        QCOMPARE(pin["mode"_L1].toString(), u"strict"_s); // What the reference takes when nothing is said.
        QCOMPARE(pin["updatedBy"_L1].toString(), u"operator"_s);

        QCOMPARE(ask("PUT", u"assignments/agent/default%3Ahello"_s, "operator-key", R"({"nodeName":"node-a","mode":"preferred"})").status, 200);
        QCOMPARE(ask("DELETE", u"assignments/agent/hello"_s).body["removed"_L1].toBool(), true);
        QCOMPARE(ask("DELETE", u"assignments/agent/hello"_s).body, (QJsonObject{{u"removed"_s, false}}));

        const QList<AuditEntry> rows = written();
        QCOMPARE(rows.size(), 3); // Nothing was removed the second time.
        QCOMPARE(rows[0].verb, u"cluster.assignment.delete"_s);
        QCOMPARE(rows[0].before["node"_L1].toString(), u"node-a"_s);
        QVERIFY(rows[0].after.isNull());
        QCOMPARE(rows[1].verb, u"cluster.assignment.set"_s);
        QCOMPARE(rows[1].before["node"_L1].toString(), u"node-b"_s); // The previous value, which the reference does not keep.
        QCOMPARE(rows[1].before["mode"_L1].toString(), u"strict"_s);
        QCOMPARE(rows[1].after["mode"_L1].toString(), u"preferred"_s);
        QVERIFY(rows[2].before.isNull());
        QCOMPARE(rows[2].actor, u"operator"_s);
    }
    void badPinsAreRefused_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("field");
        const QString hello = u"agent/default%3Ahello"_s;
        const QByteArray good = R"({"nodeName":"node-b"})";
        QTest::newRow("unknown node") << hello << R"({"nodeName":"nowhere"})"_ba << 404 << QString();
        QTest::newRow("bad mode") << hello << R"({"nodeName":"node-b","mode":"loose"})"_ba << 400 << u"mode"_s;
        QTest::newRow("empty mode") << hello << R"({"nodeName":"node-b","mode":""})"_ba << 400 << u"mode"_s;
        QTest::newRow("no node") << hello << R"({"mode":"strict"})"_ba << 400 << u"nodeName"_s;
        QTest::newRow("blank node") << hello << R"({"nodeName":"  "})"_ba << 400 << u"nodeName"_s;
        QTest::newRow("broken body") << hello << "{"_ba << 400 << QString();
        QTest::newRow("unknown type") << u"toaster/default%3Ahello"_s << good << 400 << u"entityType"_s;
        QTest::newRow("unknown entity") << u"agent/default%3Anobody"_s << good << 404 << QString();
        QTest::newRow("other tenant") << u"agent/acme%3Ahello"_s << good << 404 << QString();
        QTest::newRow("bad id") << u"agent/default%3A%24"_s << good << 400 << u"entityId"_s;
    }
    void badPinsAreRefused()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, field);
        const Said said = ask("PUT", u"assignments/"_s + path, "operator-key", body);
        QCOMPARE(said.status, status);
        QVERIFY(!said.body["error"_L1].toString().isEmpty() && !said.code().isEmpty());
        QCOMPARE(said.field(), field);
        QCOMPARE(ask("GET", u"overview"_s).body["assignments"_L1].toArray().size(), 0);
    }
    void anUnknownTypeCannotBeCleared()
    {
        QCOMPARE(ask("DELETE", u"assignments/toaster/acme%3Ax1"_s).status, 400);
        QCOMPARE(ask("DELETE", u"assignments/automation/acme%3Ax1"_s).body, (QJsonObject{{u"removed"_s, false}}));
    }
    void theSlowerOfTwoIsTold()
    {
        const QString path = u"assignments/js-sandbox/acme%3Acalc"_s;
        const Said first = ask("PUT", path, "operator-key", R"({"nodeName":"node-a","version":0})");
        QCOMPARE(first.status, 200);
        const Said late = ask("PUT", path, "operator-key", R"({"nodeName":"node-b","version":0})");
        QCOMPARE(late.status, 409);
        QCOMPARE(late.code(), u"version"_s);
        QCOMPARE(late.body["current"_L1].toObject(), first.body["assignment"_L1].toObject());
    }
    void nodesGoByTheirNames()
    {
        Announcement twin = announcementOf(u"node-c"_s);
        twin.who.name = u"node-b"_s;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(twin)));
        // A node's id wins; of two nodes with one name, the name alone does not say which.
        QCOMPARE(ask("PUT", u"assignments/agent/hello"_s, "operator-key", R"({"nodeName":"node-c"})").status, 200);
        twin.who.id = NodeId(u"node-d"_s);
        twin.who.name = u"Lab"_s;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(twin)));
        const Said said = ask("PUT", u"assignments/agent/hello"_s, "operator-key", R"({"nodeName":"Lab"})");
        QCOMPARE(said.body["assignment"_L1]["nodeName"_L1].toString(), u"Lab"_s);
        twin.who.id = NodeId(u"node-e"_s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(twin)));
        const Said which = ask("PUT", u"assignments/agent/hello"_s, "operator-key", R"({"nodeName":"Lab"})");
        QCOMPARE(which.status, 400);
        QCOMPARE(which.field(), u"nodeName"_s);
    }
    void tenantsSeeAndPinWhatIsTheirs()
    {
        QVERIFY_RESULT(outcomeOf(m_rig->plane->assign({ref(u"agent/hello"_s), NodeId(u"node-b"_s)})));
        const QJsonArray rows = ask("GET", u"instances"_s, "acme-key").body["instances"_L1].toArray();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0]["tenantId"_L1].toString(), u"acme"_s);
        const Said overview = ask("GET", u"overview"_s, "acme-key");
        QCOMPARE(overview.body["nodes"_L1].toArray().size(), 2);
        QCOMPARE(overview.body["assignments"_L1].toArray().size(), 0);
        QCOMPARE(ask("PUT", u"assignments/js-sandbox/acme:calc"_s, "acme-key", R"({"nodeName":"node-a"})").status, 200);
        QCOMPARE(ask("PUT", u"assignments/agent/hello"_s, "acme-key", R"({"nodeName":"node-a"})").status, 404); // The reference lets them.
        QCOMPARE(ask("DELETE", u"assignments/agent/hello"_s, "acme-key").body, (QJsonObject{{u"removed"_s, false}}));
        QCOMPARE(ask("GET", u"overview"_s).body["assignments"_L1].toArray().size(), 2);
    }
    void othersAreRefused()
    {
        for (const char *path : {"overview", "instances"}) {
            QCOMPARE(ask("GET", QString::fromLatin1(path), "").status, 401);
            QCOMPARE(ask("GET", QString::fromLatin1(path), "garbage").status, 401);
            QCOMPARE(ask("GET", QString::fromLatin1(path), "worker-key").status, 403);
        }
        QCOMPARE(ask("PUT", u"assignments/agent/hello"_s, "viewer-key", R"({"nodeName":"node-b"})").status, 403);
        QCOMPARE(ask("DELETE", u"assignments/agent/hello"_s, "viewer-key").status, 403);
    }
    void openApiDescribesEveryRoute()
    {
        QFile file(QStringLiteral(MUSTER_SOURCE_DIR "/core/dialects/cognipeer/openapi.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        const QString paths = text.section(u"\npaths:\n"_s, 1).section(u"\ncomponents:\n"_s, 0, 0);
        QCOMPARE(paths.count(u"operationId:"_s), m_router->routes().size());
        for (const RouteLine &route : m_router->routes()) {
            const QString path = paths.section(u"  "_s + route.pattern + u":\n"_s, 1).section(u"\n  /api"_s, 0, 0);
            const QString verb = u"    "_s + QString(methodName(route.method)).toLower() + u":\n"_s;
            QVERIFY2(path.contains(verb), qPrintable(route.pattern));
            const QString described = path.section(verb, 1).section(u"responses:"_s, 0, 0);
            QVERIFY(described.contains(route.access == Access::Viewer ? u"x-access: viewer\n"_s : u"x-access: operator\n"_s));
            QVERIFY(described.contains(u"x-body-bytes: %1\n"_s.arg(route.bodyBytes)));
        }
    }

private:
    static EntityRef ref(const QString &text) { return *EntityRef::parse(text, {}); }
    void add(const QString &entity)
    {
        EntityRequest request;
        request.entity.ref = ref(entity);
        if (request.entity.ref.kind == EntityKind::Agent)
            request.entity.settings = {{u"argv"_s, QJsonArray{u"cat"_s}}};
        QVERIFY_RESULT(outcomeOf(m_rig->plane->saveEntity(request)));
    }
    QString defaultName() const { return outcomeOf(m_rig->plane->snapshot())->defaultNode.text(); }
    QList<AuditEntry> written() const
    {
        AuditQuery query;
        query.search = u"cluster.assignment"_s;
        return outcomeOf(m_rig->plane->audit(query)).value_or(AuditPage()).entries;
    }
    //! \a path is below /api/cluster.
    Said ask(const QByteArray &method, const QString &path, const QByteArray &key = "operator-key", const QByteArray &body = {})
    {
        HttpClient client{QUrl(m_server->url())};
        client.setToken(Secret(key));
        const auto answer = outcomeOf(client.send(method, u"/api/cluster/"_s + path, body.isEmpty() ? QByteArray() : "application/json"_ba,
                                                  body, {.takesRefusals = true}));
        return answer ? Said{answer->status, QJsonDocument::fromJson(answer->body).object()} : Said{};
    }

    SystemClock m_clock;
    ApiKeys m_keys;
    std::unique_ptr<ControlPlaneRig> m_rig;
    std::unique_ptr<Router> m_router;
    std::unique_ptr<CognipeerRoutes> m_routes;
    std::unique_ptr<HttpServer> m_server;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerRoutes)
#include "tst_CognipeerRoutes.moc"
