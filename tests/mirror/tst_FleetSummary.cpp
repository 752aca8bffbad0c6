// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/FleetSummary.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_FleetSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsEachStatusAndWhatLives()
    {
        QList<Node> nodes;
        for (const NodeStatus status : kNodeStatuses) {
            nodes.append(nodeCalled(wordOf(status)));
            nodes.last().status = status;
        }
        const FleetSummary summary = summaryOf(nodes, {.link = LinkState::Live, .now = {}, .rules = {}, .majorityVersion = {}});

        for (const NodeStatus status : kNodeStatuses)
            QCOMPARE(summary.count(status), 1);
        QCOMPARE(summary.nodes, 8);
        QCOMPARE(summary.agents, 8); // Two each where it lives: online, degraded, draining, drained.
        QCOMPARE(summary.cores, 32);
        QCOMPARE(summary.memoryBytes, qint64(64) << 30);
        QCOMPARE(summary.problems(), 3);
    }

    void lostLinkCountsUnknown()
    {
        const FleetSummary summary = summaryOf({nodeCalled(u"one"_s), nodeCalled(u"two"_s)},
                                               {.link = LinkState::Reconnecting, .now = {}, .rules = {}, .majorityVersion = {}});
        QCOMPARE(summary.count(NodeStatus::Unknown), 2);
        QCOMPARE(summary.count(NodeStatus::Online), 0);
        QCOMPARE(summary.cores, 0);
    }

    void takingBackLeavesNothing()
    {
        FleetSummary summary;
        const FleetSummary::Share share = FleetSummary::shareOf(nodeCalled(u"one"_s));
        summary.add(NodeStatus::Online, share);
        summary.add(NodeStatus::Offline, share);
        summary.subtract(NodeStatus::Offline, share);
        summary.subtract(NodeStatus::Online, share);
        QCOMPARE(summary, FleetSummary());
    }
};

QTEST_GUILESS_MAIN(tst_FleetSummary)
#include "tst_FleetSummary.moc"
