// SPDX-License-Identifier: Apache-2.0
// WebSockets over real sockets, plain and behind TLS: our client against our server, and raw bytes against each of them.
#include "tests/wire/EchoBench.h"
#include "tests/wire/RawPeer.h"
#include "tests/wire/TlsServerBench.h"

#include <QTcpServer>

using namespace muster;
using std::chrono::seconds;

class tst_WsClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsGoBothWays_data();
    void textsGoBothWays();
    void anotherPinGetsNothing();
    void refusalsAreErrors_data();
    void refusalsAreErrors();
    void aServerThatOnlyListensIsGivenUp();
    void foreignOriginsAreRefused();
    void framesByteByByteAndRightBehindTheRequest();
    void aWrongFrameIsAnsweredAndClosed();
    void aRevokedTokenEndsIt();
    void aHalfOpenConnectionIsSeen();
    void aReaderThatDoesNotReadIsCutOff();
    void theServersEndIsSeen();
    void theClientsEndIsSeen();
    void aLyingServerIsNotBelieved();
};

void tst_WsClient::textsGoBothWays_data()
{
    QTest::addColumn<bool>("isTls");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS") << true;
}

void tst_WsClient::textsGoBothWays()
{
    QFETCH(const bool, isTls);
    EchoBench echo(isTls ? TlsServerBench::withTls({}) : HttpServerOptions());
    WsClientSetup setup = echo.setup();
    if (isTls)
        setup.trust.pin = TlsServerBench::identity().pin();
    Dialled dialled(echo.bench.clock, setup);
    QVERIFY(dialled.isDone());
    QVERIFY2(dialled.isOpen, dialled.failure ? qPrintable(dialled.failure->text()) : "");

    const QByteArrayList sent{"short", {}, QByteArray(200'000, 'x'), QByteArray(limits::kWsMessageBytes, 'y'), "\xe2\x82\xac"};
    for (const QByteArray &text : sent)
        QVERIFY(dialled.client->peer()->send(text));

    QTRY_COMPARE_WITH_TIMEOUT(dialled.texts.size(), sent.size(), 10'000);
    QVERIFY(dialled.texts == sent);
}

void tst_WsClient::anotherPinGetsNothing()
{
    EchoBench echo(TlsServerBench::withTls({}));
    WsClientSetup setup = echo.setup();
    setup.trust.pin = madePair().pin();

    Dialled dialled(echo.bench.clock, setup);

    QVERIFY(dialled.isDone());
    QVERIFY(dialled.failure);
    QCOMPARE(dialled.failure->code, QString(tlscode::kPinDiffers));
    QVERIFY(echo.peers.isEmpty());
}

void tst_WsClient::refusalsAreErrors_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("protocol");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no such address") << u"/none"_s << QByteArray(kKey) << kProtocol.toByteArray() << ErrorKind::NotFound;
    QTest::newRow("a wrong key") << u"/echo"_s << "fedcba9876543210"_ba << kProtocol.toByteArray() << ErrorKind::Refused;
    QTest::newRow("another protocol") << u"/echo"_s << QByteArray(kKey) << "chat"_ba << ErrorKind::Invalid;
    QTest::newRow("no WebSocket there") << u"/open"_s << QByteArray(kKey) << kProtocol.toByteArray() << ErrorKind::Protocol;
}

void tst_WsClient::refusalsAreErrors()
{
    QFETCH(const QString, path);
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, protocol);
    QFETCH(const ErrorKind, kind);
    EchoBench echo;
    WsClientSetup setup = echo.setup(path);
    setup.token = Secret(key);
    setup.protocol = protocol;

    Dialled dialled(echo.bench.clock, setup);

    QVERIFY(dialled.isDone());
    QVERIFY(dialled.failure);
    QCOMPARE(dialled.failure->kind, kind);
}

void tst_WsClient::aServerThatOnlyListensIsGivenUp()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const ManualClock clock;

    Dialled dialled(clock, {.url = QUrl(u"http://127.0.0.1:%1/"_s.arg(server.serverPort())), .protocol = "x", .deadline = milliseconds(100)});

    QVERIFY(dialled.isDone());
    QCOMPARE(dialled.failure.value_or(Error()).kind, ErrorKind::Timeout);
}

void tst_WsClient::foreignOriginsAreRefused()
{
    EchoBench echo;
    RawPeer page(echo.bench.server->port());

    page.ask(echo.upgrade("Origin: https://evil.example\r\n"));

    QCOMPARE(page.status(), 403);
    QVERIFY(echo.peers.isEmpty());
}

void tst_WsClient::framesByteByByteAndRightBehindTheRequest()
{
    EchoBench echo;
    RawPeer peer(echo.bench.server->port());
    const QByteArray frames = wsFrame(WsOpcode::Text, "one", 7) + wsFrame(WsOpcode::Ping, "p", 8) + wsFrame(WsOpcode::Text, "two", 9);

    peer.send(echo.upgrade() + frames.first(5));
    QTRY_COMPARE_WITH_TIMEOUT(peer.status(), 101, 5000);
    for (const char byte : frames.sliced(5)) {
        peer.send(QByteArray(1, byte));
        QCoreApplication::processEvents();
    }

    const QByteArray answer = wsFrame(WsOpcode::Text, "one", {}) + wsFrame(WsOpcode::Pong, "p", {}) + wsFrame(WsOpcode::Text, "two", {});
    QTRY_VERIFY_WITH_TIMEOUT(peer.got().endsWith("\r\n\r\n" + answer), 5000);
}

