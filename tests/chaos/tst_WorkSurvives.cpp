// SPDX-License-Identifier: Apache-2.0
// Work while processes are killed and a worker is cut off: nothing is lost, nothing that was done is done again (decisions.md 12;
// reliability.md ). MUSTER_CHAOS_RUNS: how many jobs; 20,000 at night.
#include "tests/chaos/LossyNetwork.h"
#include "tests/integration/TwoHosts.h"
#include "tests/integration/WorkBench.h"

#include <QElapsedTimer>
#include <QSet>

#include <cerrno>
#include <cstring>
#include <random>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kBusyMs = 6000; //!< What a busy machine may take on top of a bar; the true figures are printed.

int wantedJobs()
{
    bool isSet = false;
    const int jobs = qEnvironmentVariableIntValue("MUSTER_CHAOS_RUNS", &isSet);
    return isSet ? jobs : 300;
}

quint32 toldSeed()
{
    bool isSet = false;
    const int given = qEnvironmentVariableIntValue("MUSTER_CHAOS_SEED", &isSet);
    const quint32 seed = isSet ? quint32(given) : std::random_device()();
    qInfo("MUSTER_CHAOS_SEED=%d", int(seed));
    return seed;
}

//! The cable of the worker's machine, in or out.
bool setCable(bool isIn)
{
    return QProcess::execute(u"ip"_s, {u"-n"_s, u"worker"_s, u"link"_s, u"set"_s, u"cable-w"_s, isIn ? u"up"_s : u"down"_s}) == 0;
}

//! Numbered jobs, what was promised of them, and how often each really ran.
class Ledger
{
public:
    explicit Ledger(WorkBench &bench, int jobs) : m_bench(bench), m_ids(jobs) {}

    bool isSubmitted() const { return m_next >= m_ids.size(); }
    //! Submits some more; when nobody answers, the same ones are submitted the next time, and their keys make them the same jobs.
    void submitSome(int most)
    {
        const qsizetype end = std::min(m_ids.size(), m_next + most);
        QList<JobRequest> requests;
        for (qsizetype i = m_next; i < end; ++i)
            requests.append({.entity = WorkBench::agent(u"a%1"_s.arg(i % 3)), .payload = QByteArray::number(i), .attempts = 100,
                             .backoff = milliseconds(10), .dedupeKey = u"job-%1"_s.arg(i)});
        const Result<QList<JobId>> ids = outcomeOf(m_bench.admin->submitAll(requests));
        if (!ids)
            return;
        for (const JobId &id : *ids) {
            m_numbers.insert(id, int(m_next));
            m_ids[m_next++] = id;
        }
    }
    //! Notes which are done by now, and how often each of those ran.
    void look()
    {
        QList<JobId> done;
        JobQuery query{.state = JobState::Completed, .most = limits::kJobPage};
        for (bool hasMore = true; hasMore;) {
            const Result<JobPage> page = outcomeOf(m_bench.admin->jobs(query));
            if (!page || page->jobs.isEmpty())
                break;
            for (const Job &job : page->jobs)
                done.append(job.id);
            query.after = page->jobs.constLast().id;
            hasMore = page->hasMore;
        }
        const QHash<int, int> runs = runsByJob(); // Read last: what is done has run by now.
        for (const JobId &id : std::as_const(done)) {
            if (!m_done.contains(id))
                m_done.insert(id, runs.value(m_numbers.value(id, -1)));
        }
    }
    bool isOver() const
    {
        const QList<QueueFacts> queues = outcomeOf(m_bench.admin->queues()).value_or({});
        return isSubmitted() && queues.size() == 1 && queues[0].waiting + queues[0].delayed + queues[0].active == 0;
    }
    //! An empty text, or the first promise that was broken.
    QString broken()
    {
        const QHash<int, int> runs = runsByJob();
        const QSet<JobId> different(m_ids.begin(), m_ids.end());
        if (different.size() != m_ids.size())
            return u"one key made two jobs, or two keys one"_s;
        for (int i = 0; i < m_ids.size(); ++i) {
            const Job job = m_bench.job(m_ids[i]);
            if (job.state != JobState::Completed)
                return u"job %1 is %2"_s.arg(i).arg(wordOf(job.state));
            const int attempts = int(job.history.size()); // All, also those that do not count.
            if (runs.value(i) < 1 || runs.value(i) > attempts)
                return u"job %1 ran %2 times in %3 attempts"_s.arg(i).arg(runs.value(i)).arg(attempts);
            if (m_done.contains(job.id) && runs.value(i) > m_done.value(job.id))
                return u"job %1 was done and ran again"_s.arg(i);
            again += runs.value(i) - 1;
        }
        return {};
    }
    //! Takes dead letters up again: a job that was hit three times in a row is taken for one that kills its node.
    void retryDead()
    {
        const Result<JobPage> page = outcomeOf(m_bench.admin->jobs({.state = JobState::Failed, .most = limits::kJobPage}));
        if (!page)
            return;
        for (const Job &job : page->jobs)
            dead += outcomeOf(m_bench.admin->retryJob(job.id)) ? 1 : 0;
    }

