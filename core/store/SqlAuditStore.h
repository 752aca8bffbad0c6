// SPDX-License-Identifier: Apache-2.0
#pragma once
// AuditStore over SQL, and the head in the file "audit.head" of the data folder.

#include "core/store/AuditStore.h"
#include "core/store/StoreReader.h"
#include "core/store/StoreThread.h"

namespace muster {

//! Entries as rows of the table of 0005_audit.sql, which refuses changes; \a thread must outlive it.
class SqlAuditStore final : public AuditStore
{
public:
    //! \a thread has \a folder/muster.sqlite open.
    SqlAuditStore(StoreThread &thread, const QString &folder);

    Future<AuditState> state() override;
    Future<AuditEntry> append(AuditEntry entry) override;
    Future<void> keepHead(AuditHead head) override;
    Future<AuditPage> page(AuditQuery query) override;
    Future<AuditProof> verify() override;

private:
    StoreThread &m_thread;
    const QString m_database;
    const QString m_headFile;
    StoreReader m_reader;
};

} // namespace muster
