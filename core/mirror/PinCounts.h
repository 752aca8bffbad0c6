// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many entities are pinned to each node, kept in step with what changes and never counted anew. NodesModel shows it.

#include "core/mirror/EntitySlots.h"

namespace muster {

//! Of one node.
struct PinCount {
    int strict = 0;
    int preferred = 0;

    bool operator==(const PinCount &) const = default;
    int all() const { return strict + preferred; }
};

//! Costs as much as what changed, whatever the size of the cluster.
class PinCounts
{
public:
    //! Nothing for a node to which nothing is pinned.
    PinCount of(const NodeId &node) const { return m_counts.value(node); }
    void clear();
    //! Counts all of \a entities.
    void fill(const EntitySlots &entities);
    //! Takes \a changes, which \a entities have already. The nodes whose count is another now, each once.
    QList<NodeId> apply(const EntityChanges &changes, const EntitySlots &entities);

private:
    struct Pin {
        NodeId node; // Empty: pinned nowhere.
        AssignmentMode mode = AssignmentMode::Strict;
    };
    void set(int slot, const Pin &pin, QList<NodeId> *touched);
    void take(const Pin &pin, int by, QList<NodeId> *touched);

    std::vector<Pin> m_pins; // By slot, as counted.
    QHash<NodeId, PinCount> m_counts;
};

} // namespace muster
