// SPDX-License-Identifier: Apache-2.0
// Streams from the server's side: what is sent, when, and what becomes of slow readers (F-4).
#include "core/wire/SseFrame.h"
#include "tests/wire/RawPeer.h"
#include "tests/wire/ServerBench.h"

using namespace muster;

namespace
{

QByteArray frame(const QByteArray &data)
{
    return SseFrame{.id = {}, .event = {}, .data = data}.encoded();
}

} // namespace

class tst_SseWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headSaysWhatItIs();
    void framesArrive();
    void framesOfOneTurnLeaveTogether();
    void longBurstsLeaveEarly();
    void commentsKeepItAlive();
    void slowReaderIsCutOffOthersAreNot();
    void oneLongFrameIsNotSlowness();
    void readerThatLeavesIsNoticed();
    void closeDeliversWhatWasSent();
    void streamCap();
    void headOfAStreamHasNone();
};

void tst_SseWriter::headSaysWhatItIs()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /events"));

    QCOMPARE(peer.status(), 200);
    QVERIFY(peer.got().contains("Content-Type: text/event-stream\r\n"));
    QVERIFY(peer.got().contains("Cache-Control: no-store\r\n"));
    QVERIFY(peer.got().contains("Connection: close\r\n"));
    QVERIFY(!peer.got().contains("Content-Length"));
    QCOMPARE(bench.server->streamCount(), 1);
}

void tst_SseWriter::framesArrive()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.ask(bench.request("GET /events"));

    bench.writers.first()->send(SseFrame{.id = u"e-1"_s, .event = u"node"_s, .data = "{}"}.encoded());

    QTRY_VERIFY(peer.got().endsWith("\r\n\r\nid: e-1\nevent: node\ndata: {}\n\n"));
}

void tst_SseWriter::framesOfOneTurnLeaveTogether()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.ask(bench.request("GET /events"));
    int reads = 0;
    connect(&peer.socket(), &QTcpSocket::readyRead, this, [&reads] { ++reads; });

    for (int i = 0; i < 100; ++i)
        bench.writers.first()->send(frame("a"));
    QCOMPARE(bench.writers.first()->pendingBytes(), 100 * frame("a").size()); // Nothing left before the turn ended.

    QTRY_COMPARE(peer.got().count("data: a\n\n"), 100);
    QCOMPARE(reads, 1);
}

void tst_SseWriter::longBurstsLeaveEarly()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.ask(bench.request("GET /events"));

    for (int i = 0; i < 30; ++i)
        bench.writers.first()->send(frame(QByteArray(1000, 'x')));

    QCOMPARE(bench.writers.first()->pendingBytes(), 13 * frame(QByteArray(1000, 'x')).size());
    QTRY_COMPARE(peer.got().count("data: x"), 30);
}

void tst_SseWriter::commentsKeepItAlive()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.ask(bench.request("GET /events"));

    for (int i = 1; i <= 3; ++i) {
        bench.clock.advance(limits::kSseKeepAlive);
        QTRY_COMPARE(peer.got().count(":\n\n"), i);
    }
}

void tst_SseWriter::slowReaderIsCutOffOthersAreNot()
{
    ServerBench bench;
    RawPeer good(bench.server->port());
    good.ask(bench.request("GET /events"));
    RawPeer slow(bench.server->port(), RawPeer::Reads::No);
    slow.send(bench.request("GET /events"));
    QTRY_COMPARE(bench.writers.size(), 2);
    const QByteArray one = frame(QByteArray(8000, 'x'));
    qsizetype most = 0;
    int sent = 0;

    while (bench.ends.isEmpty() && sent < 5000) {
        for (const QPointer<SseWriter> &writer : std::as_const(bench.writers)) {
            if (writer)
                writer->send(one);
        }
        ++sent;
        if (bench.writers[1] && bench.writers[1]->isOpen())
            most = std::max(most, bench.writers[1]->pendingBytes());
        QTest::qWait(0);
    }

    QCOMPARE(bench.ends, QList<StreamEnd>{StreamEnd::SlowReader});
    QVERIFY(most <= limits::kSsePendingBytes);
    QVERIFY(bench.writers[0] && bench.writers[0]->isOpen());
    QTRY_COMPARE(good.got().count("data: x"), sent);
    QTRY_COMPARE(bench.server->streamCount(), 1);
    QTRY_VERIFY(bench.writers[1].isNull());
}

void tst_SseWriter::oneLongFrameIsNotSlowness()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.ask(bench.request("GET /events"));

    bench.writers.first()->send(frame(QByteArray(3 * limits::kSsePendingBytes, 'x')));

    QTRY_VERIFY(peer.got().endsWith("x\n\n"));
    QVERIFY(peer.got().size() > 3 * limits::kSsePendingBytes);
    QVERIFY(bench.ends.isEmpty());
}

void tst_SseWriter::readerThatLeavesIsNoticed()
{
    ServerBench bench;
    {
        RawPeer peer(bench.server->port());
        peer.ask(bench.request("GET /events"));
    }

    QTRY_COMPARE(bench.ends, QList<StreamEnd>{StreamEnd::ByPeer});
    QCOMPARE(bench.server->streamCount(), 0);
    QTRY_VERIFY(bench.writers.first().isNull());
}

void tst_SseWriter::closeDeliversWhatWasSent()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    peer.ask(bench.request("GET /events"));

    bench.writers.first()->send(frame("last"));
    bench.writers.first()->close();
    bench.writers.first()->send(frame("too late"));

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().endsWith("data: last\n\n"));
    QCOMPARE(bench.ends, QList<StreamEnd>{StreamEnd::ByUs});
}

void tst_SseWriter::streamCap()
{
    HttpServerOptions options;
    options.streams = 1;
    ServerBench bench(options);
    RawPeer one(bench.server->port());
    one.ask(bench.request("GET /events"));
    RawPeer two(bench.server->port());

    two.ask(bench.request("GET /events"));

    QCOMPARE(two.status(), 503);
    QVERIFY(two.waitForClose());
    QCOMPARE(bench.server->streamCount(), 1);
}

void tst_SseWriter::headOfAStreamHasNone()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("HEAD /events") + bench.request("GET /open"), 2);

    QCOMPARE(bench.server->streamCount(), 0);
    QCOMPARE(peer.status(1), 200);
}

QTEST_GUILESS_MAIN(tst_SseWriter)
#include "tst_SseWriter.moc"
