// SPDX-License-Identifier: Apache-2.0
// A quiet stream is raced by a second connection: whole again at once when only the first one leads nowhere (decisions.md 11).
#include "tests/wire/Follower.h"

using namespace muster;
using Then = ScriptedServer::Then;

namespace
{

const QByteArray kNotFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"_ba;

} // namespace

class tst_SseClientRace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serverThatTakesTheSecondIsFollowedThere()
    {
        ScriptedServer server([](int number) {
            return std::pair(kStreamHead + (number == 0 ? "id: 7\ndata: a\n\n"_ba : "id: 8\ndata: b\n\n"_ba), Then::Keep);
        });
        Follower follower(quick(server.url()));
        follower.client.start();
        QTRY_COMPARE(follower.frames.size(), 1);

        follower.clock.advance(milliseconds(200)); // Nothing more comes on the first.

        QTRY_COMPARE(follower.frames.size(), 2);
        QCOMPARE(follower.quiet.size(), 1);
        QCOMPARE(follower.losses.size(), 1);
        QCOMPARE(follower.losses.first().kind, ErrorKind::Timeout);
        QCOMPARE(follower.delays.first(), 0);
        QCOMPARE(follower.attempts.first(), 1);
        QCOMPARE(follower.opened.size(), 2);
        QVERIFY(follower.client.isConnected());
        QVERIFY(server.heads().last().contains("Last-Event-ID: 7\r\n"));
        QCOMPARE(server.requests(), 2);
        follower.clock.advance(milliseconds(150));
        server.sendMore("id: 9\ndata: c\n\n"); // On both; the first is not heard any more.
        QTRY_COMPARE(follower.frames.size(), 3);
        QCOMPARE(follower.client.lastId(), u"9"_s);
    }

    void firstThatSpeaksAgainGoesOn()
    {
        ScriptedServer server([](int number) { return std::pair(number == 0 ? kStreamHead : QByteArray(), Then::Keep); });
        Follower follower(quick(server.url()));
        follower.client.start();
        QTRY_COMPARE(follower.opened.size(), 1);
        follower.clock.advance(milliseconds(200));
        QTRY_COMPARE(server.requests(), 2);

        server.sendMore(":\n\n");
        QTRY_COMPARE(follower.alive.size(), 1);
        server.sendMore("id: 1\ndata: a\n\n");

        QTRY_COMPARE(follower.frames.size(), 1);
        QCOMPARE(follower.opened.size(), 1);
        QVERIFY(follower.losses.isEmpty());
    }

    void blackHoleIsAskedAgainEveryTwoSeconds()
    {
        ScriptedServer server([](int number) { return std::pair(number == 1 ? QByteArray() : kStreamHead, Then::Keep); });
        SseClientOptions options = quick(server.url());
        options.keepAlive = milliseconds(5000);
        Follower follower(options);
        follower.client.start();
        QTRY_COMPARE(follower.opened.size(), 1);
        follower.clock.advance(milliseconds(10'000));
        QTRY_COMPARE(server.requests(), 2); // Swallowed.
        QVERIFY(follower.losses.isEmpty());

        follower.clock.advance(milliseconds(2000)); // The line is whole again: packets of now arrive.

        QTRY_COMPARE(follower.opened.size(), 2);
        QCOMPARE(server.requests(), 3);
    }

    void refusalOfTheSecondIsNoEnd()
    {
        ScriptedServer server([](int number) { return std::pair(number == 0 ? kStreamHead : kNotFound, Then::Keep); });
        Follower follower(quick(server.url()));
        follower.client.start();
        QTRY_COMPARE(follower.opened.size(), 1);
        follower.clock.advance(milliseconds(200));
        QTRY_COMPARE(server.requests(), 2);
        QTest::qWait(100);
        QVERIFY(follower.refusals.isEmpty() && follower.losses.isEmpty());

        follower.clock.advance(milliseconds(100));

        QTRY_COMPARE(follower.losses.size(), 1);
        QTRY_COMPARE(follower.refusals.size(), 1);
    }

    void stoppingWithinLostIsSafe()
    {
        ScriptedServer server([](int) { return std::pair(kStreamHead, Then::Keep); });
        Follower follower(quick(server.url()));
        connect(&follower.client, &SseClient::lost, this, [&follower] { follower.client.stop(); });
        follower.client.start();
        QTRY_COMPARE(follower.opened.size(), 1);

        follower.clock.advance(milliseconds(200));

        QTRY_COMPARE(follower.losses.size(), 1);
        QTest::qWait(100);
        QCOMPARE(follower.opened.size(), 1);
        QVERIFY(!follower.client.isConnected());
    }
};

QTEST_GUILESS_MAIN(tst_SseClientRace)
#include "tst_SseClientRace.moc"
