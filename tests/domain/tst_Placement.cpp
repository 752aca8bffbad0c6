// SPDX-License-Identifier: Apache-2.0
#include "core/domain/Placement.h"

#include "tests/support/NodeBuilder.h"

#include <QTest>

#include <deque>

using namespace Qt::StringLiterals;

namespace muster {

//! A few nodes to be placed on.
class World
{
public:
    Node &add(const QString &id, NodeStatus status = NodeStatus::Online)
    {
        Node node = nodeCalled(id);
        node.status = status;
        m_nodes.push_back(node);
        world.nodes.insert(node.id(), &m_nodes.back());
        return m_nodes.back();
    }
    PlacementWorld world;

private:
    std::deque<Node> m_nodes;
};

//! decisions.md 12; Q-7.
class tst_Placement : public QObject
{
    Q_OBJECT

    static Entity entity(const QStringList &needs = {})
    {
        Entity one;
        one.ref = *EntityRef::parse(u"agent/hello"_s, {});
        one.needs = needs;
        return one;
    }
    static Assignment pin(const QString &node, AssignmentMode mode)
    {
        return {entity().ref, NodeId(node), mode, {}, u"kim"_s, 1};
    }

private Q_SLOTS:
    void wordsAreReadBack()
    {
        for (int i = 0; i <= int(WaitReason::NoHandler); ++i)
            QCOMPARE(*waitReasonOf(wordOf(WaitReason(i)), {}), WaitReason(i));
        QCOMPARE(waitReasonOf(u"x"_s, u"reason"_s).error().field, u"reason"_s);
        for (const AssignmentMode mode : {AssignmentMode::Strict, AssignmentMode::Preferred})
            QCOMPARE(*assignmentModeOf(wordOf(mode), {}), mode);
        QVERIFY(!assignmentModeOf(u"hard"_s, u"mode"_s));
    }

    void strictWorkWaitsForItsNode_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("waits");
        QTest::newRow("online") << int(NodeStatus::Online) << QString();
        QTest::newRow("degraded") << int(NodeStatus::Degraded) << QString();
        QTest::newRow("offline") << int(NodeStatus::Offline) << u"strict-node-offline"_s;
        QTest::newRow("unknown") << int(NodeStatus::Unknown) << u"strict-node-offline"_s;
        QTest::newRow("joining") << int(NodeStatus::Joining) << u"strict-node-offline"_s;
        QTest::newRow("failed") << int(NodeStatus::Failed) << u"strict-node-offline"_s;
        QTest::newRow("draining") << int(NodeStatus::Draining) << u"draining"_s;
        QTest::newRow("drained") << int(NodeStatus::Drained) << u"draining"_s;
    }
    void strictWorkWaitsForItsNode()
    {
        QFETCH(int, status);
        QFETCH(QString, waits);
        World world;
        world.add(u"pi-lab"_s, NodeStatus(status));
        world.add(u"other"_s);
        const Assignment strict = pin(u"pi-lab"_s, AssignmentMode::Strict);
        const Placement place = placementOf(entity(), &strict, world.world);
        QCOMPARE(place.node.text(), u"pi-lab"_s);
        QVERIFY(place.isExplicit);
        QCOMPARE(place.waiting ? wordOf(place.waiting->reason) : QString(), waits);
        if (place.waiting)
            QVERIFY(place.waiting->text.contains(u"pi-lab"_s));
    }

    void strictWorkWaitsForANodeThatIsGone()
    {
        World world;
        world.add(u"other"_s);
        const Assignment strict = pin(u"gone"_s, AssignmentMode::Strict);
        QCOMPARE(placementOf(entity(), &strict, world.world).waiting->reason, WaitReason::StrictNodeOffline);
    }

