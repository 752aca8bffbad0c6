// SPDX-License-Identifier: Apache-2.0
// One connection over a real socket: order, keeping, closing, and every deadline (H-1).
#include "tests/wire/RawPeer.h"
#include "tests/wire/ServerBench.h"

using namespace muster;

class tst_HttpConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersOverOneKeptConnection();
    void answersPipelinedRequestsInOrder();
    void answersBehindASlowHandlerInOrder();
    void longPipelinesAreAnsweredWhole();
    void pipelinesOfManyReadsKeepTheirOrder();
    void oneByteAtATime();
    void headHasTheLengthButNoBody();
    void closesWhenAsked();
    void closesAfterHttp10();
    void readsChunkedBodies();
    void continuesWhenExpected();
    void slowHeadIsCutOff();
    void silentConnectionIsClosedWithoutAWord();
    void slowBodyIsCutOff();
    void idleConnectionIsClosed();
    void readerThatTakesNothingIsCutOff();
    void longRepliesArriveWhole();
    void peerThatLeavesDuringAnAnswer();
};

void tst_HttpConnection::answersOverOneKeptConnection()
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

void tst_HttpConnection::answersPipelinedRequestsInOrder()
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

void tst_HttpConnection::answersBehindASlowHandlerInOrder()
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

void tst_HttpConnection::longPipelinesAreAnsweredWhole()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /open").repeated(500), 500);

    QTRY_COMPARE(peer.replies(), 500);
    QCOMPARE(bench.answered, 500);
}

void tst_HttpConnection::pipelinesOfManyReadsKeepTheirOrder()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    QByteArray all;
    QByteArray wanted;
    for (int i = 0; i < 5000; ++i) { // More than one read holds.
        const QByteArray number = '#' + QByteArray::number(10000 + i);
        all += bench.request("POST /echo", "Content-Length: 6\r\n", number);
        wanted += number;
    }

    peer.ask(all, 5000);

    QTRY_COMPARE_WITH_TIMEOUT(peer.got().count('#'), qsizetype(5000), 20000);
    QByteArray order;
    for (qsizetype at = peer.got().indexOf('#'); at >= 0; at = peer.got().indexOf('#', at + 1))
        order += peer.got().mid(at, 6);
    QCOMPARE(order, wanted);
}

void tst_HttpConnection::oneByteAtATime()
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

void tst_HttpConnection::headHasTheLengthButNoBody()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("HEAD /open") + bench.request("GET /open"), 2);

    QCOMPARE(peer.replies(), 2);
    QCOMPARE(peer.got().count("Content-Length: 11\r\n"), 2);
    QTRY_COMPARE(peer.got().count("{\"ok\":true}"), 1);
}

void tst_HttpConnection::closesWhenAsked()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /open", "Connection: close\r\n"));

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().contains("Connection: close\r\n"));
    QVERIFY(peer.got().endsWith("{\"ok\":true}"));
    QTRY_COMPARE(bench.server->connectionCount(), 0);
}

void tst_HttpConnection::closesAfterHttp10()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask("GET /open HTTP/1.0\r\nHost: localhost:" + QByteArray::number(bench.server->port()) + "\r\n\r\n");

    QVERIFY(peer.waitForClose());
    QCOMPARE(peer.status(), 200);
}

void tst_HttpConnection::readsChunkedBodies()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("POST /echo", "Transfer-Encoding: chunked\r\n", "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"));

    QTRY_VERIFY(peer.got().endsWith("\r\n\r\nabcde"));
}

void tst_HttpConnection::continuesWhenExpected()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("POST /echo", "Content-Length: 2\r\nExpect: 100-continue\r\n"));
    QCOMPARE(peer.got(), "HTTP/1.1 100 Continue\r\n\r\n"_ba);
    peer.ask("ab");

    QCOMPARE(peer.status(1), 200);
    QTRY_VERIFY(peer.got().endsWith("ab"));
}

void tst_HttpConnection::slowHeadIsCutOff()
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

void tst_HttpConnection::silentConnectionIsClosedWithoutAWord()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());
    QTRY_COMPARE(bench.server->connectionCount(), 1);

    bench.clock.advance(limits::kRequestHeadDeadline);

    QVERIFY(peer.waitForClose());
    QVERIFY(peer.got().isEmpty());
}

void tst_HttpConnection::slowBodyIsCutOff()
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

void tst_HttpConnection::idleConnectionIsClosed()
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

void tst_HttpConnection::readerThatTakesNothingIsCutOff()
{
    ServerBench bench;
    RawPeer peer(bench.server->port(), RawPeer::Reads::No);
    peer.send(bench.request("GET /big").repeated(4));
    QTRY_COMPARE(bench.server->connectionCount(), 1);

    // Its deadline moves with each reply that the kernel still took, so time passes until none is left.
    QTRY_VERIFY((bench.clock.advance(milliseconds(10000)), bench.server->connectionCount() == 0));
}

void tst_HttpConnection::longRepliesArriveWhole()
{
    ServerBench bench;
    RawPeer peer(bench.server->port());

    peer.ask(bench.request("GET /big").repeated(3) + bench.request("GET /open"), 4);

    QTRY_COMPARE_WITH_TIMEOUT(peer.got().count('x'), qsizetype(3 * 4 * 1024 * 1024 + 3), 10000); // 3 of text/plain.
    QTRY_COMPARE(peer.replies(), 4);
}

void tst_HttpConnection::peerThatLeavesDuringAnAnswer()
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

QTEST_GUILESS_MAIN(tst_HttpConnection)
#include "tst_HttpConnection.moc"
