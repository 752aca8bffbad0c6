// SPDX-License-Identifier: Apache-2.0
// One end of a WebSocket without a connection: what it says, when it ends, and that it bounds what waits.
#include "core/wire/WsPeer.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {

//! A peer whose connection is two variables.
struct Bench {
    explicit Bench(WsRole role = WsRole::Server, const WsOptions &options = {})
        : peer(role, {[this](const QByteArray &bytes) {
                          sent += bytes;
                          return !isGone;
                      },
                      [this] { return waiting; }},
               options, now, nullptr)
    {
        QObject::connect(&peer, &WsPeer::textArrived, &peer, [this](const QByteArray &text) { texts.append(text); });
        QObject::connect(&peer, &WsPeer::closed, &peer, [this](const QString &why) { closed.append(why); });
        QObject::connect(&peer, &WsPeer::finished, &peer, [this](WsEnd end) { ends.append(end); });
    }
    Q_DISABLE_COPY_MOVE(Bench)

    //! Lets \a span pass as a busy server would, and says whether it is still open.
    bool pass(milliseconds span)
    {
        const SteadyTime end = now + span;
        while (now < end && ends.isEmpty()) {
            now += milliseconds(250);
            peer.tick(now);
            QCoreApplication::processEvents();
        }
        return peer.isOpen();
    }
    //! What it sent, read by the other end.
    QList<WsMessage> said(WsRole reader = WsRole::Client)
    {
        QCoreApplication::processEvents();
        WsReader other(reader, limits::kWsMessageBytes);
        QList<WsMessage> messages;
        other.feed(sent, &messages);
        return messages;
    }
    void hear(WsOpcode opcode, const QByteArray &payload) { peer.take(wsFrame(opcode, payload, 0x01020304)); }

    SteadyTime now{seconds(1000)};
    QByteArray sent;
    qint64 waiting = 0;
    bool isGone = false;
    QByteArrayList texts;
    QStringList closed;
    QList<WsEnd> ends;
    WsPeer peer;
};

} // namespace

class tst_WsPeer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsGoBothWays();
    void textsOfOneTurnLeaveInOneWrite();
    void pingsAreAnsweredInOrder();
    void aSilentPeerIsLostWithin15Seconds();
    void aPeerThatAnswersIsNeverLost();
    void aPauseOfOursIsNotThePeersSilence();
    void whoTakesTooLittleIsCutOff();
    void aTextThatIsTooLongIsNotSent();
    void ourGoodbyeWaitsForTheirs();
    void aGoodbyeWithoutAnswerEnds();
    void theirGoodbyeIsAnswered();
    void whoBreaksTheProtocolIsToldSo();
    void bytesAreRefused();
    void nothingArrivesAfterOurGoodbye();
    void aClientMasksEachFrameAnew();
    void aConnectionThatIsGoneEndsIt();
};

void tst_WsPeer::textsGoBothWays()
{
    Bench bench;

    QVERIFY(bench.peer.send("there"));
    bench.hear(WsOpcode::Text, "here");

    QCOMPARE(bench.said(), (QList<WsMessage>{{WsOpcode::Text, "there", wsclose::kNone}}));
    QCOMPARE(bench.texts, QByteArrayList{"here"});
}

void tst_WsPeer::textsOfOneTurnLeaveInOneWrite()
{
    Bench bench;

    for (int i = 0; i < 10; ++i)
        QVERIFY(bench.peer.send("x"));
    QCOMPARE(bench.sent.size(), 0);

    QCOMPARE(bench.said().size(), 10);
}

void tst_WsPeer::pingsAreAnsweredInOrder()
{
    Bench bench;
    QList<WsMessage> pongs;

    for (int i = 0; i < 10; ++i) {
        bench.hear(WsOpcode::Ping, QByteArray::number(i));
        pongs.append({WsOpcode::Pong, QByteArray::number(i), wsclose::kNone});
    }

    QCOMPARE(bench.said(), pongs);
}

void tst_WsPeer::aSilentPeerIsLostWithin15Seconds()
{
    Bench bench;

    QVERIFY(bench.pass(seconds(11)));
    QVERIFY(!bench.pass(seconds(4)));

    QCOMPARE(bench.said().size(), 2); // Pings.
    QCOMPARE(bench.closed, QStringList{u"nothing was heard for 12 s"_s});
    QCOMPARE(bench.ends, QList<WsEnd>{WsEnd::Cut});
}

void tst_WsPeer::aPeerThatAnswersIsNeverLost()
{
    Bench bench;

    for (int i = 0; i < 20; ++i) {
        QVERIFY(bench.pass(seconds(9)));
        bench.hear(WsOpcode::Pong, {}); // To an older ping; late, but heard.
    }
}

void tst_WsPeer::aPauseOfOursIsNotThePeersSilence()
{
    Bench bench;
    QVERIFY(bench.pass(seconds(1)));

    bench.now += seconds(60); // SIGSTOP, or a laptop's lid.

    QVERIFY(bench.pass(seconds(10)));
    QVERIFY(!bench.pass(seconds(5)));
}

