// SPDX-License-Identifier: Apache-2.0
#include "core/base/Clock.h"

namespace muster {

Timestamp SystemClock::now() const
{
    using std::chrono::system_clock;
    return {std::chrono::duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

SteadyTime SystemClock::steadyNow() const
{
    return std::chrono::time_point_cast<milliseconds>(std::chrono::steady_clock::now());
}

} // namespace muster
