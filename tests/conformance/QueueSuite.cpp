// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/QueueSuite.h"

#include "core/base/Limits.h"
#include "tests/support/Outcome.h"

namespace muster {

using namespace Qt::StringLiterals;

void QueueSuite::init()
{
    m_clock = ManualClock();
    m_factory = freshQueue(m_clock);
    m_under = m_factory();
    QVERIFY_RESULT(outcomeOf(queue().open()));
}

void QueueSuite::cleanup()
{
    m_under.queue.reset();
    m_under = {};
}

void QueueSuite::reopen()
{
    m_under.queue.reset();
    m_under = {};
    m_under = m_factory();
    QVERIFY_RESULT(outcomeOf(queue().open()));
}

void QueueSuite::pass(milliseconds span)
{
    constexpr milliseconds step(500);
    for (; span > milliseconds(0); span -= step) {
        m_clock.advance(std::min(span, step));
        QVERIFY_RESULT(outcomeOf(queue().sweep()));
    }
}

EntityRef QueueSuite::entity(const QString &text)
{
    return EntityRef::parse(text, u"entity"_s).value();
}

JobRequest QueueSuite::request(const QString &text, const QByteArray &payload)
{
    return {.entity = entity(text), .payload = payload};
}

JobId QueueSuite::add(const JobRequest &request)
{
    const auto added = outcomeOf(queue().add({{request, u"ann"_s}}));
    if (!added)
        qWarning("%s", qPrintable(added.error().text()));
    return added ? added->first().job : JobId();
}

QList<JobId> QueueSuite::addMany(int count, const QString &text)
{
    QList<NewJob> jobs;
    for (int i = 0; i < count; ++i)
        jobs.append({request(text, QByteArray::number(i)), {}});
    QList<JobId> ids;
    for (const QueuedJob &one : outcomeOf(queue().add(jobs)).value_or({}))
        ids.append(one.job);
    return ids;
}

QList<Claim> QueueSuite::claim(int most, const QStringList &lanes, const QString &holder)
{
    const auto claims = outcomeOf(queue().claim(lanes, most, NodeId(holder)));
    if (!claims)
        qWarning("%s", qPrintable(claims.error().text()));
    return claims.value_or({});
}

Claim QueueSuite::claimOne(const QString &holder)
{
    const QList<Claim> claims = claim(1, {u"agent/a1"_s}, holder);
    return claims.isEmpty() ? Claim{} : claims.first();
}

Job QueueSuite::job(const JobId &id)
{
    return outcomeOf(queue().job(id)).value_or(Job{});
}

QueueFacts QueueSuite::facts(const QString &name)
{
    for (const QueueFacts &one : queue().queues()) {
        if (one.name == name)
            return one;
    }
    return {};
}

void QueueSuite::emptyQueueGivesNothing()
{
    QVERIFY(claim(10).isEmpty());
    QVERIFY(queue().queues().isEmpty());
    QVERIFY(outcomeOf(queue().jobs({})).value().jobs.isEmpty());
    QCOMPARE(outcomeOf(queue().job(JobId(u"j1"_s))).error().kind, ErrorKind::NotFound);
    QCOMPARE(outcomeOf(queue().cancel(JobId(u"nonsense"_s))).error().kind, ErrorKind::NotFound);
    QCOMPARE(outcomeOf(queue().cancelLane(u"agent/none"_s)).value(), 0);
}

void QueueSuite::beforeItIsOpenItSaysSo()
{
    m_under.queue.reset();
    m_under = {};
    m_under = m_factory();

    QCOMPARE(outcomeOf(queue().add({{request(), {}}})).error().codeOrDefault(), u"queue-opening"_s);
    QCOMPARE(outcomeOf(queue().complete({JobId(u"j1"_s), 1}, {})).error().codeOrDefault(), u"queue-opening"_s);
}

void QueueSuite::claimGivesWhatWasAdded()
{
    JobRequest asked = request(u"agent/a1"_s, QByteArray("{\"x\":\"\0\xc3\xa9\"}", 11));
    asked.attempts = 5;
    asked.attemptTimeout = milliseconds(77);
    const JobId id = add(asked);

    const Claim claim = claimOne();

    QCOMPARE(claim.attempt, (AttemptToken{id, 1}));
    QCOMPARE(claim.entity, asked.entity);
    QCOMPARE(claim.payload, asked.payload);
    QCOMPARE(claim.attemptsMade, 1);
    QCOMPARE(claim.attempts, 5);
    QCOMPARE(claim.attemptTimeout, milliseconds(77));
    QCOMPARE(claim.lockUntil, clock().steadyNow() + limits::kJobLock);
    const Job now = job(id);
    QCOMPARE(now.state, JobState::Active);
    QCOMPARE(now.node, NodeId(u"n1"_s));
    QCOMPARE(now.startedAt, clock().now());
    QCOMPARE(now.createdBy, u"ann"_s);
    QCOMPARE(now.queue, u"agent"_s);
    QCOMPARE(queue().heldBy(NodeId(u"n1"_s)), QList<AttemptToken>{claim.attempt});
}

void QueueSuite::higherPriorityComesFirstThenOlder()
{
    QList<JobId> ids;
    for (const int priority : {0, 5, -1, 5, 0}) {
        JobRequest one = request();
        one.priority = priority;
        ids << add(one);
    }

    QList<JobId> got;
    for (const Claim &one : claim(3) + claim(9))
        got << one.attempt.job;

    QCOMPARE(got, (QList<JobId>{ids[1], ids[3], ids[0], ids[4], ids[2]}));
}

void QueueSuite::lanesAreApart()
{
    add(request(u"agent/a1"_s));
    const JobId other = add(request(u"mcp/b1"_s));

    const QList<Claim> claims = claim(9, {u"mcp/b1"_s, u"agent/none"_s});

    QCOMPARE(claims.size(), 1);
    QCOMPARE(claims[0].attempt.job, other);
    QCOMPARE(queue().waitingIn(u"agent/a1"_s), 1);
    QCOMPARE(queue().waitingIn(u"mcp/b1"_s), 0);
}

void QueueSuite::aClaimTakesTheBestOfAllItsLanes()
{
    QList<JobId> ids;
    for (int i = 0; i < 12; ++i) {
        JobRequest one = request(u"agent/a%1"_s.arg(i % 3 + 1));
        one.priority = i == 7 ? 1 : 0;
        ids << add(one);
    }
    ids.move(7, 0);

    QList<JobId> got;
    for (const Claim &one : claim(12, {u"agent/a3"_s, u"agent/a1"_s, u"agent/a2"_s, u"agent/a1"_s}))
        got << one.attempt.job;

    QCOMPARE(got, ids);
}

void QueueSuite::everyJobIsClaimedOnce()
{
    const QList<JobId> ids = addMany(300);
    QList<Future<QList<Claim>>> asked;
    for (int i = 0; i < 20; ++i)
        asked << queue().claim({u"agent/a1"_s}, 17, NodeId(u"n%1"_s.arg(i)));

    QSet<JobId> got;
    int claims = 0;
    for (const auto &one : asked) {
        for (const Claim &claim : outcomeOf(one).value_or({})) {
            got.insert(claim.attempt.job);
            ++claims;
        }
    }

    QCOMPARE(claims, 300);
    QCOMPARE(got, QSet<JobId>(ids.begin(), ids.end()));
}

void QueueSuite::aLaneLongerThanAnyWindowComesInOrder()
{
    QList<JobId> ids = addMany(3000);
    reopen(); // Nothing of it is in memory.
    ids << addMany(500);
    JobRequest urgent = request();
    urgent.priority = 1;
    ids.prepend(add(urgent));

    QList<JobId> got;
    for (QList<Claim> some = claim(256); !some.isEmpty(); some = claim(256)) {
        for (const Claim &one : some)
            got << one.attempt.job;
    }

    QCOMPARE(got.size(), ids.size());
    QVERIFY(got == ids);
}

void QueueSuite::tooLongPayloadIsRefusedAndNothingOfItsCall()
{
    const QByteArray longest(limits::kJobPayloadBytes, 'x');
    QVERIFY_RESULT(outcomeOf(queue().add({{request(u"agent/a1"_s, longest), {}}})));
    QCOMPARE(claimOne().payload, longest);

    const auto refused = outcomeOf(queue().add({{request(), {}}, {request(u"agent/a1"_s, longest + 'x'), {}}}));

    QCOMPARE(refused.error().kind, ErrorKind::Invalid);
    QCOMPARE(refused.error().field, u"data"_s);
    QCOMPARE(queue().waitingIn(u"agent/a1"_s), 0);
}

} // namespace muster
