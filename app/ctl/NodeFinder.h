// SPDX-License-Identifier: Apache-2.0
#pragma once
// The node that somebody means, and nodes as an honest tool tells them. Pure.

#include "core/base/Result.h"
#include "core/domain/ClusterSnapshot.h"

namespace muster {

//! The node that \a text names: an id, else a name that only one node has. NotFound; Conflict lists the candidates.
Result<Node> findNode(const QList<Node> &nodes, const QString &text);

//! The nodes as they are told: the server's word, but on servers that are not ours a node whose last beat is older than its
//! threshold is offline (decisions.md 8). Ours judges by clocks that do not jump, with the same threshold. Where nothing is
//! heard of a node, its load is not known any more.
ClusterSnapshot asReported(const ClusterSnapshot &snapshot, const QString &dialect);

} // namespace muster
