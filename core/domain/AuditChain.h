// SPDX-License-Identifier: Apache-2.0
#pragma once
// How entries of the audit log hang together: each hash covers the one before it. Pure. Source: issue 4, Audit.

#include "core/domain/AuditEntry.h"

namespace muster {

//! All of \a entry but its hash, as JSON with sorted keys and without spaces: what is hashed, and what an export shows.
QByteArray canonicalJsonOf(const AuditEntry &entry);

//! SHA-256 over \a previous (the hash of the entry before, empty for the first) and canonicalJsonOf().
QByteArray auditHashOf(const QByteArray &previous, const AuditEntry &entry);

} // namespace muster
