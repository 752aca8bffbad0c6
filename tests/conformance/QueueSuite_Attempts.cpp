// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "tests/conformance/QueueSuite.h"
#include "tests/support/Outcome.h"

#include <QSignalSpy>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const JobError kBroken{u"exit-status"_s, u"it ended with 3"_s};

} // namespace

void QueueSuite::completedJobKeepsItsResult()
{
    const JobId id = add(request());
    const Claim claim = claimOne();
    clock().advance(milliseconds(40));

    QVERIFY_RESULT(outcomeOf(queue().complete(claim.attempt, "{\"ok\":1}")));
    reopen();

    const Job done = job(id);
    QCOMPARE(done.state, JobState::Completed);
    QCOMPARE(done.result, QByteArray("{\"ok\":1}"));
    QCOMPARE(done.finishedAt, clock().now());
    QCOMPARE(done.attemptsMade, 1);
    QCOMPARE(done.error, std::nullopt);
    const auto tooLong = outcomeOf(queue().complete(claim.attempt, QByteArray(limits::kJobResultBytes + 1, 'x')));
    QCOMPARE(tooLong.error().kind, ErrorKind::Invalid);
}

void QueueSuite::lateWordsAreRefused()
{
    add(request());
    const Claim late = claimOne(u"n1"_s);
    QCOMPARE(outcomeOf(queue().holderLost(NodeId(u"n1"_s))).value(), 1);
    const Claim running = claimOne(u"n2"_s);
    QCOMPARE(running.attempt.job, late.attempt.job);
    QCOMPARE(running.attempt.number, late.attempt.number + 1);

    QCOMPARE(outcomeOf(queue().complete(late.attempt, "1")).error().codeOrDefault(), u"late-attempt"_s);
    QCOMPARE(outcomeOf(queue().fail(late.attempt, kBroken, AttemptEnd::Failed)).error().codeOrDefault(), u"late-attempt"_s);
    QCOMPARE(outcomeOf(queue().renew({late.attempt, running.attempt})).value(), QList<AttemptToken>{late.attempt});
    QVERIFY_RESULT(outcomeOf(queue().complete(running.attempt, "2")));

    QCOMPARE(job(late.attempt.job).result, QByteArray("2"));
}

void QueueSuite::aSecondCompletionIsRefused()
{
    add(request());
    const Claim claim = claimOne();

    const Future<void> first = queue().complete(claim.attempt, "1");
    const Future<void> second = queue().complete(claim.attempt, "2");
    const Future<void> third = queue().fail(claim.attempt, kBroken, AttemptEnd::Failed);

    QVERIFY_RESULT(outcomeOf(first));
    QCOMPARE(outcomeOf(second).error().codeOrDefault(), u"late-attempt"_s);
    QCOMPARE(outcomeOf(third).error().codeOrDefault(), u"late-attempt"_s);
    QCOMPARE(job(claim.attempt.job).result, QByteArray("1"));
}

