// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the audit log back and follows its chain. Used by SqlAuditStore, on whatever thread has the connection.

#include "core/domain/AuditChain.h"
#include "core/domain/AuditFollower.h"
#include "core/store/AuditStore.h"
#include "core/store/SqlConnection.h"

class QSqlQuery;

namespace muster {

//! "NUMBER HASH", as it stands in the file.
QByteArray textOf(const AuditHead &head);
//! Reads textOf() from \a path; nullopt for anything else.
std::optional<AuditHead> readHead(const QString &path);

//! A row of audit_page.sql or all_audit.sql.
AuditEntry auditEntryUnder(const QSqlQuery &row);
//! The newest entry; number 0 when there is none.
Result<AuditHead> lastEntryOf(SqlConnection &connection);
//! The hash that an entry has; empty when it is not there.
Result<QByteArray> hashOfEntry(SqlConnection &connection, quint64 number);

//! Follows the chain from its first entry, and looks for \a kept in it.
Result<AuditProof> proofOf(SqlConnection &connection, const std::optional<AuditHead> &kept);

} // namespace muster
