// SPDX-License-Identifier: Apache-2.0
// What is to run all the time runs, is started again, and ends when it is dropped.
#include "tests/handlers/agent/AgentStage.h"

#include "core/base/Limits.h"

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Resident final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aResidentIsReported()
    {
        AgentStage stage;
        Entity entity = AgentStage::shell(u"crawler"_s, u"exec sleep 1000"_s);
        entity.title = u"Crawler"_s;

        stage.handler.keep(entity, {});
        QVERIFY(stage.reports.isEmpty()); // Never from inside the call.
        QCOMPARE(stage.state(u"crawler"_s), u"restarting"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!stage.reports.isEmpty() && stage.reports.constLast().value(0).pid, kPatienceMs);

        const Agent agent = stage.reports.constLast().value(0);
        QCOMPARE(agent.id, u"agent/crawler"_s);
        QCOMPARE(agent.name, u"Crawler"_s);
        QCOMPARE(agent.state, u"running"_s);
        QVERIFY(agent.pid && isAlive(*agent.pid));
        QTRY_COMPARE_WITH_TIMEOUT(stage.said().value(0), u"started, process %1"_s.arg(*agent.pid), kPatienceMs);
        QVERIFY(stage.lines[0].first.run.job.isEmpty());
    }

    void whatItTakesIsReportedWithItsStart()
    {
        AgentStage stage;
        const Timestamp before = stage.clock.now();
        const QString script = u"setsid sh -c 'while :; do :; done' & wait"_s;
        stage.handler.keep(AgentStage::shell(u"busy"_s, script), {});
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(u"busy"_s), u"running"_s, kPatienceMs);
        QVERIFY(!stage.agent(u"busy"_s).memoryBytes && !stage.agent(u"busy"_s).cpu); // Nobody has looked yet.

        // Told by itself: nothing else changes.
        const auto told = [&] { return stage.reports.value(stage.reports.size() - 1).value(0); };
        QTRY_VERIFY_WITH_TIMEOUT(told().cpu.value_or(0) > 0.1, kPatienceMs);

        const Agent agent = told();
        QVERIFY(agent.memoryBytes.value_or(0) > 100 * 1024);
        QCOMPARE(*agent.memoryBytes % (64 * 1024), 0);
        QCOMPARE(agent.restarts, 0);
        QVERIFY(agent.startedAt && *agent.startedAt >= before && *agent.startedAt <= stage.clock.now());
    }

    void itsRestartsAreCounted()
    {
        AgentStage stage;
        const Entity entity = AgentStage::shell(u"short"_s, u"sleep 0.05; exit 1"_s);

        stage.handler.keep(entity, {});

        QTRY_COMPARE_WITH_TIMEOUT(stage.agent(u"short"_s).restarts, 2, kPatienceMs);
        QVERIFY(stage.handler.restart(entity.ref)); // A person's are not among them.
        QTRY_COMPARE_WITH_TIMEOUT(stage.agent(u"short"_s).restarts, 3, kPatienceMs);
    }

    void itsInputIsEmpty()
    {
        AgentStage stage;

        stage.handler.keep(AgentStage::shell(u"reader"_s, u"cat; echo read; exec sleep 1000"_s), {});

        QTRY_COMPARE_WITH_TIMEOUT(stage.written(), QStringList{u"read"_s}, kPatienceMs);
    }

    void oneThatEndsIsStartedAgain()
    {
        AgentStage stage;

        stage.handler.keep(AgentStage::shell(u"short"_s, u"echo up; exit 4"_s), {});

        QTRY_VERIFY_WITH_TIMEOUT(stage.written().size() >= 2, kPatienceMs);
        QVERIFY2(stage.said().contains(u"returned 4"_s), qPrintable(stage.said().join(u'\n')));
    }

    void oneThatKeepsEndingIsCrashed()
    {
        AgentStage stage;

        stage.handler.keep(AgentStage::shell(u"broken"_s, u"exit 1"_s), {});
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(u"broken"_s), u"restarting"_s, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(u"broken"_s), u"crashed"_s, kPatienceMs);

        QCOMPARE(stage.pid(u"broken"_s), 0);
        stage.handler.drop(AgentStage::shell(u"broken"_s, {}).ref); // Also while it waits.
        QTRY_VERIFY_WITH_TIMEOUT(stage.handler.agents().isEmpty(), kPatienceMs);
    }

    void oneWithoutAProgramIsCrashedAndSaysWhy()
    {
        AgentStage stage;

        stage.handler.keep(AgentStage::entity(u"missing"_s, command({u"no-such-program-here"_s})), {});

        QTRY_COMPARE_WITH_TIMEOUT(stage.state(u"missing"_s), u"crashed"_s, kPatienceMs);
        QVERIFY2(stage.said().value(0).contains(u"no-such-program-here"_s), qPrintable(stage.said().value(0)));
    }

    void aRestartGivesANewProcess()
    {
        AgentStage stage;
        const Entity one = AgentStage::shell(u"one"_s, u"exec sleep 1000"_s);
        const Entity two = AgentStage::shell(u"two"_s, u"exec sleep 1000"_s);
        stage.handler.keep(one, {});
        stage.handler.keep(two, {});
        QTRY_VERIFY_WITH_TIMEOUT(stage.state(u"two"_s) == u"running"_s, kPatienceMs);
        const qint64 first = stage.pid(u"one"_s);
        const qint64 second = stage.pid(u"two"_s);

        QVERIFY(stage.handler.restart(one.ref));
        QTRY_VERIFY_WITH_TIMEOUT(stage.state(u"one"_s) == u"running"_s && stage.pid(u"one"_s) != first, kPatienceMs);
        QCOMPARE(stage.pid(u"two"_s), second);
        QVERIFY(!isAlive(first));

        QCOMPARE(stage.handler.restartAll(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(stage.state(u"two"_s) == u"running"_s && stage.pid(u"two"_s) != second, kPatienceMs);
        QVERIFY(!stage.handler.restart(AgentStage::shell(u"nobody"_s, {}).ref));
    }

    void whatIsKeptAgainUnchangedGoesOn()
    {
        AgentStage stage;
        Entity entity = AgentStage::shell(u"kept"_s, u"exec sleep 1000"_s);
        const QMap<QString, Secret> secrets{{u"KEY"_s, Secret("value")}};
        stage.handler.keep(entity, secrets);
        QTRY_VERIFY_WITH_TIMEOUT(stage.state(u"kept"_s) == u"running"_s, kPatienceMs);
        const qint64 pid = stage.pid(u"kept"_s);

        entity.title = u"New title"_s;
        stage.handler.keep(entity, secrets);
        QCOMPARE(stage.state(u"kept"_s), u"running"_s);
        QCOMPARE(stage.pid(u"kept"_s), pid);
        QCOMPARE(stage.agent(u"kept"_s).name, u"New title"_s);

        stage.handler.keep(entity, {{u"KEY"_s, Secret("other")}});
        QTRY_VERIFY_WITH_TIMEOUT(stage.state(u"kept"_s) == u"running"_s && stage.pid(u"kept"_s) != pid, kPatienceMs);
    }

    void aDroppedOneEndsWithItsChildren()
    {
        AgentStage stage;
        const Entity entity = AgentStage::shell(u"parent"_s, u"sleep 1000 & echo $!; wait"_s);
        stage.handler.keep(entity, {});
        QTRY_COMPARE_WITH_TIMEOUT(stage.written().size(), 1, kPatienceMs);
        const qint64 child = stage.written()[0].toLongLong();
        const qint64 pid = stage.pid(u"parent"_s);

        stage.handler.drop(entity.ref);
        QCOMPARE(stage.state(u"parent"_s), u"stopping"_s);
        stage.handler.drop(entity.ref);

        QTRY_VERIFY_WITH_TIMEOUT(stage.handler.agents().isEmpty(), kPatienceMs);
        QVERIFY(!isAlive(pid));
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(child), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!stage.reports.isEmpty() && stage.reports.constLast().isEmpty(), kPatienceMs);
    }

    void oneThatStandsStillHearsThatItIsToEnd()
    {
        AgentStage stage;
        AgentSettings settings = command({u"/bin/sh"_s, u"-c"_s, u"echo up; kill -STOP $$; exec sleep 1000"_s});
        settings.stopGrace = milliseconds(10 * kPatienceMs); // SIGKILL is not what ends it here.
        const Entity entity = AgentStage::entity(u"still"_s, settings);
        stage.handler.keep(entity, {});
        QTRY_COMPARE_WITH_TIMEOUT(stage.written().size(), 1, kPatienceMs);

        stage.handler.drop(entity.ref);

        QTRY_VERIFY_WITH_TIMEOUT(stage.handler.agents().isEmpty(), kPatienceMs);
    }

    void aDroppedOneThatIsKeptAgainComesBack()
    {
        AgentStage stage;
        const Entity entity = AgentStage::shell(u"back"_s, u"exec sleep 1000"_s);
        stage.handler.keep(entity, {});
        QTRY_VERIFY_WITH_TIMEOUT(stage.state(u"back"_s) == u"running"_s, kPatienceMs);
        const qint64 pid = stage.pid(u"back"_s);

        stage.handler.drop(entity.ref);
        stage.handler.keep(entity, {});

        QTRY_VERIFY_WITH_TIMEOUT(stage.state(u"back"_s) == u"running"_s && stage.pid(u"back"_s) != pid, kPatienceMs);
    }
};

QTEST_GUILESS_MAIN(tst_Resident)
#include "tst_Resident.moc"
