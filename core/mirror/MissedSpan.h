// SPDX-License-Identifier: Apache-2.0
#pragma once
// A span of time in which we did not see the cluster, from its beginning to its line in the event list (ux.md 3.3 d).

#include "core/mirror/ChangeSet.h"
#include "core/mirror/EventEntry.h"

namespace muster {

//! Why nothing was seen.
enum class GapCause {
    LinkLost,       //!< Our connection broke.
    EventsLost,     //!< The stream stayed open, but events are missing in it.
    ClockJumped,    //!< This machine slept, or its clock was set.
    NetworkChanged, //!< This machine moved to another network.
};

//! One span at a time; all that happens in it makes one line. Times are the control plane's.
class MissedSpan
{
public:
    //! Nothing is seen from \a since on; ignored while a span is open: its first cause is the cause.
    void begin(Timestamp since, GapCause cause);
    bool isOpen() const { return m_since.has_value(); }
    //! Nothing was missed after all.
    void forget() { m_since.reset(); }
    //! Ends it: kind "missed-updates", at \a until. \a read: what the snapshot changed that ended the span; \a skew: our
    //! wall clock minus the control plane's, so that the line names times of the reader's own clock.
    EventEntry end(const EventPosition &position, Timestamp until, milliseconds skew, const ChangeSet &read);

private:
    std::optional<Timestamp> m_since;
    GapCause m_cause = GapCause::LinkLost;
};

//! Nodes that \a changes adds, takes away or changes in more than load and age.
int changesIn(const ChangeSet &changes);

} // namespace muster
