// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Chip.h"
#include "ui/kit/Theme.h"
#include "ui/shell/Chooser.h"
#include "ui/shell/DetailDrawer.h"
#include "ui/shell/Header.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/SidebarItem.h"
#include "ui/shell/Stage.h"
#include "ui/shell/StatusBar.h"

#include <QAccessible>
#include <QLineEdit>
#include <QMenuBar>
#include <QSignalSpy>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_MainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void opensAtItsUsualSizeAndNotBelowItsLeast();
    void escapeClosesTheDrawerThenGoesThroughTheSteps();
    void ctrlBMakesTheSidebarNarrowAndWideAgain();
    void drawerStandsBesideThePageAndFloatsInNarrowWindows();
    void drawerKeepsWithinItsWidths();
    void f10ShowsTheMenuBarAndHidesItAgain();
    void questionMarkOpensTheKeySheet();
    void paletteRunsAVerbByKeyboard();
    void paletteListsWhatIsOffWithItsReason();
    void escapeInThePaletteClosesOnlyThePalette();
    void clusterListChoosesByKeyboard();
    void themeIsSwitchedByKeyboard();
    void titleCarriesTheCluster();
    void headerSaysThatOnlyAPartIsSeen();
    void utcOffsetsAreWritten();
    void nothingFocusableIsUnnamed();

private:
    Theme m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void tst_MainWindow::init()
{
    m_window = std::make_unique<MainWindow>(m_theme);
    auto *page = new QWidget;
    page->setFocusPolicy(Qt::StrongFocus);
    page->setAccessibleName(u"Page"_s);
    m_window->showPage(page, MainWindow::Places::Shown);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    page->setFocus();
}

void tst_MainWindow::cleanup()
{
    m_window.reset();
}

void tst_MainWindow::opensAtItsUsualSizeAndNotBelowItsLeast()
{
    const MainWindow fresh(m_theme);
    QCOMPARE(fresh.size(), QSize(1440, 900));

    m_window->resize(100, 100);
    QCOMPARE(m_window->size(), QSize(860, 560));
}

void tst_MainWindow::escapeClosesTheDrawerThenGoesThroughTheSteps()
{
    QStringList done;
    bool hasFilter = true;
    m_window->setEscapeSteps({[&] {
                                  if (!hasFilter)
                                      return false;
                                  done.append(u"filter"_s);
                                  hasFilter = false;
                                  return true;
                              },
                              [&] {
                                  done.append(u"selection"_s);
                                  return true;
                              }});
    m_window->stage()->setDrawerOpen(true);

    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(!m_window->stage()->isDrawerOpen());
    QCOMPARE(done, QStringList());
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QCOMPARE(done, QStringList{u"filter"_s});
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QCOMPARE(done, (QStringList{u"filter"_s, u"selection"_s}));
}

void tst_MainWindow::ctrlBMakesTheSidebarNarrowAndWideAgain()
{
    QSignalSpy spy(m_window.get(), &MainWindow::sidebarCollapsed);

    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(m_window->sidebar()->width(), scaled(48));
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);

    QCOMPARE(m_window->sidebar()->width(), scaled(208));
    QCOMPARE(spy.count(), 2);
}

void tst_MainWindow::drawerStandsBesideThePageAndFloatsInNarrowWindows()
{
    const QWidget *page = m_window->stage()->page();
    m_window->resize(1440, 900);
    const int whole = page->width();

    m_window->stage()->setDrawerOpen(true);
    QCOMPARE(page->width(), whole - scaled(360));

    m_window->resize(960, 600);
    QVERIFY(m_window->stage()->isDrawerFloating());
    QCOMPARE(page->width(), 960 - scaled(208));
    QVERIFY(m_window->drawer()->geometry().intersects(page->geometry()));
}

void tst_MainWindow::drawerKeepsWithinItsWidths()
{
    m_window->stage()->setDrawerOpen(true);

    for (int i = 0; i < 10; ++i)
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(m_window->drawer()->width(), scaled(560));
    for (int i = 0; i < 10; ++i)
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::ControlModifier | Qt::AltModifier);

    QCOMPARE(m_window->drawer()->width(), scaled(360));
}

void tst_MainWindow::f10ShowsTheMenuBarAndHidesItAgain()
{
    QVERIFY(!m_window->menuBar()->isVisible());

    QTest::keyClick(m_window.get(), Qt::Key_F10);
    QVERIFY(m_window->menuBar()->isVisible());
    m_window->actions()->action(ShellAction::ShowMenuBar)->trigger();

    QVERIFY(!m_window->menuBar()->isVisible());
}

