// SPDX-License-Identifier: Apache-2.0
// The console's instances and assignments as states of ours, poll after poll.
#include "core/dialects/cognipeer/CognipeerEntities.h"
#include "core/dialects/cognipeer/CognipeerReplies.h"
#include "tests/support/NodeBuilder.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

//! As they came from the console.
constexpr auto kBrowser =
    R"({"entityType":"browser","entityId":"1f7f9169-6b05-4825-96ef-bed321400664:3f3a7cda-98c8-440d-9787-ebd90dd39cd3","name":"research-browser","subtitle":"research-browser","tenantId":"1f7f9169-6b05-4825-96ef-bed321400664","tenantSlug":"acme","projectId":"5b2ba50c-4be1-4cdc-8903-d659d2be2809","nodeName":"node-a","mode":"preferred","explicit":false})";
constexpr auto kCalcPin =
    R"({"entityType":"js-sandbox","entityId":"1f7f9169-6b05-4825-96ef-bed321400664:calc","nodeName":"node-b","mode":"strict","updatedAt":"2026-11-20T17:30:18.998Z","updatedBy":"lab"})";

QJsonObject parsed(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

CognipeerRows<CognipeerInstance> instances(const QByteArray &rows)
{
    return CognipeerWork::readInstances(parsed("{\"instances\":[" + rows + "]}")).value_or(CognipeerRows<CognipeerInstance>());
}

CognipeerRows<CognipeerPin> pins(const QByteArray &rows = {})
{
    return CognipeerWork::readPins(parsed("{\"assignments\":[" + rows + "]}")).value_or(CognipeerRows<CognipeerPin>());
}

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray row(const QString &type, const QString &id, const QString &slug = u"acme"_s)
{
    return text({{u"entityType"_s, type}, {u"entityId"_s, id}, {u"name"_s, u"N"_s},
                 {u"tenantId"_s, id.section(u':', 0, 0)}, {u"tenantSlug"_s, slug}});
}

QByteArray pin(const QString &type, const QString &id, const QString &node, const QString &mode = u"strict"_s)
{
    return text({{u"entityType"_s, type}, {u"entityId"_s, id}, {u"nodeName"_s, node}, {u"mode"_s, mode}});
}

QList<Node> nodes(NodeStatus ofB = NodeStatus::Online)
{
    Node a = nodeCalled(u"node-a"_s);
    Node b = nodeCalled(u"node-b"_s);
    b.status = ofB;
    return {a, b};
}

QStringList refsOf(const QList<EntityState> &states)
{
    QStringList texts;
    for (const EntityState &state : states)
        texts.append(state.entity.ref.text());
    return texts;
}

} // namespace

