// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoLife.h"

#include "core/base/Limits.h"

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds kFlapCycle = 25min;
constexpr milliseconds kFlapBack = 10min;
constexpr milliseconds kVerified = 5min;
constexpr milliseconds kJoined = 90s;
constexpr milliseconds kDeath = 4s;
constexpr milliseconds kThreshold = limits::kBeatInterval * limits::kBeatsUntilOffline;

DemoState silent(NodeStatus status, QLatin1StringView code, const QString &text)
{
    return {.status = status, .reasons = {{code, text}}, .isBeating = false};
}

DemoState fullAt(double memoryShare)
{
    DemoState state;
    state.reasons.append({reason::kMemoryHigh, u"Memory %1 % for 3 beats"_s.arg(qRound(memoryShare * 100))});
    state.status = NodeStatus::Degraded;
    return state;
}

} // namespace

DemoState demoStateOf(DemoLife life, milliseconds elapsed, double memoryShare)
{
    switch (life) {
    case DemoLife::Steady:
    case DemoLife::Cordoned:
    case DemoLife::Draining:
        return {};
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
    case DemoLife::Unverified:
        if (elapsed >= kVerified)
            return {};
        return silent(NodeStatus::Unknown, reason::kUnverified, u"Not heard since the control plane restarted"_s);
    case DemoLife::Joining:
        if (elapsed >= kJoined)
            return {};
        return {.status = NodeStatus::Joining, .reasons = {}, .isBeating = false};
    case DemoLife::Dying:
        if (elapsed >= kDeath + kThreshold)
            return silent(NodeStatus::Offline, reason::kBeatsStopped, u"No beat for 30 s, and no goodbye"_s);
        return {.status = NodeStatus::Online, .reasons = {}, .isBeating = elapsed < kDeath};
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
