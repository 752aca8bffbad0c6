// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rule of a drain: when what runs on the node is taken back, and when nothing is left. Pure. Source: ux.md 3.6.

#include "core/base/Clock.h"
#include "core/domain/Drain.h"

#include <optional>

namespace muster {

//! What is seen of a node that is being drained.
struct DrainSight {
    int running = 0;         //!< Attempts under way there.
    bool isClaiming = false; //!< One that it asked for before may still come.
    std::optional<SteadyTime> deadline; //!< Nullopt: running work may finish.
};

enum class DrainStep {
    Wait,    //!< What runs may go on.
    Requeue, //!< The deadline has passed: take back what runs.
    Done,    //!< Nothing is left.
};

DrainStep drainStep(const DrainSight &sight, SteadyTime now);

//! When the drain that \a drain tells of takes back what runs, for a control plane that was restarted: no later than it
//! would have been by the wall clock, at once when that time has passed, and never beyond limits::kDrainDeadlineMost.
std::optional<SteadyTime> deadlineAgain(const Drain &drain, Timestamp now, SteadyTime steadyNow);

//! What a drain waits for: \a name and how long it runs by now, in whole minutes so that it does not change each second.
//! "crm-sync", "crm-sync, 11 min".
QString drainWaitText(const QString &name, milliseconds age);

} // namespace muster
