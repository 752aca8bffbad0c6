// SPDX-License-Identifier: Apache-2.0
// Calls over real sockets: answers, errors in our words, deadlines and races.
#include "core/wire/HttpClient.h"
#include "tests/wire/ScriptedServer.h"
#include "tests/wire/ServerBench.h"

#include <QTest>

using namespace muster;
using Then = ScriptedServer::Then;

namespace
{

QByteArray reply(const QByteArray &status, const QByteArray &body, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" +
           body;
}

Result<HttpAnswer> outcomeOf(const Future<HttpAnswer> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10000))
        return Error{.kind = ErrorKind::Internal, .where = {}, .what = u"never finished"_s, .code = {}, .field = {}};
    return future.result();
}

} // namespace

class tst_HttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callsTheServer();
    void showsTheToken();
    void sendsBodiesAndHeaders();
    void errorsComeBackAsThemselves();
    void missingKeyIsRefusedWithItsCode();
    void handlersErrorKeepsItsField();
    void strangeReplies_data();
    void strangeReplies();
    void refusedConnection();
    void deadlinePasses();
    void secondLaneWinsTheRace();
    void firstLaneWinsWhenItIsInTime();
    void brokenFirstLaneLeavesTheRaceToTheSecond();
    void endlessAnswerIsCutOff();
    void redirectsAreNotFollowed();
    void zippedAnswersAreNotAskedForNorUnpacked();
    void cookiesAreNotKept();
    void callsOfADeadClientAreCancelled();
    void segmentsAreEncoded();
};

void tst_HttpClient::callsTheServer()
{
    ServerBench bench;
    HttpClient client{QUrl(bench.server->url())};

    const Result<HttpAnswer> answer = outcomeOf(client.get(u"/open"_s));

    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->contentType, "application/json"_ba);
    QCOMPARE(answer->json()->value("ok"_L1).toBool(), true);
    QCOMPARE(client.who(), u"127.0.0.1:%1"_s.arg(bench.server->port()));
}

void tst_HttpClient::showsTheToken()
{
    ServerBench bench;
    HttpClient client{QUrl(bench.server->url() + u'/')};
    client.setToken(Secret(kKey));

    const Result<HttpAnswer> answer = outcomeOf(client.get(u"/nodes/"_s + HttpClient::segment(u"a b"_s)));

    QVERIFY(answer.has_value());
    QCOMPARE(answer->body, "a b for viewer"_ba);
    QVERIFY(!answer->json());
    QCOMPARE(answer->json().error().kind, ErrorKind::Protocol);
}

void tst_HttpClient::sendsBodiesAndHeaders()
{
    ScriptedServer server([](int) { return std::pair(reply("200 OK", "{}"), Then::Keep); });
    HttpClient client(server.url(u"/base"_s));

    QVERIFY(outcomeOf(client.post(u"/a?b=%20c"_s, {{u"x"_s, 1}}, {.headers = {{"X-Kind", "beat"}}})).has_value());
    QVERIFY(outcomeOf(client.put(u"/a"_s, {})).has_value());
    QVERIFY(outcomeOf(client.remove(u"/a"_s)).has_value());

    const QByteArray head = server.heads().value(0);
    QVERIFY(head.startsWith("POST /base/a?b=%20c HTTP/1.1\r\n"));
    QVERIFY(head.contains("X-Kind: beat\r\n") && head.contains("Content-Type: application/json\r\n"));
    QVERIFY(!head.toLower().contains("authorization"));
    QVERIFY(server.heads().value(1).startsWith("PUT /base/a HTTP/1.1\r\n"));
    QVERIFY(server.heads().value(2).startsWith("DELETE /base/a HTTP/1.1\r\n"));
}

void tst_HttpClient::errorsComeBackAsThemselves()
{
    ServerBench bench;
    HttpClient client{QUrl(bench.server->url())};
    client.setToken(Secret(kKey));

    QCOMPARE(outcomeOf(client.get(u"/nowhere"_s)).error().kind, ErrorKind::NotFound);
    QCOMPARE(outcomeOf(client.remove(u"/nodes/aa"_s)).error().code, u"not-allowed"_s);
    QCOMPARE(outcomeOf(client.post(u"/open"_s, {})).error().code, u"method-not-allowed"_s);
}

