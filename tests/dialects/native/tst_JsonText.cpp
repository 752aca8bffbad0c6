// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/JsonText.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

namespace muster {

class tst_JsonText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textReadsBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << u""_s;
        QTest::newRow("plain") << u"node-1"_s;
        QTest::newRow("quotes") << u"a \"b\" \\ c"_s;
        QTest::newRow("controls") << u"tab\tline\nnul\0end\x7f\x1f"_s;
        QTest::newRow("two bytes") << u"Büro"_s;
        QTest::newRow("three bytes") << u"東京 \u202e"_s;
        QTest::newRow("four bytes") << u"🚀"_s;
        QTest::newRow("long") << QString(5000, u'\x01');
    }
    void textReadsBack()
    {
        QFETCH(QString, text);
        JsonText out(1);

        out.raw("[");
        out.text(text);
        out.raw("]");

        const QJsonDocument read = QJsonDocument::fromJson(out.take());
        QVERIFY(read.isArray());
        QCOMPARE(read.array().first().toString(), text);
    }
    void halfASurrogatePairIsReplaced()
    {
        JsonText out;
        out.text(QString(QChar(char16_t(0xd800))) + u"x"_s);
        QCOMPARE(out.take(), QByteArray("\"\xef\xbf\xbdx\""));
    }
    void numbersReadBack()
    {
        for (const double value : {0.0, -1.5, 0.1, 1e-300, 1.7976931348623157e308, 0.30000000000000004}) {
            JsonText out(1);
            out.number(value);
            QCOMPARE(out.take().toDouble(), value);
        }
        for (const qint64 value : {qint64(0), std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()}) {
            JsonText out(1);
            out.number(value);
            QCOMPARE(out.take().toLongLong(), value);
        }
    }
    void whatJsonCannotSayIsNull()
    {
        JsonText out;
        out.number(std::numeric_limits<double>::quiet_NaN());
        out.number(std::numeric_limits<double>::infinity());
        out.orNull(std::optional<qint64>());
        out.orNull(std::optional<Timestamp>());
        out.textOrNull(QString());
        QCOMPARE(out.take(), QByteArray("nullnullnullnullnull"));
    }
    void timesAreThoseOfTimestamp()
    {
        JsonText out;
        for (const qint64 ms : {qint64(0), qint64(1), qint64(-1), qint64(1'800'000'000'123), qint64(1'800'000'000'124),
                                qint64(-62'135'596'800'000), qint64(253'402'300'799'999), qint64(951'782'400'000)}) {
            out.time({ms});
            QCOMPARE(QString::fromLatin1(out.take()), u'"' + Timestamp{ms}.toIso8601() + u'"');
        }
    }
    void writesOnAfterTake()
    {
        JsonText out;
        out.raw("[1]");
        QCOMPARE(out.take(), QByteArray("[1]"));
        QCOMPARE(out.size(), qsizetype(0));
        out.raw("[2]");
        QCOMPARE(out.take(), QByteArray("[2]"));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_JsonText)
#include "tst_JsonText.moc"
