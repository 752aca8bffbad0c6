// SPDX-License-Identifier: Apache-2.0
// What a process has when it begins: descriptors, signals, limits, a session, and a worker whose death is its own.
#include "tests/handlers/agent/AgentStage.h"

#include "core/base/Limits.h"
#include "core/handlers/agent/KeeperWords.h"
#include "tests/support/Outcome.h"
#include "tests/support/Sanitized.h"

#include <QFileInfo>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

//! What is open in \a entity: "0 1 2 3".
QString openIn(AgentStage *stage, const Entity &entity)
{
    QStringList numbers;
    for (const QString &one : AgentStage::output(stage->outcome(entity)).split(u'\n', Qt::SkipEmptyParts))
        numbers.append(one);
    return numbers.join(u' ');
}

//! What stands in \a from now.
QByteArray readable(const Descriptor &from)
{
    std::array<char, 256> bytes;
    const ssize_t count = ::read(from.number(), bytes.data(), bytes.size());
    return {bytes.data(), std::max<ssize_t>(count, 0)};
}

} // namespace

class tst_ProcessStart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingOfOursIsOpen()
    {
        AgentStage stage;
        const Descriptor inherited(::open("/etc/passwd", O_RDONLY)); // Without the flag that closes it.
        QVERIFY(inherited.isOpen());

        // The shell's glob opens one itself, to read the folder.
        const QString open = openIn(&stage, AgentStage::shell(u"lists"_s, u"for f in /proc/$$/fd/*; do echo ${f##*/}; done"_s));

        QVERIFY2(open == u"0 1 2"_s || open == u"0 1 2 3"_s, qPrintable(open));
        QVERIFY2(!AgentStage::output(stage.outcome(AgentStage::shell(u"lists"_s, u"ls -l /proc/$$/fd"_s))).contains(u"passwd"_s),
                 "an open file of ours");
    }

    void itLeadsASessionAndAGroup()
    {
        AgentStage stage;

        const QString stat = AgentStage::output(stage.outcome(AgentStage::shell(u"stat"_s, u"cat /proc/$$/stat"_s)));

        const QStringList fields = stat.split(u' ');
        QVERIFY(fields.size() > 6);
        QCOMPARE(fields[4], fields[0]); // Group.
        QCOMPARE(fields[5], fields[0]); // Session.
        QCOMPARE(fields[6], u"0"_s);    // No terminal.
    }

    void signalsAreAsUsual()
    {
        AgentStage stage; // Ignores SIGPIPE for us.
        sigset_t blocked;
        ::sigemptyset(&blocked);
        ::sigaddset(&blocked, SIGUSR1);
        ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);

        const QString status = AgentStage::output(
            stage.outcome(AgentStage::entity(u"status"_s, command({u"grep"_s, u"Sig"_s, u"/proc/self/status"_s}))));

        ::pthread_sigmask(SIG_UNBLOCK, &blocked, nullptr);
        QVERIFY2(status.contains(u"SigBlk:\t0000000000000000"_s), qPrintable(status));
        QVERIFY2(status.contains(u"SigIgn:\t0000000000000000"_s), qPrintable(status));
    }

    void itMayHaveAsManyFilesAsWeHadBefore()
    {
        rlimit usual{};
        ::getrlimit(RLIMIT_NOFILE, &usual);
        const rlimit small{900, usual.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &small);
        AgentStage stage;
        rlimit ours{};
        ::getrlimit(RLIMIT_NOFILE, &ours);

        const QString theirs = AgentStage::output(stage.outcome(AgentStage::shell(u"files"_s, u"ulimit -n"_s)));

        ::setrlimit(RLIMIT_NOFILE, &usual);
        QCOMPARE(theirs, u"900\n"_s);
        QVERIFY(ours.rlim_cur > 900);
    }

    void noCoreFilesAndBoundedMemory()
    {
        AgentStage stage;
        AgentSettings settings = command({u"/bin/sh"_s, u"-c"_s, u"ulimit -c; ulimit -Hc; ulimit -v"_s});
        settings.memoryBytes = 256 * 1024 * 1024;

        const QString limits = AgentStage::output(stage.outcome(AgentStage::entity(u"limited"_s, settings)));

        QCOMPARE(limits, u"0\n0\n262144\n"_s);
    }

    void oneThatWantsTooMuchMemoryFails()
    {
        AgentStage stage;
        AgentSettings settings = command({u"/bin/sh"_s, u"-c"_s, u"head -c 1 /dev/zero | tail -c 300000000 | wc -c; x=$(head -c 300000000 /dev/zero | tr '\\0' x)"_s});
        settings.memoryBytes = 64 * 1024 * 1024;

        const RunOutcome outcome = stage.outcome(AgentStage::entity(u"greedy"_s, settings));

        QVERIFY2(outcome.error, "it got what it wanted");
    }

    // The worker is a child of this test, and dies as it would by kill -9 or for want of memory.
    void whenTheWorkerDiesAllOfThemDie()
    {
        const QTemporaryDir folder;
        const QString list = folder.filePath(u"pids"_s);
        const pid_t worker = ::fork();
        if (worker == 0) {
            const QString script = u"trap '' TERM HUP; (trap '' TERM HUP; echo $(sh -c 'echo $PPID') >> %1; sleep 1000) & "
                                   "echo $$ >> %1; while :; do wait; done"_s.arg(list);
            const AgentSettings settings = command({u"/bin/sh"_s, u"-c"_s, script});
            EntityRef entity;
            entity.id = EntityId(u"orphan"_s);
            const Result<Launch> launch = launchOf(entity, settings, {}, {folder.path(), allowedEnvironment(::environ), 0});
            const Result<StartedProcess> process = launch ? startProcess(*launch, std::nullopt) : launch.error();
            if (!process)
                ::_exit(1);
            for (;;)
                ::pause();
        }
        QStringList pids;
        const auto read = [&] {
            QFile file(list);
            pids = file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll()).split(u'\n', Qt::SkipEmptyParts) : QStringList();
            return pids.size() == 2;
        };
        QTRY_VERIFY_WITH_TIMEOUT(read(), kPatienceMs);
        for (const QString &pid : std::as_const(pids))
            QVERIFY(isAlive(pid.toLongLong()));

        ::kill(worker, SIGKILL);
        ::waitpid(worker, nullptr, 0);

        for (const QString &pid : std::as_const(pids))
            QTRY_VERIFY_WITH_TIMEOUT(!isAlive(pid.toLongLong()), kPatienceMs);
    }

    // A worker may be killed at any moment: a program must not take the end of what was fed to it so far for the end of its input.
    void theInputIsWholeBeforeTheProgramBegins()
    {
        const QTemporaryDir folder;
        const QByteArray payload(limits::kJobPayloadBytes, 'x'); // More than a pipe holds.
        AgentSettings settings = command({u"/usr/bin/wc"_s, u"-c"_s});
        settings.cwd = folder.path();
        const Result<Launch> launch = launchOf({}, settings, {}, {folder.path(), allowedEnvironment(::environ), 0});
        QVERIFY_RESULT(launch);

        const Result<StartedProcess> process = startProcess(*launch, payload);

        QVERIFY_RESULT(process);
        QByteArray said; // Nobody but us looks after it: there is no event loop.
        QTRY_VERIFY_WITH_TIMEOUT((said += readable(process->output)).contains('\n'), kPatienceMs);
        QCOMPARE(said.trimmed().toInt(), limits::kJobPayloadBytes);
    }

    void theInputCannotBeChanged()
    {
        AgentStage stage;
        const Entity entity = AgentStage::shell(u"scribbler"_s, u"echo spoilt > /proc/self/fd/0; cat /dev/stdin"_s);

        QCOMPARE(AgentStage::output(stage.outcome(entity, "kept")), u"kept"_s);
    }

    // A worker that was started without standard streams opens others under their numbers.
    void theNumbersOfOurDescriptorsDoNotMatter()
    {
        const QTemporaryDir folder;
        for (int low = 0; low <= 4; ++low) {
            const pid_t worker = ::fork();
            if (worker == 0) {
                for (int number = low; number < 10; ++number)
                    ::close(number);
                AgentSettings settings = command({u"/bin/sh"_s, u"-c"_s, u"pwd > out%1; cat >> out%1"_s.arg(low)});
                settings.cwd = folder.path();
                const Result<Launch> launch = launchOf({}, settings, {}, {folder.path(), allowedEnvironment(::environ), 0});
                Result<StartedProcess> process = launch ? startProcess(*launch, "payload") : launch.error();
                if (!process)
                    ::_exit(1);
                ::waitpid(pid_t(process->keeper), nullptr, 0);
                KeeperReport report{1, 0};
                const bool isTold = ::read(process->line.number(), &report, sizeof report) == ssize_t(sizeof report);
                ::_exit(isTold && report.status == 0 && report.signal == 0 ? 0 : 2);
            }
            int status = 1;
            ::waitpid(worker, &status, 0);
            QCOMPARE(status, 0);
            QFile out(folder.filePath(u"out%1"_s.arg(low)));
            QVERIFY(out.open(QIODevice::ReadOnly));
            QCOMPARE(out.readAll(), QFileInfo(folder.path()).canonicalFilePath().toUtf8() + "\npayload");
        }
    }

    void withoutDescriptorsItSaysSo()
    {
        AgentStage stage;
        rlimit usual{};
        ::getrlimit(RLIMIT_NOFILE, &usual);
        const rlimit few{rlim_t(QDir(u"/proc/self/fd"_s).count() + 2), usual.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);

        const RunOutcome outcome = stage.outcome(AgentStage::shell(u"crowded"_s, u"echo"_s));

        ::setrlimit(RLIMIT_NOFILE, &usual);
        QVERIFY2(AgentStage::code(outcome) == u"not-started"_s || AgentStage::code(outcome) == u"no-folder"_s,
                 qPrintable(AgentStage::code(outcome)));
        QCOMPARE(stage.outcome(AgentStage::shell(u"roomy"_s, u"echo"_s)).error, std::nullopt);
    }
};

QTEST_GUILESS_MAIN(tst_ProcessStart)
#include "tst_ProcessStart.moc"
