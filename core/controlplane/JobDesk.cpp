// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/JobDesk.h"

#include "core/base/Log.h"
#include "core/domain/JobIntake.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kWriteAgain = std::chrono::seconds(1); //!< Between attempts to write what a full disk refused.
//! Of results that wait for the disk. Beyond, workers keep theirs and say them again on their next line.
constexpr qsizetype kUnwrittenBytes = 64 * 1024 * 1024;

AttemptToken tokenOf(const RunId &run)
{
    return {run.job, run.attempt};
}

RunId runOf(const AttemptToken &attempt)
{
    return {attempt.job, attempt.number};
}

} // namespace

JobDesk::JobDesk(Parts parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    m_renewedAt = m_parts.clock.steadyNow();
    connect(&m_parts.queue, &QueueProvider::laneReady, this, &JobDesk::markReady);
    connect(&m_parts.queue, &QueueProvider::attemptsLost, this,
            [this](const NodeId &node, const QList<AttemptToken> &attempts) {
                for (const AttemptToken &attempt : attempts)
                    m_parts.leader.cancel(node, runOf(attempt));
            });
    connect(&m_parts.leader, &MeshLeader::connected, this, &JobDesk::takeConnected);
    connect(&m_parts.leader, &MeshLeader::disconnected, this, &JobDesk::takeDisconnected);
    connect(&m_parts.leader, &MeshLeader::ended, this, &JobDesk::takeEnded);
    connect(&m_parts.leader, &MeshLeader::notTaken, this, [this](const NodeId &node, const RunId &run, const JobError &error) {
        m_parts.leader.cancel(node, run); // It may be on its way to a slow one.
        giveBack(node, run, error, AttemptEnd::Requeued);
    });
    m_timer.setInterval(limits::kJobSweep);
    connect(&m_timer, &QTimer::timeout, this, &JobDesk::tick);
    m_timer.start();
}

JobDesk::~JobDesk() = default;

void JobDesk::placesChanged()
{
    scheduleDispatch();
}

void JobDesk::markReady(const QString &lane)
{
    m_ready.insert(lane);
    for (QSet<QString> &asked : m_asked)
        asked.insert(lane);
    scheduleDispatch();
}

void JobDesk::scheduleDispatch()
{
    if (m_ready.isEmpty() || std::exchange(m_isScheduled, true)) // An idle node wakes up for nothing.
        return;
    // Once a turn, however many lanes became ready in it.
    QMetaObject::invokeMethod(this, [this] {
        m_isScheduled = false;
        dispatch();
    }, Qt::QueuedConnection);
}

void JobDesk::dispatch()
{
    if (m_ready.isEmpty())
        return;
    const QList<NodeId> workers = m_parts.leader.workers();
    for (const NodeId &node : workers)
        dispatchTo(node);
}

void JobDesk::dispatchTo(const NodeId &node)
{
    const int free = std::min(m_parts.leader.freeOf(node), limits::kJobClaim);
    if (free < 1 || m_claiming.contains(node) || m_stopping.contains(node))
        return;
    QStringList lanes;
    for (const EntityRef &entity : m_parts.board.on(node)) {
        const QString lane = laneOf(entity);
        if (m_ready.contains(lane) && !isResident(entity)) // Queued before it became one; explained() says so.
            lanes.append(lane);
    }
    if (lanes.isEmpty())
        return;
    m_claiming.insert(node);
    m_asked.insert(node, {});
    whenDone(this, m_parts.queue.claim(lanes, free, node), [this, node, lanes, free](const Result<QList<Claim>> &claims) {
        takeClaims(node, lanes, free, claims);
    });
}