class tst_CognipeerEntities : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capturedRowsAreRead()
    {
        CognipeerEntities entities;
        entities.take(pins(kCalcPin), instances(kBrowser));
        const QList<EntityState> states = entities.states(nodes(), u"node-a"_s);
        // Tenants go by their slug; what is pinned is there even when no list has it.
        QCOMPARE(refsOf(states), (QStringList{u"browser/acme:3f3a7cda-98c8-440d-9787-ebd90dd39cd3"_s, u"js-runtime/acme:calc"_s}));
        const EntityState &browser = states.first();
        QCOMPARE(browser.entity.name(), u"research-browser"_s);
        QVERIFY(browser.entity.subtitle.isEmpty()); // The same as its name.
        QVERIFY(!browser.assignment); // The default node is no assignment.
        QCOMPARE(browser.placement.node.text(), u"node-a"_s);
        QVERIFY(!browser.placement.isExplicit && !browser.placement.waiting);
        const EntityState &calc = states.last();
        QCOMPARE(calc.assignment->node.text(), u"node-b"_s);
        QCOMPARE(calc.assignment->mode, AssignmentMode::Strict);
        QCOMPARE(calc.assignment->updatedBy, u"lab"_s);
        QCOMPARE(calc.assignment->updatedAt.toIso8601(), u"2026-11-20T17:30:18.998Z"_s);
        QCOMPARE(calc.assignment->version, quint64(1));
        QCOMPARE(entities.keyOf(calc.entity.ref)->id, u"1f7f9169-6b05-4825-96ef-bed321400664:calc"_s); // For its paths.
        QVERIFY(!entities.hasVersions());
    }
    void placesFollowItsRouterNotItsDocument()
    {
        CognipeerEntities entities;
        entities.take(pins(pin(u"agent"_s, u"t1:strict"_s, u"node-b"_s) + ',' + pin(u"agent"_s, u"t1:soft"_s, u"node-b"_s, u"preferred"_s) + ','
                           + pin(u"agent"_s, u"t1:lost"_s, u"gone"_s)), std::nullopt);
        const QList<EntityState> up = entities.states(nodes(), u"node-a"_s);
        QVERIFY(!up[2].placement.waiting && up[2].placement.isExplicit);
        const QList<EntityState> down = entities.states(nodes(NodeStatus::Draining), u"node-a"_s);
        QCOMPARE(refsOf(down), (QStringList{u"agent/t1:lost"_s, u"agent/t1:soft"_s, u"agent/t1:strict"_s}));
        QCOMPARE(down[0].placement.waiting->reason, WaitReason::StrictNodeOffline);
        QVERIFY(down[0].placement.waiting->text.contains(u"not in this cluster"_s));
        QVERIFY(down[1].placement.node.isEmpty() && !down[1].placement.waiting); // Any process takes it.
        QVERIFY(down[2].placement.waiting->text.contains(u"draining"_s));
        QCOMPARE(down[2].placement.node.text(), u"node-b"_s);
    }
    void aShortListIsNoProofOfAbsence()
    {
        CognipeerEntities entities;
        entities.take(pins(), instances(row(u"agent"_s, u"t1:one"_s) + ',' + row(u"agent"_s, u"t1:two"_s)));
        for (int i = 1; i < CognipeerEntities::kMissingMost; ++i) {
            entities.take(pins(), instances(row(u"agent"_s, u"t1:one"_s)));
            QCOMPARE(entities.states(nodes(), {}).size(), 2);
        }
        entities.take(pins(), instances(row(u"agent"_s, u"t1:one"_s) + ',' + row(u"agent"_s, u"t1:two"_s))); // It was only skipped.
        for (int i = 1; i < CognipeerEntities::kMissingMost; ++i)
            entities.take(pins(), instances({}));
        entities.take(pins(), std::nullopt); // Nothing was read: that says nothing.
        QCOMPARE(entities.states(nodes(), {}).size(), 2);
        entities.take(pins(pin(u"agent"_s, u"t1:two"_s, u"node-a"_s)), instances({}));
        QCOMPARE(refsOf(entities.states(nodes(), {})), QStringList{u"agent/acme:two"_s}); // Its pin is a sign of it.
    }
    void versionsAreCountedHere()
    {
        CognipeerEntities entities;
        const EntityRef one = *EntityRef::parse(u"agent/acme:one"_s, {});
        entities.take(pins(), instances(row(u"agent"_s, u"t1:one"_s)));
        QCOMPARE(entities.versionOf(one), quint64(0));
        entities.take(pins(pin(u"agent"_s, u"t1:one"_s, u"node-a"_s)), std::nullopt);
        QCOMPARE(entities.versionOf(one), quint64(1));
        entities.take(pins(pin(u"agent"_s, u"t1:one"_s, u"node-a"_s)), std::nullopt);
        QCOMPARE(entities.versionOf(one), quint64(1));
        entities.take(pins(pin(u"agent"_s, u"t1:one"_s, u"node-b"_s)), std::nullopt);
        entities.setPin(one, std::nullopt);
        QCOMPARE(entities.versionOf(one), quint64(3));
        QCOMPARE(entities.states(nodes(), u"node-a"_s).first().placement.node.text(), u"node-a"_s); // Not where the list had it.
        QVERIFY(!entities.states(nodes(), {}).first().assignment);
    }
    void oddIdsAndTenantsAreToldApart()
    {
        CognipeerEntities entities;
        const QByteArray odd = row(u"agent"_s, u"t1:a b"_s) + ',' + row(u"agent"_s, u"t1:a:b"_s) + ',' + row(u"agent"_s, u"t1:x"_s) + ','
            + row(u"agent"_s, u"t1:same"_s) + ',' + row(u"agent"_s, u"t2:same"_s) + ',' + row(u"agent"_s, u"bare"_s, u""_s);
        entities.take(pins(), instances(odd));
        const QList<EntityState> states = entities.states(nodes(), {});
        QCOMPARE(states.size(), 6);
        QSet<QString> texts;
        for (const EntityState &state : states) {
            QVERIFY(isIdText(state.entity.ref.id.text()) && isIdText(state.entity.ref.tenant.text()));
            QVERIFY(state.entity.ref.tenant.text() != "acme"_L1); // Two tenants call themselves so.
            QVERIFY(entities.keyOf(state.entity.ref));
            texts.insert(state.entity.ref.text());
        }
        QCOMPARE(texts.size(), 6);
        entities.take(pins(), instances(odd));
        QCOMPARE(refsOf(entities.states(nodes(), {})), refsOf(states));
    }
    void unknownKindsAreTold()
    {
        const auto read = instances(row(u"crawler"_s, u"t1:one"_s) + ',' + row(u"crawler"_s, u"t1:two"_s) + ',' + row(u"agent"_s, u"t1:one"_s));
        QCOMPARE(read.rows.size(), 1);
        QCOMPARE(read.unknownTypes, QStringList{u"crawler"_s});
    }
    void nonsenseNamesItsPath_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("path");
        QTest::newRow("no list") << "{}"_ba << u"instances"_s;
        QTest::newRow("no object") << R"({"instances":[1]})"_ba << u"instances[0].entityType"_s;
        QTest::newRow("no id") << R"({"instances":[{"entityType":"agent","entityId":""}]})"_ba << u"instances[0].entityId"_s;
        QTest::newRow("name") << R"({"instances":[{"entityType":"agent","entityId":"t:x","name":7}]})"_ba << u"instances[0].name"_s;
    }
    void nonsenseNamesItsPath()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, path);
        const auto read = CognipeerWork::readInstances(parsed(text));
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Protocol);
        QVERIFY2(read.error().what.contains(path), qPrintable(read.error().what));
        const auto pinned = CognipeerWork::readPins(parsed(R"({"assignments":[{"entityType":"agent","entityId":"t:x","nodeName":"a","mode":"firm"}]})"));
        QVERIFY(!pinned && pinned.error().what.contains(u"assignments[0].mode"_s));
    }
    void differencesBecomeEvents()
    {
        CognipeerEntities entities;
        entities.take(pins(), instances(row(u"agent"_s, u"t1:one"_s) + ',' + row(u"agent"_s, u"t1:two"_s)));
        const QList<EntityState> before = entities.states(nodes(), u"node-a"_s);
        QVERIFY(changesBetween(before, before).isEmpty());
        const QList<EntityState> after{before.last()};
        const QList<ClusterChange> gone = changesBetween(before, after);
        QCOMPARE(gone, QList<ClusterChange>{EntityRemoved{before.first().entity.ref}});
        QCOMPARE(changesBetween(after, before), QList<ClusterChange>{EntityChanged{before.first()}});
        entities.take(pins(pin(u"agent"_s, u"t1:two"_s, u"node-b"_s)), std::nullopt);
        const QList<EntityState> pinned = entities.states(nodes(), u"node-a"_s);
        QCOMPARE(changesBetween(before, pinned), QList<ClusterChange>{EntityChanged{pinned.last()}});
        QCOMPARE(changesBetween(before, {}).size(), 2);
    }
    void whatWeServeIsReadAgain()
    {
        EntityState state;
        state.entity.ref = *EntityRef::parse(u"agent/hello"_s, {});
        state.entity.title = u"Hello"_s;
        state.assignment = Assignment{state.entity.ref, NodeId(u"node-b"_s), AssignmentMode::Strict, Timestamp{5}, u"kim"_s, 7};
        state.placement = {NodeId(u"node-b"_s), AssignmentMode::Strict, true,
                           Waiting{WaitReason::NoHandler, u"node-b has no handler"_s}, u"pinned strictly to node-b"_s};
        const CognipeerNames names(nodes());
        CognipeerEntities entities;
        entities.take(*CognipeerWork::readPins({{u"assignments"_s, CognipeerWork::writePins({state}, names)}}),
                      *CognipeerWork::readInstances(CognipeerWork::writeInstances({state}, names, {})));
        QVERIFY(entities.hasVersions());
        const EntityState read = entities.states(nodes(), {}).first();
        QCOMPARE(read.entity.ref, state.entity.ref);
        QCOMPARE(read.assignment, state.assignment);
        QCOMPARE(read.placement, state.placement);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerEntities)
#include "tst_CognipeerEntities.moc"
