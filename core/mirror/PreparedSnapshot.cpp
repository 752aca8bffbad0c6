// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/PreparedSnapshot.h"

#include <algorithm>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace muster {

PreparedSnapshot prepared(const ClusterSnapshot &snapshot, const HeldState &before,
                          milliseconds pollInterval)
{
    PreparedSnapshot ready{.snapshot = snapshot, .before = before.nodes, .after = before.nodes, .changes = {},
                           .entitiesBefore = before.entities, .entitiesAfter = before.entities};
    ClusterSnapshot inOrder = snapshot;
    if (before.nodes->count() == 0) {
        std::ranges::stable_sort(inOrder.nodes, [](const Node &left, const Node &right) {
            return compareNames(left.who.name, right.who.name) < 0;
        });
    }
    ready.changes = ready.after->become(inOrder, pollInterval); // Being changed, it becomes a copy.
    ready.changes.entities = ready.entitiesAfter->become(snapshot);
    return ready;
}

void discard(PreparedSnapshot *left)
{
    *left = {};
#ifdef __GLIBC__
    ::malloc_trim(0); // Else what ten thousand nodes were parsed into stays resident until the next snapshot.
#endif
}

} // namespace muster
