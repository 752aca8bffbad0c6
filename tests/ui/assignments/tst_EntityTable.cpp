// SPDX-License-Identifier: Apache-2.0
// The table of the page: its columns in every width, entities under their nodes, and the ways from an entity to its log and jobs.
#include "ui/assignments/EntityTable.h"

#include "tests/ui/assignments/PinDesk.h"
#include "ui/assignments/EntityColumns.h"
#include "ui/assignments/EntityDetails.h"
#include "ui/assignments/NodePicker.h"
#include "ui/kit/Field.h"
#include "ui/kit/Pill.h"
#include "ui/kit/PlainLabel.h"
#include "ui/logs/LogView.h"

#include <QApplication>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QListView>
#include <QMimeData>
#include <QSignalSpy>

#include <numeric>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kByNode = EntityFilterModel::Orientation::ByNode;

QString spokenAt(const PinDesk &desk, int row)
{
    return desk.page->filter()->index(row, EntitiesModel::NameColumn).data(Qt::AccessibleTextRole).toString();
}

} // namespace

class tst_EntityTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // From a window of 860 px with a drawer to one of 2560 without: all of the room is used, and names and states can be read.
    void columnsFitEveryWidth()
    {
        for (int wide = 360; wide <= 2600; wide += 7) {
            for (const bool hasTenants : {false, true}) {
                for (const bool isByNode : {false, true}) {
                    const EntityWidths widths = entityWidths(wide, hasTenants, isByNode);
                    const QByteArray where = QByteArray::number(wide) + (hasTenants ? " tenants" : "") + (isByNode ? " by node" : "");
                    QVERIFY2(std::accumulate(widths.begin(), widths.end(), 0) == wide, where.constData());
                    for (int column = 0; column < EntitiesModel::ColumnCount; ++column) {
                        const int width = widths[static_cast<size_t>(column)];
                        QVERIFY2(width == 0 || width >= leastEntityWidth(static_cast<EntitiesModel::Column>(column)), where.constData());
                    }
                    QVERIFY2(widths[EntitiesModel::PinColumn] > 0, where.constData());
                    QVERIFY2(widths[EntitiesModel::StateColumn] >= (wide >= 600 ? 150 : 120), where.constData());
                    QVERIFY2(wide < 600 || widths[EntitiesModel::NameColumn] >= 150, where.constData());
                    QVERIFY2(widths[EntitiesModel::NodeColumn] == 0 || !isByNode, where.constData());
                    QVERIFY2(wide < 600 || isByNode || widths[EntitiesModel::NodeColumn] > 0, where.constData());
                }
            }
        }
    }

    void tableFillsItsRoom()
    {
        Theme theme;
        PinDesk desk(true);
        QVERIFY(desk.isReady());
        for (const int wide : {420, 668, 1232, 2360}) {
            desk.window.resize(wide, 560);
            const EntityTable *table = desk.page->table();
            QTRY_COMPARE(table->horizontalHeader()->length(), table->viewport()->width());
            QVERIFY(table->columnWidth(EntitiesModel::NameColumn) >= scaled(140));
        }
    }

    // The page was opened while the cluster had nothing; the first entity came while another page was in front.
    void firstEntityIsSeenWhenOneComesBack()
    {
        Theme theme;
        PinDesk desk;
        desk.cluster->fill({});
        QVERIFY(desk.isReady());
        QTRY_VERIFY(!desk.page->table()->isVisible());
        desk.page->hide();
        desk.cluster->put(entityCalled(u"agent/first"_s));
        QVERIFY(desk.frame());
        QTest::qWait(0); // What is queued for a page that is hidden.
        desk.page->show();
        QTRY_VERIFY(desk.page->table()->isVisible());
        const EntityTable *table = desk.page->table();
        QTRY_VERIFY(table->viewport()->height() >= table->verticalHeader()->defaultSectionSize());
        QVERIFY(table->viewport()->rect().contains(table->visualRect(desk.page->filter()->index(0, EntitiesModel::NameColumn)).center()));
    }

    void byNodeIsReadAndFoldedByKeyboard()
    {
        Theme theme;
        PinDesk desk;
        desk.cluster->pinAs(u"kim"_s, refOf(u"agent/beta"_s), NodeId(u"pi-lab"_s), AssignmentMode::Strict);
        QVERIFY(desk.isReady());
        desk.page->focusList();
        desk.press(Qt::Key_V);
        QCOMPARE(desk.page->filter()->orientation(), kByNode);
        QCOMPARE(desk.page->table()->currentEntity(), refOf(u"agent/alpha"_s)); // The same, from the other side.
        QCOMPARE(desk.page->filter()->rowCount(), 6); // mac-office with two, pi-lab with one, and what is empty.
        QCOMPARE(spokenAt(desk, 0), u"mac-office, Online, 2 entities, unfolded"_s);
        QCOMPARE(spokenAt(desk, 3), u"pi-lab, Offline, 1 entity: 1 strict; 1 waits, unfolded"_s);
        QVERIFY(desk.page->table()->isColumnHidden(EntitiesModel::NodeColumn)); // The head says it.

        desk.press(Qt::Key_Up);
        QVERIFY(desk.page->table()->isOnHead());
        QCOMPARE(desk.page->table()->currentNode(), NodeId(u"mac-office"_s));
        desk.press(Qt::Key_Left);
        QCOMPARE(desk.page->filter()->rowCount(), 4);
        desk.press(Qt::Key_M); // Nothing is under the cursor: nothing opens.
        QVERIFY(!desk.page->picker()->isVisible());
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.page->filter()->rowCount(), 6);
        desk.press(Qt::Key_Space);
        QCOMPARE(desk.page->table()->selectedEntities().size(), 2);

        desk.press(Qt::Key_U); // Pinned nowhere as it is: nothing to stage.
        QCOMPARE(desk.page->pins()->count(), 0);
        desk.page->pins()->stage(refOf(u"agent/alpha"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        QVERIFY2(spokenAt(desk, 0).contains(u"staged: 1 goes"_s), qPrintable(spokenAt(desk, 0)));
        QVERIFY(spokenAt(desk, 1).contains(u"staged: vps-02, strict"_s));
        desk.press(Qt::Key_V);
        QCOMPARE(desk.page->filter()->rowCount(), 3);
    }

    void rowsAreDraggedToAnotherNode()
    {
        Theme theme;
        PinDesk desk;
        desk.cluster->pinAs(u"kim"_s, refOf(u"agent/beta"_s), NodeId(u"vps-02"_s), AssignmentMode::Strict);
        QVERIFY(desk.isReady());
        desk.page->setOrientation(kByNode);
        EntityTable *table = desk.page->table();
        Q_EMIT table->moveRequested({refOf(u"agent/alpha"_s), refOf(u"agent/beta"_s)}, NodeId(u"mac-office"_s));
        QCOMPARE(desk.page->pins()->find(refOf(u"agent/beta"_s))->mode, AssignmentMode::Strict); // As it was pinned.
        QCOMPARE(desk.page->pins()->find(refOf(u"agent/alpha"_s))->mode, AssignmentMode::Preferred);

        // What another window drags means nothing here.
        QMimeData foreign;
        foreign.setData(u"application/x-muster-entities-1-1"_s, "agent/alpha");
        const QPoint at = table->visualRect(desk.page->filter()->index(0, 0)).center();
        QDropEvent drop(at, Qt::MoveAction, &foreign, Qt::LeftButton, Qt::NoModifier);
        drop.ignore();
        QApplication::sendEvent(table->viewport(), &drop);
        QVERIFY(!drop.isAccepted());
        QCOMPARE(desk.page->pins()->count(), 2);
    }

    void entityLeadsToItsLogAndItsJobs()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        const QSignalSpy jobs(desk.page, &AssignmentsPage::jobsRequested);
        desk.page->focusList();
        desk.press(Qt::Key_J, Qt::ShiftModifier);
        QCOMPARE(jobs.size(), 1);
        QCOMPARE(jobs.first().first().value<EntityRef>(), refOf(u"agent/alpha"_s));
        desk.press(Qt::Key_J); // Moves down, as everywhere.
        QCOMPARE(desk.page->table()->currentEntity(), refOf(u"agent/beta"_s));

        desk.press(Qt::Key_L);
        QTRY_VERIFY(desk.drawer->isVisible());
        const LogView *log = desk.page->details()->log();
        QVERIFY(log);
        QCOMPARE(log->source(), (LogSource{.entity = refOf(u"agent/beta"_s), .job = {}}));
        QVERIFY(log->isAncestorOf(QApplication::focusWidget())); // Ctrl+F finds in the log.
        desk.drawer->hide();
        QTRY_COMPARE(log->source(), LogSource()); // Nobody reads it.
    }

    // The popup stands at its row: the order waits for it, and what comes is counted.
    void pickerStaysAtItsRow()
    {
        Theme theme;
        PinDesk desk;
        QVERIFY(desk.isReady());
        desk.page->focusList();
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Return);
        QTRY_VERIFY(desk.page->picker()->isVisible());
        QCoreApplication::processEvents(); // The page has its layout.
        const QRect before = desk.page->table()->controlRect(EntitiesModel::PinColumn);
        desk.cluster->put(entityCalled(u"agent/aaa-new"_s));
        QVERIFY(desk.frame());
        QCOMPARE(desk.page->table()->controlRect(EntitiesModel::PinColumn), before);
        const Pill *pill = desk.page->findChild<Pill *>();
        QTRY_VERIFY(pill->isVisible());
        QCOMPARE(pill->text(), u"1 change"_s);

        desk.cluster->take(refOf(u"agent/alpha"_s)); // The row moves up, and the popup with it.
        QTRY_VERIFY(desk.page->table()->controlRect(EntitiesModel::PinColumn) != before);
        QTRY_COMPARE(desk.page->picker()->y(), desk.page->table()->controlRect(EntitiesModel::PinColumn).bottom() + 4);

        QTest::keyClicks(desk.page->picker()->field(), u"zzz"_s);
        QCOMPARE(desk.page->picker()->list()->model()->rowCount(), 0);
        const QList<PlainLabel *> labels = desk.page->picker()->findChildren<PlainLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const PlainLabel *label) { return label->isVisible() && label->text() == u"No node matches."; }));
        QTest::keyClick(desk.page->picker()->field(), Qt::Key_Return); // Nothing to choose.
        QCOMPARE(desk.page->pins()->count(), 0);
    }

    void filterAndOrderAreRemembered()
    {
        Theme theme;
        PinDesk desk(true);
        QVERIFY(desk.isReady());
        desk.page->filter()->setKinds({EntityKind::Mcp});
        desk.page->filter()->setSearch(u"crm"_s);
        desk.page->filter()->sort(EntitiesModel::PinColumn, Qt::DescendingOrder);
        PinDesk other(true);
        QVERIFY(other.isReady());
        other.page->restoreState(desk.page->saveState());
        QCOMPARE(other.page->filter()->rowCount(), 1);
        QCOMPARE(other.page->filter()->sortColumn(), int(EntitiesModel::PinColumn));
        QCOMPARE(other.page->filter()->kinds(), QSet<EntityKind>{EntityKind::Mcp});
        desk.page->setOrientation(kByNode);
        other.page->restoreState(desk.page->saveState());
        QCOMPARE(other.page->filter()->orientation(), kByNode);
        other.page->restoreState(u"{broken"_s);
    }

    void tenThousandPaintQuickly()
    {
        Theme theme;
        PinDesk desk;
        QList<EntityState> many;
        for (int i = 0; i < 10'000; ++i)
            many.append(entityCalled(u"agent/bot-%1"_s.arg(i)));
        desk.cluster->fill(many);
        QVERIFY(desk.isReady());
        QTRY_COMPARE(desk.page->filter()->rowCount(), 10'000);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 20; ++i) {
            desk.page->table()->selectEntity(refOf(u"agent/bot-%1"_s.arg(i * 499)));
            desk.page->table()->viewport()->repaint();
        }
        desk.page->focusList();
        desk.press(Qt::Key_A, Qt::ControlModifier);
        desk.press(Qt::Key_U);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(u"%1 ms"_s.arg(timer.elapsed())));
    }
};

QTEST_MAIN(tst_EntityTable)
#include "tst_EntityTable.moc"
