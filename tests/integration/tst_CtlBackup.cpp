// SPDX-License-Identifier: Apache-2.0
// A cluster's memory goes into a file and comes back into another folder, with real programs in between.

#include "tests/integration/ProgramRun.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_CtlBackup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        m_folder = m_root->filePath(u"cp"_s);
        m_controlPlane = startControlPlane(m_folder);
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        m_url = m_controlPlane->url();
    }
    void cleanup() { m_controlPlane.reset(); }

    void whatWasKnownIsKnownElsewhere()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY2(worker->isReady(), qPrintable(worker->log()));
        worker->kill();
        QCOMPARE(worker->exitCode(), -1);
        const QString key = m_root->filePath(u"key"_s);
        QCOMPARE(run({u"tokens"_s, u"create"_s, u"--tier"_s, u"admin"_s, u"--token-out"_s, key}).exitCode, 0);
        const CtlOutcome written = run({u"backup"_s, file(), u"-o"_s, u"json"_s});
        QVERIFY2(written.exitCode == 0, written.errors.constData());
        QCOMPARE(written.object().value("sizeBytes"_L1).toInteger(), QFile(file()).size());
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(file()) & others, QFile::Permissions());
        end();

        const QString next = m_root->filePath(u"next"_s);
        const CtlOutcome restored = bareCtl({u"restore"_s, file(), u"--data"_s, next});
        QVERIFY2(restored.exitCode == 0, restored.errors.constData());
        // Long intervals: the grace must not end while we look.
        m_controlPlane = std::make_unique<DaemonRun>(
            QStringList{u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, next, u"--name"_s, u"cp-1"_s});
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        const QString url = m_controlPlane->url();

        QCOMPARE(statusOf(url, next, u"worker-1"_s), u"unknown restored-from-backup"_s);
        QVERIFY(nodeNamed(url, next, u"worker-1"_s).value("cpu"_L1).isNull()); // Nobody knows it now.
        // No door was in it.
        QCOMPARE(bareCtl({u"--url"_s, url, u"--token-file"_s, key, u"status"_s}).exitCode, 4);
        QCOMPARE(bareCtl({u"--url"_s, url, u"--token-file"_s, m_folder + u"/admin.token"_s, u"status"_s}).exitCode, 4);
        QVERIFY(ctl(url, next, {u"tokens"_s, u"list"_s, u"-o"_s, u"json"_s}).array().isEmpty());
    }

    void secretsAreMissedAndGivenAnew()
    {
        auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY2(worker->isReady(), qPrintable(worker->log()));
        const QString value = m_root->filePath(u"value"_s);
        QFile secret(value);
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        secret.write("s3cret-value");
        secret.close();
        const QString given = u"TOK="_s + value;
        const CtlOutcome added = run({u"entities"_s, u"add"_s, u"agent"_s, u"sec"_s, u"--secret"_s, given, u"--env"_s, u"WHO=kim"_s,
                                      u"--"_s, u"/bin/sh"_s, u"-c"_s, u"echo $WHO ${#TOK}"_s});
        QVERIFY2(added.exitCode == 0, added.errors.constData());
        const QStringList submit{u"jobs"_s, u"submit"_s, u"agent/sec"_s, u"--wait"_s};
        QCOMPARE(run(submit).object().value("output"_L1).toString(), u"kim 12\n"_s);
        const CtlOutcome written = run({u"backup"_s, file()});
        QVERIFY2(written.output.contains("variables") && written.output.contains("values of secrets"), written.output.constData());
        worker.reset();
        end();

        const QString next = m_root->filePath(u"next"_s);
        const CtlOutcome restored = bareCtl({u"restore"_s, file(), u"--data"_s, next});
        QVERIFY2(restored.output.contains("entities change"), restored.output.constData());
        m_controlPlane = startControlPlane(next);
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));
        m_url = m_controlPlane->url();
        m_folder = next;
        worker = startWorker(m_url, next, m_root->filePath(u"w2"_s), u"worker-2"_s);
        QVERIFY2(worker->isReady(), qPrintable(worker->log()));

        constexpr auto wait = "its secret TOK must be given anew";
        const CtlOutcome held = run(submit + QStringList{u"--wait-ms"_s, u"700"_s});
        QCOMPARE(held.exitCode, 6); // Not run without it.
        for (const auto &look : {u"entities list"_s, u"entities show agent/sec"_s, u"jobs list"_s}) {
            const CtlOutcome shown = run(look.split(u' '));
            QVERIFY2(shown.output.contains(wait), shown.output.constData());
        }
        QCOMPARE(run({u"entities"_s, u"change"_s, u"agent/sec"_s}).exitCode, 2);
        const QStringList change{u"entities"_s, u"change"_s, u"agent/sec"_s, u"--secret"_s, given};
        QCOMPARE(run(change + QStringList{u"--dry-run"_s}).exitCode, 0);
        QVERIFY(run({u"entities"_s, u"list"_s}).output.contains(wait));
        const CtlOutcome changed = run(change);
        QVERIFY2(changed.exitCode == 0 && !changed.output.contains("anew"), (changed.output + changed.errors).constData());
        QCOMPARE(run(submit).object().value("output"_L1).toString(), u"kim 12\n"_s);
        const QJsonArray jobs = run({u"jobs"_s, u"list"_s, u"--state"_s, u"completed"_s, u"-o"_s, u"json"_s}).array();
        QCOMPARE(jobs.size(), 3); // What had waited ran, too.
        const CtlOutcome idle = run({u"nodes"_s, u"stop-drain"_s, u"worker-2"_s, u"--dry-run"_s});
        QVERIFY2(idle.exitCode == 9 && idle.errors.contains("is not being drained"), idle.errors.constData());
    }

    void aFileIsNotReplacedByAccident()
    {
        QCOMPARE(run({u"backup"_s, file()}).exitCode, 0);
        const CtlOutcome again = run({u"backup"_s, file()});
        QCOMPARE(again.exitCode, 9);
        QVERIFY2(again.errors.contains("--yes"), again.errors.constData());
        QCOMPARE(run({u"backup"_s, file(), u"--yes"_s}).exitCode, 0);
        QCOMPARE(run({u"backup"_s, m_root->filePath(u"none/x"_s)}).exitCode, 2);
        QCOMPARE(run({u"backup"_s, m_root->path(), u"--yes"_s}).exitCode, 2);
        QCOMPARE(run({u"backup"_s, m_root->filePath(u"dry"_s), u"--dry-run"_s}).exitCode, 0);
        QVERIFY(!QFile::exists(m_root->filePath(u"dry"_s)));
        const CtlOutcome printed = run({u"backup"_s, u"-"_s});
        QCOMPARE(printed.exitCode, 0);
        QVERIFY(printed.output.startsWith("SQLite format 3"));
    }

    void aFolderInUseIsLeftAlone()
    {
        QCOMPARE(run({u"backup"_s, file()}).exitCode, 0);
        const CtlOutcome busy = bareCtl({u"restore"_s, file(), u"--data"_s, m_folder, u"--yes"_s});
        QCOMPARE(busy.exitCode, 9);
        QVERIFY2(busy.errors.contains(m_folder.toUtf8()), busy.errors.constData());
        const CtlOutcome unasked = bareCtl({u"restore"_s, file(), u"--data"_s, m_folder});
        QVERIFY2(unasked.exitCode == 9 && unasked.errors.contains("in use"), unasked.errors.constData()); // --yes would not help.
        QCOMPARE(run({u"status"_s}).exitCode, 0);
        end();
        QCOMPARE(bareCtl({u"restore"_s, file(), u"--data"_s, m_folder}).exitCode, 9); // Nobody to ask.
        QCOMPARE(bareCtl({u"restore"_s, file(), u"--data"_s, m_folder, u"--yes"_s}).exitCode, 0);
        QVERIFY(QFile::exists(m_folder + u"/muster.sqlite.before-restore-1"_s));
    }

    void aWorkersFolderIsLeftAlone()
    {
        QCOMPARE(run({u"backup"_s, file()}).exitCode, 0);
        const QString worker = m_root->filePath(u"worker-folder"_s);
        QVERIFY(QDir().mkpath(worker));
        QFile credential(worker + u"/credential.json"_s);
        QVERIFY(credential.open(QIODevice::WriteOnly));
        credential.close();
        for (const QStringList &more : {QStringList{u"--yes"_s}, QStringList{u"--dry-run"_s}}) {
            const CtlOutcome refused = bareCtl(QStringList{u"restore"_s, file(), u"--data"_s, worker} + more);
            QCOMPARE(refused.exitCode, 9);
            QVERIFY2(refused.errors.contains("of a worker"), refused.errors.constData());
        }
        QVERIFY(!QFile::exists(worker + u"/muster.sqlite"_s));
    }

    void whatIsNoBackupIsRefused()
    {
        const QString folder = m_root->filePath(u"next"_s);
        QCOMPARE(bareCtl({u"restore"_s, file(), u"--data"_s, folder}).exitCode, 8);
        QFile text(file());
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("dear diary");
        text.close();
        const CtlOutcome refused = bareCtl({u"restore"_s, file(), u"--data"_s, folder});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.errors.contains("cannot be restored"), refused.errors.constData());
        QVERIFY(!QFile::exists(folder + u"/muster.sqlite"_s));
        end();
        // A database that is alive is no backup: it may have keys in it.
        QCOMPARE(bareCtl({u"restore"_s, m_folder + u"/muster.sqlite"_s, u"--data"_s, folder}).exitCode, 2);
    }

private:
    QString file() const { return m_root->filePath(u"cluster.backup"_s); }
    CtlOutcome run(const QStringList &words) const { return ctl(m_url, m_folder, words); }
    void end()
    {
        m_controlPlane->terminate();
        QCOMPARE(m_controlPlane->exitCode(), 0);
    }

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
    QString m_url;
    std::unique_ptr<DaemonRun> m_controlPlane;
};

QTEST_GUILESS_MAIN(tst_CtlBackup)
#include "tst_CtlBackup.moc"
