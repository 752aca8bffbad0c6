// SPDX-License-Identifier: Apache-2.0
#pragma once
// One node with the work on it: what `nodes show` tells and `nodes remove` hits. Pure.

#include "core/domain/ClusterSnapshot.h"

namespace muster {

struct NodeView {
    Node node;
    Timestamp now;                  //!< By the control plane's clock.
    QList<EntityState> work = {};   //!< Pinned to it, or placed there for another reason; empty where the cluster has no entities.
    QList<Job> jobs = {};           //!< That run on it; newest first, at most kNodeJobsShown.
    bool hasMoreJobs = false;
};

inline constexpr int kNodeJobsShown = 100;

//! \a node with those of \a snapshot that are pinned to it or placed there.
NodeView viewOf(const Node &node, const ClusterSnapshot &snapshot);

//! What is pinned to it and nowhere else may run.
QStringList strictPins(const NodeView &view);
//! What runs there all the time, as far as its cluster tells.
QStringList residents(const NodeView &view);

} // namespace muster
