// SPDX-License-Identifier: Apache-2.0
// Replies of servers from bytes: whole, cut at every place, endless, and nonsense (F-3).
#include "core/wire/ReplyReader.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using State = ReplyReader::State;

namespace
{

//! What is left once all bytes are fed.
struct Read {
    State state = State::Head;
    int status = 0;
    QByteArray body{};
    qsizetype taken = 0;
    bool keeps = false;

    bool operator==(const Read &) const = default;
};

Read readIn(QByteArrayView bytes, qsizetype step, bool isEnded = false)
{
    ReplyReader reader;
    Read read;
    while (read.taken < bytes.size() && reader.state() != State::Complete && reader.state() != State::Failed)
        read.taken += reader.feed(bytes.sliced(read.taken).first(std::min(step, bytes.size() - read.taken)), &read.body);
    if (isEnded)
        reader.end();
    read.state = reader.state();
    read.status = reader.head().status;
    read.keeps = reader.keepsConnection();
    return read;
}

QByteArray ok(const QByteArray &rest)
{
    return "HTTP/1.1 200 OK\r\n" + rest;
}

} // namespace

class tst_ReplyReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeReplies_data();
    void wholeReplies();
    void refused_data();
    void refused();
    void whatFollowsIsLeft();
    void headersAreKeptAsTheyCame();
    void bodiesWithoutLengthEndWithTheConnection();
    void cutRepliesAreNotWhole();
    void noBodyFollowsAHead();
    void headsAreBounded();
    void anAlertOfTlsIsNamed();
};

void tst_ReplyReader::wholeReplies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("keeps");
    QTest::newRow("length") << ok("Content-Length: 3\r\n\r\nabc") << 200 << "abc"_ba << true;
    QTest::newRow("same length twice") << ok("Content-Length: 3\r\ncontent-length: 3\r\n\r\nabc") << 200 << "abc"_ba << true;
    QTest::newRow("empty") << ok("Content-Length: 0\r\n\r\n") << 200 << ""_ba << true;
    QTest::newRow("chunks") << ok("Transfer-Encoding: Chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n") << 200 << "abc"_ba << true;
    QTest::newRow("closes") << ok("Connection: foo, Close\r\nContent-Length: 1\r\n\r\na") << 200 << "a"_ba << false;
    QTest::newRow("old") << "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na"_ba << 200 << "a"_ba << false;
    QTest::newRow("no reason") << "HTTP/1.1 404 \r\nContent-Length: 1\r\n\r\na"_ba << 404 << "a"_ba << true;
    QTest::newRow("nothing to say") << "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"_ba << 204 << ""_ba << true;
    QTest::newRow("not modified") << "HTTP/1.1 304 Same\r\n\r\n"_ba << 304 << ""_ba << true;
    QTest::newRow("after an interim") << "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\nContent-Length: 1\r\n\r\na"_ba
                                      << 201 << "a"_ba << true;
}

void tst_ReplyReader::wholeReplies()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, keeps);
    const Read wanted{State::Complete, status, body, bytes.size(), keeps};

    for (qsizetype step = 1; step <= bytes.size(); ++step)
        QVERIFY(readIn(bytes, step) == wanted);
}

void tst_ReplyReader::refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("other protocol") << "SSH-2.0-OpenSSH_9.2\r\n"_ba;
    QTest::newRow("HTTP/2") << "HTTP/2 200\r\n\r\n"_ba;
    QTest::newRow("no status") << "HTTP/1.1 OK\r\n\r\n"_ba;
    QTest::newRow("long status") << "HTTP/1.1 2000 OK\r\n\r\n"_ba;
    QTest::newRow("no colon") << ok("Nonsense\r\n\r\n");
    QTest::newRow("space before the colon") << ok("Content-Length : 3\r\n\r\n");
    QTest::newRow("bare line feed") << ok("A: b\nC: d\r\n\r\n");
    QTest::newRow("two lengths") << ok("Content-Length: 3\r\nContent-Length: 4\r\n\r\n");
    QTest::newRow("signed length") << ok("Content-Length: +3\r\n\r\n");
    QTest::newRow("overflowing length") << ok("Content-Length: 18446744073709551617\r\n\r\n");
    QTest::newRow("other coding") << ok("Transfer-Encoding: gzip, chunked\r\n\r\n");
    QTest::newRow("two codings") << ok("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n");
    QTest::newRow("chunks beside a length")
        << ok("Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
    QTest::newRow("chunk without size") << ok("Transfer-Encoding: chunked\r\n\r\n\r\n");
    QTest::newRow("huge chunk") << ok("Transfer-Encoding: chunked\r\n\r\n1000000000\r\n");
    QTest::newRow("chunk longer than told") << ok("Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n");
    QTest::newRow("switches") << "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"_ba;
    QTest::newRow("interims without end") << "HTTP/1.1 100 Continue\r\n\r\n"_ba.repeated(9);
}

