// SPDX-License-Identifier: Apache-2.0
#include "core/base/Json.h"
#include "core/base/JsonBounds.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_JsonBounds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nestingAndValuesAreCounted()
    {
        QCOMPARE(jsonSize("{}"), (JsonSize{1, 1}));
        QCOMPARE(jsonSize("{\"a\":[1,2]}"), (JsonSize{2, 4}));
        QCOMPARE(jsonSize("[[[]],[]]"), (JsonSize{3, 5}));
        QCOMPARE(jsonSize({}), JsonSize());
    }

    void stringsAreNotCounted()
    {
        QCOMPARE(jsonSize("{\"[,{\\\",\":\"]]]\"}"), (JsonSize{1, 2}));
        QCOMPARE(jsonSize("\"[[[[\\"), JsonSize());
    }

    void nonsenseIsHarmless() { QCOMPARE(jsonSize("]]]}}}[").depth, 0); }

    void endlessOnesAreNotReadToTheEnd()
    {
        QCOMPARE(jsonSize(QByteArray("0,").repeated(2 * kJsonValues)).values, kJsonValues + 1);
    }

    void richTextsAreNotParsed()
    {
        const auto parsed = parseJsonObject("{\"a\":[0" + QByteArray(",0").repeated(kJsonValues) + "]}");

        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, ErrorKind::Invalid);
        QVERIFY(parsed.error().what.contains(u"2000000"_s));
    }
};

QTEST_APPLESS_MAIN(tst_JsonBounds)
#include "tst_JsonBounds.moc"
