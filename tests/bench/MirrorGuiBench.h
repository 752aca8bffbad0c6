// SPDX-License-Identifier: Apache-2.0
#pragma once
// Row a: what a whole snapshot, read elsewhere, costs the thread that draws (performance.md 4.3 a, issue 3).

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! 10,000 nodes (1,000 in the short form) into a session, its models and their order, without painting: for the first
//! time, again with a beat of each node more, and again with nothing new. Needs an event loop, no screen.
bool runMirrorGuiBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
