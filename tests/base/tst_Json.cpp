// SPDX-License-Identifier: Apache-2.0
#include "core/base/Json.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Json : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyOneObjectIsADocument_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isGood");

        QTest::newRow("object") << QByteArray(R"({"a":1})") << true;
        QTest::newRow("brackets in a text") << QByteArray(R"({"a":")" + QByteArray(500, '[') + R"("})") << true;
        QTest::newRow("as deep as allowed")
            << QByteArray(R"({"a":)" + QByteArray(limits::kJsonDepth - 1, '[') + QByteArray(limits::kJsonDepth - 1, ']') + '}')
            << true;
        QTest::newRow("one level deeper")
            << QByteArray(R"({"a":)" + QByteArray(limits::kJsonDepth, '[') + QByteArray(limits::kJsonDepth, ']') + '}') << false;
        QTest::newRow("a million levels") << QByteArray(1'000'000, '[') << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("array") << QByteArray("[1]") << false;
        QTest::newRow("half") << QByteArray(R"({"a":1)") << false;
        QTest::newRow("two") << QByteArray("{}{}") << false;
        QTest::newRow("no text at all") << QByteArray("\xff\xfe\x00\x01", 4) << false;
    }

    void onlyOneObjectIsADocument()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isGood);

        const auto object = parseJsonObject(bytes);

        QCOMPARE(object.has_value(), isGood);
        if (!isGood)
            QCOMPARE(object.error().kind, ErrorKind::Invalid);
    }

    void firstWrongFieldIsBlamedWithItsPath()
    {
        JsonReader reader(QJsonObject{{u"pid"_s, u"x"_s}, {u"cpu"_s, 5}}, u"agents[2]"_s);
        QCOMPARE(reader.optionalInteger("pid"_L1, 0, 10), std::nullopt);
        QCOMPARE(reader.optionalNumber("cpu"_L1, 0, 1), std::nullopt);

        const auto checked = reader.check();

        QVERIFY(!checked);
        QCOMPARE(checked.error().field, u"agents[2].pid"_s);
    }

    void absentAndNullAreUnknown()
    {
        JsonReader reader(QJsonObject{{u"a"_s, QJsonValue()}});

        QVERIFY(!reader.has("a"_L1));
        QVERIFY(reader.optionalText("a"_L1).isEmpty());
        QCOMPARE(reader.optionalNumber("b"_L1, 0, 1), std::nullopt);
        QVERIFY(reader.boolean("b"_L1, true));
        QVERIFY(reader.texts("b"_L1, 3).isEmpty());
        QVERIFY(reader.check().has_value());
    }

    void numbersAreExact_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<bool>("isGood");

        QTest::newRow("whole") << QJsonValue(7) << true;
        QTest::newRow("least") << QJsonValue(-5) << true;
        QTest::newRow("below") << QJsonValue(-6) << false;
        QTest::newRow("beyond") << QJsonValue(1e300) << false;
        QTest::newRow("half") << QJsonValue(1.5) << false;
        QTest::newRow("text") << QJsonValue(u"7"_s) << false;
        QTest::newRow("truth") << QJsonValue(true) << false;
    }

    void numbersAreExact()
    {
        QFETCH(QJsonValue, value);
        QFETCH(bool, isGood);
        JsonReader reader(QJsonObject{{u"n"_s, value}});

        const auto number = reader.optionalInteger("n"_L1, -5, 1000);

        QCOMPARE(number.has_value(), isGood);
        QCOMPARE(reader.check().has_value(), isGood);
    }

    void wrongTypesAndSizesAreBlamed()
    {
        const QJsonObject object{{u"list"_s, QJsonArray{u"a"_s, 1}}, {u"many"_s, QJsonArray{1, 2, 3}}, {u"text"_s, u"abc\x1b"_s}};
        const auto blamed = [&object](auto read) {
            JsonReader reader(object);
            read(reader);
            return reader.check() ? QString() : reader.check().error().field;
        };

        QCOMPARE(blamed([](JsonReader &r) { r.texts("list"_L1, 5); }), u"list[1]"_s);
        QCOMPARE(blamed([](JsonReader &r) { r.array("many"_L1, 2); }), u"many"_s);
        QCOMPARE(blamed([](JsonReader &r) { r.object("many"_L1); }), u"many"_s);
        QCOMPARE(blamed([](JsonReader &r) { r.text("text"_L1); }), u"text"_s);
        QCOMPARE(blamed([](JsonReader &r) { r.text("none"_L1); }), u"none"_s);
        QCOMPARE(blamed([](JsonReader &r) { r.optionalText("text"_L1, 2); }), u"text"_s);
        QCOMPARE(blamed([](JsonReader &r) { r.optionalTime("text"_L1); }), u"text"_s);
    }
};

QTEST_GUILESS_MAIN(tst_Json)
#include "tst_Json.moc"
