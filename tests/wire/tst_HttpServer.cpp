// SPDX-License-Identifier: Apache-2.0
// The server over real sockets: what it answers, what it refuses, and when it gives up (H-1, H-2, T-5).
#include "tests/wire/RawPeer.h"
#include "tests/wire/ServerBench.h"

#include <QSet>

using namespace muster;

class tst_HttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersOverOneKeptConnection();
    void answersPipelinedRequestsInOrder();
    void answersBehindASlowHandlerInOrder();
    void longPipelinesAreAnsweredWhole();
    void oneByteAtATime();
    void headHasTheLengthButNoBody();
    void closesWhenAsked();
    void closesAfterHttp10();
    void readsChunkedBodies();
    void continuesWhenExpected();
    void expectationOfARefusedCallerIsRefused();
    void unauthenticatedBeforeNotFound();
    void notFoundWithAKey();
    void methodNotAllowedSaysWhich();
    void keyOfALowerTierIsRefused();
    void pathParametersAndCallerReachTheHandler();
    void malformedIsAnsweredAndClosed();
    void tooLongBodyIsRefusedBeforeItComes();
    void refusedCallerWithALongBodyGets401();
    void hostAndOrigin_data();
    void hostAndOrigin();
    void slowHeadIsCutOff();
    void silentConnectionIsClosedWithoutAWord();
    void slowBodyIsCutOff();
    void idleConnectionIsClosed();
    void readerThatTakesNothingIsCutOff();
    void longRepliesArriveWhole();
    void connectionCap();
    void failedHandlerIsAnError();
    void stopsWithLiveConnectionsAndStartsAgain();
    void requestInFlightSurvivesTheServersStop();
    void portInUseIsAConflict();
    void foreignAddressIsInvalid();
    void peerThatLeavesDuringAnAnswer();
};

void tst_HttpServer::answersOverOneKeptConnection()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    for (int i = 0; i < 3; ++i)
        peer.ask(bench.request("POST /echo", "Content-Length: 2\r\n", "a" + QByteArray::number(i)));

    QCOMPARE(peer.replies(), 3);
    QVERIFY(peer.got().endsWith("\r\n\r\na2"));
    QVERIFY(peer.got().contains("Content-Length: 2\r\n"));
    QVERIFY(peer.got().contains("\r\nDate: "));
    QCOMPARE(bench.server->connectionCount(), 1);
    QVERIFY(!peer.isClosed());
}

void tst_HttpServer::answersPipelinedRequestsInOrder()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    QByteArray all;
    for (char c = 'a'; c <= 'f'; ++c)
        all += bench.request("POST /echo", "Content-Length: 2\r\n", QByteArray("#") + c);

    peer.ask(all, 6);

    QTRY_COMPARE(peer.got().count('#'), 6);
    QByteArray order;
    for (qsizetype at = peer.got().indexOf('#'); at >= 0; at = peer.got().indexOf('#', at + 1))
        order += peer.got()[at + 1];
    QCOMPARE(order, "abcdef"_ba);
}

void tst_HttpServer::answersBehindASlowHandlerInOrder()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.send(bench.request("GET /later") + bench.request("POST /echo", "Content-Length: 2\r\n", "#2"));
    QTRY_COMPARE(bench.later.size(), 1);
    QCOMPARE(bench.answered, 0); // The second waits for the first.

    bench.finishLater(HttpReply::text(200, "#1"));

    QTRY_COMPARE(peer.replies(), 2);
    QTRY_VERIFY(peer.got().contains("#2"));
    QVERIFY(peer.got().indexOf("#1") < peer.got().indexOf("#2"));
    peer.ask(bench.request("GET /open"));
    QCOMPARE(peer.replies(), 3);
}

void tst_HttpServer::longPipelinesAreAnsweredWhole()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /open").repeated(500), 500);

    QTRY_COMPARE(peer.replies(), 500);
    QCOMPARE(bench.answered, 500);
}

