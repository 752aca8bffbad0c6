// SPDX-License-Identifier: Apache-2.0
#pragma once
// Follows the chain of the audit log from its first entry: over the rows of a store, or the lines of an export.

#include "core/domain/AuditEntry.h"

#include <QLatin1StringView>

namespace muster {

//! The verb of the entry which says that entries before it are missing; written when a control plane finds that.
inline constexpr QLatin1StringView kAuditGap{"audit.gap"};

class AuditFollower
{
public:
    //! The next entry, as it is read.
    void take(const AuditEntry &entry);
    //! Keeps the first thing that is wrong, told by whoever compares the chain with something else.
    void breakAt(quint64 number, const QString &text);
    //! What was found so far; its text is empty while all fits.
    const AuditProof &proof() const { return m_proof; }

private:
    AuditProof m_proof{.isWhole = true, .entries = 0, .firstBroken = 0, .head = {}, .text = {}};
};

} // namespace muster
