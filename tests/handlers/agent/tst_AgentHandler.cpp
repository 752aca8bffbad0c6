// SPDX-License-Identifier: Apache-2.0
// Many at once: floods, stopping, bounds, and what the handler tells when.
#include "tests/handlers/agent/AgentStage.h"

#include "core/base/Limits.h"

using namespace muster;
using namespace Qt::StringLiterals;

class tst_AgentHandler final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFloodDropsLinesAndSaysSo()
    {
        AgentStage stage;
        stage.handler.keep(AgentStage::shell(u"flood"_s, u"exec yes"_s), {});

        const auto dropped = [&] {
            for (const QString &text : stage.said()) {
                if (text.endsWith(u"lines dropped: more than 2000 a second"_s))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(dropped(), kPatienceMs);
        QVERIFY(stage.written().size() <= limits::kLogLinesPerSecond * 30);
        QVERIFY(stage.largestBatch <= limits::kLogBatch);

        // Others are heard meanwhile, and it can be ended.
        QCOMPARE(AgentStage::output(stage.outcome(AgentStage::shell(u"calm"_s, u"echo calm"_s))), u"calm\n"_s);
        stage.handler.drop(AgentStage::shell(u"flood"_s, {}).ref);
        QTRY_VERIFY_WITH_TIMEOUT(stage.handler.agents().isEmpty(), kPatienceMs);
    }

    void aFloodingJobEnds()
    {
        AgentStage stage;

        const RunOutcome outcome = stage.outcome(AgentStage::shell(u"flood"_s, u"yes | head -n 3000000"_s));

        QVERIFY(AgentStage::json(outcome).value("truncated"_L1).toBool());
        qint64 dropped = 0;
        for (const QString &text : stage.said())
            dropped += text.section(u' ', 0, 0).toLongLong();
        QCOMPARE(dropped + stage.written().size(), 3'000'000);
    }

    void manyRunAtOnce()
    {
        AgentStage stage;
        for (int i = 0; i < 100; ++i)
            stage.run(AgentStage::shell(u"many"_s, u"cat"_s), QByteArray::number(i));

        QVERIFY(stage.waitForEnds(100));

        QSet<QString> outputs;
        for (const AgentStage::End &end : std::as_const(stage.ends))
            outputs.insert(AgentStage::output(end.outcome));
        QCOMPARE(outputs.size(), 100);
    }

    void stopEndsFiftyInTime()
    {
        AgentStage stage;
        for (int i = 0; i < 25; ++i) {
            stage.run(AgentStage::shell(u"deaf"_s, u"trap '' TERM; echo up; while :; do sleep 1; done"_s));
            stage.handler.keep(AgentStage::shell(u"resident%1"_s.arg(i), u"echo up; exec sleep 1000"_s), {});
        }
        QTRY_COMPARE_WITH_TIMEOUT(stage.written().size(), 50, kPatienceMs);
        QList<qint64> pids;
        for (const Agent &agent : stage.handler.agents())
            pids.append(agent.pid.value_or(0));

        const SteadyTime begin = stage.clock.steadyNow();
        stage.handler.stop();
        QCOMPARE(stage.stops, 0);
        QTRY_COMPARE_WITH_TIMEOUT(stage.stops, 1, kPatienceMs);

        QVERIFY2(stage.clock.steadyNow() - begin < limits::kStopDeadline + milliseconds(2000), "too late");
        QCOMPARE(stage.ends.size(), 25);
        for (const AgentStage::End &end : std::as_const(stage.ends))
            QCOMPARE(AgentStage::code(end.outcome), u"node-stopped"_s);
        QVERIFY(stage.handler.agents().isEmpty());
        for (const qint64 pid : std::as_const(pids))
            QVERIFY(!isAlive(pid));
    }

    void stoppedItStartsNothingUntilItIsStartedAgain()
    {
        AgentStage stage;
        stage.handler.stop();
        QTRY_COMPARE_WITH_TIMEOUT(stage.stops, 1, kPatienceMs);

        stage.handler.keep(AgentStage::shell(u"late"_s, u"exec sleep 1000"_s), {});
        QVERIFY(stage.handler.agents().isEmpty());
        QCOMPARE(AgentStage::code(stage.outcome(AgentStage::shell(u"late"_s, u"echo"_s))), u"node-stopped"_s);

        stage.handler.start();
        QCOMPARE(stage.outcome(AgentStage::shell(u"again"_s, u"echo"_s)).error, std::nullopt);
    }

    void whenItDiesEverythingDies()
    {
        qint64 pid = 0;
        {
            AgentStage stage;
            stage.handler.keep(AgentStage::shell(u"deaf"_s, u"trap '' TERM; echo up; while :; do sleep 1; done"_s), {});
            stage.run(AgentStage::shell(u"job"_s, u"exec sleep 1000"_s));
            QTRY_COMPARE_WITH_TIMEOUT(stage.written().size(), 1, kPatienceMs);
            pid = stage.pid(u"deaf"_s);
        }

        QVERIFY(pid > 0 && !isAlive(pid));
    }

    void oneNodeRunsSoManyAndNoMore()
    {
        AgentStage stage;
        for (int i = 0; i < limits::kAgentsOnNode; ++i) // They need no process to count: these wait to be started again.
            stage.handler.keep(AgentStage::entity(u"one%1"_s.arg(i), command({u"no-such-program-here"_s})), {});

        QCOMPARE(AgentStage::code(stage.outcome(AgentStage::shell(u"more"_s, u"echo"_s))), u"node-full"_s);
        stage.handler.keep(AgentStage::shell(u"more"_s, u"exec sleep 1000"_s), {});
        QCOMPARE(stage.handler.agents().size(), limits::kAgentsOnNode);
    }

    void severalChangesAreToldTogether()
    {
        AgentStage stage;
        for (int i = 0; i < 20; ++i)
            stage.handler.keep(AgentStage::shell(u"resident%1"_s.arg(i), u"exec sleep 1000"_s), {});

        QTRY_COMPARE_WITH_TIMEOUT(stage.state(u"resident19"_s), u"running"_s, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!stage.reports.isEmpty() && stage.reports.constLast().value(19).pid, kPatienceMs);
        QVERIFY2(stage.reports.size() < 20, qPrintable(QString::number(stage.reports.size())));
    }

    void manyStartsDoNotHoldUpTheThread()
    {
        AgentStage stage;
        int turns = 0;
        QTimer other;
        QObject::connect(&other, &QTimer::timeout, &other, [&turns] { ++turns; });
        other.start(0);
        for (int i = 0; i < 50; ++i)
            stage.handler.keep(AgentStage::shell(u"resident%1"_s.arg(i), u"exec sleep 1000"_s), {});

        QTRY_COMPARE_WITH_TIMEOUT(stage.state(u"resident49"_s), u"running"_s, kPatienceMs);

        QVERIFY2(turns >= 49, qPrintable(QString::number(turns))); // Another's turn between two starts.
    }

    void whatIsCancelledOrDroppedBeforeItStartedNeverStarts()
    {
        AgentStage stage;
        const RunId id = stage.run(AgentStage::shell(u"job"_s, u"echo ran"_s));
        const Entity resident = AgentStage::shell(u"resident"_s, u"echo ran; exec sleep 1000"_s);
        stage.handler.keep(resident, {});

        stage.handler.cancel(id);
        stage.handler.drop(resident.ref);
        QVERIFY(stage.ends.isEmpty());
        QVERIFY(stage.waitForEnds(1));
        QTRY_VERIFY_WITH_TIMEOUT(!stage.reports.isEmpty(), kPatienceMs);

        QCOMPARE(AgentStage::code(stage.ends[0].outcome), u"cancelled"_s);
        QVERIFY(stage.written().isEmpty());
        QVERIFY(stage.handler.agents().isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_AgentHandler)
#include "tst_AgentHandler.moc"
