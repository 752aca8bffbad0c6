// SPDX-License-Identifier: Apache-2.0
#pragma once
// SqlJobStore's inserts: work for the store thread, inside its transaction.

#include "core/store/JobStore.h"
#include "core/store/SqlConnection.h"

namespace muster {

//! As JobStore::add().
Result<QList<AddedJob>> addJobs(SqlConnection &connection, const QList<JobToAdd> &jobs);

} // namespace muster