void tst_WsClient::aWrongFrameIsAnsweredAndClosed()
{
    EchoBench echo;
    RawPeer peer(echo.bench.server->port());
    peer.ask(echo.upgrade());

    peer.send(wsFrame(WsOpcode::Text, "not masked", {}));

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().endsWith(wsFrame(WsOpcode::Close, wsClosePayload(wsclose::kProtocol, u"it did not mask a frame"_s), {})));
    QTRY_COMPARE_WITH_TIMEOUT(echo.bench.server->connectionCount(), 0, 5000);
}

void tst_WsClient::aRevokedTokenEndsIt()
{
    EchoBench echo;
    Dialled dialled(echo.bench.clock, echo.setup());
    QVERIFY(dialled.isDone() && dialled.isOpen);

    echo.bench.server->closeCallers(u"two"_s);
    QVERIFY(dialled.client->peer()->send("still there"));
    QTRY_COMPARE_WITH_TIMEOUT(dialled.texts.size(), 1, 5000);
    echo.bench.server->closeCallers(u"one"_s);

    QTRY_COMPARE_WITH_TIMEOUT(dialled.closed.size(), 1, 5000);
    QTRY_COMPARE_WITH_TIMEOUT(echo.closed.size(), 1, 5000);
    QCOMPARE(echo.bench.server->connectionCount(), 0);
}

void tst_WsClient::aHalfOpenConnectionIsSeen()
{
    EchoBench echo;
    RawPeer peer(echo.bench.server->port()); // Reads, and never answers a ping.
    peer.ask(echo.upgrade());
    QTRY_COMPARE_WITH_TIMEOUT(echo.peers.size(), 1, 5000);

    milliseconds passed{0};
    while (echo.closed.isEmpty() && passed < seconds(60)) {
        echo.bench.clock.advance(seconds(1));
        passed += seconds(1);
        QTest::qWait(25); // Two ticks of the server.
    }

    QVERIFY(passed >= limits::kWsSilence);
    QVERIFY2(passed <= seconds(15), qPrintable(QString::number(passed.count())));
    QVERIFY(peer.waitForClose());
}

void tst_WsClient::aReaderThatDoesNotReadIsCutOff()
{
    EchoBench echo;
    RawPeer slow(echo.bench.server->port(), RawPeer::Reads::No);
    slow.send(echo.upgrade());
    QTRY_COMPARE_WITH_TIMEOUT(echo.peers.size(), 1, 5000);
    const QByteArray text(1024 * 1024, 'x');

    int sent = 0;
    while (echo.peers[0] && echo.peers[0]->send(text) && sent < 200) {
        ++sent;
        QCoreApplication::processEvents();
        QVERIFY(!echo.peers[0] || echo.peers[0]->pendingBytes() <= limits::kWsPendingBytes);
    }

    QVERIFY(sent < 200);
    QTRY_COMPARE_WITH_TIMEOUT(echo.closed.size(), 1, 5000);
    QTRY_COMPARE_WITH_TIMEOUT(echo.bench.server->connectionCount(), 0, 5000);
}

void tst_WsClient::theServersEndIsSeen()
{
    EchoBench echo;
    Dialled dialled(echo.bench.clock, echo.setup());
    QVERIFY(dialled.isDone() && dialled.isOpen);

    echo.bench.server->close();

    QTRY_COMPARE_WITH_TIMEOUT(dialled.closed.size(), 1, 5000);
    QVERIFY(!dialled.client->peer()->isOpen());
}

void tst_WsClient::theClientsEndIsSeen()
{
    EchoBench echo;
    auto dialled = std::make_unique<Dialled>(echo.bench.clock, echo.setup());
    QVERIFY(dialled->isDone() && dialled->isOpen);

    dialled->client->peer()->close(wsclose::kGoingAway, u"bye"_s);
    dialled.reset();

    QTRY_COMPARE_WITH_TIMEOUT(echo.closed, QStringList{u"the other end closed it: bye"_s}, 5000);
}

void tst_WsClient::aLyingServerIsNotBelieved()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *const socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: muster.mesh.1\r\n\r\n");
        });
    });
    const ManualClock clock;

    Dialled dialled(clock, {.url = QUrl(u"http://127.0.0.1:%1/"_s.arg(server.serverPort())), .protocol = kProtocol.toByteArray()});

    QVERIFY(dialled.isDone());
    QVERIFY(dialled.failure.value_or(Error()).what.contains("Sec-WebSocket-Accept"_L1));
}

QTEST_GUILESS_MAIN(tst_WsClient)
#include "tst_WsClient.moc"
