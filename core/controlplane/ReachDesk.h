// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many addresses are tested, for whom and at once, so that a control plane is no tool against networks (T-15).
// Used by ControlPlane.

#include "core/base/Clock.h"
#include "core/base/Result.h"

#include <QHash>

namespace muster {

//! Counts reach tests by who asks. A minute begins with the first test after the last one ended; half of the tests at
//! once are the most for one caller, so that nobody keeps the others waiting. Bounded by the number of tokens. One thread.
class ReachDesk
{
public:
    //! A test for \a askedBy begins at \a now. Busy when limits::kReachesPerMinute of theirs began in this minute, or
    //! limits::kReachesAtOnce are under way; then nothing is counted.
    Result<void> begin(const QString &askedBy, SteadyTime now);
    //! A test that began for \a askedBy is over.
    void end(const QString &askedBy);
    //! Callers that are remembered.
    qsizetype callerCount() const { return m_callers.size(); }

private:
    struct Tests {
        SteadyTime since;
        int inMinute = 0;
        int open = 0;
    };
    void forgetQuiet(SteadyTime now);

    QHash<QString, Tests> m_callers;
    int m_open = 0;
    SteadyTime m_forgotAt;
};

} // namespace muster
