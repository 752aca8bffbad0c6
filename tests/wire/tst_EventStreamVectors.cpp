// SPDX-License-Identifier: Apache-2.0
// The cases that web-platform-tests has for event sources, as vectors of our own (F-2): formats cut at every byte, then
// types, statuses and reconnection over real sockets. Of its cases only those of the page (constructors, origins,
// workers) have no counterpart here, and redirects, which browsers follow and we do not (F-3).
#include "tests/wire/Follower.h"

using namespace muster;
using Then = ScriptedServer::Then;

namespace
{

struct Outcome {
    QList<SseFrame> frames;
    QString lastId;
    bool operator==(const Outcome &) const = default;
};

Outcome outcomeOf(const QList<QByteArrayView> &pieces)
{
    SseParser parser;
    Outcome outcome;
    for (const QByteArrayView piece : pieces)
        (void)parser.feed(piece, &outcome.frames);
    outcome.lastId = parser.lastId();
    return outcome;
}

QByteArrayList dataOf(const QList<SseFrame> &frames)
{
    QByteArrayList data;
    for (const SseFrame &frame : frames)
        data.append(frame.data);
    return data;
}

//! With \0 as a byte.
template <size_t N>
QByteArray bytes(const char (&text)[N])
{
    return QByteArray(text, N - 1);
}

QByteArray streamHead(const QByteArray &type)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n";
}

} // namespace

class tst_EventStreamVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formats_data();
    void formats();
    void idsThatAreIgnored_data();
    void idsThatAreIgnored();
    void types_data();
    void types();
    void statusesAreNoStream_data();
    void statusesAreNoStream();
    void requestSaysWhatItWants();
    void positionIsSentBack_data();
    void positionIsSentBack();
    void unfinishedBlockLeavesNoPosition();
    void emptyIdForgetsThePosition();
    void stopEndsAStream();
};

void tst_EventStreamVectors::formats_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("data");
    const auto row = [](const char *name, const QByteArray &stream, const QByteArrayList &data) {
        QTest::newRow(name) << stream << data;
    };
    const QByteArray aside = ':' + QByteArray(2048, 'x'); // Longer than a buffer might be.
    row("bom",
        "\xef\xbb\xbf"
        "data:a\n\ndata:b\n\n",
        {"a", "b"});
    row("bom twice",
        "\xef\xbb\xbf\xef\xbb\xbf"
        "data:a\n\ndata:b\n\n",
        {"b"});
    row("bom later",
        "data:a\n\n\xef\xbb\xbf"
        "data:b\n\ndata:c\n\n",
        {"a", "c"});
    row("comments", "data:1\r:" + bytes("\0\n:\r\ndata:2\n") + aside + "\rdata:3\n:data:no\r" + aside + "\ndata:4\n\n",
        {"1\n2\n3\n4"});
    row("data before the final empty line", "retry:1000\ndata:a\n\nid:x\ndata:b", {"a"});
    row("field data", "data:\n\ndata\ndata\n\ndata:a\n\n", {"", "\n", "a"});
    row("field event", "event:x\ndata:a\n\ndata:a\n\n", {"a", "a"});
    row("field event empty", "event: \ndata:a\n\n", {"a"});
    row("field parsing",
        bytes("data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n "
              "data:32\ndata:4\n\n"),
        {bytes("\0\n 2\n1\n3\n\n4")});
    row("field retry", "retry:3000\ndata:a\n\n", {"a"});
    row("field retry bogus", "retry:3000\nretry:1000x\ndata:a\n\n", {"a"});
    row("field retry empty", "retry\ndata:a\n\n", {"a"});
    row("field unknown", "data:a\n data\ndata\nfoobar:xxx\njustsometext\n:comment\ndata:b\n\n", {"a\n\nb"});
    row("leading space", "data:\ta\rdata: \ndata:b\n\n", {"\ta\n\nb"});
    row("newlines", "data:a\r\ndata\ndata:b\r\n\r", {"a\n\nb"});
    row("newlines of each kind end blocks", "data:a\n\ndata:b\r\rdata:c\r\n\r\ndata:d\n\r\n", {"a", "b", "c", "d"});
    row("null character", bytes("data:\0\n\n\n\n"), {bytes("\0")});
    row("utf-8", "data:ok\xe2\x80\xa6\n\n", {"ok\xe2\x80\xa6"});
    row("event name of another script", "event:\xe2\x80\xa6\ndata:a\n\n", {"a"});
    row("nothing but ends of lines", "\n\r\n\r\n\n\r", {});
    row("colon in a field name", "da:ta:a\ndata:b\n\n", {"b"});
}

