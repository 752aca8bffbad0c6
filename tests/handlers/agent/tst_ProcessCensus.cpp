// SPDX-License-Identifier: Apache-2.0
// What agents take is seen, with what they started; and what leaves its group does not get away.
#include "tests/handlers/agent/AgentStage.h"

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ProcessCensus final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void memoryAndProcessorAreSeenWithWhatItStarted()
    {
        AgentStage stage;
        const Entity busy = AgentStage::shell(u"busy"_s, u"(while :; do :; done) & wait"_s);
        const Entity idle = AgentStage::shell(u"idle"_s, u"exec sleep 1000"_s);
        QVERIFY(stage.handler.uses().isEmpty());

        stage.handler.keep(busy, {});
        stage.handler.keep(idle, {});

        QTRY_VERIFY_WITH_TIMEOUT(stage.handler.uses().value(busy.ref).cpu.value_or(0) > 0.1, kPatienceMs);
        const QHash<EntityRef, AgentUse> uses = stage.handler.uses();
        QVERIFY(uses.value(idle.ref).cpu.value_or(1) < 0.1);
        QVERIFY(uses.value(idle.ref).memoryBytes > 100 * 1024);
        QVERIFY(uses.value(busy.ref).memoryBytes > uses.value(idle.ref).memoryBytes / 2);

        stage.handler.drop(busy.ref);
        QTRY_COMPARE_WITH_TIMEOUT(stage.handler.agents().size(), 1, kPatienceMs);
        QVERIFY(!stage.handler.uses().contains(busy.ref));
    }

    void whatLeftItsGroupIsKilledAfterTheEnd()
    {
        AgentStage stage;
        const QString script = u"set -m; (trap '' TERM HUP; sleep 1000; :) >/dev/null 2>&1 & echo $!"_s;

        const RunOutcome outcome = stage.outcome(AgentStage::shell(u"leaves"_s, script));

        const qint64 left = AgentStage::output(outcome).trimmed().toLongLong();
        QVERIFY2(left > 0, outcome.result.constData());
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(left), kPatienceMs);
    }

    void othersAreLeftAlone()
    {
        AgentStage stage;
        AgentStage neighbour;
        neighbour.handler.keep(AgentStage::shell(u"neighbour"_s, u"exec sleep 1000"_s), {});
        QTRY_VERIFY_WITH_TIMEOUT(neighbour.pid(u"neighbour"_s) > 0, kPatienceMs);
        const qint64 pid = neighbour.pid(u"neighbour"_s);
        const Entity busy = AgentStage::shell(u"seen"_s, u"exec sleep 1000"_s);
        stage.outcome(AgentStage::shell(u"short"_s, u"true"_s));
        stage.handler.keep(busy, {});

        QTRY_VERIFY_WITH_TIMEOUT(stage.handler.uses().value(busy.ref).cpu.has_value(), kPatienceMs); // Two looks.

        QVERIFY(isAlive(pid));
        QCOMPARE(neighbour.pid(u"neighbour"_s), pid);
    }
};

QTEST_GUILESS_MAIN(tst_ProcessCensus)
#include "tst_ProcessCensus.moc"
