// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: when a node beats or asks again. Spreads a fleet out, so that it does not return in one second (M-9).

#include "core/base/Backoff.h"
#include "core/base/Limits.h"
#include "core/controlplane/LocalNodeState.h"

namespace muster {

//! Hands out delays. Pure but for its seeded random numbers; not thread-safe.
class LocalNodePace
{
public:
    explicit LocalNodePace(quint32 seed);

    //! Keeps \a interval from the next delay on; pulled into [kBeatIntervalLeast, kBeatIntervalMost].
    void setInterval(milliseconds interval);
    milliseconds interval() const { return m_interval; }

    //! From an accepted beat that was \a took under way to the next one. The first after an announcement comes early:
    //! after a second when the first could not know the cpu share yet (\a hasCpu), else after half to a whole interval.
    milliseconds afterBeat(milliseconds took, bool hasCpu);
    //! From a failure to the next attempt: full jitter under a doubling ceiling; a refusal, which only a person can end, waits
    //! longer; a busy control plane is left alone for a second at least; being forgotten is mended at once the first time.
    milliseconds afterFailure(LocalNodeState state);
    //! Failures since the last accepted beat.
    int failures() const { return m_failures; }

private:
    quint32 m_seed;
    milliseconds m_interval = limits::kBeatInterval; // Before the two that are made from it.
    Backoff m_retry;
    Backoff m_refusal;
    Backoff m_busy;
    int m_failures = 0;
    int m_beatsSinceTrouble = 0; //!< Accepted since the start or the last failure.
};

} // namespace muster
