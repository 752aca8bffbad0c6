// SPDX-License-Identifier: Apache-2.0
#pragma once
// The attempts that run, with their locks, in memory. The store knows of them too; the locks are ours alone.

#include "core/base/Clock.h"
#include "core/store/JobStore.h"

#include <QHash>

namespace muster {

//! An attempt that runs.
struct RunningAttempt {
    JobRow row;             //!< As claimed.
    SteadyTime lockUntil;
    bool isEnding = false;  //!< Its end is on the way to the store.

    NodeId holder() const { return row.node; }
};

//! Pure, not thread-safe.
class AttemptLedger
{
public:
    void begin(const JobRow &row, SteadyTime lockUntil) { m_running.insert(row.number, {row, lockUntil}); }
    //! Forgets the attempt of a job; nothing when there is none.
    void end(qint64 number) { m_running.remove(number); }
    //! The attempt, when it is the running one of its job and not ending; else null.
    RunningAttempt *find(qint64 number, int attempt);
    //! Its end did not reach the store.
    void resume(qint64 number);

    //! Those of \a holder that are not ending.
    QList<RunningAttempt> heldBy(const NodeId &holder) const;
    //! Those whose lock is over at \a now.
    QList<RunningAttempt> expired(SteadyTime now) const;
    //! Gives every lock at least until \a until.
    void extendAll(SteadyTime until);
    bool isEmpty() const { return m_running.isEmpty(); }

private:
    QHash<qint64, RunningAttempt> m_running;
};

} // namespace muster
