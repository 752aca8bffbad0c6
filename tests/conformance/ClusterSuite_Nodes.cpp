// SPDX-License-Identifier: Apache-2.0
// The cases about nodes that come, beat, fall silent and go.
#include "tests/conformance/ClusterSuite.h"

#include "tests/conformance/SuiteParts.h"

namespace muster {

using namespace Qt::StringLiterals;
using namespace suite;

void ClusterSuite::announcedNodeIsJoiningAndInTheSnapshot()
{
    if (!has(Feature::Announce))
        return;
    const auto welcome = outcomeOf(cluster().announce(announcementOf(kId)));

    QVERIFY_RESULT(welcome);
    QVERIFY(welcome->beatInterval.count() > 0);
    QVERIFY(welcome->offlineAfter >= welcome->beatInterval * 2);
    QCOMPARE(welcome->node.id().text(), kId);
    const Node node = shown(cluster(), kId);
    QCOMPARE(node.status, NodeStatus::Joining);
    QCOMPARE(node.who, announcementOf(kId).who);
    QCOMPARE(node.agents, someAgents());
    QVERIFY(!node.lastBeatAt);
    QVERIFY(node.registeredAt.msSinceEpoch > 0);
}

void ClusterSuite::firstBeatMakesItOnline()
{
    if (!has(Feature::Announce))
        return;
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId))));

    const auto reply = outcomeOf(cluster().beat(beatOf(kId, 1)));

    QVERIFY_RESULT(reply);
    QVERIFY(reply->beatInterval.count() > 0);
    const Node node = shown(cluster(), kId);
    QCOMPARE(node.status, NodeStatus::Online);
    QVERIFY(node.reasons.isEmpty());
    QVERIFY(node.lastBeatAt.has_value());
}

void ClusterSuite::beatKeepsLoadAndAgents()
{
    if (!has(Feature::Announce))
        return;
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId))));
    Heartbeat beat = beatOf(kId, 1);
    beat.load = {0.5, std::nullopt, 100, 400, 0};
    beat.agents = QList<Agent>{{u"solo"_s, u"Solo"_s, {}, u"idle"_s, {}}};
    QVERIFY_RESULT(outcomeOf(cluster().beat(beat)));
    Heartbeat second = beatOf(kId, 2);
    second.load = beat.load;
    QVERIFY_RESULT(outcomeOf(cluster().beat(second)));

    const Node node = shown(cluster(), kId);

    QCOMPARE(node.load, beat.load); // Unknown stays unknown, and 0 stays 0.
    QCOMPARE(node.agents, *beat.agents); // A beat without agents leaves them as they are.
}

void ClusterSuite::beatOfUnknownNodeIsToldToAnnounce()
{
    if (!has(Feature::Announce))
        return;
    QVERIFY(failedAs(outcomeOf(cluster().beat(beatOf(kId, 1))), ErrorKind::NotFound, "announce-first"_L1));
    QVERIFY(failedAs(outcomeOf(cluster().leave(departureOf(kId))), ErrorKind::NotFound, "announce-first"_L1));
    QVERIFY(shown(cluster(), kId).id().isEmpty());
}

void ClusterSuite::secondMachineWithOneIdIsRefused()
{
    if (!has(Feature::Announce))
        return;
    EventLog log(cluster());
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId, 1))));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 1, 1))));
    Announcement twin = announcementOf(kId, 2);
    twin.who.address = u"10.9.9.9:1"_s;

    QVERIFY(failedAs(outcomeOf(cluster().announce(twin)), ErrorKind::Conflict, "duplicate-id"_L1));
    QVERIFY(failedAs(outcomeOf(cluster().beat(beatOf(kId, 9, 2))), ErrorKind::Conflict, "duplicate-id"_L1));
    QVERIFY(failedAs(outcomeOf(cluster().leave(departureOf(kId, 2))), ErrorKind::Conflict, "duplicate-id"_L1));

    const Node node = shown(cluster(), kId);
    QCOMPARE(node.who.address, announcementOf(kId).who.address); // Nothing of the second is taken over.
    QVERIFY(hasReason(node, reason::kDuplicateId));
    QCOMPARE(node.status, NodeStatus::Degraded);
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 2, 1)))); // The first goes on.
    if (has(Feature::Follow))
        QTRY_VERIFY(log.kindsOf(kId).contains(u"node-conflict"_s));
}

void ClusterSuite::leavingIsOfflineAtOnce()
{
    if (!has(Feature::Announce))
        return;
    EventLog log(cluster());
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId))));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 1))));

    QVERIFY_RESULT(outcomeOf(cluster().leave(departureOf(kId))));

    const Node node = shown(cluster(), kId);
    QCOMPARE(node.status, NodeStatus::Offline);
    QVERIFY(hasReason(node, reason::kStoppedCleanly));
    QCOMPARE(node.agents, someAgents()); // Kept as last known.
    if (has(Feature::Follow))
        QTRY_VERIFY(log.kindsOf(kId).contains(u"node-left"_s));
    // A machine that is gone gives its id free.
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId, 2))));
}

void ClusterSuite::silentNodeGoesOfflineAndOnlineAgain()
{
    if (!has(Feature::Announce))
        return;
    const auto welcome = outcomeOf(cluster().announce(announcementOf(kId)));
    QVERIFY_RESULT(welcome);
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 1))));
    if (!m_rig->advance(welcome->offlineAfter - milliseconds(1)))
        return;
    QVERIFY(shown(cluster(), kId).status != NodeStatus::Offline);

    QVERIFY(m_rig->advance(milliseconds(1)));

    const Node silent = shown(cluster(), kId);
    QCOMPARE(silent.status, NodeStatus::Offline);
    QVERIFY(hasReason(silent, reason::kBeatsStopped));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 2))));
    QCOMPARE(shown(cluster(), kId).status, NodeStatus::Online);
}

void ClusterSuite::removedNodeIsGoneAndCanReturn()
{
    if (!has(Feature::Announce) || !has(Feature::Remove))
        return;
    EventLog log(cluster());
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId))));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 1))));

    QVERIFY_RESULT(outcomeOf(cluster().remove(NodeId(kId))));

    QVERIFY(shown(cluster(), kId).id().isEmpty());
    QVERIFY(failedAs(outcomeOf(cluster().beat(beatOf(kId, 2))), ErrorKind::NotFound, "announce-first"_L1));
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId))));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 1))));
    QCOMPARE(shown(cluster(), kId).status, NodeStatus::Online);
    if (has(Feature::Follow)) {
        const QStringList expected{u"node-joined"_s, u"node-status"_s, u"node-removed"_s, u"node-returned"_s,
                                   u"node-status"_s};
        QTRY_COMPARE(log.kindsOf(kId), expected);
    }
}

void ClusterSuite::removingWhatIsNotThereIsNotFound()
{
    if (has(Feature::Remove))
        QVERIFY(failedAs(outcomeOf(cluster().remove(NodeId(u"nobody"_s))), ErrorKind::NotFound));
}

void ClusterSuite::wrongIdsAreRefused()
{
    if (!has(Feature::Announce))
        return;
    for (const QString &bad : {u"x"_s, u"-dash"_s, u"with space"_s, u"../up"_s, QString(65, u'a')}) {
        const auto outcome = outcomeOf(cluster().announce(announcementOf(bad)));
        QVERIFY2(failedAs(outcome, ErrorKind::Invalid), qPrintable(bad));
        QCOMPARE(outcome.error().field, u"id"_s);
    }
}

} // namespace muster
