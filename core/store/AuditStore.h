// SPDX-License-Identifier: Apache-2.0
#pragma once
// What must survive about who did what. Implemented over SQL; core/controlplane/AuditTrail is the only one who writes.

#include "core/base/Future.h"
#include "core/domain/AuditFollower.h"

#include <optional>

namespace muster {

//! An entry by its place in the chain.
struct AuditHead {
    quint64 number = 0; //!< 0: there is none.
    QByteArray hash;

    bool operator==(const AuditHead &) const = default;
};

//! What is there when a control plane starts.
struct AuditState {
    AuditHead last;                    //!< Of the entries.
    std::optional<AuditHead> kept;     //!< Of the file beside the database; nullopt: there is none, or it cannot be read.
    bool doesFit = true;               //!< The kept one is among the entries, or of none. Without one: there are no entries.
};

//! Verbs run in the order in which they are called and may be called from any thread. A finished write is synced to disk.
//! Every verb can fail with Storage; nothing of a failed write is kept.
class AuditStore
{
public:
    virtual ~AuditStore() = default;
    virtual Future<AuditState> state() = 0;
    //! Adds an entry: gives it back with its number and hash, which are the store's matter.
    virtual Future<AuditEntry> append(AuditEntry entry) = 0;
    //! Keeps \a head in a file of its own (0600) beside the database.
    virtual Future<void> keepHead(AuditHead head) = 0;
    //! As Cluster::audit(); does not hold up writes.
    virtual Future<AuditPage> page(AuditQuery query) = 0;
    //! As Cluster::verifyAudit(); does not hold up writes.
    virtual Future<AuditProof> verify() = 0;
};

} // namespace muster
