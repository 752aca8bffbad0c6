// SPDX-License-Identifier: Apache-2.0
#pragma once
// How often a node beats, and the silence after which it is offline. Used by Membership and ControlPlane.

#include "core/base/Limits.h"
#include "core/domain/Heartbeat.h"

#include <algorithm>

namespace muster {

//! What nodes are told to keep; or what one keeps by itself, since it cannot be told.
struct BeatPace {
    milliseconds interval{0};
    milliseconds offlineAfter{0};
};

//! The pace that \a announcement names, within our bounds; \a ours when it names none.
inline BeatPace paceOf(const Announcement &announcement, const BeatPace &ours)
{
    if (!announcement.beatInterval)
        return ours;
    const milliseconds interval =
        std::clamp(*announcement.beatInterval, limits::kBeatIntervalLeast, limits::kBeatIntervalMost);
    const milliseconds threshold = announcement.offlineAfter.value_or(interval * limits::kBeatsUntilOffline);
    return {interval, std::clamp(threshold, interval * 2, limits::kBeatIntervalMost * limits::kBeatsUntilOffline)};
}

} // namespace muster
