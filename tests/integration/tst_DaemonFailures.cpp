// SPDX-License-Identifier: Apache-2.0
// What musterd says and how it ends when it cannot start: one sentence, the right code, nothing on standard output.

#include "tests/integration/ProgramRun.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

void writeFile(const QString &path, const QByteArray &bytes, QFile::Permissions permissions)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    QVERIFY(file.setPermissions(permissions));
}

//! The last line that musterd wrote: its one sentence.
QString sentenceOf(DaemonRun &run)
{
    return run.log().trimmed().section(u'\n', -1);
}

} // namespace

class tst_DaemonFailures final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        m_folder = m_root->filePath(u"cp"_s);
    }

    void wrongCommandLinesEndWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown option") << QStringList{u"--frobnicate"_s};
        QTest::newRow("nobody's address") << QStringList{u"--listen"_s, u"224.0.0.1:3100"_s};
        QTest::newRow("join another host") << QStringList{u"--join"_s, u"http://192.0.2.1:3100"_s};
        QTest::newRow("main that joins")
            << QStringList{u"--role"_s, u"main"_s, u"--join"_s, u"http://127.0.0.1:1"_s};
    }
    void wrongCommandLinesEndWithTwo()
    {
        QFETCH(QStringList, arguments);
        DaemonRun run(arguments + QStringList{u"--data"_s, m_folder});
        QCOMPARE(run.exitCode(), 2);
        QVERIFY(run.log().startsWith("musterd: "_L1));
        QCOMPARE(run.log().count(u'\n'), 1);
        QVERIFY(!QFile::exists(m_folder)); // Nothing was made.
        QVERIFY(run.process().readAllStandardOutput().isEmpty());
    }

    void aBadVariableEndsWithTwo()
    {
        DaemonRun run({u"--data"_s, m_folder}, {u"NODE_HEARTBEAT_MS=fast"_s});
        QCOMPARE(run.exitCode(), 2);
        QVERIFY(run.log().contains("NODE_HEARTBEAT_MS"_L1));
    }

    void aSecondProcessOnTheSameFolderEndsWithNine()
    {
        const auto first = startControlPlane(m_folder);
        QVERIFY(first->isReady());

        const auto second = startControlPlane(m_folder);

        QCOMPARE(second->exitCode(), 9);
        QVERIFY(sentenceOf(*second).startsWith("musterd: "_L1));
        QVERIFY(second->process().readAllStandardOutput().isEmpty());
    }

    void anAddressInUseEndsWithNine()
    {
        const auto first = startControlPlane(m_folder);
        QVERIFY(first->isReady());

        const auto second = startControlPlane(m_root->filePath(u"other"_s), u"cp-2"_s, first->url().mid(7));

        QCOMPARE(second->exitCode(), 9);
    }

    void aSecretThatOthersCanReadEndsWithTwo_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("admin") << u"admin.token"_s;
        QTest::newRow("join") << u"join.token"_s;
        QTest::newRow("identity") << u"identity.json"_s;
    }
    void aSecretThatOthersCanReadEndsWithTwo()
    {
        QFETCH(QString, name);
        {
            const auto first = startControlPlane(m_folder);
            QVERIFY(first->isReady());
            first->terminate();
            QCOMPARE(first->exitCode(), 0);
        }
        const QString path = m_folder + u'/' + name;
        QVERIFY(QFile::setPermissions(path, QFile::permissions(path) | QFile::ReadOther));

        const auto second = startControlPlane(m_folder);

        QCOMPARE(second->exitCode(), 2);
        QVERIFY(sentenceOf(*second).contains(name));
    }

    void aFileInPlaceOfTheFolderIsOneSentence()
    {
        writeFile(m_folder, "not a folder", QFile::ReadOwner | QFile::WriteOwner);
        const auto run = startControlPlane(m_folder);
        QCOMPARE(run->exitCode(), 1);
        QVERIFY(sentenceOf(*run).startsWith("musterd: "_L1));
    }

    void aFolderThatCannotBeMadeIsOneSentence()
    {
        const auto run = startControlPlane(u"/proc/muster"_s);
        QCOMPARE(run->exitCode(), 1);
        QVERIFY(sentenceOf(*run).startsWith("musterd: "_L1));
    }

    void aDatabaseThatIsNoneIsOneSentence()
    {
        QVERIFY(QDir().mkpath(m_folder));
        QVERIFY(QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        writeFile(m_folder + u"/muster.sqlite"_s, QByteArray(8192, 'x'), QFile::ReadOwner | QFile::WriteOwner);

        const auto run = startControlPlane(m_folder);

        QCOMPARE(run->exitCode(), 1);
        QVERIFY(sentenceOf(*run).startsWith("musterd: "_L1));
    }

    void aFullDiskIsOneSentence()
    {
        // A limit on file sizes stands in for a full disk: both make write() fail.
        QProcess shell;
        shell.setProcessEnvironment(cleanEnvironment({}));
        const QString script = u"trap '' XFSZ; ulimit -f 2; exec \"$0\" --listen 127.0.0.1:0 --data \"$1\""_s;
        shell.start(u"sh"_s, {u"-c"_s, script, QStringLiteral(MUSTER_BINARY_DIR "/bin/musterd"), m_folder});
        QVERIFY(shell.waitForFinished(10'000));

        QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
        QCOMPARE(shell.exitCode(), 1);
        QVERIFY(shell.readAllStandardOutput().isEmpty());
        QVERIFY(shell.readAllStandardError().trimmed().split('\n').last().startsWith("musterd: "));
    }

    void anExplicitTokenFileMustExist()
    {
        DaemonRun run({u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, m_folder, u"--token-file"_s,
                       m_root->filePath(u"none"_s)});
        QCOMPARE(run.exitCode(), 2);
    }

    void versionAndHelpGoToStandardOutput()
    {
        DaemonRun version({u"--version"_s});
        QCOMPARE(version.exitCode(), 0);
        QVERIFY(version.process().readAllStandardOutput().startsWith("musterd 0.1.0"));
        DaemonRun help({u"--help"_s});
        QCOMPARE(help.exitCode(), 0);
        QVERIFY(help.process().readAllStandardOutput().contains("--join-token-file"));
    }

    void warningsNameWhatIsIgnored()
    {
        DaemonRun run({u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, m_folder}, {u"QUEUE_PREFIX=bull"_s});
        QVERIFY(run.isReady());
        QVERIFY(run.log().contains("QUEUE_PREFIX"_L1));
    }

private:
    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
};

QTEST_GUILESS_MAIN(tst_DaemonFailures)
#include "tst_DaemonFailures.moc"
