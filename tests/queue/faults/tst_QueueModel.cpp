// SPDX-License-Identifier: Apache-2.0
// Any order of words, with restarts between: the queue says what a model of a page says.
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/Stores.h"
#include "tests/queue/faults/QueueModel.h"
#include "tests/queue/faults/RecordingVfs.h"
#include "tests/queue/faults/Runs.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

constexpr int kLife = 4000; // Words to one queue; the model walks through all its jobs for each.

class tst_QueueModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyOrderOfWords()
    {
        m_random.seed(toldSeed());
        for (int left = wantedRuns(4000); left > 0 && !QTest::currentTestFailed(); left -= kLife)
            live(std::min(left, kLife));
        m_queue.reset();
        m_stores.reset();
    }

private:
    //! So many words to a new queue.
    void live(int steps)
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_model = QueueModel(m_clock);
        m_tokens.clear();
        open();
        for (int i = 0; i < steps && !QTest::currentTestFailed(); ++i) {
            step();
            compareCounts();
            if (i % 500 == 0)
                compareJobs();
            if (QTest::currentTestFailed())
                qWarning("after step %d", i);
        }
        compareJobs();
    }
    int draw(int below) { return static_cast<int>(m_random() % static_cast<unsigned>(below)); }
    QString lane() { return u"agent/a%1"_s.arg(draw(4) + 1); }
    NodeId holder() { return NodeId(u"n%1"_s.arg(draw(3) + 1)); }
    JobId anyJob() { return m_model.jobs.isEmpty() ? JobId(u"j1"_s) : std::next(m_model.jobs.cbegin(), draw(static_cast<int>(m_model.jobs.size()))).key(); }
    AttemptToken anyAttempt()
    {
        if (draw(8) == 0 || m_tokens.isEmpty())
            return {anyJob(), 1 + draw(3)}; // Perhaps late, perhaps nonsense.
        return draw(4) == 0 ? m_tokens[draw(static_cast<int>(m_tokens.size()))] : m_tokens.takeLast();
    }
    void open()
    {
        m_queue.reset();
        m_stores.reset();
        m_stores = openSqliteStores(m_folder->filePath(u"data"_s)).value();
        m_queue = std::make_unique<EmbeddedQueue>(m_stores->jobs(), m_clock);
        QVERIFY_RESULT(outcomeOf(m_queue->open()));
        for (ModelJob &job : m_model.jobs) {
            if (job.state == JobState::Active)
                job.lockUntil = m_clock.steadyNow() + limits::kJobLock;
        }
    }

    void step()
    {
        const int what = draw(100);
        if (what < 30)
            add();
        else if (what < 52)
            claim();
        else if (what < 72)
            end();
        else if (what < 75)
            lose();
        else if (what < 83)
            change();
        else if (what < 84)
            cancelLane();
        else if (what < 86)
            pause();
        else if (what < 98)
            pass();
        else
            open();
    }
    void add()
    {
        NewJob job;
        job.request.entity = EntityRef::parse(lane(), u"entity"_s).value();
        job.request.payload = "{}";
        job.request.priority = draw(3) - 1;
        job.request.attempts = 1 + draw(4);
        job.request.backoff = milliseconds(draw(3) * 1500);
        job.request.delay = milliseconds(draw(4) == 0 ? draw(9000) : 0);
        job.request.dedupeKey = draw(5) == 0 ? u"k%1"_s.arg(draw(6)) : QString();
        const JobId there = m_model.keyed(laneOf(job.request.entity), job.request.dedupeKey);

        const auto added = outcomeOf(m_queue->add({job}));

        QVERIFY_RESULT(added);
        const JobId id = added->first().job;
        QCOMPARE(added->first().isNew, there.isEmpty());
        QVERIFY(there.isEmpty() ? !m_model.jobs.contains(id) : id == there);
        if (!there.isEmpty())
            return;
        const bool isDelayed = job.request.delay > milliseconds(0);
        m_model.jobs[id] = {.lane = laneOf(job.request.entity), .key = job.request.dedupeKey,
                            .state = isDelayed ? JobState::Delayed : JobState::Waiting, .order = ++m_order,
                            .priority = job.request.priority, .attempts = *job.request.attempts,
                            .runAt = m_clock.now() + job.request.delay};
    }
    void claim()
    {
        QStringList lanes;
        for (int i = draw(4); i >= 0; --i)
            lanes.append(lane());
        const int most = 1 + draw(5);
        const NodeId by = holder();
        const QList<AttemptToken> expected = m_model.claim(lanes, most, by);

        const auto claims = outcomeOf(m_queue->claim(lanes, most, by));

        QVERIFY_RESULT(claims);
        QList<AttemptToken> got;
        for (const Claim &one : *claims)
            got.append(one.attempt);
        QCOMPARE(got, expected);
        m_tokens.append(got);
        while (m_tokens.size() > 60)
            m_tokens.removeFirst();
    }
    void end()
    {
        const AttemptToken attempt = anyAttempt();
        ModelJob *job = m_model.running(attempt);
        const int how = draw(4);
        const auto ends = how < 2 ? AttemptEnd::Failed : how == 2 ? AttemptEnd::NodeLost : AttemptEnd::Requeued;
        const bool isDone = draw(2) == 0;
        const auto outcome = outcomeOf(isDone ? m_queue->complete(attempt, "1") : m_queue->fail(attempt, {u"x"_s, u"y"_s}, ends));

        if (!job) {
            QCOMPARE(outcome.error().codeOrDefault(), u"late-attempt"_s);
            return;
        }
        QVERIFY_RESULT(outcome);
        if (isDone)
            return m_model.finish(job, JobState::Completed);
        const Job now = outcomeOf(m_queue->job(attempt.job)).value_or(Job{});
        m_model.fail(job, ends, now.runAt ? *now.runAt - m_clock.now() : milliseconds(0));
        QCOMPARE(now.state, job->state);
    }
    void lose()
    {
        const NodeId lost = holder();
        const qint64 before = m_model.count(JobState::Active);
        m_model.loseHolder(lost);
        QCOMPARE(outcomeOf(m_queue->holderLost(lost)).value_or(-1), before - m_model.count(JobState::Active));
    }
    void change()
    {
        const JobId id = anyJob();
        const bool isThere = m_model.jobs.contains(id);
        const bool over = isThere && isOver(m_model.jobs[id].state);
        const int what = draw(3);
        const auto outcome = outcomeOf(what == 0 ? m_queue->cancel(id) : what == 1 ? m_queue->retry(id) : m_queue->discard(id));
        if (!isThere) {
            QCOMPARE(outcome.error().kind, ErrorKind::NotFound);
            return;
        }
        QCOMPARE(outcome.has_value(), over == (what != 0));
        if (!outcome)
            return;
        ModelJob &job = m_model.jobs[id];
        if (what == 0)
            return m_model.finish(&job, JobState::Cancelled);
        if (what == 2) {
            m_model.jobs.remove(id);
            return;
        }
        job.state = JobState::Waiting;
        job.uncounted = job.made;
        job.nodesLost = 0;
    }
    void cancelLane()
    {
        const QString gone = lane();
        int expected = 0;
        for (ModelJob &job : m_model.jobs) {
            if (job.lane == gone && !isOver(job.state)) {
                m_model.finish(&job, JobState::Cancelled);
                ++expected;
            }
        }
        QCOMPARE(outcomeOf(m_queue->cancelLane(gone)).value_or(-1), expected);
    }
    void pause()
    {
        m_model.isPaused = draw(3) == 0;
        QVERIFY_RESULT(outcomeOf(m_queue->pauseQueue(u"agent"_s, m_model.isPaused)));
    }
    void pass()
    {
        if (draw(3) == 0) { // A holder lives.
            const QList<AttemptToken> held = m_queue->heldBy(holder());
            QVERIFY(outcomeOf(m_queue->renew(held)).value().isEmpty());
            for (const AttemptToken &one : held)
                m_model.running(one)->lockUntil = m_clock.steadyNow() + limits::kJobLock;
        }
        for (int steps = 1 + draw(6); steps > 0; --steps) {
            m_clock.advance(milliseconds(1000));
            QVERIFY_RESULT(outcomeOf(m_queue->sweep()));
            m_model.sweep();
        }
    }

    void compareCounts()
    {
        QueueFacts facts;
        for (const QueueFacts &one : m_queue->queues())
            facts = one;
        QCOMPARE(facts.waiting, m_model.count(JobState::Waiting));
        QCOMPARE(facts.delayed, m_model.count(JobState::Delayed));
        QCOMPARE(facts.active, m_model.count(JobState::Active));
        QCOMPARE(facts.completed, m_model.count(JobState::Completed));
        QCOMPARE(facts.failed, m_model.count(JobState::Failed));
        QCOMPARE(facts.cancelled, m_model.count(JobState::Cancelled));
    }
    void compareJobs()
    {
        for (auto job = m_model.jobs.cbegin(); job != m_model.jobs.cend(); ++job) {
            const auto real = outcomeOf(m_queue->job(job.key()));
            QVERIFY_RESULT(real);
            QCOMPARE(real->state, job->state);
            QCOMPARE(real->attemptsMade, job->made - job->uncounted);
            if (job->state == JobState::Active)
                QCOMPARE(real->node, job->holder);
        }
    }

    RecordingVfs m_vfs; // Makes syncs free: a model is not about the disk.
    std::unique_ptr<QTemporaryDir> m_folder;
    ManualClock m_clock;
    QueueModel m_model{m_clock};
    std::mt19937 m_random;
    QList<AttemptToken> m_tokens; // Given away, newest last.
    int m_order = 0;
    std::unique_ptr<Stores> m_stores;
    std::unique_ptr<EmbeddedQueue> m_queue;
};

QTEST_GUILESS_MAIN(tst_QueueModel)
#include "tst_QueueModel.moc"
