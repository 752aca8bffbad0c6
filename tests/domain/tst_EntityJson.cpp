// SPDX-License-Identifier: Apache-2.0
#include "core/domain/EntityJson.h"

#include "core/domain/AgentSettings.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_EntityJson : public QObject
{
    Q_OBJECT

    static EntityState state()
    {
        EntityState one;
        one.entity.ref = *EntityRef::parse(u"agent/acme:hello"_s, {});
        one.entity.title = u"Says hello"_s;
        one.entity.needs = {u"gpu"_s};
        one.entity.isResident = true;
        one.entity.settings = AgentSettings{{u"/bin/cat"_s}, {{u"A"_s, u"b"_s}}, {}, {}, milliseconds(0)}.toJson();
        one.entity.secrets = {u"API_KEY"_s};
        one.entity.createdAt = Timestamp{1'800'000'000'000};
        one.entity.updatedAt = Timestamp{1'800'000'001'000};
        one.assignment = Assignment{one.entity.ref, NodeId(u"pi-lab"_s), AssignmentMode::Strict, Timestamp{1'800'000'002'000},
                                    u"kim"_s, 7};
        one.placement = {NodeId(u"pi-lab"_s), AssignmentMode::Strict, true,
                         Waiting{WaitReason::StrictNodeOffline, u"pi-lab is offline"_s}, u"pinned strictly to pi-lab"_s};
        return one;
    }

private Q_SLOTS:
    void statesAreReadBack()
    {
        const Result<EntityState> read = entityStateFromJson(toJson(state()));
        QVERIFY2(read, read ? "" : qPrintable(read.error().text()));
        QCOMPARE(*read, state());
        EntityState bare;
        bare.entity.ref = *EntityRef::parse(u"alert-rule/disk-above-90"_s, {});
        bare.entity.createdAt = bare.entity.updatedAt = Timestamp{1'800'000'000'000};
        QCOMPARE(*entityStateFromJson(toJson(bare)), bare);
    }

    //! interface.md, Entity.
    void theFieldsAreThoseOfTheInterface()
    {
        const QJsonObject json = toJson(state());
        for (const char *field : {"kind", "id", "tenant", "title", "subtitle", "needs", "resident", "settings", "placement"})
            QVERIFY2(json.contains(QLatin1StringView(field)), field);
        QVERIFY(json.value(u"subtitle"_s).isNull());
        const QJsonObject place = json.value(u"placement"_s).toObject();
        for (const char *field : {"node", "mode", "explicit", "waiting", "reason"})
            QVERIFY2(place.contains(QLatin1StringView(field)), field);
        const QJsonObject pin = toJson(*state().assignment);
        for (const char *field : {"entity", "node", "mode", "updatedAt", "updatedBy", "version"})
            QVERIFY2(pin.contains(QLatin1StringView(field)), field);
    }

    void timesThatNobodyToldAreNull()
    {
        EntityState state;
        state.entity.ref = *EntityRef::parse(u"browser/shop"_s, {});
        state.assignment = Assignment{state.entity.ref, NodeId(u"node-a"_s), AssignmentMode::Strict, {}, {}, 1};
        const QJsonObject entity = toJson(state.entity);
        QVERIFY(entity.value("createdAt"_L1).isNull() && entity.value("updatedAt"_L1).isNull());
        QVERIFY(toJson(*state.assignment).value("updatedAt"_L1).isNull());
        const auto again = entityStateFromJson(toJson(state), {});
        QVERIFY(again && *again == state);
    }
    void nonsenseIsBlamed_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("blamed");
        QTest::newRow("kind") << u"kind"_s << QJsonValue(u"robot"_s) << u"kind"_s;
        QTest::newRow("id") << u"id"_s << QJsonValue(u"../x"_s) << u"id"_s;
        QTest::newRow("tenant") << u"tenant"_s << QJsonValue(u"a b"_s) << u"tenant"_s;
        QTest::newRow("title") << u"title"_s << QJsonValue(QString(200, u'x')) << u"title"_s;
        QTest::newRow("resident") << u"resident"_s << QJsonValue(u"yes"_s) << u"resident"_s;
        QTest::newRow("settings") << u"settings"_s << QJsonValue(QJsonObject{}) << u"settings.argv"_s;
        QTest::newRow("secret name") << u"secrets"_s << QJsonValue(QJsonArray{u"A B"_s}) << u"secrets"_s;
    }
    void nonsenseIsBlamed()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QFETCH(QString, blamed);
        QJsonObject json = toJson(state().entity);
        json.insert(field, value);
        const Result<Entity> read = entityFromJson(json);
        QVERIFY(!read);
        QCOMPARE(read.error().field, blamed);
    }

    void candidatesAreReadBack()
    {
        const Candidate one{NodeId(u"pi-lab"_s), u"Pi"_s, true, 0.25, u"online, 25 % busy"_s};
        QCOMPARE(*candidateFromJson(toJson(one)), one);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_EntityJson)
#include "tst_EntityJson.moc"
