// SPDX-License-Identifier: Apache-2.0
#pragma once
// The bars of F-3, measured around one attack.

#include "tests/support/ProcessMeter.h"
#include "tests/support/StallWatch.h"

namespace muster
{

inline constexpr rlim_t kMemoryLimit = 300 * 1024 * 1024;
inline constexpr qint64 kGrowthBar = 32 * 1024 * 1024; //!< F-3.
//! F-3 says 50 ms; ten times, as the machine may be busy, and ten times that with sanitizers. The figure is printed.
inline constexpr milliseconds kStallBar{kIsSanitized ? 5000 : 500};

//! Memory and stalls from construction on.
class Bars
{
public:
    Bars() : m_isAnew(m_meter.resetPeak()), m_before(m_isAnew ? m_meter.resident() : m_meter.peak()) {}
    //! Prints the figures; false beyond kGrowthBar or kStallBar. What is freed stays with a sanitizer: then any growth is fine.
    bool hold()
    {
        const qint64 grown = m_meter.peak() - m_before;
        const milliseconds stall = m_stalls.longest();
        qInfo("grew by %.1f MiB, stood still for %lld ms", double(grown) / (1024 * 1024),
              static_cast<long long>(stall.count()));
        return (grown <= kGrowthBar || kIsSanitized) && stall <= kStallBar;
    }

private:
    ProcessMeter m_meter;
    bool m_isAnew;
    qint64 m_before;
    StallWatch m_stalls;
};

} // namespace muster