void QueueSuite::failureIsTriedAgainAfterItsBackoff()
{
    JobRequest asked = request();
    asked.attempts = 4;
    asked.backoff = milliseconds(10'000);
    const JobId id = add(asked);
    for (int made = 1; made < 4; ++made) {
        QVERIFY_RESULT(outcomeOf(queue().fail(claimOne().attempt, kBroken, AttemptEnd::Failed)));
        const Job now = job(id);
        QCOMPARE(now.state, JobState::Delayed);
        QCOMPARE(now.error, endedAttempt(made, kBroken)); // It did not fail: an attempt of it did.
        QCOMPARE(now.waitingFor->reason, WaitReason::Backoff);
        const milliseconds pause = now.runAt.value() - clock().now();
        const milliseconds due = *asked.backoff * (1 << (made - 1));
        QVERIFY(pause >= due * 9 / 10 && pause <= due * 11 / 10); // within a tenth.
        pass(pause - milliseconds(1000));
        QVERIFY(claim(1).isEmpty());
        pass(milliseconds(1500));
    }

    QCOMPARE(claimOne().attemptsMade, 4);
    QCOMPARE(job(id).error, endedAttempt(3, kBroken)); // Nor does the running one look as if it had.
}

void QueueSuite::eventsTellWhichAttemptEnded()
{
    JobRequest asked = request();
    asked.backoff = milliseconds(2000);
    const JobId id = add(asked);
    const Claim first = claimOne();
    QSignalSpy changed(&queue(), &QueueProvider::changed);
    QVERIFY_RESULT(outcomeOf(queue().fail(first.attempt, kBroken, AttemptEnd::Failed)));
    pass(milliseconds(3000));
    claimOne();

    QList<JobChanged> told;
    for (const QList<QVariant> &one : changed)
        told.append(one[0].value<QList<JobChanged>>());
    QCOMPARE(told.size(), 3);
    const std::array states{JobState::Delayed, JobState::Waiting, JobState::Active};
    for (qsizetype i = 0; i < told.size(); ++i) {
        QCOMPARE(told[i].job, id);
        QCOMPARE(told[i].state, states[size_t(i)]);
        QCOMPARE(told[i].error, endedAttempt(1, kBroken)); // As job() says.
    }
}

void QueueSuite::attemptsNeverExceedTheirNumber()
{
    JobRequest asked = request();
    asked.attempts = 3;
    asked.backoff = milliseconds(0);
    const JobId id = add(asked);
    int made = 0;
    for (Claim one = claimOne(); !one.attempt.job.isEmpty(); one = claimOne()) {
        ++made;
        QVERIFY_RESULT(outcomeOf(queue().fail(one.attempt, kBroken, AttemptEnd::Failed)));
        pass(milliseconds(1000));
    }

    QCOMPARE(made, 3);
    const Job dead = job(id);
    QCOMPARE(dead.state, JobState::Failed);
    QCOMPARE(dead.error, kBroken);
    QCOMPARE(dead.payload, QByteArray("{}"));
}

void QueueSuite::poisonJobIsADeadLetter()
{
    JobRequest asked = request();
    asked.attempts = 50;
    const JobId id = add(asked);

    for (int i = 0; i < limits::kJobCrashes; ++i) {
        QCOMPARE(claimOne(u"n%1"_s.arg(i)).attempt.number, i + 1);
        QCOMPARE(outcomeOf(queue().holderLost(NodeId(u"n%1"_s.arg(i)))).value(), 1);
        if (i == 0)
            reopen(); // It is remembered.
    }

    QCOMPARE(job(id).state, JobState::Failed);
    QCOMPARE(job(id).error->code, u"crash-limit"_s);
    QCOMPARE(job(id).attemptsMade, 0); // None of them was its own.
    QCOMPARE(job(id).history.size(), limits::kJobCrashes);
    QCOMPARE(job(id).payload, QByteArray("{}"));
}

void QueueSuite::aJobGivenBackHasNotFailed()
{
    JobRequest asked = request();
    asked.attempts = 1;
    const JobId id = add(asked);

    for (int i = 0; i < 5; ++i)
        QVERIFY_RESULT(outcomeOf(queue().fail(claimOne().attempt, {u"drained"_s, u"its node is drained"_s}, AttemptEnd::Requeued)));

    QCOMPARE(job(id).state, JobState::Waiting);
    QCOMPARE(job(id).error, std::nullopt);
    QCOMPARE(job(id).history.size(), 5);
}

void QueueSuite::whatWasTakenUsesUpNoAttempt()
{
    JobRequest asked = request();
    asked.attempts = 2;
    asked.backoff = milliseconds(0);
    const JobId id = add(asked);
    for (int i = 0; i < 4; ++i) // Four planned restarts,
        QVERIFY_RESULT(outcomeOf(queue().fail(claimOne().attempt, {u"node-stopped"_s, u"its node was stopped"_s}, AttemptEnd::Requeued)));
    for (int i = 1; i < limits::kJobCrashes; ++i) { // and nearly as many lost nodes as it may lose.
        claimOne();
        QCOMPARE(outcomeOf(queue().holderLost(NodeId(u"n1"_s))).value(), 1);
    }
    QCOMPARE(job(id).attemptsMade, 0);
    reopen();

    for (int made = 1; made <= 2; ++made) { // All attempts are still there.
        const Claim own = claimOne();
        QCOMPARE(own.attemptsMade, made);
        QCOMPARE(own.attempt.number, 4 + limits::kJobCrashes - 1 + made); // The fence grows with each.
        QVERIFY_RESULT(outcomeOf(queue().fail(own.attempt, kBroken, AttemptEnd::Failed)));
    }

    QCOMPARE(job(id).state, JobState::Failed);
    QCOMPARE(job(id).attemptsMade, 2);
    QCOMPARE(job(id).error, kBroken);
}

void QueueSuite::silentHolderLosesItsJob()
{
    add(request());
    const Claim claim = claimOne();
    QSignalSpy lost(&queue(), &QueueProvider::attemptsLost);
    pass(limits::kJobLock - milliseconds(500));
    QVERIFY(claimOne(u"n2"_s).attempt.job.isEmpty());

    pass(milliseconds(1000)); // at most a second after its lock.

    QCOMPARE(lost.size(), 1);
    QCOMPARE(lost[0][0].value<NodeId>(), NodeId(u"n1"_s));
    QCOMPARE(lost[0][1].value<QList<AttemptToken>>(), QList<AttemptToken>{claim.attempt});
    const Claim again = claimOne(u"n2"_s);
    QCOMPARE(again.attempt, (AttemptToken{claim.attempt.job, 2}));
    QCOMPARE(job(claim.attempt.job).history.first().error->code, u"node-lost"_s);
}

void QueueSuite::renewedLockHolds()
{
    add(request());
    const Claim claim = claimOne();

    for (int i = 0; i < 8; ++i) {
        pass(limits::kJobLockRenewal);
        QVERIFY(outcomeOf(queue().renew({claim.attempt})).value().isEmpty());
    }

    QVERIFY_RESULT(outcomeOf(queue().complete(claim.attempt, {})));
}

void QueueSuite::lostHolderFreesItsJobsAtOnce()
{
    addMany(10);
    claim(4, {u"agent/a1"_s}, u"n1"_s);
    const QList<Claim> others = claim(4, {u"agent/a1"_s}, u"n2"_s);

    QCOMPARE(outcomeOf(queue().holderLost(NodeId(u"n1"_s))).value(), 4);

    QCOMPARE(facts().waiting, 6);
    QCOMPARE(queue().heldBy(NodeId(u"n2"_s)).size(), others.size());
    QVERIFY(queue().heldBy(NodeId(u"n1"_s)).isEmpty());
    QCOMPARE(outcomeOf(queue().holderLost(NodeId(u"n1"_s))).value(), 0);
}

void QueueSuite::aStallOfTheQueueTakesNoLocks()
{
    add(request());
    const Claim claim = claimOne();
    pass(milliseconds(1000));

    clock().advance(milliseconds(600'000)); // We stood still; renewals may wait unread.
    QVERIFY_RESULT(outcomeOf(queue().sweep()));

    QVERIFY(outcomeOf(queue().renew({claim.attempt})).value().isEmpty());
}

void QueueSuite::runningAttemptsSurviveARestart()
{
    const JobId id = add(request());
    const Claim claim = claimOne();
    reopen();

    QVERIFY(claimOne(u"n2"_s).attempt.job.isEmpty());
    QVERIFY(outcomeOf(queue().renew({claim.attempt})).value().isEmpty());
    QVERIFY_RESULT(outcomeOf(queue().complete(claim.attempt, "7")));
    QCOMPARE(job(id).result, QByteArray("7"));

    add(request());
    claimOne();
    reopen();
    pass(limits::kJobLock + milliseconds(1000)); // Its holder never came back.
    QCOMPARE(claimOne(u"n2"_s).attempt.number, 2);
}

} // namespace muster
