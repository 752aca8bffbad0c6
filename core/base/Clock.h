// SPDX-License-Identifier: Apache-2.0
#pragma once
// The only way to read time. Rules take `now` as an argument; objects that live take a Clock.

#include "core/base/Timestamp.h"

namespace muster {

//! A point on a clock that never jumps; only differences mean anything. Liveness and deadlines use this.
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, milliseconds>;

//! Reads time. Thread-safe; implementations have no state that callers could race on.
class Clock
{
public:
    virtual ~Clock() = default;
    //! Wall time, for people and records.
    virtual Timestamp now() const = 0;
    //! Monotonic time, for liveness, leases and deadlines.
    virtual SteadyTime steadyNow() const = 0;
};

//! The machine's clocks.
class SystemClock final : public Clock
{
public:
    Timestamp now() const override;
    SteadyTime steadyNow() const override;
};

} // namespace muster
