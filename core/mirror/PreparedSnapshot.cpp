// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/PreparedSnapshot.h"

#include "core/mirror/NameOrder.h"

#include <algorithm>

namespace muster {

PreparedSnapshot prepared(const ClusterSnapshot &snapshot, SnapshotFor target)
{
    PreparedSnapshot ready{.snapshot = snapshot, .source = snapshot, .texts = {}};
    ready.snapshot.nodes.detach();
    if (target == SnapshotFor::FilledMirror)
        return ready;
    std::ranges::stable_sort(ready.snapshot.nodes, [](const Node &left, const Node &right) {
        return compareNames(left.who.name, right.who.name) < 0;
    });
    for (Node &node : ready.snapshot.nodes)
        ready.texts.share(&node);
    return ready;
}

} // namespace muster
