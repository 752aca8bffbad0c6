// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeJson.h"
#include "tests/support/NodeBuilder.h"

#include <QJsonDocument>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

const Timestamp kNow{1'800'000'014'000};

//! The JSON of a good node with \a value under \a key.
QJsonObject withField(const QString &key, const QJsonValue &value)
{
    QJsonObject json = toJson(nodeCalled(u"vps-02"_s), kNow);
    json.insert(key, value);
    return json;
}

} // namespace

class tst_NodeJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack()
    {
        Node node = nodeCalled(u"vps-02"_s);
        node.status = NodeStatus::Degraded;
        node.reasons = {{u"memory-high"_s, u"Memory 96 % for 3 beats"_s}};
        node.cordoned = true;
        node.drain = Drain{2, 5, Timestamp{1'800'000'900'000}, u"crm-sync, 11 m"_s};

        const auto again = nodeFromJson(toJson(node, kNow));

        QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().text()));
        QVERIFY(*again == node);
    }

    void unknownStaysUnknown()
    {
        Node node;
        node.who.id = NodeId(u"bare"_s);
        node.who.name = u"bare"_s;

        const QJsonObject json = toJson(node, kNow);
        const auto again = nodeFromJson(json);

        for (const QString &key : {u"cpu"_s, u"load1"_s, u"memoryUsedBytes"_s, u"memoryTotalBytes"_s, u"lastBeatAt"_s,
                                   u"beatAgeMs"_s, u"startedAt"_s, u"pid"_s, u"cores"_s, u"address"_s, u"drain"_s})
            QVERIFY2(json.value(key).isNull(), qPrintable(key));
        QVERIFY(again.has_value());
        QVERIFY(*again == node);
    }

    void shapeIsThatOfTheInterface()
    {
        const QJsonObject json = toJson(nodeCalled(u"vps-02"_s), kNow);

        QCOMPARE(json.value(u"status"_s).toString(), u"online"_s);
        QCOMPARE(json.value(u"lastBeatAt"_s).toString(), u"2027-01-15T08:00:10.000Z"_s);
        QCOMPARE(json.value(u"beatAgeMs"_s).toInteger(), 4000);
        QCOMPARE(json.value(u"beatIntervalMs"_s).toInteger(), 10'000);
        QCOMPARE(json.value(u"agents"_s).toArray().at(0).toObject().value(u"pid"_s).toInteger(), 4712);
        QVERIFY(json.value(u"labels"_s).isObject());
    }

    void ageIsNeverNegative()
    {
        // Our wall clock went back an hour (M-3).
        const QJsonObject json = toJson(nodeCalled(u"vps-02"_s), kNow - milliseconds(3'600'000));

        QCOMPARE(json.value(u"beatAgeMs"_s).toInteger(), 0);
    }

    void hostileFieldsAreRefusedByName_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("field");

        QJsonArray manyAgents;
        for (int i = 0; i <= limits::kNodeAgents; ++i)
            manyAgents.append(QJsonObject{{u"id"_s, u"a%1"_s.arg(i)}});
        QJsonObject manyLabels;
        for (int i = 0; i <= limits::kNodeLabels; ++i)
            manyLabels.insert(u"label-%1"_s.arg(i), u"x"_s);
        const auto row = [](const char *name, const QString &key, const QJsonValue &value, const QString &field = {}) {
            QTest::newRow(name) << key << value << (field.isEmpty() ? key : field);
        };
        row("no id", u"id"_s, QJsonValue());
        row("id with a slash", u"id"_s, u"../etc"_s);
        row("id of one letter", u"id"_s, u"x"_s);
        row("endless name", u"name"_s, QString(81, u'n'));
        row("line break in the name", u"name"_s, u"a\nb"_s);
        row("unknown role", u"role"_s, u"boss"_s);
        row("unknown status", u"status"_s, u"fine"_s);
        row("negative memory", u"memoryUsedBytes"_s, -1);
        row("memory beyond a petabyte", u"memoryTotalBytes"_s, 1e18);
        row("share above one", u"cpu"_s, 1.5);
        row("number as text", u"cpu"_s, u"0.5"_s);
        row("no core", u"cores"_s, 0);
        row("half a process", u"pid"_s, 1.5);
        row("time that is none", u"startedAt"_s, u"yesterday"_s);
        row("too many agents", u"agents"_s, manyAgents);
        row("agent that is text", u"agents"_s, QJsonArray{u"x"_s}, u"agents[0]"_s);
        row("agent without id", u"agents"_s, QJsonArray{QJsonObject{}}, u"agents[0].id"_s);
        row("too many labels", u"labels"_s, manyLabels);
        row("label with a control character", u"labels"_s, QJsonObject{{u"site"_s, u"a\u0007"_s}});
        row("capabilities that are one text", u"capabilities"_s, u"docker"_s);
        row("endless capability", u"capabilities"_s, QJsonArray{QString(300, u'c')}, u"capabilities[0]"_s);
    }

    void hostileFieldsAreRefusedByName()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QFETCH(QString, field);

        const auto node = nodeFromJson(withField(key, value));

        QVERIFY(!node);
        QCOMPARE(node.error().kind, ErrorKind::Invalid);
        QCOMPARE(node.error().field, field);
    }

    void unknownFieldsAreDropped()
    {
        const auto node = nodeFromJson(withField(u"isAdmin"_s, true));

        QVERIFY(node.has_value());
        QVERIFY(*node == nodeCalled(u"vps-02"_s));
    }

    void missingNameIsTheId()
    {
        const auto node = nodeFromJson(withField(u"name"_s, QJsonValue()));

        QCOMPARE(node->who.name, u"vps-02"_s);
    }

    void historyComesBackAndIsBounded()
    {
        NodeHistory history;
        history.addLoad(someLoad());
        history.addGap();
        history.addBeat(BeatMark::Late);
        const auto again = historyFromJson(toJson(history), u"h"_s);
        QVERIFY(again.has_value());
        QVERIFY(*again == history);

        const QJsonObject large{{u"cpu"_s, QString::fromLatin1(QByteArray(100, 'x').toBase64())}};
        const auto cut = historyFromJson(large, u"h"_s);
        QVERIFY(cut.has_value());
        QCOMPARE(cut->cpu.size(), limits::kHistorySamples);
    }
};

QTEST_GUILESS_MAIN(tst_NodeJson)
#include "tst_NodeJson.moc"
