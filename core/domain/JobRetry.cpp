// SPDX-License-Identifier: Apache-2.0
#include "core/domain/JobRetry.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

std::optional<milliseconds> retryAfter(AttemptEnd end, const RetryFacts &facts, double chance)
{
    if (end == AttemptEnd::Requeued)
        return milliseconds(0);
    if (end == AttemptEnd::NodeLost)
        return facts.nodesLost < limits::kJobCrashes ? std::optional(milliseconds(0)) : std::nullopt;
    if (facts.attemptsMade >= facts.attempts)
        return std::nullopt;
    const int doublings = std::clamp(facts.attemptsMade - 1, 0, 32); // Beyond, any pause is the longest.
    const double most = static_cast<double>(limits::kJobBackoffMost.count());
    const double whole = std::min(static_cast<double>(facts.backoff.count()) * std::exp2(doublings), most);
    const double moved = std::min(whole * (0.9 + 0.2 * chance), most);
    return milliseconds(std::llround(moved));
}

JobError endedAttempt(int number, const JobError &error)
{
    return {error.code, u"attempt %1 ended: %2"_s.arg(number).arg(error.text)};
}

JobError crashLimit(const JobError &last)
{
    return {u"crash-limit"_s, u"%1; it has lost %2 nodes, so it is not run again by itself"_s.arg(last.text).arg(limits::kJobCrashes)};
}

} // namespace muster