void tst_WsPeer::whoTakesTooLittleIsCutOff()
{
    WsOptions options;
    options.pendingBytes = 100'000;
    Bench bench(WsRole::Server, options);
    bench.waiting = 50'000; // The kernel's and Qt's buffers are full.

    const QByteArray text(10'000, 'x');
    int sent = 0;
    while (bench.peer.send(text))
        ++sent;

    QCOMPARE(sent, 4);
    QVERIFY(!bench.peer.isOpen());
    QVERIFY(bench.closed.isEmpty()); // Not from within our own call.
    QTRY_COMPARE(bench.ends, QList<WsEnd>{WsEnd::Cut});
    QVERIFY(bench.closed.value(0).contains("takes too little"_L1));
    QCOMPARE(bench.peer.pendingBytes(), 50'000); // Ours are freed.
}

void tst_WsPeer::aTextThatIsTooLongIsNotSent()
{
    WsOptions options;
    options.messageBytes = 100;
    Bench bench(WsRole::Server, options);

    QVERIFY(bench.peer.send(QByteArray(100, 'x')));
    QVERIFY(!bench.peer.send(QByteArray(101, 'x')));

    QCOMPARE(bench.said().last().code, wsclose::kTooBig);
}

void tst_WsPeer::ourGoodbyeWaitsForTheirs()
{
    Bench bench;

    QVERIFY(bench.peer.send("last words"));
    bench.peer.close(wsclose::kNormal, u"enough"_s);
    QVERIFY(!bench.peer.send("more"));

    QCOMPARE(bench.said(), (QList<WsMessage>{{WsOpcode::Text, "last words", wsclose::kNone}, {WsOpcode::Close, "enough", 1000}}));
    QCOMPARE(bench.closed, QStringList{u"enough"_s});
    QVERIFY(bench.ends.isEmpty());
    bench.hear(WsOpcode::Close, wsClosePayload(1000, {}));
    QTRY_COMPARE(bench.ends, QList<WsEnd>{WsEnd::Orderly});
    QCOMPARE(bench.closed.size(), 1);
}

void tst_WsPeer::aGoodbyeWithoutAnswerEnds()
{
    Bench bench;

    bench.peer.close(wsclose::kNormal, u"enough"_s);
    (void)bench.pass(seconds(2));

    QCOMPARE(bench.ends, QList<WsEnd>{WsEnd::Cut});
}

void tst_WsPeer::theirGoodbyeIsAnswered()
{
    Bench bench;

    bench.hear(WsOpcode::Close, wsClosePayload(4000, u"tired"_s));

    QCOMPARE(bench.said(), (QList<WsMessage>{{WsOpcode::Close, {}, 4000}}));
    QCOMPARE(bench.ends, QList<WsEnd>{WsEnd::Orderly});
    QCOMPARE(bench.closed, QStringList{u"the other end closed it: tired"_s});
}

void tst_WsPeer::whoBreaksTheProtocolIsToldSo()
{
    Bench bench;

    bench.peer.take(wsFrame(WsOpcode::Text, "first", 1) + wsFrame(WsOpcode::Text, "not masked", {}));

    QCOMPARE(bench.texts, QByteArrayList{"first"});
    QCOMPARE(bench.said().value(0).code, wsclose::kProtocol);
    QCOMPARE(bench.ends, QList<WsEnd>{WsEnd::Orderly});
}

void tst_WsPeer::bytesAreRefused()
{
    Bench bench;

    bench.hear(WsOpcode::Binary, "x");

    QCOMPARE(bench.said().value(0).code, wsclose::kNotText);
    QVERIFY(!bench.peer.isOpen());
}

void tst_WsPeer::nothingArrivesAfterOurGoodbye()
{
    Bench bench;

    bench.peer.close(wsclose::kNormal, {});
    bench.hear(WsOpcode::Text, "late");

    QVERIFY(bench.texts.isEmpty());
}

void tst_WsPeer::aClientMasksEachFrameAnew()
{
    Bench bench(WsRole::Client);

    QVERIFY(bench.peer.send("same"));
    QVERIFY(bench.peer.send("same"));

    QCOMPARE(bench.said(WsRole::Server).size(), 2);
    QCOMPARE(bench.sent.size(), 20);
    QVERIFY(bench.sent.first(10) != bench.sent.last(10));
}

void tst_WsPeer::aConnectionThatIsGoneEndsIt()
{
    Bench bench;
    bench.isGone = true;

    QVERIFY(bench.peer.send("x"));

    QTRY_COMPARE(bench.ends, QList<WsEnd>{WsEnd::Cut});
    QCOMPARE(bench.closed, QStringList{u"the connection was lost"_s});
}

QTEST_GUILESS_MAIN(tst_WsPeer)
#include "tst_WsPeer.moc"
