// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: what happened between two overviews, since this console tells nothing by itself. Pure.

#include "core/domain/ClusterEvent.h"

#include <QSet>

namespace muster {

//! Takes over into \a after what only an earlier look could tell: when a node was first seen, and that it stopped cleanly.
void carryOver(const QList<Node> &before, QList<Node> *after);

//! The changes from \a before to \a after, gone nodes first, then in the order of \a after. \a removed: ids that had gone
//! earlier, whose return is told as such; brought up to date.
QList<ClusterChange> changesBetween(const QList<Node> &before, const QList<Node> &after, QSet<NodeId> *removed);

} // namespace muster
