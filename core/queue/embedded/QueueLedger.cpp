// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/QueueLedger.h"

#include "core/domain/QueueCount.h"

#include <algorithm>

namespace muster {

void QueueLedger::open(const StoredQueue &stored)
{
    for (const JobLane &lane : stored.lanes)
        keep(lane);
    for (const QString &queue : stored.paused)
        setPaused(queue, true);
    for (const StoredQueue::Count &count : stored.counts)
        shift(count.lane, count.state, count.jobs);
    for (const JobRow &row : stored.active)
        shift(row.lane, JobState::Active, 1);
}

void QueueLedger::keep(const JobLane &lane)
{
    m_lanes.insert(lane.id, lane);
    m_ids.insert(lane.entity.text(), lane.id);
    m_lastLane = std::max(m_lastLane, lane.id);
}

JobLane QueueLedger::ensureLane(const EntityRef &entity)
{
    const qint64 known = idOf(entity.text());
    if (known == 0)
        keep({.id = m_lastLane + 1, .entity = entity, .queue = queueOf(entity)});
    return lane(known == 0 ? m_lastLane : known);
}

const JobLane &QueueLedger::lane(qint64 id) const
{
    static const JobLane none;
    const auto found = m_lanes.constFind(id);
    return found == m_lanes.cend() ? none : *found;
}

void QueueLedger::shift(qint64 id, JobState state, qint64 by)
{
    if (!m_lanes.contains(id))
        return; // Nobody can ask for it.
    countOf(m_queues[lane(id).queue], state) += by;
    m_counts[static_cast<size_t>(state)] += by;
}

void QueueLedger::move(qint64 lane, std::optional<JobState> from, std::optional<JobState> to)
{
    if (from)
        shift(lane, *from, -1);
    if (to)
        shift(lane, *to, 1);
}

QList<QueueFacts> QueueLedger::queues() const
{
    QList<QueueFacts> all;
    for (auto queue = m_queues.cbegin(); queue != m_queues.cend(); ++queue) {
        all.append(*queue);
        all.last().name = queue.key();
    }
    return all;
}

} // namespace muster
