// SPDX-License-Identifier: Apache-2.0
#pragma once
// A clock that tests move by hand.

#include "core/base/Clock.h"

namespace muster {

//! Stands still until advance(); wall and steady time can be moved apart with jumpWall().
class ManualClock final : public Clock
{
public:
    Timestamp now() const override { return m_now; }
    SteadyTime steadyNow() const override { return m_steady; }

    //! Lets \a span pass on both clocks.
    void advance(milliseconds span)
    {
        m_now = m_now + span;
        m_steady += span;
    }
    //! Sets the wall clock \a span ahead (or back), as a person or NTP would; the steady clock does not move.
    void jumpWall(milliseconds span) { m_now = m_now + span; }

private:
    Timestamp m_now{1'800'000'000'000};
    SteadyTime m_steady{milliseconds(1'000'000)};
};

} // namespace muster
