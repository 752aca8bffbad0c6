// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/queue/embedded/PendingClaim.h"
#include "core/store/JobNumber.h"

#include <algorithm>
#include <queue>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLanesRead = 64; // Of one claim in a transaction; beyond, the order between lanes is only near.

} // namespace

Future<QList<Claim>> EmbeddedQueue::claim(QStringList lanes, int most, NodeId holder)
{
    if (!m_isOpen)
        return failed<QList<Claim>>(openingError());
    const auto claim = std::make_shared<PendingClaim>();
    claim->most = std::clamp(most, 1, limits::kJobClaim);
    claim->holder = std::move(holder);
    lanes.removeDuplicates();
    for (const QString &lane : std::as_const(lanes)) {
        const qint64 id = m_ledger.idOf(lane);
        if (id != 0 && m_ready.waiting(id) > 0)
            claim->lanes.append(id);
    }
    continueClaim(claim);
    return claim->pending.future();
}

//! Picks from memory; where a lane's window is at its end, the store is asked first.
void EmbeddedQueue::continueClaim(const std::shared_ptr<PendingClaim> &claim)
{
    claim->lanes.removeIf([this](qint64 lane) {
        return m_ready.waiting(lane) == 0 || m_ledger.isPaused(m_ledger.lane(lane).queue);
    });
    QList<qint64> toRead;
    for (const qint64 lane : std::as_const(claim->lanes)) {
        if (m_ready.isShort(lane) && toRead.size() < kLanesRead)
            toRead.append(lane);
    }
    const bool areMany = claim->reads++ > 0 && toRead.size() == kLanesRead; // Take first what was read.
    if (!toRead.isEmpty() && !areMany)
        return readLanes(claim, toRead);
    if (pickFrom(claim.get()))
        return continueClaim(claim);
    if (!toRead.isEmpty() && static_cast<int>(claim->picked.size()) < claim->most)
        return readLanes(claim, toRead);
    sendClaim(claim);
}

void EmbeddedQueue::readLanes(const std::shared_ptr<PendingClaim> &claim, const QList<qint64> &lanes)
{
    const int asked = m_ready.wanted();
    claim->toRead = static_cast<int>(lanes.size());
    for (const qint64 lane : lanes) {
        m_pipeline.change(ReadLane{.lane = lane, .most = asked}, [this, claim, lane, asked](const Result<JobOutcome> &outcome) {
            if (!outcome)
                claim->error = outcome.error();
            QList<ReadyJob> jobs;
            for (const JobRow &row : outcome ? outcome->ready : QList<JobRow>())
                jobs.append({.priority = row.priority, .number = row.number});
            if (outcome)
                m_ready.fill(lane, jobs, asked);
            if (--claim->toRead > 0)
                return;
            claim->error ? sendClaim(claim) : continueClaim(claim);
        });
    }
}

//! Picks the best of all lanes until enough are picked; true when a lane came to the end of its window before.
bool EmbeddedQueue::pickFrom(PendingClaim *claim)
{
    using Front = std::pair<ReadyJob, qint64>;
    const auto isLater = [](const Front &a, const Front &b) { return b.first < a.first; };
    std::priority_queue<Front, std::vector<Front>, decltype(isLater)> fronts(isLater);
    for (const qint64 lane : std::as_const(claim->lanes)) {
        if (const std::optional<ReadyJob> next = m_ready.next(lane))
            fronts.push({*next, lane});
    }
    while (!fronts.empty() && static_cast<int>(claim->picked.size()) < claim->most) {
        const auto [job, lane] = fronts.top();
        fronts.pop();
        m_ready.pick(lane, job);
        claim->picked.push_back({lane, job});
        if (m_ready.isShort(lane) && static_cast<int>(claim->picked.size()) < claim->most)
            return true;
        if (const std::optional<ReadyJob> next = m_ready.next(lane))
            fronts.push({*next, lane});
    }
    return false;
}

void EmbeddedQueue::sendClaim(const std::shared_ptr<PendingClaim> &claim)
{
    if (claim->error) {
        for (const auto &[lane, job] : claim->picked)
            m_ready.settle(lane, job, ReadyIndex::Settled::Back);
        return finishLater([claim] { claim->pending.finish(*claim->error); });
    }
    if (claim->picked.empty()) {
        claim->pending.finish(QList<Claim>());
        return;
    }
    ClaimJobs change{.numbers = {}, .node = claim->holder, .at = m_clock.now()};
    for (const auto &[lane, job] : claim->picked)
        change.numbers.append(job.number);
    m_pipeline.change(std::move(change), [this, claim](const Result<JobOutcome> &outcome) { noteClaimed(claim, outcome); });
}

void EmbeddedQueue::noteClaimed(const std::shared_ptr<PendingClaim> &claim, const Result<JobOutcome> &outcome)
{
    const SteadyTime lockUntil = m_clock.steadyNow() + limits::kJobLock;
    QList<Claim> claims;
    qsizetype next = 0; // Moves come in the order of what was picked.
    for (const auto &[lane, job] : claim->picked) {
        if (!outcome) {
            m_ready.settle(lane, job, ReadyIndex::Settled::Back);
            m_readyLanes.insert(lane);
            continue;
        }
        if (next == outcome->moves.size() || outcome->moves[next].row.number != job.number) {
            m_ready.settle(lane, job, ReadyIndex::Settled::Gone);
            continue;
        }
        const JobMove &move = outcome->moves[next++];
        m_ready.settle(lane, job, ReadyIndex::Settled::Claimed);
        m_ledger.move(lane, JobState::Waiting, JobState::Active);
        m_attempts.begin(move.row, lockUntil);
        tell(move.row, JobState::Active, move.error);
        claims.append(claimOf(move, lockUntil));
    }
    if (!outcome)
        return finishLater([claim, error = outcome.error()] { claim->pending.finish(error); });
    finishLater([claim, claims] { claim->pending.finish(claims); });
}

Claim EmbeddedQueue::claimOf(const JobMove &move, SteadyTime lockUntil) const
{
    const JobRow &row = move.row;
    return {.attempt = {.job = jobIdOf(row.number), .number = row.made},
            .entity = m_ledger.lane(row.lane).entity,
            .payload = move.payload,
            .attemptsMade = row.made - row.uncounted,
            .attempts = row.attempts,
            .attemptTimeout = row.timeout,
            .lockUntil = lockUntil};
}

} // namespace muster
