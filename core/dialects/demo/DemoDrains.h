// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cordoned and drained nodes of the demo, by the rule of core/domain/DrainRule.

#include "core/dialects/demo/DemoFleet.h"
#include "core/dialects/demo/DemoQueue.h"

namespace muster {

//! As Cluster::cordon(); whoever calls tells the change.
void demoCordon(DemoNode *node, bool isCordoned);
//! As Cluster::drain(). Invalid for a deadline out of range.
Result<void> demoDrain(DemoNode *node, const DrainRequest &request, const DemoQueue &queue, Timestamp now);
//! As Cluster::stopDrain().
Result<void> demoStopDrain(DemoNode *node);
//! One look at a node that may be drained: takes back what ran too long, counts what is left. Whether its drain changed.
bool demoLookAtDrain(DemoNode *node, DemoQueue *queue, Timestamp now);

} // namespace muster
