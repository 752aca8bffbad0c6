// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/QueueSuite.h"
#include "tests/support/Outcome.h"

#include <QSignalSpy>

namespace muster {

using namespace Qt::StringLiterals;

void QueueSuite::sameKeyGivesTheSameJob()
{
    JobRequest keyed = request();
    keyed.dedupeKey = u"once"_s;
    QList<Future<QList<QueuedJob>>> asked;
    for (int i = 0; i < 200; ++i)
        asked << queue().add({{keyed, {}}, {keyed, {}}});

    QSet<JobId> ids;
    int fresh = 0;
    for (const auto &one : asked) {
        for (const QueuedJob &queued : outcomeOf(one).value_or({})) {
            ids.insert(queued.job);
            fresh += queued.isNew ? 1 : 0;
        }
    }

    QCOMPARE(ids.size(), 1);
    QCOMPARE(fresh, 1);
    QCOMPARE(claim(9).size(), 1);
    QCOMPARE(facts().active, 1);
}

void QueueSuite::aKeyHoldsOverARestartAndAfterItsJobIsOver()
{
    JobRequest keyed = request();
    keyed.dedupeKey = u"once"_s;
    const JobId id = add(keyed);
    QVERIFY_RESULT(outcomeOf(queue().complete(claimOne().attempt, "1")));
    reopen();

    QCOMPARE(add(keyed), id);
    QCOMPARE(facts().waiting, 0);
    QCOMPARE(facts().completed, 1);
}

void QueueSuite::keysOfTwoLanesAreTwo()
{
    JobRequest one = request(u"agent/acme:a1"_s);
    one.dedupeKey = u"once"_s;
    JobRequest other = request(u"agent/a1"_s);
    other.dedupeKey = one.dedupeKey;

    QVERIFY(add(one) != add(other));
}

void QueueSuite::aForgottenJobFreesItsKey()
{
    JobRequest keyed = request();
    keyed.dedupeKey = u"once"_s;
    const JobId id = add(keyed);
    QVERIFY_RESULT(outcomeOf(queue().cancel(id)));
    QVERIFY_RESULT(outcomeOf(queue().discard(id)));

    QVERIFY(add(keyed) != id);
}

void QueueSuite::pausedQueueGivesNothingAndStaysPaused()
{
    const JobId id = add(request());
    QVERIFY_RESULT(outcomeOf(queue().pauseQueue(u"agent"_s, true)));
    QVERIFY(claim(9).isEmpty());
    QCOMPARE(job(id).waitingFor->reason, WaitReason::QueuePaused);
    reopen();
    QVERIFY(facts().isPaused);
    QVERIFY(claim(9).isEmpty());
    QSignalSpy told(&queue(), &QueueProvider::laneReady);

    QVERIFY_RESULT(outcomeOf(queue().pauseQueue(u"agent"_s, false)));

    QCOMPARE(told.size(), 1);
    QCOMPARE(claim(9).size(), 1);
}

void QueueSuite::pagesAreNewestFirst()
{
    QList<JobId> ids = addMany(25);
    std::reverse(ids.begin(), ids.end());
    QList<JobId> seen;
    JobQuery query{.state = JobState::Waiting, .most = 10};
    for (bool hasMore = true; hasMore;) {
        const auto page = outcomeOf(queue().jobs(query));
        QVERIFY_RESULT(page);
        for (const Job &one : page->jobs)
            seen << one.id;
        hasMore = page->hasMore;
        query.after = seen.last();
    }

    QCOMPARE(seen, ids);
    QVERIFY(outcomeOf(queue().jobs({.state = JobState::Active})).value().jobs.isEmpty());
    QCOMPARE(outcomeOf(queue().jobs({.entity = entity()})).value().jobs.size(), 25);
    QCOMPARE(outcomeOf(queue().jobs({.node = NodeId(u"n1"_s)})).value().jobs.size(), 0);
    QCOMPARE(outcomeOf(queue().jobs({.search = ids[3].text()})).value().jobs.size(), 1);
}

void QueueSuite::countsFollowAndAreThereAfterARestart()
{
    addMany(6);
    JobRequest later = request();
    later.delay = milliseconds(60'000);
    add(later);
    const QList<Claim> claims = claim(5);
    QVERIFY_RESULT(outcomeOf(queue().complete(claims[0].attempt, {})));
    QVERIFY_RESULT(outcomeOf(queue().cancel(claims[1].attempt.job)));
    for (int i = 0; i < 3; ++i)
        QVERIFY_RESULT(outcomeOf(queue().fail(i == 0 ? claims[2].attempt : claimOne().attempt, {u"x"_s, u"y"_s}, AttemptEnd::NodeLost)));
    const QueueFacts expected{.name = u"agent"_s, .waiting = 1, .delayed = 1, .active = 2, .completed = 1, .failed = 1,
                              .cancelled = 1, .oldestWaiting = facts().oldestWaiting};

    QCOMPARE(facts(), expected);
    QVERIFY(expected.oldestWaiting.has_value());
    reopen();
    QueueFacts after = facts();
    after.oldestWaiting = expected.oldestWaiting;
    QCOMPARE(after, expected);
    QCOMPARE(queue().waitingIn(u"agent/a1"_s), 1);
}

void QueueSuite::readyLanesAreToldOnceATurn()
{
    QSignalSpy told(&queue(), &QueueProvider::laneReady);
    addMany(50);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told[0][0].toString(), u"agent/a1"_s);
    claim(50);
    QCOMPARE(told.size(), 1);

    m_under.queue.reset();
    m_under = {};
    m_under = m_factory();
    QSignalSpy again(&queue(), &QueueProvider::laneReady);
    QVERIFY_RESULT(outcomeOf(queue().open()));
    QCOMPARE(again.size(), 0); // All run.
}

void QueueSuite::changesAreToldBeforeTheAnswer()
{
    QList<JobState> states;
    connect(&queue(), &QueueProvider::changed, this, [&states](const QList<JobChanged> &jobs) {
        for (const JobChanged &one : jobs)
            states << one.state;
    });

    add(request());
    QCOMPARE(states, QList<JobState>{JobState::Waiting});
    const Claim claim = claimOne();
    QCOMPARE(states.last(), JobState::Active);
    QVERIFY_RESULT(outcomeOf(queue().fail(claim.attempt, {u"x"_s, u"y"_s}, AttemptEnd::Failed)));
    QCOMPARE(states.last(), JobState::Delayed);
    QVERIFY_RESULT(outcomeOf(queue().cancel(claim.attempt.job)));

    QCOMPARE(states, (QList<JobState>{JobState::Waiting, JobState::Active, JobState::Delayed, JobState::Cancelled}));
}

void QueueSuite::everythingWaitsOverARestart()
{
    const QList<JobId> ids = addMany(10);

    reopen();

    QList<JobId> got;
    for (const Claim &one : claim(99))
        got << one.attempt.job;
    QCOMPARE(got, ids);
}

} // namespace muster
