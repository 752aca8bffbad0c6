// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of every status, for chips, stat cards and screen readers.

#include "core/base/Timestamp.h"
#include "core/domain/Drain.h"
#include "core/domain/NodeStatus.h"

#include <optional>

namespace muster {

//! What there is to say about a status.
struct StatusWords {
    NodeStatus status = NodeStatus::Unknown;
    std::optional<NodeStatus> was;       //!< What it was when our link broke, for Unknown.
    std::optional<milliseconds> age;     //!< Since the last beat, for Offline.
    std::optional<Drain> drain;          //!< For Draining, and for Unknown that was draining.
    bool isLate = false;                 //!< Joining for longer than limits::kJoiningLate.
};

//! "Online", "Degraded" … as on stat cards.
QString statusWord(NodeStatus status);
//! The chip: "Offline 14 m", "Draining 3/5", "Unknown (was online)", "Joining (late)".
QString statusChipText(const StatusWords &words);
//! For screen readers, with \a reason where it is known: "Degraded: memory 96 percent", "Offline for 14 minutes",
//! "Draining, 3 of 5 jobs left", "Unknown, last seen online".
QString spokenStatus(const StatusWords &words, const QString &reason = {});

} // namespace muster
