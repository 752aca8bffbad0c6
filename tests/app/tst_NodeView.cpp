// SPDX-License-Identifier: Apache-2.0
// A node with the work on it, as musterctl tells it before and after its verbs.

#include "app/ctl/NodeOutput.h"
#include "app/ctl/NodeVerbOutput.h"
#include "app/ctl/StatusOutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr Timestamp kNow{1'800'000'000'000};

EntityState stateOf(const QString &id, const std::optional<QString> &node = {})
{
    EntityState state;
    state.entity.ref = {EntityKind::Agent, defaultTenant(), EntityId(id)};
    state.placement.node = NodeId(u"main-1"_s);
    state.placement.reason = u"pinned nowhere; runs on the default node main-1"_s;
    if (node) {
        state.assignment = Assignment{state.entity.ref, NodeId(*node), AssignmentMode::Strict, kNow, u"kim"_s, 4};
        state.placement.waiting = Waiting{WaitReason::StrictNodeOffline, u"pi-lab is offline"_s};
    }
    return state;
}

ClusterSnapshot snapshotOf(const QList<Node> &nodes, const QList<EntityState> &entities = {})
{
    ClusterSnapshot snapshot;
    snapshot.takenAt = kNow;
    snapshot.nodes = nodes;
    snapshot.entities = entities;
    return snapshot;
}

} // namespace

class tst_NodeView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agentsSayTheirProcess()
    {
        Node node;
        node.clockSkew = milliseconds(5000);
        node.agents = {{.id = u"inbox"_s, .name = {}, .role = {}, .state = u"running"_s, .pid = 4711, .memoryBytes = 3 << 20, .cpu = 1.5,
                        .restarts = 2, .startedAt = kNow - milliseconds(55'000)}};
        const QString text = nodeText({node, kNow}, OutputForm::Table).simplified();
        QVERIFY2(text.contains(u"AGENT ROLE STATE PID MEMORY CPU RESTARTS RUNS FOR inbox – running 4711 3.0 MiB 150 % 2 60 s"_s), qPrintable(text));
    }

    void aNodeTellsThatItTakesNoWork()
    {
        Node node;
        node.status = NodeStatus::Offline;
        node.cordoned = true;
        QVERIFY(nodesText(snapshotOf({node}), OutputForm::Table).contains(u"○ offline, cordoned"_s));
        node.drain = Drain{3, 5, {}, {}};
        node.status = NodeStatus::Draining;
        QCOMPARE(standingText(node), u"◐ draining, 3 of 5 jobs left"_s);
    }

    void aRemovalSaysWhatItHits()
    {
        Node node;
        node.who.id = NodeId(u"pi-lab"_s);
        EntityState resident = stateOf(u"inbox"_s);
        resident.entity.isResident = true;
        resident.placement.node = node.id();
        NodeView view = viewOf(node, snapshotOf({node}, {stateOf(u"lab"_s, u"pi-lab"_s), stateOf(u"else"_s), resident}));
        Job job;
        job.id = JobId(u"job-1"_s);
        job.entity = stateOf(u"hello"_s).entity.ref;
        job.startedAt = kNow - milliseconds(9000);
        view.jobs = {job};
        const QString text = wouldRemoveText(view, OutputForm::Table);
        QVERIFY2(text.contains("end there: agent/inbox.\n"_L1) && text.contains("is changed: agent/lab.\n"_L1) && text.contains("job-1 of agent/hello"_L1),
                 qPrintable(text));
        QCOMPARE(QJsonDocument::fromJson(wouldRemoveText(view, OutputForm::Json).toUtf8()).object().value("strictPins"_L1).toArray(), QJsonArray{u"agent/lab"_s});
        QVERIFY(nodeText(view, OutputForm::Table).contains("waits: pi-lab is offline"_L1));
    }

    void theStatusTellsWorkThatWaits()
    {
        ClusterSnapshot snapshot = snapshotOf({}, {stateOf(u"else"_s), stateOf(u"lab"_s, u"pi-lab"_s)});
        const ClusterAddress address{u"native"_s, QUrl(u"http://127.0.0.1:3100"_s)};
        ClusterFacts facts;
        facts.callerTier = Tier::Operator;
        facts.callerTenants = {TenantId(u"acme"_s)};
        QVERIFY(!statusOutput(address, facts, {}, snapshotOf({}), OutputForm::Table).contains("JOBS"_L1));
        QueueFacts queue;
        queue.name = u"agent"_s;
        queue.isPaused = true;
        queue.waiting = 2;
        queue.failed = 7;
        snapshot.queues = {queue};
        const QString text = statusOutput(address, facts, {}, snapshot, OutputForm::Table).simplified();
        QVERIFY2(text.contains("ENTITIES JOBS WAITING ACTIVE FAILED 2 2 0 7 Worth a look queue agent paused 2 jobs wait"_L1), qPrintable(text));
        QVERIFY(text.endsWith("agent/lab waits pi-lab is offline"_L1));
        QVERIFY(text.contains("operator, of acme;"_L1));
    }

    void pingHasTheShapeOfTheInterface()
    {
        QCOMPARE(pingText({}, {3.1, u"dial"_s}, OutputForm::Json), u"{\"latencyMs\":3.1,\"ok\":true,\"via\":\"dial\"}\n"_s);
        QVERIFY(pingText({}, {0, u"beat"_s}, OutputForm::Table).contains("in under 1 ms,"_L1));
    }
};

QTEST_GUILESS_MAIN(tst_NodeView)
#include "tst_NodeView.moc"
