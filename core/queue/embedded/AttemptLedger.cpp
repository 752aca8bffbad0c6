// SPDX-License-Identifier: Apache-2.0
#include "core/queue/embedded/AttemptLedger.h"

#include <algorithm>

namespace muster {

RunningAttempt *AttemptLedger::find(qint64 number, int attempt)
{
    const auto found = m_running.find(number);
    return found == m_running.end() || found->row.made != attempt || found->isEnding ? nullptr : &*found;
}

void AttemptLedger::resume(qint64 number)
{
    if (const auto found = m_running.find(number); found != m_running.end())
        found->isEnding = false;
}

QList<RunningAttempt> AttemptLedger::heldBy(const NodeId &holder) const
{
    QList<RunningAttempt> held;
    for (const RunningAttempt &one : m_running) {
        if (!one.isEnding && one.holder() == holder)
            held.append(one);
    }
    return held;
}

QList<RunningAttempt> AttemptLedger::expired(SteadyTime now) const
{
    QList<RunningAttempt> expired;
    for (const RunningAttempt &one : m_running) {
        if (!one.isEnding && one.lockUntil <= now)
            expired.append(one);
    }
    return expired;
}

void AttemptLedger::extendAll(SteadyTime until)
{
    for (RunningAttempt &one : m_running)
        one.lockUntil = std::max(one.lockUntil, until);
}

} // namespace muster
