// SPDX-License-Identifier: Apache-2.0
#pragma once
// How an entity stands between where it is wanted and where it is: what the State column says, as a value.

#include "core/domain/Placement.h"

namespace muster {

//! In the order of how much they want attention. Derived from what the cluster says alone; whether a process runs is a job's or an
//! agent's matter, not a pin's.
enum class EntityStanding {
    Waits,          //!< Nothing of it starts now; Placement::waiting says why.
    FallsBack,      //!< It prefers another node and is on the default one.
    AsPinned,       //!< It is where its pin says.
    FollowsDefault, //!< Pinned nowhere.
};
inline constexpr std::array kEntityStandings{EntityStanding::Waits, EntityStanding::FallsBack, EntityStanding::AsPinned,
                                             EntityStanding::FollowsDefault};

EntityStanding standingOf(const EntityState &state);
//! "waits", "falls-back", "pinned", "default": for filters and exports.
QString wordOf(EntityStanding standing);

} // namespace muster
