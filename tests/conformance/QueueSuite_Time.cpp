// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "tests/conformance/QueueSuite.h"
#include "tests/support/Outcome.h"

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds kTenYears = 24h * 3653;

} // namespace

void QueueSuite::delayedJobWaitsForItsTime()
{
    JobRequest later = request();
    later.delay = 5s;
    const JobId id = add(later);
    QCOMPARE(job(id).state, JobState::Delayed);
    QCOMPARE(job(id).waitingFor->reason, WaitReason::Delayed);
    pass(4500ms);
    QVERIFY(claim(9).isEmpty());

    pass(500ms);

    QCOMPARE(claim(9).size(), 1);
}

void QueueSuite::delayGoesOnOverARestart()
{
    JobRequest later = request();
    later.delay = 5s;
    add(later);
    pass(2s);
    reopen();
    pass(2s);
    QVERIFY(claim(9).isEmpty());

    pass(1s);

    QCOMPARE(claim(9).size(), 1);
}

void QueueSuite::wallClockJumpsFireNothing()
{
    JobRequest later = request();
    later.delay = 5s;
    add(later);
    for (const milliseconds jump : {kTenYears, -2 * kTenYears, kTenYears}) {
        clock().jumpWall(jump);
        pass(1s);
        QVERIFY(claim(9).isEmpty());
    }

    pass(2s);

    QCOMPARE(claim(9).size(), 1);
}

void QueueSuite::aClockSetBackDelaysNothingTwice()
{
    JobRequest later = request();
    later.delay = 5s;
    add(later);
    clock().jumpWall(-kTenYears);
    reopen();

    pass(5s); // Its delay, from now: the best that is known.

    QCOMPARE(claim(9).size(), 1);
}

void QueueSuite::overdueDelaysComeInBounds()
{
    QList<NewJob> jobs;
    for (int i = 0; i < 1000; ++i) {
        jobs.append({request(), {}});
        jobs.last().request.delay = 24h + milliseconds(i);
    }
    QVERIFY_RESULT(outcomeOf(queue().add(jobs)));
    clock().jumpWall(kTenYears);
    reopen();
    qint64 before = 0;
    for (int sweeps = 0; queue().waitingIn(u"agent/a1"_s) < 1000; ++sweeps) {
        pass(250ms);
        const qint64 now = queue().waitingIn(u"agent/a1"_s);
        QVERIFY2(now - before <= 256, qPrintable(QString::number(now - before)));
        QVERIFY(sweeps < 100);
        before = now;
    }
}

void QueueSuite::oldJobsGoByAge()
{
    addMany(2500);
    JobRequest keyed = request();
    keyed.dedupeKey = u"once"_s;
    const JobId old = add(keyed);
    for (QList<Claim> some = claim(256); !some.isEmpty(); some = claim(256)) {
        QList<Future<void>> ends;
        for (const Claim &one : some)
            ends << queue().complete(one.attempt, "1");
        for (const Future<void> &end : ends)
            QVERIFY_RESULT(outcomeOf(end));
    }
    clock().advance(12h);
    const JobId young = add(request());
    QVERIFY_RESULT(outcomeOf(queue().complete(claimOne().attempt, "1")));
    QVERIFY_RESULT(outcomeOf(queue().sweep()));
    QCOMPARE(facts().completed, 2502);
    reopen();

    clock().advance(12h + 1s);
    QVERIFY_RESULT(outcomeOf(queue().sweep()));

    QCOMPARE(facts().completed, 1);
    QCOMPARE(outcomeOf(queue().job(old)).error().kind, ErrorKind::NotFound);
    QCOMPARE(job(young).state, JobState::Completed);
    QVERIFY(add(keyed) != old); // Its key went with it.
}

void QueueSuite::deadLettersStayLonger()
{
    JobRequest once = request();
    once.attempts = 1;
    const JobId id = add(once);
    QVERIFY_RESULT(outcomeOf(queue().fail(claimOne().attempt, {u"x"_s, u"y"_s}, AttemptEnd::Failed)));

    clock().advance(limits::kFailedJobsKept - 1min);
    QVERIFY_RESULT(outcomeOf(queue().sweep()));
    QCOMPARE(job(id).state, JobState::Failed);
    clock().advance(2min);
    QVERIFY_RESULT(outcomeOf(queue().sweep()));

    QCOMPARE(outcomeOf(queue().job(id)).error().kind, ErrorKind::NotFound);
}

} // namespace muster
