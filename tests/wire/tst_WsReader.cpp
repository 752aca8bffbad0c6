// SPDX-License-Identifier: Apache-2.0
// RFC 6455 by vectors of our own (W-6), families as they are usually counted: 1 framing, 2 pings, 3 reserved bits, 4 opcodes,
// 5 fragments, 6 UTF-8, 7 close, 9 limits, 10 many fragments. Each for both roles, whole and byte by byte.
#include "core/wire/WsReader.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

struct Read {
    QList<WsMessage> messages;
    WsReader::State state = WsReader::State::Open;
    quint16 failureCode = 0;
    bool operator==(const Read &) const = default;
};

//! A frame by hand, so that wrong ones can be made. \a role: of who reads it.
QByteArray frame(WsRole role, quint8 first, const QByteArray &payload)
{
    constexpr quint32 kMask = 0x37fa213d;
    const std::optional<quint32> mask = role == WsRole::Server ? std::optional(kMask) : std::nullopt;
    QByteArray bytes = wsFrame(WsOpcode::Text, payload, mask);
    bytes[0] = char(first);
    return bytes;
}

Read readOf(WsRole role, const QByteArray &bytes, qsizetype step, qsizetype most = limits::kWsMessageBytes)
{
    WsReader reader(role, most);
    Read read;
    for (qsizetype at = 0; at < bytes.size(); at += step)
        reader.feed(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at)), &read.messages);
    read.state = reader.state();
    read.failureCode = reader.failureCode();
    return read;
}

WsMessage text(const QByteArray &bytes)
{
    return {WsOpcode::Text, bytes, wsclose::kNone};
}

//! One frame of a vector: first byte and payload.
using Frames = QList<std::pair<int, QByteArray>>;
using Messages = QList<WsMessage>;

} // namespace

Q_DECLARE_METATYPE(Frames)
Q_DECLARE_METATYPE(Messages)

class tst_WsReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheStandardSays_data();
    void readsWhatTheStandardSays();
    void utf8IsJudgedAsSoonAsItIsWrong_data();
    void utf8IsJudgedAsSoonAsItIsWrong();
    void closeCodes_data();
    void closeCodes();
    void lengthsMustBeShort_data();
    void lengthsMustBeShort();
    void masksFollowTheRole();
    void messagesAreBoundedBeforeTheyCome();
    void fragmentsAreBoundedTogether();
    void manyFragmentsMakeOneMessage();
    void whatFollowsACloseIsDropped();
};