    int again = 0; //!< Runs beyond the first, after broken().
    int dead = 0;

private:
    QHash<int, int> runsByJob() const
    {
        QHash<int, int> runs;
        const QStringList lines = m_bench.lines(u"runs"_s);
        for (const QString &line : lines)
            ++runs[line.toInt()];
        return runs;
    }

    WorkBench &m_bench;
    QList<JobId> m_ids;
    qsizetype m_next = 0;
    QHash<JobId, int> m_numbers;
    QHash<JobId, int> m_done; // And how often they had run when they were seen done.
};

} // namespace

class tst_WorkSurvives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = raiseLoopback();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    void killsLoseNothing();
    //! The last: this process moves to another machine.
    void aPartitionStopsNothingAndEndsWithoutDuplicates();
};

void tst_WorkSurvives::aPartitionStopsNothingAndEndsWithoutDuplicates()
{
    const QString problem = makeTwoHosts();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(moveTo(u"cp"_s));
    WorkBench bench(1000, {u"10.77.0.1"_s, on(u"cp"_s), on(u"worker"_s)});
    QVERIFY2(bench.isUp, bench.worker ? qPrintable(bench.worker->log()) : "");
    QVERIFY_RESULT(bench.addAgent(u"bot"_s, u"exec sleep 600"_s, {.isResident = true}));
    // The first run ends in the partition, the next at once.
    QVERIFY_RESULT(bench.addAgent(u"stays"_s, u"echo run >> %1; test $(wc -l < %1) -gt 1 || sleep 4; echo end >> %2"_s
                                                  .arg(bench.path(u"stays"_s), bench.path(u"ends"_s))));
    QVERIFY_RESULT(bench.addAgent(u"moves"_s, u"echo $$ >> %1; test $(wc -l < %1) -gt 1 || exec sleep 600; echo second"_s
                                                  .arg(bench.path(u"moves"_s))));
    QTRY_VERIFY_WITH_TIMEOUT(bench.pidOf(u"bot"_s), kWorkPatienceMs);
    const std::optional<qint64> bot = bench.pidOf(u"bot"_s);

    const JobId stays = bench.submit(u"stays"_s);
    const JobId moves = bench.submit(u"moves"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"stays"_s).size() + bench.lines(u"moves"_s).size(), 2, kWorkPatienceMs);
    const qint64 zombie = bench.lines(u"moves"_s).constFirst().toLongLong();
    QElapsedTimer since;
    since.start();
    QVERIFY(setCable(false)); // Nobody is told.
    QVERIFY_RESULT(outcomeOf(bench.admin->assign({WorkBench::agent(u"moves"_s), kMain})));
    QTRY_COMPARE_WITH_TIMEOUT(bench.lines(u"ends"_s).size(), 1, kWorkPatienceMs); // What ran goes on, and ends.
    QCOMPARE(bench.job(stays).state, JobState::Active); // Which nobody here can know.
    QTRY_VERIFY_WITH_TIMEOUT(bench.job(moves).history.size() == 2, kWorkPatienceMs);
    const qint64 takenBack = since.elapsed();
    qInfo("taken back %lld ms after the silence began", static_cast<long long>(takenBack));
    QVERIFY(takenBack <= (limits::kJobLock + 1s).count() + kBusyMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(moves).state, JobState::Completed, kWorkPatienceMs);
    QVERIFY(bench.job(moves).result.contains("second"));
    QCOMPARE(bench.job(stays).state, JobState::Waiting);
    QCOMPARE(bench.job(stays).waitingFor->reason, WaitReason::StrictNodeOffline);
    QVERIFY(isAlive(*bot) && isAlive(zombie)); // Cut off, not stopped.

    since.start();
    QVERIFY(setCable(true));
    QTRY_COMPARE_WITH_TIMEOUT(bench.job(stays).state, JobState::Completed, kWorkPatienceMs);
    qInfo("whole again %lld ms after the network", static_cast<long long>(since.elapsed()));
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(zombie), kWorkPatienceMs); // Its attempt is not the running one any more.
    QTRY_COMPARE_WITH_TIMEOUT(bench.node(kWorker).status == NodeStatus::Offline, false, kWorkPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.pidOf(u"bot"_s), bot, kWorkPatienceMs);
    QCOMPARE(bench.job(stays).history.size(), 2);
    QCOMPARE(bench.lines(u"stays"_s).size(), 2);
    QCOMPARE(bench.lines(u"moves"_s).size(), 2);
    QVERIFY(bench.job(moves).result.contains("second"));
}

