// SPDX-License-Identifier: Apache-2.0
#pragma once
// Entries of the audit log in words: what was done to what, what changed, how it went, and the same as a command.

#include "core/domain/AuditEntry.h"
#include "core/domain/NodeStatus.h"

#include <QLatin1StringView>

namespace muster {

//! "pinned", "drained", "refused a request": the verb for people; the verb itself when it is none that we know.
QString auditVerbText(const QString &verb);
//! Name of an icon for it.
QLatin1StringView auditVerbIcon(const QString &verb);
//! The target without its kind where the verb says that already: "w1", "agent/hello".
QString auditTargetText(const AuditEntry &entry);
//! The change in a few words: "vps-02 → hetzner-fsn1-b", "open → cordoned"; empty when nothing short says it.
QString auditChangeText(const AuditEntry &entry);
//! "10.8.0.2", or "control plane" for what it did itself.
QString auditSourceText(const AuditEntry &entry);
//! Whose deed, for people.
QString auditActorText(const AuditEntry &entry);

//! How it went: shape, word and colour are those of a status.
struct AuditOutcome {
    QString word;    //!< "Done", "Refused", "Failed".
    NodeStatus tone; //!< Online, Failed, Degraded.
    QString details; //!< The code of an error; empty when done.
};
AuditOutcome auditOutcome(const AuditEntry &entry);

//! The command that does the same, or empty when there is none.
QString auditCommand(const AuditEntry &entry);
//! \a command as a shell takes it in several lines, none so long that a label would break it behind a hyphen.
QString commandLines(const QString &command);

} // namespace muster
