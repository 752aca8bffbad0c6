// SPDX-License-Identifier: Apache-2.0
#pragma once
// Row f: from starting a program to its first sign of life, with 100 nodes in the store, and what it takes at rest.

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! Measures musterd until its ready line, and the console, drawn offscreen, until its first card is painted. False when
//! one of them did not get that far.
bool runStartBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
