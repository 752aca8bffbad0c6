// SPDX-License-Identifier: Apache-2.0
#pragma once
// How long the program took until a person saw a node: "muster first-card ms=N" on standard error.

#include <optional>

namespace muster {

//! Whether MUSTER_TRACE_START=1 asks for it.
bool isStartTraced();
//! Milliseconds since the kernel started this process (/proc/self/stat, steps of 10 ms), loading of libraries included;
//! nullopt where that cannot be read.
std::optional<long> sinceProcessStart();
//! Writes the line.
void traceFirstCard();

} // namespace muster
