// SPDX-License-Identifier: Apache-2.0
// Closing a node for work, emptying it, and looking into it, by keyboard: who waits is named before, and it can be stopped at any
// moment.
#include "tests/ui/nodes/NodeWorkDesk.h"
#include "ui/kit/Button.h"
#include "ui/kit/Field.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/CordonDialog.h"
#include "ui/nodes/NodeLogs.h"
#include "ui/nodes/NodeStanding.h"
#include "ui/nodes/StopDrainDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QRadioButton>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_NodeWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }
    void strictPinsAreNamedBeforeAnythingIsSent();
    void cancelIsTheDefault();
    void deadlineNoteAndNowAreSent();
    void strictPinsCanBeMadePreferredFirst();
    void badDeadlineIsNotSent();
    void deadlinesAreRead_data();
    void deadlinesAreRead();
    void drawerShowsTheDrainAndStopsIt();
    void cordonOffersToTakeItBack();
    void cordonTakesANote();
    void viewerAndForeignClusterAreToldWhy();
    void menuHasTheVerbs();
    void logsTabOffersWhatRunsThere();
    void picture_data();
    void picture();

private:
    std::unique_ptr<NodeWorkDesk> m_desk;
};

void tst_NodeWork::init()
{
    m_desk = std::make_unique<NodeWorkDesk>();
    QVERIFY(m_desk->fleet->isReady());
    m_desk->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_desk->page.get()));
}

void tst_NodeWork::strictPinsAreNamedBeforeAnythingIsSent()
{
    const DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);

    const QString words = NodeWorkDesk::wordsOf(dialog);
    QVERIFY2(words.contains(u"1 strict entity will wait until the node returns"_s), qPrintable(words));
    QVERIFY2(words.contains(u"billing-bot"_s), qPrintable(words));
    QVERIFY2(words.contains(u"crm-sync → mac-mini-office"_s) && words.contains(u"wanderer → mac-mini-office"_s), qPrintable(words));
    QVERIFY(!words.contains(u"elsewhere"_s));
    QVERIFY(m_desk->fleet->cluster->drained.isEmpty());
}

void tst_NodeWork::cancelIsTheDefault()
{
    DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);
    QVERIFY(dialog->cancelButton()->isDefault());
    QTest::keyClick(dialog, Qt::Key_Return);

    QTRY_VERIFY(!dialog->isVisible());
    QVERIFY(m_desk->fleet->cluster->drained.isEmpty());
}

void tst_NodeWork::deadlineNoteAndNowAreSent()
{
    DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);
    QTest::keyClick(dialog->findChildren<QRadioButton *>().at(1), Qt::Key_Space);
    QTest::keyClicks(dialog->findChildren<Field *>().at(1), u"kernel update"_s);
    QCOMPARE(dialog->command(), u"musterctl nodes drain gpu-box-2 --deadline 15m"_s);
    dialog->drainButton()->setFocus();
    QTest::keyClick(dialog, Qt::Key_Return);

    QTRY_COMPARE(m_desk->fleet->cluster->drained.size(), 1);
    QCOMPARE(m_desk->fleet->cluster->drained.first().second.deadline, std::optional<milliseconds>(15min));
    QCOMPARE(m_desk->fleet->cluster->notes.last(), u"kernel update"_s);
    QVERIFY(!m_desk->fleet->cluster->drained.first().second.isImmediate);

    DrainDialog *again = m_desk->openDrain();
    QVERIFY(again);
    QTest::keyClick(again->findChildren<QCheckBox *>().at(0), Qt::Key_Space);
    QCOMPARE(again->command(), u"musterctl nodes drain gpu-box-2 --now"_s);
    again->drainButton()->click();
    QTRY_COMPARE(m_desk->fleet->cluster->drained.size(), 2);
    QVERIFY(m_desk->fleet->cluster->drained.last().second.isImmediate);
    QVERIFY(!m_desk->fleet->cluster->drained.last().second.deadline);
}

