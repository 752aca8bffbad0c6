// SPDX-License-Identifier: Apache-2.0
// The upgrade of both sides: what is taken, and each refusal.
#include "core/wire/WsHandshake.h"

#include "core/wire/HttpParser.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView kProtocol("muster.mesh.1");
constexpr auto kSample = "dGhlIHNhbXBsZSBub25jZQ=="; // RFC 6455, 1.3.

QByteArray goodHead()
{
    return "GET /mesh HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           "Sec-WebSocket-Protocol: other, muster.mesh.1\r\n\r\n"_ba;
}

HttpReply replyTo(const QByteArray &head)
{
    HttpParser parser;
    parser.feed(head);
    return wsUpgrade(parser.request(), kProtocol, [](WsPeer *) {});
}

ReplyHead goodReply()
{
    const HttpReply reply = replyTo(goodHead());
    return {.status = reply.status, .headers = reply.headers};
}

} // namespace

class tst_WsHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStandardsExampleIsTaken();
    void refusals_data();
    void refusals();
    void keysAreFresh();
    void aClientChecksTheReply_data();
    void aClientChecksTheReply();
};

void tst_WsHandshake::theStandardsExampleIsTaken()
{
    const HttpReply reply = replyTo(goodHead());

    QCOMPARE(reply.status, 101);
    QVERIFY(reply.openSocket);
    QVERIFY(reply.headers.contains({"Sec-WebSocket-Accept"_ba, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="_ba}));
    QVERIFY(reply.headers.contains({"Sec-WebSocket-Protocol"_ba, "muster.mesh.1"_ba}));
}

void tst_WsHandshake::refusals_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after, int status) {
        QTest::newRow(name) << before << after << status;
    };
    row("no upgrade", "Upgrade: websocket\r\n", {}, 426);
    row("another upgrade", "Upgrade: websocket", "Upgrade: h2c", 426);
    row("no connection", "Connection: keep-alive, Upgrade\r\n", {}, 426);
    row("connection without upgrade", "keep-alive, Upgrade", "keep-alive", 426);
    row("version 8", "Version: 13", "Version: 8", 426);
    row("version twice", "Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8\r\n", 426);
    row("no version", "Sec-WebSocket-Version: 13\r\n", {}, 426);
    row("HTTP/1.0", "HTTP/1.1", "HTTP/1.0", 426);
    row("HEAD", "GET ", "HEAD ", 426);
    row("no key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", {}, 400);
    row("a short key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ==", 400);
    row("a long key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZXg=", 400);
    row("no base64", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZ*==", 400);
    row("two keys", "Sec-WebSocket-Protocol", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol", 400);
    row("another protocol", "muster.mesh.1", "muster.mesh.2", 400);
    row("no protocol", "Sec-WebSocket-Protocol: other, muster.mesh.1\r\n", {}, 400);
}

void tst_WsHandshake::refusals()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    QFETCH(const int, status);
    QByteArray head = goodHead();
    QVERIFY(head.contains(before));
    head.replace(before, after);

    const HttpReply reply = replyTo(head);

    QCOMPARE(reply.status, status);
    QVERIFY(!reply.openSocket);
    QCOMPARE(reply.headers.contains({"Sec-WebSocket-Version"_ba, "13"_ba}), status == 426);
}

void tst_WsHandshake::keysAreFresh()
{
    QVERIFY(wsKey() != wsKey());
    QCOMPARE(QByteArray::fromBase64(wsKey()).size(), 16);
}

void tst_WsHandshake::aClientChecksTheReply_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("good") << "X-Other"_ba << "x"_ba << true;
    QTest::newRow("capitals") << "Upgrade"_ba << "WebSocket"_ba << true;
    QTest::newRow("another upgrade") << "Upgrade"_ba << "h2c"_ba << false;
    QTest::newRow("no connection") << "Connection"_ba << "close"_ba << false;
    QTest::newRow("accept of another key") << "Sec-WebSocket-Accept"_ba << "c3BQTE1CaVR4YVE5a1lHenpoWlJiSw=="_ba << false;
    QTest::newRow("an extension") << "Sec-WebSocket-Extensions"_ba << "permessage-deflate"_ba << false;
    QTest::newRow("another protocol") << "Sec-WebSocket-Protocol"_ba << "chat"_ba << false;
    QTest::newRow("no protocol") << "Sec-WebSocket-Protocol"_ba << ""_ba << false;
}

void tst_WsHandshake::aClientChecksTheReply()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    QFETCH(const bool, isGood);
    ReplyHead reply = goodReply();
    reply.headers.removeIf([&name](const auto &header) { return header.first == name; });
    reply.headers.append({name, value});

    QCOMPARE(checkWsReply(reply, kSample, kProtocol).has_value(), isGood);
    reply.status = 200;
    QVERIFY(!checkWsReply(reply, kSample, kProtocol));
}

QTEST_GUILESS_MAIN(tst_WsHandshake)
#include "tst_WsHandshake.moc"
