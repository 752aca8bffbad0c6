// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoLife.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds kDrainCycle = 20min;
constexpr milliseconds kDrainHead = 250s; // How far into its cycle the drain is at the start.
constexpr milliseconds kDrainJob = 125s;
constexpr milliseconds kDrainDeadline = 622s;
constexpr milliseconds kDrainRest = 800s; // From here to the end of the cycle it works again.
constexpr int kDrainJobs = 5;
constexpr milliseconds kFlapCycle = 25min;
constexpr milliseconds kFlapBack = 10min;
constexpr milliseconds kVerified = 5min;
constexpr milliseconds kJoined = 90s;
constexpr milliseconds kDeath = 4s;
constexpr milliseconds kThreshold = limits::kBeatInterval * limits::kBeatsUntilOffline;

DemoState silent(NodeStatus status, QLatin1StringView code, const QString &text)
{
    return {.status = status, .reasons = {{code, text}}, .isBeating = false, .isCordoned = false, .drain = {}};
}

DemoState drainingAt(milliseconds elapsed, Timestamp start)
{
    DemoState state;
    const milliseconds inCycle = (elapsed + kDrainHead) % kDrainCycle;
    const Timestamp cycleStart = start + elapsed - inCycle;
    if (inCycle >= kDrainRest)
        return state;
    state.isCordoned = true;
    if (inCycle >= kDrainDeadline) {
        state.status = NodeStatus::Drained;
        return state;
    }
    static const std::array kWaits{u"nightly-report"_s, u"invoice-run"_s, u"crm-sync"_s, u"crm-sync"_s, u"crm-sync"_s};
    const auto finished = static_cast<int>(std::min<qint64>(inCycle / kDrainJob, kDrainJobs - 1));
    const qint64 minutes = (inCycle + 7min) / 1min;
    state.status = NodeStatus::Draining;
    state.drain = Drain{.jobsLeft = kDrainJobs - finished,
                        .jobsAtStart = kDrainJobs,
                        .deadline = cycleStart + kDrainDeadline,
                        .waitsFor = u"%1, %2 m"_s.arg(kWaits[static_cast<size_t>(finished)]).arg(minutes)};
    return state;
}

DemoState fullAt(double memoryShare)
{
    DemoState state;
    state.reasons.append({reason::kMemoryHigh, u"Memory %1 % for 3 beats"_s.arg(qRound(memoryShare * 100))});
    state.status = NodeStatus::Degraded;
    return state;
}

} // namespace

DemoState demoStateOf(DemoLife life, milliseconds elapsed, Timestamp start, double memoryShare)
{
    switch (life) {
    case DemoLife::Steady:
        return {};
    case DemoLife::Cordoned:
        return {.status = NodeStatus::Online, .reasons = {}, .isBeating = true, .isCordoned = true, .drain = {}};
    case DemoLife::FullMemory: {
        DemoState state = fullAt(memoryShare);
        state.reasons.append({reason::kVersionDiffers, u"Version 0.5.318"_s});
        return state;
    }
    case DemoLife::Failed:
        return silent(NodeStatus::Failed, "deploy-failed"_L1,
                      u"Install runtime exited 100: no package for windows/arm64"_s);
    case DemoLife::Flapping:
        if (elapsed % kFlapCycle >= kFlapBack)
            return {};
        return silent(NodeStatus::Offline, reason::kBeatsStopped, u"Not a clean stop. Power or network?"_s);
    case DemoLife::Draining:
        return drainingAt(elapsed, start);
    case DemoLife::Unverified:
        if (elapsed >= kVerified)
            return {};
        return silent(NodeStatus::Unknown, reason::kUnverified, u"Not heard since the control plane restarted"_s);
    case DemoLife::Joining:
        if (elapsed >= kJoined)
            return {};
        return {.status = NodeStatus::Joining, .reasons = {}, .isBeating = false, .isCordoned = false, .drain = {}};
    case DemoLife::Dying:
        if (elapsed >= kDeath + kThreshold)
            return silent(NodeStatus::Offline, reason::kBeatsStopped, u"No beat for 30 s, and no goodbye"_s);
        return {.status = NodeStatus::Online, .reasons = {}, .isBeating = elapsed < kDeath, .isCordoned = false, .drain = {}};
    case DemoLife::Leaking:
        return memoryShare >= limits::kHighLoadShare ? fullAt(memoryShare) : DemoState{};
    case DemoLife::Gone:
        return silent(NodeStatus::Offline, reason::kBeatsStopped, u"Not a clean stop. Power or network?"_s);
    }
    Q_UNREACHABLE();
}

std::optional<milliseconds> silentSince(DemoLife life)
{
    switch (life) {
    case DemoLife::Flapping:
        return 14min + 20s;
    case DemoLife::Unverified:
        return 52s;
    case DemoLife::Gone:
        return 1h;
    case DemoLife::Failed:
    case DemoLife::Joining:
    case DemoLife::Steady:
    case DemoLife::Cordoned:
    case DemoLife::FullMemory:
    case DemoLife::Draining:
    case DemoLife::Dying:
    case DemoLife::Leaking:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

} // namespace muster
