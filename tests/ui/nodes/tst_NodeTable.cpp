// SPDX-License-Identifier: Apache-2.0
// The table: columns, marking, order, copying.

#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeColumns.h"
#include "ui/nodes/NodeRowDelegate.h"
#include "ui/nodes/NodeTable.h"
#include "ui/nodes/NodeTableHead.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsTheDefaultColumns();
    void columnsAreRememberedAndReset();
    void foreignStateIsRefused();
    void headSortsAndTurns();
    void boxMarksRows();
    void headBoxMarksAll();
    void keysMoveAndOpen();
    void copiesWhatPeopleRead();
    void heightFollowsRows();
    void everyColumnHasTitleAndText();

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<StillFleet> m_fleet;
    std::unique_ptr<NodeFilterModel> m_filter;
    std::unique_ptr<NodeTable> m_table;
};

void tst_NodeTable::init()
{
    m_theme = std::make_unique<Theme>();
    m_fleet = std::make_unique<StillFleet>();
    QVERIFY(m_fleet->isReady());
    m_filter = std::make_unique<NodeFilterModel>();
    m_filter->setSourceModel(&m_fleet->nodes);
    m_table = std::make_unique<NodeTable>(m_filter.get());
    m_table->resize(1200, 500);
    m_table->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
    m_table->setFocus();
}

void tst_NodeTable::cleanup()
{
    m_table.reset();
    m_filter.reset();
    m_fleet.reset();
    m_theme.reset();
}

void tst_NodeTable::showsTheDefaultColumns()
{
    QVERIFY(!m_table->isColumnHidden(NodesModel::StatusColumn));
    QVERIFY(!m_table->isColumnHidden(NodesModel::VersionColumn));
    QVERIFY(m_table->isColumnHidden(NodesModel::PlatformColumn));
    QCOMPARE(m_table->rowHeight(0), 32);
    QCOMPARE(m_table->columnWidth(NodesModel::RoleColumn), 60);
    QVERIFY(!m_table->horizontalScrollBar()->isVisible());
}

void tst_NodeTable::columnsAreRememberedAndReset()
{
    m_table->setColumnHidden(NodesModel::PlatformColumn, false);
    m_table->setColumnWidth(NodesModel::AddressColumn, 200);
    m_table->horizontalHeader()->moveSection(2, 4);
    const QByteArray state = m_table->saveColumns();

    m_table->resetColumns();
    QVERIFY(m_table->isColumnHidden(NodesModel::PlatformColumn));
    QCOMPARE(m_table->horizontalHeader()->visualIndex(NodesModel::RoleColumn), 2);

    QVERIFY(m_table->restoreColumns(state));
    QVERIFY(!m_table->isColumnHidden(NodesModel::PlatformColumn));
    QCOMPARE(m_table->columnWidth(NodesModel::AddressColumn), 200);
    QCOMPARE(m_table->horizontalHeader()->visualIndex(NodesModel::RoleColumn), 4);
}

void tst_NodeTable::foreignStateIsRefused()
{
    const QByteArray before = m_table->saveColumns();
    QVERIFY(!m_table->restoreColumns({}));
    QVERIFY(!m_table->restoreColumns("\x63nonsense"));
    QVERIFY(!m_table->restoreColumns("\x01nonsense"));
    QCOMPARE(m_table->saveColumns(), before);
}

void tst_NodeTable::headSortsAndTurns()
{
    QHeaderView *head = m_table->horizontalHeader();
    const QPoint name(head->sectionViewportPosition(NodesModel::NameColumn) + 40, 16);
    QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, name);
    QCOMPARE(m_filter->sortColumn(), int(NodesModel::NameColumn));
    QCOMPARE(m_filter->nodeAt(0).who.name, u"aws-us-east-1"_s);

    QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, name);
    QCOMPARE(m_filter->sortOrder(), Qt::DescendingOrder);
    QCOMPARE(m_filter->nodeAt(0).who.name, u"win-build-1"_s);
}

void tst_NodeTable::boxMarksRows()
{
    for (const int row : {1, 3}) {
        const QRect cell = m_table->visualRect(m_filter->index(row, NodesModel::StatusColumn));
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {},
                          NodeRowDelegate::checkBoxIn(cell, Qt::LeftToRight).center());
    }
    QCOMPARE(m_table->selectionModel()->selectedRows().size(), 2);
    QVERIFY(m_table->selectionModel()->isRowSelected(1));
    QVERIFY(m_table->selectionModel()->isRowSelected(3));
}

void tst_NodeTable::headBoxMarksAll()
{
    QHeaderView *head = m_table->horizontalHeader();
    const QPoint box(12 + 8, 16);
    QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, box);
    QCOMPARE(m_table->selectionModel()->selectedRows().size(), m_filter->rowCount());
    QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, box);
    QVERIFY(!m_table->selectionModel()->hasSelection());
    QCOMPARE(m_filter->sortColumn(), int(NodesModel::StatusColumn)); // A click on the box is no click on the title.
}

void tst_NodeTable::keysMoveAndOpen()
{
    QSignalSpy opened(m_table.get(), &NodeTable::openRequested);
    m_table->setCurrentIndex(m_filter->index(0, NodesModel::NameColumn));
    QTest::keyClick(m_table.get(), Qt::Key_J);
    QTest::keyClick(m_table.get(), Qt::Key_Down);
    QTest::keyClick(m_table.get(), Qt::Key_K);
    QCOMPARE(m_table->currentIndex().row(), 1);
    QTest::keyClick(m_table.get(), Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().value<NodeId>(), m_filter->nodeAt(1).id());
}

void tst_NodeTable::copiesWhatPeopleRead()
{
    m_table->selectRow(m_filter->rowOf(NodeId(u"vps-02"_s)));
    QTest::keySequence(m_table.get(), QKeySequence::Copy);
    const QStringList cells = QApplication::clipboard()->text().replace(QChar(QChar::Nbsp), u' ').split(u'\t');
    QCOMPARE(cells, (QStringList{u"Degraded"_s, u"vps-02"_s, u"worker"_s, u"203.0.113.24:3101"_s, u"4 s ago"_s, u"20 %"_s,
                                 u"96 %"_s, u"2"_s, u"0"_s, u"0"_s, u"0.5.318"_s}));
}

void tst_NodeTable::heightFollowsRows()
{
    QCOMPARE(m_table->wholeHeight(), 32 + 32 * 11);
    QSignalSpy changed(m_table.get(), &NodeTable::wholeHeightChanged);
    m_filter->setStatuses({NodeStatus::Online});
    QVERIFY(changed.count() > 0);
    QCOMPARE(m_table->wholeHeight(), 32 + 32 * 6);
}

void tst_NodeTable::everyColumnHasTitleAndText()
{
    for (int column = 0; column < NodesModel::ColumnCount; ++column) {
        const auto which = static_cast<NodesModel::Column>(column);
        QVERIFY(!nodeColumnTitle(which).isEmpty());
        QVERIFY(nodeColumnWidth(which) > 0);
        if (which != NodesModel::CapabilitiesColumn && which != NodesModel::LabelsColumn)
            QVERIFY(!nodeCellText(m_fleet->nodes, 0, which).isEmpty());
    }
}

QTEST_MAIN(tst_NodeTable)
#include "tst_NodeTable.moc"
