// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Theme.h"
#include "ui/start/Door.h"
#include "ui/start/FirstRunPage.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_FirstRunPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keysOpenTheirDoors();
    void firstDoorHasTheFocus();
    void arrowsMoveAndEnterOpens();
    void arrowsStopAtTheEnds();
    void modifiedKeysAreLeftToTheWindow();
    void everyDoorIsNamedAndExplained();
    void fitsTheLeastWindow();

private:
    Theme m_theme;
    std::unique_ptr<FirstRunPage> m_page;
};

void tst_FirstRunPage::init()
{
    m_page = std::make_unique<FirstRunPage>();
    m_page->resize(1440, 826);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void tst_FirstRunPage::keysOpenTheirDoors()
{
    QSignalSpy connected(m_page.get(), &FirstRunPage::connectWanted);
    QSignalSpy local(m_page.get(), &FirstRunPage::localWanted);
    QSignalSpy demo(m_page.get(), &FirstRunPage::demoWanted);
    QSignalSpy import(m_page.get(), &FirstRunPage::importWanted);

    QTest::keyClicks(QApplication::focusWidget(), u"ctdi"_s);

    QCOMPARE(connected.count(), 1);
    QCOMPARE(local.count(), 1);
    QCOMPARE(demo.count(), 1);
    QCOMPARE(import.count(), 1);
}

void tst_FirstRunPage::firstDoorHasTheFocus()
{
    QCOMPARE(QApplication::focusWidget(), m_page->doors().constFirst());
}

void tst_FirstRunPage::arrowsMoveAndEnterOpens()
{
    QSignalSpy demo(m_page.get(), &FirstRunPage::demoWanted);

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);

    QCOMPARE(demo.count(), 1);
}

void tst_FirstRunPage::arrowsStopAtTheEnds()
{
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
    QCOMPARE(QApplication::focusWidget(), m_page->doors().constFirst());
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);

    QCOMPARE(QApplication::focusWidget(), m_page->doors().constLast());
}

void tst_FirstRunPage::modifiedKeysAreLeftToTheWindow()
{
    QSignalSpy connected(m_page.get(), &FirstRunPage::connectWanted);

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_C, Qt::ControlModifier);

    QCOMPARE(connected.count(), 0);
}

void tst_FirstRunPage::everyDoorIsNamedAndExplained()
{
    QCOMPARE(m_page->doors().size(), 4);
    for (const Door *door : m_page->doors()) {
        QVERIFY(!door->accessibleName().isEmpty());
        QVERIFY(!door->accessibleDescription().isEmpty());
    }
}

void tst_FirstRunPage::fitsTheLeastWindow()
{
    m_page->resize(860, 560 - 74);

    QVERIFY(m_page->minimumSizeHint().width() <= 860);
    QVERIFY(m_page->doors().constLast()->geometry().right() < 860);
}

QTEST_MAIN(tst_FirstRunPage)
#include "tst_FirstRunPage.moc"
