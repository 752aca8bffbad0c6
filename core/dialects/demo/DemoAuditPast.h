// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who had done what in the demo before anybody looked.

#include "core/dialects/demo/DemoOptions.h"
#include "core/domain/AuditEntry.h"
#include "core/domain/Placement.h"

namespace muster {

//! Oldest first, without numbers and hashes, all before \a start: how \a entities were registered and pinned, and a table.
QList<AuditEntry> demoAuditPast(const DemoOptions &options, Timestamp start, const QList<EntityState> &entities);

} // namespace muster
