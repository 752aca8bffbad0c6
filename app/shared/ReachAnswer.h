// SPDX-License-Identifier: Apache-2.0
#pragma once
// The reach test of core/wire in the words of the Cluster contract. LocalNodeHost gives it to the control plane.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/domain/Reach.h"
#include "core/wire/ReachTest.h"

#include <QObject>

namespace muster {

//! Where this machine may be tested: \a ifAdmin when an admin asks, else nowhere.
LoopbackRule loopbackFor(const ReachTarget &target, LoopbackRule ifAdmin);

//! Tests \a target as Cluster::reach() promises: Refused for one that must not be asked (T-15), Invalid for what is no address,
//! a report for all others. \a ifAdmin as above. On \a context's thread, Cancelled when it dies.
Future<ReachReport> answerReach(const Clock &clock, const ReachTarget &target, LoopbackRule ifAdmin, QObject *context,
                                const DialOptions &options = {});

} // namespace muster
