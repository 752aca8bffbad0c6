// SPDX-License-Identifier: Apache-2.0
#pragma once
// The clock that liveness is judged by: steady time without the spans in which we ourselves did not run (M-4).

#include "core/base/Clock.h"
#include "core/base/Limits.h"

#include <algorithm>
#include <optional>

namespace muster {

//! Must be looked at all the time, which beats and sweeps do; a gap of more than limits::kStallGap between two looks
//! means that this process was stopped or starved, and then only one sweep interval of it counts.
class LivenessClock
{
public:
    explicit LivenessClock(const Clock &clock) : m_clock(clock), m_lastLook(clock.steadyNow()) {}

    //! Now, with a stall since the last look taken out.
    SteadyTime look()
    {
        const SteadyTime now = m_clock.steadyNow();
        const milliseconds gap = now - m_lastLook;
        if (gap > limits::kStallGap) {
            m_stalled += gap - limits::kSweepInterval;
            m_resumedAt = now;
        }
        m_lastLook = now;
        return now - m_stalled;
    }
    //! Whether we went on only just now: what arrives may have waited for us, and its age says nothing of its sender.
    bool isCatchingUp() const { return m_resumedAt && m_lastLook - *m_resumedAt < limits::kBeatInterval; }
    //! All stalls so far.
    milliseconds stalled() const { return m_stalled; }

private:
    const Clock &m_clock;
    SteadyTime m_lastLook;
    milliseconds m_stalled{0};
    std::optional<SteadyTime> m_resumedAt;
};

} // namespace muster
