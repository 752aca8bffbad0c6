// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ControlPlaneRig.h"

#include <QLoggingCategory>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! What beats do to a node.
class tst_NodeRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLoggingCategory::setFilterRules(u"muster.*=false"_s);
        m_rig = std::make_unique<ControlPlaneRig>();
        m_kinds.clear();
        connect(m_rig->plane.get(), &Cluster::eventArrived, this,
                [this](const ClusterEvent &event) { m_kinds << event.kind(); });
    }
    void cleanup() { m_rig.reset(); }

    void lateAndDoubledBeatsAreAnsweredAndIgnored()
    {
        m_rig->join(u"vps-02"_s);
        Heartbeat newer = beatOf(u"vps-02"_s, 9);
        newer.load.cpu = 0.9;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(newer)));
        const qsizetype events = m_kinds.size();

        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(newer)));
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 8))));

        QCOMPARE(m_rig->node(u"vps-02"_s).load.cpu, std::optional(0.9));
        QCOMPARE(m_kinds.size(), events);
    }

    void straySurvivorOfAFormerLifeDoesNotSilenceTheNode()
    {
        m_rig->join(u"vps-02"_s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(announcementOf(u"vps-02"_s))));
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 5000)))); // Overtook the announcement.

        for (quint64 sequence = 1; sequence <= 6; ++sequence) {
            m_rig->advance(10s);
            QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, sequence))));
        }

        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Online);
        QVERIFY(!m_kinds.contains(u"node-left"_s));
    }

    void highLoadDegradesAfterThreeBeats()
    {
        m_rig->join(u"vps-02"_s);
        Heartbeat beat = beatOf(u"vps-02"_s, 1);
        beat.load.memoryUsedBytes = 96;
        beat.load.memoryTotalBytes = 100;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Online);
            ++beat.sequence;
            QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beat)));
        }

        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Degraded);
        QCOMPARE(m_rig->node(u"vps-02"_s).reasons.value(0).text, u"Memory 96 % for 3 beats"_s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 9))));
        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Online);
    }

    void aBeatWithoutAFigureChangesNothing()
    {
        m_rig->join(u"vps-02"_s);
        Heartbeat beat = beatOf(u"vps-02"_s, 1);
        for (const std::optional<double> cpu : {0.97, 0.98}) {
            beat.load.cpu = cpu;
            ++beat.sequence;
            QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beat)));
        }
        Heartbeat answer = beat; // It answers a ping, too soon after the one before to know its CPU.
        answer.load.cpu = {};
        ++answer.sequence;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(answer)));
        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Online); // Not for.

        beat.sequence = answer.sequence + 1;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beat)));
        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Degraded);
        m_kinds.clear();
        answer.sequence = beat.sequence + 1;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(answer)));

        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Degraded); // And not against.
        QVERIFY(!m_kinds.contains(u"node-updated"_s));
    }

    void aPingLeavesTheLastFigureStanding()
    {
        m_rig->join(u"vps-02"_s);
        Heartbeat beat = beatOf(u"vps-02"_s, 2);
        beat.load.cpu = 0.4;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beat)));
        QList<ClusterEvent> events;
        connect(m_rig->plane.get(), &Cluster::eventArrived, m_rig->plane.get(),
                [&events](const ClusterEvent &event) { events << event; });

        Heartbeat answer = beatOf(u"vps-02"_s, 3);
        answer.load.cpu = {};
        answer.answersPing = u"ping-1"_s;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(answer)));

        QCOMPARE(m_rig->node(u"vps-02"_s).load.cpu, std::optional(0.4));
        QCOMPARE(events.size(), 1);
        QCOMPARE(std::get<NodeBeat>(events.at(0).what).load.cpu, std::optional(0.4));

        // One that answers nothing and knows nothing is believed: nothing is known.
        events.clear();
        Heartbeat without = beatOf(u"vps-02"_s, 4);
        without.load.cpu = {};
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(without)));
        QVERIFY(!m_rig->node(u"vps-02"_s).load.cpu);
    }

    void crashedAgentIsNamedAndForgottenWhenItRuns()
    {
        m_rig->join(u"vps-02"_s);
        Heartbeat beat = beatOf(u"vps-02"_s, 2);
        beat.agents = someAgents();
        (*beat.agents)[0].state = u"crashed"_s;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beat)));
        QCOMPARE(m_rig->node(u"vps-02"_s).reasons.value(0).text, u"Agent Inbox crashed"_s);

        beat.sequence = 3;
        beat.agents = someAgents();
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beat)));

        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Online);
    }

    void newAgentsAreAnUpdate()
    {
        m_rig->join(u"vps-02"_s);
        Heartbeat beat = beatOf(u"vps-02"_s, 2);
        beat.agents = QList<Agent>{};
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beat)));

        QCOMPARE(m_kinds.last(), u"node-updated"_s);
        m_rig->restart();
        QVERIFY(m_rig->node(u"vps-02"_s).agents.isEmpty());
    }

    void oddVersionDegradesUntilTheMajorityFollows()
    {
        for (int i = 0; i < 3; ++i)
            m_rig->join(u"node-%1"_s.arg(i));
        Announcement newer = announcementOf(u"newer"_s);
        newer.who.version = u"0.2.0"_s;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(newer)));
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"newer"_s, 1))));
        QCOMPARE(m_rig->node(u"newer"_s).reasons.value(0).text,
                 u"Runs version 0.2.0, newer than the 0.1.0 of most nodes"_s);

        for (int i = 0; i < 2; ++i) {
            Announcement upgraded = announcementOf(u"node-%1"_s.arg(i));
            upgraded.who.version = u"0.2.0"_s;
            QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(upgraded)));
        }
        m_rig->advance(1s);

        QCOMPARE(m_rig->node(u"newer"_s).status, NodeStatus::Online);
        QCOMPARE(m_rig->reasonsOf(u"node-2"_s), QStringList{u"version-differs"_s});
    }

    void skewedClockDegrades()
    {
        m_rig->join(u"vps-02"_s);
        Heartbeat beat = beatOf(u"vps-02"_s, 2);
        beat.sentAt = m_rig->clock.now() + 7s;
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beat)));

        QCOMPARE(m_rig->reasonsOf(u"vps-02"_s), QStringList{u"clock-skew"_s});
        QCOMPARE(m_rig->node(u"vps-02"_s).clockSkew, std::optional<milliseconds>(7s));
    }

    void historyShowsBeatsAsTheyCame()
    {
        m_rig->join(u"vps-02"_s);
        m_rig->advance(10s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 2))));
        m_rig->advance(16s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 3))));
        m_rig->advance(21s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 4))));

        const NodeHistory history = outcomeOf(m_rig->plane->snapshot()).value().histories.value(NodeId(u"vps-02"_s));

        using enum BeatMark;
        QByteArray expected;
        for (const BeatMark mark : {OnTime, OnTime, Late, Missed, OnTime})
            expected.append(static_cast<char>(mark));
        QCOMPARE(history.beats, expected);
        QCOMPARE(history.cpu.size(), 5);
        QCOMPARE(static_cast<quint8>(history.cpu.at(3)), NodeHistory::kGap);
    }

private:
    std::unique_ptr<ControlPlaneRig> m_rig;
    QStringList m_kinds;
};

QTEST_GUILESS_MAIN(tst_NodeRegistry)
#include "tst_NodeRegistry.moc"
