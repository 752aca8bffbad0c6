// SPDX-License-Identifier: Apache-2.0
// Why a job is not done, for every reason to wait: one sentence and one thing to do. And what is typed to find jobs.
#include "core/mirror/JobSearch.h"
#include "core/mirror/JobWhy.h"

#include "core/domain/JobIntake.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kNow{1'800'000'000'000};

QString seconds(milliseconds span)
{
    return QString::number(span.count() / 1000) + u" s"_s;
}

QString stamp(Timestamp at)
{
    return u"T+%1"_s.arg((at - kNow).count() / 1000);
}

Job waitingJob(WaitReason reason)
{
    Job job;
    job.id = JobId(u"j1000"_s);
    job.queue = u"agent"_s;
    job.entity.id = EntityId(u"hello"_s);
    job.waitingFor = Waiting{reason, u"the server's words"_s};
    return job;
}

//! A mirror with w1, which is \a status, and w2, which is online and has a gpu but is cordoned.
ClusterMirror mirrorWith(NodeStatus status)
{
    ClusterSnapshot snapshot;
    snapshot.position = {u"e1"_s, 1};
    snapshot.takenAt = kNow;
    Node first = nodeCalled(u"w1"_s);
    first.status = status;
    first.lastBeatAt = kNow - 180s;
    Node second = nodeCalled(u"w2"_s);
    second.who.capabilities = {u"gpu"_s};
    second.status = NodeStatus::Online;
    second.cordoned = true;
    snapshot.nodes = {first, second};
    ClusterMirror mirror;
    mirror.apply(snapshot, kNow, {});
    return mirror;
}

EntityState pinned(const QString &node, AssignmentMode mode, const QStringList &needs = {})
{
    EntityState state;
    state.entity.ref.id = EntityId(u"hello"_s);
    state.entity.needs = needs;
    if (!node.isEmpty()) {
        state.assignment = Assignment{.entity = state.entity.ref, .node = NodeId(node), .mode = mode, .updatedAt = {}, .updatedBy = {}};
        state.placement.node = NodeId(node);
    }
    return state;
}

JobWhy why(const Job &job, const ClusterMirror &mirror, const EntityState *entity)
{
    return whyOf(job, {.now = kNow, .nodes = &mirror, .entity = entity, .span = seconds, .moment = stamp});
}

} // namespace

