// SPDX-License-Identifier: Apache-2.0
// Pins that are prepared, decided against what others did, sent, and taken back.
#include "core/mirror/StagedPins.h"

#include "core/mirror/PinOutlook.h"
#include "tests/mirror/PinStage.h"

#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    explicit Desk(const QStringList &entities = {u"agent/one"_s, u"agent/two"_s, u"agent/three"_s}) : stage(entities)
    {
        model.setSession(stage.session.get());
    }
    ~Desk() { model.setSession(nullptr); }
    Q_DISABLE_COPY_MOVE(Desk)
    const Assignment *pin(const QString &ref) const
    {
        const EntityState &state = stage.cluster->stateOf(refOf(ref));
        return state.assignment ? &*state.assignment : nullptr;
    }

    PinStage stage;
    EntitiesModel model;
    StagedPins pins{&model};
};

const NodeId aa{u"aa"_s};
const NodeId bb{u"bb"_s};
const NodeId cc{u"cc"_s};
const EntityRef one = refOf(u"agent/one"_s);
const EntityRef two = refOf(u"agent/two"_s);

} // namespace

class tst_StagedPins : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSentUntilApplied()
    {
        Desk desk;
        desk.pins.stage(one, cc, AssignmentMode::Strict);
        desk.pins.stage(two, aa, AssignmentMode::Preferred);
        QCOMPARE(desk.pins.count(), 2);
        QVERIFY(desk.stage.cluster->asked.isEmpty());
        desk.pins.stage(two, {}, AssignmentMode::Preferred); // As it is.
        QCOMPARE(desk.pins.count(), 1);

        const QSignalSpy ends(&desk.pins, &StagedPins::applied);
        desk.pins.apply(u"free memory"_s);

        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(ends[0], (QVariantList{1, 0}));
        QCOMPARE(desk.stage.cluster->asked.size(), 1); // Only what was staged.
        QCOMPARE(desk.stage.cluster->asked[0].note, u"free memory"_s);
        QCOMPARE(desk.pin(u"agent/one"_s)->node, cc);
        QCOMPARE(desk.pins.count(), 0);
    }

    void whatAnotherChangesMeanwhileIsAConflict()
    {
        Desk desk;
        desk.pins.stage(one, cc, AssignmentMode::Strict);

        desk.stage.cluster->pinAs(u"kim"_s, one, aa);
        QTRY_COMPARE(desk.pins.conflicts(), 1);
        desk.pins.apply({});
        QVERIFY(desk.stage.cluster->asked.isEmpty()); // Nothing goes over the other's.

        desk.pins.useMine(one);
        QCOMPARE(desk.pins.conflicts(), 0);
        const QSignalSpy ends(&desk.pins, &StagedPins::applied);
        desk.pins.apply({});
        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(desk.stage.cluster->asked[0].version, quint64(1));
        QCOMPARE(desk.pin(u"agent/one"_s)->node, cc);
    }

    void conflictGoesWhenTheOtherTakesItBackOrDoesTheSame()
    {
        Desk desk;
        desk.pins.stage(one, cc, AssignmentMode::Strict);
        desk.stage.cluster->pinAs(u"kim"_s, one, aa);
        QTRY_COMPARE(desk.pins.conflicts(), 1);
        desk.stage.cluster->pinAs(u"kim"_s, one, {});
        QTRY_COMPARE(desk.pins.conflicts(), 0);
        desk.stage.cluster->pinAs(u"kim"_s, one, cc, AssignmentMode::Strict);
        QTRY_COMPARE(desk.pins.count(), 0); // It is as wanted.
    }

    // The other was faster, and we hear of it only as a refusal.
    void refusedVersionIsAConflictWithBothValues()
    {
        Desk desk;
        desk.stage.cluster->holdsVerbs = true;
        desk.pins.stage(one, cc, AssignmentMode::Strict);
        const QSignalSpy ends(&desk.pins, &StagedPins::applied);
        desk.pins.apply({});
        QTRY_COMPARE(desk.stage.cluster->held(), 1);
        desk.stage.cluster->holdsVerbs = false;
        desk.stage.cluster->pinAs(u"kim"_s, one, aa);
        desk.stage.cluster->answerHeld();

        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(ends[0], (QVariantList{0, 1}));
        QVERIFY(desk.stage.frame());
        const StagedPin *pin = desk.pins.find(one);
        QVERIFY(pin && pin->isConflict);
        QCOMPARE(pin->node, cc);                                        // Mine.
        QCOMPARE(desk.model.find(one)->assignment->node, aa);           // Theirs.
        QCOMPARE(desk.model.find(one)->assignment->updatedBy, u"kim"_s);
        QCOMPARE(desk.pin(u"agent/one"_s)->node, aa);
    }

    void eachRowHasItsOwnOutcome()
    {
        Desk desk;
        desk.stage.cluster->holdsVerbs = true;
        desk.pins.stage(one, cc, AssignmentMode::Strict);
        desk.pins.stage(two, cc, AssignmentMode::Strict);
        const QSignalSpy ends(&desk.pins, &StagedPins::applied);
        desk.pins.apply({});
        QTRY_COMPARE(desk.stage.cluster->held(), 2);
        desk.stage.cluster->answerHeld(notFound(u"there is no node cc"_s));
        desk.stage.cluster->answerHeld();

        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(ends[0], (QVariantList{1, 1}));
        QCOMPARE(desk.pins.count(), 1);
        QCOMPARE(desk.pins.find(one)->progress, StagedPin::Progress::Failed);
        QCOMPARE(desk.pins.find(one)->error->what, u"there is no node cc"_s);
        QVERIFY(!desk.pins.find(two));
    }

    void appliedCanBeTakenBack()
    {
        Desk desk;
        desk.stage.cluster->pinAs(u"kim"_s, one, aa, AssignmentMode::Strict);
        QVERIFY(desk.stage.frame());
        desk.pins.stage(one, cc, AssignmentMode::Preferred);
        desk.pins.stage(two, cc, AssignmentMode::Preferred);
        const QSignalSpy ends(&desk.pins, &StagedPins::applied);
        desk.pins.apply({});
        QTRY_COMPARE(ends.size(), 1);
        QVERIFY(desk.pins.canUndo());

        const QSignalSpy undone(&desk.pins, &StagedPins::undone);
        desk.pins.undo();

        QTRY_COMPARE(undone.size(), 1);
        QCOMPARE(undone[0], (QVariantList{2, 0}));
        QCOMPARE(desk.pin(u"agent/one"_s)->node, aa);
        QCOMPARE(desk.pin(u"agent/one"_s)->mode, AssignmentMode::Strict);
        QVERIFY(!desk.pin(u"agent/two"_s));
        QVERIFY(!desk.pins.canUndo());
    }

    void undoLeavesWhatSomebodyChangedSince()
    {
        Desk desk;
        desk.pins.stage(one, cc, AssignmentMode::Preferred);
        const QSignalSpy ends(&desk.pins, &StagedPins::applied);
        desk.pins.apply({});
        QTRY_COMPARE(ends.size(), 1);
        desk.stage.cluster->pinAs(u"kim"_s, one, aa);

        const QSignalSpy undone(&desk.pins, &StagedPins::undone);
        desk.pins.undo();

        QTRY_COMPARE(undone.size(), 1);
        QCOMPARE(undone[0], (QVariantList{0, 1}));
        QCOMPARE(desk.pin(u"agent/one"_s)->node, aa);
    }

    void stageOfWhatIsGoneGoesToo()
    {
        Desk desk;
        desk.pins.stage(one, cc, AssignmentMode::Preferred);
        const QSignalSpy lost(&desk.pins, &StagedPins::lost);
        desk.stage.cluster->take(one);
        QTRY_COMPARE(desk.pins.count(), 0);
        QCOMPARE(lost.size(), 1);
    }

    void manyAreSentAFewAtATime()
    {
        QStringList entities;
        for (int i = 0; i < 50; ++i)
            entities.append(u"agent/bot-%1"_s.arg(i));
        Desk desk(entities);
        desk.stage.cluster->holdsVerbs = true;
        for (const QString &entity : entities)
            desk.pins.stage(refOf(entity), cc, AssignmentMode::Preferred);
        const QSignalSpy ends(&desk.pins, &StagedPins::applied);
        desk.pins.apply({});
        QCOMPARE(desk.stage.cluster->held(), 8);
        for (int i = 0; i < 50; ++i) {
            QTRY_VERIFY(desk.stage.cluster->held() > 0);
            desk.stage.cluster->answerHeld();
        }
        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(ends[0], (QVariantList{50, 0}));
    }

    void lostAnswerIsReadBack()
    {
        Desk desk;
        const Error lost{.kind = ErrorKind::Timeout, .where = {}, .what = u"no answer"_s, .code = {}, .field = {}};
        desk.stage.cluster->verbError = lost;
        const Command *pinned = desk.stage.session->assign({.entity = one, .node = cc});
        QTRY_COMPARE(pinned->state(), CommandState::Failed); // Read back: nothing of it was done.
        QCOMPARE(pinned->error()->code, u"not-done"_s);

        desk.stage.cluster->verbError.reset();
        desk.stage.cluster->holdsVerbs = true;
        const Command *again = desk.stage.session->assign({.entity = one, .node = cc, .mode = AssignmentMode::Strict});
        desk.stage.cluster->holdsVerbs = false;
        desk.stage.cluster->pinAs(u"me"_s, one, cc, AssignmentMode::Strict); // It was carried out.
        desk.stage.cluster->answerHeld(lost);
        QTRY_COMPARE(again->state(), CommandState::Done);
        QCOMPARE(again->entityState()->assignment->node, cc);
    }

    void entitiesAreSavedAndRemoved()
    {
        Desk desk;
        const Command *saved = desk.stage.session->saveEntity({.entity = entityCalled(u"mcp/new"_s).entity});
        QTRY_COMPARE(saved->state(), CommandState::Done);
        QTRY_VERIFY(desk.model.find(refOf(u"mcp/new"_s)));
        const Command *removed = desk.stage.session->removeEntity(one);
        QTRY_COMPARE(removed->state(), CommandState::Done);
        QTRY_VERIFY(!desk.model.find(one));
        QCOMPARE(removed->name(), u"one"_s);
    }

    void outlookSaysWhatAPinWouldDo_data()
    {
        QTest::addColumn<QString>("node");
        QTest::addColumn<int>("mode");
        QTest::addColumn<QList<int>>("effects");
        const auto row = [](const char *name, const char *node, AssignmentMode mode, const QList<PinEffect> &effects) {
            QList<int> numbers;
            for (const PinEffect effect : effects)
                numbers.append(static_cast<int>(effect));
            QTest::newRow(name) << QString::fromLatin1(node) << static_cast<int>(mode) << numbers;
        };
        using enum AssignmentMode;
        using enum PinEffect;
        row("stays", "bb", Preferred, {RunsThere});
        row("moves", "aa", Preferred, {Moves});
        row("moves strictly", "aa", Strict, {Moves, WaitsIfOffline});
        row("strict to an offline node", "cc", Strict, {WaitsThere});
        row("preferred to an offline node", "cc", Preferred, {FallsBack});
        row("cordoned", "dd", Preferred, {Moves, TakesPinnedOnly});
        row("unpinned", "", Preferred, {RunsThere});
        row("nobody knows it", "zz", Strict, {WaitsThere});
    }
    void outlookSaysWhatAPinWouldDo()
    {
        QFETCH(const QString, node);
        QFETCH(const int, mode);
        QFETCH(const QList<int>, effects);
        PinStage stage({u"agent/one"_s});
        stage.cluster->putNode(stage.node(u"cc"_s, NodeStatus::Offline));
        Node cordoned = stage.node(u"dd"_s);
        cordoned.cordoned = true;
        stage.cluster->putNode(cordoned);
        QVERIFY(stage.frame());

        const PlacementWorld world = placesOf(stage.session->mirror());
        const PinOutlook outlook = pinOutlook(*stage.session->mirror().find(one), NodeId(node), AssignmentMode(mode), world);

        QList<int> found;
        for (const PinEffect effect : outlook.effects)
            found.append(static_cast<int>(effect));
        QCOMPARE(found, effects);
        QCOMPARE(outlook.words.isEmpty(), !outlook.placement.waiting && effects.first() != int(PinEffect::FallsBack));
    }
};

QTEST_GUILESS_MAIN(tst_StagedPins)
#include "tst_StagedPins.moc"