void tst_WorkSurvives::killsLoseNothing()
{
    std::mt19937 random(toldSeed());
    WorkBench bench(500);
    QVERIFY(bench.isUp);
    const QString script = u"x=$(cat); echo $x >> %1; sleep 0.2; echo $x"_s.arg(bench.path(u"runs"_s));
    QVERIFY_RESULT(bench.addAgent(u"a0"_s, script));
    QVERIFY_RESULT(bench.addAgent(u"a1"_s, script, {.node = kMain}));
    QVERIFY_RESULT(bench.addAgent(u"a2"_s, script, {.node = {}}));
    Ledger ledger(bench, wantedJobs());
    int kills = 0;
    QElapsedTimer looked;
    looked.start();
    while (!ledger.isOver()) {
        QElapsedTimer life;
        life.start();
        const int lives = 100 + int(random() % 1200);
        while (life.elapsed() < lives && !ledger.isOver()) {
            ledger.isSubmitted() ? QTest::qWait(20) : ledger.submitSome(1 + int(random() % 20));
        }
        if (looked.elapsed() > 2000) {
            ledger.look();
            ledger.retryDead();
            looked.start();
        }
        if (ledger.isOver() && kills > 0)
            break;
        const bool isMain = random() % 2 == 0;
        if (isMain) {
            QVERIFY(bench.restartMain());
        } else {
            bench.worker->kill();
            QCOMPARE(bench.worker->exitCode(), -1);
            QVERIFY(bench.startWorker());
        }
        ++kills;
        ledger.retryDead();
    }
    ledger.retryDead();
    QTRY_VERIFY_WITH_TIMEOUT(ledger.isOver(), kWorkPatienceMs);
    const QString broken = ledger.broken();
    qInfo("%d jobs, %d kills, %d runs more than jobs, %d dead letters taken up again", wantedJobs(), kills, ledger.again, ledger.dead);
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
}

int main(int argc, char *argv[])
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "no network of its own: %s\n", std::strerror(errno));
        return 1;
    }
    QCoreApplication application(argc, argv);
    tst_WorkSurvives test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_WorkSurvives.moc"
