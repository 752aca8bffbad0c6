// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlJobPages.h"

#include "core/base/Limits.h"
#include "core/domain/JobRetry.h"
#include "core/store/JobNumber.h"

#include <limits>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// Columns of job_shown.sql and its kin.
enum : int {
    kNumber, kLane, kState, kPriority, kMade, kUncounted, kAttempts, kBackoff, kTimeout, kDedupe, kCreatedAt, kCreatedBy,
    kRunAt, kNode, kStartedAt, kFinishedAt, kErrorCode, kErrorText,
};

JobState stateUnder(const SqliteStatement &row)
{
    return static_cast<JobState>(row.number(kState));
}

std::optional<JobError> errorUnder(const SqliteStatement &row, int code, int text)
{
    return row.isNull(code) || row.bytes(code).isEmpty() ? std::nullopt : std::optional(JobError{row.text(code), row.text(text)});
}

Result<QByteArray> bytesOf(SqlConnection &connection, QLatin1StringView name, qint64 number)
{
    MUSTER_TRY(find, connection.fast(name));
    MUSTER_TRY(isThere, find->add(number).step());
    return isThere ? find->bytes(0) : QByteArray();
}

//! Kept attempts, oldest first.
Result<QList<JobAttempt>> attemptsOf(SqlConnection &connection, qint64 number)
{
    QList<JobAttempt> attempts;
    MUSTER_TRY(find, connection.fast("attempts_of_job"_L1));
    find->add(number).add(qint64(limits::kJobHistory));
    for (Result<bool> row = find->step();; row = find->step()) {
        if (!row)
            return row.error();
        if (!*row)
            return attempts;
        attempts.prepend({.number = static_cast<int>(find->number(0)),
                          .node = NodeId(find->text(1)),
                          .startedAt = {find->number(2)},
                          .endedAt = find->time(3),
                          .error = errorUnder(*find, 4, 5)});
    }
}

} // namespace

Result<JobLane> SqlJobPages::laneOf(SqlConnection &connection, qint64 id)
{
    if (const auto known = m_lanes.constFind(id); known != m_lanes.cend())
        return *known;
    MUSTER_TRY(find, connection.fast("job_lane"_L1));
    MUSTER_TRY(isThere, find->add(id).step());
    if (!isThere)
        return internalError(u"reading jobs"_s, u"a job stands in no lane"_s);
    MUSTER_TRY(entity, EntityRef::parse(find->text(0), u"entity"_s));
    if (m_lanes.size() >= limits::kEntities)
        m_lanes.clear();
    return *m_lanes.insert(id, {.id = id, .entity = entity, .queue = find->text(1)});
}

Result<Job> SqlJobPages::jobUnder(SqlConnection &connection, const SqliteStatement &row)
{
    MUSTER_TRY(lane, laneOf(connection, row.number(kLane)));
    Job job;
    job.id = jobIdOf(row.number(kNumber));
    job.queue = lane.queue;
    job.entity = lane.entity;
    job.state = stateUnder(row);
    job.attemptsMade = static_cast<int>(row.number(kMade) - row.number(kUncounted));
    job.attempts = static_cast<int>(row.number(kAttempts));
    job.backoff = milliseconds(row.number(kBackoff));
    job.priority = static_cast<int>(row.number(kPriority));
    job.dedupeKey = row.text(kDedupe);
    job.attemptTimeout = milliseconds(row.number(kTimeout));
    job.node = NodeId(row.text(kNode));
    job.error = errorUnder(row, kErrorCode, kErrorText);
    if (job.error && !isOver(job.state)) // Its newest attempt may be running.
        job.error = endedAttempt(static_cast<int>(row.number(kMade)) - (job.state == JobState::Active ? 1 : 0), *job.error);
    job.createdAt = {row.number(kCreatedAt)};
    job.createdBy = row.text(kCreatedBy);
    job.runAt = row.time(kRunAt);
    job.startedAt = row.time(kStartedAt);
    job.finishedAt = row.time(kFinishedAt);
    return job;
}

Result<Job> SqlJobPages::job(SqlConnection &connection, qint64 number)
{
    MUSTER_TRY(find, connection.fast("job_shown"_L1));
    MUSTER_TRY(isThere, find->add(number).step());
    if (!isThere)
        return notFound(u"there is no such job"_s);
    MUSTER_TRY(job, jobUnder(connection, *find));
    MUSTER_TRY(payload, bytesOf(connection, "job_payload"_L1, number));
    job.payload = std::move(payload);
    MUSTER_TRY(history, attemptsOf(connection, number));
    job.history = std::move(history);
    if (job.state == JobState::Completed) {
        MUSTER_TRY(result, bytesOf(connection, "job_result"_L1, number));
        job.result = std::move(result);
    }
    if (job.state == JobState::Completed || job.state == JobState::Active)
        job.history.append({.number = static_cast<int>(find->number(kMade)),
                            .node = job.node,
                            .startedAt = job.startedAt.value_or(Timestamp{}),
                            .endedAt = job.finishedAt,
                            .error = std::nullopt});
    while (job.history.size() > limits::kJobHistory)
        job.history.removeFirst();
    return job;
}

Result<bool> SqlJobPages::isWanted(SqlConnection &connection, const SqliteStatement &row, const JobQuery &query)
{
    if (query.state && stateUnder(row) != *query.state)
        return false;
    if (!query.node.isEmpty() && row.text(kNode) != query.node.text())
        return false;
    if (query.queue.isEmpty() && !query.entity && query.search.isEmpty())
        return true;
    MUSTER_TRY(lane, laneOf(connection, row.number(kLane)));
    if ((!query.queue.isEmpty() && lane.queue != query.queue) || (query.entity && lane.entity != *query.entity))
        return false;
    return query.search.isEmpty() || lane.entity.text().contains(query.search, Qt::CaseInsensitive)
        || jobIdOf(row.number(kNumber)).text().contains(query.search, Qt::CaseInsensitive)
        || row.text(kErrorCode).contains(query.search, Qt::CaseInsensitive)
        || row.text(kErrorText).contains(query.search, Qt::CaseInsensitive);
}

Result<JobPage> SqlJobPages::page(SqlConnection &connection, const JobQuery &query)
{
    const qint64 before = query.after.isEmpty() ? std::numeric_limits<qint64>::max() : jobNumberOf(query.after);
    if (before == 0)
        return invalid(u"after"_s, u"after: it is the id of a job"_s);
    JobPage page;
    const bool isActive = query.state == JobState::Active;
    MUSTER_TRY(rows, connection.fast(isActive ? "active_jobs_shown"_L1 : "jobs_shown"_L1));
    rows->add(before);
    for (Result<bool> row = rows->step();; row = rows->step()) {
        if (!row)
            return row.error();
        if (!*row)
            return page;
        MUSTER_TRY(wanted, isWanted(connection, *rows, query));
        if (!wanted)
            continue;
        if (page.jobs.size() >= query.most) {
            page.hasMore = true;
            return page;
        }
        MUSTER_TRY(job, jobUnder(connection, *rows));
        page.jobs.append(std::move(job));
    }
}

} // namespace muster
