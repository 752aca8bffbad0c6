// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerChanges.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

QStringList kindsOf(const QList<ClusterChange> &changes)
{
    QStringList kinds;
    for (const ClusterChange &change : changes)
        kinds.append(ClusterEvent{.position = {}, .at = {}, .what = change}.kind());
    return kinds;
}

} // namespace

class tst_CognipeerChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachDifferenceHasItsKind()
    {
        const Node was = nodeCalled(u"one"_s);
        QSet<NodeId> removed;
        QCOMPARE(kindsOf(changesBetween({was}, {was}, &removed)), QStringList());
        Node is = was;
        is.lastBeatAt = *was.lastBeatAt + milliseconds(1);
        QCOMPARE(kindsOf(changesBetween({was}, {is}, &removed)), QStringList{u"node-beat"_s});
        is.status = NodeStatus::Draining;
        QCOMPARE(kindsOf(changesBetween({was}, {is}, &removed)), QStringList{u"node-status"_s});
        is.who.pid = 1;
        QCOMPARE(kindsOf(changesBetween({was}, {is}, &removed)), QStringList{u"node-announced"_s});
        is = was;
        is.who.labels.insert(u"gpu"_s, u"true"_s);
        QCOMPARE(kindsOf(changesBetween({was}, {is}, &removed)), QStringList{u"node-updated"_s});
        is = was;
        is.status = NodeStatus::Offline;
        is.reasons = {{reason::kStoppedCleanly, u"x"_s}};
        QCOMPARE(kindsOf(changesBetween({was}, {is}, &removed)), QStringList{u"node-left"_s});
    }
    void goneAndBackIsReturned()
    {
        const Node one = nodeCalled(u"one"_s);
        QSet<NodeId> removed;
        QCOMPARE(kindsOf(changesBetween({}, {one}, &removed)), QStringList{u"node-joined"_s});
        QCOMPARE(kindsOf(changesBetween({one}, {}, &removed)), QStringList{u"node-removed"_s});
        QCOMPARE(kindsOf(changesBetween({}, {one}, &removed)), QStringList{u"node-returned"_s});
        QCOMPARE(kindsOf(changesBetween({}, {one}, &removed)), QStringList{u"node-joined"_s});
    }
    void aCleanStopStaysOneWhenItsHeartbeatGrowsOld()
    {
        Node was = nodeCalled(u"one"_s);
        was.status = NodeStatus::Offline;
        was.reasons = {{reason::kStoppedCleanly, u"x"_s}};
        Node is = was;
        is.reasons = {{reason::kBeatsStopped, u"y"_s}};
        QList<Node> after{is};
        carryOver({was}, &after);
        QCOMPARE(after.first(), was);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerChanges)
#include "tst_CognipeerChanges.moc"
