// SPDX-License-Identifier: Apache-2.0
#pragma once
// Nodes as musterctl prints them, in each form. Pure.

#include "app/ctl/CtlOptions.h"
#include "core/domain/ClusterSnapshot.h"
#include "core/domain/Heartbeat.h"

namespace muster {

//! The node that \a text names: an id, else a name that only one node has. NotFound; Conflict lists the candidates.
Result<Node> findNode(const QList<Node> &nodes, const QString &text);

//! The server's word, unless the last beat is older than the node's threshold (decisions.md 8).
NodeStatus reportedStatus(const Node &node, Timestamp now);
//! "● online": shape and word.
QString statusText(NodeStatus status);

QString nodesText(const ClusterSnapshot &snapshot, OutputForm form);
QString nodeText(const Node &node, Timestamp now, OutputForm form);
QString pingText(const Node &node, const PingReport &report, OutputForm form);
//! What remove did, or with \a isDryRun would do.
QString removalText(const Node &node, bool isDryRun, OutputForm form);

} // namespace muster
