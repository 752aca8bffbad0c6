// SPDX-License-Identifier: Apache-2.0
#include "core/domain/QueueCount.h"

namespace muster {

namespace {

qint64 QueueFacts::*memberOf(JobState state)
{
    switch (state) {
    case JobState::Waiting:
        return &QueueFacts::waiting;
    case JobState::Delayed:
        return &QueueFacts::delayed;
    case JobState::Active:
        return &QueueFacts::active;
    case JobState::Completed:
        return &QueueFacts::completed;
    case JobState::Failed:
        return &QueueFacts::failed;
    case JobState::Cancelled:
        return &QueueFacts::cancelled;
    }
    Q_UNREACHABLE();
}

} // namespace

qint64 &countOf(QueueFacts &queue, JobState state)
{
    return queue.*memberOf(state);
}

qint64 countOf(const QueueFacts &queue, JobState state)
{
    return queue.*memberOf(state);
}

} // namespace muster