void tst_HttpClient::missingKeyIsRefusedWithItsCode()
{
    ServerBench bench;
    HttpClient client{QUrl(bench.server->url())};

    const Error error = outcomeOf(client.get(u"/nodes/aa"_s)).error();

    QCOMPARE(error.kind, ErrorKind::Refused);
    QCOMPARE(error.code, u"not-authenticated"_s);
    QVERIFY(error.what.contains(u"token"_s)); // The server's own sentence, although Qt knows no "Bearer" challenge.
}

void tst_HttpClient::handlersErrorKeepsItsField()
{
    ServerBench bench;
    bench.router.add(HttpMethod::Post, u"/fails"_s, {.access = Access::Public}, [](const HttpRequest &) {
        return failed<HttpReply>(invalid(u"agents[2].id"_s, u"an id is wanted"_s));
    });
    HttpClient client{QUrl(bench.server->url())};

    const Error error = outcomeOf(client.post(u"/fails"_s, {})).error();

    QCOMPARE(error.kind, ErrorKind::Invalid);
    QCOMPARE(error.field, u"agents[2].id"_s);
    QCOMPARE(error.what, u"an id is wanted"_s);
}

void tst_HttpClient::strangeReplies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("nothing") << QByteArray() << ErrorKind::Unreachable;
    QTest::newRow("cut in the head") << "HTTP/1.1 200 OK\r\nContent-Le"_ba << ErrorKind::Unreachable;
    QTest::newRow("cut in the body") << "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"_ba << ErrorKind::Unreachable;
    QTest::newRow("cut in the chunks") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"_ba
                                       << ErrorKind::Unreachable;
    QTest::newRow("gateway page") << reply("502 Bad", "<html>") << ErrorKind::Unreachable;
    QTest::newRow("overloaded") << reply("503 Busy", {}) << ErrorKind::Busy;
    QTest::newRow("teapot") << reply("418 No", "[]") << ErrorKind::Invalid;
    QTest::newRow("not modified") << reply("304 Same", {}) << ErrorKind::Protocol;
}

void tst_HttpClient::strangeReplies()
{
    QFETCH(QByteArray, bytes);
    QFETCH(ErrorKind, kind);
    ScriptedServer server([&bytes](int) { return std::pair(bytes, Then::Close); });
    HttpClient client(server.url());

    const Result<HttpAnswer> answer = outcomeOf(client.get(u"/"_s));

    QVERIFY(!answer);
    QVERIFY2(answer.error().kind == kind, qPrintable(answer.error().what));
    QVERIFY(answer.error().what.contains(client.who()));
}

void tst_HttpClient::refusedConnection()
{
    quint16 port = 0;
    {
        ServerBench bench;
        port = bench.server->port();
    }
    HttpClient client{QUrl(u"http://127.0.0.1:%1"_s.arg(port))};

    const Error error = outcomeOf(client.get(u"/"_s)).error();

    QCOMPARE(error.kind, ErrorKind::Unreachable);
    QCOMPARE(error.what, u"127.0.0.1:%1 refused the connection"_s.arg(port));
}

void tst_HttpClient::deadlinePasses()
{
    ServerBench bench;
    HttpClient client{QUrl(bench.server->url())};

    const Error error = outcomeOf(client.get(u"/later"_s, {.deadline = milliseconds(50)})).error();

    QCOMPARE(error.kind, ErrorKind::Timeout);
    QVERIFY(error.what.contains(u"50 ms"_s));
    bench.finishLater(HttpReply::text(200, "too late"));
    QVERIFY(outcomeOf(client.get(u"/open"_s)).has_value());
}

void tst_HttpClient::secondLaneWinsTheRace()
{
    ScriptedServer server(
        [](int number) { return std::pair(number == 0 ? QByteArray() : reply("200 OK", "second"), Then::Keep); });
    HttpClient client(server.url());

    const Result<HttpAnswer> answer = outcomeOf(client.post(u"/beat"_s, {}, {.raceAfter = milliseconds(50)}));

    QVERIFY(answer.has_value());
    QCOMPARE(answer->body, "second"_ba);
    QCOMPARE(server.requests(), 2);
}

