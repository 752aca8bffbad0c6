// SPDX-License-Identifier: Apache-2.0
#include "core/wire/WsFrame.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_WsFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStandardsExamples();
    void lengthsUseTheFewestBytes_data();
    void lengthsUseTheFewestBytes();
    void aLongReasonIsCutBetweenCharacters();
};

void tst_WsFrame::theStandardsExamples()
{
    // RFC 6455, 5.7.
    QCOMPARE(wsFrame(WsOpcode::Text, "Hello", {}), "\x81\x05\x48\x65\x6c\x6c\x6f"_ba);
    QCOMPARE(wsFrame(WsOpcode::Text, "Hello", 0x37fa213d), "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"_ba);
    QCOMPARE(wsFrame(WsOpcode::Ping, "Hello", {}), "\x89\x05\x48\x65\x6c\x6c\x6f"_ba);
    QCOMPARE(wsFrame(WsOpcode::Pong, "Hello", 0x37fa213d), "\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"_ba);
}

void tst_WsFrame::lengthsUseTheFewestBytes_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("0") << 0 << QByteArray("\x82\x00", 2);
    QTest::newRow("125") << 125 << "\x82\x7d"_ba;
    QTest::newRow("126") << 126 << QByteArray("\x82\x7e\x00\x7e", 4);
    QTest::newRow("256") << 256 << QByteArray("\x82\x7e\x01\x00", 4);
    QTest::newRow("65535") << 65535 << "\x82\x7e\xff\xff"_ba;
    QTest::newRow("65536") << 65536 << QByteArray("\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10);
}

void tst_WsFrame::lengthsUseTheFewestBytes()
{
    QFETCH(const int, size);
    QFETCH(const QByteArray, head);

    QCOMPARE(wsFrame(WsOpcode::Binary, QByteArray(size, 'x'), {}), head + QByteArray(size, 'x'));
}

void tst_WsFrame::aLongReasonIsCutBetweenCharacters()
{
    QCOMPARE(wsClosePayload(1000, u"bye"_s), "\x03\xe8" "bye"_ba);
    // 123 bytes are left for the reason, and these characters have three.
    QCOMPARE(wsClosePayload(1000, QString(100, u'€')).size(), 2 + 123);
    QCOMPARE(wsClosePayload(1000, u"x"_s + QString(100, u'€')).size(), 2 + 1 + 40 * 3);
}

QTEST_GUILESS_MAIN(tst_WsFrame)
#include "tst_WsFrame.moc"