void tst_WsReader::readsWhatTheStandardSays_data()
{
    QTest::addColumn<Frames>("frames");
    QTest::addColumn<Messages>("messages");
    QTest::addColumn<int>("failure"); // 0: none.
    const QByteArray big(65'536, '*');
    const QByteArray utf8 = "Hello-\xc2\xb5@\xc3\x9f\xc3\xb6\xc3\xa4"_ba;
    const Messages none;
    const int protocol = wsclose::kProtocol;
    const WsMessage ping{WsOpcode::Ping, "p", wsclose::kNone};

    for (const qsizetype size : {0, 1, 125, 126, 127, 128, 65'535, 65'536, 200'000}) {
        const QByteArray bytes(size, 'x');
        QTest::addRow("1.1 text of %d", int(size)) << Frames{{0x81, bytes}} << Messages{text(bytes)} << 0;
        QTest::addRow("1.2 bytes of %d", int(size)) << Frames{{0x82, bytes}} << Messages{{WsOpcode::Binary, bytes, wsclose::kNone}} << 0;
    }
    QTest::newRow("2.1 empty ping") << Frames{{0x89, {}}} << Messages{{WsOpcode::Ping, {}, wsclose::kNone}} << 0;
    QTest::newRow("2.4 ping of 125") << Frames{{0x89, QByteArray(125, '\xfe')}} << Messages{{WsOpcode::Ping, QByteArray(125, '\xfe'), wsclose::kNone}} << 0;
    QTest::newRow("2.5 ping of 126") << Frames{{0x89, QByteArray(126, 'x')}} << none << protocol;
    QTest::newRow("2.7 unsolicited pong") << Frames{{0x8a, "x"}, {0x89, "p"}} << Messages{{WsOpcode::Pong, "x", wsclose::kNone}, ping} << 0;
    for (int bit = 1; bit < 8; ++bit)
        QTest::addRow("3.%d reserved bits", bit) << Frames{{0x81, "a"}, {0x81 | bit << 4, "b"}, {0x89, "p"}} << Messages{text("a")} << protocol;
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        QTest::addRow("4 opcode %d", opcode) << Frames{{0x81, "a"}, {0x80 | opcode, {}}, {0x89, "p"}} << Messages{text("a")} << protocol;
    QTest::newRow("5.1 ping in fragments") << Frames{{0x09, "a"}, {0x80, "b"}} << none << protocol;
    QTest::newRow("5.2 pong in fragments") << Frames{{0x0a, "a"}, {0x80, "b"}} << none << protocol;
    QTest::newRow("5.3 text in fragments") << Frames{{0x01, "a"}, {0x80, "b"}} << Messages{text("ab")} << 0;
    QTest::newRow("5.6 ping between fragments") << Frames{{0x01, "a"}, {0x89, "p"}, {0x80, "b"}} << Messages{ping, text("ab")} << 0;
    QTest::newRow("5.9 continuation of nothing") << Frames{{0x80, "a"}, {0x81, "b"}} << none << protocol;
    QTest::newRow("5.15 continuation after the end") << Frames{{0x01, "a"}, {0x80, "b"}, {0x00, "c"}} << Messages{text("ab")} << protocol;
    QTest::newRow("5.18 text within text") << Frames{{0x01, "a"}, {0x81, "b"}} << none << protocol;
    QTest::newRow("5.19 pings between fragments") << Frames{{0x01, "a"}, {0x00, "b"}, {0x89, "p"}, {0x00, {}}, {0x89, "p"}, {0x80, "c"}}
                                                  << Messages{ping, ping, text("abc")} << 0;
    QTest::newRow("6.1 empty fragments") << Frames{{0x01, {}}, {0x00, {}}, {0x80, {}}} << Messages{text({})} << 0;
    QTest::newRow("6.2 UTF-8") << Frames{{0x81, utf8}} << Messages{text(utf8)} << 0;
    QTest::newRow("6.2 cut within a character") << Frames{{0x01, utf8.first(7)}, {0x80, utf8.sliced(7)}} << Messages{text(utf8)} << 0;
    QTest::newRow("6 ends within a character") << Frames{{0x81, utf8.first(7)}} << none << int(wsclose::kBadUtf8);
    QTest::newRow("6 broken between fragments") << Frames{{0x01, utf8.first(7)}, {0x80, "a"}} << none << int(wsclose::kBadUtf8);
    QTest::newRow("6 bytes need not be UTF-8") << Frames{{0x82, "\xff\xfe"}} << Messages{{WsOpcode::Binary, "\xff\xfe", wsclose::kNone}} << 0;
    QTest::newRow("7.1 close within a message") << Frames{{0x01, "a"}, {0x88, {}}, {0x80, "b"}} << Messages{{WsOpcode::Close, {}, wsclose::kNone}} << 0;
    QTest::newRow("7.3 close with one byte") << Frames{{0x88, "a"}} << none << protocol;
    QTest::newRow("7.3 close with a reason") << Frames{{0x88, "\x03\xe8" "bye"_ba}} << Messages{{WsOpcode::Close, "bye", 1000}} << 0;
    QTest::newRow("7.3 close with the longest reason") << Frames{{0x88, "\x03\xe8"_ba + QByteArray(123, 'y')}} << Messages{{WsOpcode::Close, QByteArray(123, 'y'), 1000}} << 0;
    QTest::newRow("7.3 close of 126") << Frames{{0x88, "\x03\xe8"_ba + QByteArray(124, 'y')}} << none << protocol;
    QTest::newRow("7.5 close with a broken reason") << Frames{{0x88, "\x03\xe8\xce\xba\xff"_ba}} << none << int(wsclose::kBadUtf8);
    QTest::newRow("9 two of 64 KiB") << Frames{{0x81, big}, {0x01, big}, {0x80, big}} << Messages{text(big), text(big + big)} << 0;
}

void tst_WsReader::readsWhatTheStandardSays()
{
    QFETCH(const Frames, frames);
    QFETCH(const Messages, messages);
    QFETCH(const int, failure);

    for (const WsRole role : {WsRole::Server, WsRole::Client}) {
        QByteArray bytes;
        for (const auto &[first, payload] : frames)
            bytes += frame(role, quint8(first), payload);
        const Read whole = readOf(role, bytes, bytes.size());

        QCOMPARE(whole.messages, messages);
        QCOMPARE(int(whole.failureCode), failure);
        QCOMPARE(whole.state == WsReader::State::Failed, failure != 0);
        for (const qsizetype step : {1, 2, 7})
            QVERIFY(readOf(role, bytes, step) == whole);
    }
}

void tst_WsReader::utf8IsJudgedAsSoonAsItIsWrong_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("good"); // Bytes that may still become right; all: it is right.
    const auto row = [](const char *name, const QByteArray &bytes, qsizetype good) { QTest::newRow(name) << bytes << int(good); };
    row("a continuation alone", "\x80", 0);
    row("C0 is overlong", "\xc0\xaf", 0);
    row("C1 is overlong", "\xc1\xbf", 0);
    row("E0 80 is overlong", "\xe0\x80\xaf", 1);
    row("F0 80 is overlong", "\xf0\x80\x80\xaf", 1);
    row("first of two bytes", "\xc2\x80", 2);
    row("first of three bytes", "\xe0\xa0\x80", 3);
    row("first of four bytes", "\xf0\x90\x80\x80", 4);
    row("before the surrogates", "\xed\x9f\xbf", 3);
    row("a surrogate", "\xed\xa0\x80", 1);
    row("behind the surrogates", "\xee\x80\x80", 3);
    row("the last character", "\xf4\x8f\xbf\xbf", 4);
    row("beyond the last", "\xf4\x90\x80\x80", 1);
    row("F5", "\xf5\x80\x80\x80", 0);
    row("FE", "\xfe", 0);
    row("a second too few", "\xe2\x82" "a", 2);
    row("not characters, but valid", "\xef\xbf\xbe\xef\xbf\xbf", 6);
}

void tst_WsReader::utf8IsJudgedAsSoonAsItIsWrong()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, good);

    // A fragment that is not the last: only what cannot become right any more may fail.
    const QByteArray sent = frame(WsRole::Client, 0x01, bytes);
    const qsizetype head = sent.size() - bytes.size();
    for (qsizetype size = head; size <= sent.size(); ++size) {
        const bool isWrong = size - head > good;
        QCOMPARE(readOf(WsRole::Client, sent.first(size), 1).state == WsReader::State::Failed, isWrong);
    }
}

