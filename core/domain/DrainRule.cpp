// SPDX-License-Identifier: Apache-2.0
#include "core/domain/DrainRule.h"

#include "core/base/Limits.h"
#include "core/domain/NodeReasons.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

DrainStep drainStep(const DrainSight &sight, SteadyTime now)
{
    if (sight.running < 1)
        return sight.isClaiming ? DrainStep::Wait : DrainStep::Done;
    return sight.deadline && now >= *sight.deadline ? DrainStep::Requeue : DrainStep::Wait;
}

std::optional<SteadyTime> deadlineAgain(const Drain &drain, Timestamp now, SteadyTime steadyNow)
{
    if (!drain.deadline)
        return std::nullopt;
    return steadyNow + std::clamp(*drain.deadline - now, milliseconds(0), limits::kDrainDeadlineMost);
}

QString drainWaitText(const QString &name, milliseconds age)
{
    constexpr milliseconds minute = std::chrono::minutes(1);
    return age < minute ? name : u"%1, %2"_s.arg(name, spanText(age - age % minute));
}

} // namespace muster
