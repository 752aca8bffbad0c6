// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlJobOpen.h"

#include "core/base/Log.h"
#include "core/store/SqlJobChanges.h"

#include <QSet>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Runs \a each for the rows of sql/common/NAME.sql.
template <typename Each>
Result<void> forRows(SqlConnection &connection, QLatin1StringView name, Each each)
{
    MUSTER_TRY(rows, connection.fast(name));
    for (Result<bool> row = rows->step();; row = rows->step()) {
        if (!row)
            return row.error();
        if (!*row)
            return {};
        each(*rows);
    }
}

Result<void> readLanes(SqlConnection &connection, QList<JobLane> *lanes)
{
    return forRows(connection, "all_job_lanes"_L1, [lanes](const SqliteStatement &row) {
        const Result<EntityRef> entity = EntityRef::parse(row.text(1), u"entity"_s);
        if (entity)
            lanes->append({.id = row.number(0), .entity = *entity, .queue = row.text(2)});
        else
            qCWarning(logStore) << "leaving out the lane" << row.text(1) << entity.error().text();
    });
}

Result<void> readCounts(SqlConnection &connection, QList<StoredQueue::Count> *counts)
{
    const auto ofState = [counts](JobState state) {
        return [counts, state](const SqliteStatement &row) { counts->append({row.number(0), state, row.number(1)}); };
    };
    MUSTER_CHECK(forRows(connection, "count_waiting"_L1, ofState(JobState::Waiting)));
    MUSTER_CHECK(forRows(connection, "count_delayed"_L1, ofState(JobState::Delayed)));
    return forRows(connection, "count_over"_L1, [counts](const SqliteStatement &row) {
        counts->append({row.number(1), static_cast<JobState>(row.number(0)), row.number(2)});
    });
}

//! An entity that was removed leaves its lane behind until the last of its jobs is forgotten. The next job of one that is there
//! makes its lane anew.
Result<void> dropEmptyLanes(SqlConnection &connection, StoredQueue *stored)
{
    QSet<qint64> used;
    for (const StoredQueue::Count &count : std::as_const(stored->counts))
        used.insert(count.lane);
    for (const JobRow &row : std::as_const(stored->active))
        used.insert(row.lane);
    QList<JobLane> kept;
    for (const JobLane &lane : std::as_const(stored->lanes)) {
        if (used.contains(lane.id)) {
            kept.append(lane);
            continue;
        }
        MUSTER_TRY(gone, connection.fast("remove_job_lane"_L1));
        MUSTER_CHECK(gone->add(lane.id).run());
    }
    stored->lanes = kept;
    return {};
}

} // namespace

Result<StoredQueue> openQueue(SqlConnection &connection, Timestamp now)
{
    StoredQueue stored;
    MUSTER_CHECK(forRows(connection, "last_job"_L1, [&stored](const SqliteStatement &row) { stored.lastNumber = row.number(0); }));
    {
        MUSTER_TRY(anew, connection.fast("begin_delays_anew"_L1));
        MUSTER_CHECK(anew->add(now.msSinceEpoch).add(now.msSinceEpoch).add(now.msSinceEpoch).run());
    }
    MUSTER_CHECK(readLanes(connection, &stored.lanes));
    MUSTER_CHECK(forRows(connection, "paused_queues"_L1, [&stored](const SqliteStatement &row) { stored.paused.append(row.text(0)); }));
    MUSTER_CHECK(readCounts(connection, &stored.counts));
    MUSTER_CHECK(forRows(connection, "active_jobs"_L1, [&stored](const SqliteStatement &row) { stored.active.append(jobRowOf(row)); }));
    MUSTER_CHECK(forRows(connection, "next_due"_L1, [&stored](const SqliteStatement &row) { stored.nextDue = row.time(0); }));
    MUSTER_CHECK(dropEmptyLanes(connection, &stored));
    return stored;
}

} // namespace muster
