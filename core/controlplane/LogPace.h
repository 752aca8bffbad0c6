// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many lines one writer may add; pure, takes now. Workers keep the same rate by themselves: this is for one that does not.

#include "core/base/Clock.h"
#include "core/base/Limits.h"

#include <algorithm>
#include <optional>

namespace muster {

//! limits::kLogLinesPerSecond over ten seconds; twice that at once, as a worker sends what it kept while it had no line.
class LogPace
{
public:
    //! How many of \a lines may be added now.
    qsizetype take(qsizetype lines, SteadyTime now)
    {
        const qint64 passed = m_at ? std::max<qint64>(0, (now - *m_at).count()) : kFull;
        m_allowance = std::min(kFull, m_allowance + std::min<qint64>(passed, kSpanMs) * limits::kLogLinesPerSecond);
        m_at = now;
        const qsizetype most = std::min<qsizetype>(lines, m_allowance / 1000);
        m_allowance -= most * 1000;
        return most;
    }
    //! When it took last.
    SteadyTime at() const { return m_at.value_or(SteadyTime()); }

private:
    static constexpr qint64 kSpanMs = 20'000;
    static constexpr qint64 kFull = kSpanMs * limits::kLogLinesPerSecond; // Thousandths of lines.

    qint64 m_allowance = kFull;
    std::optional<SteadyTime> m_at;
};

} // namespace muster
