// SPDX-License-Identifier: Apache-2.0
#pragma once
// Issue 4: what it costs a node to supervise 500 agents, and how long it stands still when it starts some.

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! Measures our own processor time beside QProcess, in this process; agents run on whatever is left. False when they do not start.
bool runAgentBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
