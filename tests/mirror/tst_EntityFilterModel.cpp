// SPDX-License-Identifier: Apache-2.0
// Which entities are listed, in which order, and under which nodes: also of ten thousand, and while the order is held.
#include "core/mirror/EntityFilterModel.h"

#include "tests/mirror/PinStage.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QItemSelectionModel>
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

//! Heads stand in brackets; a folded one ends with a plus.
QStringList linesOf(const EntityFilterModel &model)
{
    QStringList lines = namesOf(model);
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.kindAt(row) == EntityFilterModel::RowKind::EmptyNodes)
            lines[row] = u"[%1 empty]"_s.arg(model.groupAt(row).entities);
        else if (!model.isEntity(row))
            lines[row] = u"[%1]"_s.arg(lines[row]);
        if (!model.isEntity(row) && model.groupAt(row).isFolded)
            lines[row] += u'+';
    }
    return lines;
}

QList<EntityState> manyEntities(int count)
{
    QList<EntityState> entities;
    for (int i = 0; i < count; ++i)
        entities.append(entityCalled(u"%1/bot-%2"_s.arg(wordOf(kEntityKinds[size_t(i) % kEntityKinds.size()])).arg(i)));
    return entities;
}

} // namespace

class tst_EntityFilterModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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

    void heldRowsSayHowManyWait()
    {
        PinStage stage({u"agent/one"_s, u"agent/three"_s, u"agent/two"_s});
        EntitiesModel model;
        model.setSession(stage.session.get());
        EntityFilterModel filter;
        const QAbstractItemModelTester tester(&filter);
        filter.setSourceModel(&model);
        const QSignalSpy told(&filter, &EntityFilterModel::pendingChanged);

        filter.setHold(true);
        stage.cluster->put(entityCalled(u"agent/a-new-one"_s));
        QVERIFY(stage.frame());
        QCOMPARE(namesOf(filter), (QStringList{u"one"_s, u"three"_s, u"two"_s, u"a-new-one"_s}));
        QCOMPARE(filter.pendingChanges(), 1);
        stage.cluster->take(refOf(u"agent/three"_s)); // Gone is gone.
        QVERIFY(stage.frame());
        QCOMPARE(namesOf(filter), (QStringList{u"one"_s, u"two"_s, u"a-new-one"_s}));

        filter.applyPending();
        QVERIFY(filter.isHeld());
        QCOMPARE(namesOf(filter), (QStringList{u"a-new-one"_s, u"one"_s, u"two"_s}));
        QCOMPARE(filter.pendingChanges(), 0);
        QCOMPARE(told.last().first().toInt(), 0);
    }

    void firstRowsComeInOrderAlsoWhenHeld()
    {
        PinStage stage;
        EntitiesModel model;
        model.setSession(stage.session.get());
        EntityFilterModel filter;
        filter.setSourceModel(&model);
        filter.setHold(true);
        for (const char *name : {"agent/two", "agent/one"})
            stage.cluster->put(entityCalled(QString::fromLatin1(name)));
        QVERIFY(stage.frame());
        QCOMPARE(namesOf(filter), (QStringList{u"one"_s, u"two"_s}));
    }

    // Strict first, then preferred, then what is only there; what waits for any node before all; nodes without anything behind.
    void byNodeGroupsWhatIsWhere()
    {
        PinStage stage({u"agent/a-default"_s, u"agent/b-soft"_s, u"agent/c-strict"_s, u"agent/d-needy"_s, u"agent/e-other"_s});
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/b-soft"_s), NodeId(u"bb"_s), AssignmentMode::Preferred);
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/c-strict"_s), NodeId(u"bb"_s), AssignmentMode::Strict);
        stage.cluster->put(entityCalled(u"agent/d-needy"_s, {u"gpu"_s}));
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/e-other"_s), NodeId(u"aa"_s), AssignmentMode::Strict);
        QVERIFY(stage.frame());
        EntitiesModel model;
        model.setSession(stage.session.get());
        EntityFilterModel filter;
        const QAbstractItemModelTester tester(&filter);
        filter.setSourceModel(&model);
        filter.setOrientation(EntityFilterModel::Orientation::ByNode);

        QCOMPARE(linesOf(filter), (QStringList{u"[]"_s, u"d-needy"_s, u"[aa]"_s, u"e-other"_s, u"[bb]"_s, u"c-strict"_s, u"b-soft"_s,
                                               u"a-default"_s, u"[1 empty]+"_s}));
        const EntityGroup busy = filter.groupAt(filter.rowOfHead(NodeId(u"bb"_s)));
        QCOMPARE(busy, (EntityGroup{.node = NodeId(u"bb"_s), .entities = 3, .strict = 1, .preferred = 1, .waiting = 0, .isFolded = false}));
        QCOMPARE(filter.matchCount(), 5);
        QVERIFY(!(filter.flags(filter.index(0, 0)) & Qt::ItemIsSelectable)); // Marks are for entities.

        filter.setFolded(filter.rowOfHead(NodeId(u"bb"_s)), true);
        filter.setFolded(filter.rowCount() - 1, false);
        QCOMPARE(linesOf(filter), (QStringList{u"[]"_s, u"d-needy"_s, u"[aa]"_s, u"e-other"_s, u"[bb]+"_s, u"[1 empty]"_s, u"[cc]"_s}));
        QCOMPARE(filter.rowOf(refOf(u"agent/b-soft"_s)), -1);
        QVERIFY(filter.shownRowOf(refOf(u"agent/b-soft"_s)) > 0); // Unfolded for it.

        filter.setSearch(u"soft"_s);
        QCOMPARE(linesOf(filter), (QStringList{u"[bb]"_s, u"b-soft"_s}));
        filter.setSearch({});
        filter.setOrientation(EntityFilterModel::Orientation::ByEntity);
        QCOMPARE(filter.rowCount(), 5);
    }

    void byNodeFollowsMoves()
    {
        PinStage stage({u"agent/one"_s, u"agent/two"_s});
        EntitiesModel model;
        model.setSession(stage.session.get());
        EntityFilterModel filter;
        const QAbstractItemModelTester tester(&filter);
        filter.setSourceModel(&model);
        filter.setOrientation(EntityFilterModel::Orientation::ByNode);
        QCOMPARE(linesOf(filter), (QStringList{u"[bb]"_s, u"one"_s, u"two"_s, u"[2 empty]+"_s}));
        QItemSelectionModel selection(&filter);
        selection.select(filter.index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);

        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/one"_s), NodeId(u"cc"_s));
        QVERIFY(stage.frame());
        QCOMPARE(linesOf(filter), (QStringList{u"[bb]"_s, u"two"_s, u"[cc]"_s, u"one"_s, u"[1 empty]+"_s}));
        QCOMPARE(selection.selectedRows(), QModelIndexList{filter.index(3, 0)}); // The mark went with it.

        filter.setHold(true);
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/two"_s), NodeId(u"cc"_s));
        stage.cluster->put(entityCalled(u"agent/three"_s));
        QVERIFY(stage.frame());
        QCOMPARE(linesOf(filter), (QStringList{u"[bb]"_s, u"two"_s, u"three"_s, u"[cc]"_s, u"one"_s, u"[1 empty]+"_s}));
        QCOMPARE(filter.pendingChanges(), 1);
        filter.setHold(false);
        QCOMPARE(linesOf(filter), (QStringList{u"[bb]"_s, u"three"_s, u"[cc]"_s, u"one"_s, u"two"_s, u"[1 empty]+"_s}));
    }

    void byNodeKnowsNewNodesAndLostOnes()
    {
        PinStage stage({u"agent/one"_s});
        stage.cluster->pinAs(u"kim"_s, refOf(u"agent/one"_s), NodeId(u"zz-gone"_s), AssignmentMode::Strict);
        QVERIFY(stage.frame());
        EntitiesModel model;
        model.setSession(stage.session.get());
        EntityFilterModel filter;
        filter.setSourceModel(&model);
        filter.setOrientation(EntityFilterModel::Orientation::ByNode);
        QCOMPARE(linesOf(filter), (QStringList{u"[zz-gone]"_s, u"one"_s, u"[3 empty]+"_s}));
        stage.cluster->putNode(stage.node(u"dd"_s));
        QVERIFY(stage.frame());
        QCOMPARE(linesOf(filter).last(), u"[4 empty]+"_s);
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

};

QTEST_GUILESS_MAIN(tst_EntityFilterModel)
#include "tst_EntityFilterModel.moc"
