// SPDX-License-Identifier: Apache-2.0
// Entities from snapshots and events become rows; filter, order and counts follow, also of ten thousand.
#include "core/mirror/EntitiesModel.h"

#include "core/mirror/EntityFilterModel.h"
#include "tests/mirror/PinStage.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

QStringList namesOf(const QAbstractItemModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names.append(model.index(row, EntitiesModel::NameColumn).data().toString());
    return names;
}

QList<EntityState> manyEntities(int count)
{
    QList<EntityState> entities;
    for (int i = 0; i < count; ++i)
        entities.append(entityCalled(u"%1/bot-%2"_s.arg(wordOf(kEntityKinds[size_t(i) % kEntityKinds.size()])).arg(i)));
    return entities;
}

} // namespace

class tst_EntitiesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindAndTenantIsARow()
    {
        PinStage stage({u"agent/sales-bot"_s, u"mcp/crm"_s, u"browser/qa"_s, u"js-runtime/sandbox"_s, u"inference-server/llama"_s,
                        u"alert-rule/disk"_s, u"automation/acme:nightly"_s});
        EntitiesModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSession(stage.session.get());

        QCOMPARE(model.rowCount(), 7);
        for (const EntityKind kind : kEntityKinds)
            QCOMPARE(model.summary().count(kind), 1);
        QCOMPARE(model.summary().tenants.keys(), (QStringList{u"acme"_s, u"default"_s}));
        QCOMPARE(model.index(0, EntitiesModel::NodeColumn).data().toString(), u"bb"_s);
        QCOMPARE(model.index(0, EntitiesModel::StateColumn).data().toString(), u"default"_s);
        QCOMPARE(model.defaultNode(), NodeId(u"bb"_s));
    }

    void eventsAreFollowedAFrameAtATime()
    {
        PinStage stage({u"agent/one"_s, u"agent/two"_s});
        EntitiesModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSession(stage.session.get());
        const QSignalSpy frames(&model, &EntitiesModel::applied);

        stage.cluster->put(entityCalled(u"agent/three"_s));
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/two"_s), NodeId(u"cc"_s), AssignmentMode::Strict);
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/two"_s), NodeId(u"aa"_s), AssignmentMode::Strict);
        stage.cluster->take(refOf(u"agent/one"_s));

        QTRY_COMPARE(frames.size(), 1);
        QCOMPARE(namesOf(model), (QStringList{u"two"_s, u"three"_s}));
        QCOMPARE(model.stateAt(0).assignment->node, NodeId(u"aa"_s));
        QCOMPARE(model.standingAt(0), EntityStanding::AsPinned);
        QCOMPARE(model.rowOf(refOf(u"agent/three"_s)), 1);
        QCOMPARE(model.rowOf(refOf(u"agent/one"_s)), -1);
        QCOMPARE(model.summary().entities, 2);
    }

    void standingSaysWhatBecameOfThePin()
    {
        PinStage stage({u"agent/strict"_s, u"agent/soft"_s, u"agent/needy"_s});
        stage.cluster->pinAs(u"me"_s, refOf(u"agent/strict"_s), NodeId(u"cc"_s), AssignmentMode::Strict);
        stage.cluster->pinAs(u"me"_s, refOf(u"agent/soft"_s), NodeId(u"cc"_s), AssignmentMode::Preferred);
        stage.cluster->put(entityCalled(u"agent/needy"_s, {u"gpu"_s}));
        stage.cluster->putNode(stage.node(u"cc"_s, NodeStatus::Offline));
        QVERIFY(stage.frame());
        EntitiesModel model;
        model.setSession(stage.session.get());
        const auto standing = [&model](const QString &ref) { return model.standingAt(model.rowOf(refOf(ref))); };

        QCOMPARE(standing(u"agent/strict"_s), EntityStanding::Waits);
        QCOMPARE(standing(u"agent/soft"_s), EntityStanding::FallsBack);
        QCOMPARE(standing(u"agent/needy"_s), EntityStanding::Waits);
        QCOMPARE(model.summary().count(EntityStanding::Waits), 2);
        QCOMPARE(model.placedOn(NodeId(u"bb"_s)).size(), 1);
    }

    void namesOfNodesFollowTheNodes()
    {
        PinStage stage({u"agent/one"_s});
        EntitiesModel model;
        model.setSession(stage.session.get());
        Node renamed = stage.node(u"bb"_s);
        renamed.who.name = u"office"_s;
        const QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);

        stage.cluster->putNode(renamed);

        QTRY_VERIFY(!changes.isEmpty());
        QCOMPARE(model.index(0, EntitiesModel::NodeColumn).data().toString(), u"office"_s);
    }

    void filterKnowsWordsKeysKindsAndTenants_data()
    {
        QTest::addColumn<QString>("search");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("all") << QString() << QStringList{u"bot-2"_s, u"bot-10"_s, u"crm"_s, u"nightly"_s};
        QTest::newRow("word") << u"bot"_s << QStringList{u"bot-2"_s, u"bot-10"_s};
        QTest::newRow("kind") << u"kind:mcp,automation"_s << QStringList{u"crm"_s, u"nightly"_s};
        QTest::newRow("tenant") << u"tenant:acme"_s << QStringList{u"nightly"_s};
        QTest::newRow("pin") << u"pin:cc"_s << QStringList{u"crm"_s};
        QTest::newRow("no pin") << u"pin:none bot"_s << QStringList{u"bot-2"_s, u"bot-10"_s};
        QTest::newRow("where it is") << u"node:cc"_s << QStringList{u"crm"_s};
        QTest::newRow("state") << u"state:pinned"_s << QStringList{u"crm"_s};
        QTest::newRow("half typed") << u"state: bot"_s << QStringList{u"bot-2"_s, u"bot-10"_s};
        QTest::newRow("unknown key") << u"odd:bot"_s << QStringList{};
    }
    void filterKnowsWordsKeysKindsAndTenants()
    {
        QFETCH(const QString, search);
        QFETCH(const QStringList, names);
        PinStage stage({u"agent/bot-10"_s, u"agent/bot-2"_s, u"mcp/crm"_s, u"automation/acme:nightly"_s});
        stage.cluster->pinAs(u"me"_s, refOf(u"mcp/crm"_s), NodeId(u"cc"_s));
        QVERIFY(stage.frame());
        EntitiesModel model;
        model.setSession(stage.session.get());
        EntityFilterModel filter;
        const QAbstractItemModelTester tester(&filter);
        filter.setSourceModel(&model);

        filter.setSearch(search);

        QCOMPARE(namesOf(filter), names); // By kind, then by name as people read it.
        QCOMPARE(filter.hiddenCount(), 4 - static_cast<int>(names.size()));
        filter.setSearch({});
        filter.setKinds({EntityKind::Mcp});
        QCOMPARE(namesOf(filter), QStringList{u"crm"_s});
        filter.setKinds({});
        filter.setTenant(u"acme"_s);
        QCOMPARE(namesOf(filter), QStringList{u"nightly"_s});
    }

    void heldRowsStayWhereTheyAre()
    {
        PinStage stage({u"agent/one"_s, u"agent/three"_s, u"agent/two"_s});
        EntitiesModel model;
        model.setSession(stage.session.get());
        EntityFilterModel filter;
        filter.setSourceModel(&model);
        filter.sort(EntitiesModel::StateColumn);
        QCOMPARE(namesOf(filter), (QStringList{u"one"_s, u"three"_s, u"two"_s}));

        filter.setHold(true);
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/two"_s), NodeId(u"cc"_s));
        QVERIFY(stage.frame());
        QCOMPARE(namesOf(filter), (QStringList{u"one"_s, u"three"_s, u"two"_s}));

        filter.setHold(false);
        QCOMPARE(namesOf(filter), (QStringList{u"two"_s, u"one"_s, u"three"_s}));
    }

    void snapshotTouchesOnlyWhatDiffers()
    {
        ClusterMirror mirror;
        ClusterSnapshot snapshot{.position = {u"e1"_s, 1}, .takenAt = Timestamp{1}, .nodes = {}, .histories = {},
                                 .entities = manyEntities(3)};
        QCOMPARE(mirror.apply(snapshot, Timestamp{1}, {}).entities.inserted.size(), 3);
        QVERIFY(mirror.apply(snapshot, Timestamp{1}, {}).isEmpty());

        snapshot.entities.removeFirst();
        snapshot.entities[0].entity.title = u"Other"_s;
        snapshot.entities.append(entityCalled(u"agent/new"_s));
        const EntityChanges changes = mirror.apply(snapshot, Timestamp{1}, {}).entities;

        QCOMPARE(changes.removed, QList<int>{0});
        QCOMPARE(changes.changed, QList<int>{1});
        QCOMPARE(changes.inserted, QList<int>{0}); // The slot that came free.
        QCOMPARE(mirror.entities().count(), 3);
    }

    // As of nodes: prepared beside the gui thread, and the same as when it is not.
    void preparedSnapshotGivesTheSame()
    {
        ClusterMirror quick;
        ClusterSnapshot snapshot{.position = {u"e1"_s, 1}, .takenAt = Timestamp{1}, .nodes = {}, .histories = {},
                                 .entities = manyEntities(700)};
        PreparedSnapshot ready = prepared(snapshot, quick.held());
        QCOMPARE(quick.apply(ready, Timestamp{1}, {}).entities.inserted.size(), 700);
        snapshot.entities.removeLast();
        snapshot.entities[5].entity.title = u"Other"_s;

        ready = prepared(snapshot, quick.held());
        const EntityChanges changes = quick.apply(ready, Timestamp{1}, {}).entities;

        QCOMPARE(changes, (EntityChanges{.removed = {699}, .inserted = {}, .changed = {5}}));
        QCOMPARE(quick.find(snapshot.entities[5].entity.ref)->entity.title, u"Other"_s);
    }

    void tenThousandStayFluid()
    {
        PinStage stage;
        stage.cluster->fill(manyEntities(10'000));
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.cluster->setLink(LinkState::Live);
        QTRY_COMPARE(stage.session->mirror().entities().count(), 10'000);
        EntitiesModel model;
        model.setSession(stage.session.get());
        EntityFilterModel filter;
        filter.setSourceModel(&model);
        QCOMPARE(filter.rowCount(), 10'000);

        QElapsedTimer timer;
        timer.start();
        filter.setSearch(u"bot-99"_s);
        filter.sort(EntitiesModel::StateColumn);
        QCOMPARE(filter.rowCount(), 111);
        filter.setSearch({});
        for (int i = 0; i < 2000; i += 2) // A node went, and what it had moves.
            stage.cluster->pinAs(u"kim"_s, model.stateAt(i).entity.ref, NodeId(u"cc"_s));
        QVERIFY(stage.frame());
        QVERIFY2(timer.elapsed() < 4000, qPrintable(u"%1 ms"_s.arg(timer.elapsed()))); // 300 ms on a quiet machine.
        QCOMPARE(filter.stateAt(0).assignment->node, NodeId(u"cc"_s));
    }

    void sessionMayGo()
    {
        PinStage stage({u"agent/one"_s});
        EntitiesModel model;
        model.setSession(stage.session.get());
        stage.session.reset();
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.defaultNode().isEmpty());
        QVERIFY(!model.isCurrent());
    }
};

QTEST_GUILESS_MAIN(tst_EntitiesModel)
#include "tst_EntitiesModel.moc"
