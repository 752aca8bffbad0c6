// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/ReadyIndex.h"

#include <algorithm>

namespace muster {

namespace {

constexpr qsizetype kWhenFull = 64; // Read of a lane when the windows together are at their bound.

} // namespace

void ReadyIndex::found(qint64 lane, qint64 jobs)
{
    Lane &entry = m_lanes[lane];
    entry.waiting += jobs;
    entry.hasMore = true;
}

void ReadyIndex::insert(qint64 lane, const ReadyJob &job)
{
    Lane &entry = m_lanes[lane];
    ++entry.waiting;
    put(&entry, job);
}

//! Keeps the window whole: nothing beyond its last job while the store may have others there.
void ReadyIndex::put(Lane *lane, const ReadyJob &job)
{
    const bool isWithin = !lane->window.empty() && job < *lane->window.rbegin();
    const bool hasRoom = static_cast<qsizetype>(lane->window.size()) < m_perLane && m_held < m_inAll;
    if (!isWithin && (lane->hasMore || !hasRoom)) {
        lane->hasMore = true;
        return;
    }
    if (!lane->window.insert(job).second)
        return;
    ++m_held;
    if (hasRoom)
        return;
    lane->window.erase(std::prev(lane->window.end()));
    --m_held;
    lane->hasMore = true;
}

void ReadyIndex::remove(qint64 lane, const ReadyJob &job)
{
    const auto entry = m_lanes.find(lane);
    if (entry == m_lanes.end())
        return;
    m_held -= static_cast<qsizetype>(entry->window.erase(job));
    if (--entry->waiting > 0)
        return;
    m_held -= static_cast<qsizetype>(entry->window.size());
    m_lanes.erase(entry);
}

bool ReadyIndex::isShort(qint64 lane) const
{
    const auto entry = m_lanes.constFind(lane);
    return entry != m_lanes.cend() && entry->hasMore && entry->window.empty();
}

int ReadyIndex::wanted() const
{
    // Picked ones still wait in the store, perhaps at the front.
    return static_cast<int>((m_held < m_inAll ? m_perLane : std::min<qsizetype>(m_perLane, kWhenFull)) + m_picked.size());
}

void ReadyIndex::fill(qint64 lane, const QList<ReadyJob> &jobs, int asked)
{
    const auto entry = m_lanes.find(lane);
    if (entry == m_lanes.end())
        return;
    for (const ReadyJob &job : jobs) {
        if (!m_picked.contains(job.number) && entry->window.insert(job).second)
            ++m_held;
    }
    entry->hasMore = jobs.size() >= asked;
}

std::optional<ReadyJob> ReadyIndex::next(qint64 lane) const
{
    const auto entry = m_lanes.constFind(lane);
    return entry == m_lanes.cend() || entry->window.empty() ? std::nullopt : std::optional(*entry->window.begin());
}

void ReadyIndex::pick(qint64 lane, const ReadyJob &job)
{
    const auto entry = m_lanes.find(lane);
    m_held -= static_cast<qsizetype>(entry->window.erase(job));
    m_picked.insert(job.number);
}

void ReadyIndex::settle(qint64 lane, const ReadyJob &job, Settled how)
{
    m_picked.remove(job.number);
    const auto entry = m_lanes.find(lane);
    if (how == Settled::Claimed)
        remove(lane, job);
    else if (how == Settled::Back && entry != m_lanes.end())
        put(&*entry, job);
}

qint64 ReadyIndex::waiting(qint64 lane) const
{
    const auto entry = m_lanes.constFind(lane);
    return entry == m_lanes.cend() ? 0 : entry->waiting;
}

QList<qint64> ReadyIndex::lanes() const
{
    return m_lanes.keys();
}

} // namespace muster
