// SPDX-License-Identifier: Apache-2.0
#pragma once
// The jobs of the demo as they are at the start: what runs, what waits and why, and what became of those of the last hours.

#include "core/dialects/demo/DemoOptions.h"
#include "core/dialects/demo/DemoQueue.h"

namespace muster {

//! In order of creation, all before \a start. \a entities say where their jobs ran. The same for the same seed.
QList<DemoJob> demoJobs(const DemoOptions &options, Timestamp start, const QList<EntityState> &entities);
//! The queue that a colleague paused before the start; empty in a bare demo.
QString demoPausedQueue(const DemoOptions &options);

} // namespace muster