void tst_MainWindow::questionMarkOpensTheKeySheet()
{
    m_window->resize(900, 560);
    QTest::keyClick(m_window.get(), Qt::Key_Question);

    auto *sheet = m_window->findChild<KeySheet *>();
    QVERIFY(sheet && sheet->isVisible());
    QVERIFY(sheet->height() <= m_window->height()); // What has no room is scrolled to.
    auto *area = sheet->findChild<QScrollArea *>();
    QTest::keyClick(sheet->focusWidget(), Qt::Key_PageDown);
    QCOMPARE(area->verticalScrollBar()->value() > 0, area->verticalScrollBar()->maximum() > 0);
    QTest::keyClick(sheet, Qt::Key_Escape);
    QVERIFY(!sheet->isVisible());
}

void tst_MainWindow::paletteRunsAVerbByKeyboard()
{
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    Chooser *palette = m_window->palette();
    QVERIFY(palette->isVisible());

    QTest::keyClicks(palette->field(), u"narrow sidebar"_s);
    QTest::keyClick(palette->field(), Qt::Key_Return);

    QVERIFY(!palette->isVisible());
    QVERIFY(m_window->sidebar()->isCollapsed());
}

void tst_MainWindow::paletteListsWhatIsOffWithItsReason()
{
    ShellActions::setRefusal(m_window->actions()->action(ShellAction::AddWorker), u"Not connected."_s);

    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(m_window->palette()->field(), u"addworker"_s);

    const ChooserModel *model = m_window->palette()->model();
    const bool isListed = [model] {
        for (int row = 0; row < model->rowCount(); ++row) {
            if (!model->isHead(row) && model->at(row).refusal == "Not connected."_L1)
                return !model->flags(model->index(row)).testFlag(Qt::ItemIsEnabled);
        }
        return false;
    }();
    QVERIFY(isListed);
}

void tst_MainWindow::escapeInThePaletteClosesOnlyThePalette()
{
    m_window->stage()->setDrawerOpen(true);
    QWidget *before = QApplication::focusWidget();
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);

    QTest::keyClick(m_window->palette()->field(), Qt::Key_Escape);

    QVERIFY(!m_window->palette()->isVisible());
    QVERIFY(m_window->stage()->isDrawerOpen());
    QCOMPARE(QApplication::focusWidget(), before);
}

void tst_MainWindow::clusterListChoosesByKeyboard()
{
    ChooserRow row;
    row.id = u"cluster:prod"_s;
    row.title = u"prod-eu"_s;
    row.face = {.kind = ClusterKind::Remote, .title = u"prod-eu"_s, .letters = {}, .colour = {}};
    ChooserRow other;
    other.id = u"demo"_s;
    other.title = u"Demo"_s;
    m_window->setClusterRows([row, other] { return QList<ChooserRow>{row, other}; });
    QSignalSpy spy(m_window.get(), &MainWindow::placeChosen);

    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(m_window->clusterList()->field(), Qt::Key_Down);
    QTest::keyClick(m_window->clusterList()->field(), Qt::Key_Return);

    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.first().first().toString(), u"demo"_s);
}

void tst_MainWindow::themeIsSwitchedByKeyboard()
{
    const bool wasDark = m_theme.isDark();

    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);

    QVERIFY(m_theme.isDark() != wasDark);
    m_theme.setChoice(Theme::Choice::System);
}

void tst_MainWindow::titleCarriesTheCluster()
{
    QCOMPARE(m_window->windowTitle(), u"Muster"_s);

    m_window->setFace({.kind = ClusterKind::Remote, .title = u"prod-eu"_s, .letters = {}, .colour = {}});

    QVERIFY(m_window->windowTitle().startsWith(u"prod-eu"_s));
}

void tst_MainWindow::headerSaysThatOnlyAPartIsSeen()
{
    const Chip *chip = m_window->header()->findChild<Chip *>();
    QVERIFY(chip && !chip->isVisible());
    m_window->header()->setBound(u"tenant acme only"_s, u"Your token is bound to tenant acme."_s);
    QVERIFY(chip->isVisible());
    QCOMPARE(chip->accessibleName(), u"tenant acme only"_s);
    QCOMPARE(chip->accessibleDescription(), u"Your token is bound to tenant acme."_s);
    QVERIFY(m_window->header()->rect().contains(chip->geometry()));

    m_window->header()->setBound({}, {});
    QVERIFY(!chip->isVisible());
}

void tst_MainWindow::utcOffsetsAreWritten()
{
    QCOMPARE(utcOffsetText(0), u"UTC"_s);
    QCOMPARE(utcOffsetText(3600), u"UTC+1"_s);
    QCOMPARE(utcOffsetText(-12600), u"UTC\u22123:30"_s);
    QCOMPARE(utcOffsetText(20700), u"UTC+5:45"_s);
}

void tst_MainWindow::nothingFocusableIsUnnamed()
{
    for (QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || qobject_cast<QMenuBar *>(widget))
            continue;
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(spoken);
        QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
}

QTEST_MAIN(tst_MainWindow)
#include "tst_MainWindow.moc"
