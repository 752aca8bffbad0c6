// SPDX-License-Identifier: Apache-2.0
// The page as people use it: counts that filter, one truth for all views, verbs that ask, and what is off when our link is.

#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeTable.h"
#include "ui/nodes/NodesPage.h"
#include "ui/nodes/StatStrip.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { show({}); }
    void cleanup();
    void countsAreOneTruth();
    void statCellFiltersByKeyboard();
    void unknownComesWhenThereIsAny();
    void slashGoesToTheFilter();
    void typedTermsBecomeChips();
    void escapeClearsFilterThenSelection();
    void nothingFoundOffersTheWayBack();
    void noNodesOffersAWorker();
    void viewsShareTheSelection();
    void orderIsHeldForTheCursor();
    void stateSurvives();

private:
    void show(std::optional<ClusterSnapshot> state);
    StatCell *cell(NodeStatus status) const;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<StillFleet> m_fleet;
    std::unique_ptr<NodesPage> m_page;
};

void tst_NodesPage::show(std::optional<ClusterSnapshot> state)
{
    cleanup();
    m_theme = std::make_unique<Theme>();
    m_fleet = std::make_unique<StillFleet>(std::move(state));
    QVERIFY(m_fleet->isReady());
    m_page = std::make_unique<NodesPage>(&m_fleet->nodes);
    m_page->resize(1232, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->focusList();
}

void tst_NodesPage::cleanup()
{
    m_page.reset();
    m_fleet.reset();
    m_theme.reset();
}

StatCell *tst_NodesPage::cell(NodeStatus status) const
{
    const QList<StatCell *> cells = m_page->findChildren<StatCell *>();
    for (StatCell *one : cells) {
        if (one->status() == status)
            return one;
    }
    return nullptr;
}

void tst_NodesPage::countsAreOneTruth()
{
    int sum = 0;
    for (const StatCell *one : m_page->findChildren<StatCell *>())
        sum += one->count();
    QCOMPARE(sum, m_fleet->nodes.rowCount());
    QCOMPARE(sum, m_fleet->nodes.summary().nodes);
    for (const NodeStatus status : {NodeStatus::Online, NodeStatus::Degraded, NodeStatus::Offline, NodeStatus::Failed}) {
        m_page->filter()->setStatuses({status});
        QCOMPARE(m_page->filter()->rowCount(), cell(status)->count());
        QCOMPARE(m_page->findChild<NodeBoard *>()->model()->rowCount(), m_page->findChild<NodeTable *>()->model()->rowCount());
    }
}

void tst_NodesPage::statCellFiltersByKeyboard()
{
    cell(NodeStatus::Online)->setFocus(Qt::TabFocusReason);
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Right);
    QCOMPARE(m_page->focusWidget(), cell(NodeStatus::Degraded));
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
    QCOMPARE(m_page->filter()->statuses(), QSet<NodeStatus>{NodeStatus::Degraded});
    QCOMPARE(m_page->filter()->rowCount(), 1);
    QVERIFY(cell(NodeStatus::Degraded)->accessibleName().contains(u"filter is on"_s));

    QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
    QCOMPARE(m_page->filter()->rowCount(), 11);

    QTest::mouseClick(cell(NodeStatus::Draining), Qt::LeftButton);
    QVERIFY(m_page->filter()->statuses().contains(NodeStatus::Drained));
    QTest::mouseClick(cell(NodeStatus::Failed), Qt::LeftButton);
    QCOMPARE(m_page->filter()->statuses(), QSet<NodeStatus>{NodeStatus::Failed});
    QVERIFY(!cell(NodeStatus::Draining)->isChecked());
}

void tst_NodesPage::unknownComesWhenThereIsAny()
{
    QVERIFY(!cell(NodeStatus::Unknown)->isVisible());
    m_fleet->loseLink();
    QVERIFY(cell(NodeStatus::Unknown)->isVisible());
    QCOMPARE(cell(NodeStatus::Unknown)->count(), 9);
    QCOMPARE(cell(NodeStatus::Online)->count(), 0);
    QVERIFY(cell(NodeStatus::Online)->isVisible());
}

