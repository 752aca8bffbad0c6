// SPDX-License-Identifier: Apache-2.0
#pragma once
// Nodes as musterctl prints them, in each form. Pure.

#include "app/ctl/CtlOptions.h"
#include "core/domain/ClusterSnapshot.h"
#include "core/domain/Heartbeat.h"

namespace muster {

//! The node that \a text names: an id, else a name that only one node has. NotFound; Conflict lists the candidates.
Result<Node> findNode(const QList<Node> &nodes, const QString &text);

//! The nodes as they are told: the server's word, but on servers that are not ours a node whose last beat is older than its
//! threshold is offline (decisions.md 8). Ours judges by clocks that do not jump, with the same threshold. Where nothing is
//! heard of a node, its load is not known any more.
ClusterSnapshot asReported(const ClusterSnapshot &snapshot, const QString &dialect);
//! "● online": shape and word.
QString statusText(NodeStatus status);

QString nodesText(const ClusterSnapshot &snapshot, OutputForm form);
QString nodeText(const Node &node, Timestamp now, OutputForm form);
QString pingText(const Node &node, const PingReport &report, OutputForm form);
//! What remove did, or with \a isDryRun would do.
QString removalText(const Node &node, bool isDryRun, OutputForm form);
//! What restart did, or with \a isDryRun would do.
QString restartText(const Node &node, bool isDryRun, OutputForm form);

} // namespace muster
