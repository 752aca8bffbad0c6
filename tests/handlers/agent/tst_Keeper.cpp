// SPDX-License-Identifier: Apache-2.0
// Nothing that an agent starts outlives it, whatever it does to leave: sessions of their own, double forks, storms. Real processes.
#include "tests/handlers/agent/AgentStage.h"

#include <QDir>
#include <QProcess>

#include <sys/wait.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

//! Living processes whose command line has \a mark.
QList<qint64> processesWith(const QByteArray &mark)
{
    QList<qint64> found;
    for (const QString &name : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
        QFile file(u"/proc/%1/cmdline"_s.arg(name));
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(mark) && isAlive(name.toLongLong()))
            found.append(name.toLongLong());
    }
    return found;
}

} // namespace

class tst_Keeper final : public QObject
{
    Q_OBJECT

private:
    //! A number of seconds that only this case sleeps for, as the mark of its processes.
    static QString newMark()
    {
        static int last = 0;
        return u"%1%2"_s.arg(QCoreApplication::applicationPid()).arg(++last, 3, 10, QChar(u'0'));
    }
    static bool gone(const QString &mark)
    {
        return QTest::qWaitFor([&] { return processesWith(mark.toLatin1()).isEmpty(); }, kPatienceMs);
    }
    static bool thereAre(const QString &mark, qsizetype count)
    {
        return QTest::qWaitFor([&] { return processesWith(mark.toLatin1()).size() > count; }, kPatienceMs); // The agent has it, too.
    }

    // Ways to leave; %1 is the mark. All of them let the agent go on or end at once, as the case wants.
    static void ways()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("a session of its own") << u"setsid sleep %1 >/dev/null 2>&1 &"_s;
        QTest::newRow("a double fork") << u"(setsid sh -c 'sleep %1 & exit' >/dev/null 2>&1 &)"_s;
        QTest::newRow("a daemon without its environment")
            << u"env -i /bin/sh -c 'cd /; umask 0; (setsid /bin/sh -c \"(setsid /bin/sleep %1 </dev/null >/dev/null 2>&1 &)\" &)'"_s;
        QTest::newRow("deaf ones") << u"setsid sh -c 'trap \"\" TERM HUP INT; sleep %1; :' >/dev/null 2>&1 &"_s;
        QTest::newRow("a session that is stopped") << u"setsid sh -c 'kill -STOP $$; sleep %1' >/dev/null 2>&1 & setsid sleep %1 &"_s;
    }

