// SPDX-License-Identifier: Apache-2.0
// The server behind TLS: everything that holds for plain connections holds here, and plain bytes get an alert of TLS or nothing (T-13).
#include "tests/wire/RawPeer.h"
#include "tests/wire/TlsServerBench.h"

#include <memory>
#include <vector>

using namespace muster;

class tst_HttpServerTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urlSaysSo();
    void answersOverOneKeptConnection();
    void oneByteAtATime();
    void longRepliesArriveWhole();
    void longPipelinesAreAnsweredWhole();
    void closesInGoodOrder();
    void plainRequestIsToldWhatIsSpokenHere();
    void nonsenseFindsACleanClose();
    void slowHandshakeIsCutOff();
    void silenceBehindTheHandshakeIsCutOff();
    void oldVersionsAreRefused();
    void readerThatTakesNothingIsCutOff();
    void tooManyPeersAreTurnedAwayWithoutAWord();
    void handshakesThatDoNotEndAreBounded();
    void identityThatCannotBeUsed();
    void opensAgain();
};

void tst_HttpServerTls::urlSaysSo()
{
    const TlsServerBench tls;

    QCOMPARE(tls.bench.server->url(), u"https://127.0.0.1:%1"_s.arg(tls.port()));
}

void tst_HttpServerTls::answersOverOneKeptConnection()
{
    const TlsServerBench tls;
    TlsPeer peer(tls.port(), tls.identity());
    QVERIFY(peer.isConnected());

    for (int i = 0; i < 3; ++i)
        peer.ask(tls.bench.request("POST /echo", "Content-Length: 2\r\n", "a" + QByteArray::number(i)));

    QTRY_VERIFY(peer.got().endsWith("\r\n\r\na2"));
    QCOMPARE(peer.replies(), 3);
    QCOMPARE(tls.bench.server->connectionCount(), 1);
    QVERIFY(peer.socket().sessionProtocol() == QSsl::TlsV1_3);
}

void tst_HttpServerTls::oneByteAtATime()
{
    const TlsServerBench tls;
    TlsPeer peer(tls.port(), tls.identity());
    const QByteArray raw = tls.bench.request("POST /echo", "Content-Length: 3\r\n", "abc");

    for (const char c : raw)
        peer.send(QByteArray(1, c)); // A record each.

    QTRY_VERIFY(peer.got().endsWith("abc"));
}

void tst_HttpServerTls::longRepliesArriveWhole()
{
    const TlsServerBench tls;
    TlsPeer peer(tls.port(), tls.identity());

    peer.ask(tls.bench.request("GET /big").repeated(3) + tls.bench.request("GET /open"), 4);

    QTRY_COMPARE_WITH_TIMEOUT(peer.got().count('x'), qsizetype(3 * 4 * 1024 * 1024 + 3), 20000); // 3 of text/plain.
    QTRY_COMPARE(peer.replies(), 4);
}

void tst_HttpServerTls::longPipelinesAreAnsweredWhole()
{
    const TlsServerBench tls;
    TlsPeer peer(tls.port(), tls.identity());

    peer.ask(tls.bench.request("GET /open").repeated(2000), 2000);

    QTRY_COMPARE_WITH_TIMEOUT(peer.replies(), 2000, 20000);
}

void tst_HttpServerTls::closesInGoodOrder()
{
    const TlsServerBench tls;
    TlsPeer peer(tls.port(), tls.identity());
    QList<QAbstractSocket::SocketError> errors;
    connect(&peer.socket(), &QSslSocket::errorOccurred, this, [&errors](auto error) { errors.append(error); });

    peer.ask(tls.bench.request("GET /open", "Connection: close\r\n"));

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().endsWith("{\"ok\":true}"));
    QVERIFY(errors.isEmpty() || errors.first() == QAbstractSocket::RemoteHostClosedError);
    QTRY_COMPARE(tls.bench.server->connectionCount(), 0);
}

void tst_HttpServerTls::plainRequestIsToldWhatIsSpokenHere()
{
    const TlsServerBench tls;
    RawPeer peer(tls.port());

    peer.send(tls.bench.request("GET /open", ServerBench::key()));

    QVERIFY(peer.waitForClose());
    QCOMPARE(peer.got(), QByteArray("\x15\x03\x01\x00\x02\x02\x0a", 7)); // An alert, by which a client knows what is spoken here; no word of ours in clear.
    QCOMPARE(peer.socket().error(), QAbstractSocket::RemoteHostClosedError);
    QTRY_COMPARE(tls.bench.server->connectionCount(), 0);
    QCOMPARE(tls.bench.answered, 0);
}

void tst_HttpServerTls::nonsenseFindsACleanClose()
{
    const TlsServerBench tls;
    RawPeer peer(tls.port());

    peer.send(QByteArray("\x16\x03\x01\x00\x05hello", 10));

    QVERIFY(peer.waitForClose());
    QVERIFY(!peer.got().contains("HTTP"));
    QTRY_COMPARE(tls.bench.server->connectionCount(), 0);
}

