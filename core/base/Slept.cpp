// SPDX-License-Identifier: Apache-2.0
#include "core/base/Slept.h"

#include <algorithm>
#include <ctime>

namespace muster {

namespace {

#ifdef CLOCK_BOOTTIME
milliseconds read(clockid_t clock)
{
    timespec at{};
    if (clock_gettime(clock, &at) != 0)
        return milliseconds(0);
    return milliseconds(static_cast<qint64>(at.tv_sec) * 1000 + at.tv_nsec / 1'000'000);
}
#endif

} // namespace

milliseconds sleptSinceBoot()
{
#ifdef CLOCK_BOOTTIME
    // In this order a pause between the two makes less of it, never more.
    const milliseconds sinceBoot = read(CLOCK_BOOTTIME);
    return std::max(milliseconds(0), sinceBoot - read(CLOCK_MONOTONIC));
#else
    return milliseconds(0);
#endif
}

} // namespace muster
