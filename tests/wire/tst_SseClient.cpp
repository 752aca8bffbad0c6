// SPDX-License-Identifier: Apache-2.0
// Following a stream: resuming, silence, dead and unwilling servers (decisions.md 11, F-3).
#include "core/wire/SseClient.h"
#include "tests/wire/ScriptedServer.h"
#include "tests/wire/ServerBench.h"

#include <QSignalSpy>

using namespace muster;
using Then = ScriptedServer::Then;

namespace {

const QByteArray kStreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"_ba;

SseClientOptions quick(const QUrl &url)
{
    return {.url = url,
            .keepAlive = milliseconds(100),
            .connectDeadline = milliseconds(5000),
            .retryFirst = milliseconds(10),
            .retryMost = milliseconds(20),
            .retryMostUntil = milliseconds(60000),
            .retryLater = milliseconds(40)};
}

//! A client with all its signals counted.
struct Follower {
    explicit Follower(const SseClientOptions &options) : client(clock, options)
    {
        QObject::connect(&client, &SseClient::frame, &client, [this](const SseFrame &one) { frames.append(one); });
        QObject::connect(&client, &SseClient::lost, &client, [this](const Error &error, qint64 nextTryMs, int attempt) {
            losses.append(error);
            delays.append(nextTryMs);
            attempts.append(attempt);
        });
        QObject::connect(&client, &SseClient::refused, &client,
                         [this](const Error &error, qint64) { refusals.append(error); });
    }

    ManualClock clock;
    SseClient client;
    QSignalSpy opened{&client, &SseClient::opened};
    QSignalSpy alive{&client, &SseClient::alive};
    QSignalSpy quiet{&client, &SseClient::quiet};
    QList<SseFrame> frames;
    QList<Error> losses;
    QList<qint64> delays;
    QList<int> attempts;
    QList<Error> refusals;
};

} // namespace

class tst_SseClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesArriveInOrder();
    void killedServerIsComeBackTo();
    void resumesBehindTheLastFrame();
    void silenceIsSaidOnceThenEndsTheConnection();
    void commentsShowLife();
    void serverThatNeverAnswersIsGivenUp();
    void refusals_data();
    void refusals();
    void wrongReplies_data();
    void wrongReplies();
    void refusedConnectionBacksOff();
    void retriesAreFewerAfterAMinute();
    void serversRetryIsKeptWithinBounds();
    void retryNowDoesNotWait();
    void stopIsSilentAndStartGoesOn();
    void stoppingWithinASignalIsSafe();
    void endlessLineIsAProtocolError();
    void acceptedAndClosedAtOnceIsNotHammered();
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
    ScriptedServer server([](int) { return std::pair(kStreamHead, Then::Keep); });
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
    ScriptedServer server([](int) { return std::pair(kStreamHead, Then::Keep); });
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

void tst_SseClient::serverThatNeverAnswersIsGivenUp()
{
    ScriptedServer server([](int) { return std::pair(QByteArray(), Then::Keep); });
    Follower follower(quick(server.url()));
    follower.client.start();
    QTRY_COMPARE(server.requests(), 1);

    follower.clock.advance(milliseconds(5000));

    QTRY_COMPARE(follower.losses.size(), 1);
    QCOMPARE(follower.losses.first().kind, ErrorKind::Timeout);
    QTRY_COMPARE(server.requests(), 2);
    QCOMPARE(follower.opened.size(), 0);
}

void tst_SseClient::refusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("401") << 401 << ErrorKind::Refused;
    QTest::newRow("403") << 403 << ErrorKind::Refused;
    QTest::newRow("404") << 404 << ErrorKind::NotFound;
    QTest::newRow("421") << 421 << ErrorKind::Refused;
}

void tst_SseClient::refusals()
{
    QFETCH(int, status);
    QFETCH(ErrorKind, kind);
    const QByteArray body = "{\"error\":\"no, thank you\"}";
    ScriptedServer server([status, &body](int number) {
        const QByteArray refusal = "HTTP/1.1 " + QByteArray::number(status) + " No\r\nContent-Length: "
                                   + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        return number < 2 ? std::pair(refusal, Then::Keep) : std::pair(kStreamHead, Then::Keep);
    });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_COMPARE(follower.refusals.size(), 2);
    QCOMPARE(follower.refusals.first().kind, kind);
    QCOMPARE(follower.refusals.first().what, u"no, thank you"_s);
    QTRY_COMPARE(follower.opened.size(), 1); // It changed its mind.
    QVERIFY(follower.losses.isEmpty());
}

