// SPDX-License-Identifier: Apache-2.0
// What a JobsModel does with the events of its cluster, and what it tells views of a row.
#include "core/mirror/JobsModel.h"

#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

void JobsModel::readEvent(const ClusterEvent &event)
{
    if (m_phase == Phase::Off)
        return;
    if (const auto *queue = std::get_if<QueueChanged>(&event.what))
        return readQueue(*queue);
    const auto *changed = std::get_if<JobChanged>(&event.what);
    if (!changed)
        return;
    ++m_queues[changed->queue].told;
    m_told.insert(changed->job, {*changed, event.at});
    if (m_isAsking)
        m_sinceAsked.insert(changed->job, {*changed, event.at});
    if (!m_frame.isActive())
        m_frame.start();
}

//! More changes than were told singly, fewer jobs than before, or another reason to wait: what is seen may be different.
void JobsModel::readQueue(const QueueChanged &queue)
{
    const bool isFirst = !m_queues.contains(queue.queue.name) || m_queues[queue.queue.name].changes == 0;
    QueueSeen &seen = m_queues[queue.queue.name];
    const QueueFacts &now = queue.queue;
    const qint64 jobs = now.waiting + now.delayed + now.active + now.completed + now.failed + now.cancelled;
    const bool isLeftOut = queue.changes != seen.changes + seen.told;
    const bool isMoved = isLeftOut || jobs < seen.jobs || now.isPaused != seen.isPaused;
    seen = {.changes = queue.changes, .told = 0, .jobs = jobs, .isPaused = now.isPaused};
    if (isMoved || isFirst)
        refresh();
}

void JobsModel::releaseTold()
{
    const auto told = std::exchange(m_told, {});
    for (const Told &one : told)
        takeTold(one.change, one.at);
    Q_EMIT applied();
}

void JobsModel::takeTold(const JobChanged &changed, Timestamp at)
{
    const bool isListed = mayBeListed(changed, m_query);
    const int row = m_rows.indexOf(changed.job);
    if (row < 0) {
        if (isListed && m_phase != Phase::Off)
            refresh(); // New, or it came into what is listed: the event does not say all of it.
        return;
    }
    if (!isListed)
        return removeRow(row);
    Job job = m_rows.at(row);
    takeChange(&job, changed, at);
    if (job == m_rows.at(row))
        return;
    if (changed.state == JobState::Delayed || (changed.state == JobState::Waiting && !changed.waitingFor))
        refresh(); // Until when, and for what, is not told.
    m_rows.set(row, job);
    Q_EMIT dataChanged(index(row), index(row));
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const Job &job = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: {
        QStringList parts{job.id.text(), job.entity.text(), wordOf(job.state), u"%1/%2"_s.arg(job.attemptsMade).arg(job.attempts),
                          job.node.text(), job.error ? job.error->text : job.waitingFor ? job.waitingFor->text : QString()};
        return parts.join(u'\t');
    }
    case Qt::AccessibleTextRole:
        return m_speech ? m_speech(job) : QVariant();
    case JobItem:
        return QVariant::fromValue(&job);
    case IdItem:
        return job.id.text();
    case StateItem:
        return static_cast<int>(job.state);
    default:
        return {};
    }
}

} // namespace muster
