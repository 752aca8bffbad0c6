// SPDX-License-Identifier: Apache-2.0
// What an agent is given: its surroundings exactly, a folder of its own, and no secret where others can read.
#include "tests/handlers/agent/AgentStage.h"

#include <QDir>
#include <QFileInfo>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

QMap<QString, QString> variablesOf(const RunOutcome &outcome)
{
    QMap<QString, QString> variables;
    for (const QString &one : AgentStage::output(outcome).split(u'\0', Qt::SkipEmptyParts))
        variables.insert(one.section(u'=', 0, 0), one.section(u'=', 1));
    return variables;
}

} // namespace

class tst_Launch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEnvironmentIsExact()
    {
        qputenv("MUSTER_TOKEN", "not for agents");
        qputenv("LD_PRELOAD_NOT", "neither");
        qputenv("LC_TIME", "C");
        QMap<QString, QString> wanted{{u"LC_TIME"_s, u"C"_s}, {u"TZ"_s, u"Europe/Berlin"_s}};
        for (const char *name : {"PATH", "HOME", "LANG", "TMPDIR", "USER", "LOGNAME", "SHELL", "LC_ALL"}) {
            if (qEnvironmentVariableIsSet(name))
                wanted.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
        }
        AgentStage stage;
        AgentSettings settings = command({u"/usr/bin/env"_s, u"-0"_s});
        settings.env = {{u"TZ"_s, u"Europe/Berlin"_s}, {u"EMPTY"_s, u""_s}, {u"ODD"_s, u"a=b\n$HOME é"_s}, {u"KEY"_s, u"public"_s}};
        wanted.insert({{u"EMPTY"_s, u""_s}, {u"ODD"_s, u"a=b\n$HOME é"_s}, {u"KEY"_s, u"s3cr3t"_s}, {u"SECOND"_s, u"="_s}});

        const RunOutcome outcome = stage.outcome(AgentStage::entity(u"env"_s, settings), "{}", milliseconds(0),
                                                 {{u"KEY"_s, Secret("s3cr3t")}, {u"SECOND"_s, Secret("=")}});

        QCOMPARE(variablesOf(outcome), wanted);
        qunsetenv("MUSTER_TOKEN");
    }

    void secretsAreInNoCommandLineAndNoLog()
    {
        AgentStage stage;
        const QByteArray value("canary-8f3a1c");
        const QMap<QString, Secret> secrets{{u"API_KEY"_s, Secret(value)}};
        stage.handler.keep(AgentStage::shell(u"keeper"_s, u"echo ready; exec sleep 1000"_s), secrets);
        QTRY_COMPARE_WITH_TIMEOUT(stage.written().size(), 1, kPatienceMs);

        QFile commandLine(u"/proc/%1/cmdline"_s.arg(stage.pid(u"keeper"_s)));
        QVERIFY(commandLine.open(QIODevice::ReadOnly));
        const QByteArray arguments = commandLine.readAll();
        QVERIFY(!arguments.isEmpty() && !arguments.contains(value));
        // Nor in what is said when it cannot be used.
        const RunOutcome outcome = stage.outcome(AgentStage::entity(u"missing"_s, command({u"no-such-program-here"_s})), "{}",
                                                 milliseconds(0), secrets);
        const RunOutcome broken = stage.outcome(AgentStage::entity(u"broken"_s, command({u"cat"_s})), "{}", milliseconds(0),
                                                {{u"API_KEY"_s, Secret(value + '\0' + value)}});
        QCOMPARE(AgentStage::code(broken), u"bad-settings"_s);
        QString all = outcome.error->text + broken.error->text;
        for (const auto &[source, line] : std::as_const(stage.lines))
            all += line.text;
        QVERIFY2(!all.contains(QString::fromLatin1(value)), qPrintable(all));
        QVERIFY(all.contains(u"API_KEY"_s)); // Its name may be told.
    }

    void theFolderIsItsOwn()
    {
        AgentStage stage;
        const Entity entity = AgentStage::shell(u"writer"_s, u"pwd; echo kept > file"_s);
        const QString folder = QFileInfo(stage.folder.path()).canonicalFilePath() + u"/agents/default/writer"_s;

        QCOMPARE(AgentStage::output(stage.outcome(entity)), folder + u'\n');

        QVERIFY(QFile::exists(folder + u"/file"_s)); // It is there at the next run.
        for (const QString &place : {folder, QFileInfo(folder).path(), QFileInfo(folder).dir().path() + u"/../../agents"_s})
            QCOMPARE(QFileInfo(place).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther),
                     QFile::Permissions());
        QCOMPARE(AgentStage::output(stage.outcome(AgentStage::shell(u"other"_s, u"ls"_s))), u""_s);
    }

    void aGivenFolderIsUsed()
    {
        AgentStage stage;
        AgentSettings settings = command({u"pwd"_s});
        settings.cwd = u"/usr"_s;

        QCOMPARE(AgentStage::output(stage.outcome(AgentStage::entity(u"there"_s, settings))), u"/usr\n"_s);
    }

    void aLinkInThePlaceOfItsFolderIsNotFollowed()
    {
        AgentStage stage;
        QVERIFY(QDir(stage.folder.path()).mkpath(u"agents/default"_s));
        QVERIFY(QFile::link(u"/tmp"_s, stage.folder.filePath(u"agents/default/linked"_s)));

        const RunOutcome outcome = stage.outcome(AgentStage::shell(u"linked"_s, u"pwd"_s));

        QCOMPARE(AgentStage::code(outcome), u"no-folder"_s);
    }
};

QTEST_GUILESS_MAIN(tst_Launch)
#include "tst_Launch.moc"