void tst_NodesPage::slashGoesToTheFilter()
{
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Slash);
    auto *field = m_page->findChild<Field *>();
    QCOMPARE(m_page->focusWidget(), field);
    QTest::keyClicks(field, u"/ajk"_s); // Letters are text here.
    QCOMPARE(field->text(), u"/ajk"_s);
}

void tst_NodesPage::typedTermsBecomeChips()
{
    m_page->focusFilter();
    auto *field = m_page->findChild<Field *>();
    QTest::keyClicks(field, u"cap:gpu"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->filter()->rowCount(), 2, 2000);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(field->text().isEmpty());
    QCOMPARE(m_page->filter()->search(), u"cap:gpu"_s);
    QTest::keyClick(field, Qt::Key_Backspace);
    QCOMPARE(m_page->filter()->rowCount(), 11);
}

void tst_NodesPage::escapeClearsFilterThenSelection()
{
    m_page->filter()->setStatuses({NodeStatus::Online});
    QVERIFY(m_page->selectNode(NodeId(u"gpu-box-2"_s)));
    m_page->focusList();
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Escape);
    QVERIFY(!m_page->filter()->isFiltered());
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Escape);
    QVERIFY(m_page->findChild<NodeBoard *>()->selectionModel()->selectedRows().isEmpty());
}

void tst_NodesPage::nothingFoundOffersTheWayBack()
{
    m_page->filter()->setSearch(u"cap:nothing"_s);
    QStringList said;
    Button *back = nullptr;
    for (const EmptyState *state : m_page->findChildren<EmptyState *>()) {
        if (!state->isVisible())
            continue;
        for (const PlainLabel *label : state->findChildren<PlainLabel *>())
            said += label->text();
        back = state->findChild<Button *>();
    }
    QVERIFY2(said.join(u' ').contains(u"cap:nothing (11 hidden)"_s), qPrintable(said.join(u'|')));
    QVERIFY(back);
    QTest::mouseClick(back, Qt::LeftButton);
    QCOMPARE(m_page->filter()->rowCount(), 11);
}

void tst_NodesPage::noNodesOffersAWorker()
{
    show(ClusterSnapshot{});
    QSignalSpy wanted(m_page.get(), &NodesPage::addWorkerRequested);
    for (const EmptyState *state : m_page->findChildren<EmptyState *>()) {
        if (state->isVisible())
            QTest::mouseClick(state->findChild<Button *>(), Qt::LeftButton);
    }
    QCOMPARE(wanted.count(), 1);
    QVERIFY(!m_page->findChild<StatStrip *>()->isVisible());
}

void tst_NodesPage::viewsShareTheSelection()
{
    QVERIFY(m_page->selectNode(NodeId(u"gpu-box-2"_s)));
    m_page->setView(NodesPage::Table);
    QCOMPARE(m_page->findChild<NodeTable *>()->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(m_page->selectedNodes(), QList<NodeId>{NodeId(u"gpu-box-2"_s)});
    m_page->step(1);
    m_page->setView(NodesPage::Cards);
    QVERIFY(m_page->currentNode() != NodeId(u"gpu-box-2"_s));
    QCOMPARE(m_page->selectedNodes(), QList<NodeId>{m_page->currentNode()});
}

void tst_NodesPage::orderIsHeldForTheCursor()
{
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->filter()->isHeld(), 2000);
    m_page->focusFilter();
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->filter()->isHeld(), 2000);
}

void tst_NodesPage::stateSurvives()
{
    m_page->setView(NodesPage::Table);
    m_page->filter()->sort(NodesModel::MemoryColumn, Qt::DescendingOrder);
    m_page->filter()->setSearch(u"docker"_s);
    const QByteArray state = m_page->saveState();

    NodesPage other(&m_fleet->nodes);
    other.restoreState("nonsense");
    QCOMPARE(other.view(), NodesPage::Cards);
    other.restoreState(state);
    QCOMPARE(other.view(), NodesPage::Table);
    QCOMPARE(other.filter()->sortColumn(), int(NodesModel::MemoryColumn));
    QCOMPARE(other.filter()->sortOrder(), Qt::DescendingOrder);
    QCOMPARE(other.filter()->search(), u"docker"_s);
}

QTEST_MAIN(tst_NodesPage)
#include "tst_NodesPage.moc"
