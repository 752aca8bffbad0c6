// SPDX-License-Identifier: Apache-2.0
// The small controls by keyboard, and what they tell screen readers.

#include "ui/kit/Button.h"
#include "ui/kit/Chip.h"
#include "ui/kit/Field.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Theme.h"
#include "ui/kit/Toast.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Controls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void segmentsChangeByArrows();
    void refusedButtonSaysWhyAndComesBack();
    void labelKeepsMarkup();
    void narrowLabelElidesAndTellsAll();
    void fieldTellsWhyItIsInvalid();
    void filterChipIsNamedByWhatItDoes();
    void errorStandsUntilCleared();
    void toastGivesWayToTheNext();
    void ringShowsForKeysOnly();
    void buttonsAreThirtyHigh();
};

void tst_Controls::segmentsChangeByArrows()
{
    SegmentedControl segments(u"View"_s);
    segments.addPart({}, u"Cards"_s);
    segments.addPart({}, u"Table"_s);
    QSignalSpy changed(&segments, &SegmentedControl::currentChanged);
    QCOMPARE(segments.accessibleName(), u"View: Cards"_s);

    QTest::keyClick(&segments, Qt::Key_Right);
    QTest::keyClick(&segments, Qt::Key_Right); // There is no third part.

    QCOMPARE(segments.current(), 1);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(segments.accessibleName(), u"View: Table"_s);
    QTest::mouseClick(&segments, Qt::LeftButton, {}, QPoint(5, 15));
    QCOMPARE(segments.current(), 0);
}

void tst_Controls::refusedButtonSaysWhyAndComesBack()
{
    Button button(u"Remove…"_s, ButtonKind::Danger);
    button.setToolTip(u"Forget it"_s);
    button.setRefusal(u"Not connected: changes are off."_s);
    button.setRefusal(u"Not connected: changes are off."_s);
    QVERIFY(!button.isEnabled());
    QCOMPARE(button.toolTip(), u"Not connected: changes are off."_s);
    QCOMPARE(button.accessibleDescription(), u"Not connected: changes are off."_s);

    button.setRefusal({});
    QVERIFY(button.isEnabled());
    QCOMPARE(button.toolTip(), u"Forget it"_s);
}

void tst_Controls::labelKeepsMarkup()
{
    const PlainLabel label(u"<b>n</b>"_s, Type::Body);
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QCOMPARE(plainToolTip(u"plain"_s), u"plain"_s);
    QVERIFY(plainToolTip(u"<b>n</b>"_s).contains(u"&lt;b&gt;"_s));
}

void tst_Controls::narrowLabelElidesAndTellsAll()
{
    PlainLabel label(u"a name that is much too long for its place"_s, Type::Body);
    QVERIFY(label.minimumSizeHint().width() < 60);
    label.resize(60, 20);
    label.grab();
    QCOMPARE(label.toolTip(), label.text());
}

void tst_Controls::fieldTellsWhyItIsInvalid()
{
    Field field(u"Pattern"_s);
    field.setInvalid(u"The bracket is not closed."_s);
    QVERIFY(field.isInvalid());
    QCOMPARE(field.accessibleDescription(), u"The bracket is not closed."_s);
    field.setInvalid({});
    QVERIFY(!field.isInvalid());
    QCOMPARE(field.sizeHint().height(), 30);
}

void tst_Controls::filterChipIsNamedByWhatItDoes()
{
    FilterChip chip(u"status:offline"_s);
    QSignalSpy clicked(&chip, &QAbstractButton::clicked);
    QCOMPARE(chip.accessibleName(), u"Remove filter status:offline"_s);
    QTest::keyClick(&chip, Qt::Key_Space);
    QCOMPARE(clicked.count(), 1);
}

void tst_Controls::errorStandsUntilCleared()
{
    QWidget host;
    InlineError error(&host);
    QVERIFY(error.isHidden());
    error.show(notFound(u"no node called x"_s));
    QVERIFY(!error.isHidden());
    QVERIFY(error.accessibleDescription().contains(u"no node called x"_s));
    error.clear();
    QVERIFY(error.isHidden());
}

void tst_Controls::toastGivesWayToTheNext()
{
    QWidget host;
    host.resize(800, 600);
    host.show();
    Toast toast(&host);
    QSignalSpy undone(&toast, &Toast::actionTriggered);
    toast.say(u"Removed a"_s);
    toast.say(u"Removed b"_s, u"Undo"_s);
    QCOMPARE(toast.text(), u"Removed b"_s);
    QVERIFY(toast.isVisible());
    QVERIFY(toast.geometry().bottom() <= host.height() + 18);
    QTest::mouseClick(toast.findChild<Button *>(), Qt::LeftButton);
    QCOMPARE(undone.count(), 1);
    QVERIFY(!toast.isVisible());
}

void tst_Controls::ringShowsForKeysOnly()
{
    Theme theme;
    QWidget window;
    auto *button = new Button(u"Ping"_s, ButtonKind::Secondary, &window);
    button->move(40, 40);
    window.resize(200, 120);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!isFocusShown());
    const QColor above = window.grab().toImage().pixelColor(60, 37);
    QCOMPARE(above, tokens().canvas);

    QTest::keyClick(button, Qt::Key_Shift);
    QVERIFY(isFocusShown());
    QTRY_COMPARE_WITH_TIMEOUT(window.grab().toImage().pixelColor(60, 37), tokens().accent, 2000);
}

void tst_Controls::buttonsAreThirtyHigh()
{
    for (const ButtonKind kind : {ButtonKind::Primary, ButtonKind::Secondary, ButtonKind::Quiet, ButtonKind::Danger})
        QCOMPARE(Button(u"Drain"_s, kind).sizeHint().height(), 30);
    QCOMPARE(IconButton("close"_L1, u"Close"_s).sizeHint(), QSize(30, 30));
}

QTEST_MAIN(tst_Controls)
#include "tst_Controls.moc"
