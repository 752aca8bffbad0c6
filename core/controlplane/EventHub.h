// SPDX-License-Identifier: Apache-2.0
#pragma once
// Numbers events and keeps the last of them, so that a stream can resume.

#include "core/domain/ClusterEvent.h"

#include <vector>

namespace muster {

//! One epoch of events: numbers count from 1; a ring keeps the newest limits::kEventRing, or fewer
//! when they are large. One thread.
class EventHub
{
public:
    //! What the events kept hold in memory, about (T-21): a node that tells all it may over and over has 100 KB an event. Some
    //! ten times what a ring of ordinary events has.
    static constexpr qsizetype kBytes = 32 * 1024 * 1024;

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
    void dropOldest();

    QString m_epoch;
    quint64 m_last = 0;
    quint64 m_first = 1; // Of those that are kept.
    qsizetype m_bytes = 0;
    std::vector<qsizetype> m_weights; // Of m_ring.
    std::vector<ClusterEvent> m_ring; // Event n is at n % limits::kEventRing.
};

} // namespace muster
