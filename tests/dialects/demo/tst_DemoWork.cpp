// SPDX-License-Identifier: Apache-2.0
#include "tests/dialects/demo/DemoStage.h"

#include <QSet>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

EntityRef refOf(const QString &text)
{
    return *EntityRef::parse(text, {});
}

JobRequest requestFor(const QString &entity, int attempts = 3)
{
    JobRequest request;
    request.entity = refOf(entity);
    request.payload = R"({"task":"test","n":1})";
    request.attempts = attempts;
    return request;
}

} // namespace

//! Entities, pins and jobs of the demo: what it promises beyond ClusterSuite.
class tst_DemoWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sevenKindsAndThreeTenants()
    {
        DemoStage stage;
        QSet<EntityKind> kinds;
        QSet<TenantId> tenants;
        int strict = 0;
        int preferred = 0;
        for (const EntityState &one : stage.snapshot().entities) {
            kinds.insert(one.entity.ref.kind);
            tenants.insert(one.entity.ref.tenant);
            if (one.assignment)
                ++(one.assignment->mode == AssignmentMode::Strict ? strict : preferred);
        }
        QCOMPARE(kinds.size(), 7);
        QCOMPARE(tenants.size(), 3);
        QVERIFY(strict >= 5 && preferred >= 10);
        QCOMPARE(stage.snapshot().defaultNode.text(), u"mac-mini-office"_s);
        QCOMPARE(outcomeOf(stage.cluster.entities({.name = u"kim"_s, .source = {}, .tenants = {TenantId(u"acme"_s)}}))->size(), 5);
    }

    void placesFollowTheRules()
    {
        DemoStage stage;
        QCOMPARE(stage.entity(u"browser/scraper-7"_s).placement.waiting->reason, WaitReason::StrictNodeOffline);
        QCOMPARE(stage.entity(u"automation/crm-sync"_s).placement.waiting->reason, WaitReason::Draining);
        QCOMPARE(stage.entity(u"automation/nightly-report"_s).placement.node.text(), u"mac-mini-office"_s); // It prefers one that drains.
        QCOMPARE(stage.entity(u"agent/door-cam"_s).placement.waiting->reason, WaitReason::NoCapableNode);
        QCOMPARE(stage.entity(u"inference-server/whisper-large"_s).placement.node.text(), u"gpu-box-2"_s);
        QVERIFY(!stage.entity(u"agent/sales-bot"_s).placement.waiting);
        // pi-lab comes back after ten minutes.
        stage.run(11min);
        QVERIFY(!stage.entity(u"browser/scraper-7"_s).placement.waiting);
        QCOMPARE(stage.entity(u"agent/door-cam"_s).placement.node.text(), u"pi-lab"_s);
        QVERIFY(stage.count(u"entity-changed"_s) >= 2);
    }

    void aRemovedNodeMovesWhatPreferredIt()
    {
        DemoStage stage;
        QVERIFY_RESULT(outcomeOf(stage.cluster.remove(NodeId(u"hetzner-fsn1-b"_s))));
        stage.run(1s);
        QCOMPARE(stage.entity(u"agent/digest"_s).placement.node.text(), u"mac-mini-office"_s);
        const auto isDigest = [](const Agent &agent) { return agent.id == "agent/digest"_L1; };
        QVERIFY(std::ranges::any_of(stage.node(u"mac-mini-office"_s).agents, isDigest));
    }

    void agentsAreWhatIsPlacedThere()
    {
        DemoStage stage;
        QCOMPARE(stage.node(u"vps-02"_s).agents.size(), 2);
        QVERIFY(!stage.node(u"pi-lab"_s).agents.isEmpty()); // As it said last.
        QVERIFY_RESULT(outcomeOf(stage.cluster.assign({refOf(u"agent/invoice-agent"_s), NodeId(u"hetzner-fsn1-a"_s)})));
        stage.run(1s);
        QCOMPARE(stage.node(u"vps-02"_s).agents.size(), 1);
        QCOMPARE(stage.entity(u"agent/invoice-agent"_s).assignment->updatedBy, u"you"_s);
        QCOMPARE(stage.entity(u"agent/invoice-agent"_s).assignment->version, quint64(3));
    }

    void jobsInEveryStateAndEachReasonToWait()
    {
        DemoStage stage;
        for (const JobState state : kJobStates)
            QVERIFY2(!stage.jobsIn(state).isEmpty(), qPrintable(wordOf(state)));
        QSet<WaitReason> reasons;
        for (const JobState state : {JobState::Waiting, JobState::Delayed}) {
            for (const Job &job : stage.jobsIn(state)) {
                if (job.waitingFor)
                    reasons.insert(job.waitingFor->reason);
            }
        }
        using enum WaitReason;
        for (const WaitReason reason : {StrictNodeOffline, QueuePaused, NoCapableNode, Backoff, Delayed, Concurrency, Draining})
            QVERIFY2(reasons.contains(reason), qPrintable(wordOf(reason)));
        const Job lost = stage.job(u"j-8f31c2"_s);
        QCOMPARE(lost.history.size(), 2);
        QCOMPARE(lost.history.last().error->code, u"node-lost"_s);
        QVERIFY(lost.payload.contains("8812"));
    }

    void countsAreThoseOfTheJobs()
    {
        DemoStage stage;
        stage.run(20min);
        QMap<QString, QMap<JobState, qint64>> counted;
        JobQuery query;
        query.most = 1000;
        const QList<Job> all = stage.jobs(query);
        for (const Job &job : all)
            ++counted[job.queue][job.state];
        for (const QueueFacts &queue : stage.snapshot().queues) {
            QCOMPARE(queue.waiting, counted[queue.name][JobState::Waiting]);
            QCOMPARE(queue.delayed, counted[queue.name][JobState::Delayed]);
            QCOMPARE(queue.active, counted[queue.name][JobState::Active]);
            QCOMPARE(queue.completed, counted[queue.name][JobState::Completed]);
            QCOMPARE(queue.failed, counted[queue.name][JobState::Failed]);
            QCOMPARE(queue.cancelled, counted[queue.name][JobState::Cancelled]);
        }
    }

    void workGoesOn()
    {
        DemoStage stage;
        const qsizetype before = stage.jobsIn(JobState::Completed).size();
        stage.run(5min);
        QVERIFY(stage.jobsIn(JobState::Completed).size() > before + 10);
        QVERIFY(stage.count(u"job-changed"_s) > 50);
        QVERIFY(stage.count(u"queue-changed"_s) > 20);
        stage.run(6h, 2s);
        JobQuery query;
        query.most = 1000;
        QVERIFY(stage.jobs(query).size() <= 650); // It does not grow for ever.
        QVERIFY(stage.jobsIn(JobState::Active).size() >= 5);
        QVERIFY(stage.jobsIn(JobState::Waiting).size() <= 120);
    }

    void aSubmittedJobRunsAndSaysItsResult()
    {
        DemoStage stage;
        const auto job = outcomeOf(stage.cluster.submit(requestFor(u"agent/support-triage"_s)));
        QVERIFY_RESULT(job);
        QCOMPARE(job->createdBy, u"you"_s);
        stage.run(4min);
        const Job over = stage.job(job->id.text());
        QVERIFY(over.state == JobState::Completed || over.state == JobState::Failed);
        QCOMPARE(over.history.last().node.text(), u"mac-mini-office"_s);
    }

    void whatFailedTriesAgainAsOftenAsItMay()
    {
        DemoStage stage;
        const qsizetype before = stage.jobsIn(JobState::Failed).size();
        stage.run(60min, 1s);
        QVERIFY(stage.jobsIn(JobState::Failed).size() > before); // Some work fails, whatever is done.
        int retried = 0;
        for (const Job &shown : stage.jobsIn(JobState::Failed)) {
            const Job job = stage.job(shown.id.text());
            QVERIFY(job.error.has_value());
            QVERIFY(job.attemptsMade == job.attempts || job.error->code == "crash-limit"_L1);
            retried += job.attemptsMade > 1 ? 1 : 0;
        }
        QVERIFY(retried >= 4);
    }

    void aDeadNodeLosesItsAttempts()
    {
        DemoStage stage({.seed = 7, .scenario = DemoScenario::NodeDies, .isBare = false});
        stage.run(33s);
        QVERIFY(stage.node(u"gpu-box-2"_s).load.jobsRunning.value_or(0) > 0);
        stage.run(2s);
        JobQuery query;
        query.node = NodeId(u"gpu-box-2"_s);
        query.state = JobState::Active;
        QVERIFY(stage.jobs(query).isEmpty());
        QCOMPARE(stage.entity(u"inference-server/llama-70b"_s).placement.waiting->reason, WaitReason::StrictNodeOffline);
    }

    void aResumedQueueRuns()
    {
        DemoStage stage;
        JobQuery query;
        query.queue = u"js-runtime"_s;
        query.state = JobState::Waiting;
        QVERIFY(stage.jobs(query).size() >= 5);
        stage.run(1min);
        QVERIFY(stage.jobs(query).size() >= 5);
        QVERIFY_RESULT(outcomeOf(stage.cluster.pauseQueue(u"js-runtime"_s, false)));
        stage.run(3min);
        QVERIFY(stage.jobs(query).size() <= 3);
    }

    void aThousandNodesHaveWork()
    {
        DemoStage stage({.seed = 7, .scenario = DemoScenario::Fleet1000, .isBare = false});
        QVERIFY(stage.snapshot().entities.size() >= 1000);
        stage.run(1min);
        QVERIFY(stage.jobsIn(JobState::Active).size() >= 8);
        QVERIFY(stage.jobsIn(JobState::Waiting).size() <= 20);
        QVERIFY(stage.count(u"job-changed"_s) > 50);
    }
};

QTEST_GUILESS_MAIN(tst_DemoWork)
#include "tst_DemoWork.moc"