    void preferredWorkFallsBackOnlyOnceItsNodeIsGone_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("runsOn");
        QTest::newRow("online") << int(NodeStatus::Online) << u"pi-lab"_s;
        QTest::newRow("degraded") << int(NodeStatus::Degraded) << u"pi-lab"_s;
        QTest::newRow("offline") << int(NodeStatus::Offline) << u"other"_s;
        QTest::newRow("failed") << int(NodeStatus::Failed) << u"other"_s;
        QTest::newRow("draining") << int(NodeStatus::Draining) << u"other"_s;
        QTest::newRow("unknown waits") << int(NodeStatus::Unknown) << u"waits"_s;
        QTest::newRow("joining waits") << int(NodeStatus::Joining) << u"waits"_s;
    }
    void preferredWorkFallsBackOnlyOnceItsNodeIsGone()
    {
        QFETCH(int, status);
        QFETCH(QString, runsOn);
        World world;
        world.add(u"pi-lab"_s, NodeStatus(status));
        world.add(u"other"_s);
        const Assignment preferred = pin(u"pi-lab"_s, AssignmentMode::Preferred);
        const Placement place = placementOf(entity(), &preferred, world.world);
        QCOMPARE(place.waiting.has_value(), runsOn == u"waits"_s);
        if (!place.waiting)
            QCOMPARE(place.node.text(), runsOn);
        QCOMPARE(place.isExplicit, runsOn != u"other"_s);
        if (!place.isExplicit)
            QVERIFY(place.reason.contains(u"prefers pi-lab"_s));
    }

    void aCordonedNodeKeepsItsPinsAndIsNeverChosen()
    {
        World world;
        world.add(u"desk"_s).cordoned = true;
        for (const AssignmentMode mode : {AssignmentMode::Strict, AssignmentMode::Preferred}) {
            const Assignment pinned = pin(u"desk"_s, mode);
            QVERIFY(!placementOf(entity(), &pinned, world.world).waiting);
        }
        QCOMPARE(placementOf(entity(), nullptr, world.world).waiting->reason, WaitReason::NoCapableNode);
        QVERIFY(!rankedCandidates({}, std::nullopt, world.world).constFirst().fits);
    }

    void capabilitiesAndHandlersAreAskedFor()
    {
        World world;
        world.add(u"plain"_s);
        const Assignment strict = pin(u"plain"_s, AssignmentMode::Strict);
        QCOMPARE(placementOf(entity({u"gpu"_s}), &strict, world.world).waiting->reason, WaitReason::NoCapableNode);
        QVERIFY(placementOf(entity({u"gpu"_s}), &strict, world.world).waiting->text.contains(u"no gpu"_s));
        world.world.handlers.insert(NodeId(u"plain"_s), {EntityKind::Browser});
        QCOMPARE(placementOf(entity(), &strict, world.world).waiting->reason, WaitReason::NoHandler);
    }

    void whatNobodyHasAHandlerForSaysSo()
    {
        World world;
        Entity browser = entity();
        browser.ref = *EntityRef::parse(u"browser/shop"_s, {});
        world.add(u"first"_s);
        world.world.handlers.insert(NodeId(u"first"_s), {EntityKind::Agent});
        const Placement alone = placementOf(browser, nullptr, world.world);
        QVERIFY(alone.node.isEmpty());
        QCOMPARE(*alone.waiting, (Waiting{WaitReason::NoHandler, u"no handler for browser on this node, first, yet"_s}));
        QVERIFY(!placementOf(entity(), nullptr, world.world).waiting); // Agents run.

        world.add(u"second"_s);
        world.world.defaults.clear();
        world.world.handlers.insert(NodeId(u"second"_s), {});
        QCOMPARE(placementOf(browser, nullptr, world.world).waiting->text, u"no handler for browser on any node yet"_s);
        // A pin by preference falls back to nothing better.
        Assignment preferred = pin(u"first"_s, AssignmentMode::Preferred);
        preferred.entity = browser.ref;
        QCOMPARE(placementOf(browser, &preferred, world.world).waiting->reason, WaitReason::NoHandler);

        // Where more is missing, a handler would not help.
        browser.needs = {u"gpu"_s};
        QCOMPARE(placementOf(browser, nullptr, world.world).waiting->reason, WaitReason::NoCapableNode);
        // One that could run it is what it waits for.
        browser.needs = {};
        world.world.handlers.remove(NodeId(u"second"_s));
        world.world.defaults.clear();
        QCOMPARE(placementOf(browser, nullptr, world.world).node.text(), u"second"_s);
    }

    void theDefaultIsConfiguredElseTheMostRecentlyActive()
    {
        World world;
        world.add(u"first"_s).lastBeatAt = Timestamp{1000};
        world.add(u"second"_s).lastBeatAt = Timestamp{3000};
        Node &server = world.add(u"server"_s);
        server.who.role = NodeRole::Main;
        server.lastBeatAt = Timestamp{9000};
        QCOMPARE(placementOf(entity(), nullptr, world.world).node.text(), u"second"_s);
        world.world.configuredDefault = NodeId(u"first"_s);
        world.world.defaults.clear();
        QCOMPARE(defaultNode(entity(), world.world).text(), u"first"_s);
    }

    void aMainNodeTakesWhatNobodyElseCan()
    {
        World world;
        Node &server = world.add(u"server"_s);
        server.who.role = NodeRole::Main;
        server.who.capabilities = {u"gpu"_s};
        world.add(u"worker"_s);
        QCOMPARE(defaultNode(entity(), world.world).text(), u"worker"_s);
        QCOMPARE(defaultNode(entity({u"gpu"_s}), world.world).text(), u"server"_s);
        QCOMPARE(placementOf(entity({u"gpu"_s}), nullptr, world.world).reason,
                 u"pinned nowhere; runs on the main node server, as no other can take it"_s);
        QVERIFY(rankedCandidates({}, EntityKind::Agent, world.world).constLast().reason.endsWith(u"a main node: only what no other can take"_s));
        Assignment pin;
        pin.entity = entity().ref;
        pin.node = NodeId(u"server"_s);
        pin.mode = AssignmentMode::Strict;
        QVERIFY(!placementOf(entity(), &pin, world.world).waiting); // What is pinned to it runs there.
        QVERIFY(placementOf(entity({u"tpu"_s}), nullptr, world.world).node.isEmpty());
    }

    void candidatesAreRankedByFitThenLoad()
    {
        World world;
        world.add(u"busy"_s).load.cpu = 0.9;
        world.add(u"idle"_s).load = {0.01, 0.1, qint64(1) << 30, qint64(16) << 30, 0};
        world.add(u"away"_s, NodeStatus::Offline);
        QStringList names;
        for (const Candidate &one : rankedCandidates({}, EntityKind::Agent, world.world))
            names.append(one.name);
        QCOMPARE(names, QStringList({u"idle"_s, u"busy"_s, u"away"_s}));
        QCOMPARE(rankedCandidates({u"gpu"_s}, {}, world.world).constLast().reason, u"no gpu"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_Placement)
#include "tst_Placement.moc"
