// SPDX-License-Identifier: Apache-2.0
#pragma once
// Exports of the audit log: JSON lines, oldest first, and a last line with the head of their chain. Source: core/decisions/0026.

#include "app/ctl/CtlAnswer.h"
#include "app/ctl/CtlOptions.h"
#include "core/domain/AuditFollower.h"

namespace muster {

//! One line for an entry.
QByteArray exportLine(const AuditEntry &entry);
//! The last line: how many entries there are, the hash of the newest, and when it was written.
QByteArray exportEnd(const AuditProof &proof, Timestamp at);

//! Follows the chain of the export \a path from its first line to its last. Invalid, blaming \a field, for a file that cannot be
//! read or is no export; one that is cut off or changed is a proof that says so. Blocks for the disk.
Result<AuditProof> readExport(const QString &path, const QString &field);

//! `audit verify --export`: asks no server. Blocks.
Result<CtlAnswer> verifyExport(const CtlOptions &options);

} // namespace muster
