// SPDX-License-Identifier: Apache-2.0
#pragma once
// Row b, fan-out: what one beat costs when a thousand viewers are told of it, beside Node's http server.

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! Measures how many events a second reach 1,000 viewers (and 100) altogether when beats come as fast as they are answered.
//! False when a program could not be started, or a viewer was cut off.
bool runFanOutBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
