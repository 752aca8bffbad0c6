// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who did what in the demo: entries in memory, hung together by the rule of core/domain/AuditChain.

#include "core/domain/Actor.h"
#include "core/domain/AuditEntry.h"

#include <functional>
#include <optional>

namespace muster {

//! What somebody asked for.
struct DemoDeed {
    QString verb;
    QString target;
    Actor by;
    QString note = {};
    QJsonValue before = QJsonValue::Null;
};

//! Appends, lists and proves.
class DemoAudit
{
public:
    //! What was there before the start; asked when somebody first looks or writes, since that takes longer than all else.
    void begin(std::function<QList<AuditEntry>()> past) { m_past = std::move(past); }
    //! The number and the hash of \a entry are given here; what looks like a secret in its values is hidden.
    void append(AuditEntry entry);
    //! Writes down what became of \a deed: \a after, or why not.
    void note(const DemoDeed &deed, const QJsonValue &after, const std::optional<Error> &error, Timestamp now);
    //! As Cluster::audit() and Cluster::verifyAudit().
    AuditPage page(const AuditQuery &query);
    AuditProof verify();

private:
    void fill();

    std::function<QList<AuditEntry>()> m_past;
    QList<AuditEntry> m_entries; // Oldest first.
    quint64 m_dropped = 0;       // Before the first of them.
    QByteArray m_droppedHead;
};

} // namespace muster
