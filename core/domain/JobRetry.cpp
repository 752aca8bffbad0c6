// SPDX-License-Identifier: Apache-2.0
#include "core/domain/JobRetry.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <cmath>

namespace muster {

std::optional<milliseconds> retryAfter(AttemptEnd end, const RetryFacts &facts, double chance)
{
    if (end == AttemptEnd::Requeued)
        return milliseconds(0);
    if (end == AttemptEnd::NodeLost && facts.nodesLost >= limits::kJobCrashes)
        return std::nullopt;
    if (facts.attemptsMade >= facts.attempts)
        return std::nullopt;
    if (end == AttemptEnd::NodeLost)
        return milliseconds(0);
    const int doublings = std::clamp(facts.attemptsMade - 1, 0, 32); // Beyond, any pause is the longest.
    const double most = static_cast<double>(limits::kJobBackoffMost.count());
    const double whole = std::min(static_cast<double>(facts.backoff.count()) * std::exp2(doublings), most);
    const double moved = std::min(whole * (0.9 + 0.2 * chance), most);
    return milliseconds(std::llround(moved));
}

} // namespace muster
