// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/RestartRule.h"

#include "core/base/Limits.h"

namespace muster {

namespace {

constexpr int kCrashLoopEnds = 3;

} // namespace

// Half of each delay is steady: an agent that ends at once must not be started again in the same instant.
RestartRule::RestartRule(quint32 seed)
    : m_backoff({.first = limits::kAgentRestartFirst, .most = limits::kAgentRestartMost, .steady = 0.5}, seed)
{
}

milliseconds RestartRule::afterEnd(SteadyTime startedAt, SteadyTime now)
{
    if (now - startedAt >= limits::kAgentStable)
        m_backoff.reset();
    return m_backoff.next();
}

bool RestartRule::isCrashLoop() const
{
    return ends() >= kCrashLoopEnds;
}

} // namespace muster
