// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ShownStatus.h"
#include "core/base/Limits.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using enum muster::NodeStatus;

Q_DECLARE_METATYPE(muster::NodeStatus)

namespace {

const Timestamp kBeatAt = *nodeCalled(u"one"_s).lastBeatAt;

Node nodeIn(NodeStatus status)
{
    Node node = nodeCalled(u"one"_s);
    node.status = status;
    if (status == Joining || status == Failed)
        node.lastBeatAt.reset();
    return node;
}

ShownContext contextOf(LinkState link, LocalRules rules = LocalRules::Off, milliseconds sinceBeat = 4s)
{
    return {.link = link, .now = kBeatAt + sinceBeat, .rules = rules, .majorityVersion = u"0.1.0"_s};
}

HistoryRing highMemory()
{
    HistoryRing ring;
    Load load = someLoad();
    load.memoryUsedBytes = *load.memoryTotalBytes / 100 * 97;
    for (int i = 0; i < limits::kHighLoadBeats; ++i)
        ring.addLoad(load);
    return ring;
}

} // namespace

class tst_ShownStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    //! Every status of the server under every state of our link.
    void everyCell_data()
    {
        QTest::addColumn<NodeStatus>("status");
        QTest::addColumn<int>("link");
        QTest::addColumn<NodeStatus>("shown");
        using enum LinkState;
        for (const NodeStatus status : kNodeStatuses) {
            for (const LinkState link : {Idle, Connecting, Live, Quiet, Reconnecting, Resyncing, Blocked, Polled}) {
                const bool isUp = link == Live || link == Quiet || link == Polled;
                const bool keepsItsWord = status == Failed || status == Joining;
                QTest::addRow("%s under link %d", qPrintable(wordOf(status)), static_cast<int>(link))
                    << status << static_cast<int>(link) << (isUp || keepsItsWord ? status : Unknown);
            }
        }
    }
    void everyCell()
    {
        QFETCH(NodeStatus, status);
        QFETCH(int, link);
        QFETCH(NodeStatus, shown);
        const ShownContext context = contextOf(static_cast<LinkState>(link));
        const ShownStatus result = shownStatus(nodeIn(status), context);

        QCOMPARE(result.status, shown);
        QCOMPARE(shownStatusOnly(nodeIn(status), context), shown);
        QCOMPARE(result.isAsOf, !isCurrent(context.link));
        const bool hasWas = shown == Unknown && status != Unknown;
        QCOMPARE(result.was, hasWas ? std::optional(status) : std::nullopt);
        if (hasWas)
            QCOMPARE(result.nextStep, NextStep::RetryLink);
    }

    //! ux.md 3.3: Unknown wins for every node that was seen before, also for one that had failed.
    void failedNodeThatWasHeardIsUnknownWithoutALink()
    {
        Node node = nodeCalled(u"one"_s);
        for (const NodeStatus status : {Failed, Joining}) {
            node.status = status;
            const ShownStatus shown = shownStatus(node, contextOf(LinkState::Blocked));
            QCOMPARE(shown.status, Unknown);
            QCOMPARE(shown.was, status);
            QCOMPARE(shown.nextStep, NextStep::RetryLink);
        }
    }

    void calledOnlineButNeverHeardIsJoining()
    {
        Node node = nodeIn(Online);
        node.lastBeatAt.reset();
        QCOMPARE(shownStatus(node, contextOf(LinkState::Live)).status, Joining);
        QCOMPARE(shownStatus(node, contextOf(LinkState::Reconnecting)).status, Joining);
        node.status = Offline;
        QCOMPARE(shownStatus(node, contextOf(LinkState::Live)).status, Offline);
    }

    void joiningIsLateAfterThreeMinutes()
    {
        Node node = nodeIn(Joining);
        ShownContext context = contextOf(LinkState::Live);
        context.now = node.registeredAt + limits::kJoiningLate;
        QVERIFY(!shownStatus(node, context).isLate);
        QCOMPARE(shownStatus(node, context).nextStep, NextStep::WaitForBeat);
        context.now = context.now + 1ms;
        QVERIFY(shownStatus(node, context).isLate);
        QCOMPARE(shownStatus(node, context).nextStep, NextStep::CheckNode);
        QCOMPARE(shownStatus(node, context).age, limits::kJoiningLate + 1ms);
    }

    void agesAreNeverNegative()
    {
        ShownContext context = contextOf(LinkState::Live, LocalRules::Off, -1h);
        QCOMPARE(shownStatus(nodeIn(Online), context).age, milliseconds(0));
    }

    void ourPlaneDecidesByItself()
    {
        Node node = nodeIn(Online);
        node.agents[0].state = u"crashed"_s;
        node.clockSkew = 1min;
        const HistoryRing high = highMemory();
        const ShownStatus shown = shownStatus(node, contextOf(LinkState::Live, LocalRules::Off, 1h), &high);
        QCOMPARE(shown.status, Online);
        QVERIFY(shown.reasons.isEmpty());
    }

    void localRules_data()
    {
        QTest::addColumn<Node>("node");
        QTest::addColumn<qint64>("sinceBeatMs");
        QTest::addColumn<bool>("isMemoryHigh");
        QTest::addColumn<NodeStatus>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("step");
        const auto row = [](const char *name, qint64 sinceBeatMs, NodeStatus status, const QString &code, NextStep step,
                            auto change, bool isMemoryHigh = false) {
            Node node = nodeIn(Online);
            change(&node);
            QTest::newRow(name) << node << sinceBeatMs << isMemoryHigh << status << code << static_cast<int>(step);
        };
        const auto same = [](Node *) {};
        row("well", 15000, Online, {}, NextStep::None, same);
        row("late", 15001, Degraded, reason::kLateBeats, NextStep::CheckNetwork, same);
        row("late until the threshold", 30000, Degraded, reason::kLateBeats, NextStep::CheckNetwork, same);
        row("silent", 30001, Offline, reason::kBeatsStopped, NextStep::CheckHost, same);
        row("silent while draining", 30001, Offline, reason::kBeatsStopped, NextStep::CheckHost,
            [](Node *n) { n->status = Draining; });
        row("failed stays failed", 30001, Failed, {}, NextStep::ReadFailure, [](Node *n) { n->status = Failed; });
        row("agent crashed", 1000, Degraded, reason::kAgentCrashed, NextStep::CheckAgents,
            [](Node *n) { n->agents[1].state = u"crashed"_s; });
        row("agent stuck", 1000, Degraded, reason::kAgentStuck, NextStep::CheckAgents,
            [](Node *n) { n->agents[1].state = u"stuck"_s; });
        row("clock behind", 1000, Degraded, reason::kClockSkew, NextStep::SetClock,
            [](Node *n) { n->clockSkew = -5001ms; });
        row("clock just in time", 1000, Online, {}, NextStep::None, [](Node *n) { n->clockSkew = 5s; });
        row("odd version", 1000, Degraded, reason::kVersionDiffers, NextStep::UpdateNode,
            [](Node *n) { n->who.version = u"0.0.9"_s; });
        row("unknown version", 1000, Online, {}, NextStep::None, [](Node *n) { n->who.version.clear(); });
        row("memory", 1000, Degraded, reason::kMemoryHigh, NextStep::FreeMemory, same, true);
        row("draining hides trouble", 20000, Draining, {}, NextStep::StopDrain, [](Node *n) { n->status = Draining; });
    }
    void localRules()
    {
        QFETCH(Node, node);
        QFETCH(qint64, sinceBeatMs);
        QFETCH(bool, isMemoryHigh);
        const ShownContext context = contextOf(LinkState::Live, LocalRules::On, milliseconds(sinceBeatMs));
        const HistoryRing ring = isMemoryHigh ? highMemory() : HistoryRing();
        const ShownStatus shown = shownStatus(node, context, &ring);

        QTEST(shown.status, "status");
        QTEST(shown.reasons.isEmpty() ? QString() : shown.reasons.first().code, "code");
        QTEST(static_cast<int>(shown.nextStep), "step");
        QCOMPARE(shownStatusOnly(node, context, &ring), shown.status);
    }

    void lostLinkProvesNothingAboutANode()
    {
        const ShownContext context = contextOf(LinkState::Reconnecting, LocalRules::On, 1h);
        const ShownStatus shown = shownStatus(nodeIn(Online), context);
        QCOMPARE(shown.status, Unknown);
        QCOMPARE(shown.was, Online);
        QVERIFY(shown.reasons.isEmpty());
        QCOMPARE(shown.age, milliseconds(1h));
    }

    void cleanStopSuggestsToStartAndSilenceToLook()
    {
        Node node = nodeIn(Offline);
        node.reasons = {{reason::kStoppedCleanly, u"Stopped"_s}};
        QCOMPARE(shownStatus(node, contextOf(LinkState::Live)).nextStep, NextStep::StartNode);
        node.reasons = {{reason::kBeatsStopped, u"Silent"_s}};
        QCOMPARE(shownStatus(node, contextOf(LinkState::Live)).nextStep, NextStep::CheckHost);
    }

    void attentionIsInTheOrderOfNeed()
    {
        const QList<NodeStatus> order{Failed, Offline, Degraded, Draining, Drained, Unknown, Joining, Online};
        for (qsizetype i = 0; i < order.size(); ++i)
            QCOMPARE(attentionRank(order[i]), static_cast<int>(i));
    }

    void pollingAloneMakesNoBeatLate()
    {
        Node node = nodeCalled(u"one"_s);
        node.status = NodeStatus::Online;
        node.beatInterval = 10s;
        node.offlineAfter = 30s;
        node.lastBeatAt = Timestamp{1'000'000};
        ShownContext context{.link = LinkState::Polled, .now = *node.lastBeatAt + 19s, .rules = LocalRules::On, .majorityVersion = {}};
        QCOMPARE(shownStatus(node, context).status, NodeStatus::Degraded); // Were it followed.
        context.pollInterval = 5s;
        QCOMPARE(shownStatus(node, context).status, NodeStatus::Online);
        context.now = *node.lastBeatAt + 21s;
        QCOMPARE(shownStatus(node, context).status, NodeStatus::Degraded);
        context.now = *node.lastBeatAt + 34s;
        QCOMPARE(shownStatus(node, context).status, NodeStatus::Degraded);
        context.now = *node.lastBeatAt + 36s;
        QCOMPARE(shownStatus(node, context).status, NodeStatus::Offline);
    }
};

QTEST_GUILESS_MAIN(tst_ShownStatus)
#include "tst_ShownStatus.moc"