void tst_WsReader::closeCodes_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("isValid");
    for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
        QTest::addRow("%d", code) << code << true;
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
        QTest::addRow("%d", code) << code << false;
}

void tst_WsReader::closeCodes()
{
    QFETCH(const int, code);
    QFETCH(const bool, isValid);

    const Read read = readOf(WsRole::Server, frame(WsRole::Server, 0x88, wsClosePayload(quint16(code), u"why"_s)), 1);

    if (isValid)
        QCOMPARE(read.messages, (Messages{{WsOpcode::Close, "why", quint16(code)}}));
    else
        QCOMPARE(read.failureCode, wsclose::kProtocol);
}

void tst_WsReader::lengthsMustBeShort_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("125 in two bytes") << QByteArray("\x81\x7e\x00\x7d", 4);
    QTest::newRow("65535 in eight") << QByteArray("\x81\x7f\x00\x00\x00\x00\x00\x00\xff\xff", 10);
    QTest::newRow("the highest bit") << QByteArray("\x81\x7f\x80\x00\x00\x00\x00\x00\x00\x00", 10);
}

void tst_WsReader::lengthsMustBeShort()
{
    QFETCH(const QByteArray, bytes);

    QCOMPARE(readOf(WsRole::Client, bytes, 1).failureCode, wsclose::kProtocol);
}

void tst_WsReader::masksFollowTheRole()
{
    QCOMPARE(readOf(WsRole::Server, frame(WsRole::Client, 0x81, "a"), 1).failureCode, wsclose::kProtocol);
    QCOMPARE(readOf(WsRole::Client, frame(WsRole::Server, 0x81, "a"), 1).failureCode, wsclose::kProtocol);
    // Two bytes are enough to know.
    QCOMPARE(readOf(WsRole::Server, "\x81\x7e", 1).state, WsReader::State::Failed);
}

void tst_WsReader::messagesAreBoundedBeforeTheyCome()
{
    // 2^62 bytes are announced, and none sent.
    const QByteArray head("\x81\x7f\x40\x00\x00\x00\x00\x00\x00\x00", 10);

    QCOMPARE(readOf(WsRole::Client, head, 1).failureCode, wsclose::kTooBig);
    QCOMPARE(readOf(WsRole::Client, frame(WsRole::Client, 0x81, QByteArray(100, 'x')), 1, 100).messages.size(), 1);
    QCOMPARE(readOf(WsRole::Client, frame(WsRole::Client, 0x81, QByteArray(101, 'x')).first(2), 1, 100).failureCode, wsclose::kTooBig);
}

void tst_WsReader::fragmentsAreBoundedTogether()
{
    const QByteArray first = frame(WsRole::Server, 0x01, QByteArray(60, 'x'));
    const QByteArray second = frame(WsRole::Server, 0x80, QByteArray(41, 'x'));

    QCOMPARE(readOf(WsRole::Server, first + second, 1, 100).failureCode, wsclose::kTooBig);
    QCOMPARE(readOf(WsRole::Server, first + second, 1, 101).messages.size(), 1);
}

void tst_WsReader::manyFragmentsMakeOneMessage()
{
    constexpr int kFragments = 20'000;
    QByteArray bytes = frame(WsRole::Server, 0x01, "xyz");
    for (int i = 0; i < kFragments; ++i)
        bytes += frame(WsRole::Server, 0x00, "xyz");
    bytes += frame(WsRole::Server, 0x80, {});

    const Read read = readOf(WsRole::Server, bytes, 1000);

    QCOMPARE(read.messages.size(), 1);
    QCOMPARE(read.messages[0].bytes.size(), 3 * (kFragments + 1));
}

void tst_WsReader::whatFollowsACloseIsDropped()
{
    const QByteArray bytes = frame(WsRole::Server, 0x88, wsClosePayload(1000, {})) + "\xff\xff\xff" + frame(WsRole::Server, 0x81, "a");

    const Read read = readOf(WsRole::Server, bytes, bytes.size());

    QCOMPARE(read.messages.size(), 1);
    QCOMPARE(read.state, WsReader::State::Closed);
}

QTEST_GUILESS_MAIN(tst_WsReader)
#include "tst_WsReader.moc"
