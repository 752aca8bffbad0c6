// SPDX-License-Identifier: Apache-2.0
// The console used by keyboard alone, from the doors to a removed node; and every focusable thing has a name.
#include "app/desktop/DesktopApp.h"
#include "ui/kit/Button.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/nodes/RemoveDialog.h"
#include "ui/shell/DetailDrawer.h"
#include "ui/shell/Stage.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWaitMs = 20'000;

//! Presses \a key on whatever has the focus.
void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QWidget *target = QApplication::focusWidget();
    QTest::keyClick(target ? target : QApplication::activeWindow(), key, modifiers);
}

} // namespace

class tst_NoPointer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void demoIsOpenedFromTheDoors();
    void nodeIsSelectedAndOpenedInTheDrawer();
    void drawerGoesAndComesWithItsPage();
    void escapeClosesTheDrawerAndTheListHasTheFocus();
    void nodeIsPinged();
    void filterIsReachedAndCleared();
    void viewIsSwitched();
    void nodeIsRemoved();
    void nothingFocusableIsUnnamed();
    void everyKeyIsInTheRegistry();
    void addWorkerSaysWhyNot();
    void quitsSoon();

private:
    ClusterView &view() { return *m_app->view(); }

    QTemporaryDir m_config;
    std::unique_ptr<DesktopApp> m_app;
};

void tst_NoPointer::initTestCase()
{
    DesktopOptions options;
    options.configFolder = m_config.path();
    m_app = std::make_unique<DesktopApp>(options);
    m_app->start();
    m_app->window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_app->window()));
}

void tst_NoPointer::demoIsOpenedFromTheDoors()
{
    QVERIFY(!m_app->view());

    press(Qt::Key_D);

    QTRY_VERIFY_WITH_TIMEOUT(m_app->view() && view().nodes().rowCount() == 12, kWaitMs);
    QTRY_VERIFY_WITH_TIMEOUT(view().session().isLive(), kWaitMs);
}

void tst_NoPointer::nodeIsSelectedAndOpenedInTheDrawer()
{
    QVERIFY(view().page()->isAncestorOf(QApplication::focusWidget()));

    press(Qt::Key_Home);
    press(Qt::Key_Down);
    QVERIFY(!view().page()->currentNode().isEmpty());
    press(Qt::Key_Return);

    QVERIFY(m_app->window().stage()->isDrawerOpen());
    QCOMPARE(view().details()->node(), view().page()->currentNode());
}

void tst_NoPointer::drawerGoesAndComesWithItsPage()
{
    const NodeId node = view().details()->node();
    press(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(view().place(), ClusterView::Place::Assignments);
    QVERIFY(!m_app->window().stage()->isDrawerOpen());
    press(Qt::Key_1, Qt::ControlModifier);
    QVERIFY(m_app->window().stage()->isDrawerOpen());
    QCOMPARE(view().details()->node(), node);

    press(Qt::Key_F6);
    QVERIFY(view().details()->isAncestorOf(QApplication::focusWidget()));
    press(Qt::Key_F6);
    QVERIFY(view().page()->isAncestorOf(QApplication::focusWidget()));
}

void tst_NoPointer::escapeClosesTheDrawerAndTheListHasTheFocus()
{
    press(Qt::Key_Escape);

    QVERIFY(!m_app->window().stage()->isDrawerOpen());
    QVERIFY(view().page()->isAncestorOf(QApplication::focusWidget()));
}

void tst_NoPointer::nodeIsPinged()
{
    QSignalSpy finished(&view().session().commands(), &CommandLog::finished);

    press(Qt::Key_P);

    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kWaitMs);
    QCOMPARE(view().session().commands().commands().constFirst()->verb(), CommandVerb::Ping);
}

void tst_NoPointer::filterIsReachedAndCleared()
{
    press(Qt::Key_Slash);
    QTest::keyClicks(QApplication::focusWidget(), u"status:online"_s);
    QTRY_VERIFY(view().page()->filter()->isFiltered());
    QVERIFY(view().page()->filter()->rowCount() < 12);

    for (int i = 0; i < 3 && view().page()->filter()->isFiltered(); ++i)
        press(Qt::Key_Escape);

    QTRY_VERIFY(!view().page()->filter()->isFiltered());
    m_app->window().actions()->action(ShellAction::GoNodes)->trigger();
}

void tst_NoPointer::viewIsSwitched()
{
    press(Qt::Key_2, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(view().page()->view(), NodesPage::Table);

    press(Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(view().page()->view(), NodesPage::Cards);
}

void tst_NoPointer::nodeIsRemoved()
{
    press(Qt::Key_G);
    press(Qt::Key_N);
    press(Qt::Key_Home);
    const NodeId gone = view().page()->currentNode();
    QVERIFY(!gone.isEmpty());

    press(Qt::Key_Delete);
    QTRY_VERIFY(m_app->window().findChild<RemoveDialog *>());
    auto *dialog = m_app->window().findChild<RemoveDialog *>();
    QVERIFY(QTest::qWaitForWindowActive(dialog));
    QVERIFY(!dialog->removeButton()->isDefault());
    dialog->removeButton()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(dialog->removeButton(), Qt::Key_Space);

    QTRY_VERIFY_WITH_TIMEOUT(view().nodes().rowOf(gone) < 0, kWaitMs);
}

void tst_NoPointer::nothingFocusableIsUnnamed()
{
    view().openNode(view().nodes().nodeAt(0).id());
    const QList<QWidget *> widgets = m_app->window().findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
            continue;
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(spoken);
        const QString where = QString::fromLatin1(widget->metaObject()->className()) + u" in "_s
                              + QString::fromLatin1(widget->parentWidget()->metaObject()->className());
        QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), qPrintable(where));
    }
    view().closeDrawer();
}

void tst_NoPointer::everyKeyIsInTheRegistry()
{
    const QList<KeyRow> rows = m_app->window().actions()->rows();
    const QList<QAction *> actions = m_app->window().findChildren<QAction *>();
    for (QAction *action : actions) {
        if (action->shortcuts().isEmpty() || action->parent()->inherits("QLineEdit") || action->parent()->inherits("QMenu"))
            continue;
        const bool isListed =
            std::any_of(rows.begin(), rows.end(), [action](const KeyRow &row) { return row.action == action; });
        QVERIFY2(isListed, qPrintable(action->text()));
    }
}

void tst_NoPointer::addWorkerSaysWhyNot()
{
    QAction *add = m_app->window().actions()->action(ShellAction::AddWorker);

    QVERIFY(!add->isEnabled());
    QVERIFY(!ShellActions::refusalOf(add).isEmpty());
}

void tst_NoPointer::quitsSoon()
{
    QElapsedTimer timer;
    timer.start();

    m_app.reset();

    QVERIFY(timer.elapsed() < 2000);
}

QTEST_MAIN(tst_NoPointer)
#include "tst_NoPointer.moc"