void tst_NodeWork::strictPinsCanBeMadePreferredFirst()
{
    DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);
    QTest::keyClick(dialog->findChild<SegmentedControl *>(), Qt::Key_Right);
    dialog->drainButton()->click();

    QTRY_COMPARE(m_desk->fleet->cluster->drained.size(), 1);
    QCOMPARE(m_desk->fleet->cluster->assigned.size(), 1);
    QCOMPARE(m_desk->fleet->cluster->assigned.first().entity.id, EntityId(u"billing-bot"_s));
    QCOMPARE(m_desk->fleet->cluster->assigned.first().mode, AssignmentMode::Preferred);
    QCOMPARE(m_desk->fleet->cluster->assigned.first().version, std::optional<quint64>(7));
}

void tst_NodeWork::badDeadlineIsNotSent()
{
    DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);
    QTest::keyClick(dialog->findChildren<QRadioButton *>().at(3), Qt::Key_Space);
    QTest::keyClicks(dialog->findChildren<Field *>().at(0), u"soon"_s);
    QVERIFY(!dialog->drainButton()->isEnabled());
    dialog->findChildren<Field *>().at(0)->clear();
    QTest::keyClicks(dialog->findChildren<Field *>().at(0), u"1:30"_s);

    QVERIFY(dialog->drainButton()->isEnabled());
    QCOMPARE(dialog->request().deadline, std::optional<milliseconds>(90min));
}

void tst_NodeWork::deadlinesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("minutes"); // -1: none.
    QTest::newRow("clock") << u"1:30"_s << 90;
    QTest::newRow("minutes") << u"45 m"_s << 45;
    QTest::newRow("hours") << u"2h"_s << 120;
    QTest::newRow("a week") << u"7d"_s << 7 * 24 * 60;
    QTest::newRow("longer") << u"8d"_s << -1;
    QTest::newRow("nothing") << u"0:00"_s << -1;
    QTest::newRow("sixty minutes") << u"1:60"_s << -1;
    QTest::newRow("words") << u"soon"_s << -1;
    QTest::newRow("empty") << QString() << -1;
}

void tst_NodeWork::deadlinesAreRead()
{
    QFETCH(QString, text);
    QFETCH(int, minutes);
    const std::optional<milliseconds> wanted = minutes < 0 ? std::nullopt : std::optional<milliseconds>(std::chrono::minutes(minutes));
    QCOMPARE(readDeadline(text), wanted);
}

void tst_NodeWork::drawerShowsTheDrainAndStopsIt()
{
    const auto *standing = m_desk->details->findChild<NodeStanding *>();
    QVERIFY(!standing->isVisible());
    (void)m_desk->fleet->cluster->drain(NodeWorkDesk::gpu(), {.deadline = 15min});
    QTRY_VERIFY(standing->isVisible());
    QTRY_VERIFY2(NodeWorkDesk::wordsOf(standing).contains(u"2 of 5 jobs left"_s), qPrintable(NodeWorkDesk::wordsOf(standing)));
    QVERIFY(NodeWorkDesk::wordsOf(standing).contains(u"deadline in 15:00"_s));
    QVERIFY(NodeWorkDesk::wordsOf(standing).contains(u"crm-sync"_s));
    m_desk->fleet->clock.advance(60s);
    m_desk->fleet->session->tick();
    QTRY_VERIFY2(NodeWorkDesk::wordsOf(standing).contains(u"deadline in 14:00"_s), qPrintable(NodeWorkDesk::wordsOf(standing)));

    Button *stop = standing->findChildren<Button *>().at(0);
    QTest::keyClick(stop, Qt::Key_Space);
    auto *dialog = m_desk->page->findChild<StopDrainDialog *>();
    QVERIFY(dialog);
    QTest::keyClick(dialog->verbButton(), Qt::Key_Return);
    QTRY_COMPARE(m_desk->fleet->cluster->stopped, QList<NodeId>{NodeWorkDesk::gpu()});
    QTRY_VERIFY(NodeWorkDesk::wordsOf(standing).contains(u"Cordoned"_s)); // It stays closed, and the way out is there.
    QVERIFY(!stop->isVisible());
    QTest::keyClick(standing->findChildren<Button *>().at(2), Qt::Key_Space);
    QTRY_VERIFY(!standing->isVisible());
    QCOMPARE(m_desk->fleet->cluster->cordoned.last(), std::pair(NodeWorkDesk::gpu(), false));
}

