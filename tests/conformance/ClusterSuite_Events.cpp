// SPDX-License-Identifier: Apache-2.0
// The cases about events, snapshots and restarts.
#include "tests/conformance/ClusterSuite.h"

#include "tests/conformance/SuiteParts.h"

namespace muster {

using namespace Qt::StringLiterals;
using namespace suite;

void ClusterSuite::eventsComeInOrderWithoutGap()
{
    if (!has(Feature::Announce) || !has(Feature::Follow))
        return;
    EventLog log(cluster());
    for (int i = 0; i < 20; ++i) {
        const QString id = u"node-%1"_s.arg(i);
        QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(id))));
        QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(id, 1))));
        QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(id, 2))));
    }

    QTRY_COMPARE(log.events.size(), 60); // Joined, status, beat; twenty times.
    for (qsizetype i = 1; i < log.events.size(); ++i) {
        QCOMPARE(log.events[i].position.epoch, log.events[0].position.epoch);
        QCOMPARE(log.events[i].position.number, log.events[0].position.number + static_cast<quint64>(i));
    }
}

void ClusterSuite::snapshotAndEventsTellTheSameStory()
{
    if (!has(Feature::Announce) || !has(Feature::Follow) || !has(Feature::Remove))
        return;
    EventLog log(cluster());
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(u"before"_s))));
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(u"goes"_s))));
    const auto first = outcomeOf(cluster().snapshot());
    QVERIFY_RESULT(first);
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(u"before"_s, 1))));
    QVERIFY_RESULT(outcomeOf(cluster().remove(NodeId(u"goes"_s))));
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(u"after"_s))));
    Heartbeat beat = beatOf(u"before"_s, 2);
    beat.load.cpu = 0.75;
    QVERIFY_RESULT(outcomeOf(cluster().beat(beat)));
    const auto second = outcomeOf(cluster().snapshot());
    QVERIFY_RESULT(second);
    QTRY_VERIFY(!log.events.isEmpty() && log.events.last().position == second->position);

    QHash<NodeId, Node> told;
    for (const Node &node : first->nodes)
        told.insert(node.id(), node);
    for (const ClusterEvent &event : log.events) {
        if (event.position.number <= first->position.number)
            continue;
        if (const auto *changed = std::get_if<NodeChanged>(&event.what)) {
            told.insert(changed->node.id(), changed->node);
        } else if (const auto *one = std::get_if<NodeBeat>(&event.what)) {
            Node &node = told[one->id];
            node.lastBeatAt = one->at;
            node.load = one->load;
            node.clockSkew = one->clockSkew;
        } else if (std::holds_alternative<NodeRemoved>(event.what)) {
            told.remove(event.node());
        }
    }
    QCOMPARE(told.size(), second->nodes.size());
    for (const Node &node : second->nodes)
        QVERIFY2(told.value(node.id()) == node, qPrintable(node.id().text()));
}

void ClusterSuite::eventsAfterGivesWhatWasMissed()
{
    if (!has(Feature::Announce) || !has(Feature::Follow))
        return;
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(u"first"_s))));
    const auto snapshot = outcomeOf(cluster().snapshot());
    QVERIFY_RESULT(snapshot);
    const auto nothing = outcomeOf(cluster().eventsAfter(snapshot->position));
    if (failedAs(nothing, ErrorKind::Unsupported))
        return; // A client that resumes by itself need not offer it.
    QVERIFY_RESULT(nothing);
    QVERIFY(nothing->isEmpty());
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(u"second"_s))));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(u"second"_s, 1))));

    const auto missed = outcomeOf(cluster().eventsAfter(snapshot->position));

    QVERIFY_RESULT(missed);
    QCOMPARE(missed->size(), 2);
    QCOMPARE(missed->at(0).kind(), u"node-joined"_s);
    QCOMPARE(missed->at(1).kind(), u"node-status"_s);
    QCOMPARE(missed->at(0).position.number, snapshot->position.number + 1);
}

void ClusterSuite::eventsAfterNonsenseAsksForResync()
{
    if (!has(Feature::Follow))
        return;
    const auto snapshot = outcomeOf(cluster().snapshot());
    QVERIFY_RESULT(snapshot);
    const EventPosition here = snapshot->position;
    const auto probe = outcomeOf(cluster().eventsAfter(here));
    if (!probe && probe.error().kind == ErrorKind::Unsupported)
        return;
    for (const EventPosition &bad : {EventPosition{u"another"_s, here.number}, EventPosition{here.epoch, here.number + 1000},
                                     EventPosition{QString(), 0}})
        QVERIFY(failedAs(outcomeOf(cluster().eventsAfter(bad)), ErrorKind::Conflict, "resync"_L1));
}

void ClusterSuite::restartIsNoOutage()
{
    if (!has(Feature::Announce))
        return;
    const auto welcome = outcomeOf(cluster().announce(announcementOf(kId)));
    QVERIFY_RESULT(welcome);
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 1))));
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(u"dies"_s))));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(u"dies"_s, 1))));
    const QString epoch = outcomeOf(cluster().snapshot()).value().position.epoch;
    if (!m_rig->restart())
        return;
    QTRY_VERIFY_WITH_TIMEOUT(cluster().link().isLive(), 10000);

    const Node after = shown(cluster(), kId);
    QCOMPARE(after.status, NodeStatus::Unknown);
    QVERIFY(hasReason(after, reason::kUnverified));
    QVERIFY(outcomeOf(cluster().snapshot()).value().position.epoch != epoch);
    // Its beats are enough, without a new announcement.
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 2))));
    QCOMPARE(shown(cluster(), kId).status, NodeStatus::Online);
    if (!m_rig->advance(std::max(welcome->offlineAfter, welcome->beatInterval * 2)))
        return;
    const Node lost = shown(cluster(), u"dies"_s);
    QCOMPARE(lost.status, NodeStatus::Offline);
    QVERIFY(hasReason(lost, reason::kNeverReturned));
}

} // namespace muster
