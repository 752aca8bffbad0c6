// SPDX-License-Identifier: Apache-2.0
#pragma once
// Row b: heartbeats against a real musterd, beside Node's http server doing the same work.

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! Measures saturation, then latency, processor time and memory at 1,000 beats a second. False when a program could not
//! be started or refused what was sent; without Node there is no peer.
bool runBeatBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
