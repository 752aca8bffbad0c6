// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/KeptEvents.h"

#include "tests/mirror/MirrorStage.h"
#include "tests/support/Outcome.h"

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! Has \a count things happen to one node, from number 11 on.
void live(FakeCluster *cluster, int count)
{
    for (int i = 0; i < count; ++i)
        (void)cluster->put(nodeCalled(u"node-0"_s), NodeChange::Updated);
}

} // namespace

class tst_KeptEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesWhatCameBetween()
    {
        FakeCluster cluster;
        cluster.pastKept = 100;
        live(&cluster, 20);

        const auto kept = outcomeOf(keptEvents(cluster, {u"e1"_s, 15}, {u"e1"_s, 28}));

        QVERIFY_RESULT(kept);
        QVERIFY(kept->isWhole);
        QCOMPARE(kept->events.size(), 13); // Not those of after the end.
        QCOMPARE(kept->events.first().position.number, quint64(16));
        QCOMPARE(kept->events.last().position.number, quint64(28));
        QCOMPARE(cluster.pastAsked, 1);
        QVERIFY(outcomeOf(keptEvents(cluster, {u"e1"_s, 28}, {u"e1"_s, 28}))->events.isEmpty());
        QCOMPARE(cluster.pastAsked, 1); // There is nothing to ask.
    }
    void goesBackAsFarAsIsKept()
    {
        FakeCluster cluster;
        cluster.pastKept = 7;
        live(&cluster, 2000);

        const auto kept = outcomeOf(keptEvents(cluster, {}, cluster.state().position));

        QVERIFY_RESULT(kept);
        QVERIFY(!kept->isWhole);
        QVERIFY(kept->events.size() > 4 && kept->events.size() <= 7);
        QCOMPARE(kept->events.last().position, cluster.state().position);
        QVERIFY2(cluster.pastAsked <= 24, qPrintable(QString::number(cluster.pastAsked)));
    }
    void asksForNoMoreThanAnybodyKeeps()
    {
        FakeCluster cluster;
        cluster.pastKept = limits::kEventRing;
        live(&cluster, 3 * limits::kEventRing);

        const auto kept = outcomeOf(keptEvents(cluster, {u"e1"_s, 12}, cluster.state().position));

        QVERIFY_RESULT(kept);
        QVERIFY(!kept->isWhole);
        QVERIFY(kept->events.size() > limits::kEventRing - 100);
        QCOMPARE(cluster.pastAsked, 1);
    }
    void endsWhereNothingIsKept()
    {
        FakeCluster cluster;
        live(&cluster, 3);
        cluster.pastError = conflict(u"gone"_s, u"resync"_s);
        const auto kept = outcomeOf(keptEvents(cluster, {u"e1"_s, 10}, cluster.state().position));
        QVERIFY(kept && kept->events.isEmpty() && !kept->isWhole);
        cluster.pastError = Error{ErrorKind::Unreachable, {}, u"away"_s, {}, {}};
        QCOMPARE(outcomeOf(keptEvents(cluster, {u"e1"_s, 10}, cluster.state().position)).error().kind, ErrorKind::Unreachable);
        cluster.pastError.reset();
        QCOMPARE(outcomeOf(keptEvents(cluster, {}, cluster.state().position)).error().kind, ErrorKind::Unsupported);
    }
};

QTEST_GUILESS_MAIN(tst_KeptEvents)
#include "tst_KeptEvents.moc"
