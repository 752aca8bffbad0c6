// SPDX-License-Identifier: Apache-2.0
#pragma once
// A made-up fleet as bytes of the native API: the same input for the mirror and its peer.

#include "core/domain/ClusterSnapshot.h"

#include <QByteArray>

namespace muster::bench
{

//! Nodes with two agents and two capabilities each; all but every twentieth online.
ClusterSnapshot fleetSnapshot(int nodes, Timestamp at);
//! Event \a number after the snapshot: beats of one node after the other, and each fiftieth a change of status.
ClusterEvent fleetEvent(const ClusterSnapshot &snapshot, quint64 number);
//! \a count events as a stream of server-sent events.
QByteArray fleetStream(const ClusterSnapshot &snapshot, int count);

} // namespace muster::bench
