// SPDX-License-Identifier: Apache-2.0
// The page as people use it: counts that filter, one truth for all views, verbs that ask, and what is off when our link is.

#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodeTable.h"
#include "ui/nodes/NodesPage.h"
#include "ui/nodes/RemoveDialog.h"
#include "ui/nodes/StatStrip.h"

#include <QMenu>
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
    void removeAsksWithCancelAsDefault();
    void removeHappensOnlyAfterItsButton();
    void refusedRemovalIsSaid();
    void pingSaysHowLong();
    void changesAreOffWithoutALink();
    void orderIsHeldForTheCursor();
    void stateSurvives();
    void hostileNameStaysText();
    void drawerFollowsItsNode();
    void drawerKeys();

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

void tst_NodesPage::removeAsksWithCancelAsDefault()
{
    QVERIFY(m_page->selectNode(NodeId(u"gpu-box-2"_s)));
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Delete);
    auto *dialog = m_page->findChild<RemoveDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isVisible(), 2000);
    QVERIFY(dialog->cancelButton()->isDefault());
    QCOMPARE(dialog->removeButton()->text(), u"Remove gpu-box-2"_s);
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(m_fleet->cluster->removed.isEmpty());
}

void tst_NodesPage::removeHappensOnlyAfterItsButton()
{
    QVERIFY(m_page->selectNode(NodeId(u"gpu-box-2"_s)));
    QTest::keyClick(m_page->focusWidget(), Qt::Key_Delete);
    auto *dialog = m_page->findChild<RemoveDialog *>();
    QVERIFY(dialog);
    dialog->removeButton()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(dialog->removeButton(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(m_fleet->cluster->removed, QList<NodeId>{NodeId(u"gpu-box-2"_s)}, 2000);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->findChild<Toast *>()->text(), u"Removed gpu-box-2"_s, 2000);
}

void tst_NodesPage::refusedRemovalIsSaid()
{
    m_fleet->cluster->refusal = refused(u"tier operator"_s);
    QSignalSpy failures(m_page->actions(), &NodeActions::failed);
    m_page->actions()->remove({NodeId(u"gpu-box-2"_s)});
    m_page->findChild<RemoveDialog *>()->accept();
    QTRY_COMPARE_WITH_TIMEOUT(failures.count(), 1, 2000);
    QCOMPARE(m_page->findChild<Toast *>()->text(), u"gpu-box-2: Not allowed"_s);
}

void tst_NodesPage::pingSaysHowLong()
{
    m_page->actions()->ping(NodeId(u"gpu-box-2"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->findChild<Toast *>()->text().startsWith(u"gpu-box-2 answered in 3.1"_s), 2000);
    QCOMPARE(m_fleet->cluster->pinged, QList<NodeId>{NodeId(u"gpu-box-2"_s)});
}

void tst_NodesPage::changesAreOffWithoutALink()
{
    m_fleet->loseLink();
    QCOMPARE(m_page->actions()->refusal(Feature::Remove), u"Not connected: changes are off."_s);
    QMenu menu;
    m_page->actions()->fillMenu(&menu, {NodeId(u"gpu-box-2"_s)});
    for (const QAction *action : menu.actions()) {
        if (action->text() == u"Remove…"_s || action->text() == u"Ping"_s)
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    }
    m_page->actions()->remove({NodeId(u"gpu-box-2"_s)});
    QVERIFY(!m_page->findChild<RemoveDialog *>());

    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(NodeId(u"gpu-box-2"_s));
    for (const Button *button : details.findChildren<Button *>())
        QVERIFY(!button->isEnabled() && !button->toolTip().isEmpty());
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

void tst_NodesPage::hostileNameStaysText()
{
    const QString name = u"<img src=x><b>n"_s;
    ClusterSnapshot state = pictureFleet(Timestamp{1'800'000'000'000});
    state.nodes.first().who.name = name;
    show(state);
    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(state.nodes.first().id());
    details.show();
    bool found = false;
    const QList<QLabel *> labels = details.findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        found = found || label->text() == name;
        QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
    }
    QVERIFY(found);
    m_page->actions()->remove({state.nodes.first().id()});
    for (const QLabel *label : m_page->findChild<RemoveDialog *>()->findChildren<QLabel *>())
        QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
    QCOMPARE(plainToolTip(name), u"<span>&lt;img src=x&gt;&lt;b&gt;n</span>"_s);
}

void tst_NodesPage::drawerFollowsItsNode()
{
    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(NodeId(u"gpu-box-2"_s));
    details.show();
    const auto says = [&details](const QString &text) {
        const QList<PlainLabel *> labels = details.findChildren<PlainLabel *>();
        return std::ranges::any_of(labels, [&](const PlainLabel *label) { return label->isVisible() && label->text() == text; });
    };
    QVERIFY(says(u"gpu-box-2"_s));
    m_fleet->cluster->tell({.position = {u"e1"_s, 2},
                            .at = m_fleet->clock.now(),
                            .what = NodeRemoved{NodeId(u"gpu-box-2"_s), u"gpu-box-2"_s}});
    QTRY_VERIFY_WITH_TIMEOUT(says(u"no longer in this cluster"_s), 2000);
}

void tst_NodesPage::drawerKeys()
{
    NodeDetails details(&m_fleet->nodes, m_page->actions());
    details.setNode(NodeId(u"gpu-box-2"_s));
    QSignalSpy closed(&details, &NodeDetails::closeRequested);
    QSignalSpy next(&details, &NodeDetails::nextRequested);
    QSignalSpy previous(&details, &NodeDetails::previousRequested);
    QTest::keyClick(&details, Qt::Key_BracketRight);
    QTest::keyClick(&details, Qt::Key_BracketLeft);
    QTest::keyClick(&details, Qt::Key_Escape);
    QCOMPARE(next.count() + previous.count() + closed.count(), 3);
    details.setTab(2);
    QCOMPARE(details.tab(), 2);
}

QTEST_MAIN(tst_NodesPage)
#include "tst_NodesPage.moc"
