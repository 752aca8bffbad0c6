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
        shift(placeOf(count.lane), count.state, count.jobs);
    for (const JobRow &row : stored.active)
        shift(placeOf(row.lane), JobState::Active, 1);
}

void QueueLedger::keep(const JobLane &lane)
{
    Queue &queue = m_queues[lane.queue];
    std::shared_ptr<Counts> &own = queue.byTenant[lane.entity.tenant];
    if (!own)
        own = std::make_shared<Counts>();
    m_lanes.insert(lane.id, {lane, &queue.all, own.get()});
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

const QueueLedger::Place &QueueLedger::placeOf(qint64 id) const
{
    static const Place none;
    const auto found = m_lanes.constFind(id);
    return found == m_lanes.cend() ? none : *found;
}

void QueueLedger::shift(const Place &place, JobState state, qint64 by)
{
    if (!place.all)
        return; // Nobody can ask for it.
    const auto index = static_cast<size_t>(state);
    (*place.all)[index] += by;
    (*place.own)[index] += by;
    m_counts[index] += by;
}

void QueueLedger::move(qint64 lane, std::optional<JobState> from, std::optional<JobState> to)
{
    const Place &place = placeOf(lane);
    if (from)
        shift(place, *from, -1);
    if (to)
        shift(place, *to, 1);
}

QList<QueueFacts> QueueLedger::queues(const QList<TenantId> &tenants) const
{
    QList<QueueFacts> all;
    for (const auto &[name, queue] : m_queues) {
        Counts counts = tenants.isEmpty() ? queue.all : Counts{};
        bool isTheirs = tenants.isEmpty() || queue.isPaused;
        for (const TenantId &tenant : tenants) {
            const std::shared_ptr<Counts> own = queue.byTenant.value(tenant);
            isTheirs = isTheirs || own;
            for (size_t i = 0; own && i < counts.size(); ++i)
                counts[i] += (*own)[i];
        }
        if (!isTheirs)
            continue;
        QueueFacts facts;
        facts.name = name;
        facts.isPaused = queue.isPaused;
        for (const JobState state : kJobStates)
            countOf(facts, state) = counts[static_cast<size_t>(state)];
        all.append(facts);
    }
    return all;
}

} // namespace muster
