// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/QueueSuite.h"
#include "tests/support/Outcome.h"

#include <QSignalSpy>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const JobError kBroken{u"exit-status"_s, u"it ended with 3"_s};

} // namespace

void QueueSuite::cancelledJobRunsNoMore()
{
    JobRequest later = request();
    later.delay = milliseconds(1000);
    const JobId delayed = add(later);
    const JobId waiting = add(request());

    QVERIFY_RESULT(outcomeOf(queue().cancel(delayed)));
    QVERIFY_RESULT(outcomeOf(queue().cancel(waiting)));
    pass(milliseconds(2000));

    QVERIFY(claim(9).isEmpty());
    QCOMPARE(job(waiting).state, JobState::Cancelled);
    QCOMPARE(job(delayed).state, JobState::Cancelled);
    QCOMPARE(facts().cancelled, 2);
}

void QueueSuite::cancelledAttemptIsFencedOff()
{
    const JobId id = add(request());
    const Claim claim = claimOne();
    QSignalSpy lost(&queue(), &QueueProvider::attemptsLost);

    QVERIFY_RESULT(outcomeOf(queue().cancel(id)));

    QCOMPARE(lost.size(), 1);
    QCOMPARE(outcomeOf(queue().complete(claim.attempt, "1")).error().codeOrDefault(), u"late-attempt"_s);
    QCOMPARE(job(id).state, JobState::Cancelled);
    QVERIFY(queue().heldBy(NodeId(u"n1"_s)).isEmpty());
}

void QueueSuite::jobThatIsOverCannotBeCancelled()
{
    const JobId id = add(request());
    const Future<void> done = queue().complete(claimOne().attempt, {});
    const Future<void> cancelled = queue().cancel(id); // While the completion is on its way.

    QVERIFY_RESULT(outcomeOf(done));
    QCOMPARE(outcomeOf(cancelled).error().codeOrDefault(), u"job-over"_s);
    QCOMPARE(job(id).state, JobState::Completed);
}

void QueueSuite::deadLetterRunsAgainWithAllAttempts()
{
    JobRequest asked = request();
    asked.attempts = 2;
    asked.backoff = milliseconds(0);
    const JobId id = add(asked);
    QCOMPARE(outcomeOf(queue().retry(id)).error().codeOrDefault(), u"job-not-over"_s);
    for (int i = 0; i < 2; ++i)
        QVERIFY_RESULT(outcomeOf(queue().fail(claimOne().attempt, kBroken, AttemptEnd::Failed)));
    QCOMPARE(job(id).state, JobState::Failed);

    QVERIFY_RESULT(outcomeOf(queue().retry(id)));

    QCOMPARE(job(id).attemptsMade, 0);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(claimOne().attemptsMade, 1 + i);
        QVERIFY_RESULT(outcomeOf(queue().fail(queue().heldBy(NodeId(u"n1"_s)).first(), kBroken, AttemptEnd::Failed)));
    }
    QCOMPARE(job(id).state, JobState::Failed);
    QCOMPARE(job(id).history.size(), 4);
    QCOMPARE(outcomeOf(queue().retry(JobId(u"j1"_s))).error().kind, ErrorKind::NotFound);
}

void QueueSuite::attemptsBeforeARetryStayFencedOff()
{
    const JobId id = add(request());
    const Claim old = claimOne();
    QVERIFY_RESULT(outcomeOf(queue().cancel(id)));
    QVERIFY_RESULT(outcomeOf(queue().retry(id)));

    const Claim fresh = claimOne(u"n2"_s);

    QVERIFY(fresh.attempt.number > old.attempt.number);
    QCOMPARE(outcomeOf(queue().complete(old.attempt, "1")).error().codeOrDefault(), u"late-attempt"_s);
}

void QueueSuite::onlyWhatIsOverCanBeForgotten()
{
    const JobId id = add(request());
    QCOMPARE(outcomeOf(queue().discard(id)).error().codeOrDefault(), u"job-not-over"_s);
    QVERIFY_RESULT(outcomeOf(queue().complete(claimOne().attempt, "1")));

    QVERIFY_RESULT(outcomeOf(queue().discard(id)));

    QCOMPARE(outcomeOf(queue().job(id)).error().kind, ErrorKind::NotFound);
    QCOMPARE(facts().completed, 0);
}

void QueueSuite::aLaneIsCancelledWhole()
{
    addMany(2500);
    JobRequest later = request();
    later.delay = milliseconds(1000);
    add(later);
    claim(10);
    const JobId other = add(request(u"agent/a2"_s));

    QCOMPARE(outcomeOf(queue().cancelLane(u"agent/a1"_s)).value(), 2501);

    QCOMPARE(facts().cancelled, 2501);
    QVERIFY(claim(9).isEmpty());
    QVERIFY(queue().heldBy(NodeId(u"n1"_s)).isEmpty());
    QCOMPARE(job(other).state, JobState::Waiting);
}

void QueueSuite::historyTellsAllAttempts()
{
    JobRequest asked = request();
    asked.backoff = milliseconds(0);
    const JobId id = add(asked);
    QVERIFY_RESULT(outcomeOf(queue().fail(claimOne(u"n1"_s).attempt, kBroken, AttemptEnd::Failed)));
    const Claim second = claimOne(u"n2"_s);
    QCOMPARE(job(id).history.size(), 2);
    QCOMPARE(job(id).history[1].endedAt, std::nullopt);
    QVERIFY_RESULT(outcomeOf(queue().complete(second.attempt, "1")));
    QVERIFY_RESULT(outcomeOf(queue().retry(id)));
    QVERIFY_RESULT(outcomeOf(queue().complete(claimOne(u"n3"_s).attempt, "2")));

    const QList<JobAttempt> history = job(id).history;

    QCOMPARE(history.size(), 3);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(history[i].number, i + 1);
        QCOMPARE(history[i].node, NodeId(u"n%1"_s.arg(i + 1)));
        QVERIFY(history[i].endedAt.has_value());
    }
    QCOMPARE(history[0].error, kBroken);
    QCOMPARE(history[1].error, std::nullopt);
    QCOMPARE(history[2].error, std::nullopt);
}

} // namespace muster
