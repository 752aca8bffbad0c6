// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a ScriptedCluster says of queues to a caller that is bound to tenants, at once or when a test lets it.

#include "core/base/Future.h"
#include "core/domain/Job.h"

#include <utility>

namespace muster {

struct OwnQueues {
    Future<QList<QueueFacts>> answer()
    {
        if (!isHolding)
            return ready(queues);
        held.append({Pending<QList<QueueFacts>>(), queues});
        return held.last().first.future();
    }
    //! Answers what was asked while isHolding, as it was then.
    void release()
    {
        isHolding = false;
        for (const auto &[pending, said] : std::exchange(held, {}))
            pending.finish(said);
    }

    QList<QueueFacts> queues;
    bool isHolding = false;
    QList<std::pair<Pending<QList<QueueFacts>>, QList<QueueFacts>>> held;
};

} // namespace muster
