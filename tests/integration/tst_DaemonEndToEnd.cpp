// SPDX-License-Identifier: Apache-2.0
// The life of nodes, with real musterd processes: join, leave, die, return, and a control plane that restarts.

#include "tests/integration/ProgramRun.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

//! Waits until `nodes list` says \a words of a node. A busy machine may add cpu-high; online and degraded both live.
#define TRY_STATUS(name, words) QTRY_COMPARE_WITH_TIMEOUT(statusOf(m_url, m_folder, name), words, 10'000)
#define TRY_ALIVE(name) QTRY_VERIFY_WITH_TIMEOUT(isAlive(name), 10'000)

class tst_DaemonEndToEnd final : public QObject
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

    void theReadyLineSaysWhereAndWho()
    {
        QCOMPARE(m_controlPlane->readyWord(u"node"_s), u"cp-1"_s);
        QCOMPARE(m_controlPlane->readyWord(u"role"_s), u"all"_s);
        QVERIFY(m_url.startsWith("http://127.0.0.1:"_L1));
        QVERIFY(!m_url.endsWith(":0"_L1));
        QVERIFY(m_controlPlane->process().readAllStandardOutput().isEmpty());
    }

    void secretsAreTheOwnersAlone()
    {
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const auto &name : {u"/admin.token"_s, u"/join.token"_s, u"/identity.json"_s, u""_s, u"/muster.sqlite"_s})
            QCOMPARE(QFile::permissions(m_folder + name) & others, QFile::Permissions());
    }

    void aWorkerThatJoinsAppearsWithRealFigures()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY2(worker->isReady(), qPrintable(worker->log()));

        QCOMPARE(worker->readyLine().trimmed(), u"musterd ready url=- node=worker-1 role=worker"_s);
        const QJsonObject node = nodeNamed(m_url, m_folder, u"worker-1"_s);
        QCOMPARE(node.value("role"_L1).toString(), u"worker"_s);
        QVERIFY(node.value("memoryTotalBytes"_L1).toDouble() > 1e6);
        QVERIFY(node.value("cores"_L1).toInt() >= 1);
        QCOMPARE(node.value("pid"_L1).toInteger(), worker->process().processId());
        QVERIFY(!node.value("startedAt"_L1).toString().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(nodeNamed(m_url, m_folder, u"worker-1"_s).value("cpu"_L1).isDouble(), 5000);
    }

    void aStoppedWorkerIsOfflineAtOnce()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());
        QElapsedTimer clock;
        clock.start();

        worker->terminate();

        QCOMPARE(worker->exitCode(), 0);
        QVERIFY(clock.elapsed() < 5000);
        QCOMPARE(statusOf(m_url, m_folder, u"worker-1"_s), u"offline stopped-cleanly"_s); // No waiting: at once.
    }

    void aKilledWorkerIsOfflineAfterThreeIntervals()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());
        TRY_ALIVE(u"worker-1"_s);

        worker->kill();
        QVERIFY(isAlive(u"worker-1"_s)); // One missed beat is no death.

        TRY_STATUS(u"worker-1"_s, u"offline beats-stopped"_s);
    }

    void aRestartedControlPlaneKeepsItsNodesAndTheyComeBack()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());
        const auto dead = startWorker(m_url, m_folder, m_root->filePath(u"d"_s), u"worker-2"_s);
        QVERIFY(dead->isReady());
        const QString listen = m_url.mid(7);
        m_controlPlane->terminate();
        QCOMPARE(m_controlPlane->exitCode(), 0);
        dead->kill();
        QCOMPARE(dead->exitCode(), -1);

        // Long intervals: the grace must not end while we look.
        m_controlPlane = std::make_unique<DaemonRun>(
            QStringList{u"--listen"_s, listen, u"--data"_s, m_folder, u"--name"_s, u"cp-1"_s});
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));

        QCOMPARE(statusOf(m_url, m_folder, u"worker-2"_s), u"unknown unverified"_s);
        TRY_ALIVE(u"worker-1"_s);
        TRY_ALIVE(u"cp-1"_s);
    }

    void aControlPlaneThatWasKilledKeepsItsNodesToo()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());
        const QString listen = m_url.mid(7);
        m_controlPlane->kill();
        QCOMPARE(m_controlPlane->exitCode(), -1);

        m_controlPlane = startControlPlane(m_folder, u"cp-1"_s, listen);
        QVERIFY2(m_controlPlane->isReady(), qPrintable(m_controlPlane->log()));

        QVERIFY(!nodeNamed(m_url, m_folder, u"worker-1"_s).isEmpty());
        TRY_ALIVE(u"worker-1"_s);
    }

    void aRemovedNodeThatStillBeatsReturns()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());

        QCOMPARE(ctl(m_url, m_folder, {u"nodes"_s, u"remove"_s, u"worker-1"_s, u"--yes"_s}).exitCode, 0);

        TRY_ALIVE(u"worker-1"_s);
        // Its log reaches us through a pipe, after the fact.
        QTRY_VERIFY_WITH_TIMEOUT(worker->log().contains("announce-first"_L1), 5000);
    }

    void aSecondMachineWithTheSameIdIsRefused()
    {
        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QVERIFY(worker->isReady());

        const auto twin = startWorker(m_url, m_folder, m_root->filePath(u"twin"_s), u"worker-1"_s);

        QCOMPARE(twin->exitCode(), 9);
        QVERIFY(twin->log().contains("worker-1"_L1));
        QVERIFY(twin->process().readAllStandardOutput().isEmpty()); // Never "ready".
        QTRY_VERIFY_WITH_TIMEOUT(isAlive(u"worker-1"_s), 5000);
    }

    void aWorkerWithAWrongTokenIsRefused()
    {
        const QString wrong = m_root->filePath(u"wrong.token"_s);
        QFile file(wrong);
        QVERIFY(file.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner));
        file.write("not-the-token\n");
        file.close();

        DaemonRun worker({u"--join"_s, m_url, u"--join-token-file"_s, wrong, u"--data"_s, m_root->filePath(u"w"_s)});

        QCOMPARE(worker.exitCode(), 4);
        QVERIFY(worker.process().readAllStandardOutput().isEmpty());
    }

    void aWorkerNeverRunsOnTheAdminToken()
    {
        const QString copy = m_root->filePath(u"copied.token"_s);
        QVERIFY(QFile::copy(m_folder + u"/admin.token"_s, copy));

        DaemonRun worker({u"--join"_s, m_url, u"--join-token-file"_s, copy, u"--data"_s, m_root->filePath(u"w"_s)});

        QCOMPARE(worker.exitCode(), 4);
        QVERIFY2(worker.log().contains("musterctl tokens create --join"_L1), qPrintable(worker.log()));
        QVERIFY(!QFile::exists(m_root->filePath(u"w/worker.json"_s)));
    }

    void aWorkerWaitsForAControlPlaneThatIsNotThereYet()
    {
        const QString listen = m_url.mid(7);
        m_controlPlane->terminate();
        QCOMPARE(m_controlPlane->exitCode(), 0);

        const auto worker = startWorker(m_url, m_folder, m_root->filePath(u"w"_s), u"worker-1"_s);
        QTRY_VERIFY_WITH_TIMEOUT(worker->log().contains("unreachable"_L1), 10'000);
        QVERIFY(worker->process().readAllStandardOutput().isEmpty());
        m_controlPlane = startControlPlane(m_folder, u"cp-1"_s, listen);
        QVERIFY(m_controlPlane->isReady());

        QVERIFY2(worker->isReady(), qPrintable(worker->log()));
        QVERIFY(isAlive(u"worker-1"_s));
    }

    void theJoinTokenOpensNothingElse()
    {
        const CtlOutcome outcome = bareCtl({u"--url"_s, m_url, u"--token-file"_s, m_folder + u"/join.token"_s, u"status"_s});
        QCOMPARE(outcome.exitCode, 4);
    }

    void aRestartedWorkerIsTheSameNode()
    {
        for (int run = 0; run < 2; ++run) {
            DaemonRun worker({u"--join"_s, m_url, u"--join-token-file"_s, m_folder + u"/join.token"_s, u"--data"_s,
                              m_root->filePath(u"w"_s)}); // Its name is made up the first time.
            QVERIFY2(worker.isReady(), qPrintable(worker.log()));
            worker.terminate();
            QCOMPARE(worker.exitCode(), 0);
        }
        DaemonRun bare({u"--data"_s, m_root->filePath(u"w"_s)}); // The folder knows the rest.
        QVERIFY2(bare.isReady(), qPrintable(bare.log()));
        QCOMPARE(bare.readyWord(u"role"_s), u"worker"_s);
        const CtlOutcome nodes = ctl(m_url, m_folder, {u"nodes"_s, u"list"_s, u"-o"_s, u"json"_s});
        QCOMPARE(nodes.array().size(), 2); // The control plane and one worker.
    }

private:
    bool isAlive(const QString &name) const
    {
        const QString status = statusOf(m_url, m_folder, name);
        return status.startsWith("online"_L1) || status.startsWith("degraded"_L1);
    }

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
    QString m_url;
    std::unique_ptr<DaemonRun> m_controlPlane;
};

QTEST_GUILESS_MAIN(tst_DaemonEndToEnd)
#include "tst_DaemonEndToEnd.moc"
