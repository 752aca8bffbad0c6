// SPDX-License-Identifier: Apache-2.0
#pragma once
// Row a: a snapshot and a storm of events, from bytes to a drawn board of cards, beside Node that draws nothing.

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! Measures fleets of 1,000 and 10,000 nodes. Needs a QApplication. False when a fleet did not arrive whole.
bool runMirrorBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
