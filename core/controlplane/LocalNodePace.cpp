// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/LocalNodePace.h"

#include <algorithm>

namespace muster {

namespace {

constexpr milliseconds kCpuKnownAfter{1000}; // Long enough for a cpu share that means something.

BackoffLimits retryLimits(milliseconds interval)
{
    return {.first = std::min(limits::kNodeRetryFirst, interval), .most = std::min(limits::kNodeRetryMost, interval)};
}

//! Whoever is told to come later comes later: Retry-After is a second at least, whatever the interval.
constexpr BackoffLimits kBusyLimits{.first = milliseconds(2000), .most = limits::kNodeRetryMost, .steady = 0.5};

BackoffLimits refusalLimits(milliseconds interval)
{
    const milliseconds most = std::min(limits::kNodeRefusedRetry, 3 * interval);
    return {.first = most, .most = most, .steady = 0.5};
}

} // namespace

LocalNodePace::LocalNodePace(quint32 seed)
    : m_seed(seed), m_retry(retryLimits(m_interval), seed), m_refusal(refusalLimits(m_interval), seed),
      m_busy(kBusyLimits, seed)
{
}

void LocalNodePace::setInterval(milliseconds interval)
{
    interval = std::clamp(interval, limits::kBeatIntervalLeast, limits::kBeatIntervalMost);
    if (interval == m_interval)
        return;
    m_interval = interval;
    m_retry = Backoff(retryLimits(interval), ++m_seed);
    m_refusal = Backoff(refusalLimits(interval), m_seed);
}

milliseconds LocalNodePace::afterBeat(milliseconds took, bool hasCpu)
{
    m_failures = 0;
    m_retry.reset();
    m_refusal.reset();
    m_busy.reset();
    ++m_beatsSinceTrouble;
    if (m_beatsSinceTrouble == 1 && !hasCpu)
        return std::min(kCpuKnownAfter, m_interval);
    if (m_beatsSinceTrouble <= 2) {
        // Nodes that were let in together must not beat together.
        return Backoff({.first = m_interval, .most = m_interval, .steady = 0.5}, ++m_seed).next();
    }
    return std::max(milliseconds(0), m_interval - took);
}

milliseconds LocalNodePace::afterFailure(LocalNodeState state)
{
    ++m_failures;
    m_beatsSinceTrouble = 0;
    if (needsPerson(state))
        return m_refusal.next();
    if (state == LocalNodeState::AnnounceFirst && m_failures == 1)
        return milliseconds(0);
    if (state == LocalNodeState::Busy)
        return m_busy.next();
    return m_retry.next();
}

} // namespace muster
