// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/MainWindow.h"

#include <QMenuBar>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ShellActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionWithAKeyIsInTheSheet();
    void noKeyIsUsedTwice();
    void everyActionIsInAMenu();
    void adoptedActionJoinsMenuAndSheetAndLeavesWithItsOwner();
    void keysOfWidgetsAreListed();
    void refusedActionSaysWhy();
    void sheetShowsEveryRow();
    void plainTextHasNoMnemonicsOrDots();

private:
    Theme m_theme;
};

void tst_ShellActions::everyActionWithAKeyIsInTheSheet()
{
    MainWindow window(m_theme);
    const QList<KeyRow> rows = window.actions()->rows();
    const QList<QAction *> actions = window.findChildren<QAction *>();
    QVERIFY(!actions.isEmpty());

    for (QAction *action : actions) {
        if (action->shortcuts().isEmpty())
            continue;
        const bool isListed =
            std::any_of(rows.begin(), rows.end(), [action](const KeyRow &row) { return row.action == action; });
        QVERIFY2(isListed, qPrintable(action->text()));
    }
}

void tst_ShellActions::noKeyIsUsedTwice()
{
    MainWindow window(m_theme);
    QHash<QKeySequence, QString> seen;

    for (const KeyRow &row : window.actions()->rows()) {
        if (!row.action)
            continue;
        const QList<QKeySequence> sequences = row.action->shortcuts();
        for (const QKeySequence &sequence : sequences) {
            QVERIFY2(!seen.contains(sequence), qPrintable(sequence.toString()));
            seen.insert(sequence, row.text);
        }
    }
    QVERIFY(seen.size() > 10);
}

void tst_ShellActions::everyActionIsInAMenu()
{
    MainWindow window(m_theme);
    QList<QAction *> inMenus;
    for (const QAction *menu : window.menuBar()->actions())
        inMenus += menu->menu()->actions();

    for (const KeyRow &row : window.actions()->rows()) {
        if (row.action)
            QVERIFY2(inMenus.contains(row.action), qPrintable(row.text));
    }
}

void tst_ShellActions::adoptedActionJoinsMenuAndSheetAndLeavesWithItsOwner()
{
    MainWindow window(m_theme);
    const auto count = [&window] { return window.actions()->inGroup(ActionGroup::Nodes).size(); };
    const qsizetype before = count();
    {
        QWidget page;
        auto *ping = new QAction(u"Ping"_s, &page);
        window.actions()->adopt(ActionGroup::Nodes, ping);
        QCOMPARE(count(), before + 1);
    }

    QCOMPARE(count(), before);
}

void tst_ShellActions::keysOfWidgetsAreListed()
{
    MainWindow window(m_theme);
    window.actions()->note(ActionGroup::Nodes, u"Mark"_s, {u"Space"_s});

    const QList<KeyRow> rows = window.actions()->rows();

    QVERIFY(std::any_of(rows.begin(), rows.end(), [](const KeyRow &row) { return row.text == "Mark"_L1; }));
}

void tst_ShellActions::refusedActionSaysWhy()
{
    MainWindow window(m_theme);
    QAction *retry = window.actions()->action(ShellAction::RetryLink);

    ShellActions::setRefusal(retry, u"The link is live."_s);
    QVERIFY(!retry->isEnabled());
    QCOMPARE(ShellActions::refusalOf(retry), u"The link is live."_s);

    ShellActions::setRefusal(retry, {});
    QVERIFY(retry->isEnabled());
}

void tst_ShellActions::sheetShowsEveryRow()
{
    MainWindow window(m_theme);
    KeySheet sheet(*window.actions(), &window);
    QStringList shown;
    for (const PlainLabel *label : sheet.findChildren<PlainLabel *>())
        shown.append(label->text());

    for (const KeyRow &row : window.actions()->rows())
        QVERIFY2(shown.contains(row.text), qPrintable(row.text));
}

void tst_ShellActions::plainTextHasNoMnemonicsOrDots()
{
    const QAction action(u"&Connect to a cluster…"_s);

    QCOMPARE(ShellActions::plainText(&action), u"Connect to a cluster"_s);
}

QTEST_MAIN(tst_ShellActions)
#include "tst_ShellActions.moc"