void tst_SseClient::wrongReplies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, const QByteArray &bytes, ErrorKind kind) {
        QTest::newRow(name) << bytes << kind;
    };
    row("json", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", ErrorKind::Protocol);
    row("endless html", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", ErrorKind::Protocol);
    row("no type", "HTTP/1.1 200 OK\r\n\r\n", ErrorKind::Protocol);
    row("type with a tail", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream-x\r\n\r\n", ErrorKind::Protocol);
    row("redirect", "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", ErrorKind::Protocol);
    row("no content", "HTTP/1.1 204 No Content\r\n\r\n", ErrorKind::Protocol);
    row("overloaded", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", ErrorKind::Busy);
    row("broken", "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", ErrorKind::Internal);
}

void tst_SseClient::wrongReplies()
{
    QFETCH(QByteArray, bytes);
    QFETCH(ErrorKind, kind);
    ScriptedServer server([&bytes](int) { return std::pair(bytes, Then::Keep); });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_VERIFY(follower.losses.size() >= 2);
    QVERIFY2(follower.losses.first().kind == kind, qPrintable(follower.losses.first().what));
    QCOMPARE(follower.opened.size(), 0);
}

void tst_SseClient::refusedConnectionBacksOff()
{
    SseClientOptions options = quick(ScriptedServer([](int) { return std::pair(QByteArray(), Then::Close); }).url());
    options.retryMost = milliseconds(80);
    Follower follower(options);

    follower.client.start();

    QTRY_VERIFY(follower.losses.size() >= 6);
    for (int i = 0; i < 6; ++i) {
        const qint64 ceiling = std::min<qint64>(80, 10 << i);
        QVERIFY(follower.delays[i] >= ceiling / 2 && follower.delays[i] <= ceiling);
        QCOMPARE(follower.attempts[i], i + 1);
    }
}

void tst_SseClient::retriesAreFewerAfterAMinute()
{
    Follower follower(quick(ScriptedServer([](int) { return std::pair(QByteArray(), Then::Close); }).url()));
    follower.client.start();
    QTRY_VERIFY(follower.losses.size() >= 2);
    QVERIFY(follower.delays.last() <= 20);

    follower.clock.advance(milliseconds(60000));

    QTRY_COMPARE(follower.delays.last(), 40);
}

void tst_SseClient::serversRetryIsKeptWithinBounds()
{
    ScriptedServer server([](int number) {
        return std::pair(kStreamHead + (number == 0 ? "retry: 15\n\n" : "retry: 100000\n\n"), Then::Close);
    });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_VERIFY(follower.losses.size() >= 2);
    QVERIFY(follower.delays[0] >= 15);
    QCOMPARE(follower.delays[1], 20);
}

void tst_SseClient::retryNowDoesNotWait()
{
    ServerBench bench;
    SseClientOptions options = quick(QUrl(bench.server->url() + u"/nodes/aa"_s));
    options.retryLater = milliseconds(600000);
    Follower follower(options);
    follower.client.retryNow(); // Not started: nothing.
    follower.client.start();
    QTRY_COMPARE(follower.refusals.size(), 1);
    QCOMPARE(follower.refusals.first().code, u"not-authenticated"_s);

    follower.client.setToken(Secret(kKey));
    follower.client.retryNow();

    QTRY_COMPARE(follower.losses.size(), 1); // Let in, but it is no stream.
    QCOMPARE(follower.losses.first().kind, ErrorKind::Protocol);
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

void tst_SseClient::acceptedAndClosedAtOnceIsNotHammered()
{
    ScriptedServer server([](int) { return std::pair(kStreamHead, Then::Close); });
    SseClientOptions options = quick(server.url());
    options.retryMost = milliseconds(160);
    Follower follower(options);

    follower.client.start();

    QTRY_VERIFY(follower.losses.size() >= 5);
    QVERIFY(follower.delays[4] >= 80);
}

QTEST_GUILESS_MAIN(tst_SseClient)
#include "tst_SseClient.moc"
