// SPDX-License-Identifier: Apache-2.0
#pragma once
// SqlJobStore's reads.

#include "core/store/JobStore.h"
#include "core/store/SqlConnection.h"

#include <QHash>

namespace muster {

//! Reads jobs with the texts of their lanes, which never change and are remembered. Belongs to the thread of its connection.
class SqlJobPages
{
public:
    //! As JobStore::job().
    Result<Job> job(SqlConnection &connection, qint64 number);
    //! As JobStore::page().
    Result<JobPage> page(SqlConnection &connection, const JobQuery &query);

private:
    Result<JobLane> laneOf(SqlConnection &connection, qint64 id);
    Result<Job> jobUnder(SqlConnection &connection, const SqliteStatement &row);
    Result<bool> isWanted(SqlConnection &connection, const SqliteStatement &row, const JobQuery &query);

    QHash<qint64, JobLane> m_lanes;
};

} // namespace muster
