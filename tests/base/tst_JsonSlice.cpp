// SPDX-License-Identifier: Apache-2.0
#include "core/base/JsonSlice.h"

#include <QTest>

using namespace muster;

//! Parts of a JSON text come back as they stand there.
class tst_JsonSlice : public QObject
{
    Q_OBJECT

    static QByteArray member(const QByteArray &text) { return jsonMember(text, "data").toByteArray(); }

private Q_SLOTS:
    void aMemberIsItsBytes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("number") << QByteArray("{\"data\":12345678901234567890}") << QByteArray("12345678901234567890");
        QTest::newRow("fraction") << QByteArray("{ \"a\" : 1 , \"data\" : 1.10 }") << QByteArray("1.10");
        QTest::newRow("object") << QByteArray("{\"data\":{\"b\": [1,{\"data\":2}], \"a\":\"}\\\"]\"} ,\"z\":0}")
                                << QByteArray("{\"b\": [1,{\"data\":2}], \"a\":\"}\\\"]\"}");
        QTest::newRow("string") << QByteArray("{\"data\":\"a,b\\\\\",\"z\":1}") << QByteArray("\"a,b\\\\\"");
        QTest::newRow("null") << QByteArray("\n{\"x\":\"data\",\"data\":null}\n") << QByteArray("null");
        QTest::newRow("array") << QByteArray("{\"data\":[ ]}") << QByteArray("[ ]");
        QTest::newRow("none") << QByteArray("{\"x\":{\"data\":1}}") << QByteArray();
        QTest::newRow("escaped key") << QByteArray("{\"d\\u0061ta\":7}") << QByteArray("7");
        QTest::newRow("twice") << QByteArray("{\"data\":1,\"data\":2}") << QByteArray("2");
    }
    void aMemberIsItsBytes()
    {
        QFETCH(QByteArray, text);
        QTEST(member(text), "value");
    }

    void elementsAreTheirBytes()
    {
        const QByteArray text = " [ {\"a\":1.0}, \"x\" ,[2,3],4 ] ";
        const QList<QByteArrayView> found = jsonElements(text);
        QCOMPARE(found.size(), 4);
        QCOMPARE(found[0].toByteArray(), QByteArray("{\"a\":1.0}"));
        QCOMPARE(found[1].toByteArray(), QByteArray("\"x\""));
        QCOMPARE(found[2].toByteArray(), QByteArray("[2,3]"));
        QCOMPARE(found[3].toByteArray(), QByteArray("4"));
        QVERIFY(jsonElements("[]").isEmpty());
        QVERIFY(jsonElements("{}").isEmpty());
    }

    void compactTextLosesBlanksAlone()
    {
        QCOMPARE(jsonCompact(" { \"a b\" : [ 1.10 ,\n\"x\\\" y\" ] }\r\n"), QByteArray("{\"a b\":[1.10,\"x\\\" y\"]}"));
        QCOMPARE(jsonCompact("\"\\"), QByteArray("\"\\"));
    }

    //! Whatever it is: no byte beyond the text is looked at (sanitizers), and it ends.
    void nonsenseIsHarmless()
    {
        for (const QByteArray &text : {QByteArray(), QByteArray("{"), QByteArray("{\""), QByteArray("{\"data\\"), QByteArray("{\"data\":"),
                                       QByteArray("{\"data\":[[["), QByteArray("{\"data\":\"\\"), QByteArray("{}}"), QByteArray("[,,]"),
                                       QByteArray("[1"), QByteArray("[]]]"), QByteArray("{:,}"), QByteArray("[\"")}) {
            (void)member(text);
            (void)jsonElements(text);
        }
        QVERIFY(member("{\"data\"").isEmpty());
    }
};

QTEST_APPLESS_MAIN(tst_JsonSlice)
#include "tst_JsonSlice.moc"