void tst_EventStreamVectors::formats()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, data);

    const Outcome whole = outcomeOf({stream});

    QCOMPARE(dataOf(whole.frames), data);
    const QByteArrayView view(stream);
    for (qsizetype cut = 1; cut < stream.size(); ++cut)
        QVERIFY2(outcomeOf({view.first(cut), view.sliced(cut)}) == whole, qPrintable(QString::number(cut)));
    QList<QByteArrayView> single;
    for (const char &byte : std::as_const(stream))
        single.append(QByteArrayView(&byte, 1));
    QVERIFY(outcomeOf(single) == whole);
}

void tst_EventStreamVectors::idsThatAreIgnored_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("two NULs") << bytes("\0\0");
    QTest::newRow("NUL behind") << bytes("x\0");
    QTest::newRow("NUL before") << bytes("\0x");
    QTest::newRow("NUL within") << bytes("x\0x");
    QTest::newRow("NUL behind a space") << bytes(" \0");
}

void tst_EventStreamVectors::idsThatAreIgnored()
{
    QFETCH(QByteArray, id);

    const Outcome outcome = outcomeOf({QByteArray("id:kept\ndata:a\n\nid:" + id + "\ndata:b\n\n")});

    QCOMPARE(outcome.lastId, u"kept"_s);
    QCOMPARE(dataOf(outcome.frames), QByteArrayList({"a", "b"}));
}

void tst_EventStreamVectors::types_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isStream");
    QTest::newRow("plain") << "text/event-stream"_ba << true;
    QTest::newRow("capitals") << "Text/Event-Stream"_ba << true;
    QTest::newRow("semicolon") << "text/event-stream;"_ba << true;
    QTest::newRow("space before the semicolon") << "text/event-stream ; charset=utf-8"_ba << true;
    QTest::newRow("other charset, still UTF-8") << "text/event-stream;charset=windows-1252"_ba << true;
    QTest::newRow("bogus parameter") << "text/event-stream;x bogus"_ba << true;
    QTest::newRow("bogus") << "x bogus"_ba << false;
    QTest::newRow("other") << "text/plain"_ba << false;
    QTest::newRow("longer") << "text/event-streams"_ba << false;
    QTest::newRow("without a slash") << "text event-stream"_ba << false;
}

void tst_EventStreamVectors::types()
{
    QFETCH(QByteArray, type);
    QFETCH(bool, isStream);
    ScriptedServer server([&type](int) { return std::pair(streamHead(type) + "data:ok\xe2\x80\xa6\n\n", Then::Keep); });
    Follower follower(quick(server.url()));

    follower.client.start();

    if (!isStream) {
        QTRY_VERIFY(!follower.losses.isEmpty());
        QCOMPARE(follower.losses.first().kind, ErrorKind::Protocol);
        return;
    }
    QTRY_COMPARE(follower.frames.size(), 1);
    QCOMPARE(follower.frames.first().data, "ok\xe2\x80\xa6"_ba);
}

void tst_EventStreamVectors::statusesAreNoStream_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {201, 202, 205, 210, 299, 301, 302, 303, 307, 404, 410, 500, 503})
        QTest::addRow("%d", status) << status;
}

