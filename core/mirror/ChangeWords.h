// SPDX-License-Identifier: Apache-2.0
#pragma once
// Names what a change of a node was, for the list of events: "Changed" alone tells nobody anything. Pure.

#include "core/domain/Node.h"
#include "core/mirror/EventEntry.h"

namespace muster {

//! Says in \a entry, of kind "node-updated", what made \a node of \a before: drains and cordons get kinds of their own, the
//! rest a text as "version 0.1.0 → 0.2.0"; English. Leaves it alone where nothing that can be named differs, and where the entry is
//! of another kind. \a at: the time of the change by the control plane's clock.
void nameChange(const Node &before, const Node &node, Timestamp at, EventEntry *entry);
//! Whether only figures moved between \a before and \a node, what its agents take among them: no more news than a beat.
bool isUseAlone(const Node &before, const Node &node);

} // namespace muster
