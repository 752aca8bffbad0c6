// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is written down: following the chain of a large audit log, and logs of many agents that write much.

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! Verifies a log of a million entries; takes 100,000 lines a second from 100 agents over the mesh into the store. False when
//! something did not work: a chain that is not whole, or a line that is neither kept nor told as dropped.
bool runRecordBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