void tst_EventStreamVectors::statusesAreNoStream()
{
    QFETCH(int, status);
    const QByteArray head =
        "HTTP/1.1 " + QByteArray::number(status) +
        " Odd\r\nContent-Type: text/event-stream\r\nLocation: /other\r\nConnection: close\r\n\r\ndata:a\n\n";
    ScriptedServer server([&head](int) { return std::pair(head, Then::Close); });
    Follower follower(quick(server.url(u"/first"_s)));

    follower.client.start();

    QTRY_VERIFY(!follower.losses.isEmpty() || !follower.refusals.isEmpty());
    QVERIFY(follower.frames.isEmpty());
    QCOMPARE(follower.opened.size(), 0);
    for (const QByteArray &asked : server.heads())
        QVERIFY(asked.startsWith("GET /first ")); // Redirects are not followed.
}

void tst_EventStreamVectors::requestSaysWhatItWants()
{
    ScriptedServer server([](int) { return std::pair(kStreamHead, Then::Keep); });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_COMPARE(server.requests(), 1);
    QVERIFY(server.heads().first().contains("Accept: text/event-stream\r\n"));
    QVERIFY(server.heads().first().contains("Cache-Control: no-store\r\n"));
    QVERIFY(!server.heads().first().contains("Last-Event-ID"));
    QVERIFY(!server.heads().first().contains("Cookie"));
}

void tst_EventStreamVectors::positionIsSentBack_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("ours") << "e1-42"_ba;
    QTest::newRow("ellipsis") << "\xe2\x80\xa6"_ba;
    QTest::newRow("with spaces") << "a b"_ba;
    QTest::newRow("with a colon") << "a:b"_ba;
}

void tst_EventStreamVectors::positionIsSentBack()
{
    QFETCH(QByteArray, id);
    ScriptedServer server([&id](int) { return std::pair(kStreamHead + "id: " + id + "\ndata:a\n\n", Then::Close); });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_VERIFY(server.requests() >= 3);
    for (const QByteArray &again : server.heads().sliced(1))
        QVERIFY2(again.contains("Last-Event-ID: " + id + "\r\n"), again.constData());
}

void tst_EventStreamVectors::unfinishedBlockLeavesNoPosition()
{
    ScriptedServer server([](int) { return std::pair(kStreamHead + "data:a\n\nid:no\ndata:b"_ba, Then::Close); });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_VERIFY(server.requests() >= 3);
    QVERIFY(!server.heads().last().contains("Last-Event-ID"));
    for (const SseFrame &frame : std::as_const(follower.frames))
        QCOMPARE(frame.data, "a"_ba);
}

void tst_EventStreamVectors::emptyIdForgetsThePosition()
{
    ScriptedServer server(
        [](int) { return std::pair(kStreamHead + "id:1\ndata:a\n\nid\ndata:b\n\n"_ba, Then::Close); });
    Follower follower(quick(server.url()));

    follower.client.start();

    QTRY_VERIFY(server.requests() >= 3);
    QVERIFY(!server.heads().last().contains("Last-Event-ID"));
}

void tst_EventStreamVectors::stopEndsAStream()
{
    ScriptedServer server([](int) { return std::pair(kStreamHead + "data:a\n\n"_ba, Then::Keep); });
    Follower follower(quick(server.url()));
    QObject::connect(&follower.client, &SseClient::frame, &follower.client, [&follower] { follower.client.stop(); });
    follower.client.start();
    QTRY_COMPARE(follower.frames.size(), 1);

    server.sendMore("data:b\n\n");
    server.dropAll();

    QTest::qWait(100); // Five times the longest wait for a retry.
    QCOMPARE(follower.frames.size(), 1);
    QVERIFY(follower.losses.isEmpty());
    QCOMPARE(server.requests(), 1);
}

QTEST_GUILESS_MAIN(tst_EventStreamVectors)
#include "tst_EventStreamVectors.moc"
