// SPDX-License-Identifier: Apache-2.0
// One job, one process: payload in, result or error out, with real programs.
#include "tests/handlers/agent/AgentStage.h"

#include "core/base/Limits.h"

using namespace muster;
using namespace Qt::StringLiterals;

class tst_AgentRun final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePayloadGoesInAndTheOutputIsTheResult()
    {
        AgentStage stage;

        const RunOutcome outcome = stage.outcome(AgentStage::shell(u"hello"_s, u"cat; echo done"_s), R"({"x":1})");

        QCOMPARE(outcome.error, std::nullopt);
        QCOMPARE(outcome.result, QByteArray(R"({"exitStatus":0,"output":"{\"x\":1}done\n"})"));
        QCOMPARE(stage.handler.runs(), 0);
    }

    void itsLinesComeBeforeItsEnd()
    {
        AgentStage stage;

        const RunId id = stage.run(AgentStage::shell(u"hello"_s, u"echo one; echo two >&2; printf three"_s));
        QVERIFY(stage.waitForEnds(1));

        QCOMPARE(stage.ends[0].run, id);
        QCOMPARE(stage.ends[0].linesBefore, 3);
        QCOMPARE(stage.written(), (QStringList{u"one"_s, u"three"_s}));
        QCOMPARE(stage.texts(LogStream::Error), QStringList{u"two"_s});
        QCOMPARE(stage.lines[0].first.run, id);
        QCOMPARE(stage.lines[0].first.entity.text(), u"agent/hello"_s);
    }

    void argumentsAreNoShellsMatter()
    {
        AgentStage stage;
        const AgentSettings settings =
            command({u"printf"_s, u"%s|"_s, u"$HOME `id` $(id); rm *"_s, u""_s, u"a\nb"_s, u"'\"\\"_s, u"é"_s});

        const RunOutcome outcome = stage.outcome(AgentStage::entity(u"printer"_s, settings));

        QCOMPARE(AgentStage::output(outcome), u"$HOME `id` $(id); rm *||a\nb|'\"\\|é|"_s);
    }

    void theLastErrorLineSaysWhyItFailed()
    {
        AgentStage stage;

        const RunOutcome outcome =
            stage.outcome(AgentStage::shell(u"fails"_s, u"echo first >&2; echo 'no such \033[1mfile' >&2; exit 3"_s));

        QCOMPARE(AgentStage::code(outcome), u"exit-status"_s);
        QCOMPARE(outcome.error->text, u"it returned 3: no such ␛[1mfile"_s);
        QVERIFY(outcome.result.isEmpty());
    }

    void aSignalIsSaid()
    {
        AgentStage stage;

        const RunOutcome outcome = stage.outcome(AgentStage::shell(u"killed"_s, u"kill -KILL $$"_s));

        QCOMPARE(AgentStage::code(outcome), u"signal"_s);
        QVERIFY2(outcome.error->text.contains(u"signal 9"_s), qPrintable(outcome.error->text));
    }

    void whatCannotBeStartedIsSaid_data()
    {
        QTest::addColumn<QStringList>("argv");
        QTest::addColumn<QString>("cwd");
        QTest::addColumn<QString>("code");
        QTest::newRow("no such name") << QStringList{u"no-such-program-here"_s} << u""_s << u"no-program"_s;
        QTest::newRow("no such path") << QStringList{u"/nowhere/at-all"_s} << u""_s << u"no-program"_s;
        QTest::newRow("a folder") << QStringList{u"/usr"_s} << u""_s << u"no-program"_s;
        QTest::newRow("no program") << QStringList{u"/etc/passwd"_s} << u""_s << u"no-program"_s;
        QTest::newRow("no such folder") << QStringList{u"cat"_s} << u"/nowhere/at-all"_s << u"no-folder"_s;
        QTest::newRow("a file as folder") << QStringList{u"cat"_s} << u"/etc/passwd"_s << u"no-folder"_s;
        QTest::newRow("nothing at all") << QStringList() << u""_s << u"bad-settings"_s;
    }
    void whatCannotBeStartedIsSaid()
    {
        QFETCH(QStringList, argv);
        QFETCH(QString, cwd);
        QFETCH(QString, code);
        AgentStage stage;
        AgentSettings settings = command(argv);
        settings.cwd = cwd;

        const RunOutcome outcome = stage.outcome(AgentStage::entity(u"broken"_s, settings));

        QCOMPARE(AgentStage::code(outcome), code);
        QVERIFY(!outcome.error->text.isEmpty());
        QCOMPARE(stage.said().size(), 1);
        QCOMPARE(stage.handler.runs(), 0);
    }

    void aScriptWithoutAnInterpreterIsNotGivenToAShell()
    {
        AgentStage stage;
        const QString path = stage.folder.filePath(u"script"_s);
        QFile script(path);
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("touch ran\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));

        const RunOutcome outcome = stage.outcome(AgentStage::entity(u"script"_s, command({path})));

        QCOMPARE(AgentStage::code(outcome), u"no-program"_s);
    }

    void oneThatNeverEndsIsEndedByItsTimeout()
    {
        AgentStage stage;

        const RunOutcome outcome =
            stage.outcome(AgentStage::shell(u"endless"_s, u"echo begun; sleep 1000"_s), "{}", milliseconds(200));

        QCOMPARE(AgentStage::code(outcome), u"timeout"_s);
        QCOMPARE(outcome.error->text, u"it ran longer than 200 ms"_s);
        QCOMPARE(stage.written(), QStringList{u"begun"_s});
    }

    void oneThatDoesNotListenIsKilledAfterItsGrace()
    {
        AgentStage stage;
        AgentSettings deaf = command({u"/bin/sh"_s, u"-c"_s, u"trap '' TERM; while :; do sleep 0.1; done"_s});
        deaf.stopGrace = milliseconds(300);

        const RunOutcome outcome = stage.outcome(AgentStage::entity(u"deaf"_s, deaf), "{}", milliseconds(200));

        QCOMPARE(AgentStage::code(outcome), u"timeout"_s);
    }

    void aCancelledRunEndsOnce()
    {
        AgentStage stage;
        const RunId id = stage.run(AgentStage::shell(u"endless"_s, u"echo begun; exec sleep 1000"_s));
        QTRY_COMPARE_WITH_TIMEOUT(stage.written().size(), 1, kPatienceMs);

        stage.handler.cancel(id);
        stage.handler.cancel(id);
        QVERIFY(stage.ends.isEmpty()); // Never from inside the call.
        QVERIFY(stage.waitForEnds(1));
        stage.handler.cancel(id);
        stage.handler.cancel({JobId(u"unknown"_s), 1});
        QCoreApplication::processEvents();

        QCOMPARE(stage.ends.size(), 1);
        QCOMPARE(AgentStage::code(stage.ends[0].outcome), u"cancelled"_s);
    }

    void theSameAttemptIsNotRunTwice()
    {
        AgentStage stage;
        const Run run{.id = {JobId(u"job"_s), 2}, .entity = AgentStage::shell(u"once"_s, u"echo ran"_s), .payload = "{}"};

        stage.handler.run(run);
        stage.handler.run(run);
        QVERIFY(stage.waitForEnds(1));
        QCoreApplication::processEvents();

        QCOMPARE(stage.ends.size(), 1);
        QCOMPARE(stage.written(), QStringList{u"ran"_s});
    }

    void aPayloadOfAMebibyteArrivesExactly()
    {
        AgentStage stage;
        const QByteArray payload(limits::kJobPayloadBytes, 'x');

        const RunOutcome outcome = stage.outcome(AgentStage::shell(u"counts"_s, u"sleep 0.2; wc -c"_s), payload);

        QCOMPARE(AgentStage::output(outcome).toLongLong(), payload.size());
        QCOMPARE(AgentStage::code(stage.outcome(AgentStage::shell(u"counts"_s, u"wc -c"_s), payload + 'x')),
                 u"payload-too-large"_s);
    }

    void oneThatReadsNothingSucceedsAllTheSame_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("reads nothing") << u"echo fine"_s;
        QTest::newRow("closes it") << u"exec <&-; sleep 0.2; echo fine"_s;
        QTest::newRow("reads a little") << u"head -c 10 >/dev/null; exec <&-; sleep 0.2; echo fine"_s;
    }
    void oneThatReadsNothingSucceedsAllTheSame()
    {
        QFETCH(QString, script);
        AgentStage stage;

        const RunOutcome outcome =
            stage.outcome(AgentStage::shell(u"lazy"_s, script), QByteArray(limits::kJobPayloadBytes, 'x'));

        QCOMPARE(AgentStage::output(outcome), u"fine\n"_s);
    }

    void aLongOutputIsCutAndSaysSo()
    {
        AgentStage stage;

        const RunOutcome outcome = stage.outcome(
            AgentStage::shell(u"long"_s, u"head -c 5242880 /dev/zero | tr '\\0' 'é'; echo; echo end >&2"_s));

        QCOMPARE(outcome.error, std::nullopt);
        QVERIFY(AgentStage::json(outcome).value("truncated"_L1).toBool());
        QVERIFY(outcome.result.size() <= limits::kJobResultBytes);
        // One line of 5 MiB: cut in the log, too, with what is missing.
        QCOMPARE(stage.written().size(), 1);
        QVERIFY(stage.written()[0].toUtf8().size() <= limits::kLogLineBytes);
        QVERIFY2(stage.written()[0].endsWith(u" bytes more)"_s), qPrintable(stage.written()[0].right(60)));
        QCOMPARE(stage.texts(LogStream::Error), QStringList{u"end"_s});
    }

    void bytesThatAreNoTextAreShownAsSuch()
    {
        AgentStage stage;

        const RunOutcome outcome =
            stage.outcome(AgentStage::shell(u"bytes"_s, u"printf 'a\\377\\033[2J\\000b\\n'; printf '\\300\\n' >&2"_s));

        QCOMPARE(AgentStage::output(outcome), u"a\uFFFD\u001b[2J"_s + QChar(u'\0') + u"b\n"_s); // JSON can hold it all.
        QCOMPARE(stage.written(), QStringList{u"a\uFFFD␛[2J␀b"_s});
        QCOMPARE(stage.texts(LogStream::Error), QStringList{u"\uFFFD"_s});
    }

    void whoeverHoldsTheOutputDoesNotHoldUpTheEnd()
    {
        AgentStage stage;

        const RunOutcome outcome =
            stage.outcome(AgentStage::shell(u"leaves"_s, u"setsid sleep 1000 & echo $!; sleep 0.2"_s));

        QCOMPARE(outcome.error, std::nullopt);
        const qint64 left = AgentStage::output(outcome).trimmed().toLongLong();
        QVERIFY(left > 0);
        ::kill(pid_t(left), SIGKILL); // README: what leaves the session is nobody's.
    }

    void whatItLeftRunningIsKilled()
    {
        AgentStage stage;
        const RunOutcome outcome = stage.outcome(
            AgentStage::shell(u"forks"_s, u"sleep 1000 & echo $!; sh -c 'trap \"\" TERM; sleep 1001 & wait' & echo $!"_s));

        const QStringList pids = AgentStage::output(outcome).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(pids.size(), 2);
        for (const QString &pid : pids)
            QTRY_VERIFY_WITH_TIMEOUT(!isAlive(pid.toLongLong()), kPatienceMs);
    }

    void whatForksAndDoesNotListenIsKilledWithItsGroup()
    {
        AgentStage stage;
        AgentSettings deaf =
            command({u"/bin/sh"_s, u"-c"_s, u"trap '' TERM; sleep 1000 & echo $!; while :; do wait; done"_s});
        deaf.stopGrace = milliseconds(200);
        const RunId id = stage.run(AgentStage::entity(u"deaf"_s, deaf));
        QTRY_COMPARE_WITH_TIMEOUT(stage.written().size(), 1, kPatienceMs);
        const qint64 child = stage.written()[0].toLongLong();
        QVERIFY(isAlive(child));

        stage.handler.cancel(id);

        QVERIFY(stage.waitForEnds(1));
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(child), kPatienceMs);
    }
};

QTEST_GUILESS_MAIN(tst_AgentRun)
#include "tst_AgentRun.moc"
