// SPDX-License-Identifier: Apache-2.0
#pragma once
// Nodes as musterctl prints them, in each form. Pure.

#include "app/ctl/CtlOptions.h"
#include "app/ctl/NodeView.h"

namespace muster {

//! "● online": shape and word.
QString statusText(NodeStatus status);

//! The same, and whether it takes work: "● online, cordoned", "◐ draining, 3 of 5 jobs left".
QString standingText(const Node &node);

QString nodesText(const ClusterSnapshot &snapshot, OutputForm form);
//! As a table with its agents, pins and jobs; in the other forms the node alone (interface.md, Node).
QString nodeText(const NodeView &view, OutputForm form);

} // namespace muster
