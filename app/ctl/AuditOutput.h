// SPDX-License-Identifier: Apache-2.0
#pragma once
// The audit log as musterctl prints it, in each form. Pure. JSON: interface.md, Audit row.

#include "app/ctl/CtlAnswer.h"
#include "app/ctl/CtlOptions.h"

namespace muster {

QString auditText(const QList<AuditEntry> &entries, OutputForm form);
//! "cordoned: false -> true", "nowhere -> node=w1 mode=strict": what changed, in a line.
QString changeText(const QJsonValue &before, const QJsonValue &after);
//! What a look at a chain says; ends with exit code 1 when it is not whole.
CtlAnswer proofAnswer(const AuditProof &proof, OutputForm form);
//! audit export has written, or would write, a file.
QString exportedText(const QString &file, quint64 entries, const QByteArray &head, bool isDryRun, OutputForm form);

} // namespace muster