void tst_HttpServer::oneByteAtATime()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    const QByteArray raw = bench.request("POST /echo", "Content-Length: 3\r\n", "abc");

    for (const char c : raw) {
        peer.send(QByteArray(1, c));
        QTest::qWait(0);
    }

    QTRY_VERIFY(peer.got().endsWith("abc"));
}

void tst_HttpServer::headHasTheLengthButNoBody()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("HEAD /open") + bench.request("GET /open"), 2);

    QCOMPARE(peer.replies(), 2);
    QCOMPARE(peer.got().count("Content-Length: 11\r\n"), 2);
    QTRY_COMPARE(peer.got().count("{\"ok\":true}"), 1);
}

void tst_HttpServer::closesWhenAsked()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /open", "Connection: close\r\n"));

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().contains("Connection: close\r\n"));
    QVERIFY(peer.got().endsWith("{\"ok\":true}"));
    QTRY_COMPARE(bench.server->connectionCount(), 0);
}

void tst_HttpServer::closesAfterHttp10()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask("GET /open HTTP/1.0\r\nHost: localhost:" + QByteArray::number(bench.server->port()) + "\r\n\r\n");

    QVERIFY(peer.waitForClose());
    QCOMPARE(peer.status(), 200);
}

void tst_HttpServer::readsChunkedBodies()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("POST /echo", "Transfer-Encoding: chunked\r\n", "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"));

    QTRY_VERIFY(peer.got().endsWith("\r\n\r\nabcde"));
}

void tst_HttpServer::continuesWhenExpected()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("POST /echo", "Content-Length: 2\r\nExpect: 100-continue\r\n"));
    QCOMPARE(peer.got(), "HTTP/1.1 100 Continue\r\n\r\n"_ba);
    peer.ask("ab");

    QCOMPARE(peer.status(1), 200);
    QTRY_VERIFY(peer.got().endsWith("ab"));
}

void tst_HttpServer::expectationOfARefusedCallerIsRefused()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("PUT /nodes/aa", "Content-Length: 2\r\nExpect: 100-continue\r\n"));

    QCOMPARE(peer.status(), 401);
    QVERIFY(peer.waitForClose());
}

void tst_HttpServer::unauthenticatedBeforeNotFound()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /nowhere"));
    peer.ask(bench.request("GET /nodes/aa"));
    peer.ask(bench.request("PATCH /nodes/aa"));

    for (int i = 0; i < 3; ++i)
        QCOMPARE(peer.status(i), 401);
    QTRY_COMPARE(peer.got().count("\"code\":\"not-authenticated\""), 3);
    QVERIFY(peer.got().contains("WWW-Authenticate: Bearer"));
    QVERIFY(!peer.isClosed());
}

void tst_HttpServer::notFoundWithAKey()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /nowhere", ServerBench::key()));

    QCOMPARE(peer.status(), 404);
    QVERIFY(peer.got().contains("\"code\":\"not-found\""));
}

void tst_HttpServer::methodNotAllowedSaysWhich()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("PATCH /nodes/aa", ServerBench::key()));

    QCOMPARE(peer.status(), 405);
    QVERIFY(peer.got().contains("Allow: GET, HEAD, DELETE\r\n"));
}

void tst_HttpServer::keyOfALowerTierIsRefused()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("DELETE /nodes/aa", ServerBench::key()));

    QCOMPARE(peer.status(), 403);
    QVERIFY(peer.got().contains("\"code\":\"not-allowed\""));
}

void tst_HttpServer::pathParametersAndCallerReachTheHandler()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /nodes/a%20b", ServerBench::key()));

    QTRY_VERIFY(peer.got().endsWith("a b for viewer"));
}

void tst_HttpServer::malformedIsAnsweredAndClosed()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    // Behind the poison stands a request that must never be answered.
    peer.ask(bench.request("GET /open") + bench.request("GET /open", "X : y\r\n") + bench.request("GET /open"), 2);

    QVERIFY(peer.waitForClose());
    QCOMPARE(peer.replies(), 2);
    QCOMPARE(peer.status(1), 400);
    QVERIFY(peer.got().contains("\"code\":\"invalid\""));
    QCOMPARE(bench.answered, 1);
}

