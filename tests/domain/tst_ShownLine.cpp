// SPDX-License-Identifier: Apache-2.0
// Whatever a program writes, its line is safe to show, and what is missing is visible.
#include "core/domain/ShownLine.h"

#include "core/base/Limits.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ShownLine final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatCannotBeShown_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::newRow("empty") << QByteArray() << u""_s;
        QTest::newRow("plain") << QByteArray("plain 100 %") << u"plain 100 %"_s;
        QTest::newRow("letters") << QByteArray("gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x98\x80") << u"grüß dich 😀"_s;
        QTest::newRow("no UTF-8") << QByteArray("a\xff\xfe z\xc3") << u"a\uFFFD\uFFFD z\uFFFD"_s;
        QTest::newRow("half a surrogate") << QByteArray("\xed\xa0\x80") << u"\uFFFD\uFFFD\uFFFD"_s;
        QTest::newRow("colours") << QByteArray("\x1b[31mred\x1b[0m") << u"␛[31mred␛[0m"_s;
        QTest::newRow("nul, bell, delete") << QByteArray("\0\a\x7f", 3) << u"␀␇␡"_s;
        QTest::newRow("tab") << QByteArray("a\tb") << u"a    b"_s;
        QTest::newRow("line end of others") << QByteArray("text\r") << u"text"_s;
        QTest::newRow("overwritten") << QByteArray("10 %\r20 %") << u"10 %␍20 %"_s;
        QTest::newRow("control of eight bits") << QByteArray("\xc2\x9b""2J") << u"\\u009b2J"_s;
        QTest::newRow("right to left") << QByteArray("\xe2\x80\xae""txt.exe") << u"\\u202etxt.exe"_s;
        QTest::newRow("separator of lines") << QByteArray("a\xe2\x80\xa8z") << u"a\\u2028z"_s;
        QTest::newRow("more was there") << QByteArray("text") << u"text"_s;
    }
    void showsWhatCannotBeShown()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, shown);

        QCOMPARE(shownLine(bytes), shown);
    }

    void aLineOfTheMostBytesIsWhole()
    {
        const QByteArray bytes(limits::kLogLineBytes, 'x');

        QCOMPARE(shownLine(bytes).toUtf8(), bytes);
    }

    void aLongerOneSaysHowMuchIsMissing()
    {
        const QString shown = shownLine(QByteArray(limits::kLogLineBytes, 'x'), 1000);

        const qsizetype kept = shown.indexOf(u'…');
        QCOMPARE(shown.mid(kept), u"… (%1 bytes more)"_s.arg(limits::kLogLineBytes - kept + 1000));
        QVERIFY(shown.toUtf8().size() <= limits::kLogLineBytes);
    }

    // T-16: the property of every line.
    void noBytesMakeAHarmfulLine()
    {
        std::mt19937 random(16);
        for (int i = 0; i < 2000; ++i) {
            QByteArray bytes;
            for (quint32 length = random() % 40; length > 0; --length)
                bytes += random() % 2 ? QByteArray(1, char(random())) : QString(QChar(char16_t(random()))).toUtf8();
            if (i % 100 == 0)
                bytes = bytes.repeated(2000);

            const QString shown = shownLine(bytes, i % 3);

            QVERIFY(shown.toUtf8().size() <= limits::kLogLineBytes);
            QVERIFY(shown.isValidUtf16());
            QVERIFY(std::ranges::none_of(shown, [](QChar c) {
                return c.category() == QChar::Other_Control || (c >= u'\u200b' && c <= u'\u200f') ||
                       (c >= u'\u2028' && c <= u'\u202e') || (c >= u'\u2060' && c <= u'\u2069');
            }));
        }
    }
};

QTEST_GUILESS_MAIN(tst_ShownLine)
#include "tst_ShownLine.moc"
