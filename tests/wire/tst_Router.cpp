// SPDX-License-Identifier: Apache-2.0
// Which route answers, and in which order refusals come.
#include "core/wire/Router.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

HttpRequest request(HttpMethod method, const QString &path)
{
    HttpRequest one;
    one.method = method;
    one.segments = path.mid(1).split(u'/');
    return one;
}

HttpHandler says(const char *word)
{
    return [word](const HttpRequest &asked) {
        QByteArray text = word;
        for (const NamedText &item : asked.pathParameters)
            text += ' ' + item.name.toUtf8() + '=' + item.value.toUtf8();
        return ready(HttpReply::text(200, text));
    };
}

HttpReply answerOf(const Router &router, HttpMethod method, const QString &path)
{
    return router.answer(request(method, path)).result().value();
}

} // namespace

class tst_Router : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void findsRoutes_data();
    void findsRoutes();
    void listsRoutesInOrder();
    void accessTable_data();
    void accessTable();
    void boundKeysOpenOnlyWhatSaysSo();
    void withoutAuthoriserOnlyPublicRoutes();
    void unauthenticatedBeforeEverythingElse();
    void wrongMethodOfAPublicPathNeedsNoKey();
    void bodyLimitIsThatOfTheRoute();
    void callerIsFilledIn();

private:
    std::unique_ptr<Router> m_router;
};

void tst_Router::init()
{
    m_router = std::make_unique<Router>();
    m_router->setAuthoriser([](const HttpRequest &) { return Caller{u"boss"_s, Access::Admin}; });
    m_router->add(HttpMethod::Get, u"/"_s, {}, says("root"));
    m_router->add(HttpMethod::Get, u"/nodes"_s, {}, says("list"));
    m_router->add(HttpMethod::Get, u"/nodes/{id}"_s, {}, says("one"));
    m_router->add(HttpMethod::Delete, u"/nodes/{id}"_s, {}, says("delete"));
    m_router->add(HttpMethod::Get, u"/nodes/best"_s, {}, says("best"));
    m_router->add(HttpMethod::Get, u"/nodes/best/why"_s, {}, says("why"));
    m_router->add(HttpMethod::Post, u"/nodes/{id}/drain"_s, {}, says("drain"));
    m_router->add(HttpMethod::Put, u"/entities/{kind}/{id}"_s, {}, says("entity"));
}

void tst_Router::findsRoutes_data()
{
    QTest::addColumn<HttpMethod>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    using enum HttpMethod;
    QTest::newRow("root") << Get << u"/"_s << 200 << "root"_ba;
    QTest::newRow("literal") << Get << u"/nodes"_s << 200 << "list"_ba;
    QTest::newRow("placeholder") << Get << u"/nodes/aa"_s << 200 << "one id=aa"_ba;
    QTest::newRow("literal wins") << Get << u"/nodes/best"_s << 200 << "best"_ba;
    QTest::newRow("literal gives way") << Post << u"/nodes/best/drain"_s << 200 << "drain id=best"_ba;
    QTest::newRow("two placeholders") << Put << u"/entities/agent/a-1"_s << 200 << "entity kind=agent id=a-1"_ba;
    QTest::newRow("method") << Delete << u"/nodes/aa"_s << 200 << "delete id=aa"_ba;
    QTest::newRow("head is get") << Head << u"/nodes"_s << 200 << "list"_ba;
    QTest::newRow("slash at the end") << Get << u"/nodes/"_s << 404 << QByteArray();
    QTest::newRow("too long") << Get << u"/nodes/aa/b"_s << 404 << QByteArray();
    QTest::newRow("too short") << Put << u"/entities/agent"_s << 404 << QByteArray();
    QTest::newRow("other case") << Get << u"/Nodes"_s << 404 << QByteArray();
    QTest::newRow("empty placeholder") << Post << u"/nodes//drain"_s << 404 << QByteArray();
    QTest::newRow("wrong method") << Post << u"/nodes"_s << 405 << QByteArray();
    QTest::newRow("unknown method") << Other << u"/nodes"_s << 405 << QByteArray();
    QTest::newRow("options are not special") << Options << u"/nodes"_s << 405 << QByteArray();
    QTest::newRow("literal with the wrong method") << Delete << u"/nodes/best"_s << 405 << QByteArray();
}

void tst_Router::findsRoutes()
{
    QFETCH(HttpMethod, method);
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QByteArray, body);

    const HttpReply reply = answerOf(*m_router, method, path);

    QCOMPARE(reply.status, status);
    if (status == 200)
        QCOMPARE(reply.body, body);
}

void tst_Router::listsRoutesInOrder()
{
    const QList<RouteLine> routes = m_router->routes();

    QCOMPARE(routes.size(), 8);
    QCOMPARE(routes[3], (RouteLine{HttpMethod::Delete, u"/nodes/{id}"_s, Access::Admin, limits::kDefaultBodyBytes}));
}

