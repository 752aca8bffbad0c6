// SPDX-License-Identifier: Apache-2.0
// Pins by keyboard, from the row to the review and back; and the states of the page.
#include "tests/ui/assignments/PinDesk.h"
#include "ui/assignments/EntityDialog.h"
#include "ui/assignments/NodePicker.h"
#include "ui/assignments/ReviewPanel.h"
#include "ui/assignments/SelectionBar.h"
#include "ui/kit/Button.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Toast.h"

#include <QApplication>
#include <QListView>
#include <QSignalSpy>
#include <QStackedLayout>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

QString stateShown(const PinDesk &desk)
{
    const QList<EmptyState *> states = desk.page->findChildren<EmptyState *>();
    for (const EmptyState *state : states) {
        if (state->isVisible())
            return u"an empty state"_s;
    }
    return {};
}

} // namespace

class tst_AssignmentsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The whole way: pick a node, review, apply, take back. No pointer.
    void pinIsSetByKeyboardAndTakenBack()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->focusList();
        QCOMPARE(desk.page->table()->currentEntity(), refOf(u"agent/alpha"_s));

        desk.press(Qt::Key_Return); // The cursor is on the pin.
        QTRY_VERIFY(desk.page->picker()->isVisible());
        QTest::keyClicks(desk.page->picker()->field(), u"vps"_s);
        QTest::keyClick(desk.page->picker()->field(), Qt::Key_Return);
        QCOMPARE(desk.page->pins()->count(), 1);
        QVERIFY(desk.cluster->asked.isEmpty()); // Staged, not sent.

        desk.press(Qt::Key_R);
        QTRY_VERIFY(desk.page->review()->isVisible());
        QVERIFY(desk.page->review()->applyButton()->hasFocus());
        desk.press(Qt::Key_Space);
        QTRY_VERIFY(desk.pin(u"agent/alpha"_s));
        QCOMPARE(desk.pin(u"agent/alpha"_s)->node, NodeId(u"vps-02"_s));
        QCOMPARE(desk.pin(u"agent/alpha"_s)->mode, AssignmentMode::Preferred);
        QTRY_COMPARE(desk.page->pins()->count(), 0);
        QTRY_VERIFY(!desk.drawer->isVisible());
        QCOMPARE(desk.page->findChild<Toast *>()->text(), u"1 pin changed"_s);

        desk.page->focusList();
        desk.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!desk.pin(u"agent/alpha"_s));
    }

    void modeIsChangedByKeyboard()
    {
        Theme theme;
        PinDesk desk;
        desk.cluster->pinAs(u"kim"_s, refOf(u"agent/beta"_s), NodeId(u"vps-02"_s));
        QVERIFY(desk.isReady());
        desk.page->focusList();
        desk.press(Qt::Key_Down);
        QCOMPARE(desk.page->table()->currentEntity(), refOf(u"agent/beta"_s));
        desk.press(Qt::Key_S);
        QCOMPARE(desk.page->pins()->count(), 1);
        QCOMPARE(desk.page->pins()->find(refOf(u"agent/beta"_s))->mode, AssignmentMode::Strict);
        desk.press(Qt::Key_S); // Back again: nothing is staged then.
        QCOMPARE(desk.page->pins()->count(), 0);
        desk.press(Qt::Key_U);
        QVERIFY(desk.page->pins()->find(refOf(u"agent/beta"_s))->node.isEmpty());
    }

    void manyArePinnedAtOnce()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->focusList();
        desk.press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(desk.page->findChild<SelectionBar *>()->isVisible());
        desk.press(Qt::Key_M);
        QTRY_VERIFY(desk.page->picker()->isVisible());
        QTest::keyClicks(desk.page->picker()->field(), u"pi-lab"_s);
        desk.page->picker()->modes()->setFocus();
        QTest::keyClick(desk.page->picker()->modes(), Qt::Key_Right);
        QTest::keyClick(desk.page->picker()->modes(), Qt::Key_Return);
        QCOMPARE(desk.page->pins()->count(), 3);

        desk.page->showReview();
        desk.page->review()->note()->setText(u"lab day"_s);
        QCOMPARE(desk.page->review()->commands().split(u'\n').first(), u"musterctl assignments set agent/alpha pi-lab --mode strict"_s);
        QTest::keyClick(desk.page->review(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(desk.cluster->asked.size(), 3);
        QCOMPARE(desk.cluster->asked[0].note, u"lab day"_s);
        QTRY_COMPARE(desk.page->pins()->count(), 0);
    }

    void pickerRanksAndSaysWhyNot()
    {
        Theme theme;
        PinDesk desk;
        desk.cluster->put(entityCalled(u"agent/alpha"_s, {u"gpu"_s}));
        QVERIFY(desk.isReady());
        desk.page->focusList();
        desk.page->pickNode();
        const NodeChoices *choices = desk.page->picker()->choices();
        QCOMPARE(choices->rowCount(), 4);
        QVERIFY(!choices->at(0)); // The default node.
        QCOMPARE(choices->index(1).data(Qt::ToolTipRole).toString(), u"no gpu"_s);
        QCOMPARE(choices->at(3)->name, u"vps-02"_s);
        QVERIFY(choices->index(choices->rowOf(NodeId(u"pi-lab"_s))).data(Qt::AccessibleTextRole).toString().contains(u"Offline"_s));
        QTest::keyClick(desk.page->picker()->field(), Qt::Key_Escape);
        QTRY_VERIFY(!desk.page->picker()->isVisible());
        QCOMPARE(desk.page->pins()->count(), 0);
    }

    void conflictShowsBothAndIsDecidedByKeyboard()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->pins()->stage(refOf(u"agent/alpha"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        desk.cluster->pinAs(u"kim"_s, refOf(u"agent/alpha"_s), NodeId(u"pi-lab"_s));
        QTRY_COMPARE(desk.page->pins()->conflicts(), 1);
        desk.page->showReview();
        QVERIFY(!desk.page->review()->applyButton()->isEnabled());
        QVERIFY(!desk.page->review()->applyButton()->toolTip().isEmpty());
        QCOMPARE(QApplication::focusWidget()->accessibleName(), u"Keep theirs: pi-lab, preferred"_s);
        desk.press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->accessibleName(), u"Use mine: vps-02, strict"_s);
        desk.press(Qt::Key_Space);

        QTRY_VERIFY(desk.page->review()->applyButton()->isEnabled());
        QTest::keyClick(desk.page->review(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(desk.pin(u"agent/alpha"_s)->node, NodeId(u"vps-02"_s));
    }

    void refusedRowStaysWithItsReason()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->pins()->stage(refOf(u"agent/alpha"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        desk.page->showReview();
        desk.cluster->verbError = notFound(u"there is no node vps-02"_s);
        desk.page->review()->apply();
        QTRY_COMPARE(desk.page->pins()->find(refOf(u"agent/alpha"_s))->progress, StagedPin::Progress::Failed);
        QVERIFY(desk.drawer->isVisible());
        QTRY_VERIFY(desk.page->review()->applyButton()->isEnabled()); // It can be tried again.
    }

    void pageSaysWhyNothingCanBeChanged_data()
    {
        QTest::addColumn<int>("features");
        QTest::addColumn<int>("tier");
        QTest::addColumn<bool>("isLive");
        QTest::addColumn<bool>("mayPin");
        QTest::addColumn<bool>("mayRegister");
        const int all = (Feature::Follow | Feature::Entities | Feature::Assign | Feature::Jobs).toInt();
        const int pins = (Feature::Follow | Feature::Assign).toInt();
        QTest::newRow("admin") << all << int(Tier::Admin) << true << true << true;
        QTest::newRow("operator") << all << int(Tier::Operator) << true << true << false;
        QTest::newRow("viewer") << all << int(Tier::Viewer) << true << false << false;
        QTest::newRow("foreign, pins alone") << pins << int(Tier::Admin) << true << true << false;
        QTest::newRow("link lost") << all << int(Tier::Admin) << false << false << false;
    }
    void pageSaysWhyNothingCanBeChanged()
    {
        QFETCH(const int, features);
        QFETCH(const int, tier);
        QFETCH(const bool, isLive);
        QFETCH(const bool, mayPin);
        QFETCH(const bool, mayRegister);
        Theme theme;
        PinDesk desk(false, Features::fromInt(features));
        desk.cluster->about.callerTier = static_cast<Tier>(tier);
        QVERIFY(desk.isReady());
        QTRY_VERIFY(desk.session->facts().callerTier);
        if (!isLive)
            desk.cluster->setLink(LinkState::Reconnecting);
        desk.page->focusList();
        desk.press(Qt::Key_U); // Refused, with a word; nothing is staged.
        desk.page->pins()->discard();
        desk.page->pickNode();
        QCOMPARE(desk.page->picker()->isVisible(), mayPin);
        desk.page->picker()->hide();
        desk.page->registerEntity();
        QCOMPARE(desk.page->findChild<EntityDialog *>() != nullptr, mayRegister);
        if (!mayPin)
            QVERIFY(!desk.page->findChild<Toast *>()->text().isEmpty());
        if (!isLive) { // Last known, and said to be.
            const QString said = desk.entities.index(0, EntitiesModel::NameColumn).data(Qt::AccessibleTextRole).toString();
            QVERIFY2(said.contains(u"unknown (was: follows default)"_s), qPrintable(said));
        }
    }

    void statesOfAnEmptyPage()
    {
        Theme theme;
        {
            PinDesk foreign(false, Feature::Follow | Feature::Remove);
            foreign.cluster->fill({});
            QVERIFY(foreign.isReady());
            QTRY_VERIFY(!stateShown(foreign).isEmpty());
            QVERIFY(!foreign.page->table()->isVisible());
        }
        PinDesk desk;
        desk.cluster->fill({});
        QVERIFY(desk.isReady());
        QTRY_VERIFY(!stateShown(desk).isEmpty());
        desk.cluster->put(entityCalled(u"agent/first"_s));
        QTRY_VERIFY(desk.page->table()->isVisible());
        desk.page->filter()->setSearch(u"nothing-like-it"_s);
        QVERIFY(!desk.page->table()->isVisible());
        QVERIFY(desk.page->clearFilter());
        QVERIFY(desk.page->table()->isVisible());
    }

    // Somebody else is faster while the keyboard is on Apply: the next key must not throw the change away.
    void focusStaysHarmlessWhenAConflictComes()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->pins()->stage(refOf(u"agent/alpha"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        desk.page->showReview();
        QVERIFY(desk.page->review()->applyButton()->hasFocus());
        desk.cluster->pinAs(u"kim"_s, refOf(u"agent/alpha"_s), NodeId(u"pi-lab"_s));
        QTRY_VERIFY(!desk.page->review()->applyButton()->isEnabled());
        QTest::keyClicks(QApplication::focusWidget(), u"move it"_s); // With a space in it.
        QCOMPARE(desk.page->pins()->count(), 1);
        QCOMPARE(desk.page->review()->note()->text(), u"move it"_s);
        QVERIFY(desk.page->review()->isAncestorOf(QApplication::focusWidget()));
    }

    // What is refused stays, and so does the keyboard, in the review.
    void focusStaysInTheReviewAfterARefusal()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->pins()->stage(refOf(u"agent/alpha"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        desk.page->showReview();
        desk.cluster->verbError = notFound(u"there is no node vps-02"_s);
        desk.press(Qt::Key_Space);
        QTRY_COMPARE(desk.page->pins()->find(refOf(u"agent/alpha"_s))->progress, StagedPin::Progress::Failed);
        QTRY_VERIFY(desk.page->review()->applyButton()->isEnabled());
        QVERIFY(desk.page->review()->isAncestorOf(QApplication::focusWidget()));
        desk.press(Qt::Key_Space);
        QCOMPARE(desk.page->pins()->count(), 1); // It was not Unstage that had the keyboard.
    }

    void emptyReviewClosesAndItsNoteGoes()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->pins()->stage(refOf(u"agent/alpha"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        desk.page->showReview();
        desk.page->review()->note()->setText(u"about alpha"_s);
        desk.page->pins()->unstage(refOf(u"agent/alpha"_s));
        QTRY_VERIFY(!desk.drawer->isVisible());
        QVERIFY(desk.page->table()->hasFocus());

        desk.page->pins()->stage(refOf(u"agent/beta"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        desk.page->showReview();
        QCOMPARE(desk.page->review()->note()->text(), QString());
        desk.page->review()->note()->setText(u"about beta"_s);
        desk.cluster->pinAs(u"kim"_s, refOf(u"agent/beta"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict); // Somebody did just that.
        QTRY_VERIFY(!desk.drawer->isVisible());
        QCOMPARE(desk.page->review()->note()->text(), QString());
    }
};

QTEST_MAIN(tst_AssignmentsPage)
#include "tst_AssignmentsPage.moc"
