// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/QueuePace.h"

#include "core/domain/NodeHistory.h"
#include "core/domain/QueueCount.h"

#include <algorithm>

namespace muster {

namespace {

constexpr milliseconds kRateFrom{5000}; // Earlier, two jobs would already be a rate.
constexpr qint64 kFullAtLeast = 10;     // One job that comes and goes is no peak.
constexpr qint64 kTopPercent = 92;      // Above 95 % a sparkline warns.

qint64 overIn(const QueueFacts &queue)
{
    return queue.completed + queue.failed + queue.cancelled;
}

} // namespace

QueuePace::QueuePace(const QueueCounts *counts, QObject *parent) : QObject(parent), m_counts(counts) {}
QueuePace::~QueuePace() = default;

void QueuePace::setSession(ClusterSession *session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->cluster(), nullptr, this, nullptr);
    }
    m_session = session;
    m_queues.clear();
    m_since.reset();
    m_sampledAt.reset();
    if (!session)
        return;
    connect(&session->cluster(), &Cluster::eventArrived, this, &QueuePace::readEvent);
    connect(session, &ClusterSession::ticked, this, &QueuePace::tick);
    connect(m_counts, &QueueCounts::changed, this, &QueuePace::readCounts, Qt::UniqueConnection);
}

std::optional<double> QueuePace::rate(const QString &queue) const
{
    if (!m_session || !m_since)
        return std::nullopt;
    const milliseconds followed = std::chrono::duration_cast<milliseconds>(now() - *m_since);
    if (followed < kRateFrom)
        return std::nullopt;
    qint64 jobs = 0;
    const auto found = m_queues.constFind(queue);
    if (found != m_queues.constEnd()) {
        for (const Ended &one : found->ended)
            jobs += now() - one.at <= kRateSpan ? one.jobs : 0;
    }
    return static_cast<double>(jobs) * 1000.0 / static_cast<double>(std::min(followed, kRateSpan).count());
}

QList<qint64> QueuePace::samples(const QString &queue, JobState state) const
{
    QList<qint64> found;
    const auto seen = m_queues.constFind(queue);
    if (seen == m_queues.constEnd())
        return found;
    for (const Counts &one : seen->samples)
        found.append(one[static_cast<size_t>(state)]);
    return found;
}

std::optional<Timestamp> QueuePace::pausedAt(const QString &queue) const
{
    const auto found = m_queues.constFind(queue);
    return found == m_queues.constEnd() ? std::nullopt : found->pausedAt;
}

//! What was read as a whole is what events are compared with from then on.
void QueuePace::readCounts()
{
    if (!m_session || !m_counts->isKnown())
        return;
    for (const QueueFacts &queue : m_counts->queues()) {
        Seen &seen = m_queues[queue.name];
        if (seen.isKnown)
            continue;
        if (seen.isPaused != queue.isPaused)
            seen.pausedAt.reset(); // It happened while nobody was told.
        seen.over = overIn(queue);
        seen.isPaused = queue.isPaused;
        seen.isKnown = true;
        seen.told = 0;
    }
    if (!m_sampledAt)
        sample(); // A line has a beginning at once.
}

void QueuePace::readEvent(const ClusterEvent &event)
{
    if (const auto *queue = std::get_if<QueueChanged>(&event.what))
        readQueue(queue->queue, event.at);
    else if (const auto *job = std::get_if<JobChanged>(&event.what); job && isOver(job->state))
        ++m_queues[job->queue].told;
}

//! Beyond a hundred a second jobs are not told singly, and of what is over old ones are deleted: the larger number is nearer.
void QueuePace::readQueue(const QueueFacts &queue, Timestamp at)
{
    Seen &seen = m_queues[queue.name];
    const qint64 more = seen.isKnown ? overIn(queue) - seen.over : 0;
    if (!queue.isPaused)
        seen.pausedAt.reset();
    else if (seen.isKnown && !seen.isPaused)
        seen.pausedAt = at;
    if (const qint64 jobs = std::max(seen.told, more); jobs > 0)
        seen.ended.append({now(), jobs});
    while (!seen.ended.isEmpty() && now() - seen.ended.constFirst().at > kRateSpan)
        seen.ended.removeFirst();
    seen.over = overIn(queue);
    seen.isKnown = true;
    seen.isPaused = queue.isPaused;
    seen.told = 0;
}

void QueuePace::tick()
{
    if (!m_session->isLive()) {
        m_since.reset(); // What happens meanwhile is not told.
        for (Seen &seen : m_queues) {
            seen.ended.clear();
            seen.isKnown = false;
            seen.told = 0;
        }
    } else if (!m_since) {
        m_since = now();
    }
    if (m_sampledAt && now() - *m_sampledAt >= kSampleApart)
        sample();
    Q_EMIT changed();
}

void QueuePace::sample()
{
    if (!m_counts->isKnown())
        return;
    m_sampledAt = now();
    for (const QueueFacts &queue : m_counts->queues())
        (void)m_queues[queue.name]; // One that is new has a line from now on.
    for (auto seen = m_queues.begin(); seen != m_queues.end(); ++seen) {
        Counts counts;
        counts.fill(-1);
        const QueueFacts *queue = m_session->isLive() ? m_counts->find(seen.key()) : nullptr;
        for (const JobState state : kJobStates)
            counts[static_cast<size_t>(state)] = queue ? countOf(*queue, state) : -1;
        seen->samples.append(counts);
        if (seen->samples.size() > limits::kHistorySamples)
            seen->samples.removeFirst();
    }
}

QByteArray paceLine(const QList<qint64> &samples)
{
    if (samples.size() < 2)
        return {}; // A dot is no line.
    const qint64 full = std::max(kFullAtLeast, *std::ranges::max_element(samples));
    QByteArray line;
    for (const qint64 one : samples)
        line.append(static_cast<char>(one < 0 ? NodeHistory::kGap : one * kTopPercent / full));
    return line;
}

} // namespace muster
