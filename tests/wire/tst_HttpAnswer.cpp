// SPDX-License-Identifier: Apache-2.0
// What an answer carries besides its body: headers, and refusals for those who read them themselves.
#include "core/wire/HttpClient.h"
#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace muster
{

class tst_HttpAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headersAreKept()
    {
        ScriptedServer server([](int) {
            return std::pair("HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\nSet-Cookie: a=1; Path=/\r\n"
                             "Set-Cookie: b=2\r\nContent-Length: 2\r\n\r\n{}"_ba,
                             ScriptedServer::Then::Keep);
        });
        HttpClient client(server.url());

        const Result<HttpAnswer> answer = outcomeOf(client.get(u"/"_s));

        QVERIFY_RESULT(answer);
        QCOMPARE(answer->header("date"), "Sat, 21 Nov 2026 12:00:00 GMT"_ba);
        QCOMPARE(answer->header("x-none"), QByteArray());
        QByteArrayList cookies;
        for (const auto &[name, value] : answer->headers) {
            if (name.toLower() == "set-cookie")
                cookies.append(value);
        }
        std::ranges::sort(cookies);
        QCOMPARE(cookies, QByteArrayList({"a=1; Path=/"_ba, "b=2"_ba}));
    }
    void refusalsAreErrorsUnlessTheyAreWanted()
    {
        ScriptedServer server([](int) {
            return std::pair("HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nlater"_ba,
                             ScriptedServer::Then::Keep);
        });
        HttpClient client(server.url());

        QCOMPARE(outcomeOf(client.get(u"/"_s)).error().kind, ErrorKind::Busy);
        const Result<HttpAnswer> answer = outcomeOf(client.get(u"/"_s, {.takesRefusals = true}));

        QVERIFY_RESULT(answer);
        QCOMPARE(answer->status, 429);
        QCOMPARE(answer->body, "later"_ba);
        QCOMPARE(answer->header("Retry-After"), "7"_ba);
    }
    void redirectsAreNoAnswer()
    {
        ScriptedServer server([](int) {
            return std::pair("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"_ba, ScriptedServer::Then::Keep);
        });
        HttpClient client(server.url());

        QCOMPARE(outcomeOf(client.get(u"/"_s, {.takesRefusals = true})).error().kind, ErrorKind::Protocol);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_HttpAnswer)
#include "tst_HttpAnswer.moc"
