// SPDX-License-Identifier: Apache-2.0
#pragma once
// A clock that runs faster than the world, so that intervals of seconds pass in tests of real sockets.

#include "core/base/Clock.h"

namespace muster {

//! Both clocks run \a factor times as fast as the machine's steady clock. Thread-safe.
class ScaledClock final : public Clock
{
public:
    explicit ScaledClock(int factor) : m_factor(factor), m_start(m_real.steadyNow()), m_wall(m_real.now()) {}

    Timestamp now() const override { return m_wall + passed(); }
    SteadyTime steadyNow() const override { return m_start + passed(); }
    //! How long \a span of this clock lasts in the world.
    milliseconds real(milliseconds span) const { return span / m_factor; }

private:
    milliseconds passed() const { return (m_real.steadyNow() - m_start) * m_factor; }

    SystemClock m_real;
    const int m_factor;
    const SteadyTime m_start;
    const Timestamp m_wall;
};

} // namespace muster
