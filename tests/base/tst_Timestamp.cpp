// SPDX-License-Identifier: Apache-2.0
#include "core/base/Timestamp.h"

#include <QDateTime>
#include <QTest>

#include <random>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Timestamp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesOneForm()
    {
        QCOMPARE(Timestamp{0}.toIso8601(), u"1970-01-01T00:00:00.000Z"_s);
        QCOMPARE(Timestamp{-1}.toIso8601(), u"1969-12-31T23:59:59.999Z"_s);
        QCOMPARE(Timestamp{1'800'000'000'007}.toIso8601(), u"2027-01-15T08:00:00.007Z"_s);
        QCOMPARE(Timestamp{951'782'400'000}.toIso8601(), u"2000-02-29T00:00:00.000Z"_s);
    }

    void agreesWithQtAndComesBack()
    {
        std::mt19937_64 random(1);
        for (int i = 0; i < 5000; ++i) {
            // Years 0001 to 9999.
            const Timestamp at{std::uniform_int_distribution<qint64>(-62'100'000'000'000, 253'000'000'000'000)(random)};
            const QString text = at.toIso8601();
            QCOMPARE(text, QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch, Qt::UTC).toString(Qt::ISODateWithMs));
            QCOMPARE(Timestamp::fromIso8601(text, u"at"_s).value(), at);
        }
    }

    void readsOffsetsAndWholeSeconds()
    {
        QCOMPARE(Timestamp::fromIso8601(u"2027-01-15T09:00:00+01:00"_s, {}).value(), Timestamp{1'800'000'000'000});
        QCOMPARE(Timestamp::fromIso8601(u"2027-01-15T08:00:00Z"_s, {}).value(), Timestamp{1'800'000'000'000});
    }

    void refusesTheRest_data()
    {
        QTest::addColumn<QString>("text");

        for (const QString &text : {u""_s, u"now"_s, u"2027-01-15"_s, u"2027-13-15T08:00:00Z"_s, u"2027-02-30T08:00:00Z"_s,
                                    u"2027-01-15T08:00:00"_s, u"1800000000"_s, QString(10'000, u'1')})
            QTest::newRow(qPrintable(u"'%1'"_s.arg(text.left(30)))) << text;
    }

    void refusesTheRest()
    {
        QFETCH(QString, text);

        const auto at = Timestamp::fromIso8601(text, u"startedAt"_s);

        QVERIFY(!at);
        QCOMPARE(at.error().field, u"startedAt"_s);
    }

    void arithmeticIsInMilliseconds()
    {
        const Timestamp at{1000};
        QCOMPARE(at + milliseconds(5), Timestamp{1005});
        QCOMPARE(at - milliseconds(5), Timestamp{995});
        QCOMPARE(Timestamp{1005} - at, milliseconds(5));
        QVERIFY(at < Timestamp{1001});
    }
};

QTEST_GUILESS_MAIN(tst_Timestamp)
#include "tst_Timestamp.moc"
