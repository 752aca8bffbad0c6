// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/JobNumber.h"

#include <QRandomGenerator>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error lateError()
{
    return conflict(u"this attempt is not the running one of its job any more"_s, u"late-attempt"_s);
}

} // namespace

Future<QList<AttemptToken>> EmbeddedQueue::renew(QList<AttemptToken> attempts)
{
    if (!m_isOpen)
        return failed<QList<AttemptToken>>(openingError());
    const SteadyTime until = m_clock.steadyNow() + limits::kJobLock;
    QList<AttemptToken> lost;
    for (const AttemptToken &token : std::as_const(attempts)) {
        if (RunningAttempt *running = m_attempts.find(jobNumberOf(token.job), token.number))
            running->lockUntil = until;
        else
            lost.append(token);
    }
    return ready(lost);
}

Future<void> EmbeddedQueue::complete(AttemptToken attempt, QByteArray result)
{
    if (!m_isOpen)
        return failed<void>(openingError());
    if (result.size() > limits::kJobResultBytes)
        return failed<void>(invalid(u"result"_s, u"result: it has at most %1 bytes"_s.arg(limits::kJobResultBytes)));
    RunningAttempt *running = m_attempts.find(jobNumberOf(attempt.job), attempt.number);
    if (!running)
        return failed<void>(lateError());
    EndAttempt change{.number = running->row.number, .attempt = attempt.number, .result = std::move(result),
                      .uncounted = running->row.uncounted, .at = m_clock.now()};
    running->isEnding = true;
    const Pending<void> pending;
    end(*running, std::move(change), [pending](const Result<void> &outcome) { pending.finish(outcome); });
    return pending.future();
}

Future<void> EmbeddedQueue::fail(AttemptToken attempt, JobError error, AttemptEnd how)
{
    if (!m_isOpen)
        return failed<void>(openingError());
    RunningAttempt *running = m_attempts.find(jobNumberOf(attempt.job), attempt.number);
    if (!running)
        return failed<void>(lateError());
    running->isEnding = true;
    const Pending<void> pending;
    end(*running, failureOf(*running, error, how), [pending](const Result<void> &outcome) { pending.finish(outcome); });
    return pending.future();
}

//! What follows from a failure.
EndAttempt EmbeddedQueue::failureOf(const RunningAttempt &attempt, const JobError &error, AttemptEnd how) const
{
    const JobRow &row = attempt.row;
    const int nodesLost = row.nodesLost + (how == AttemptEnd::NodeLost ? 1 : 0);
    const std::optional<milliseconds> pause =
        retryAfter(how, {.attemptsMade = row.made - row.uncounted, .attempts = row.attempts, .nodesLost = nodesLost, .backoff = row.backoff},
                   QRandomGenerator::global()->generateDouble());
    EndAttempt change{.number = row.number, .attempt = row.made, .next = JobState::Failed, .error = error,
                      .isFailure = how != AttemptEnd::Requeued, .nodesLost = nodesLost,
                      .uncounted = row.uncounted + (countsAsMade(how) ? 0 : 1), .at = m_clock.now()};
    if (!pause && how == AttemptEnd::NodeLost)
        change.error = crashLimit(error);
    if (pause && *pause > milliseconds(0)) {
        change.next = JobState::Delayed;
        change.delay = JobDelay{now(), now() + *pause};
    } else if (pause) {
        change.next = JobState::Waiting;
    }
    return change;
}

//! Writes the end of \a attempt, which is marked as ending.
void EmbeddedQueue::end(const RunningAttempt &attempt, EndAttempt change, Ended done)
{
    const EndAttempt copy = change;
    m_pipeline.change(std::move(change), [this, attempt, copy, done = std::move(done)](const Result<JobOutcome> &outcome) {
        noteEnd(attempt, copy, outcome, done);
    });
}

void EmbeddedQueue::noteEnd(const RunningAttempt &attempt, const EndAttempt &change, const Result<JobOutcome> &outcome,
                            const Ended &done)
{
    if (!outcome) {
        m_attempts.resume(change.number);
        return finishLater([done, error = outcome.error()] { done(error); });
    }
    if (outcome->moves.isEmpty()) // It was cancelled between our look and the store's.
        return finishLater([done] { done(lateError()); });
    m_attempts.end(change.number);
    JobMove move{.before = JobState::Active, .row = attempt.row};
    move.row.state = change.next;
    move.row.nodesLost = change.nodesLost;
    move.row.uncounted = change.uncounted;
    if (change.delay)
        m_nextDue = m_nextDue ? std::min(*m_nextDue, change.delay->until) : change.delay->until;
    const bool isFailure = change.next != JobState::Completed && change.isFailure;
    noteMove(move, isFailure ? std::optional(change.error) : std::nullopt);
    finishLater([done] { done({}); });
}

Future<int> EmbeddedQueue::holderLost(NodeId holder)
{
    if (!m_isOpen)
        return failed<int>(openingError());
    const QList<RunningAttempt> held = m_attempts.heldBy(holder);
    if (held.isEmpty())
        return ready(0);
    struct Progress {
        qsizetype left = 0;
        int ended = 0;
        std::optional<Error> error = std::nullopt;
        Pending<int> pending = {};
    };
    const auto progress = std::make_shared<Progress>(Progress{.left = held.size()});
    const JobError why{u"node-lost"_s, u"%1 was lost while it ran this"_s.arg(holder.text())};
    for (const RunningAttempt &one : held) {
        m_attempts.find(one.row.number, one.row.made)->isEnding = true;
        end(one, failureOf(one, why, AttemptEnd::NodeLost), [progress](const Result<void> &outcome) {
            progress->ended += outcome ? 1 : 0;
            if (!outcome && outcome.error().kind == ErrorKind::Storage)
                progress->error = outcome.error();
            if (--progress->left == 0)
                progress->pending.finish(progress->error ? Result<int>(*progress->error) : Result<int>(progress->ended));
        });
    }
    return progress->pending.future();
}

QList<AttemptToken> EmbeddedQueue::heldBy(const NodeId &holder) const
{
    QList<AttemptToken> held;
    for (const RunningAttempt &one : m_attempts.heldBy(holder))
        held.append({.job = jobIdOf(one.row.number), .number = one.row.made});
    return held;
}

} // namespace muster
