// SPDX-License-Identifier: Apache-2.0
// Event streams as bytes, each cut at every byte (F-2), and the limits (F-3).
#include "core/wire/SseParser.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

//! What a stream left behind.
struct Outcome {
    QList<SseFrame> frames;
    QString lastId;
    qint64 retryMs = -1;
    qint64 comments = 0;
    bool isBroken = false;
    bool operator==(const Outcome &) const = default;
};

Outcome outcomeOf(const QList<QByteArrayView> &pieces, const QString &lastId = {})
{
    SseParser parser(lastId);
    Outcome outcome;
    for (const QByteArrayView piece : pieces)
        outcome.isBroken = outcome.isBroken || !parser.feed(piece, &outcome.frames);
    outcome.lastId = parser.lastId();
    outcome.retryMs = parser.retry().value_or(milliseconds(-1)).count();
    outcome.comments = parser.comments();
    return outcome;
}

SseFrame frame(const QByteArray &data, const QString &event = {}, const QString &id = {})
{
    return {.id = id, .event = event, .data = data};
}

} // namespace

class tst_SseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void frames_data();
    void frames();
    void retries_data();
    void retries();
    void commentsAreCounted();
    void lastIdIsKeptFromBefore();
    void endlessLineIsRefused();
    void endlessEventIsRefused();
    void manyIdsCostNothing();
    void writtenFramesAreReadBack();
    void lineEndsInNamesCannotForgeFields();
};

void tst_SseParser::frames_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QList<SseFrame>>("frames");
    const auto row = [](const char *name, const QByteArray &stream, const QList<SseFrame> &frames) {
        QTest::newRow(name) << stream << frames;
    };
    row("empty", "", {});
    row("one", "data: a\n\n", {frame("a")});
    row("CRLF", "data: a\r\n\r\n", {frame("a")});
    row("mark within", "event: \xEF\xBB\xBF" "e\ndata: \xEF\xBB\xBF" "a\n\n", {SseFrame{{}, u"\uFEFFe"_s, "\xEF\xBB\xBF" "a"}});
    row("CR", "data: a\r\rdata: b\r\r", {frame("a"), frame("b")});
    row("mixed line ends", "data: a\r\ndata: b\ndata: c\r\r\ndata: d\n\r", {frame("a\nb\nc"), frame("d")});
    row("LF CR are two ends", "data: a\n\rdata: b\r\n\n", {frame("a"), frame("b")});
    row("two", "data: a\n\ndata: b\n\n", {frame("a"), frame("b")});
    row("two lines", "data: a\ndata: b\n\n", {frame("a\nb")});
    row("empty data", "data:\n\n", {frame("")});
    row("data without colon", "data\n\n", {frame("")});
    row("two empty lines of data", "data\ndata\n\n", {frame("\n")});
    row("empty line within", "data: a\ndata:\ndata: b\n\n", {frame("a\n\nb")});
    row("no space", "data:a\n\n", {frame("a")});
    row("one space goes", "data:  a\n\n", {frame(" a")});
    row("tab stays", "data:\ta\n\n", {frame("\ta")});
    row("space at the end stays", "data: a \n\n", {frame("a ")});
    row("colons in data", "data: a:b: c\n\n", {frame("a:b: c")});
    row("colon alone", ":\n\n", {});
    row("comment", ": hello\ndata: a\n: world\ndata: b\n\n", {frame("a\nb")});
    row("unknown field", "datum: x\ndata: a\nfoo\n\n", {frame("a")});
    row("field name in capitals", "DATA: a\nData: b\ndata: c\n\n", {frame("c")});
    row("field name with a space", "data : a\n\n", {});
    row("field name after a space", " data: a\n\n", {});
    row("event", "event: x\ndata: a\n\n", {frame("a", u"x"_s)});
    row("event without data", "event: x\n\ndata: a\n\n", {frame("a")});
    row("last event name wins", "event: x\nevent: y\ndata: a\n\n", {frame("a", u"y"_s)});
    row("empty event name", "event: x\nevent\ndata: a\n\n", {frame("a")});
    row("event name does not stay", "event: x\ndata: a\n\ndata: b\n\n", {frame("a", u"x"_s), frame("b")});
    row("id", "id: 1\ndata: a\n\n", {frame("a", {}, u"1"_s)});
    row("id stays", "id: 1\ndata: a\n\ndata: b\n\n", {frame("a", {}, u"1"_s), frame("b", {}, u"1"_s)});
    row("id is reset", "id: 1\ndata: a\n\nid\ndata: b\n\n", {frame("a", {}, u"1"_s), frame("b")});
    row("id with NUL is ignored", QByteArray("id: 1\0002\ndata: a\n\n", 18), {frame("a")});
    row("id without data", "id: 7\n\ndata: a\n\n", {frame("a", {}, u"7"_s)});
    row("id of ours", "id: e1-42\nevent: node\ndata: {}\n\n", {frame("{}", u"node"_s, u"e1-42"_s)});
    row("unfinished event", "data: a\n\ndata: b\n", {frame("a")});
    row("unfinished line", "data: a\n\ndata: b", {frame("a")});
    row("mark",
        "\xef\xbb\xbf"
        "data: a\n\n",
        {frame("a")});
    row("two marks",
        "\xef\xbb\xbf\xef\xbb\xbf"
        "data: a\n\n",
        {});
    row("mark later",
        "\n\xef\xbb\xbf"
        "data: a\n\n",
        {});
    row("mark alone", "\xef\xbb\xbf\n\ndata: a\n\n", {frame("a")});
    row("half a mark",
        "\xef\xbb"
        "data: a\n\n",
        {});
    row("many empty lines", "\n\n\n\ndata: a\n\n\n\n", {frame("a")});
    row("UTF-8", "data: \xc3\xa4\xe2\x82\xac\n\n", {frame("\xc3\xa4\xe2\x82\xac")});
    row("NUL in data", QByteArray("data: a\0b\n\n", 11), {frame(QByteArray("a\0b", 3))});
    row("invalid UTF-8 in event", "event: \xff\ndata: a\n\n", {frame("a", u"\uFFFD"_s)});
    row("retry is no event", "retry: 100\n\n", {});
    row("retry beside data", "retry: 100\ndata: a\n\n", {frame("a")});
    row("other line separators are text", "data: a\x0b\x0c\x1c\xc2\x85\n\n", {frame("a\x0b\x0c\x1c\xc2\x85")});
}