class tst_JobWhy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strictPinNamesNodeAndWayOut_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("node");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("fix");
        QTest::newRow("offline") << int(NodeStatus::Offline) << u"w1"_s << u"Pinned strictly to w1, which is offline"_s << int(JobFix::MakePreferred);
        QTest::newRow("failed") << int(NodeStatus::Failed) << u"w1"_s << u"Pinned strictly to w1, which failed"_s << int(JobFix::MakePreferred);
        QTest::newRow("unknown") << int(NodeStatus::Unknown) << u"w1"_s << u"Waits for w1, which was not heard of yet"_s << int(JobFix::OpenNode);
        QTest::newRow("beats only") << int(NodeStatus::Online) << u"w1"_s
                                    << u"Waits for w1, which has no connection for work now"_s << int(JobFix::OpenNode);
        QTest::newRow("not here") << int(NodeStatus::Online) << u"w9"_s << u"Pinned strictly to w9, which is not in this cluster"_s
                                  << int(JobFix::PinElsewhere);
    }

    void strictPinNamesNodeAndWayOut()
    {
        QFETCH(const int, status);
        QFETCH(const QString, node);
        QFETCH(const QString, sentence);
        QFETCH(const int, fix);
        const ClusterMirror mirror = mirrorWith(NodeStatus(status));
        const EntityState entity = pinned(node, AssignmentMode::Strict);

        const JobWhy found = why(waitingJob(WaitReason::StrictNodeOffline), mirror, &entity);

        QCOMPARE(found.sentence.text(), sentence);
        QCOMPARE(int(found.fix), fix);
        QCOMPARE(found.node, NodeId(node));
    }

    void silenceOfThePinnedNodeIsTold()
    {
        const ClusterMirror mirror = mirrorWith(NodeStatus::Offline);
        const EntityState entity = pinned(u"w1"_s, AssignmentMode::Strict);

        const JobWhy found = why(waitingJob(WaitReason::StrictNodeOffline), mirror, &entity);

        QCOMPARE(found.detail.text(), u"Its last beat came 180 s ago. Strict work never falls back to another node."_s);
        QCOMPARE(found.then.text(), u"Starts when w1 is online, or when the pin changes."_s);
    }

    void everyOtherReasonHasItsSentence_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<QString>("pin");
        QTest::addColumn<QStringList>("needs");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("fix");
        const QStringList none;
        const QStringList gpu{u"gpu"_s};
        QTest::newRow("paused") << int(WaitReason::QueuePaused) << QString() << none << u"The queue agent is paused"_s << int(JobFix::ResumeQueue);
        QTest::newRow("no node has it") << int(WaitReason::NoCapableNode) << QString() << QStringList{u"tpu"_s}
                                        << u"No node with tpu can take it now"_s << int(JobFix::AddWorker);
        QTest::newRow("one has it") << int(WaitReason::NoCapableNode) << QString() << gpu << u"No node with gpu can take it now"_s
                                    << int(JobFix::OpenNode);
        QTest::newRow("needs nothing") << int(WaitReason::NoCapableNode) << QString() << none << u"No node can take it now"_s << int(JobFix::OpenNode);
        QTest::newRow("pinned where it lacks") << int(WaitReason::NoCapableNode) << u"w1"_s << gpu
                                               << u"Pinned strictly to w1, which does not have gpu"_s << int(JobFix::PinElsewhere);
        QTest::newRow("room") << int(WaitReason::Concurrency) << u"w1"_s << none << u"All slots of w1 are taken"_s << int(JobFix::ShowRunning);
        QTest::newRow("draining") << int(WaitReason::Draining) << u"w1"_s << none << u"Pinned strictly to w1, which is being drained"_s
                                  << int(JobFix::MakePreferred);
        QTest::newRow("no handler there") << int(WaitReason::NoHandler) << u"w1"_s << none
                                          << u"w1 does not run entities of the kind agent yet"_s << int(JobFix::PinElsewhere);
        QTest::newRow("no handler") << int(WaitReason::NoHandler) << QString() << none
                                    << u"No node runs entities of the kind agent yet"_s << int(JobFix::PinElsewhere);
    }

    void everyOtherReasonHasItsSentence()
    {
        QFETCH(const int, reason);
        QFETCH(const QString, pin);
        QFETCH(const QStringList, needs);
        QFETCH(const QString, sentence);
        QFETCH(const int, fix);
        const ClusterMirror mirror = mirrorWith(NodeStatus::Online);
        const EntityState entity = pinned(pin, AssignmentMode::Strict, needs);

        const JobWhy found = why(waitingJob(WaitReason(reason)), mirror, &entity);

        QCOMPARE(found.sentence.text(), sentence);
        QCOMPARE(int(found.fix), fix);
        QVERIFY(!found.then.isEmpty());
        // A row of a table says the same, at any number of nodes.
        const JobWhy row = whyOf(waitingJob(WaitReason(reason)), {.now = kNow, .nodes = &mirror, .entity = &entity}, WhyDepth::Sentence);
        QCOMPARE(row.sentence.text(), sentence);
    }

    void aMissingSecretIsNamed()
    {
        const ClusterMirror mirror = mirrorWith(NodeStatus::Online);
        const EntityState entity = pinned(u"w1"_s, AssignmentMode::Strict, {});
        Job job = waitingJob(WaitReason::NoCapableNode);
        job.waitingFor->text = u"its secret TOKEN must be given anew"_s;
        QCOMPARE(why(job, mirror, &entity).sentence.text(), u"It waits: its secret TOKEN must be given anew"_s);
        QCOMPARE(int(why(job, mirror, &entity).fix), int(JobFix::None));
    }

    void whatRunsAllTheTimeNowTakesNone()
    {
        const ClusterMirror mirror = mirrorWith(NodeStatus::Online);
        EntityState entity = pinned({}, AssignmentMode::Strict, {});
        entity.entity.isResident = true;
        Job job = waitingJob(WaitReason::NoCapableNode);
        job.waitingFor->text = waitsForResident(entity.entity.ref);
        QCOMPARE(why(job, mirror, &entity).sentence.text(), u"It waits: "_s + waitsForResident(entity.entity.ref));
        QCOMPARE(int(why(job, mirror, &entity).fix), int(JobFix::None));
    }

    void thoseThatCouldAreNamed()
    {
        const ClusterMirror mirror = mirrorWith(NodeStatus::Online);
        const EntityState entity = pinned({}, AssignmentMode::Strict, {u"gpu"_s});

        const JobWhy found = why(waitingJob(WaitReason::NoCapableNode), mirror, &entity);

        QCOMPARE(found.detail.text(), u"These could, but do not take work now: w2 (cordoned)."_s);
        QCOMPARE(found.node, NodeId(u"w2"_s));
    }

    void timeIsCountedDown()
    {
        const ClusterMirror mirror = mirrorWith(NodeStatus::Online);
        Job job = waitingJob(WaitReason::Backoff);
        job.state = JobState::Delayed;
        job.attemptsMade = 1;
        job.attempts = 5;
        job.runAt = kNow + 12s;
        job.error = JobError{u"exit-status"_s, u"attempt 1 ended: exit status 2"_s};

        JobWhy found = why(job, mirror, nullptr);
        QCOMPARE(found.sentence.text(), u"Attempt 2 of 5 follows in 12 s"_s);
        QCOMPARE(found.detail.text(), u"Attempt 1 ended: exit status 2"_s);
        QCOMPARE(found.then.text(), u"Starts at T+12, as soon as its node has room."_s);
        QCOMPARE(found.fix, JobFix::OpenLog);

        job.waitingFor->reason = WaitReason::Delayed;
        job.attemptsMade = 0;
        job.error.reset();
        found = why(job, mirror, nullptr);
        QCOMPARE(found.sentence.text(), u"Asked to start in 12 s"_s);
        QCOMPARE(found.fix, JobFix::None);
    }

    void failedJobSaysItsErrorEvenIfThatLooksLikeOurs()
    {
        Job job = waitingJob(WaitReason::Backoff);
        job.state = JobState::Failed;
        job.attemptsMade = 3;
        job.error = JobError{u"exit-status"_s, u"100 %1 <b>"_s};

        const JobWhy found = why(job, mirrorWith(NodeStatus::Online), nullptr);

        QCOMPARE(found.sentence.text(), u"100 %1 <b>"_s);
        QCOMPARE(found.fix, JobFix::Retry);
    }

    void whatRunsOrIsDoneNeedsNoReason()
    {
        Job job = waitingJob(WaitReason::Backoff);
        for (const JobState state : {JobState::Active, JobState::Completed, JobState::Cancelled}) {
            job.state = state;
            QVERIFY(why(job, mirrorWith(NodeStatus::Online), nullptr).isEmpty());
        }
        job.state = JobState::Waiting;
        job.waitingFor.reset();
        QCOMPARE(why(job, mirrorWith(NodeStatus::Online), nullptr).sentence.text(), u"Next in line"_s);
    }

    void unknownEntityLeavesTheServersWords()
    {
        const JobWhy found = why(waitingJob(WaitReason::StrictNodeOffline), mirrorWith(NodeStatus::Online), nullptr);

        QVERIFY(found.sentence.text().contains(u"the server's words"_s));
    }

    void searchIsReadAndSaid()
    {
        const JobSearch search = jobSearchOf(u" state:failed  node:w1 time out entity:agent/acme:hello "_s);

        QCOMPARE(search.complaint, QString());
        QCOMPARE(search.query.state, std::optional(JobState::Failed));
        QCOMPARE(search.query.node, NodeId(u"w1"_s));
        QCOMPARE(search.query.entity->text(), u"agent/acme:hello"_s);
        QCOMPARE(search.query.search, u"time out"_s);
        QCOMPARE(jobSearchOf(filterWordsOf(search.query).join(u' ')).query.entity, search.query.entity);
        QCOMPARE(withoutFilter(search.query, u"state:failed"_s).state, std::nullopt);
        QCOMPARE(joined(search.query, jobSearchOf(u"state:active"_s).query).state, std::optional(JobState::Active));
    }

    void wrongFilterIsBlamedAndHalfAWordIsText()
    {
        QVERIFY(jobSearchOf(u"state:broken"_s).complaint.startsWith(u"state:"_s));
        QVERIFY(jobSearchOf(u"entity:x"_s).complaint.startsWith(u"entity:"_s));
        QCOMPARE(jobSearchOf(u"state: 12:30 http://x"_s).query.search, u"state: 12:30 http://x"_s);
        QCOMPARE(jobSearchOf(u"state: 12:30 http://x"_s).complaint, QString());
    }
};

QTEST_GUILESS_MAIN(tst_JobWhy)
#include "tst_JobWhy.moc"
