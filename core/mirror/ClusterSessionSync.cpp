// SPDX-License-Identifier: Apache-2.0
// How a ClusterSession keeps its mirror equal to the cluster: link reports, numbered events, snapshots.
#include "core/base/Log.h"
#include "core/mirror/ClusterSession.h"
#include "core/mirror/ClusterTap.h"

#include <QThreadPool>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

void ClusterSession::readReport(const LinkReport &report)
{
    const bool wasOpen = isStreamOpen();
    if (wasOpen && report.lastHeardAt != m_report.lastHeardAt && m_sync == Sync::Synced)
        noteSeen(heardAt(report));
    m_report = report;
    if (wasOpen && !isStreamOpen()) {
        m_batcher.flush(); // What came is true; it must be in before "as of".
        ++m_round;         // A snapshot under way may never answer.
        m_sync = Sync::None;
        m_held.clear();
        m_gapSince.reset();
        m_retry.stop();
        missFrom(GapCause::LinkLost);
    } else if (!wasOpen && isStreamOpen()) {
        m_backoff.reset();
        askSnapshot();
        askFacts();
        m_tap->ask(); // What it can may be known only now.
    }
    publishLink();
}

//! A report may tell of a byte long after it came: that the link is quiet, or lost, ten seconds later.
SteadyTime ClusterSession::heardAt(const LinkReport &report) const
{
    const SteadyTime now = sessionTime();
    const milliseconds ago = report.lastHeardAt ? m_clock.now() - *report.lastHeardAt : milliseconds(0);
    return std::clamp(now - ago, std::min(m_seenAt, now), now); // The wall clock may have been set.
}

//! Whether this process stood still since the last tick, stopped by a person or by a machine without a core to spare.
bool ClusterSession::wasPaused() const
{
    return m_ticker.isActive() && m_clock.steadyNow() - m_tickSteady > limits::kWallJump;
}

void ClusterSession::noteSeen(SteadyTime at)
{
    // What lay in the socket meanwhile is read at once when we go on; if the link then turns out to be lost, the time that
    // nobody saw began when we stopped.
    const bool isCatchingUp = m_resumedAt && m_clock.steadyNow() - *m_resumedAt < limits::kResyncGrace;
    if (!isCatchingUp && !wasPaused())
        m_seenAt = at;
}

void ClusterSession::readEvent(const ClusterEvent &event)
{
    ++m_eventCount;
    switch (m_sync) {
    case Sync::Synced:
        noteSeen(sessionTime());
        takeInOrder(event);
        return;
    case Sync::Asked:
        if (m_held.size() >= limits::kHeldEvents) {
            m_held.clear();
            m_askAgain = true;
        }
        m_held.append(event);
        return;
    case Sync::None:    // Not connected, so the next snapshot is younger than this.
    case Sync::Waiting: // The same.
        return;
    }
}

void ClusterSession::takeInOrder(const ClusterEvent &event)
{
    const bool isSameEpoch = event.position.epoch == m_position.epoch;
    if (isSameEpoch && event.position.number <= m_position.number)
        return; // Told already.
    if (!isSameEpoch || event.position.number != m_position.number + 1) {
        qCInfo(logLink) << "events are missing before" << event.position.toText() << "; reading everything again";
        // Held first: a cluster on this thread may answer at once. The event itself may be the odd one (of an epoch that
        // is over); then the snapshot settles it, and it is not looked at again.
        missFrom(GapCause::EventsLost);
        m_held = {event};
        askSnapshot();
        return;
    }
    m_position = event.position;
    m_batcher.add(event);
}

void ClusterSession::readGap()
{
    m_held.clear(); // They come from before the gap.
    missFrom(GapCause::EventsLost);
    if (m_sync == Sync::Asked)
        m_askAgain = true; // The snapshot under way may be from before the gap, too.
    else if (m_sync == Sync::Synced)
        askSnapshot();
}

void ClusterSession::askSnapshot()
{
    if (!isRunning() || !isStreamOpen())
        return;
    m_retry.stop();
    m_batcher.flush();
    if (m_sync == Sync::Synced)
        m_gapSince = m_clock.steadyNow();
    m_sync = Sync::Asked;
    m_askAgain = false;
    m_askedAt = sessionTime();
    const quint64 round = ++m_round;
    publishLink();
    whenDone(this, m_cluster->snapshot(),
             [this, round](const Result<ClusterSnapshot> &outcome) { takeSnapshot(round, outcome); });
}

//! A large one is compared on another thread, and what is left of it is thrown away there. No event is applied meanwhile:
//! they are held until the snapshot is in.
void ClusterSession::takeSnapshot(quint64 round, const Result<ClusterSnapshot> &outcome)
{
    if (!outcome)
        return readSnapshot(round, outcome.error());
    if (outcome->nodes.size() + outcome->entities.size() < kPreparedNodes)
        return readSnapshot(round, std::make_shared<PreparedSnapshot>(PreparedSnapshot{.snapshot = *outcome, .before = {}, .after = {}, .changes = {}}));
    const Pending<std::shared_ptr<PreparedSnapshot>> pending;
    QThreadPool::globalInstance()->start(
        [pending, held = m_mirror.held(), interval = m_mirror.pollInterval(), snapshot = *outcome] {
            pending.finish(std::make_shared<PreparedSnapshot>(prepared(snapshot, held, interval)));
        });
    whenDone(this, pending.future(), [this, round](const Result<std::shared_ptr<PreparedSnapshot>> &ready) {
        readSnapshot(round, ready);
        if (ready) // The future keeps the shell of it; ten thousand nodes take a while to free.
            QThreadPool::globalInstance()->start(
                [left = std::make_shared<PreparedSnapshot>(std::move(**ready))] { discard(left.get()); });
    });
}

