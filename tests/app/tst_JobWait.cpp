// SPDX-License-Identifier: Apache-2.0
// Waiting for a job: by asking and by events, through losses of the server, and not longer than told.

#include "app/ctl/JobWait.h"
#include "tests/support/Outcome.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

Job jobThatIs(JobState state)
{
    Job job;
    job.id = JobId(u"job-1"_s);
    job.entity = {EntityKind::Agent, defaultTenant(), EntityId(u"hello"_s)};
    job.state = state;
    return job;
}

//! Has one job, and answers about it what it is told.
class OneJob final : public Cluster
{
public:
    Features features() const override { return canFollow ? Features(Feature::Follow) | Feature::Jobs : Features(Feature::Jobs); }
    LinkReport link() const override { return {.state = state, .cause = {}, .retryAt = {}, .lastHeardAt = {}}; }
    Future<Job> job(JobId, Actor = {}) override
    {
        ++asked;
        if (hangs)
            return m_never.future();
        return answer ? ready(*answer) : failed<Job>(answer.error());
    }
    void tell(JobState jobState)
    {
        JobChanged changed;
        changed.job = JobId(u"job-1"_s);
        changed.state = jobState;
        Q_EMIT eventArrived({{u"e1"_s, 1}, {}, changed});
    }

    Result<Job> answer = jobThatIs(JobState::Active);
    bool canFollow = true;
    bool hangs = false;
    int asked = 0;
    LinkState state = LinkState::Idle;

protected:
    void startUp() override { state = LinkState::Live; }
    void shutDown() override { state = LinkState::Idle; }

private:
    Pending<Job> m_never;
};

} // namespace

class tst_JobWait final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsOverIsNotAskedFor()
    {
        OneJob cluster;
        JobWait wait(cluster, std::nullopt);
        const Result<Job> end = outcomeOf(wait.run(jobThatIs(JobState::Completed)));
        QVERIFY_RESULT(end);
        QCOMPARE(cluster.asked, 0);
    }

    void asksUntilItIsOver_data()
    {
        QTest::addColumn<bool>("canFollow");
        QTest::newRow("followed") << true;
        QTest::newRow("only asked") << false;
    }
    void asksUntilItIsOver()
    {
        QFETCH(bool, canFollow);
        OneJob cluster;
        cluster.canFollow = canFollow;
        JobWait wait(cluster, std::nullopt);
        const Future<Job> end = wait.run(jobThatIs(JobState::Waiting));
        QTRY_VERIFY(cluster.asked > 2);
        QVERIFY(!end.isFinished());
        cluster.answer = jobThatIs(JobState::Failed);
        QCOMPARE(outcomeOf(end)->state, JobState::Failed);
    }

    void anEventIsAnsweredAtOnce()
    {
        OneJob cluster;
        JobWait wait(cluster, std::nullopt);
        const Future<Job> end = wait.run(jobThatIs(JobState::Waiting));
        QTRY_COMPARE(cluster.state, LinkState::Live); // It began to follow.
        const int before = cluster.asked;
        cluster.tell(JobState::Active);
        QCOMPARE(cluster.asked, before); // Not over.
        cluster.answer = jobThatIs(JobState::Completed);
        cluster.tell(JobState::Completed);
        QCOMPARE(cluster.asked, before + 1);
        QVERIFY(end.isFinished());
        cluster.tell(JobState::Completed); // Comes too late, and does nothing.
        QCOMPARE(cluster.asked, before + 1);
    }

    void aLostServerIsAskedAgain()
    {
        OneJob cluster;
        cluster.answer = Error{ErrorKind::Unreachable, {}, u"connection refused"_s, {}, {}};
        JobWait wait(cluster, std::nullopt);
        const QSignalSpy lost(&wait, &JobWait::lost);
        const Future<Job> end = wait.run(jobThatIs(JobState::Waiting));
        QTRY_VERIFY(cluster.asked > 2);
        QCOMPARE(lost.size(), 1); // Once a loss.
        cluster.answer = jobThatIs(JobState::Completed);
        QCOMPARE(outcomeOf(end)->state, JobState::Completed);
    }

    void aJobThatIsGoneEndsTheWait()
    {
        OneJob cluster;
        cluster.answer = notFound(u"there is no job job-1"_s);
        JobWait wait(cluster, std::nullopt);
        QCOMPARE(outcomeOf(wait.run(jobThatIs(JobState::Waiting))).error().kind, ErrorKind::NotFound);
    }

    void theTimeIsUpAlsoWhenNobodyAnswers()
    {
        OneJob cluster;
        cluster.hangs = true;
        JobWait wait(cluster, milliseconds(50));
        const Result<Job> end = outcomeOf(wait.run(jobThatIs(JobState::Waiting)));
        QVERIFY_RESULT(end);
        QCOMPARE(end->state, JobState::Waiting);
    }

    void aLossIsNotWaitedForLongerThanTold()
    {
        OneJob cluster;
        cluster.answer = Error{ErrorKind::Unreachable, {}, u"connection refused"_s, {}, {}};
        JobWait wait(cluster, milliseconds(50));
        QCOMPARE(outcomeOf(wait.run(jobThatIs(JobState::Active)))->state, JobState::Active);
    }
};

QTEST_GUILESS_MAIN(tst_JobWait)
#include "tst_JobWait.moc"
