// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bounded exponential delays with full jitter, so that a thousand workers do not come back in the same second (M-9).

#include "core/base/Timestamp.h"

#include <random>

namespace muster {

//! The bounds of a Backoff.
struct BackoffLimits {
    milliseconds first{500};  //!< Ceiling of the first delay.
    milliseconds most{30000}; //!< Ceiling of every later delay.
    //! Share of the ceiling that is not random, 0 (full jitter) to 1 (none).
    double steady = 0.0;
};

//! Hands out delays. Pure but for its seeded random numbers; not thread-safe.
class Backoff
{
public:
    explicit Backoff(BackoffLimits limits, quint32 seed) : m_limits(limits), m_random(seed) {}

    //! The next delay: uniform between steady × ceiling and the ceiling, which doubles up to `most`.
    milliseconds next();
    //! Starts over, after a success.
    void reset() { m_failures = 0; }
    //! How many delays were handed out since the last reset.
    int failures() const { return m_failures; }

private:
    BackoffLimits m_limits;
    std::mt19937 m_random;
    int m_failures = 0;
};

} // namespace muster