void tst_HttpServer::tooLongBodyIsRefusedBeforeItComes()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("POST /echo", "Content-Length: 1073741824\r\n"));

    QCOMPARE(peer.status(), 413);
    QVERIFY(peer.got().contains("\"code\":\"too-large\""));
    QVERIFY(peer.waitForClose());
    QCOMPARE(bench.answered, 0);
}

void tst_HttpServer::refusedCallerWithALongBodyGets401()
{
    ServerBench bench;
    RawPeer announced(bench.server->port());
    announced.ask(bench.request("POST /nowhere", "Content-Length: 1000000\r\n"));
    QCOMPARE(announced.status(), 401);
    QVERIFY(announced.waitForClose());

    RawPeer chunked(bench.server->port());
    chunked.ask(bench.request("POST /nowhere", "Transfer-Encoding: chunked\r\n", "fffff\r\n"));
    QCOMPARE(chunked.status(), 401);
    QVERIFY(chunked.waitForClose());
}

void tst_HttpServer::hostAndOrigin_data()
{
    QTest::addColumn<QByteArray>("headers"); // @ stands for the port.
    QTest::addColumn<int>("status");
    const auto host = [](const char *value, int status) {
        QTest::newRow(value) << "Host: "_ba + value + "\r\n" << status;
    };
    for (const char *good : {"127.0.0.1:@", "localhost:@", "LOCALHOST:@", "[::1]:@", "muster.lan:@", "Muster.LAN:@",
                             "front.example:443"})
        host(good, 200);
    for (const char *bad :
         {"127.0.0.1", "localhost", "[::1]", "muster.lan", "127.0.0.1:1", "localhost:80", "127.0.0.1:@0", "127.0.0.1:0@",
          "0.0.0.0:@", "0:@", "[::]:@", "[::ffff:127.0.0.1]:@", "[::ffff:7f00:1]:@", "[0:0:0:0:0:0:0:1]:@",
          "2130706433:@", "0x7f000001:@", "0177.0.0.1:@", "127.1:@", "127.0.0.1.:@", "localhost.:@", "localhost.evil:@",
          "evil.localhost:@", "localhost:@.evil", "127.0.0.1.nip.io:@", "evil:@", "evil@localhost:@", "localhost:@/",
          "127.0.0.2:@", "localhost :@", "::1:@", "front.example:@", "front.example", "other.example:443", "muster.lan.:@",
          "xmuster.lan:@", "lоcalhost:@", "localhost:@,evil"})
        host(bad, 421);
    QTest::newRow("empty host") << "Host:\r\n"_ba << 400;

    const auto with = [](const char *name, const QByteArray &headers, int status) {
        QTest::newRow(name) << "Host: localhost:@\r\n" + headers << status;
    };
    with("origin on the list", "Origin: https://front.example\r\n", 200);
    with("origin in capitals", "Origin: HTTPS://front.example\r\n", 200);
    with("listed origin of another site", "Origin: https://front.example\r\nSec-Fetch-Site: cross-site\r\n", 200);
    with("our own origin is not listed", "Origin: http://localhost:@\r\n", 403);
    with("foreign origin", "Origin: http://evil.example\r\n", 403);
    with("origin null", "Origin: null\r\n", 403);
    with("origin empty", "Origin:\r\n", 403);
    with("origin with the wrong scheme", "Origin: http://front.example\r\n", 403);
    with("origin with another port", "Origin: https://front.example:444\r\n", 403);
    with("origin as a prefix", "Origin: https://front.example.evil\r\n", 403);
    with("origin with a slash", "Origin: https://front.example/\r\n", 403);
    with("foreign origin, same-origin", "Origin: http://evil\r\nSec-Fetch-Site: same-origin\r\n", 403);
    with("cross-site", "Sec-Fetch-Site: cross-site\r\n", 403);
    with("same-site is any local port", "Sec-Fetch-Site: same-site\r\n", 403);
    with("same-origin", "Sec-Fetch-Site: same-origin\r\n", 200);
    with("typed by hand", "Sec-Fetch-Site: none\r\n", 200);
    with("unknown site word", "Sec-Fetch-Site: perhaps\r\n", 403);
    with("no browser at all", {}, 200);
}

