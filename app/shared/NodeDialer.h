// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pings a node by connecting to it. NodeServer gives it to the control plane.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/domain/Node.h"
#include "core/wire/TargetRules.h"

namespace muster {

//! Which of this machine's addresses nodes may make us dial by announcing them.
struct DialRules {
    LoopbackRule ours = LoopbackRule::Denied;    //!< Of Muster's own nodes: while all callers are on this machine.
    LoopbackRule foreign = LoopbackRule::Denied; //!< Of foreign workers: while these come from this machine as well.
    QString own = {};                            //!< Where we listen ourselves, "10.0.0.7:3100"; always.
};

//! Connects to \a node's address and gives the time that took, in milliseconds. One of Muster's own is dialled on loopback
//! alone; a foreign worker, which reads no answers to its beats, wherever a reach test may go (T-15). Unreachable or Timeout
//! when nobody answers or \a rules forbid the address. On \a context's thread, Cancelled when it dies.
Future<double> dialNode(const Clock &clock, const Node &node, const DialRules &rules, QObject *context);

} // namespace muster