void tst_NodeWork::cordonOffersToTakeItBack()
{
    m_desk->page->actions()->toggleCordon({NodeWorkDesk::gpu()});
    QTRY_COMPARE(m_desk->fleet->cluster->cordoned.size(), 1);
    auto *toast = m_desk->page->findChild<Toast *>();
    QTRY_COMPARE(toast->text(), u"gpu-box-2 is cordoned"_s);
    QTest::keyClick(toast->findChild<Button *>(), Qt::Key_Space);

    QTRY_COMPARE(m_desk->fleet->cluster->cordoned.size(), 2);
    QCOMPARE(m_desk->fleet->cluster->cordoned.last(), std::pair(NodeWorkDesk::gpu(), false));
}

void tst_NodeWork::cordonTakesANote()
{
    m_desk->page->actions()->cordonWithNote({NodeWorkDesk::gpu()});
    auto *dialog = m_desk->page->findChild<CordonDialog *>();
    QVERIFY(dialog);
    QTest::keyClicks(dialog->findChild<Field *>(), u"disk swap"_s);
    dialog->verbButton()->click();

    QTRY_COMPARE(m_desk->fleet->cluster->notes, QStringList{u"disk swap"_s});
}

void tst_NodeWork::viewerAndForeignClusterAreToldWhy()
{
    QVERIFY(m_desk->page->actions()->refusal(Feature::Cordon).isEmpty());
    ClusterFacts facts;
    facts.callerTier = Tier::Viewer;
    QCOMPARE(NodeActions::callerRefusal(facts, Feature::Cordon), u"Your token may look, not change."_s);
    m_desk->fleet->loseLink();
    QCOMPARE(m_desk->page->actions()->refusal(Feature::Cordon), u"Not connected: changes are off."_s);
    m_desk->page->actions()->drain({NodeWorkDesk::gpu()});
    QVERIFY(!m_desk->page->findChild<DrainDialog *>());
}

void tst_NodeWork::menuHasTheVerbs()
{
    const auto texts = [this](const NodeId &node) {
        QMenu menu;
        m_desk->page->actions()->fillMenu(&menu, {node});
        QStringList all;
        for (const QAction *action : menu.actions())
            all += action->text();
        return all;
    };
    const QStringList open = texts(NodeWorkDesk::gpu());
    QVERIFY(open.contains(u"Cordon"_s) && open.contains(u"Drain…"_s) && open.contains(u"Restart agents…"_s));
    const QStringList draining = texts(NodeId(u"aws-us-east-1"_s));
    QVERIFY(draining.contains(u"Stop drain…"_s) && draining.contains(u"Change deadline…"_s) && draining.contains(u"Uncordon"_s));
}

void tst_NodeWork::logsTabOffersWhatRunsThere()
{
    m_desk->details->setTab(NodeDetails::LogsTab);
    const QComboBox *sources = m_desk->details->findChild<NodeLogs *>()->sources();
    QTRY_COMPARE(sources->count(), 3);
    QCOMPARE(sources->itemText(0), u"agent/billing-bot"_s);
}

void tst_NodeWork::picture_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void tst_NodeWork::picture()
{
    QFETCH(bool, isDark);
    m_desk->theme.setChoice(isDark ? Theme::Choice::Dark : Theme::Choice::Light);
    const QString folder = QStringLiteral(MUSTER_BINARY_DIR "/pictures");
    QVERIFY(QDir().mkpath(folder));
    const QString end = (isDark ? u"dark"_s : u"light"_s) + u".png"_s;
    DrainDialog *dialog = m_desk->openDrain();
    QVERIFY(dialog);
    QVERIFY(dialog->grab().save(folder + u"/drain-dialog-"_s + end));
    dialog->reject();
    m_desk->details->setTab(NodeDetails::AgentsTab);
    (void)m_desk->fleet->cluster->drain(NodeWorkDesk::gpu(), {.deadline = 15min});
    QTRY_VERIFY(m_desk->details->findChild<NodeStanding *>()->isVisible());
    QVERIFY(m_desk->details->grab().save(folder + u"/drawer-agents-"_s + end));
}

QTEST_MAIN(tst_NodeWork)
#include "tst_NodeWork.moc"
