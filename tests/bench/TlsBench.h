// SPDX-License-Identifier: Apache-2.0
#pragma once
// Row b, TLS: heartbeats over kept TLS connections beside the same over plain ones, both against a real musterd.

#include "tests/bench/BenchOptions.h"
#include "tests/bench/Row.h"

namespace muster::bench
{

//! Puts this process into a network of its own, where a musterd may listen beyond loopback and nobody can reach it. First
//! thing in main(). False with a line on standard error when the system forbids it.
bool enterTlsNetwork();
//! Measures both in turn. The peer is our own plain server. False when one could not be started or refused what was sent.
bool runTlsBench(const BenchOptions &options, const Report &report);

} // namespace muster::bench
