// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Theme.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/SessionRestore.h"
#include "ui/shell/Sidebar.h"

#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_SessionRestore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void viewComesBackForEachCluster();
    void nonsenseBecomesTheDefault_data();
    void nonsenseBecomesTheDefault();
    void windowComesBackInsideTheScreens_data();
    void windowComesBackInsideTheScreens();
    void windowAndSidebarComeBack();

private:
    QTemporaryDir m_folder;
    Theme m_theme;
};

void tst_SessionRestore::viewComesBackForEachCluster()
{
    const RememberedView first{.page = u"nodes"_s, .node = u"vps-02"_s, .drawerWidth = 420,
                               .pageState = {{u"view"_s, u"table"_s}}};
    const RememberedView second{.page = u"nodes"_s, .node = {}, .drawerWidth = 360, .pageState = {}};
    {
        Settings settings(m_folder.path());
        SessionRestore restore(settings);
        restore.saveView(u"prod-eu"_s, first);
        restore.saveView(u"demo"_s, second);
    }
    Settings settings(m_folder.path());
    const SessionRestore restore(settings);

    QCOMPARE(restore.view(u"prod-eu"_s), first);
    QCOMPARE(restore.view(u"demo"_s), second);
    QCOMPARE(restore.view(u"never-seen"_s), RememberedView());
}

void tst_SessionRestore::nonsenseBecomesTheDefault_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no json") << QByteArray("\x01\xff{");
    QTest::newRow("wrong types") << QByteArray(R"({"page":7,"node":[1],"drawerWidth":"wide","state":3})");
}

void tst_SessionRestore::nonsenseBecomesTheDefault()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(rememberedViewOf(bytes), RememberedView());
}

void tst_SessionRestore::windowComesBackInsideTheScreens_data()
{
    QTest::addColumn<QRect>("window");
    QTest::addColumn<QRect>("expected");
    QTest::newRow("fits") << QRect(100, 100, 900, 600) << QRect(100, 100, 900, 600);
    QTest::newRow("on the second") << QRect(2000, 50, 900, 600) << QRect(2000, 50, 900, 600);
    QTest::newRow("screen is gone") << QRect(9000, 9000, 900, 600) << QRect(1020, 480, 900, 600);
    QTest::newRow("above") << QRect(100, -900, 900, 600) << QRect(100, 0, 900, 600);
    QTest::newRow("too large") << QRect(0, 0, 4000, 3000) << QRect(0, 0, 1920, 1080);
    QTest::newRow("too small") << QRect(10, 10, 100, 100) << QRect(10, 10, 860, 560);
}

void tst_SessionRestore::windowComesBackInsideTheScreens()
{
    QFETCH(QRect, window);
    const QList<QRect> screens{QRect(0, 0, 1920, 1080), QRect(1920, 0, 1280, 1024)};

    QTEST(insideScreens(window, screens, QSize(860, 560)), "expected");
}

void tst_SessionRestore::windowAndSidebarComeBack()
{
    Settings settings(m_folder.path());
    SessionRestore restore(settings);
    MainWindow first(m_theme);
    first.resize(900, 600);
    first.sidebar()->setCollapsed(true);
    restore.saveWindow(first);

    MainWindow second(m_theme);
    restore.restoreWindow(&second);

    QVERIFY(second.sidebar()->isCollapsed());
    QVERIFY(second.width() >= 860 && second.height() >= 560);
}

QTEST_MAIN(tst_SessionRestore)
#include "tst_SessionRestore.moc"
