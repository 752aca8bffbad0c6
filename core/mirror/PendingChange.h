// SPDX-License-Identifier: Apache-2.0
#pragma once
// A change of a node or an entity that somebody here asked for and that is not known to be done: drawn on the card, not believed.

#include <QtGlobal>

namespace muster {

//! Which verb of the Cluster contract.
enum class CommandVerb {
    Remove, Ping, Restart, Cordon, Uncordon, Drain, StopDrain, Assign, SaveEntity, RemoveEntity,
};

//! What stands out. Source: ux.md 3.3 f.
struct PendingChange {
    CommandVerb verb = CommandVerb::Remove; //!< Never Ping, which changes nothing.
    bool isUnconfirmed = false;             //!< No answer for limits::kUnconfirmedAfter, or it was lost.

    bool operator==(const PendingChange &) const = default;
};

} // namespace muster