void tst_SseParser::frames()
{
    QFETCH(QByteArray, stream);
    QFETCH(QList<SseFrame>, frames);

    const Outcome whole = outcomeOf({stream});

    QCOMPARE(whole.frames, frames);
    QVERIFY(!whole.isBroken);
    const QByteArrayView view(stream);
    for (qsizetype cut = 1; cut < stream.size(); ++cut)
        QVERIFY2(outcomeOf({view.first(cut), view.sliced(cut)}) == whole, qPrintable(QString::number(cut)));
    QList<QByteArrayView> bytes;
    for (const char &byte : std::as_const(stream))
        bytes.append(QByteArrayView(&byte, 1));
    QVERIFY(outcomeOf(bytes) == whole);
}

void tst_SseParser::retries_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("ms"); // -1: ignored.
    QTest::newRow("number") << "100"_ba << qint64(100);
    QTest::newRow("zero") << "0"_ba << qint64(0);
    QTest::newRow("leading zeros") << "007"_ba << qint64(7);
    QTest::newRow("empty") << QByteArray() << qint64(-1);
    QTest::newRow("negative") << "-1"_ba << qint64(-1);
    QTest::newRow("plus") << "+1"_ba << qint64(-1);
    QTest::newRow("fraction") << "1.5"_ba << qint64(-1);
    QTest::newRow("letters") << "100x"_ba << qint64(-1);
    QTest::newRow("space before") << " 100"_ba << qint64(-1);
    QTest::newRow("10 to the 20") << "100000000000000000000"_ba << qint64(3600000);
    QTest::newRow("a day") << "86400000"_ba << qint64(3600000);
}

void tst_SseParser::retries()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, ms);

    QCOMPARE(outcomeOf({QByteArrayView("retry: "), value, QByteArrayView("\n")}).retryMs, ms);
}

void tst_SseParser::commentsAreCounted()
{
    QCOMPARE(outcomeOf({QByteArrayView(":\n\n: alive\n\ndata: a:\n\n")}).comments, 2);
}

void tst_SseParser::lastIdIsKeptFromBefore()
{
    const Outcome outcome = outcomeOf({QByteArrayView("data: a\n\nid: 6\n")}, u"5"_s);

    QCOMPARE(outcome.frames, QList<SseFrame>{frame("a", {}, u"5"_s)});
    QCOMPARE(outcome.lastId, u"5"_s); // The block of 6 has not ended.
}

void tst_SseParser::endlessLineIsRefused()
{
    const QByteArray piece(64 * 1024, 'x');
    SseParser parser;
    QList<SseFrame> frames;
    Result<void> outcome;
    qsizetype fed = 0;

    while (outcome && fed < 2 * limits::kSseLineBytes) {
        outcome = parser.feed(piece, &frames);
        fed += piece.size();
    }

    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::Protocol);
    QVERIFY(fed <= limits::kSseLineBytes + piece.size());
}

void tst_SseParser::endlessEventIsRefused()
{
    const QByteArray line = "data: " + QByteArray(64 * 1024, 'x') + "\n";
    SseParser parser;
    QList<SseFrame> frames;
    Result<void> outcome;
    qsizetype fed = 0;

    while (outcome && fed < 2 * limits::kSseFrameBytes) {
        outcome = parser.feed(line, &frames);
        fed += line.size();
    }

    QVERIFY(!outcome);
    QVERIFY(fed <= limits::kSseFrameBytes + 2 * line.size());
}

void tst_SseParser::manyIdsCostNothing()
{
    SseParser parser;
    QList<SseFrame> frames;
    for (int i = 0; i < 100000; ++i)
        QVERIFY(parser.feed("id: " + QByteArray::number(i) + "\n", &frames));
    QVERIFY(parser.feed("id: " + QByteArray(limits::kSseIdBytes + 1, 'x') + "\n\n", &frames));

    QCOMPARE(parser.lastId(), u"99999"_s);
    QVERIFY(frames.isEmpty());
}

void tst_SseParser::writtenFramesAreReadBack()
{
    for (const SseFrame &one :
         {frame("a", u"node"_s, u"e-1"_s), frame(""), frame("a\nb\n"), frame("\n", u"x"_s), frame(" a", {}, u"1"_s)})
        QCOMPARE(outcomeOf({one.encoded()}).frames, QList<SseFrame>{one});
}

void tst_SseParser::lineEndsInNamesCannotForgeFields()
{
    const QList<SseFrame> read = outcomeOf({frame("a", u"x\ndata: b"_s, u"1\n\ndata: c"_s).encoded()}).frames;

    QCOMPARE(read.size(), 1);
    QCOMPARE(read.first().data, "a"_ba);
}

QTEST_APPLESS_MAIN(tst_SseParser)
#include "tst_SseParser.moc"
