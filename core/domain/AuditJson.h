// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON forms of the audit log: native API, musterctl, exports. Source: interface.md, Audit row.

#include "core/base/Json.h"
#include "core/domain/AuditEntry.h"

namespace muster {

//! at, actor, verb, target, before, after, source, outcome, and also number, note and hash (in hex).
QJsonObject toJson(const AuditEntry &entry);
//! Reads toJson(); Invalid blames a field. Texts come back as they were written, so that a chain can be followed.
Result<AuditEntry> auditEntryFromJson(const QJsonObject &json, const QString &path = {});

//! isWhole, entries, firstBroken (null: none), head (in hex), text.
QJsonObject toJson(const AuditProof &proof);
Result<AuditProof> auditProofFromJson(const QJsonObject &json);

} // namespace muster
