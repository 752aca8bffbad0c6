// SPDX-License-Identifier: Apache-2.0
// The cases about jobs and queues. No worker is connected: what becomes of jobs that run is tested at the control plane and the
// mesh.
#include "tests/conformance/ClusterSuite.h"

#include "tests/conformance/WorkParts.h"

namespace muster {

using namespace Qt::StringLiterals;
using namespace suite;

void ClusterSuite::strictWaitsForItsNodeAndSaysSo()
{
    if (!has(Feature::Assign) || !has(Feature::Jobs) || !has(Feature::Announce))
        return;
    QVERIFY_RESULT(settle(cluster()));
    QVERIFY_RESULT(outcomeOf(cluster().assign({helloRef(), NodeId(kId)})));
    const Result<Job> job = outcomeOf(cluster().submit(jobFor(u"agent/hello"_s)));
    QVERIFY_RESULT(job);

    QVERIFY_RESULT(outcomeOf(cluster().leave(departureOf(kId))));

    QTRY_VERIFY_WITH_TIMEOUT(listed(cluster(), u"agent/hello"_s).placement.waiting.has_value(), 10000);
    QCOMPARE(listed(cluster(), u"agent/hello"_s).placement.waiting->reason, WaitReason::StrictNodeOffline);
    const Result<Job> waiting = outcomeOf(cluster().job(job->id));
    QVERIFY_RESULT(waiting);
    QCOMPARE(waiting->state, JobState::Waiting);
    QVERIFY(waiting->waitingFor.has_value());
    QCOMPARE(waiting->waitingFor->reason, WaitReason::StrictNodeOffline);
}

void ClusterSuite::jobsWaitUntilSomebodyTakesThem()
{
    if (!has(Feature::Jobs))
        return;
    QVERIFY_RESULT(settle(cluster()));
    JobRequest request = jobFor(u"agent/hello"_s, R"({"x":[1,null]})");
    request.attempts = 7;
    request.priority = -3;
    request.dedupeKey = u"once & for all"_s;

    const Result<Job> job = outcomeOf(cluster().submit(request));

    QVERIFY_RESULT(job);
    QCOMPARE(job->entity, helloRef());
    QCOMPARE(job->queue, u"agent"_s);
    QCOMPARE(job->state, JobState::Waiting);
    QCOMPARE(job->payload, request.payload);
    QCOMPARE(job->attempts, 7);
    QCOMPARE(job->attemptsMade, 0);
    QCOMPARE(job->priority, -3);
    // The same key is the same job, whatever else is said (Q-9).
    const Result<Job> same = outcomeOf(cluster().submit([&request] {
        JobRequest other = request;
        other.payload = "2";
        return other;
    }()));
    QVERIFY_RESULT(same);
    QCOMPARE(same->id, job->id);
    QCOMPARE(same->payload, request.payload);
    QCOMPARE(queueCalled(cluster(), u"agent"_s).waiting, qint64(1));
    // A later one is delayed, and says so.
    JobRequest later = jobFor(u"agent/hello"_s);
    later.delay = milliseconds(3'600'000);
    const Result<Job> delayed = outcomeOf(cluster().submit(later));
    QVERIFY_RESULT(delayed);
    QCOMPARE(delayed->state, JobState::Delayed);
    QCOMPARE(delayed->waitingFor->reason, WaitReason::Delayed);
    QCOMPARE(queueCalled(cluster(), u"agent"_s).delayed, qint64(1));
    QVERIFY(failedAs(outcomeOf(cluster().job(JobId(u"j-none"_s))), ErrorKind::NotFound));
}

void ClusterSuite::jobsAreListedPageByPage()
{
    if (!has(Feature::Jobs))
        return;
    QVERIFY_RESULT(settle(cluster()));
    QVERIFY_RESULT(outcomeOf(cluster().saveEntity(agent(u"browser/b1"_s))));
    const Result<QList<JobId>> ids = outcomeOf(cluster().submitAll(
        {jobFor(u"agent/hello"_s, "1"), jobFor(u"agent/hello"_s, "2"), jobFor(u"browser/b1"_s, "3"), jobFor(u"agent/hello"_s, "4")}));
    QVERIFY_RESULT(ids);
    QCOMPARE(ids->size(), 4);
    const auto page = [this](const JobQuery &query) {
        QList<JobId> found;
        const Result<JobPage> one = outcomeOf(cluster().jobs(query));
        for (const Job &job : one.value_or(JobPage()).jobs)
            found.append(job.id);
        return std::pair(found, one && one->hasMore);
    };
    JobQuery query;
    query.most = 3;
    QCOMPARE(page(query), std::pair(QList<JobId>({ids->at(3), ids->at(2), ids->at(1)}), true)); // Newest first.
    query.after = ids->at(1);
    QCOMPARE(page(query), std::pair(QList<JobId>{ids->at(0)}, false));
    JobQuery ofBrowser;
    ofBrowser.queue = u"browser"_s;
    QCOMPARE(page(ofBrowser).first, QList<JobId>{ids->at(2)});
    JobQuery ofEntity;
    ofEntity.entity = helloRef();
    QCOMPARE(page(ofEntity).first.size(), 3);
    JobQuery failures;
    failures.state = JobState::Failed;
    QVERIFY(page(failures).first.isEmpty());
}

void ClusterSuite::bulksAreAllOrNone()
{
    if (!has(Feature::Jobs))
        return;
    QVERIFY_RESULT(settle(cluster()));

    const auto bulk = outcomeOf(cluster().submitAll({jobFor(u"agent/hello"_s), jobFor(u"agent/nobody"_s)}));

    QVERIFY(failedAs(bulk, ErrorKind::NotFound));
    QVERIFY(outcomeOf(cluster().jobs({}))->jobs.isEmpty());
}

//! A job would be a second copy of it.
void ClusterSuite::whatRunsAllTheTimeTakesNoJobs()
{
    if (!has(Feature::Jobs))
        return;
    QVERIFY_RESULT(settle(cluster()));
    EntityRequest resident = agent(u"agent/always"_s);
    resident.entity.isResident = true;
    QVERIFY_RESULT(outcomeOf(cluster().saveEntity(resident)));

    const Result<Job> job = outcomeOf(cluster().submit(jobFor(u"agent/always"_s)));
    const auto bulk = outcomeOf(cluster().submitAll({jobFor(u"agent/hello"_s), jobFor(u"agent/always"_s)}));

    QVERIFY(failedAs(job, ErrorKind::Conflict));
    QCOMPARE(job.error().code, u"resident"_s);
    QVERIFY2(job.error().what.startsWith(u"agent/always runs all the time; it takes no jobs"_s), qPrintable(job.error().what));
    QVERIFY(failedAs(bulk, ErrorKind::Conflict));
    QVERIFY(outcomeOf(cluster().jobs({}))->jobs.isEmpty());
}

void ClusterSuite::jobsAreCancelledRetriedAndDiscarded()
{
    if (!has(Feature::Jobs))
        return;
    QVERIFY_RESULT(settle(cluster()));
    const Result<Job> job = outcomeOf(cluster().submit(jobFor(u"agent/hello"_s, R"({"x":1})")));
    QVERIFY_RESULT(job);
    QVERIFY(failedAs(outcomeOf(cluster().retryJob(job->id)), ErrorKind::Conflict, "job-not-over"_L1));
    QVERIFY(failedAs(outcomeOf(cluster().discardJob(job->id)), ErrorKind::Conflict, "job-not-over"_L1));

    const Result<Job> cancelled = outcomeOf(cluster().cancelJob(job->id));
    QVERIFY_RESULT(cancelled);
    QCOMPARE(cancelled->state, JobState::Cancelled);
    QVERIFY(cancelled->finishedAt.has_value());
    QVERIFY(failedAs(outcomeOf(cluster().cancelJob(job->id)), ErrorKind::Conflict, "job-over"_L1));

    const Result<Job> retried = outcomeOf(cluster().retryJob(job->id));
    QVERIFY_RESULT(retried);
    QCOMPARE(retried->state, JobState::Waiting);
    QCOMPARE(retried->payload, R"({"x":1})"_ba);

    QVERIFY_RESULT(outcomeOf(cluster().cancelJob(job->id)));
    QVERIFY_RESULT(outcomeOf(cluster().discardJob(job->id)));
    QVERIFY(failedAs(outcomeOf(cluster().job(job->id)), ErrorKind::NotFound));
    for (const JobId &gone : {job->id, JobId(u"j-none"_s)}) {
        QVERIFY(failedAs(outcomeOf(cluster().retryJob(gone)), ErrorKind::NotFound));
        QVERIFY(failedAs(outcomeOf(cluster().cancelJob(gone)), ErrorKind::NotFound));
        QVERIFY(failedAs(outcomeOf(cluster().discardJob(gone)), ErrorKind::NotFound));
    }
}

void ClusterSuite::aPausedQueueSaysSo()
{
    if (!has(Feature::Jobs))
        return;
    QVERIFY_RESULT(settle(cluster()));
    const Result<QueueFacts> paused = outcomeOf(cluster().pauseQueue(u"agent"_s, true));
    QVERIFY_RESULT(paused);
    QVERIFY(paused->isPaused);
    const Result<Job> job = outcomeOf(cluster().submit(jobFor(u"agent/hello"_s)));
    QVERIFY_RESULT(job);
    QVERIFY(job->waitingFor.has_value());
    QCOMPARE(job->waitingFor->reason, WaitReason::QueuePaused);
    QVERIFY(queueCalled(cluster(), u"agent"_s).isPaused);

    const Result<QueueFacts> resumed = outcomeOf(cluster().pauseQueue(u"agent"_s, false));
    QVERIFY_RESULT(resumed);
    QVERIFY(!resumed->isPaused);
    QCOMPARE(resumed->waiting, qint64(1));
    QVERIFY(failedAs(outcomeOf(cluster().pauseQueue(u"moonshine"_s, true)), ErrorKind::NotFound));
}

void ClusterSuite::aRemovedEntityTakesItsJobsAlong()
{
    if (!has(Feature::Entities) || !has(Feature::Jobs))
        return;
    QVERIFY_RESULT(settle(cluster()));
    const Result<Job> job = outcomeOf(cluster().submit(jobFor(u"agent/hello"_s)));
    QVERIFY_RESULT(job);

    QVERIFY_RESULT(outcomeOf(cluster().removeEntity(helloRef(), u"not any more"_s)));

    QVERIFY(outcomeOf(cluster().entities())->isEmpty());
    QCOMPARE(outcomeOf(cluster().job(job->id)).value().state, JobState::Cancelled);
    // Its name is free again, and there was never a pin.
    QVERIFY_RESULT(outcomeOf(cluster().saveEntity(agent(u"agent/hello"_s))));
    QVERIFY(!listed(cluster(), u"agent/hello"_s).assignment);
}

void ClusterSuite::workOutlivesARestart()
{
    if (!has(Feature::Jobs) || !has(Feature::Assign))
        return;
    QVERIFY_RESULT(settle(cluster()));
    QVERIFY_RESULT(outcomeOf(cluster().assign({helloRef(), NodeId(kId)})));
    const Result<Job> job = outcomeOf(cluster().submit(jobFor(u"agent/hello"_s, R"({"x":1})")));
    QVERIFY_RESULT(job);
    QVERIFY_RESULT(outcomeOf(cluster().pauseQueue(u"browser"_s, true)));
    if (!m_rig->restart())
        return;
    QTRY_VERIFY_WITH_TIMEOUT(cluster().link().isLive(), 20000);

    QTRY_COMPARE_WITH_TIMEOUT(listed(cluster(), u"agent/hello"_s).assignment.value_or(Assignment()).version, quint64(1), 10000);
    const Result<Job> kept = outcomeOf(cluster().job(job->id));
    QVERIFY_RESULT(kept);
    QCOMPARE(kept->state, JobState::Waiting);
    QCOMPARE(kept->payload, R"({"x":1})"_ba);
    QCOMPARE(queueCalled(cluster(), u"agent"_s).waiting, qint64(1));
    QVERIFY(queueCalled(cluster(), u"browser"_s).isPaused);
}

} // namespace muster
