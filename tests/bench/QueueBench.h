// SPDX-License-Identifier: Apache-2.0
#pragma once
// Row c: our embedded queue beside BullMQ on Redis, at equal durability and at BullMQ's usual one.

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! Measures c1 to c7, each beside `appendfsync always` and `everysec`, in turns. Without Node, redis-server or the packages
//! of tests/bench/node there is no peer. False when something did not work.
bool runQueueBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
