// SPDX-License-Identifier: Apache-2.0
#pragma once
// The open deliveries of one worker: numbered, with a deadline until they are taken. Pure; takes now.

#include "core/base/Clock.h"
#include "core/base/Limits.h"
#include "core/handlers/Handler.h"

#include <QHash>
#include <QList>

#include <optional>

namespace muster {

//! At least once: what is not taken in time is given back to whoever delivered it; a second answer to one delivery is ignored.
class DeliveryLedger
{
public:
    //! Opens a delivery of \a run; its number is larger than all before.
    quint64 open(const RunId &run, SteadyTime now);
    //! The worker has it: it has no deadline any more. False for a number that is not open, or of another attempt.
    bool taken(quint64 delivery, const RunId &run);
    //! The attempt is over, or was given back: whether it was open.
    bool close(const RunId &run);
    //! An attempt that the worker ran before this ledger began.
    void adopt(const RunId &run);
    //! Closes those that were not taken until limits::kDeliveryDeadline after they were sent.
    QList<RunId> overdue(SteadyTime now);

    int size() const { return int(m_open.size()); }
    bool holds(const RunId &run) const { return m_open.contains(run); }
    QList<RunId> all() const { return m_open.keys(); }

private:
    struct Delivery {
        quint64 number = 0; //!< 0: adopted.
        std::optional<SteadyTime> deadline;
    };
    QHash<RunId, Delivery> m_open;
    quint64 m_last = 0;
};

} // namespace muster