private Q_SLOTS:
    void nothingIsLeftOfAJobThatEnds_data() { ways(); }
    void nothingIsLeftOfAJobThatEnds()
    {
        QFETCH(QString, way);
        const QString mark = newMark();
        AgentStage stage;

        const RunOutcome outcome = stage.outcome(AgentStage::shell(u"leaves"_s, way.arg(mark) + u"\nsleep 0.3; echo done"_s));

        QVERIFY2(outcome.result.contains("done"), outcome.result.constData());
        QVERIFY(processesWith(mark.toLatin1()).isEmpty()); // Its end is told when there is nothing left of it.
    }

    void nothingIsLeftOfACancelledJob_data() { ways(); }
    void nothingIsLeftOfACancelledJob()
    {
        QFETCH(QString, way);
        const QString mark = newMark();
        AgentStage stage;
        AgentSettings settings = command({u"/bin/sh"_s, u"-c"_s, u"trap '' TERM\n"_s + way.arg(mark) + u"\nwhile :; do sleep 1; done"_s});
        settings.stopGrace = milliseconds(300);
        const RunId run = stage.run(AgentStage::entity(u"deaf"_s, settings));
        QVERIFY(thereAre(mark, 1));

        stage.handler.cancel(run);

        QVERIFY(stage.waitForEnds(1));
        QCOMPARE(AgentStage::code(stage.ends.constLast().outcome), u"cancelled"_s);
        QVERIFY(processesWith(mark.toLatin1()).isEmpty());
    }

    void nothingIsLeftAfterATimeOutAndAfterAStop()
    {
        const QString mark = newMark();
        AgentStage stage;
        AgentSettings settings = command({u"/bin/sh"_s, u"-c"_s, u"trap '' TERM; setsid sleep %1 & while :; do sleep 1; done"_s.arg(mark)});
        settings.stopGrace = milliseconds(200);
        QCOMPARE(AgentStage::code(stage.outcome(AgentStage::entity(u"long"_s, settings), "{}", milliseconds(300))), u"timeout"_s);
        QVERIFY(gone(mark));

        stage.handler.keep(AgentStage::entity(u"resident"_s, settings), {});
        QVERIFY(thereAre(mark, 1));
        stage.handler.stop();
        QTRY_COMPARE_WITH_TIMEOUT(stage.stops, 1, kPatienceMs);
        QVERIFY(processesWith(mark.toLatin1()).isEmpty());
    }

    void whoLeftIsAskedBeforeItIsKilled()
    {
        AgentStage stage;
        const QString file = stage.folder.filePath(u"asked"_s);
        const QString script = u"setsid sh -c 'trap \"echo asked > %1; exit\" TERM; echo up; while :; do sleep 0.05; done' & "
                               "trap 'until [ -s %1 ]; do sleep 0.05; done; exit 0' TERM; while :; do wait; done"_s.arg(file);
        const Entity entity = AgentStage::shell(u"polite"_s, script);
        stage.handler.keep(entity, {});
        QTRY_COMPARE_WITH_TIMEOUT(stage.written(), QStringList{u"up"_s}, kPatienceMs);

        stage.handler.drop(entity.ref);

        QTRY_VERIFY_WITH_TIMEOUT(stage.handler.agents().isEmpty(), kPatienceMs);
        QVERIFY(QFile::exists(file));
        QVERIFY(processesWith(file.toLocal8Bit()).isEmpty());
    }

    //! Each starts the next one and ends: whoever kills what he sees is always late.
    void thoseThatRunAwayAreCaught()
    {
        AgentStage stage;
        QFile runner(stage.folder.filePath(u"runner-"_s + newMark()));
        QVERIFY(runner.open(QIODevice::WriteOnly));
        runner.write("#!/bin/sh\nsetsid \"$0\" &\n");
        runner.close();
        QVERIFY(runner.setPermissions(QFile::ReadOwner | QFile::ExeOwner));

        stage.outcome(AgentStage::shell(u"runs"_s, u"for i in 1 2 3; do setsid %1 >/dev/null 2>&1 & done; sleep 0.3"_s.arg(runner.fileName())));

        QVERIFY(processesWith(runner.fileName().toLocal8Bit()).isEmpty());
    }

    void aStormIsCalmed()
    {
        const QString mark = newMark();
        AgentStage stage;
        const QString script = u"f() { n=0; while [ $n -lt 10 ]; do n=$((n+1)); setsid sh -c 'for i in 1 2 3 4 5; do setsid sleep %1 & done; wait' & done; }; "
                               "f >/dev/null 2>&1; sleep 0.5"_s.arg(mark);

        stage.outcome(AgentStage::shell(u"storm"_s, script));

        QVERIFY(processesWith(mark.toLatin1()).isEmpty());
    }

    //! As by kill -9, or for want of memory.
    void nothingOutlivesAWorkerThatIsKilled_data() { ways(); }
    void nothingOutlivesAWorkerThatIsKilled()
    {
        QFETCH(QString, way);
        const QString mark = newMark();
        const QTemporaryDir folder;
        const pid_t worker = ::fork();
        if (worker == 0) {
            const AgentSettings settings = command({u"/bin/sh"_s, u"-c"_s, way.arg(mark) + u"\nwhile :; do sleep 1; done"_s});
            EntityRef entity;
            entity.id = EntityId(u"orphan"_s);
            const Result<Launch> launch = launchOf(entity, settings, {}, {folder.path(), allowedEnvironment(::environ), 0});
            const Result<StartedProcess> process = launch ? startProcess(*launch, std::nullopt) : launch.error();
            for (; process;)
                ::pause();
            ::_exit(1);
        }
        QVERIFY(thereAre(mark, 1));

        ::kill(worker, SIGKILL);
        ::waitpid(worker, nullptr, 0);

        QVERIFY(gone(mark));
    }

    void aKeeperThatIsKilledTakesItsAgentAlong()
    {
        AgentStage stage;
        stage.run(AgentStage::shell(u"kept"_s, u"echo $PPID; exec sleep 1000"_s));
        QTRY_COMPARE_WITH_TIMEOUT(stage.written().size(), 1, kPatienceMs);

        ::kill(pid_t(stage.written()[0].toInt()), SIGKILL);

        QVERIFY(stage.waitForEnds(1));
        QCOMPARE(AgentStage::code(stage.ends.constLast().outcome), u"signal"_s);
    }

    //! The program that we are in has children of its own, and waits for them itself.
    void childrenOfOthersAreNotTaken()
    {
        AgentStage stage;
        QProcess other;
        other.start(u"/bin/sh"_s, {u"-c"_s, u"setsid sleep 0.5 & sleep 1; exit 7"_s});
        for (int i = 0; i < 5; ++i)
            stage.outcome(AgentStage::shell(u"short"_s, u"setsid true & exit 0"_s));

        QVERIFY(other.waitForFinished(kPatienceMs));

        QCOMPARE(other.exitCode(), 7);
        QCOMPARE(other.exitStatus(), QProcess::NormalExit);
    }

    void theEndOfTheAgentIsToldAsItWas()
    {
        AgentStage stage;
        const RunOutcome status = stage.outcome(AgentStage::shell(u"status"_s, u"setsid sleep 1000 & exit 250"_s));
        QVERIFY2(status.error && status.error->text.contains(u"returned 250"_s), qPrintable(status.error.value_or(JobError{}).text));
        const RunOutcome signal = stage.outcome(AgentStage::shell(u"signal"_s, u"kill -SEGV $$"_s));
        QVERIFY2(signal.error && signal.error->text.contains(u"signal 11"_s), qPrintable(signal.error.value_or(JobError{}).text));
    }
};

QTEST_GUILESS_MAIN(tst_Keeper)
#include "tst_Keeper.moc"
