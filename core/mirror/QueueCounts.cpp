// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/QueueCounts.h"

#include "core/domain/QueueCount.h"

#include <algorithm>

namespace muster {

QueueCounts::QueueCounts(QObject *parent) : QObject(parent) {}
QueueCounts::~QueueCounts() = default;

void QueueCounts::setSession(ClusterSession *session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->cluster(), nullptr, this, nullptr);
    }
    m_session = session;
    ++m_round;
    m_queues.clear();
    m_isKnown = false;
    if (session) {
        connect(&session->cluster(), &Cluster::eventArrived, this, &QueueCounts::readEvent);
        connect(session, &ClusterSession::synced, this, &QueueCounts::refresh);
        connect(session, &ClusterSession::featuresChanged, this, &QueueCounts::refresh);
        connect(session, &QObject::destroyed, this, [this] {
            m_queues.clear();
            m_isKnown = false;
            Q_EMIT changed();
        });
        refresh();
    }
    Q_EMIT changed();
}

const QueueFacts *QueueCounts::find(const QString &name) const
{
    const auto found = std::ranges::find(m_queues, name, &QueueFacts::name);
    return found == m_queues.end() ? nullptr : &*found;
}

qint64 QueueCounts::count(JobState state, const QString &queue) const
{
    qint64 sum = 0;
    for (const QueueFacts &one : m_queues) {
        if (queue.isEmpty() || one.name == queue)
            sum += countOf(one, state);
    }
    return sum;
}

qint64 QueueCounts::count(const QString &queue) const
{
    qint64 sum = 0;
    for (const JobState state : kJobStates)
        sum += count(state, queue);
    return sum;
}

QList<QueueFacts> QueueCounts::paused() const
{
    QList<QueueFacts> found;
    std::ranges::copy_if(m_queues, std::back_inserter(found), &QueueFacts::isPaused);
    return found;
}

void QueueCounts::refresh()
{
    if (!m_session || !m_session->isLive() || !m_session->features().testFlag(Feature::Jobs))
        return;
    m_toldSince.clear();
    const quint64 round = ++m_round;
    whenDone(this, m_session->cluster().queues(), [this, round](const Result<QList<QueueFacts>> &queues) { read(round, queues); });
}

void QueueCounts::take(const QueueFacts &queue)
{
    m_toldSince.insert(queue.name);
    const auto at = std::ranges::lower_bound(m_queues, queue.name, {}, &QueueFacts::name);
    if (at == m_queues.end() || at->name != queue.name)
        m_queues.insert(at, queue);
    else if (*at == queue)
        return;
    else
        *at = queue;
    Q_EMIT changed();
}

void QueueCounts::readEvent(const ClusterEvent &event)
{
    if (const auto *queue = std::get_if<QueueChanged>(&event.what))
        take(queue->queue);
}

void QueueCounts::read(quint64 round, const Result<QList<QueueFacts>> &queues)
{
    if (round != m_round || !queues)
        return; // The next snapshot asks again.
    QList<QueueFacts> fresh;
    for (const QueueFacts &one : *queues) {
        const QueueFacts *told = m_toldSince.contains(one.name) ? find(one.name) : nullptr;
        fresh.append(told ? *told : one);
    }
    std::ranges::sort(fresh, {}, &QueueFacts::name);
    m_queues = fresh;
    m_isKnown = true;
    Q_EMIT changed();
}

} // namespace muster
