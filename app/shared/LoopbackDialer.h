// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pings a node that listens by connecting to it. Loopback only: an announced address must not make us knock elsewhere.

#include "core/base/Clock.h"
#include "core/base/Future.h"

#include <QObject>

namespace muster {

//! Connects to \a address ("127.0.0.1:3100"), never through a proxy, and gives the time that took, in milliseconds.
//! Unreachable when nobody listens or the address is neither of loopback nor \a own, where this node itself listens; Timeout
//! after limits::kConnectDeadline. On \a context's thread.
Future<double> dialLoopback(QObject *context, const Clock &clock, const QString &address, const QString &own = {});

} // namespace muster
