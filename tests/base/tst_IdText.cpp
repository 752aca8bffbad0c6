// SPDX-License-Identifier: Apache-2.0
#include "core/base/Id.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_IdText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grammar_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isGood");

        QTest::newRow("shortest") << u"a1"_s << true;
        QTest::newRow("all kinds of characters") << u"A0.b_c-D"_s << true;
        QTest::newRow("longest") << QString(64, u'x') << true;
        QTest::newRow("digit first") << u"0-node"_s << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("one letter") << u"a"_s << false;
        QTest::newRow("too long") << QString(65, u'x') << false;
        QTest::newRow("dot first") << u".hidden"_s << false;
        QTest::newRow("dash first") << u"-rf"_s << false;
        QTest::newRow("path") << u"a/b"_s << false;
        QTest::newRow("space") << u"a b"_s << false;
        QTest::newRow("line break") << u"ab\n"_s << false;
        QTest::newRow("letter beyond ASCII") << u"käse"_s << false;
        QTest::newRow("zero byte") << QString(u"a"_s + QChar(0) + u'b') << false;
    }

    void grammar()
    {
        QFETCH(QString, text);
        QFETCH(bool, isGood);

        struct Tag {
        };
        const auto id = Id<Tag>::parse(text, u"id"_s);

        QCOMPARE(isIdText(text), isGood);
        QCOMPARE(id.has_value(), isGood);
        if (!isGood)
            QCOMPARE(id.error().field, u"id"_s);
    }
};

QTEST_GUILESS_MAIN(tst_IdText)
#include "tst_IdText.moc"
