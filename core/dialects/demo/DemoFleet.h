// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes of the demo as they are at the start, made from a table and a seed.

#include "core/dialects/demo/DemoLife.h"
#include "core/dialects/demo/DemoOptions.h"
#include "core/dialects/demo/DemoRandom.h"
#include "core/domain/NodeHistory.h"

namespace muster {

//! A node of the demo with the state of its walk.
struct DemoNode {
    Node node;
    NodeHistory history;
    DemoLife life = DemoLife::Steady;
    int cpuHome = 20;         //!< Percent that the load drifts around.
    int memoryHome = 50;
    int cpu = 20;             //!< Percent now.
    int memory = 50;
    milliseconds nextBeat{0}; //!< Since the start.
    bool isDrained = false;   //!< Its drain is over and was not stopped.
    bool isTouched = false;   //!< Somebody cordoned or drained it: the script leaves it alone.
    qint64 lastPid = 900;     //!< Of its agents.
    DemoRandom random{0};     //!< Its own, so that its walk does not depend on when the others beat.
};

//! The fleet of \a options at \a start, with histories of the ten minutes before. Uses \a random in a fixed order.
QList<DemoNode> demoFleet(const DemoOptions &options, Timestamp start, DemoRandom *random);

//! \a state with the drain of \a node seen through it.
NodeStatus demoStatusOf(const DemoState &state, const DemoNode &node);

//! One step of the walk: moves cpu and memory, and says the load.
Load nextLoad(DemoNode *node);

} // namespace muster
