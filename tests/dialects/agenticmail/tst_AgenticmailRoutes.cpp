// SPDX-License-Identifier: Apache-2.0
// The table of our routes: openapi.yaml of the folder describes each, and each caller gets what the table below says (H-6).
#include "core/dialects/agenticmail/AgenticmailRoutes.h"

#include "tests/dialects/agenticmail/RoutesBench.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

//! What a caller gets: the route's answer, 401 or 403.
struct Row {
    const char *method;
    const char *pattern; //!< Below /api/engine.
    const char *body;
    int ok; //!< The status when it may.
    //! In the order of kKeys: whether it may. 0 is 401 for no key and unknown ones, 403 else.
    const char *may;
    bool isKeyless = false; //!< For workers without a key, where they are taken.
};

constexpr const char *kKeys[] = {"", "garbage", "worker-key", "viewer-key", "operator-key", "admin-key"};

const Row kTable[] = {
    {"GET", "/cluster/nodes", "", 200, "000111"},
    {"GET", "/cluster/nodes/{id}", "", 200, "000111"},
    {"GET", "/cluster/best-node", "", 200, "000111"},
    {"GET", "/cluster/stream", "", 200, "000111"},
    {"GET", "/agent-status", "", 200, "000111"},
    {"GET", "/agent-status/{id}", "", 200, "000111"},
    {"POST", "/cluster/nodes/{id}/restart", "", 501, "000011"}, // Nothing restarts here.
    {"POST", "/cluster/test-connection", R"({"host":"a"})", 501, "000011"}, // Nor tests.
    {"POST", "/cluster/deploy-via-ssh", R"({"host":"a"})", 501, "000001"},
    {"POST", "/cluster/register", R"({"nodeId":"node-1","host":"a","port":1})", 200, "001001", true},
    {"POST", "/cluster/heartbeat/{id}", "", 200, "001001", true},
    {"POST", "/agent-status/{id}", "", 200, "001001"},
    {"DELETE", "/cluster/nodes/{id}", "", 200, "000011"},
};

} // namespace

class tst_AgenticmailRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRouteHasARow()
    {
        const RoutesBench bench;
        QStringList rows;
        for (const Row &row : kTable)
            rows.append(QString::fromLatin1(row.method) + u" /api/engine"_s + QString::fromLatin1(row.pattern));
        QStringList routes;
        for (const RouteLine &route : bench.router->routes())
            routes.append(QString(methodName(route.method)) + u' ' + route.pattern);
        rows.sort();
        routes.sort();
        QCOMPARE(rows, routes);
    }
    void everyCallerGetsWhatTheTableSays_data()
    {
        QTest::addColumn<int>("row");
        for (int row = 0; row < int(std::size(kTable)); ++row)
            QTest::addRow("%s %s", kTable[row].method, kTable[row].pattern) << row;
    }
    void everyCallerGetsWhatTheTableSays()
    {
        QFETCH(int, row);
        const Row &one = kTable[row];
        const QString path = QString::fromLatin1(one.pattern).replace(u"{id}"_s, u"node-1"_s);
        for (const RouteSettings &settings : {RouteSettings(), RoutesBench::keyless()}) {
            RoutesBench bench(settings);
            bench.join(u"node-1"_s, u"node-1"_s);
            for (int key = 0; key < int(std::size(kKeys)); ++key) {
                const bool isLetIn = key == 0 && settings.takesKeyless && one.isKeyless;
                const bool may = one.may[key] == '1' || isLetIn;
                const int expected = may ? one.ok : key < 2 ? 401 : 403;
                const int seen = statusOf(bench, one, path, kKeys[key]);
                QVERIFY2(seen == expected, qPrintable(u"%1 as \"%2\": %3"_s.arg(path, QLatin1StringView(kKeys[key])).arg(seen)));
                if (may && qstrcmp(one.method, "DELETE") == 0)
                    bench.join(u"node-1"_s, u"node-1"_s);
            }
        }
    }
    void openApiDescribesEveryRoute()
    {
        QFile file(QStringLiteral(MUSTER_SOURCE_DIR "/core/dialects/agenticmail/openapi.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        const QString paths = u'\n' + text.section(u"\npaths:\n"_s, 1).section(u"\ncomponents:\n"_s, 0, 0) + u"\n  /"_s;
        const RoutesBench bench;
        QCOMPARE(paths.count(u"operationId:"_s), bench.router->routes().size());
        for (const RouteLine &route : bench.router->routes()) {
            const QString path = paths.section(u"\n  "_s + route.pattern + u":\n"_s, 1).section(u"\n  /"_s, 0, 0);
            const QString method = QString(methodName(route.method)).toLower();
            const QString verb = (u'\n' + path).section(u"\n    "_s + method + u":\n"_s, 1);
            static const QRegularExpression next(u"\n    (get|post|delete):"_s);
            const QString described = verb.left(verb.indexOf(next));
            QVERIFY2(described.contains(u"x-access: %1\n"_s.arg(wordOf(route.access))), qPrintable(route.pattern));
            QVERIFY2(described.contains(u"x-body-bytes: %1\n"_s.arg(route.bodyBytes)), qPrintable(route.pattern));
            QCOMPARE(described.contains(u"x-keyless: true"_s), isKeyless(route));
        }
    }

private:
    static int statusOf(RoutesBench &bench, const Row &row, const QString &path, const QByteArray &key)
    {
        if (path != "/cluster/stream"_L1)
            return bench.ask(row.method, path, key, row.body).status;
        HttpRequest request; // A stream does not end: only its reply is asked for.
        request.segments = u"api/engine/cluster/stream"_s.split(u'/');
        request.head = "Authorization: Bearer " + key;
        if (!key.isEmpty())
            request.fields = {{0, 13, 15, quint32(7 + key.size())}};
        request.peer = QHostAddress(QHostAddress::LocalHost);
        const auto reply = outcomeOf(bench.router->answer(request));
        return reply ? reply->status : 0;
    }
    static QString wordOf(Access access)
    {
        switch (access) {
        case Access::Public:
            return u"public"_s;
        case Access::Join:
            return u"join"_s;
        case Access::Worker:
            return u"worker"_s;
        case Access::Viewer:
            return u"viewer"_s;
        case Access::Operator:
            return u"operator"_s;
        case Access::Admin:
            return u"admin"_s;
        }
        Q_UNREACHABLE();
    }
    static bool isKeyless(const RouteLine &route)
    {
        for (const Row &row : kTable) {
            if (route.pattern == u"/api/engine"_s + QString::fromLatin1(row.pattern) && methodName(route.method) == QLatin1StringView(row.method))
                return row.isKeyless;
        }
        return false;
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailRoutes)
#include "tst_AgenticmailRoutes.moc"
