// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AuditFollower.h"

#include "core/domain/AuditChain.h"

namespace muster {

using namespace Qt::StringLiterals;

void AuditFollower::take(const AuditEntry &entry)
{
    const quint64 expected = m_proof.entries + 1;
    if (entry.number > expected)
        breakAt(expected, entry.number == expected + 1 ? u"entry %1 is missing"_s.arg(expected)
                                                       : u"entries %1 to %2 are missing"_s.arg(expected).arg(entry.number - 1));
    else if (entry.number < expected)
        breakAt(entry.number, u"entry %1 stands there twice, or in the wrong place"_s.arg(entry.number));
    else if (entry.hash != auditHashOf(m_proof.head, entry))
        breakAt(entry.number, u"entry %1 is not what was written then, or what stood before it is not"_s.arg(entry.number));
    else if (entry.verb == kAuditGap)
        breakAt(entry.number, u"entry %1 says that entries before it were missing when the control plane started"_s.arg(entry.number));
    m_proof.entries = entry.number;
    m_proof.head = entry.hash;
}

void AuditFollower::breakAt(quint64 number, const QString &text)
{
    if (!m_proof.isWhole)
        return;
    m_proof.isWhole = false;
    m_proof.firstBroken = number;
    m_proof.text = text;
}

} // namespace muster
