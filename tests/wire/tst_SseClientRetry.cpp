// SPDX-License-Identifier: Apache-2.0
// Coming back: back-off, unwilling and wrong servers (decisions.md 11, F-3).
#include "tests/wire/Follower.h"

using namespace muster;
using Then = ScriptedServer::Then;

class tst_SseClientRetry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serverThatNeverAnswersIsGivenUp();
    void blackHoleIsTriedEveryTwoSecondsAndSlowWaysGetThrough();
    void refusals_data();
    void refusals();
    void wrongReplies_data();
    void wrongReplies();
    void noContentEndsTheAsking();
    void endlessRefusalIsCut();
    void refusedConnectionBacksOff();
    void retriesAreFewerAfterAMinute();
    void serversRetryIsKeptWithinBounds();
    void retryNowDoesNotWait();
    void doubtedStreamIsConnectedAnew();
    void acceptedAndClosedAtOnceIsNotHammered();
};

void tst_SseClientRetry::serverThatNeverAnswersIsGivenUp()
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

void tst_SseClientRetry::blackHoleIsTriedEveryTwoSecondsAndSlowWaysGetThrough()
{
    ScriptedServer server([](int) { return std::pair(QByteArray(), Then::Keep); });
    SseClientOptions options = quick(server.url());
    options.retryFirst = options.retryMost = milliseconds(2000);
    Follower follower(options);
    follower.client.start();
    QTRY_COMPARE(server.requests(), 1);
    follower.clock.advance(milliseconds(5000)); // The first attempt of all has its whole deadline.
    QTRY_COMPARE(follower.losses.size(), 1);
    QCOMPARE(follower.delays.last(), 0); // It waited for longer than the pause.

    for (int attempt = 2; attempt <= 4; ++attempt) {
        QTRY_COMPARE(server.requests(), attempt);
        follower.clock.advance(milliseconds(2000));
        QTRY_COMPARE(follower.losses.size(), attempt);
        QCOMPARE(follower.delays.last(), 0); // From start to start.
    }
    QTRY_COMPARE(server.requests(), 5);
    follower.clock.advance(milliseconds(4900));
    QTest::qWait(200); // Ten looks at the clock.
    QCOMPARE(follower.losses.size(), 4);
    server.sendMore(kStreamHead); // A way that takes five seconds to answer.
    QTRY_COMPARE(follower.opened.size(), 1);
}

void tst_SseClientRetry::refusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("401") << 401 << ErrorKind::Refused;
    QTest::newRow("403") << 403 << ErrorKind::Refused;
    QTest::newRow("404") << 404 << ErrorKind::NotFound;
    QTest::newRow("421") << 421 << ErrorKind::Refused;
}

void tst_SseClientRetry::refusals()
{
    QFETCH(int, status);
    QFETCH(ErrorKind, kind);
    const QByteArray body = "{\"error\":\"no, thank you\"}";
    ScriptedServer server([status, &body](int number) {
        const QByteArray refusal = "HTTP/1.1 " + QByteArray::number(status) +
                                   " No\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
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

void tst_SseClientRetry::wrongReplies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char *name, const QByteArray &bytes, ErrorKind kind) {
        QTest::newRow(name) << bytes << kind;
    };
    row("json", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        ErrorKind::Protocol);
    row("endless html", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", ErrorKind::Protocol);
    row("no type", "HTTP/1.1 200 OK\r\n\r\n", ErrorKind::Protocol);
    row("type with a tail", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream-x\r\n\r\n", ErrorKind::Protocol);
    row("redirect", "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", ErrorKind::Protocol);
    row("overloaded", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", ErrorKind::Busy);
    row("broken", "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", ErrorKind::Internal);
}

void tst_SseClientRetry::wrongReplies()
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

void tst_SseClientRetry::noContentEndsTheAsking()
{
    ScriptedServer server([](int number) {
        return number == 0 ? std::pair("HTTP/1.1 204 No Content\r\n\r\n"_ba, Then::Keep) : std::pair(kStreamHead, Then::Keep);
    });
    Follower follower(quick(server.url()));
    QSignalSpy refused(&follower.client, &SseClient::refused);

    follower.client.start();

    QTRY_COMPARE(refused.size(), 1);
    QCOMPARE(refused.first().at(1).toLongLong(), -1);
    QTest::qWait(100); // Five times the longest wait for a retry.
    QCOMPARE(server.requests(), 1);
    QVERIFY(follower.losses.isEmpty());

    follower.client.retryNow();

    QTRY_COMPARE(follower.opened.size(), 1);
}

void tst_SseClientRetry::endlessRefusalIsCut()
{
    const QByteArray head = "HTTP/1.1 500 Oops\r\n\r\n" + QByteArray(2 * limits::kErrorBodyBytes, 'x');
    ScriptedServer server([&head](int) { return std::pair(head, Then::Keep); });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_VERIFY(!follower.losses.isEmpty());
    QCOMPARE(follower.losses.first().kind, ErrorKind::Internal);
}

void tst_SseClientRetry::refusedConnectionBacksOff()
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

void tst_SseClientRetry::retriesAreFewerAfterAMinute()
{
    Follower follower(quick(ScriptedServer([](int) { return std::pair(QByteArray(), Then::Close); }).url()));
    follower.client.start();
    QTRY_VERIFY(follower.losses.size() >= 2);
    QVERIFY(follower.delays.last() <= 20);

    follower.clock.advance(milliseconds(60000));

    QTRY_COMPARE(follower.delays.last(), 40);
}

void tst_SseClientRetry::serversRetryIsKeptWithinBounds()
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

void tst_SseClientRetry::retryNowDoesNotWait()
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

    QTRY_VERIFY(!follower.losses.isEmpty()); // Let in, but it is no stream; it is tried again and again.
    QCOMPARE(follower.losses.first().kind, ErrorKind::Protocol);
}

void tst_SseClientRetry::doubtedStreamIsConnectedAnew()
{
    ScriptedServer server([](int) { return std::pair(kStreamHead + "id: e-5\ndata: a\n\n", Then::Keep); });
    SseClientOptions options = quick(server.url());
    options.retryFirst = options.retryMost = milliseconds(600000);
    Follower follower(options);
    follower.client.reconnectNow(); // Not started: nothing.
    QCOMPARE(server.requests(), 0);
    follower.client.start();
    QTRY_COMPARE(follower.frames.size(), 1);

    follower.client.reconnectNow();

    QCOMPARE(follower.losses.size(), 1); // Said at once, and once.
    QCOMPARE(follower.delays.first(), 0);
    QTRY_COMPARE(follower.opened.size(), 2);
    QVERIFY(server.heads().last().contains("Last-Event-ID: e-5\r\n"));
    QCOMPARE(follower.losses.size(), 1);
}

void tst_SseClientRetry::acceptedAndClosedAtOnceIsNotHammered()
{
    ScriptedServer server([](int) { return std::pair(kStreamHead, Then::Close); });
    SseClientOptions options = quick(server.url());
    options.retryMost = milliseconds(160);
    Follower follower(options);

    follower.client.start();

    QTRY_VERIFY(follower.losses.size() >= 5);
    QVERIFY(follower.delays[4] >= 80);
}

QTEST_GUILESS_MAIN(tst_SseClientRetry)
#include "tst_SseClientRetry.moc"
