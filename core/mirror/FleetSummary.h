// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many nodes are how, and what they have together: one truth for cards, stats, table, tray and musterctl (T2).

#include "core/domain/Node.h"
#include "core/mirror/ShownStatus.h"

#include <array>

namespace muster {

//! Sums over nodes. Agents, cores and memory count where a node lives: online, degraded, draining, drained.
struct FleetSummary {
    std::array<int, kNodeStatuses.size()> counts{}; //!< By NodeStatus.
    int nodes = 0;
    qint64 agents = 0;
    qint64 cores = 0;
    qint64 memoryBytes = 0; //!< Total memory of the hosts.

    bool operator==(const FleetSummary &) const = default;

    int count(NodeStatus status) const { return counts[static_cast<size_t>(status)]; }
    //! Failed, offline and degraded: what the sidebar counts.
    int problems() const;

    //! What a node adds where it lives.
    struct Share {
        int agents = 0;
        int cores = 0;
        qint64 memoryBytes = 0;
    };
    static Share shareOf(const Node &node);
    //! Counts a node that is shown as \a status; subtract() takes it back, with the same arguments.
    void add(NodeStatus status, const Share &share) { tally(status, share, 1); }
    void subtract(NodeStatus status, const Share &share) { tally(status, share, -1); }

private:
    void tally(NodeStatus status, const Share &share, int sign);
};

//! The sums over \a nodes as shown in \a context.
FleetSummary summaryOf(const QList<Node> &nodes, const ShownContext &context);

} // namespace muster