void tst_HttpServer::hostAndOrigin()
{
    QFETCH(QByteArray, headers);
    QFETCH(int, status);
    HttpServerOptions options;
    options.hosts = QStringList{u"muster.lan"_s, u"front.example:443"_s};
    options.origins = QStringList{u"https://front.example"_s};
    ServerBench bench(options);
    RawPeer peer(bench.server->port());
    headers.replace('@', QByteArray::number(bench.server->port()));

    peer.ask("GET /open HTTP/1.1\r\n" + headers + "\r\n");

    QCOMPARE(peer.status(), status);
    QVERIFY(!peer.got().contains("Access-Control")); // No page may read us.
    QCOMPARE(bench.answered, status == 200 ? 1 : 0);
}

void tst_HttpServer::slowHeadIsCutOff()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.send("GET /open HTT");
    QTRY_COMPARE(bench.server->connectionCount(), 1);
    bench.clock.advance(limits::kRequestHeadDeadline / 2);
    peer.send("P/1.1\r\n"); // A drip does not buy time.
    QTest::qWait(50);
    QVERIFY(!peer.isClosed());

    bench.clock.advance(limits::kRequestHeadDeadline / 2);

    QTRY_COMPARE(peer.status(), 408);
    QVERIFY(peer.waitForClose());
}

void tst_HttpServer::silentConnectionIsClosedWithoutAWord()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    QTRY_COMPARE(bench.server->connectionCount(), 1);

    bench.clock.advance(limits::kRequestHeadDeadline);

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().isEmpty());
}

void tst_HttpServer::slowBodyIsCutOff()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.ask(bench.request("GET /open"));
    peer.send(bench.request("POST /echo", "Content-Length: 5\r\n", "ab"));
    QTest::qWait(50);
    bench.clock.advance(limits::kRequestBodyDeadline - milliseconds(1));
    QTest::qWait(50);
    QCOMPARE(peer.replies(), 1);

    bench.clock.advance(milliseconds(1));

    QTRY_COMPARE(peer.status(1), 408);
    QVERIFY(peer.waitForClose());
}

void tst_HttpServer::idleConnectionIsClosed()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.ask(bench.request("GET /open"));
    bench.clock.advance(limits::kKeepAliveIdle - milliseconds(1));
    QTest::qWait(50);
    QVERIFY(!peer.isClosed());

    bench.clock.advance(milliseconds(1));

    QVERIFY(peer.waitForClose());
    QCOMPARE(peer.replies(), 1);
}

void tst_HttpServer::readerThatTakesNothingIsCutOff()
{
    ServerBench bench;
    RawPeer peer(bench.server->port(), RawPeer::Reads::No);
    peer.send(bench.request("GET /big").repeated(4));
    QTRY_COMPARE(bench.server->connectionCount(), 1);

    // Its deadline moves with each reply that the kernel still took, so time passes until none is left.
    QTRY_VERIFY((bench.clock.advance(milliseconds(10000)), bench.server->connectionCount() == 0));
}

void tst_HttpServer::longRepliesArriveWhole()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /big").repeated(3) + bench.request("GET /open"), 4);

    QTRY_COMPARE_WITH_TIMEOUT(peer.got().count('x'), qsizetype(3 * 4 * 1024 * 1024 + 3), 10000); // 3 of text/plain.
    QTRY_COMPARE(peer.replies(), 4);
}

