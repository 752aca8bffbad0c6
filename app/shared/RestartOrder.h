// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tells a node to restart its agents, in the one form that exists: AgenticMail's POST to its address. LocalNodeHost gives it
// to the control plane.

#include "core/base/Future.h"
#include "core/domain/Node.h"
#include "core/wire/TargetRules.h"

#include <QObject>

namespace muster {

//! POST http://ADDRESS/restart, without body and key, within 10 s. The address is resolved once and must pass mayAsk(); the
//! order is given once, without a proxy, and no redirect is followed. Unreachable, in one sentence, when the node has no such address or did not answer 2xx; Unsupported
//! for Muster's own nodes, which take no such order. On \a context's thread, Cancelled when it dies.
//! Source: contracts/agenticmail.md 6, reliability.md T-15.
Future<void> orderRestart(const Node &node, LoopbackRule loopback, QObject *context);

} // namespace muster
