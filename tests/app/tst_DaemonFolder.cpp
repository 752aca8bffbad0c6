// SPDX-License-Identifier: Apache-2.0
// What musterd makes of a data folder that a worker used before: it goes on as that worker, and as nothing else.

#include "app/daemon/DaemonOptions.h"
#include "app/daemon/WorkerFolder.h"
#include "app/shared/CredentialFile.h"
#include "app/shared/ExitCode.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_DaemonFolder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(writeCredential(m_folder.path(), {m_url, u"wk1"_s, {}, Secret("ab.secret"), {}, m_pin}));
    }

    void aWorkerGoesOnWithoutAWord_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::newRow("nothing") << QString();
        QTest::newRow("the same address") << u"--join %1"_s.arg(m_url.toString());
        QTest::newRow("its role") << u"--role worker"_s;
        QTest::newRow("its role, and where it does not listen") << u"--role worker --listen 127.0.0.1:0"_s;
    }
    void aWorkerGoesOnWithoutAWord()
    {
        QFETCH(QString, arguments);
        const auto options = parse(arguments);
        QVERIFY2(options, options ? "" : qPrintable(options.error().text()));
        QCOMPARE(options->node.role, NodeRole::Worker);
        QCOMPARE(options->node.joinUrl, m_url);
        QCOMPARE(options->node.joinPin, m_pin);
    }

    void aGivenPinWins()
    {
        const auto options = parse(u"--pin sha256:"_s + u"cd"_s.repeated(32));
        QVERIFY(options);
        QCOMPARE(options->node.joinPin.sha256, QByteArray(32, '\xcd'));
    }

    void thePinIsOfOneControlPlaneOnly()
    {
        const auto options = parse(u"--join https://10.0.0.9:3100"_s);
        QVERIFY(options);
        QVERIFY(options->node.joinPin.isEmpty());
    }

    void noControlPlaneMovesIn_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("variable");
        QTest::newRow("all") << u"--role all"_s << QString();
        QTest::newRow("main") << u"--role main"_s << QString();
        QTest::newRow("by a variable") << QString() << u"main"_s;
        QTest::newRow("listening") << u"--listen 127.0.0.1:0"_s << QString();
    }
    void noControlPlaneMovesIn()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, variable);
        const auto options = parse(arguments, variable);
        QVERIFY(!options);
        QCOMPARE(exitCodeOf(options.error()), ExitCode::Usage);
        QVERIFY2(options.error().what.contains("is the folder of worker wk1 of https://10.0.0.5:3100"_L1),
                 qPrintable(options.error().what));
    }

    void aWorkerOnAJoinTokenGoesOnToo()
    {
        const QTemporaryDir folder;
        const QString token = folder.filePath(u"join.token"_s);
        QVERIFY(Secret("reusable").toFile(token));
        const FolderWorker worker{m_url, u"wk2"_s, m_pin, token};
        QVERIFY(keepFolderWorker(folder.path(), worker));
        QCOMPARE(readFolderWorker(folder.path())->value(), worker);

        const auto options = parseDaemonOptions({u"--data"_s, folder.path()}, {});
        QVERIFY2(options, options ? "" : qPrintable(options.error().text()));
        QCOMPARE(options->node.role, NodeRole::Worker);
        QCOMPARE(options->node.joinUrl, m_url);
        QCOMPARE(options->node.joinPin, m_pin);
        QVERIFY(options->node.joinToken.matches("reusable"));
        QCOMPARE(options->joinTokenPath, token);
        QVERIFY(!parseDaemonOptions({u"--data"_s, folder.path(), u"--role"_s, u"all"_s}, {}));

        QVERIFY(QFile::remove(token));
        const auto without = parseDaemonOptions({u"--data"_s, folder.path()}, {});
        QVERIFY(!without && exitCodeOf(without.error()) == ExitCode::Usage);
        QVERIFY2(without.error().what.contains(token), qPrintable(without.error().what));
    }

    void aCredentialSaysItAll()
    {
        const QTemporaryDir folder;
        QVERIFY(keepFolderWorker(folder.path(), {m_url, u"wk1"_s, m_pin, u"/nowhere"_s}));
        QVERIFY(writeCredential(folder.path(), {m_url, u"wk1"_s, {}, Secret("ab.secret"), {}, m_pin}));
        QVERIFY(keepFolderWorker(folder.path(), {m_url, u"wk1"_s, m_pin, u"/nowhere"_s}));
        QCOMPARE(readFolderWorker(folder.path())->value(), (FolderWorker{m_url, u"wk1"_s, m_pin}));
    }

    void aFolderOfAWorkerThatCannotBeReadStartsNothing()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"worker.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{") == 1);
        file.close();
        QVERIFY(!parseDaemonOptions({u"--data"_s, folder.path()}, {}));
    }

    void aWorkerTakesNoAdminToken()
    {
        const auto options = parse(u"--token-file admin.token"_s);
        QVERIFY(!options && exitCodeOf(options.error()) == ExitCode::Usage);
        QCOMPARE(options.error().field, u"--token-file"_s);
        QVERIFY(options.error().what.contains("musterctl tokens create --join"_L1));
    }

    void plainHttpIsStillAsked()
    {
        const QTemporaryDir folder;
        QVERIFY(writeCredential(folder.path(), {QUrl(u"http://10.0.0.5:3100"_s), u"wk1"_s, {}, Secret("ab.secret"), {}}));
        QVERIFY(!parseDaemonOptions({u"--data"_s, folder.path()}, {}));
        QVERIFY(parseDaemonOptions({u"--data"_s, folder.path(), u"--insecure"_s}, {}));
    }

private:
    Result<DaemonOptions> parse(const QString &arguments, const QString &role = {}) const
    {
        QProcessEnvironment environment;
        environment.insert(u"NODE_ROLE"_s, role);
        return parseDaemonOptions(QStringList{u"--data"_s, m_folder.path()} + arguments.split(u' ', Qt::SkipEmptyParts),
                                  environment);
    }

    const QTemporaryDir m_folder;
    const QUrl m_url = QUrl(u"https://10.0.0.5:3100"_s);
    const TlsPin m_pin{QByteArray(32, '\xab')};
};

QTEST_GUILESS_MAIN(tst_DaemonFolder)
#include "tst_DaemonFolder.moc"
