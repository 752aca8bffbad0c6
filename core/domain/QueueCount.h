// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which number of a queue counts the jobs of a state.

#include "core/domain/Job.h"

namespace muster {

//! The number of \a queue that counts its jobs in \a state.
qint64 &countOf(QueueFacts &queue, JobState state);
qint64 countOf(const QueueFacts &queue, JobState state);

} // namespace muster