void tst_Router::accessTable_data()
{
    QTest::addColumn<Access>("held");
    QTest::addColumn<QList<int>>("opens"); // Of the routes worker, viewer, operator, admin.
    QTest::newRow("nothing") << Access::Public << QList<int>{0, 0, 0, 0};
    QTest::newRow("worker") << Access::Worker << QList<int>{1, 0, 0, 0};
    QTest::newRow("viewer") << Access::Viewer << QList<int>{0, 1, 0, 0};
    QTest::newRow("operator") << Access::Operator << QList<int>{0, 1, 1, 0};
    QTest::newRow("admin") << Access::Admin << QList<int>{1, 1, 1, 1};
}

void tst_Router::accessTable()
{
    QFETCH(Access, held);
    QFETCH(QList<int>, opens);
    Router router;
    router.setAuthoriser([held](const HttpRequest &) { return Caller{u"somebody"_s, held}; });
    const QList<Access> wanted{Access::Worker, Access::Viewer, Access::Operator, Access::Admin};
    for (int i = 0; i < 4; ++i)
        router.add(HttpMethod::Get, u"/%1"_s.arg(i), {.access = wanted[i]}, says("in"));

    for (int i = 0; i < 4; ++i)
        QCOMPARE(answerOf(router, HttpMethod::Get, u"/%1"_s.arg(i)).status, opens[i] ? 200 : 403);
}

void tst_Router::boundKeysOpenOnlyWhatSaysSo()
{
    Router router;
    QStringList tenants;
    router.setAuthoriser([&tenants](const HttpRequest &) { return Caller{u"boss"_s, Access::Admin, {}, {}, tenants}; });
    router.add(HttpMethod::Get, u"/health"_s, {.access = Access::Public}, says("ok"));
    router.add(HttpMethod::Get, u"/jobs"_s, {.access = Access::Viewer, .scope = Scope::Tenants}, says("jobs"));
    router.add(HttpMethod::Get, u"/nodes"_s, {.access = Access::Viewer}, says("nodes"));
    QStringList told;
    router.setRefusalObserver([&told](const HttpRequest &, const Error &error) { told.append(error.code); });
    QCOMPARE(answerOf(router, HttpMethod::Get, u"/nodes"_s).status, 200);

    tenants = {u"acme"_s};

    QCOMPARE(answerOf(router, HttpMethod::Get, u"/health"_s).status, 200);
    QCOMPARE(answerOf(router, HttpMethod::Get, u"/jobs"_s).status, 200);
    const HttpReply refused = answerOf(router, HttpMethod::Get, u"/nodes"_s);
    QCOMPARE(refused.status, 403);
    QVERIFY(refused.body.contains("\"code\":\"tenant-bound\""));
    QCOMPARE(told, QStringList{u"tenant-bound"_s});
}

void tst_Router::withoutAuthoriserOnlyPublicRoutes()
{
    Router router;
    router.add(HttpMethod::Get, u"/health"_s, {.access = Access::Public}, says("ok"));
    router.add(HttpMethod::Get, u"/nodes"_s, {.access = Access::Viewer}, says("list"));

    QCOMPARE(answerOf(router, HttpMethod::Get, u"/health"_s).status, 200);
    QCOMPARE(answerOf(router, HttpMethod::Get, u"/nodes"_s).status, 401);
}

void tst_Router::unauthenticatedBeforeEverythingElse()
{
    m_router->setAuthoriser(
        [](const HttpRequest &) -> Result<Caller> { return refused(u"who are you"_s, u"not-authenticated"_s); });

    for (const QString &path : {u"/nodes"_s, u"/nowhere"_s, u"/nodes/aa"_s, u"/nodes//"_s})
        QCOMPARE(answerOf(*m_router, HttpMethod::Patch, path).status, 401);
    QCOMPARE(answerOf(*m_router, HttpMethod::Get, u"/nodes"_s).status, 401);
}

void tst_Router::wrongMethodOfAPublicPathNeedsNoKey()
{
    Router router;
    router.add(HttpMethod::Get, u"/health"_s, {.access = Access::Public}, says("ok"));

    const HttpReply reply = answerOf(router, HttpMethod::Post, u"/health"_s);

    QCOMPARE(reply.status, 405);
    QVERIFY(reply.headers.contains({"Allow"_ba, "GET, HEAD"_ba}));
}

void tst_Router::bodyLimitIsThatOfTheRoute()
{
    m_router->add(HttpMethod::Post, u"/beat"_s, {.access = Access::Worker, .bodyBytes = limits::kBeatBodyBytes},
                  says("beat"));
    HttpRequest beat = request(HttpMethod::Post, u"/beat"_s);
    HttpRequest unknown = request(HttpMethod::Post, u"/unknown"_s);

    QCOMPARE(m_router->admit(beat).bodyBytes, limits::kBeatBodyBytes);
    QCOMPARE(m_router->admit(unknown).bodyBytes, limits::kRefusedBodyBytes);
}

void tst_Router::callerIsFilledIn()
{
    HttpRequest asked = request(HttpMethod::Get, u"/nodes/aa"_s);

    const Admission admission = m_router->admit(asked);

    QVERIFY(admission.handler && !admission.refusal);
    QCOMPARE(asked.caller, (Caller{u"boss"_s, Access::Admin}));
    QCOMPARE(asked.pathText("id"_L1), u"aa"_s);
    QVERIFY(asked.pathText("other"_L1).isEmpty());
}

QTEST_APPLESS_MAIN(tst_Router)
#include "tst_Router.moc"
