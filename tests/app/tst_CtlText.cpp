// SPDX-License-Identifier: Apache-2.0
// Tables, CSV and JSON as text: they line up, lose nothing, and act nowhere.

#include "app/ctl/CtlText.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_CtlText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tablesLineUp()
    {
        const QString text = tableText({u"A"_s, u"LONG"_s, u"C"_s}, {{u"wide cell"_s, u"x"_s, u"1"_s}, {u"y"_s, {}, u"2"_s}});
        QCOMPARE(text, u"A          LONG  C\nwide cell  x     1\ny          –     2\n"_s);
    }

    void jsonLosesNothingByEscaping()
    {
        const QJsonObject json{{u"text"_s, QString::fromUtf8("a\x1b[2Jb\x07" "c\xc2\x9b" "31m\xe2\x80\xae" "d\r\n\"\\ ü 😀")}};
        QCOMPARE(QJsonDocument::fromJson(jsonLine(json).toUtf8()).object(), json);
    }

    void formulasAreDefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        QTest::newRow("plain") << u"abc"_s << u"abc"_s;
        QTest::newRow("equals") << u"=1+1"_s << u"'=1+1"_s;
        QTest::newRow("plus") << u"+1"_s << u"'+1"_s;
        QTest::newRow("minus") << u"-1"_s << u"'-1"_s;
        QTest::newRow("at") << u"@SUM(A1)"_s << u"'@SUM(A1)"_s;
        QTest::newRow("tab") << u"\t=1"_s << u"'\\u0009=1"_s;
        QTest::newRow("return") << u"\r=1"_s << u"'\\u000d=1"_s;
        QTest::newRow("nul") << QString(QChar(u'\0')) + u"=1"_s << u"'\\u0000=1"_s;
        QTest::newRow("quoted formula") << u"=A1,\"x\""_s << u"\"'=A1,\"\"x\"\"\""_s;
        QTest::newRow("comma") << u"a,b"_s << u"\"a,b\""_s;
        QTest::newRow("quotes") << u"a\"b"_s << u"\"a\"\"b\""_s;
        QTest::newRow("in the middle") << u"a=1"_s << u"a=1"_s;
    }
    void formulasAreDefused()
    {
        QFETCH(QString, text);
        QFETCH(QString, cell);
        QCOMPARE(csvLine({{text}}), cell + u"\r\n"_s);
    }

    void wordsOfAShellRunNothing()
    {
        QCOMPARE(shellWord(u"gpu,browser"_s), u"gpu,browser"_s);
        QCOMPARE(shellWord(u"$(reboot)"_s), u"'$(reboot)'"_s);
        QCOMPARE(shellWord(u"a'; reboot"_s), u"'a'\\''; reboot'"_s);
        QCOMPARE(shellWord(u"-c"_s), u"-c"_s); // Quotes would not make it less of an option.
        QCOMPARE(shellWord({}), u"''"_s);
        QVERIFY(!shellWord(u"a\nreboot"_s).contains(u'\n'));
    }

    void numbersStayNumbers()
    {
        QCOMPARE(csvLine({{u"-1.5"_s, true}, {{}, true}, {u"7"_s, true}}), u"-1.5,,7\r\n"_s);
    }

    void sizesAndSpansAreShort()
    {
        QCOMPARE(bytesText(512), u"512 B"_s);
        QCOMPARE(bytesText(qint64(8) << 30), u"8.0 GiB"_s);
        QCOMPARE(bytesText(qint64(250) << 20), u"250 MiB"_s);
        QCOMPARE(bytesText(std::nullopt), u"–"_s);
        QCOMPARE(shareText(0.005), u"1 %"_s);
        QCOMPARE(shareText(std::nullopt), u"–"_s);
        QCOMPARE(spanText(-5), u"0 s"_s);
        QCOMPARE(spanText(119'999), u"119 s"_s);
        QCOMPARE(spanText(120'000), u"2 min"_s);
        QCOMPARE(spanText(3 * 3600 * 1000), u"3 h"_s);
        QCOMPARE(spanText(qint64(3) * 86'400'000), u"3 d"_s);
    }
};

QTEST_GUILESS_MAIN(tst_CtlText)
#include "tst_CtlText.moc"
