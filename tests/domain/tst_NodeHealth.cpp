// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "core/domain/NodeHealth.h"
#include "core/domain/NodeReasons.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const SteadyTime kStart{1'000'000ms};

//! A node that beat at kStart and has nothing wrong, with every 10 s and offline after 30 s.
NodeEvidence beating()
{
    NodeEvidence evidence;
    evidence.trail = NodeTrail::Beating;
    evidence.heardAt = kStart;
    evidence.beatInterval = 10s;
    evidence.offlineAfter = 30s;
    return evidence;
}

NodeEvidence with(NodeTrail trail)
{
    NodeEvidence evidence = beating();
    evidence.trail = trail;
    return evidence;
}

//! beating(), changed by \a change.
template <typename Change>
NodeEvidence changed(Change change)
{
    NodeEvidence evidence = beating();
    change(evidence);
    return evidence;
}

QString codesOf(const NodeHealth &health)
{
    QStringList codes;
    for (const StatusReason &reason : reasonsFor(health.findings, beating(), nodeCalled(u"vps-02"_s), u"0.2.0"_s))
        codes << reason.code;
    return codes.join(u' ');
}

} // namespace

Q_DECLARE_METATYPE(muster::NodeEvidence)

class tst_NodeHealth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstMatchWins_data()
    {
        QTest::addColumn<NodeEvidence>("evidence");
        QTest::addColumn<int>("afterMs");
        QTest::addColumn<NodeStatus>("status");
        QTest::addColumn<QString>("codes");

        const auto row = [](const char *name, const NodeEvidence &evidence, milliseconds after, NodeStatus status,
                            const QString &codes) {
            QTest::newRow(name) << evidence << static_cast<int>(after.count()) << status << codes;
        };
        using E = NodeEvidence;
        using S = NodeStatus;
        row("fresh beat", beating(), 0ms, S::Online, {});
        row("beat due", beating(), 10s, S::Online, {});
        row("beat late at the edge", beating(), 15s, S::Online, {});
        row("beat late", beating(), 15001ms, S::Degraded, u"late-beats"_s);
        row("just not offline", beating(), 29999ms, S::Degraded, u"late-beats"_s);
        row("silent for three intervals", beating(), 30s, S::Offline, u"beats-stopped"_s);
        row("silent for days", beating(), 48h, S::Offline, u"beats-stopped"_s);
        row("announced", with(NodeTrail::Announced), 29s, S::Joining, {});
        row("announced and never beat", with(NodeTrail::Announced), 30s, S::Offline, u"beats-stopped"_s);
        row("left", with(NodeTrail::Left), 0ms, S::Offline, u"stopped-cleanly"_s);
        row("left long ago", with(NodeTrail::Left), 48h, S::Offline, u"stopped-cleanly"_s);
        row("restored", with(NodeTrail::Restored), 0ms, S::Unknown, u"unverified"_s);
        row("restored, end of grace near", with(NodeTrail::Restored), 29999ms, S::Unknown, u"unverified"_s);
        row("restored, grace over", with(NodeTrail::Restored), 30s, S::Offline, u"never-returned"_s);
        row("restored as offline", with(NodeTrail::RestoredOffline), 0ms, S::Offline, u"beats-stopped"_s);
        row("memory high twice", changed([](E &e) { e.memoryHighBeats = 2; }), 0ms, S::Online, {});
        row("memory high", changed([](E &e) { e.memoryHighBeats = 3; }), 0ms, S::Degraded, u"memory-high"_s);
        row("cpu high", changed([](E &e) { e.cpuHighBeats = 7; }), 0ms, S::Degraded, u"cpu-high"_s);
        row("clock off", changed([](E &e) { e.isSkewed = true; }), 0ms, S::Degraded, u"clock-skew"_s);
        row("odd version", changed([](E &e) { e.isOddVersion = true; }), 0ms, S::Degraded, u"version-differs"_s);
        row("agent crashed", changed([](E &e) { e.agentsCrashed = 1; }), 0ms, S::Degraded, u"agent-crashed"_s);
        row("agent stuck", changed([](E &e) { e.agentsStuck = 1; }), 0ms, S::Degraded, u"agent-stuck"_s);
        const NodeEvidence twin = changed([](E &e) { e.twinSeenAt = kStart - 90s; });
        row("twin seen", twin, 9s, S::Degraded, u"duplicate-id"_s);
        row("twin forgotten after ten intervals", twin, 10s, S::Online, {});
        row("all at once, offline wins", changed([](E &e) { e.agentsCrashed = e.memoryHighBeats = 9; }), 30s,
            S::Offline, u"beats-stopped"_s);
        row("most important first", changed([](E &e) {
                e.isOddVersion = e.isSkewed = true;
                e.cpuHighBeats = e.memoryHighBeats = 3;
                e.agentsCrashed = e.agentsStuck = 1;
                e.twinSeenAt = kStart;
            }),
            16s, S::Degraded,
            u"duplicate-id agent-crashed agent-stuck late-beats memory-high cpu-high clock-skew version-differs"_s);
        row("joining shows a twin", changed([](E &e) {
                e.trail = NodeTrail::Announced;
                e.twinSeenAt = kStart;
            }),
            1s, S::Joining, u"duplicate-id"_s);
        row("restored shows a twin", changed([](E &e) {
                e.trail = NodeTrail::Restored;
                e.twinSeenAt = kStart;
            }),
            1s, S::Unknown, u"unverified duplicate-id"_s);
        row("draining keeps its troubles", changed([](E &e) {
                e.isDraining = true;
                e.cpuHighBeats = 3;
            }),
            0ms, S::Draining, u"cpu-high"_s);
        row("drained", changed([](E &e) { e.isDrained = true; }), 0ms, S::Drained, {});
        row("drained, then silent", changed([](E &e) { e.isDrained = true; }), 30s, S::Offline, u"beats-stopped"_s);
    }

    void firstMatchWins()
    {
        QFETCH(NodeEvidence, evidence);
        QFETCH(int, afterMs);
        QFETCH(NodeStatus, status);
        QFETCH(QString, codes);

        const NodeHealth health = judge(evidence, kStart + milliseconds(afterMs));

        QCOMPARE(health.status, status);
        QCOMPARE(codesOf(health), codes);
    }

    void untilIsWhenTheOutcomeChanges()
    {
        // Following `until` alone must meet every change that time brings, and at the very millisecond.
        for (const NodeTrail trail : {NodeTrail::Beating, NodeTrail::Announced, NodeTrail::Restored}) {
            NodeEvidence evidence = with(trail);
            evidence.twinSeenAt = kStart - 80s;
            SteadyTime now = kStart;
            NodeHealth health = judge(evidence, now);
            while (health.until != SteadyTime::max()) {
                const NodeHealth before = judge(evidence, health.until - 1ms);
                QCOMPARE(before.status, health.status);
                QCOMPARE(before.findings, health.findings);
                QVERIFY(health.until > now);
                now = health.until;
                health = judge(evidence, now);
            }
            QCOMPARE(health.status, NodeStatus::Offline);
            QCOMPARE(now - kStart, milliseconds(30s));
        }
    }

    void graceIsTheLargerOfTwoIntervalsAndTheThreshold()
    {
        QCOMPARE(graceOf(10s, 30s), milliseconds(30s));
        QCOMPARE(graceOf(60s, 90s), milliseconds(120s));
    }

    void reasonsAreSentencesWithFigures()
    {
        Node node = nodeCalled(u"vps-02"_s);
        node.load = {0.97, {}, 96, 100, {}};
        node.clockSkew = -7s;
        node.agents = {{u"a"_s, u"Inbox"_s, {}, u"crashed"_s, {}}, {u"b"_s, {}, {}, u"stuck"_s, {}}};
        const auto text = [&node](Finding finding) {
            return reasonsFor(finding, beating(), node, u"0.2.0"_s).value(0).text;
        };

        QCOMPARE(text(Finding::MemoryHigh), u"Memory 96 % for 3 beats"_s);
        QCOMPARE(text(Finding::CpuHigh), u"CPU 97 % for 3 beats"_s);
        QCOMPARE(text(Finding::ClockSkew), u"Its clock is 7 s behind the control plane's"_s);
        QCOMPARE(text(Finding::VersionDiffers), u"Runs version 0.1.0, older than the 0.2.0 of most nodes"_s);
        QCOMPARE(text(Finding::AgentCrashed), u"Agent Inbox crashed"_s);
        QCOMPARE(text(Finding::AgentStuck), u"Agent b makes no progress"_s);
        QCOMPARE(text(Finding::BeatsStopped), u"No beat came for 30 s"_s);
        QCOMPARE(text(Finding::LateBeats), u"Its beat is late; one is due every 10 s"_s);
    }

    void manyCrashedAgentsAreCountedAndTheFirstNamed()
    {
        Node node = nodeCalled(u"vps-02"_s);
        node.agents.clear();
        for (int i = 1; i <= 5; ++i)
            node.agents << Agent{u"a%1"_s.arg(i), {}, {}, u"crashed"_s, {}};

        QCOMPARE(reasonsFor(Finding::AgentCrashed, beating(), node, {}).value(0).text,
                 u"5 agents crashed: a1, a2, a3 and 2 more"_s);
    }

    void spansReadWell_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");

        QTest::newRow("none") << qint64(0) << u"0 s"_s;
        QTest::newRow("part of a second") << qint64(300) << u"0.3 s"_s;
        QTest::newRow("seconds") << qint64(12'000) << u"12 s"_s;
        QTest::newRow("rounded down") << qint64(59'999) << u"59 s"_s;
        QTest::newRow("still seconds") << qint64(119'000) << u"119 s"_s;
        QTest::newRow("minutes") << qint64(14 * 60'000) << u"14 min"_s;
        QTest::newRow("hours") << qint64(3 * 3'600'000) << u"3 h"_s;
        QTest::newRow("days") << qint64(2 * 86'400'000) << u"2 d"_s;
    }

    void spansReadWell()
    {
        QFETCH(qint64, ms);
        QFETCH(QString, text);

        QCOMPARE(spanText(milliseconds(ms)), text);
    }
};

QTEST_GUILESS_MAIN(tst_NodeHealth)
#include "tst_NodeHealth.moc"