void tst_HttpServer::connectionCap()
{
    HttpServerOptions options;
    options.connections = 2;
    ServerBench bench(options);
    RawPeer one(bench.server->port());
    auto two = std::make_unique<RawPeer>(bench.server->port());
    QTRY_COMPARE(bench.server->connectionCount(), 2);

    RawPeer three(bench.server->port());
    QVERIFY(three.waitForClose());
    QCOMPARE(three.status(), 503);
    QVERIFY(three.got().contains("\"code\":\"busy\""));
    one.ask(bench.request("GET /open"));
    QCOMPARE(one.status(), 200);

    two.reset();
    QTRY_COMPARE(bench.server->connectionCount(), 1);
    RawPeer four(bench.server->port());
    four.ask(bench.request("GET /open"));
    QCOMPARE(four.status(), 200);
}

void tst_HttpServer::failedHandlerIsAnError()
{
    ServerBench bench;
    bench.router.add(HttpMethod::Get, u"/fails"_s, {.access = Access::Public}, [](const HttpRequest &) {
        return failed<HttpReply>(invalid(u"port"_s, u"a port is 1 to 65535"_s));
    });
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /fails"));

    QCOMPARE(peer.status(), 400);
    QTRY_VERIFY(peer.got().endsWith("{\"code\":\"invalid\",\"error\":\"a port is 1 to 65535\",\"field\":\"port\"}"));
}

void tst_HttpServer::stopsWithLiveConnectionsAndStartsAgain()
{
    ServerBench bench;
    for (int round = 0; round < 3; ++round) {
        QVERIFY(bench.server->open().has_value());
        RawPeer idle(bench.server->port());
        idle.ask(bench.request("GET /open"));
        RawPeer waiting(bench.server->port());
        waiting.send(bench.request("GET /later"));
        RawPeer stream(bench.server->port());
        stream.ask(bench.request("GET /events"));
        QTRY_COMPARE(bench.later.size(), 1);
        QCOMPARE(bench.server->streamCount(), 1);

        bench.server->close();

        QCOMPARE(bench.server->connectionCount(), 0);
        QCOMPARE(bench.server->streamCount(), 0);
        QCOMPARE(bench.ends, QList<StreamEnd>{StreamEnd::ByUs});
        QVERIFY(idle.waitForClose() && waiting.waitForClose() && stream.waitForClose());
        QCOMPARE(waiting.replies(), 0);
        bench.later.clear();
        bench.ends.clear();
    }
    bench.server->close();
    QVERIFY(!bench.server->isOpen());
}

void tst_HttpServer::requestInFlightSurvivesTheServersStop()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.send(bench.request("GET /later"));
    QTRY_COMPARE(bench.later.size(), 1);

    bench.server->close();
    bench.finishLater(HttpReply::text(200, "too late"));
    QTest::qWait(20);
    bench.server.reset();

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().isEmpty());
}

void tst_HttpServer::portInUseIsAConflict()
{
    ServerBench bench;
    HttpServerOptions options;
    options.port = bench.server->port();
    HttpServer second(bench.router, bench.clock, options);

    const Result<void> opened = second.open();

    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Conflict);
    QCOMPARE(opened.error().code, u"address-in-use"_s);
}

void tst_HttpServer::foreignAddressIsInvalid()
{
    ServerBench bench;
    HttpServerOptions options;
    options.address = QHostAddress(u"192.0.2.1"_s);
    HttpServer second(bench.router, bench.clock, options);

    const Result<void> opened = second.open();

    QVERIFY(!opened);
    QCOMPARE(opened.error().field, u"listen"_s);
}

void tst_HttpServer::peerThatLeavesDuringAnAnswer()
{
    ServerBench bench;
    {
        RawPeer peer(bench.server->port());
        peer.send(bench.request("GET /later"));
        QTRY_COMPARE(bench.later.size(), 1);
    }
    QTest::qWait(20);

    bench.finishLater(HttpReply::text(200, "too late"));

    QTRY_COMPARE(bench.server->connectionCount(), 0);
}

QTEST_GUILESS_MAIN(tst_HttpServer)
#include "tst_HttpServer.moc"
