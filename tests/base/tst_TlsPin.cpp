// SPDX-License-Identifier: Apache-2.0
#include "core/base/TlsPin.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_TlsPin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrites()
    {
        const QString text = u"sha256:"_s + u"0123456789abcdef"_s.repeated(4);
        const auto pin = TlsPin::parse(text, u"--pin"_s);
        QVERIFY(pin);
        QCOMPARE(pin->sha256.size(), 32);
        QCOMPARE(pin->text(), text);
        QCOMPARE(TlsPin::parse(u"sha256:"_s + u"0123456789ABCDEF"_s.repeated(4), {})->text(), text);
    }

    void refusesEverythingElse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("no scheme") << u"ab"_s.repeated(32);
        QTest::newRow("short") << u"sha256:"_s + u"ab"_s.repeated(31);
        QTest::newRow("long") << u"sha256:"_s + u"ab"_s.repeated(33);
        QTest::newRow("not hex") << u"sha256:"_s + u"xy"_s.repeated(32);
        QTest::newRow("a line more") << u"sha256:"_s + u"ab"_s.repeated(32) + u'\n';
        QTest::newRow("other hash") << u"sha1:"_s + u"ab"_s.repeated(32);
    }
    void refusesEverythingElse()
    {
        QFETCH(QString, text);
        const auto pin = TlsPin::parse(text, u"--pin"_s);
        QVERIFY(!pin);
        QCOMPARE(pin.error().kind, ErrorKind::Invalid);
        QCOMPARE(pin.error().field, u"--pin"_s);
    }

    void noneIsEmpty() { QCOMPARE(TlsPin().text(), QString()); }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_TlsPin)
#include "tst_TlsPin.moc"
