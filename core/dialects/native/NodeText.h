// SPDX-License-Identifier: Apache-2.0
#pragma once
// Nodes and their histories as JSON text: the same fields as core/domain/NodeJson, written without a tree of values.

#include "core/dialects/native/JsonText.h"
#include "core/domain/ClusterSnapshot.h"

namespace muster {

//! The "Node" object of interface.md, equal to toJson(node, now) of NodeJson.h.
void appendNode(JsonText *out, const Node &node, Timestamp now);
//! `"cpu":…,"load1":…` to `"jobsRunning":…`, without brackets or outer commas.
void appendLoad(JsonText *out, const Load &load);
//! {"cpu":"<base64>","memory":…,"beats":…}.
void appendHistory(JsonText *out, const NodeHistory &history);

//! An array of all \a nodes.
QByteArray nodesText(const QList<Node> &nodes, Timestamp now);
//! {"epoch","number","takenAt","nodes":[…],"histories":{id:{…}}}.
QByteArray snapshotText(const ClusterSnapshot &snapshot);

} // namespace muster
