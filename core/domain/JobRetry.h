// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rule after a failed attempt: another one after so long, or none. Pure. Source: reliability.md Q-6.
//
// Two numbers, which differ once an attempt was taken from a job. The *number* of an attempt grows with each one and is
// its fence; the history shows all of them with it. `attemptsMade` counts what `attempts` bounds: the attempt that runs, and
// those that failed. It leaves out what was not the job's doing: attempts that a stop, a drain or a lost node took, and those
// before a person ran the job again. So "1 of 3" may stand above a history of four.

#include "core/domain/Job.h"

#include <optional>

namespace muster {

//! How the last attempt ended.
enum class AttemptEnd {
    Failed,   //!< It said so, or its time was over.
    NodeLost, //!< Its worker died or was silent; the job may have killed it, which limits::kJobCrashes bounds.
    Requeued, //!< A clean stop of its node, a drain or a person took it back.
};

//! Whether an attempt that ended so uses up one of the job's attempts.
inline bool countsAsMade(AttemptEnd end)
{
    return end == AttemptEnd::Failed;
}

//! What is known of a job when an attempt ends.
struct RetryFacts {
    int attemptsMade = 1; //!< Those that count; with the one that ended.
    int attempts = 3;
    int nodesLost = 0; //!< Attempts that ended NodeLost, with this one.
    milliseconds backoff{1000};
};

//! The pause before the next attempt, nullopt when there is none. After a failure: backoff × 2^(attemptsMade-1), at most
//! limits::kJobBackoffMost, moved by up to a tenth by \a chance in [0, 1); none when all attempts are made. After a lost node
//! nothing is waited for, until limits::kJobCrashes nodes were lost: then there is no other. A requeued job always gets
//! another, at once.
std::optional<milliseconds> retryAfter(AttemptEnd end, const RetryFacts &facts, double chance);

//! The error of an attempt as that of a job which goes on: "attempt 2 ended: …", so that it does not read as if the job failed.
JobError endedAttempt(int number, const JobError &error);
//! The error of a job that lost limits::kJobCrashes nodes; \a last is that of its last attempt.
JobError crashLimit(const JobError &last);

} // namespace muster
