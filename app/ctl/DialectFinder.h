// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which product answers at an address, when the command line does not say.

#include "core/cluster/Dialect.h"

namespace muster {

//! Asks \a address in one dialect after another, without credentials: those are meant for one product. Protocol when it speaks
//! none of ours; Refused (code "wrong-host") when it does not go by that name, Unreachable, Timeout, or a tls- code as the
//! first that was asked says. On \a context's thread.
Future<const Dialect *> findDialect(const ClusterAddress &address, QObject *context);

} // namespace muster
