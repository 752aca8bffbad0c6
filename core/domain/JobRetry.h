// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rule after a failed attempt: another one after so long, or none. Pure. Source: reliability.md Q-6.

#include "core/base/Timestamp.h"

#include <optional>

namespace muster {

//! How the last attempt ended.
enum class AttemptEnd {
    Failed,   //!< It said so, or its time was over.
    NodeLost, //!< Its worker died or was silent; the job may have killed it.
    Requeued, //!< A drain or a person took it back; counts as an attempt, not as a failure.
};

//! What is known of a job when an attempt ends.
struct RetryFacts {
    int attemptsMade = 1; //!< With the one that ended.
    int attempts = 3;
    int nodesLost = 0; //!< Attempts that ended NodeLost, with this one.
    milliseconds backoff{1000};
};

//! The pause before the next attempt, nullopt when there is none: backoff × 2^(attemptsMade-1), at most limits::kJobBackoffMost,
//! moved by up to a tenth by \a chance in [0, 1). A lost node and a requeue wait for nothing. A job that lost
//! limits::kJobCrashes nodes gets no other. A requeued job always gets another.
std::optional<milliseconds> retryAfter(AttemptEnd end, const RetryFacts &facts, double chance);

} // namespace muster
