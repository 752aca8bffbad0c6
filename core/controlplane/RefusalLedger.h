// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who was refused: known callers are told one by one, unknown ones are counted by source and minute. Used by ControlPlane.

#include "core/base/Clock.h"
#include "core/domain/ClusterEvent.h"

#include <QHash>

#include <optional>
#include <vector>

namespace muster {

//! A minute begins with the first refusal after the last one ended. Nothing here grows with the number of callers. One thread.
class RefusalLedger
{
public:
    //! Notes a refusal at \a now. Gives the event to tell when somebody known asked, with its texts made harmless, for the
    //! first of each caller, and the first limits::kRefusalEventsPerMinute of all, of a minute; an empty `who` and the rest are only counted.
    std::optional<AccessRefused> note(const AccessRefused &refusal, SteadyTime now);
    //! What was counted, once the minute is over: one event a source, limits::kRefusalSources of them singly, and one a known caller
    //! who was not told in full.
    std::vector<ClusterChange> takeDue(SteadyTime now);

private:
    struct Known {
        int told = 0;
        int untold = 0;
    };

    QHash<QString, int> m_counts; // By source, of callers that nobody knows.
    int m_others = 0;             // Of the sources beyond.
    QHash<QString, Known> m_known; // By name.
    int m_told = 0;                // Of all of them.
    int m_untold = 0;              // Of the known callers beyond those.
    std::optional<SteadyTime> m_began;
};

} // namespace muster
