// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/JobNumber.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! Sweeps that lie further apart mean that this process stood still; renewals may wait unread (M-4).
constexpr milliseconds kStall = 2s;
constexpr milliseconds kProbe = 1s;     // How often a full disk is looked at.
constexpr milliseconds kSweepMost = 1h; // Of waiting for the next thing to do: timers are bounded.
constexpr int kOverdueAtOnce = 256; // delays that ended while nobody looked are released so many a sweep.

struct Retention {
    JobState state;
    milliseconds kept;
    qint64 most;
};
constexpr std::array kRetention{Retention{JobState::Completed, limits::kCompletedJobsKept, limits::kCompletedJobsMost},
                                Retention{JobState::Failed, limits::kFailedJobsKept, limits::kFailedJobsMost},
                                Retention{JobState::Cancelled, limits::kCompletedJobsKept, limits::kCompletedJobsMost}};

const Retention &retentionOf(JobState state)
{
    return *std::find_if(kRetention.begin(), kRetention.end(), [state](const Retention &one) { return one.state == state; });
}

} // namespace

Future<void> EmbeddedQueue::sweep()
{
    const Pending<void> pending;
    if (m_isOpen)
        doSweep();
    if (m_pipeline.isIdle())
        pending.finish({});
    else
        m_sweeps.append(pending);
    return pending.future();
}

void EmbeddedQueue::doSweep()
{
    const SteadyTime steady = m_clock.steadyNow();
    if (steady - m_lastSweep > kStall)
        m_attempts.extendAll(steady + limits::kJobLockRenewal);
    m_lastSweep = steady;
    if (m_pipeline.isFull() && steady - m_lastProbe >= kProbe) {
        m_lastProbe = steady;
        m_pipeline.probeRoom();
    }
    sweepLocks();
    sweepDelays();
    for (const Retention &one : kRetention)
        sweepOld(one.state);
    armTimer();
}

void EmbeddedQueue::sweepLocks()
{
    for (const RunningAttempt &one : m_attempts.expired(m_clock.steadyNow())) {
        const QString why = u"%1 was silent for %2 s while it ran this"_s.arg(one.holder().text()).arg(limits::kJobLock / 1s);
        const AttemptToken token{.job = jobIdOf(one.row.number), .number = one.row.made};
        m_attempts.find(one.row.number, one.row.made)->isEnding = true;
        end(one, failureOf(one, {u"node-lost"_s, why}, AttemptEnd::NodeLost), [this, holder = one.holder(), token](const Result<void> &ended) {
            if (ended)
                Q_EMIT attemptsLost(holder, {token});
        });
    }
}

void EmbeddedQueue::sweepDelays()
{
    if (m_isReleasing || !m_nextDue || now() < *m_nextDue)
        return;
    m_isReleasing = true;
    const bool isOverdue = *m_nextDue <= m_openedAt;
    const ReleaseDelayed change{.due = isOverdue ? m_openedAt : now(), .most = isOverdue ? kOverdueAtOnce : limits::kJobsDeleted};
    m_pipeline.change(change, [this, isOverdue](const Result<JobOutcome> &outcome) {
        m_isReleasing = false;
        if (!outcome)
            return;
        noteReleased(*outcome);
        if (!isOverdue)
            sweepDelays(); // As long as there are more.
    });
}

void EmbeddedQueue::noteReleased(const JobOutcome &outcome)
{
    m_nextDue = outcome.next;
    for (const JobMove &move : outcome.moves)
        noteMove(move, move.error);
}

void EmbeddedQueue::sweepOld(JobState state)
{
    const Retention &rule = retentionOf(state);
    const std::optional<Timestamp> oldest = m_oldest[state];
    // By the clock that is behind: results must not vanish because somebody set the time.
    const Timestamp before = std::min(now(), m_clock.now()) - rule.kept;
    const qint64 surplus = std::max<qint64>(0, m_ledger.count(state) - rule.most);
    if (m_trimming.contains(state) || !oldest || (surplus == 0 && !(*oldest < before)))
        return;
    m_trimming.insert(state);
    const TrimJobs change{.state = state, .before = before, .surplus = surplus, .most = limits::kJobsDeleted};
    m_pipeline.change(change, [this, state](const Result<JobOutcome> &outcome) {
        m_trimming.remove(state);
        if (!outcome)
            return;
        m_oldest[state] = outcome->next;
        for (const JobMove &move : outcome->moves)
            noteMove(move, std::nullopt);
        sweepOld(state); // As long as there are more.
    });
}

//! Sets the timer to the next thing that time brings; without any it stands still.
void EmbeddedQueue::armTimer()
{
    if (m_pipeline.isIdle()) {
        for (const Pending<void> &sweep : std::exchange(m_sweeps, {}))
            sweep.finish({});
    }
    std::optional<milliseconds> wait;
    const auto consider = [&wait](milliseconds one) { wait = wait ? std::min(*wait, one) : one; };
    if (!m_attempts.isEmpty() || m_pipeline.isFull())
        consider(limits::kJobSweep);
    if (m_nextDue)
        consider(*m_nextDue - now());
    for (const Retention &one : kRetention) {
        if (const std::optional<Timestamp> oldest = m_oldest[one.state])
            consider(m_ledger.count(one.state) > one.most ? milliseconds(0) : *oldest + one.kept - now());
    }
    if (!wait)
        return m_timer.stop();
    const milliseconds next = std::clamp(*wait, milliseconds(limits::kJobSweep), kSweepMost);
    if (m_timer.isActive() && m_timer.remainingTimeAsDuration() <= next)
        return;
    if (!m_timer.isActive())
        m_lastSweep = m_clock.steadyNow(); // No stall: nothing was to be swept.
    m_timer.start(next);
}

} // namespace muster
