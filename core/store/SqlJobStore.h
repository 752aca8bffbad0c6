// SPDX-License-Identifier: Apache-2.0
#pragma once
// JobStore over SQL.

#include "core/store/JobStore.h"
#include "core/store/SpaceReserve.h"
#include "core/store/SqlJobPages.h"
#include "core/store/StoreReader.h"
#include "core/store/StoreThread.h"

namespace muster {

//! Jobs as rows of the tables of 0003_jobs.sql; \a thread, which has \a path open, must outlive it.
class SqlJobStore final : public JobStore
{
public:
    SqlJobStore(StoreThread &thread, const QString &path);

    Future<StoredQueue> open(Timestamp now) override;
    Future<QList<AddedJob>> add(QList<JobToAdd> jobs) override;
    Future<QList<JobOutcome>> change(QList<JobChange> changes) override;
    Future<Job> job(qint64 number) override;
    Future<JobPage> page(JobQuery query) override;
    Future<bool> ensureReserve() override;
    Future<bool> hasRoom() override;
    Future<bool> spendReserve() override;

private:
    StoreThread &m_thread;
    SqlJobPages m_pages;    // On m_reader's thread.
    std::shared_ptr<SpaceReserve> m_reserve; // On m_thread, whose last work may come after our end.
    StoreReader m_reader;   // The first to go: it uses m_pages.
};

} // namespace muster
