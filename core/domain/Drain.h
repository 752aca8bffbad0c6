// SPDX-License-Identifier: Apache-2.0
#pragma once
// A node being emptied: cordoned, its jobs running out, with an optional deadline.

#include "core/base/Timestamp.h"

#include <QString>

#include <optional>

namespace muster {

//! The state of a drain as its control plane reports it.
struct Drain {
    int jobsLeft = 0;                  //!< Still running.
    int jobsAtStart = 0;               //!< Running when the drain began.
    std::optional<Timestamp> deadline; //!< When running jobs are requeued; none = wait for them.
    QString waitsFor;                  //!< What the oldest one is: "crm-sync, 11 m"; may be empty.

    bool operator==(const Drain &) const = default;
};

//! How a node is to be drained. Source: ux.md 3.6.
struct DrainRequest {
    std::optional<milliseconds> deadline = std::nullopt; //!< From now, at most limits::kDrainDeadlineMost; none: running work may finish.
    bool isImmediate = false; //!< Requeue what runs at once; attempts count one more.
    QString note = {};        //!< For the audit log.
};

} // namespace muster
