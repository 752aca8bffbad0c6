// SPDX-License-Identifier: Apache-2.0
#pragma once
// SqlLogStore's writes: work for the store thread, inside its transaction.

#include "core/store/LogStore.h"
#include "core/store/SqlConnection.h"

namespace muster {

//! As LogStore::append(), whatever room is left.
Result<QList<LogNumbers>> appendLogs(SqlConnection &connection, const QList<LogChunk> &chunks);
//! As LogStore::drop().
Result<int> dropLog(SqlConnection &connection, const LogSource &source, int most);
//! As LogStore::trim().
Result<int> trimLogs(SqlConnection &connection, Timestamp before, qint64 bytesMost, int most);
//! The log of \a job goes, but not from that of its entity: jobs are forgotten sooner than logs. Up to some hundred chunks; nobody
//! finds the rest, which goes with time.
Result<void> leaveJobLog(SqlConnection &connection, const JobId &job);

} // namespace muster
