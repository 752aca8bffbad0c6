// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/LogGate.h"

namespace muster {

namespace {

//! Nodes that may still write as a resident which has moved on.
constexpr int kKeepersOfOne = 4;
//! How long after its end a run may still write: what it wrote before comes over the same line, or a new one.
constexpr milliseconds kLastWords{60'000};

} // namespace

void LogGate::delivered(const NodeId &node, const RunId &run, const EntityRef &entity)
{
    m_runs.insert(run.job, {run.attempt, node, entity});
}

void LogGate::settled(const RunId &run)
{
    const auto found = m_runs.constFind(run.job);
    if (found != m_runs.cend() && found->attempt <= run.attempt)
        m_runs.erase(found);
}

void LogGate::told(const NodeId &node, const QList<EntityRef> &residents)
{
    for (const EntityRef &entity : residents) {
        QList<NodeId> &keepers = m_keepers[entity];
        if (!keepers.isEmpty() && keepers.constFirst() == node)
            continue;
        keepers.removeOne(node);
        keepers.prepend(node);
        keepers.resize(std::min<qsizetype>(keepers.size(), kKeepersOfOne));
    }
}

LogRight LogGate::ofRun(const NodeId &node, const OutputSource &source) const
{
    const auto found = m_runs.constFind(source.run.job);
    if (found == m_runs.cend())
        return LogRight::Unknown;
    const bool isIts = found->attempt == source.run.attempt && found->node == node && found->entity == source.entity;
    return isIts ? LogRight::Yes : LogRight::No;
}

LogRight LogGate::ofResident(const NodeId &node, const EntityRef &entity) const
{
    const auto found = m_keepers.constFind(entity);
    if (found == m_keepers.cend())
        return LogRight::Unknown;
    return found->contains(node) ? LogRight::Yes : LogRight::No;
}

LogRight LogGate::learn(const NodeId &node, const OutputSource &source, const Job &job, Timestamp now)
{
    if (const LogRight known = ofRun(node, source); known != LogRight::Unknown)
        return known; // Delivered anew meanwhile.
    const bool isNewest = !job.history.isEmpty() && job.history.constLast().number == source.run.attempt;
    const bool isRecent = !isOver(job.state) || (job.finishedAt && now - *job.finishedAt < kLastWords);
    if (!isNewest || !isRecent || job.history.constLast().node != node || job.entity != source.entity)
        return LogRight::No;
    if (job.state == JobState::Active)
        m_runs.insert(job.id, {source.run.attempt, node, job.entity, true});
    return LogRight::Yes;
}

LogGate::OpenRun *LogGate::find(const JobId &job)
{
    const auto found = m_runs.find(job);
    return found == m_runs.end() ? nullptr : &*found;
}

void LogGate::sweep(SteadyTime now)
{
    m_runs.removeIf([now](auto run) { return run.value().overAt && now - *run.value().overAt > kLastWords; });
}

} // namespace muster
