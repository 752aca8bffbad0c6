// SPDX-License-Identifier: Apache-2.0
// Whose key is it.
#include "core/wire/ApiKey.h"
#include "core/wire/HttpParser.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

HttpRequest requestWith(const QByteArray &headers)
{
    HttpParser parser;
    (void)parser.feed("GET / HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
    parser.request().peer = QHostAddress(QHostAddress::LocalHost);
    return parser.request();
}

ApiKeys twoKeys()
{
    ApiKeys keys;
    keys.add(Secret("admin-key-0123"), {u"admin"_s, Access::Admin});
    keys.add(Secret("join-key-01234"), {u"join"_s, Access::Worker}, ApiKeys::From::LoopbackOnly);
    return keys;
}

} // namespace

class tst_ApiKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shownKeys_data();
    void shownKeys();
    void loopbackOnlyKeyFromElsewhere();
    void loopbackOnlyKeyOfAForwardedRequest();
    void removedKeyIsUnknown();
    void noKeysAtAll();
};

void tst_ApiKey::shownKeys_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QString>("holder"); // Empty: refused.
    const auto row = [](const char *name, const char *headers, const QString &holder) {
        QTest::newRow(name) << QByteArray(headers) << holder;
    };
    row("bearer", "Authorization: Bearer admin-key-0123\r\n", u"admin"_s);
    row("bearer in small letters", "authorization: bearer admin-key-0123\r\n", u"admin"_s);
    row("bearer with more spaces", "Authorization: Bearer   admin-key-0123\r\n", u"admin"_s);
    row("x-api-key", "X-Api-Key: join-key-01234\r\n", u"join"_s);
    row("bearer wins", "X-Api-Key: join-key-01234\r\nAuthorization: Bearer admin-key-0123\r\n", u"admin"_s);
    row("none", "", {});
    row("unknown", "Authorization: Bearer other-key-0123\r\n", {});
    row("prefix", "Authorization: Bearer admin-key-012\r\n", {});
    row("longer", "Authorization: Bearer admin-key-01234\r\n", {});
    row("other case", "Authorization: Bearer ADMIN-KEY-0123\r\n", {});
    row("basic", "Authorization: Basic admin-key-0123\r\n", {});
    row("no scheme", "Authorization: admin-key-0123\r\n", {});
    row("empty bearer", "Authorization: Bearer \r\n", {});
    row("empty x-api-key", "X-Api-Key:\r\n", {});
    row("cookie", "Cookie: token=admin-key-0123\r\n", {});
}

void tst_ApiKey::shownKeys()
{
    QFETCH(QByteArray, headers);
    QFETCH(QString, holder);

    const Result<Caller> caller = twoKeys().callerOf(requestWith(headers));

    QCOMPARE(caller.has_value(), !holder.isEmpty());
    if (caller)
        QCOMPARE(caller->name, holder);
    else
        QCOMPARE(caller.error().code, u"not-authenticated"_s);
}

void tst_ApiKey::loopbackOnlyKeyFromElsewhere()
{
    HttpRequest request = requestWith("X-Api-Key: join-key-01234\r\n");
    request.peer = QHostAddress(u"10.0.0.7"_s);

    QVERIFY(!twoKeys().callerOf(request));
}

void tst_ApiKey::loopbackOnlyKeyOfAForwardedRequest()
{
    QVERIFY(!twoKeys().callerOf(requestWith("X-Api-Key: join-key-01234\r\nX-Forwarded-For: 127.0.0.1\r\n")));
    QVERIFY(!twoKeys().callerOf(requestWith("X-Api-Key: join-key-01234\r\nVia: 1.1 proxy\r\n")));
    QVERIFY(twoKeys().callerOf(requestWith("X-Api-Key: admin-key-0123\r\nVia: 1.1 proxy\r\n")));
}

void tst_ApiKey::removedKeyIsUnknown()
{
    ApiKeys keys = twoKeys();
    keys.remove(u"admin"_s);

    QVERIFY(!keys.callerOf(requestWith("X-Api-Key: admin-key-0123\r\n")));
    QVERIFY(keys.callerOf(requestWith("X-Api-Key: join-key-01234\r\n")));
}

void tst_ApiKey::noKeysAtAll()
{
    QVERIFY(!ApiKeys().callerOf(requestWith("X-Api-Key: anything\r\n")));
    QVERIFY(!ApiKeys().callerOf(requestWith({})));
}

QTEST_APPLESS_MAIN(tst_ApiKey)
#include "tst_ApiKey.moc"
