// SPDX-License-Identifier: Apache-2.0
#pragma once
// SqlJobStore's changes: work for the store thread, inside its transaction.

#include "core/store/JobStore.h"
#include "core/store/SqlConnection.h"

namespace muster {

//! As JobStore::change().
Result<QList<JobOutcome>> changeJobs(SqlConnection &connection, const QList<JobChange> &changes);
//! The row under \a statement, which has the columns of job_row.sql.
JobRow jobRowOf(const SqliteStatement &statement);

} // namespace muster