void tst_HttpClient::firstLaneWinsWhenItIsInTime()
{
    ServerBench bench;
    HttpClient client{QUrl(bench.server->url())};
    const Future<HttpAnswer> future = client.get(u"/later"_s, {.raceAfter = milliseconds(20)});
    QTRY_COMPARE(bench.later.size(), 2);

    bench.later.takeFirst().finish(HttpReply::text(200, "first"));

    QCOMPARE(outcomeOf(future)->body, "first"_ba);
    bench.finishLater(HttpReply::text(200, "second"));
    QVERIFY(outcomeOf(client.get(u"/open"_s, {.raceAfter = milliseconds(5000)})).has_value());
    QCOMPARE(bench.answered, 1);
}

void tst_HttpClient::brokenFirstLaneLeavesTheRaceToTheSecond()
{
    ServerBench bench;
    HttpClient client{QUrl(bench.server->url())};
    const Future<HttpAnswer> future = client.get(u"/later"_s, {.raceAfter = milliseconds(20)});
    QTRY_COMPARE(bench.later.size(), 2);

    bench.later.takeFirst().finish(
        Error{.kind = ErrorKind::Busy, .where = {}, .what = u"full"_s, .code = {}, .field = {}});

    QCOMPARE(outcomeOf(future).error().kind, ErrorKind::Busy); // An answer is an answer.
}

void tst_HttpClient::endlessAnswerIsCutOff()
{
    ServerBench bench;
    HttpClient client{QUrl(bench.server->url())};

    const Error error = outcomeOf(client.get(u"/big"_s, {.replyBytes = 1000})).error();

    QCOMPARE(error.kind, ErrorKind::Protocol);
    QVERIFY(error.what.contains(u"longer than 1000 bytes"_s));
}

void tst_HttpClient::redirectsAreNotFollowed()
{
    ScriptedServer server([](int) { return std::pair(reply("302 Found", {}, "Location: /else\r\n"), Then::Keep); });
    HttpClient client(server.url());

    QCOMPARE(outcomeOf(client.get(u"/"_s)).error().kind, ErrorKind::Protocol);
    QCOMPARE(server.requests(), 1);
}

void tst_HttpClient::zippedAnswersAreNotAskedForNorUnpacked()
{
    ScriptedServer server(
        [](int) { return std::pair(reply("200 OK", "\x1f\x8b\x08", "Content-Encoding: gzip\r\n"), Then::Keep); });
    HttpClient client(server.url());

    const Result<HttpAnswer> answer = outcomeOf(client.get(u"/"_s));

    QVERIFY(server.heads().value(0).contains("Accept-Encoding: identity\r\n"));
    QCOMPARE(answer->body, "\x1f\x8b\x08"_ba);
}

void tst_HttpClient::cookiesAreNotKept()
{
    ScriptedServer server([](int) { return std::pair(reply("200 OK", "{}", "Set-Cookie: a=b\r\n"), Then::Keep); });
    HttpClient client(server.url());

    QVERIFY(outcomeOf(client.get(u"/"_s)).has_value());
    QVERIFY(outcomeOf(client.get(u"/"_s)).has_value());

    QVERIFY(!server.heads().value(1).contains("ookie"));
}

void tst_HttpClient::callsOfADeadClientAreCancelled()
{
    ServerBench bench;
    auto client = std::make_unique<HttpClient>(QUrl(bench.server->url()));
    const Future<HttpAnswer> future = client->get(u"/later"_s);
    QTRY_COMPARE(bench.later.size(), 1);

    client.reset();

    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().kind, ErrorKind::Cancelled);
}

void tst_HttpClient::segmentsAreEncoded()
{
    QCOMPARE(HttpClient::segment(u"a/b?c#d e%ä"_s), u"a%2Fb%3Fc%23d%20e%25%C3%A4"_s);
}

QTEST_GUILESS_MAIN(tst_HttpClient)
#include "tst_HttpClient.moc"
