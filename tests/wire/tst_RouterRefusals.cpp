// SPDX-License-Identifier: Apache-2.0
// Who hears of refusals, and who is let in without a key.
#include "core/wire/HttpError.h"
#include "core/wire/Router.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

HttpRequest request(HttpMethod method, const QString &path, const QByteArray &key = {})
{
    HttpRequest one;
    one.method = method;
    one.segments = path.mid(1).split(u'/');
    one.peer = QHostAddress(QHostAddress::LocalHost);
    if (!key.isEmpty()) {
        one.head = "authorization: Bearer " + key;
        one.fields.push_back({0, 13, 15, quint32(one.head.size() - 15)});
    }
    return one;
}

//! A router with a key "view" of tier viewer, that keeps what its observer heard.
struct Watched {
    struct Heard {
        QString caller;
        QString code;
        bool operator==(const Heard &) const = default;
    };

    Watched()
    {
        router.setAuthoriser([this](const HttpRequest &asked) -> Result<Caller> {
            ++checked;
            if (asked.header("authorization") == "Bearer view")
                return Caller{u"viewer"_s, Access::Viewer};
            return refused(u"no"_s, httpcode::kNotAuthenticated);
        });
        router.setRefusalObserver([this](const HttpRequest &asked, const Error &error) {
            heard.append({asked.caller.name, error.codeOrDefault()});
        });
        const auto fine = [this](const HttpRequest &asked) {
            caller = asked.caller;
            return ready(HttpReply::empty(204));
        };
        router.add(HttpMethod::Get, u"/open"_s, {.access = Access::Public}, fine);
        router.add(HttpMethod::Get, u"/nodes"_s, {.access = Access::Viewer}, fine);
        router.add(HttpMethod::Delete, u"/nodes"_s, {.access = Access::Admin}, fine);
        const RouteOptions keyless{.access = Access::Worker,
                                   .takesKeyless = [](const HttpRequest &asked) { return asked.peer.isLoopback(); }};
        router.add(HttpMethod::Post, u"/register"_s, keyless, fine);
        const RouteOptions expected{.access = Access::Worker,
                                    .expectsKeyless = [](const HttpRequest &asked) { return asked.peer.isLoopback(); }};
        router.add(HttpMethod::Post, u"/status"_s, expected, fine);
    }
    int statusFor(const HttpRequest &asked) { return router.answer(asked).result()->status; }

    Router router;
    QList<Heard> heard;
    Caller caller;
    int checked = 0;
};

} // namespace

class tst_RouterRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void observerHearsEachRefusalOnce();
    void keylessIsLetInWhereTheRouteSaysSo();
    void wrongKeyIsNotKeyless();
    void whatComesForEverIsNoNews();
};

void tst_RouterRefusals::observerHearsEachRefusalOnce()
{
    Watched watched;

    QCOMPARE(watched.statusFor(request(HttpMethod::Get, u"/nodes"_s)), 401);
    QCOMPARE(watched.statusFor(request(HttpMethod::Get, u"/nodes"_s, "wrong")), 401);
    QCOMPARE(watched.statusFor(request(HttpMethod::Get, u"/nowhere"_s)), 401);
    QCOMPARE(watched.statusFor(request(HttpMethod::Delete, u"/nodes"_s, "view")), 403);
    QCOMPARE(watched.statusFor(request(HttpMethod::Get, u"/nowhere"_s, "view")), 404);
    QCOMPARE(watched.statusFor(request(HttpMethod::Put, u"/nodes"_s, "view")), 405);
    QCOMPARE(watched.statusFor(request(HttpMethod::Get, u"/nodes"_s, "view")), 204);
    QCOMPARE(watched.statusFor(request(HttpMethod::Get, u"/open"_s, "wrong")), 204);

    const Watched::Heard anybody{{}, u"not-authenticated"_s};
    const QList<Watched::Heard> wanted{anybody, anybody, anybody, {u"viewer"_s, codeOf(ErrorKind::Refused)}};
    QCOMPARE(watched.heard.size(), wanted.size());
    QVERIFY(watched.heard == wanted);
}

void tst_RouterRefusals::keylessIsLetInWhereTheRouteSaysSo()
{
    Watched watched;

    QCOMPARE(watched.statusFor(request(HttpMethod::Post, u"/register"_s)), 204);
    QCOMPARE(watched.caller, (Caller{u"keyless"_s, Access::Worker}));
    QCOMPARE(watched.checked, 0);

    HttpRequest away = request(HttpMethod::Post, u"/register"_s);
    away.peer = QHostAddress(u"192.0.2.1"_s);
    QCOMPARE(watched.statusFor(away), 401);
    QCOMPARE(watched.heard.size(), 1);
}

void tst_RouterRefusals::wrongKeyIsNotKeyless()
{
    Watched watched;

    QCOMPARE(watched.statusFor(request(HttpMethod::Post, u"/register"_s, "wrong")), 401);
    QCOMPARE(watched.statusFor(request(HttpMethod::Post, u"/register"_s, "view")), 403);
}

void tst_RouterRefusals::whatComesForEverIsNoNews()
{
    Watched watched;
    HttpRequest away = request(HttpMethod::Post, u"/status"_s);
    away.peer = QHostAddress(u"192.0.2.1"_s);

    QCOMPARE(watched.statusFor(request(HttpMethod::Post, u"/status"_s)), 401);
    QCOMPARE(watched.heard.size(), 0);
    QCOMPARE(watched.statusFor(away), 401);
    QCOMPARE(watched.statusFor(request(HttpMethod::Post, u"/status"_s, "wrong")), 401);
    QCOMPARE(watched.statusFor(request(HttpMethod::Get, u"/status"_s)), 401);
    QCOMPARE(watched.heard.size(), 3);
}

QTEST_APPLESS_MAIN(tst_RouterRefusals)
#include "tst_RouterRefusals.moc"
