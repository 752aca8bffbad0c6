// SPDX-License-Identifier: Apache-2.0
// Following a stream: order, resuming, silence, stopping (decisions.md 11, F-3).
#include "tests/wire/Follower.h"

using namespace muster;
using Then = ScriptedServer::Then;

class tst_SseClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesArriveInOrder();
    void killedServerIsComeBackTo();
    void resumesBehindTheLastFrame();
    void silenceIsSaidOnceThenEndsTheConnection();
    void commentsShowLife();
    void stopIsSilentAndStartGoesOn();
    void stoppingWithinASignalIsSafe();
    void endlessLineIsAProtocolError();
};

void tst_SseClient::framesArriveInOrder()
{
    ServerBench bench;
    Follower follower(quick(QUrl(bench.server->url() + u"/events"_s)));
    follower.client.start();
    QTRY_COMPARE(bench.writers.size(), 1);

    for (int i = 0; i < 1000; ++i)
        bench.writers.first()->send(
            SseFrame{.id = u"e-%1"_s.arg(i), .event = u"node"_s, .data = QByteArray::number(i)}.encoded());

    QTRY_COMPARE(follower.frames.size(), 1000);
    QCOMPARE(follower.opened.size(), 1);
    QVERIFY(follower.alive.size() > 0);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(follower.frames[i].data, QByteArray::number(i));
    QCOMPARE(follower.client.lastId(), u"e-999"_s);
    QVERIFY(follower.losses.isEmpty());
}

void tst_SseClient::killedServerIsComeBackTo()
{
    ServerBench bench;
    Follower follower(quick(QUrl(bench.server->url() + u"/events"_s)));
    follower.client.start();
    QTRY_COMPARE(follower.opened.size(), 1);
    HttpServerOptions same;
    same.port = bench.server->port();

    bench.server.reset();
    QTRY_VERIFY(follower.losses.size() >= 3);
    QCOMPARE(follower.losses.first().kind, ErrorKind::Unreachable);
    QVERIFY(follower.losses.first().what.contains(u"ended the stream"_s));
    QVERIFY(follower.losses[1].what.contains(u"refused the connection"_s));
    QCOMPARE(follower.attempts.first(3), (QList<int>{1, 2, 3}));
    QVERIFY(!follower.client.isConnected());

    HttpServer again(bench.router, bench.clock, same);
    QVERIFY(again.open());
    QTRY_COMPARE(follower.opened.size(), 2);
    QVERIFY(follower.client.isConnected());
}

void tst_SseClient::resumesBehindTheLastFrame()
{
    ServerBench bench;
    SseClientOptions options = quick(QUrl(bench.server->url() + u"/events"_s));
    options.lastId = u"e-5"_s;
    Follower follower(options);
    follower.client.start();
    QTRY_COMPARE(bench.writers.size(), 1);

    bench.writers.last()->send("id: e-6\ndata: a\n\nid: e-7\ndata: half");
    QTRY_COMPARE(follower.frames.size(), 1);
    bench.writers.last()->close();

    QTRY_COMPARE(bench.writers.size(), 2);
    QCOMPARE(bench.lastIds, (QByteArrayList{"e-5", "e-6"})); // The half of e-7 never was.
    follower.client.setLastId({});
    bench.writers.last()->close();
    QTRY_COMPARE(bench.lastIds.size(), 3);
    QVERIFY(bench.lastIds.last().isEmpty());
}

void tst_SseClient::silenceIsSaidOnceThenEndsTheConnection()
{
    // The second is the one that is asked while the first is quiet: tst_SseClientRace.
    ScriptedServer server([](int number) { return std::pair(number == 1 ? QByteArray() : kStreamHead, Then::Keep); });
    Follower follower(quick(server.url()));
    follower.client.start();
    QTRY_COMPARE(follower.opened.size(), 1);
    follower.clock.advance(milliseconds(199));
    QTest::qWait(60);
    QCOMPARE(follower.quiet.size(), 0);

    follower.clock.advance(milliseconds(1));
    QTRY_COMPARE(follower.quiet.size(), 1);
    QCOMPARE(follower.quiet.first().first().toLongLong(), 200);
    follower.clock.advance(milliseconds(99));
    QTest::qWait(60);
    QCOMPARE(follower.quiet.size(), 1);
    QVERIFY(follower.losses.isEmpty());

    follower.clock.advance(milliseconds(1));
    QTRY_COMPARE(follower.losses.size(), 1);
    QCOMPARE(follower.losses.first().kind, ErrorKind::Timeout);
    QTRY_COMPARE(follower.opened.size(), 2);
}

void tst_SseClient::commentsShowLife()
{
    ScriptedServer server([](int number) { return std::pair(number == 0 ? kStreamHead : QByteArray(), Then::Keep); });
    Follower follower(quick(server.url()));
    follower.client.start();
    QTRY_COMPARE(follower.opened.size(), 1);

    for (int i = 1; i <= 5; ++i) {
        follower.clock.advance(milliseconds(150));
        server.sendMore(":\n\n");
        QTRY_COMPARE(follower.alive.size(), i);
    }
    follower.clock.advance(milliseconds(200));
    QTRY_COMPARE(follower.quiet.size(), 1);
    server.sendMore(":\n\n");
    QTRY_COMPARE(follower.alive.size(), 6);

    QVERIFY(follower.losses.isEmpty() && follower.frames.isEmpty());
}

void tst_SseClient::stopIsSilentAndStartGoesOn()
{
    ServerBench bench;
    Follower follower(quick(QUrl(bench.server->url() + u"/events"_s)));
    follower.client.start();
    QTRY_COMPARE(bench.writers.size(), 1);
    bench.writers.first()->send("id: 1\ndata: a\n\n");
    QTRY_COMPARE(follower.frames.size(), 1);

    follower.client.stop();
    follower.client.stop();
    QTRY_COMPARE(bench.ends, QList<StreamEnd>{StreamEnd::ByPeer});
    QTest::qWait(50);
    QVERIFY(follower.losses.isEmpty());

    follower.client.start();
    QTRY_COMPARE(follower.opened.size(), 2);
    QCOMPARE(bench.lastIds.last(), "1"_ba);
}

void tst_SseClient::stoppingWithinASignalIsSafe()
{
    ServerBench bench;
    Follower follower(quick(QUrl(bench.server->url() + u"/events"_s)));
    connect(&follower.client, &SseClient::frame, this, [&follower] { follower.client.stop(); });
    follower.client.start();
    QTRY_COMPARE(bench.writers.size(), 1);

    bench.writers.first()->send("id: 1\ndata: a\n\nid: 2\ndata: b\n\n");

    QTRY_COMPARE(bench.ends.size(), 1);
    QCOMPARE(follower.frames.size(), 1);
    QCOMPARE(follower.client.lastId(), u"1"_s); // What was not delivered is asked for again.
}

void tst_SseClient::endlessLineIsAProtocolError()
{
    const QByteArray flood = "data: " + QByteArray(limits::kSseLineBytes + 100, 'x');
    ScriptedServer server([&flood](int) { return std::pair(kStreamHead + flood, Then::Keep); });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_VERIFY(!follower.losses.isEmpty());
    QCOMPARE(follower.losses.first().kind, ErrorKind::Protocol);
    QVERIFY(follower.frames.isEmpty());
}

QTEST_GUILESS_MAIN(tst_SseClient)
#include "tst_SseClient.moc"
