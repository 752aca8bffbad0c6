// SPDX-License-Identifier: Apache-2.0
// A walk over all that can have the focus: everything has a name, and rows say status and reason (T4).

#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeCardDelegate.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"

#include <QAccessible>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

// Widgets that Tab reaches and that a screen reader would have no name for.
QStringList unnamedIn(const QWidget &root)
{
    QStringList unnamed;
    const QList<QWidget *> widgets = root.findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy() || !widget->isVisibleTo(&root))
            continue;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        if (!accessible || accessible->text(QAccessible::Name).isEmpty())
            unnamed += QString::fromLatin1(widget->metaObject()->className());
    }
    return unnamed;
}

} // namespace

class tst_NodesAccessibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingFocusableHasAName();
    void tabReachesEveryPart();
    void cardsSayStatusAndReason();
};

void tst_NodesAccessibility::everythingFocusableHasAName()
{
    Theme theme;
    StillFleet fleet;
    QVERIFY(fleet.isReady());
    NodesPage page(&fleet.nodes);
    NodeDetails details(&fleet.nodes, page.actions());
    details.setNode(NodeId(u"vps-02"_s));
    page.filter()->setStatuses({NodeStatus::Degraded});
    page.show();
    details.show();

    QCOMPARE(unnamedIn(page).join(u' '), QString());
    QCOMPARE(unnamedIn(details).join(u' '), QString());
}

void tst_NodesAccessibility::tabReachesEveryPart()
{
    Theme theme;
    StillFleet fleet;
    QVERIFY(fleet.isReady());
    NodesPage page(&fleet.nodes);
    page.resize(1232, 800);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    page.activateWindow();
    QSet<QString> reached;
    for (int i = 0; i < 30; ++i) {
        QTest::keyClick(page.focusWidget() ? page.focusWidget() : &page, Qt::Key_Tab);
        if (page.focusWidget())
            reached += QString::fromLatin1(page.focusWidget()->metaObject()->className());
    }
    for (const QString &part : {u"muster::SegmentedControl"_s, u"muster::Button"_s, u"muster::StatCell"_s, u"muster::Field"_s,
                                u"muster::NodeBoard"_s})
        QVERIFY2(reached.contains(part), qPrintable(part));
}

void tst_NodesAccessibility::cardsSayStatusAndReason()
{
    StillFleet fleet;
    QVERIFY(fleet.isReady());
    NodeFilterModel filter;
    filter.setSourceModel(&fleet.nodes);
    const int row = filter.rowOf(NodeId(u"vps-02"_s));
    const QString spoken = cardContentAt(filter.index(row, NodesModel::NameColumn)).spoken;
    QVERIFY2(spoken.startsWith(u"vps-02. Degraded: memory 96"_s), qPrintable(spoken));
}

QTEST_MAIN(tst_NodesAccessibility)
#include "tst_NodesAccessibility.moc"
