// SPDX-License-Identifier: Apache-2.0
// Wrong keys, counted by source (T-2).
#include "core/wire/GuessLimit.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_GuessLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stopsAtTheLimitAndStartsAgain();
    void sourcesAreApart();
    void formsOfOneSource_data();
    void formsOfOneSource();
    void manySourcesShareOneCount();
    void oldSourcesMakeRoom();
};

namespace
{

const QHostAddress kOne(u"192.0.2.1"_s);
const QHostAddress kTwo(u"192.0.2.2"_s);

SteadyTime at(int seconds)
{
    return SteadyTime() + milliseconds(1000 * (seconds + 1000));
}

} // namespace

void tst_GuessLimit::stopsAtTheLimitAndStartsAgain()
{
    GuessLimit limit(3);

    for (int i = 0; i < 3; ++i)
        QVERIFY(limit.count(kOne, at(i)));

    QVERIFY(!limit.count(kOne, at(59)));
    QVERIFY(limit.count(kOne, at(60)));
}

void tst_GuessLimit::sourcesAreApart()
{
    GuessLimit limit(1);
    QVERIFY(limit.count(kOne, at(0)));
    QVERIFY(!limit.count(kOne, at(0)));

    QVERIFY(limit.count(kTwo, at(0)));
}

void tst_GuessLimit::formsOfOneSource_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("isOne");
    QTest::newRow("mapped") << u"192.0.2.1"_s << u"::ffff:192.0.2.1"_s << true;
    QTest::newRow("one network") << u"2001:db8::1"_s << u"2001:db8::ffff:ffff:ffff:ffff"_s << true;
    QTest::newRow("two networks") << u"2001:db8::1"_s << u"2001:db8:0:1::1"_s << false;
    QTest::newRow("neighbours") << u"192.0.2.1"_s << u"192.0.2.2"_s << false;
}

void tst_GuessLimit::formsOfOneSource()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(bool, isOne);
    GuessLimit limit(1);
    QVERIFY(limit.count(QHostAddress(first), at(0)));

    QCOMPARE(limit.count(QHostAddress(second), at(0)), !isOne);
}

void tst_GuessLimit::manySourcesShareOneCount()
{
    GuessLimit limit(2, 10);
    for (quint32 i = 0; i < 10; ++i)
        QVERIFY(limit.count(QHostAddress(0x0a000000 + i), at(0)));

    int told = 0;
    for (quint32 i = 0; i < 1000; ++i)
        told += limit.count(QHostAddress(0x0b000000 + i), at(0)) ? 1 : 0;

    QCOMPARE(told, 2);
    QCOMPARE(limit.sourceCount(), 10);
    QVERIFY(limit.count(QHostAddress(0x0a000000), at(0))); // Those that are known keep their own.
}

void tst_GuessLimit::oldSourcesMakeRoom()
{
    GuessLimit limit(1, 2);
    QVERIFY(limit.count(QHostAddress(1), at(0)));
    QVERIFY(limit.count(QHostAddress(2), at(30)));

    QVERIFY(limit.count(QHostAddress(3), at(60)));
    QVERIFY(!limit.count(QHostAddress(3), at(60)));

    QCOMPARE(limit.sourceCount(), 2);
    QVERIFY(!limit.count(QHostAddress(2), at(60)));
}

QTEST_APPLESS_MAIN(tst_GuessLimit)
#include "tst_GuessLimit.moc"
