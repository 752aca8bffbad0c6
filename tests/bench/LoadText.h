// SPDX-License-Identifier: Apache-2.0
#pragma once
// The requests of the load generator, byte for byte what our worker sends.

#include "tests/bench/LoadPlan.h"

#include <QByteArray>

namespace muster::bench
{

//! "bench-000042".
QByteArray nodeName(int node);
//! The whole request of an announcement.
QByteArray announceRequest(const LoadPlan &plan, int node);
//! The whole request of a beat.
QByteArray beatRequest(const LoadPlan &plan, int node, qint64 sequence);
//! The whole request for the stream of events.
QByteArray viewRequest(const LoadPlan &plan);

} // namespace muster::bench
