// SPDX-License-Identifier: Apache-2.0
#pragma once
// A claim of EmbeddedQueue on its way: lanes may have to be read first.

#include "core/queue/embedded/EmbeddedQueue.h"

namespace muster {

struct EmbeddedQueue::PendingClaim {
    QList<qint64> lanes = {};
    int most = 1;
    NodeId holder = {};
    std::vector<std::pair<qint64, ReadyJob>> picked = {}; //!< By lane.
    int toRead = 0; //!< Lanes that the store is asked about.
    int reads = 0;  //!< Rounds of picking.
    std::optional<Error> error = {};
    Pending<QList<Claim>> pending = {};
};

} // namespace muster
