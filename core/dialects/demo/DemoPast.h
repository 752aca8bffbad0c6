// SPDX-License-Identifier: Apache-2.0
#pragma once
// What had happened in the demo before anybody looked: the events of its last day, made from a table, the jobs and the seed.

#include "core/dialects/demo/DemoFleet.h"
#include "core/dialects/demo/DemoQueue.h"
#include "core/domain/ClusterEvent.h"

namespace muster {

//! Oldest first, numbered from 1 in \a epoch, all before \a start, and ending where \a fleet is then. Nodes that \a fleet does not
//! have are left out, but for those that were removed; of \a jobs, those that failed are told. The same for the same seed.
QList<ClusterEvent> demoPast(const DemoOptions &options, const QString &epoch, Timestamp start, const QList<DemoNode> &fleet,
                             const QList<DemoJob> &jobs);

} // namespace muster
