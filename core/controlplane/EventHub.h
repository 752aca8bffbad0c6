// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers events and keeps the last of them, so that a stream can resume.

#include "core/domain/ClusterEvent.h"

#include <vector>

namespace muster {

//! What a ClusterEvent is about.

//! One epoch of events: numbers count from 1; a ring keeps the newest limits::kEventRing. One thread.
class EventHub
{
public:
    //! Begins an epoch with a random name.
    EventHub();

    //! Numbers \a what and keeps it; the reference is good until the ring has turned once.
    const ClusterEvent &add(ClusterChange what, Timestamp at);
    //! The events after \a position, oldest first; Conflict (code "resync") when they are gone, of another epoch or in
    //! the future.
    Result<QList<ClusterEvent>> after(const EventPosition &position) const;
    //! Of the newest event; number 0 when there was none.
    EventPosition position() const { return {m_epoch, m_last}; }

private:
    QString m_epoch;
    quint64 m_last = 0;
    std::vector<ClusterEvent> m_ring; // Event n is at n % limits::kEventRing.
};

} // namespace muster
