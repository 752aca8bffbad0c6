// SPDX-License-Identifier: Apache-2.0
#pragma once
// When a resident that ended is started again; pure but for its seeded random numbers.

#include "core/base/Backoff.h"
#include "core/base/Clock.h"

namespace muster {

class RestartRule
{
public:
    explicit RestartRule(quint32 seed);

    //! It ran from \a startedAt to \a now: so long until it starts again. Ends in a row make it longer, up to
    //! limits::kAgentRestartMost; one that ran for limits::kAgentStable begins anew.
    milliseconds afterEnd(SteadyTime startedAt, SteadyTime now);
    //! Whether it keeps ending soon: three times in a row.
    bool isCrashLoop() const;
    //! Ends in a row, the last one counted.
    int ends() const { return m_backoff.failures(); }
    //! A person started it anew.
    void forget() { m_backoff.reset(); }

private:
    Backoff m_backoff;
};

} // namespace muster
