// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeHealth.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

namespace {

NodeHealth offline(Finding why)
{
    return {NodeStatus::Offline, why, SteadyTime::max()};
}

//! A beat is late half an interval after it was due.
milliseconds lateAfter(const NodeEvidence &evidence)
{
    return evidence.beatInterval + evidence.beatInterval / 2;
}

//! What is wrong with a node that beats. Lowers \a until to when that may change by itself.
Findings troublesOf(const NodeEvidence &evidence, SteadyTime now, SteadyTime *until)
{
    Findings found;
    const SteadyTime lateAt = evidence.heardAt + lateAfter(evidence);
    if (now > lateAt)
        found |= Finding::LateBeats;
    else
        *until = std::min(*until, lateAt + milliseconds(1));
    found.setFlag(Finding::AgentCrashed, evidence.agentsCrashed > 0);
    found.setFlag(Finding::AgentStuck, evidence.agentsStuck > 0);
    found.setFlag(Finding::MemoryHigh, evidence.memoryHighBeats >= limits::kHighLoadBeats);
    found.setFlag(Finding::CpuHigh, evidence.cpuHighBeats >= limits::kHighLoadBeats);
    found.setFlag(Finding::ClockSkew, evidence.isSkewed);
    found.setFlag(Finding::VersionDiffers, evidence.isOddVersion);
    return found;
}

//! Whether a second machine used the id lately.
Findings twinOf(const NodeEvidence &evidence, SteadyTime now, SteadyTime *until)
{
    if (!evidence.twinSeenAt)
        return {};
    const SteadyTime forgottenAt = *evidence.twinSeenAt + evidence.beatInterval * limits::kTwinIntervals;
    if (now >= forgottenAt)
        return {};
    *until = std::min(*until, forgottenAt);
    return Finding::DuplicateId;
}

NodeStatus statusOf(const NodeEvidence &evidence, Findings found)
{
    if (evidence.trail == NodeTrail::Announced)
        return NodeStatus::Joining;
    if (evidence.isDraining)
        return NodeStatus::Draining;
    if (evidence.isDrained)
        return NodeStatus::Drained;
    return found ? NodeStatus::Degraded : NodeStatus::Online;
}

} // namespace

milliseconds graceOf(milliseconds beatInterval, milliseconds offlineAfter)
{
    return std::max(beatInterval * 2, offlineAfter);
}

NodeHealth judge(const NodeEvidence &evidence, SteadyTime now)
{
    if (evidence.trail == NodeTrail::Left)
        return offline(Finding::StoppedCleanly);
    if (evidence.trail == NodeTrail::RestoredOffline)
        return offline(Finding::BeatsStopped);
    NodeHealth health;
    if (evidence.trail == NodeTrail::Restored) {
        health.until = evidence.heardAt + graceOf(evidence.beatInterval, evidence.offlineAfter);
        if (now >= health.until)
            return offline(Finding::NeverReturned);
        health.findings = Finding::Unverified | twinOf(evidence, now, &health.until);
        return health;
    }
    health.until = evidence.heardAt + evidence.offlineAfter;
    if (now >= health.until)
        return offline(Finding::BeatsStopped);
    health.findings = twinOf(evidence, now, &health.until);
    // A node that has only said hello has no beat that could be late, and no load.
    if (evidence.trail == NodeTrail::Beating)
        health.findings |= troublesOf(evidence, now, &health.until);
    health.status = statusOf(evidence, health.findings);
    return health;
}

} // namespace muster
