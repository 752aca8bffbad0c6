// SPDX-License-Identifier: Apache-2.0
#include "tests/controlplane/PlaneStage.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

//! Nodes that are closed for new work, and emptied.
class tst_DrainDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"muster.*=false"_s); }

    void cordonOutlivesRestartAnnouncementAndBeat()
    {
        PlaneStage stage;
        stage.join(u"w1"_s);
        stage.told.clear();
        const Result<Node> cordoned = outcomeOf(stage.plane->cordon(kNode, true));
        QVERIFY_RESULT(cordoned);
        QVERIFY(cordoned->cordoned);
        QCOMPARE(cordoned->status, NodeStatus::Online);
        QCOMPARE(std::get<NodeChanged>(stage.told.constFirst()).change, NodeChange::Updated);
        QVERIFY(std::get<NodeChanged>(stage.told.constFirst()).node.cordoned);

        stage.restart();
        QVERIFY(stage.node(u"w1"_s).cordoned);
        stage.join(u"w1"_s);
        QVERIFY(stage.node(u"w1"_s).cordoned);
        stage.restart();
        QVERIFY(stage.node(u"w1"_s).cordoned);
        stage.beat(u"w1"_s);
        QVERIFY_RESULT(outcomeOf(stage.plane->cordon(kNode, false)));
        QVERIFY(!stage.node(u"w1"_s).cordoned);
    }

    void whatIsNotThereOrNotDrainedIsRefused()
    {
        PlaneStage stage;
        QCOMPARE(outcomeOf(stage.plane->cordon(kNode, true)).error().kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(stage.plane->drain(kNode, {})).error().kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(stage.plane->stopDrain(kNode)).error().kind, ErrorKind::NotFound);
        stage.join(u"w1"_s);
        QCOMPARE(outcomeOf(stage.plane->stopDrain(kNode)).error().code, u"not-draining"_s);
        for (const milliseconds span : {milliseconds(-1), limits::kDrainDeadlineMost + 1ms})
            QCOMPARE(outcomeOf(stage.plane->drain(kNode, {.deadline = span})).error().field, u"deadline"_s);
        QVERIFY(!stage.node(u"w1"_s).drain && !stage.node(u"w1"_s).cordoned);
        QVERIFY(stage.plane->features().testFlag(Feature::Cordon));
    }

    void nothingNewComesToACordonedNode()
    {
        PlaneStage stage;
        stage.join(u"w1"_s);
        stage.connectWorker(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"free"_s));
        QVERIFY_RESULT(stage.save(u"pinned"_s));
        QVERIFY_RESULT(stage.pin(u"pinned"_s, u"w1"_s, AssignmentMode::Strict));
        QVERIFY_RESULT(outcomeOf(stage.plane->cordon(kNode, true)));
        const JobId free = stage.submit(u"free"_s);
        const JobId pinned = stage.submit(u"pinned"_s);
        QTRY_COMPARE(stage.job(pinned).state, JobState::Active);
        QTRY_VERIFY(stage.job(free).waitingFor);
        QVERIFY_RESULT(outcomeOf(stage.plane->cordon(kNode, false)));
        QTRY_COMPARE(stage.job(free).state, JobState::Active);
    }

    void runningWorkMayFinishAndThenTheNodeIsDrained()
    {
        PlaneStage stage;
        const JobId job = startOne(&stage);
        QVERIFY_RESULT(outcomeOf(stage.plane->drain(kNode, {})));
        const Node draining = stage.node(u"w1"_s);
        QVERIFY(draining.cordoned);
        QCOMPARE(draining.status, NodeStatus::Draining);
        QCOMPARE(draining.drain->jobsAtStart, 1);
        QCOMPARE(draining.drain->jobsLeft, 1);
        QVERIFY(!draining.drain->deadline);
        QTRY_COMPARE(stage.node(u"w1"_s).drain->waitsFor, u"hello"_s);
        stage.clock.jumpWall(11min); // Locks are of the other clock.
        QTRY_COMPARE(stage.node(u"w1"_s).drain->waitsFor, u"hello, 11 min"_s);
        const JobId later = stage.submit(u"hello"_s);
        QTRY_VERIFY(stage.job(later).waitingFor);
        QCOMPARE(stage.job(later).waitingFor->reason, WaitReason::Draining);
        QCOMPARE(stage.job(job).state, JobState::Active);

        stage.workers[u"w1"_s]->handler.end({job, 1}, "{}");
        QTRY_COMPARE(stage.node(u"w1"_s).status, NodeStatus::Drained);
        QCOMPARE(stage.job(job).state, JobState::Completed);
        QCOMPARE(stage.node(u"w1"_s).drain->jobsLeft, 0);
        QCOMPARE(stage.node(u"w1"_s).drain->jobsAtStart, 1);
        QCOMPARE(stage.node(u"w1"_s).drain->waitsFor, QString());
        QCOMPARE(stage.job(later).state, JobState::Waiting);
    }

    void aStoppedDrainLeavesTheNodeCordonedAndItsOwnWorkGoesOn()
    {
        PlaneStage stage;
        const JobId job = startOne(&stage);
        QVERIFY_RESULT(outcomeOf(stage.plane->drain(kNode, {.deadline = 10s})));
        const JobId later = stage.submit(u"hello"_s);
        const Result<Node> stopped = outcomeOf(stage.plane->stopDrain(kNode));
        QVERIFY_RESULT(stopped);
        QVERIFY(stopped->cordoned && !stopped->drain);
        QCOMPARE(stopped->status, NodeStatus::Online);
        QTRY_COMPARE(stage.job(later).state, JobState::Active);
        stage.clock.advance(11s);
        const JobId third = stage.submit(u"hello"_s);
        QTRY_COMPARE(stage.job(third).state, JobState::Active);
        QCOMPARE(stage.job(job).state, JobState::Active);
        QCOMPARE(stage.job(job).attemptsMade, 1);
    }

    void theDeadlineTakesBackWhatRuns()
    {
        PlaneStage stage;
        const JobId job = startOne(&stage);
        QVERIFY_RESULT(outcomeOf(stage.plane->drain(kNode, {.deadline = 10s}))); // Less than a lock holds.
        QCOMPARE(*stage.node(u"w1"_s).drain->deadline, stage.clock.now() + 10s);
        stage.clock.jumpWall(24h); // Somebody sets the clock: that ends no drain.
        stage.clock.advance(9s);
        QTRY_COMPARE(stage.node(u"w1"_s).drain->waitsFor, u"hello, 24 h"_s);
        QCOMPARE(stage.job(job).state, JobState::Active);
        stage.clock.advance(1s);
        QTRY_COMPARE(stage.job(job).state, JobState::Waiting);
        QCOMPARE(stage.job(job).history.constLast().error->code, u"drained"_s);
        QTRY_COMPARE(stage.workers[u"w1"_s]->handler.cancelled.size(), 1);
        QTRY_COMPARE(stage.node(u"w1"_s).status, NodeStatus::Drained);
    }

    void atOnceMeansNow()
    {
        PlaneStage stage;
        const JobId job = startOne(&stage);
        QVERIFY_RESULT(outcomeOf(stage.plane->drain(kNode, {.deadline = 1h, .isImmediate = true})));
        QTRY_COMPARE(stage.node(u"w1"_s).status, NodeStatus::Drained);
        const Job taken = stage.job(job);
        QCOMPARE(taken.state, JobState::Waiting);
        QCOMPARE(taken.attemptsMade, 0); // The drain took it.
        QCOMPARE(taken.history.size(), 1);
        QCOMPARE(taken.history.constLast().error->code, u"drained"_s);
    }

    void preferredWorkMovesStrictWorkWaits()
    {
        PlaneStage stage;
        stage.join(u"w1"_s);
        stage.join(u"w2"_s);
        stage.connectWorker(u"w1"_s);
        stage.connectWorker(u"w2"_s);
        for (const auto &[id, mode] : {std::pair(u"strict"_s, AssignmentMode::Strict), std::pair(u"soft"_s, AssignmentMode::Preferred)}) {
            QVERIFY_RESULT(stage.save(id, true));
            QVERIFY_RESULT(stage.pin(id, u"w1"_s, mode));
        }
        const auto keptBy = [&stage](const QString &node) { return stage.workers[node]->handler.kept.size(); };
        QTRY_COMPARE(keptBy(u"w1"_s), 2);
        QVERIFY_RESULT(outcomeOf(stage.plane->drain(kNode, {})));
        QTRY_COMPARE(keptBy(u"w1"_s), 0);
        QTRY_COMPARE(keptBy(u"w2"_s), 1);
        QTRY_COMPARE(stage.node(u"w1"_s).status, NodeStatus::Drained);
        QVERIFY_RESULT(outcomeOf(stage.plane->cordon(kNode, false)));
        QVERIFY(!stage.node(u"w1"_s).drain);
        QTRY_COMPARE(keptBy(u"w1"_s), 2);
    }

    void aDrainGoesOnAfterARestart()
    {
        PlaneStage stage;
        const JobId job = startOne(&stage);
        QVERIFY_RESULT(outcomeOf(stage.plane->drain(kNode, {.deadline = 15min})));
        stage.restart();
        QCOMPARE(stage.node(u"w1"_s).status, NodeStatus::Unknown);
        stage.connectWorker(u"w1"_s); // Still runs the job.
        stage.join(u"w1"_s);
        QCOMPARE(stage.node(u"w1"_s).status, NodeStatus::Draining);
        QTRY_COMPARE(stage.node(u"w1"_s).drain->jobsLeft, 1);
        QCOMPARE(stage.job(job).state, JobState::Active);
        stage.restart();
        stage.clock.advance(15min); // While nobody looked.
        stage.restart();
        QTRY_COMPARE(stage.job(job).state, JobState::Waiting);
        QCOMPARE(stage.job(job).history.constLast().error->code, u"drained"_s);
        stage.join(u"w1"_s);
        QTRY_COMPARE(stage.node(u"w1"_s).status, NodeStatus::Drained);
    }

    void anOfflineNodeStaysOffline()
    {
        PlaneStage stage;
        stage.join(u"w1"_s);
        QVERIFY_RESULT(outcomeOf(stage.plane->leave(departureOf(u"w1"_s))));
        QVERIFY_RESULT(outcomeOf(stage.plane->drain(kNode, {})));
        QCOMPARE(stage.node(u"w1"_s).status, NodeStatus::Offline);
        stage.join(u"w1"_s);
        QTRY_COMPARE(stage.node(u"w1"_s).status, NodeStatus::Drained);
    }

    void restartReachesAConnectedNodeOverItsLine()
    {
        PlaneStage stage;
        stage.join(u"w1"_s);
        QCOMPARE(outcomeOf(stage.plane->restartAgents(kNode)).error().kind, ErrorKind::Unreachable);
        stage.connectWorker(u"w1"_s);
        QTRY_VERIFY(outcomeOf(stage.plane->restartAgents(kNode)));
        QVERIFY(stage.plane->features().testFlag(Feature::Restart));
    }

private:
    //! Joins w1 and lets it run one job of an entity that is pinned to it.
    static JobId startOne(PlaneStage *stage)
    {
        stage->join(u"w1"_s);
        stage->connectWorker(u"w1"_s);
        if (!stage->save(u"hello"_s) || !stage->pin(u"hello"_s, u"w1"_s, AssignmentMode::Strict))
            qFatal("the entity cannot be made");
        const JobId job = stage->submit(u"hello"_s);
        if (!QTest::qWaitFor([&] { return stage->job(job).state == JobState::Active && stage->workers[u"w1"_s]->handler.started.size() == 1; }))
            qFatal("the job does not start");
        return job;
    }

    const NodeId kNode{u"w1"_s};
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_DrainDesk)
#include "tst_DrainDesk.moc"