void JobDesk::takeClaims(const NodeId &node, const QStringList &lanes, int asked, const Result<QList<Claim>> &claims)
{
    m_claiming.remove(node);
    const QSet<QString> again = m_asked.take(node);
    if (!claims) {
        qCWarning(logNode).noquote() << "claiming jobs for" << node.text() << "failed:" << claims.error().text();
        return; // The next tick tries again.
    }
    if (claims->size() < asked) {
        for (const QString &lane : lanes) {
            if (!again.contains(lane))
                m_ready.remove(lane);
        }
    }
    for (const Claim &claim : *claims)
        deliver(node, claim);
    scheduleDispatch();
}

void JobDesk::deliver(const NodeId &node, const Claim &claim)
{
    const RunId id = runOf(claim.attempt);
    const StoredEntity *stored = m_parts.catalog.find(claim.entity);
    if (!stored) // Removed meanwhile; its lane is being cancelled.
        return giveBack(node, id, {u"no-entity"_s, u"%1 was removed"_s.arg(claim.entity.text())}, AttemptEnd::Failed);
    const Result<QMap<QString, Secret>> secrets = m_parts.catalog.secretsOf(claim.entity);
    if (!secrets) // Missing since it was claimed; its entity is placed nowhere now.
        return giveBack(node, id, {u"secrets"_s, secrets.error().text()}, AttemptEnd::Requeued);
    if (!m_parts.leader.run(node, {id, stored->entity, claim.payload, *secrets, claim.attemptTimeout}))
        giveBack(node, id, {u"not-taken"_s, u"the connection to the node was lost"_s}, AttemptEnd::Requeued);
}

bool JobDesk::isResident(const EntityRef &entity) const
{
    const StoredEntity *stored = m_parts.catalog.find(entity);
    return stored && stored->entity.isResident;
}

void JobDesk::giveBack(const NodeId &node, const RunId &run, const JobError &error, AttemptEnd end)
{
    write({node, run, {{}, error}, end});
}

void JobDesk::takeConnected(const NodeId &node, const MeshHello &hello)
{
    m_lost.erase(node);
    m_stopping.remove(node);
    const QList<AttemptToken> held = m_parts.queue.heldBy(node);
    for (const RunId &run : hello.running) {
        if (!held.contains(tokenOf(run))) { // Fenced off: somebody else has it, or it is over.
            m_parts.leader.cancel(node, run);
            m_parts.leader.settle(node, run, true);
        }
    }
    for (const AttemptToken &attempt : held) {
        const RunId run = runOf(attempt);
        if (!hello.running.contains(run) && !m_ending.contains(attempt.job) && !m_unwritten.contains(run))
            giveBack(node, run, {u"node-lost"_s, u"%1 restarted while it ran"_s.arg(node.text())}, AttemptEnd::NodeLost);
    }
    renewAll();
    scheduleDispatch();
}

void JobDesk::takeDisconnected(const NodeId &node)
{
    m_lost[node] = m_parts.clock.steadyNow() + limits::kJobResetGrace;
}

void JobDesk::takeEnded(const NodeId &node, const RunId &run, const RunOutcome &outcome)
{
    if (!outcome.error || outcome.error->code != "node-stopped"_L1)
        return write({node, run, outcome});
    m_stopping.insert(node); // It would give back at once whatever it got now.
    giveBack(node, run, *outcome.error, AttemptEnd::Requeued);
}

void JobDesk::write(const Ending &end)
{
    if (m_ending.contains(end.run.job))
        return; // Said again because our answer is not there yet.
    m_ending.insert(end.run.job);
    const AttemptToken token = tokenOf(end.run);
    const Future<void> written = end.outcome.error
        ? m_parts.queue.fail(token, *end.outcome.error, end.ours.value_or(AttemptEnd::Failed))
        : m_parts.queue.complete(token, end.outcome.result);
    whenDone(this, written, [this, end](const Result<void> &done) { takeWritten(end, done); });
}

