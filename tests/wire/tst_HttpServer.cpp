// SPDX-License-Identifier: Apache-2.0
// The server over real sockets: whom it answers, whom it refuses, how it stops (H-2).
#include "tests/wire/RawPeer.h"
#include "tests/wire/ServerBench.h"

#include <QRegularExpression>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace muster;

class tst_HttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expectationOfARefusedCallerIsRefused();
    void unauthenticatedBeforeNotFound();
    void notFoundWithAKey();
    void methodNotAllowedSaysWhich();
    void keyOfALowerTierIsRefused();
    void pathParametersAndCallerReachTheHandler();
    void malformedIsAnsweredAndClosed();
    void tooLongBodyIsRefusedBeforeItComes();
    void refusedCallerWithALongBodyGets401();
    void connectionCap();
    void failedHandlerIsAnError();
    void stopsWithLiveConnectionsAndStartsAgain();
    void requestInFlightSurvivesTheServersStop();
    void portInUseIsAConflict();
    void foreignAddressIsInvalid();
    void withoutDescriptorsPeersAreTurnedAwayAndItRecovers();
};

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

void tst_HttpServer::withoutDescriptorsPeersAreTurnedAwayAndItRecovers()
{
    ServerBench bench;
    RawPeer before(bench.server->port());
    before.ask(bench.request("GET /open"));
    rlimit usual{};
    getrlimit(RLIMIT_NOFILE, &usual);
    const rlimit few{.rlim_cur = 256, .rlim_max = usual.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
    std::vector<int> hogs;
    for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY))
        hogs.push_back(fd);
    ::close(hogs.back()); // Room for our own end, none for the server's.
    hogs.pop_back();

    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"out of descriptors"_s));
    RawPeer during(bench.server->port());

    QVERIFY(during.waitForClose());
    QCOMPARE(during.status(), 503);
    QCOMPARE(before.ask(bench.request("GET /open")).count("HTTP/1.1 200"), 2); // Who was in is served.
    for (const int fd : hogs)
        ::close(fd);
    setrlimit(RLIMIT_NOFILE, &usual);
    RawPeer after(bench.server->port());
    after.ask(bench.request("GET /open"));
    QCOMPARE(after.status(), 200);
}

QTEST_GUILESS_MAIN(tst_HttpServer)
#include "tst_HttpServer.moc"
