// SPDX-License-Identifier: Apache-2.0
// What a person asks of jobs: each is done, refused or read back; a lost answer is never called a success.
#include "core/mirror/JobVerbs.h"

#include "core/mirror/JobGather.h"
#include "tests/support/JobsCluster.h"
#include "tests/support/ManualClock.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

struct Stage {
    ManualClock clock;
    JobsCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
    JobVerbs verbs;

    Stage()
    {
        auto made = std::make_unique<JobsCluster>();
        cluster = made.get();
        cluster->state.takenAt = clock.now();
        session = std::make_unique<ClusterSession>(std::move(made), clock);
        verbs.setSession(session.get());
    }
    ~Stage() { verbs.setSession(nullptr); }
    Q_DISABLE_COPY_MOVE(Stage)

    bool go()
    {
        session->start();
        return QTest::qWaitFor([this] { return session->isLive(); }, 5000);
    }
    void loseAnswers() { cluster->lostAfter = Error{ErrorKind::Timeout, {}, u"no answer"_s, {}, {}}; }
};

} // namespace

class tst_JobVerbs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachJobOfABatchHasItsOwnFate()
    {
        Stage stage;
        stage.cluster->fill(20, JobState::Failed);
        QVERIFY(stage.go());
        QList<Job> jobs = stage.cluster->all;
        const JobId gone = stage.cluster->all.takeAt(3).id;
        QSignalSpy finished(&stage.verbs, &JobVerbs::finished);

        JobBatch *batch = stage.verbs.retry(jobs);

        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(batch->count(JobBatch::Fate::Done), 19);
        QCOMPARE(batch->refused(), QList<JobId>{gone});
        QCOMPARE(batch->items().at(3).error->kind, ErrorKind::NotFound);
        QVERIFY(!stage.verbs.isBusy());
    }

    void stoppedBatchLeavesTheRestAsItWas()
    {
        Stage stage;
        stage.cluster->fill(3000, JobState::Waiting);
        QVERIFY(stage.go());
        stage.cluster->heldFrom = 40;
        QSignalSpy finished(&stage.verbs, &JobVerbs::finished);
        JobBatch *batch = stage.verbs.cancel(stage.cluster->all);
        QTRY_COMPARE(batch->count(JobBatch::Fate::Done), 40);
        QVERIFY(batch->canStop());

        stage.verbs.stop(batch);
        stage.cluster->releaseVerbs();

        QTRY_COMPARE(finished.size(), 1);
        const qsizetype done = batch->count(JobBatch::Fate::Done);
        QCOMPARE(done, 48); // And the eight that were under way.
        QCOMPARE(batch->count(JobBatch::Fate::Stopped), 3000 - done);
        QCOMPARE(std::ranges::count(stage.cluster->all, JobState::Cancelled, &Job::state), done);
        QVERIFY(!stage.verbs.isBusy() && !batch->canStop());
    }

    void gatherReadsAllPages()
    {
        Stage stage;
        stage.cluster->fill(2500, JobState::Failed);
        QVERIFY(stage.go());
        JobGather gather(stage.session.get(), {.state = JobState::Failed}, nullptr);
        QSignalSpy progressed(&gather, &JobGather::progressed);
        QSignalSpy finished(&gather, &JobGather::finished);

        gather.start();

        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(gather.jobs().size(), 2500);
        QCOMPARE(progressed.size(), 3);
        QVERIFY(!gather.hasMore() && !gather.error());
    }

    void ownKeysAreKnown()
    {
        QVERIFY(JobVerbs::isOwnKey(u"console-6ba7b810-9dad-11d1-80b4-00c04fd430c8"_s));
        QVERIFY(!JobVerbs::isOwnKey(u"console-nightly"_s));
        QVERIFY(!JobVerbs::isOwnKey({}));
    }

    void lostAnswerIsReadBack_data()
    {
        QTest::addColumn<int>("verb");
        QTest::addColumn<bool>("wasDone");
        for (const bool wasDone : {true, false}) {
            QTest::addRow("retry %d", wasDone) << int(JobVerb::Retry) << wasDone;
            QTest::addRow("cancel %d", wasDone) << int(JobVerb::Cancel) << wasDone;
            QTest::addRow("discard %d", wasDone) << int(JobVerb::Discard) << wasDone;
            QTest::addRow("pause %d", wasDone) << int(JobVerb::PauseQueue) << wasDone;
        }
    }

    void lostAnswerIsReadBack()
    {
        QFETCH(const int, verb);
        QFETCH(const bool, wasDone);
        Stage stage;
        stage.cluster->fill(1, verb == int(JobVerb::Cancel) ? JobState::Waiting : JobState::Failed);
        QVERIFY(stage.go());
        const Error lost{ErrorKind::Unreachable, {}, u"the line broke"_s, {}, {}};
        (wasDone ? stage.cluster->lostAfter : stage.cluster->refusal) = lost;
        const QList<Job> jobs = stage.cluster->all;

        JobBatch *batch = nullptr;
        switch (JobVerb(verb)) {
        case JobVerb::Retry:
            batch = stage.verbs.retry(jobs);
            break;
        case JobVerb::Cancel:
            batch = stage.verbs.cancel(jobs);
            break;
        case JobVerb::Discard:
            batch = stage.verbs.discard(jobs);
            break;
        default:
            batch = stage.verbs.pauseQueue(u"agent"_s, true);
        }
        QTRY_VERIFY(batch->isFinished());

        QCOMPARE(batch->items().first().fate, wasDone ? JobBatch::Fate::Done : JobBatch::Fate::Refused);
        if (!wasDone)
            QCOMPARE(batch->items().first().error->code, u"not-done"_s);
    }

    void submissionWhoseAnswerIsLostIsOneJob()
    {
        Stage stage;
        QVERIFY(stage.go());
        stage.loseAnswers();
        connect(&stage.verbs, &JobVerbs::progressed, this, [&stage] { stage.cluster->lostAfter.reset(); });

        JobBatch *batch = stage.verbs.submit({.entity = {.id = EntityId(u"hello"_s)}, .payload = "{}"});

        QTRY_VERIFY(batch->isFinished());
        QCOMPARE(batch->items().first().fate, JobBatch::Fate::Done);
        QCOMPARE(stage.cluster->submissions.size(), 2);
        QCOMPARE(stage.cluster->all.size(), 1); // The same key, the same job.
        QCOMPARE(batch->items().first().job, stage.cluster->all.first().id);
    }

    void keyOfAPersonIsKept()
    {
        Stage stage;
        QVERIFY(stage.go());

        stage.verbs.submit({.entity = {.id = EntityId(u"hello"_s)}, .payload = "{}", .dedupeKey = u"mine"_s});

        QTRY_COMPARE(stage.cluster->submissions.size(), 1);
        QCOMPARE(stage.cluster->submissions.first().dedupeKey, u"mine"_s);
    }

    void withoutALinkAllIsRefused()
    {
        Stage stage;
        stage.cluster->fill(3, JobState::Failed);
        QSignalSpy finished(&stage.verbs, &JobVerbs::finished);

        JobBatch *batch = stage.verbs.retry(stage.cluster->all);

        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(batch->count(JobBatch::Fate::Refused), 3);
        QCOMPARE(batch->items().first().error->code, u"not-connected"_s);
        QVERIFY(stage.cluster->verbs.isEmpty());
    }

    void answerOfAQueueIsTold()
    {
        Stage stage;
        QVERIFY(stage.go());
        QSignalSpy answered(&stage.verbs, &JobVerbs::queueAnswered);

        stage.verbs.pauseQueue(u"agent"_s, true);

        QTRY_COMPARE(answered.size(), 1);
        QVERIFY(answered.first().first().value<QueueFacts>().isPaused);
    }
};

QTEST_GUILESS_MAIN(tst_JobVerbs)
#include "tst_JobVerbs.moc"
