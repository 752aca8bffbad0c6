// SPDX-License-Identifier: Apache-2.0
// Jobs on a worker in another process, by the real programs: pinned, killed, cut off from a control plane that restarts, late.
#include "tests/integration/ProgramRun.h"

#include "core/cluster/Cluster.h"
#include "core/cluster/Dialect.h"
#include "tests/support/Outcome.h"

#include <QElapsedTimer>
#include <QFile>

#include <csignal>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 20'000;

//! A control plane, a worker that runs agents, and this process as the admin.
class WorkBench
{
public:
    WorkBench() { isUp = startMain(u"0"_s) && startWorker(); }

    bool startMain(const QString &port)
    {
        main = startControlPlane(path(u"main"_s), u"main-1"_s, u"127.0.0.1:"_s + port);
        if (!main->isReady())
            return false;
        const Result<Secret> token = Secret::fromFile(path(u"main/admin.token"_s));
        admin = token ? dialectById(u"native"_s)->client({.dialect = u"native"_s, .url = QUrl(main->url())}, {*token}) : nullptr;
        return admin != nullptr;
    }
    bool startWorker()
    {
        worker = std::make_unique<DaemonRun>(QStringList{u"--join"_s, main->url(), u"--join-token-file"_s, path(u"main/join.token"_s),
                                                         u"--data"_s, path(u"worker"_s), u"--name"_s, u"work-1"_s, u"--allow"_s, u"agent"_s});
        return worker->isReady();
    }
    //! An agent that runs \a script, pinned strictly to the worker.
    bool hasAgent(const QString &script)
    {
        EntityRequest request;
        request.entity.ref = agent;
        request.entity.settings.insert(u"argv"_s, QJsonArray{u"/bin/sh"_s, u"-c"_s, script});
        return outcomeOf(admin->saveEntity(request)) && outcomeOf(admin->assign({agent, NodeId(u"work-1"_s)}));
    }
    JobId submit(int attempts = 3)
    {
        JobRequest request;
        request.entity = agent;
        request.payload = "{\"x\":1}";
        request.attempts = attempts;
        const Result<Job> job = outcomeOf(admin->submit(request));
        return job ? job->id : JobId();
    }
    Job job(const JobId &id)
    {
        const Result<Job> found = outcomeOf(admin->job(id));
        return found ? *found : Job();
    }
    QString path(const QString &name) const { return m_root.filePath(name); }
    //! A file that agents write, and its lines.
    QStringList lines(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts) : QStringList();
    }

    std::unique_ptr<DaemonRun> main;
    std::unique_ptr<DaemonRun> worker;
    std::unique_ptr<Cluster> admin;
    const EntityRef agent{EntityKind::Agent, defaultTenant(), EntityId(u"hello"_s)};
    bool isUp = false;

private:
    QTemporaryDir m_root;
};

} // namespace

class tst_RemoteWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStrictPinRunsOnTheWorker();
    void aKilledWorkersJobIsTriedAgain();
    void aRestartOfTheControlPlaneLosesNoAttempt();
    void aLateResultIsFencedOff();
    void aRemovedNodesLineIsClosed();
};

void tst_RemoteWork::aStrictPinRunsOnTheWorker()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY(bench.hasAgent(u"cat; echo; pwd"_s));

    const JobId id = bench.submit();

    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, kPatienceMs);
    QCOMPARE(bench.job(id).node, NodeId(u"work-1"_s));
    const QByteArray result = bench.job(id).result;
    QVERIFY2(result.contains("{\\\"x\\\":1}") && result.contains("/worker/"), result.constData());
}

void tst_RemoteWork::aKilledWorkersJobIsTriedAgain()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY(bench.hasAgent(u"echo run >> %1; test $(wc -l < %1) -gt 1 || sleep 600"_s.arg(bench.path(u"runs"_s))));
    const JobId id = bench.submit();
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"runs"_s).size(), 1, kPatienceMs);

    QElapsedTimer since;
    since.start();
    bench.worker->kill();
    QTRY_VERIFY_WITH_TIMEOUT(bench.job(id).state != JobState::Active, kPatienceMs);
    const qint64 takenBack = since.elapsed();

    // 2 s and the grace of 1 s; twice that for a busy machine, and far from the 15 s of a lock.
    QVERIFY2(takenBack < 6000, qPrintable(QString::number(takenBack)));
    QVERIFY(bench.startWorker());
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, kPatienceMs);
    QCOMPARE(bench.lines(u"runs"_s).size(), 2);
}

void tst_RemoteWork::aRestartOfTheControlPlaneLosesNoAttempt()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    const QString go = bench.path(u"go"_s);
    QVERIFY(bench.hasAgent(u"echo run >> %1; while ! test -e %2; do sleep 0.1; done; echo waited"_s.arg(bench.path(u"runs"_s), go)));
    const JobId id = bench.submit();
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"runs"_s).size(), 1, kPatienceMs);
    const QString port = bench.main->url().section(u':', -1);

    bench.main->kill();
    QCOMPARE(bench.main->exitCode(), -1);
    QVERIFY(bench.startMain(port));
    QFile file(go);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();

    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, kPatienceMs);
    QCOMPARE(bench.lines(u"runs"_s).size(), 1); // The attempt of before.
    QCOMPARE(bench.job(id).attemptsMade, 1);
    QVERIFY(bench.job(id).result.contains("waited"));
}

void tst_RemoteWork::aLateResultIsFencedOff()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QVERIFY(bench.hasAgent(u"echo run >> %1; if test $(wc -l < %1) = 1; then sleep 3; echo first; else echo second; fi"_s
                               .arg(bench.path(u"runs"_s))));
    const JobId id = bench.submit();
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"runs"_s).size(), 1, kPatienceMs);

    // Stopped as a whole: its agent goes on, and ends; the control plane hears nothing, takes the attempt back and gives it to the
    // node that the pin names now.
    QCOMPARE(::kill(pid_t(bench.worker->process().processId()), SIGSTOP), 0);
    QVERIFY(outcomeOf(bench.admin->assign({bench.agent, NodeId(u"main-1"_s)})));
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(id).state, JobState::Completed, 40'000);
    QVERIFY(bench.job(id).result.contains("second"));
    QCOMPARE(::kill(pid_t(bench.worker->process().processId()), SIGCONT), 0);

    // It is back, connects anew and says what it has: that is late.
    QTRY_VERIFY_WITH_TIMEOUT(bench.worker->log().count("Connected for work"_L1) >= 2, kPatienceMs);
    QVERIFY(bench.job(id).result.contains("second"));
    QCOMPARE(bench.job(id).attemptsMade, 2);
}

void tst_RemoteWork::aRemovedNodesLineIsClosed()
{
    WorkBench bench;
    QVERIFY(bench.isUp);
    QTRY_VERIFY_WITH_TIMEOUT(bench.worker->log().contains("Connected for work"_L1), kPatienceMs);

    QVERIFY(outcomeOf(bench.admin->remove(NodeId(u"work-1"_s))));

    QTRY_VERIFY_WITH_TIMEOUT(bench.worker->log().contains("The connection for work ended"_L1), 5000);
}

QTEST_GUILESS_MAIN(tst_RemoteWork)
#include "tst_RemoteWork.moc"
