// SPDX-License-Identifier: Apache-2.0
#pragma once
// The entities of the demo and their pins as they are at the start, made from a table.

#include "core/dialects/demo/DemoFleet.h"
#include "core/domain/Placement.h"

namespace muster {

//! In order of their references, without placements. Pins name nodes of \a fleet; a thousand nodes have a thousand agents.
QList<EntityState> demoEntities(const DemoOptions &options, Timestamp start, const QList<DemoNode> &fleet);

} // namespace muster