void JobDesk::takeWritten(const Ending &end, const Result<void> &written)
{
    m_ending.remove(end.run.job);
    const bool isLate = !written && written.error().kind == ErrorKind::Conflict;
    if (!written && written.error().kind == ErrorKind::Invalid) // No later attempt to write it will do better.
        return giveBack(end.node, end.run, {u"bad-result"_s, written.error().text()}, AttemptEnd::Failed);
    if (!written && !isLate)
        return keepUnwritten(end, written.error());
    m_parts.leader.settle(end.node, end.run, isLate || end.ours);
    scheduleDispatch();
}

//! Not durable, so not settled. Completions have a reserve on the disk; when that is gone, too, they wait here.
void JobDesk::keepUnwritten(const Ending &end, const Error &why)
{
    const qsizetype size = end.outcome.result.size() - m_unwritten.value(end.run).outcome.result.size();
    if (m_unwrittenBytes + size > kUnwrittenBytes)
        return m_parts.leader.disconnectWorker(end.node, u"the disk is full; say later what ended"_s);
    if (m_unwritten.isEmpty())
        qCWarning(logNode).noquote() << "job" << end.run.job.text() << "ended, which cannot be written yet:" << why.text();
    m_unwrittenBytes += size;
    m_unwritten.insert(end.run, end);
}

void JobDesk::writeAgain()
{
    m_triedAt = m_parts.clock.steadyNow();
    m_unwrittenBytes = 0;
    const QHash<RunId, Ending> ends = std::exchange(m_unwritten, {});
    for (const Ending &end : ends)
        write(end);
}

void JobDesk::requeueAll(const NodeId &node, const JobError &why)
{
    const QList<AttemptToken> held = m_parts.queue.heldBy(node);
    for (const AttemptToken &attempt : held) {
        m_parts.leader.cancel(node, runOf(attempt));
        giveBack(node, runOf(attempt), why, AttemptEnd::Requeued);
    }
}

void JobDesk::tick()
{
    const SteadyTime now = m_parts.clock.steadyNow();
    for (auto it = m_lost.begin(); it != m_lost.end();) {
        if (it->second > now) {
            ++it;
            continue;
        }
        whenDone(this, m_parts.queue.holderLost(it->first), [](const Result<int> &) {});
        it = m_lost.erase(it);
    }
    if (!m_unwritten.isEmpty() && now - m_triedAt >= kWriteAgain)
        writeAgain();
    if (now - m_renewedAt >= limits::kJobLockRenewal)
        renewAll();
    scheduleDispatch();
}

void JobDesk::renewAll()
{
    m_renewedAt = m_parts.clock.steadyNow();
    QList<AttemptToken> attempts;
    const QList<NodeId> workers = m_parts.leader.workers();
    for (const NodeId &node : workers) {
        const QList<AttemptToken> held = m_parts.queue.heldBy(node);
        for (const AttemptToken &attempt : held) {
            if (m_parts.leader.holds(node, runOf(attempt))) // What neither side knows of ends with its lock.
                attempts.append(attempt);
        }
    }
    for (const Ending &end : std::as_const(m_unwritten))
        attempts.append(tokenOf(end.run));
    if (!attempts.isEmpty())
        whenDone(this, m_parts.queue.renew(attempts), [](const Result<QList<AttemptToken>> &) {});
}

Job JobDesk::explained(Job job) const
{
    if (job.state != JobState::Waiting || job.waitingFor)
        return job;
    const Placement place = m_parts.board.placeOf(job.entity);
    if (isResident(job.entity))
        job.waitingFor = Waiting{WaitReason::NoCapableNode, waitsForResident(job.entity)};
    else if (place.waiting)
        job.waitingFor = place.waiting;
    else if (!place.node.isEmpty() && !m_parts.leader.isConnected(place.node))
        job.waitingFor = Waiting{WaitReason::StrictNodeOffline, u"%1 has no connection for work now"_s.arg(place.node.text())};
    else if (!place.node.isEmpty() && m_parts.leader.freeOf(place.node) < 1)
        job.waitingFor = Waiting{WaitReason::Concurrency, u"%1 runs as many jobs as it takes at once"_s.arg(place.node.text())};
    return job;
}

} // namespace muster