void tst_HttpServerTls::slowHandshakeIsCutOff()
{
    TlsServerBench tls;
    RawPeer peer(tls.port());
    QTRY_COMPARE(tls.bench.server->connectionCount(), 1);
    tls.bench.clock.advance(limits::kTlsHandshakeDeadline / 2);
    peer.send(QByteArray("\x16\x03\x01\x02", 4)); // A drip does not buy time.
    QTest::qWait(50);
    QVERIFY(!peer.isClosed());

    tls.bench.clock.advance(limits::kTlsHandshakeDeadline / 2);

    QVERIFY(peer.waitForClose());
}

void tst_HttpServerTls::silenceBehindTheHandshakeIsCutOff()
{
    TlsServerBench tls;
    const TlsPeer peer(tls.port(), tls.identity());
    QVERIFY(peer.isConnected());
    QTest::qWait(50);
    tls.bench.clock.advance(limits::kRequestHeadDeadline - milliseconds(1));
    QTest::qWait(50);
    QVERIFY(!peer.isClosed());

    tls.bench.clock.advance(milliseconds(1));

    QVERIFY(peer.waitForClose());
}

void tst_HttpServerTls::oldVersionsAreRefused()
{
    const TlsServerBench tls;
    RawPeer peer(tls.port());
    // A ClientHello of TLS 1.1: one session, one old suite, no extensions.
    const QByteArray body = QByteArray("\x03\x02", 2) + QByteArray(32, 'r') + QByteArray("\0\0\x02\xc0\x13\x01\0", 7);
    const QByteArray hello = QByteArray("\x01\0\0", 3) + char(body.size()) + body;

    peer.send(QByteArray("\x16\x03\x01\0", 4) + char(hello.size()) + hello);

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().startsWith(QByteArray("\x15\x03", 2))); // An alert,
    QVERIFY(peer.got().endsWith(QByteArray("\x02\x46", 2)));   // fatal: protocol_version.
}

void tst_HttpServerTls::readerThatTakesNothingIsCutOff()
{
    TlsServerBench tls;
    TlsPeer peer(tls.port(), tls.identity(), TlsPeer::Reads::No);
    peer.send(tls.bench.request("GET /big").repeated(8));
    QTRY_COMPARE(tls.bench.server->connectionCount(), 1);

    QTRY_VERIFY_WITH_TIMEOUT((tls.bench.clock.advance(milliseconds(10000)), tls.bench.server->connectionCount() == 0),
                             20000);
}

void tst_HttpServerTls::tooManyPeersAreTurnedAwayWithoutAWord()
{
    HttpServerOptions options;
    options.connections = 1;
    const TlsServerBench tls(options);
    const TlsPeer first(tls.port(), tls.identity());
    QVERIFY(first.isConnected());

    RawPeer second(tls.port());

    QVERIFY(second.waitForClose());
    QVERIFY(second.got().isEmpty());
}

//! Each costs 75 KB, whoever began it: a flood of them must not pass H-2's bar, and must keep nobody out.
void tst_HttpServerTls::handshakesThatDoNotEndAreBounded()
{
    const TlsServerBench tls;
    TlsPeer honest(tls.port(), tls.identity());
    QVERIFY(honest.isConnected());
    std::vector<std::unique_ptr<QTcpSocket>> flood;
    for (int i = 0; i < kHandshakes + 200; ++i) {
        auto &one = flood.emplace_back(std::make_unique<QTcpSocket>());
        one->connectToHost(QHostAddress::LocalHost, tls.port());
        QVERIFY(one->waitForConnected());
        one->write("\x16\x03\x01\x00\xf0\x01"); // A hello that never comes whole.
        one->flush();
        if (i % 50 == 0)
            QCoreApplication::processEvents();
    }

    QTRY_VERIFY(flood[150]->state() == QAbstractSocket::UnconnectedState);
    QVERIFY(tls.bench.server->connectionCount() <= kHandshakes + 1);
    QVERIFY(flood.back()->state() == QAbstractSocket::ConnectedState); // The oldest go.
    honest.ask(tls.bench.request("GET /open"));
    QTRY_COMPARE(honest.replies(), 1);
    TlsPeer late(tls.port(), tls.identity());
    QVERIFY(late.isConnected());
}

void tst_HttpServerTls::identityThatCannotBeUsed()
{
    const Router router;
    const ManualClock clock;
    HttpServerOptions options;
    options.tls = TlsIdentity{.chain = TlsServerBench::identity().chain, .key = madePair().identity().key};
    HttpServer server(router, clock, options);

    const Result<void> opened = server.open();

    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Invalid);
    QCOMPARE(opened.error().field, u"tls"_s);
    QVERIFY(!server.isOpen());
}

void tst_HttpServerTls::opensAgain()
{
    const TlsServerBench tls;
    const TlsPeer before(tls.port(), tls.identity());
    QVERIFY(before.isConnected());

    tls.bench.server->close();
    QVERIFY(tls.bench.server->open().has_value());
    TlsPeer after(tls.port(), tls.identity());
    after.ask(tls.bench.request("GET /open"));

    QTRY_COMPARE(after.replies(), 1);
}

QTEST_GUILESS_MAIN(tst_HttpServerTls)
#include "tst_HttpServerTls.moc"