void ClusterSession::readSnapshot(quint64 round, Result<std::shared_ptr<PreparedSnapshot>> outcome)
{
    if (round != m_round)
        return; // The link was lost meanwhile, or another one was asked.
    if (!outcome) {
        qCInfo(logLink).noquote() << "no snapshot:" << escapedForLog(outcome.error().text());
        m_report.cause = outcome.error();
        askLater();
        return;
    }
    PreparedSnapshot &read = **outcome;
    const EventPosition before = std::exchange(m_position, read.snapshot.position);
    if (!m_gapSince) // What has just been read is true, although the link is called live only when all is in.
        m_gapSince = m_clock.steadyNow();
    const SteadyTime now = sessionTime();
    const ChangeSet changes = m_mirror.apply(read, m_clock.now(), now, now - m_askedAt);
    publish(changes);
    noteMissed(changes);
    m_seenAt = now;
    if (!m_eventsSince)
        m_eventsSince = m_mirror.shownTime(clusterNow());
    m_missedEvents.want(before, m_position);
    replayHeld();
}

//! From when the cluster was last seen; before the first snapshot there is nothing to miss.
void ClusterSession::missFrom(GapCause cause)
{
    if (m_mirror.hasSnapshot())
        m_missed.begin(m_mirror.clusterTime(m_seenAt), cause);
}

void ClusterSession::noteMissed(const ChangeSet &read)
{
    if (m_missed.isOpen())
        publish(m_mirror.note(m_missed.end(m_position, clusterNow(), m_mirror.skew(), read)));
}

void ClusterSession::fillEvents(const QList<EventEntry> &entries, const EventPosition &end, std::optional<Timestamp> since)
{
    if (since && m_mirror.shownTime(*since) < *m_eventsSince)
        m_eventsSince = m_mirror.shownTime(*since);
    const ClusterMirror::Filled filled = m_mirror.fill(entries, end);
    Q_EMIT eventsFilled(filled.at, filled.count);
}

void ClusterSession::replayHeld()
{
    const QList<ClusterEvent> held = std::exchange(m_held, {});
    m_sync = Sync::Synced;
    for (qsizetype i = 0; i < held.size() && m_sync == Sync::Synced && !m_askAgain; ++i) {
        const EventPosition &at = held[i].position;
        const bool isOld = at.epoch == m_position.epoch && at.number <= m_position.number;
        const bool isNext = at.epoch == m_position.epoch && at.number == m_position.number + 1;
        if (isNext)
            takeInOrder(held[i]);
        else if (!isOld)
            m_askAgain = true; // The snapshot does not reach to what was held, or is of another epoch.
    }
    m_batcher.flush();
    if (m_askAgain) {
        askLater();
        return;
    }
    m_backoff.reset();
    m_gapSince.reset();
    publishLink();
    settleCommands(true);
    Q_EMIT synced();
}

void ClusterSession::askLater()
{
    // The first repetition comes at once; a cluster whose snapshots never fit must not be asked in a loop.
    m_sync = Sync::Waiting;
    m_held.clear();
    publishLink();
    const milliseconds delay = m_askAgain && m_backoff.failures() == 0 ? milliseconds(0) : m_backoff.next();
    if (delay.count() == 0)
        m_backoff.next();
    m_askAgain = false;
    m_retry.start(delay);
}

void ClusterSession::askFacts()
{
    whenDone(this, m_cluster->facts(), [this](const Result<ClusterFacts> &outcome) {
        if (!outcome)
            return; // A cluster need not have them; the link tells when it is unreachable.
        m_facts = *outcome;
        Q_EMIT factsChanged();
    });
}

void ClusterSession::publishLink()
{
    LinkReport report = m_report;
    if (isStreamOpen() && m_sync != Sync::Synced)
        report.state = LinkState::Resyncing;
    if (report.isLive())
        m_lastLiveAt = m_clock.now();
    else if (m_link.isLive() && m_lastLiveAt && report.lastHeardAt) // Nothing is known of the time after that.
        m_lastLiveAt->msSinceEpoch = std::min(m_lastLiveAt->msSinceEpoch, report.lastHeardAt->msSinceEpoch);
    LinkReport sameButHeard = m_link;
    sameButHeard.lastHeardAt = report.lastHeardAt;
    m_mirror.setPollInterval(report.pollInterval.value_or(milliseconds(0)));
    const bool isSame = report == sameButHeard; // Being heard again is read at the next tick, it changes no row.
    m_link = report;
    if (!isSame)
        Q_EMIT linkChanged(m_link);
}

void ClusterSession::release(const EventBatch &batch)
{
    publish(m_mirror.apply(batch));
    settleCommands(false);
}

void ClusterSession::publish(const ChangeSet &changes)
{
    if (!changes.isEmpty())
        Q_EMIT changed(changes);
}

} // namespace muster
