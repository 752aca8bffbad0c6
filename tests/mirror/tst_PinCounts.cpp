// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/PinCounts.h"

#include "core/mirror/NodesModel.h"
#include "tests/mirror/MirrorStage.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;
using Reporting = QAbstractItemModelTester::FailureReportingMode;

class tst_PinCounts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    //! Entities change beside the nodes; a pin moves two numbers, and nothing is counted anew.
    void pinsAreCounted()
    {
        MirrorStage stage(2);
        stage.cluster->setFeatures(Feature::Follow | Feature::Assign);
        const auto pinned = [](const QString &name, int node, std::optional<AssignmentMode> mode) {
            EntityState state;
            state.entity.ref.id = EntityId(name);
            if (mode)
                state.assignment = Assignment{.entity = state.entity.ref, .node = MirrorStage::id(node), .mode = *mode, .updatedAt = {},
                                              .updatedBy = {}, .version = 1};
            return state;
        };
        const auto tell = [&stage](const EntityState &state) { stage.cluster->send(stage.cluster->next(EntityChanged{state})); };
        QVERIFY(stage.go());
        NodesModel model;
        QAbstractItemModelTester tester(&model, Reporting::QtTest);
        model.setSession(stage.session.get());
        tell(pinned(u"crm"_s, 0, AssignmentMode::Strict));
        tell(pinned(u"mail"_s, 0, AssignmentMode::Preferred));
        QTRY_COMPARE(model.pinsAt(0), (std::optional(PinCount{.strict = 1, .preferred = 1})));
        QCOMPARE(model.index(0, NodesModel::PinnedColumn).data().toString(), u"2"_s);

        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy applied(&model, &NodesModel::applied);
        tell(pinned(u"crm"_s, 1, AssignmentMode::Preferred));
        QTRY_COMPARE(model.pinsAt(1), (std::optional(PinCount{.strict = 0, .preferred = 1})));
        QCOMPARE(model.pinsAt(0), (std::optional(PinCount{.strict = 0, .preferred = 1})));
        QVERIFY(!changed.isEmpty());
        QCOMPARE(applied.last().first().value<ChangeSet>().changed.size(), 2); // Who sorts by pins learns it.

        tell(pinned(u"mail"_s, 0, std::nullopt));
        stage.cluster->send(stage.cluster->next(EntityRemoved{pinned(u"crm"_s, 1, {}).entity.ref}));
        QTRY_COMPARE(model.pinsAt(0), std::optional(PinCount{}));
        QTRY_COMPARE(model.pinsAt(1), std::optional(PinCount{}));
        model.setSession(nullptr);
    }

    //! However they come, what is kept step by step is what is there.
    void slotsAreUsedAgain()
    {
        EntitySlots entities;
        PinCounts pins;
        const NodeId w1(u"w1"_s);
        const NodeId w2(u"w2"_s);
        const auto pinned = [](const QString &name, const NodeId &node) {
            EntityState state;
            state.entity.ref.id = EntityId(name);
            state.assignment = Assignment{.entity = state.entity.ref, .node = node, .mode = AssignmentMode::Strict, .updatedAt = {},
                                          .updatedBy = {}, .version = 1};
            return state;
        };
        const int slot = entities.insert(pinned(u"a"_s, w1));
        QCOMPARE(pins.apply({.removed = {}, .inserted = {slot}, .changed = {}}, entities), QList<NodeId>{w1});
        entities.remove(slot);
        QCOMPARE(entities.insert(pinned(u"b"_s, w2)), slot);
        QCOMPARE(pins.apply({.removed = {slot}, .inserted = {slot}, .changed = {}}, entities), (QList<NodeId>{w1, w2}));
        QCOMPARE(pins.of(w1), PinCount());
        QCOMPARE(pins.of(w2).strict, 1);
        QVERIFY(pins.apply({.removed = {}, .inserted = {}, .changed = {slot}}, entities).isEmpty()); // It runs elsewhere, say.

        PinCounts afresh;
        afresh.fill(entities);
        QCOMPARE(afresh.of(w2), pins.of(w2));
    }
};

QTEST_GUILESS_MAIN(tst_PinCounts)
#include "tst_PinCounts.moc"