void tst_ReplyReader::refused()
{
    QFETCH(QByteArray, bytes);

    for (qsizetype step = 1; step <= bytes.size(); ++step) {
        const Read read = readIn(bytes, step);
        QCOMPARE(read.state, State::Failed);
        QVERIFY(!read.keeps || read.status == 200); // Nobody asks a failed one.
        QVERIFY(read.body.size() <= 1);
    }
}

void tst_ReplyReader::anAlertOfTlsIsNamed()
{
    ReplyReader reader;
    QByteArray body;
    (void)reader.feed(QByteArrayView("\x15\x03\x01\x00\x02\x02\x46", 7), &body); // protocol_version
    QCOMPARE(reader.state(), State::Failed);
    QVERIFY2(reader.fault().contains(u"use https://"_s), qPrintable(reader.fault()));
}

void tst_ReplyReader::whatFollowsIsLeft()
{
    const QByteArray reply = ok("Content-Length: 1\r\n\r\na");

    QCOMPARE(readIn(reply + "HTTP/1.1 200 Poison", 1000).taken, reply.size());
}

void tst_ReplyReader::headersAreKeptAsTheyCame()
{
    ReplyReader reader;
    QByteArray body;

    (void)reader.feed(ok("Set-Cookie: a=b; Path=/\r\nX-Empty:\r\nSet-Cookie:  c \r\nContent-Length: 0\r\n\r\n"), &body);

    using Header = std::pair<QByteArray, QByteArray>;
    QCOMPARE(reader.head().headers, (QList<Header>{{"Set-Cookie", "a=b; Path=/"}, {"X-Empty", ""}, {"Set-Cookie", "c"},
                                                   {"Content-Length", "0"}}));
    QCOMPARE(reader.head().header("set-cookie"), "a=b; Path=/"_ba);
    QVERIFY(reader.head().header("other").isEmpty());
}

void tst_ReplyReader::bodiesWithoutLengthEndWithTheConnection()
{
    QCOMPARE(readIn(ok("\r\nabc"), 2).state, State::Body);
    const Read read = readIn(ok("\r\nabc"), 2, true);
    QCOMPARE(read.state, State::Complete);
    QCOMPARE(read.body, "abc"_ba);
    QVERIFY(!read.keeps);
}

void tst_ReplyReader::cutRepliesAreNotWhole()
{
    const QList<QByteArray> replies{ok("Content-Length: 3\r\n\r\nabc"),
                                    ok("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")};
    for (const QByteArray &reply : replies) {
        for (qsizetype size = 0; size < reply.size(); ++size)
            QVERIFY(readIn(QByteArrayView(reply).first(size), 1000, true).state != State::Complete);
    }
}

void tst_ReplyReader::noBodyFollowsAHead()
{
    ReplyReader reader(ReplyReader::Asked::Head);
    QByteArray body;
    QVERIFY(reader.isFresh());

    (void)reader.feed(ok("Content-Length: 1000\r\n\r\n"), &body);

    QCOMPARE(reader.state(), State::Complete);
    QCOMPARE(reader.announced(), 1000);
    QVERIFY(!reader.isFresh());
}

void tst_ReplyReader::headsAreBounded()
{
    for (const QByteArray &unit : {"x"_ba, "X-A: b\r\n"_ba}) {
        ReplyReader reader;
        QByteArray body;
        (void)reader.feed(ok("X: "), &body);
        qsizetype sent = 0;
        for (; sent < 1'000'000 && reader.state() == State::Head; sent += unit.size())
            (void)reader.feed(unit, &body);
        QCOMPARE(reader.state(), State::Failed);
        QVERIFY(sent < 70'000);
        QVERIFY(reader.fault().contains(u"65536 bytes"_s));
    }
}

QTEST_GUILESS_MAIN(tst_ReplyReader)
#include "tst_ReplyReader.moc"
