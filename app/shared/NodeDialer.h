// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pings a node by connecting to it. NodeServer gives it to the control plane.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/domain/Node.h"
#include "core/wire/TargetRules.h"

namespace muster {

//! Connects to \a node's address and gives the time that took, in milliseconds. One of Muster's own is dialled on loopback
//! alone; a foreign worker, which reads no answers to its beats, wherever a reach test may go (T-15). Unreachable or Timeout
//! when nobody answers or the address must not be asked. On \a context's thread, Cancelled when it dies.
Future<double> dialNode(const Clock &clock, const Node &node, LoopbackRule loopback, QObject *context);

} // namespace muster
