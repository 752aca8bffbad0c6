// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlJobChanges.h"

#include "core/base/Limits.h"
#include "core/store/JobNumber.h"
#include "core/store/SqlLogChanges.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Result<int> runOn(SqlConnection &connection, QLatin1StringView name, qint64 number)
{
    MUSTER_TRY(statement, connection.fast(name));
    return statement->add(number).run();
}

//! The row of a job; nullopt when there is none.
Result<std::optional<JobRow>> rowOf(SqlConnection &connection, qint64 number)
{
    MUSTER_TRY(find, connection.fast("job_row"_L1));
    MUSTER_TRY(isThere, find->add(number).step());
    return isThere ? std::optional(jobRowOf(*find)) : std::nullopt;
}

Result<void> keepAttempt(SqlConnection &connection, qint64 number, int attempt, Timestamp end, const JobError &error)
{
    MUSTER_TRY(keep, connection.fast("keep_attempt"_L1));
    MUSTER_TRY(kept, keep->add(end.msSinceEpoch).add(error.code).add(error.text).add(number).add(qint64(attempt)).run());
    Q_UNUSED(kept)
    if (attempt <= limits::kJobHistory)
        return {};
    MUSTER_TRY(forget, connection.fast("forget_old_attempts"_L1));
    MUSTER_TRY(gone, forget->add(number).add(qint64(attempt - limits::kJobHistory)).run());
    Q_UNUSED(gone)
    return {};
}

//! The error that stands behind the columns of a row; most jobs have none.
std::optional<JobError> errorBehind(const SqliteStatement &row)
{
    return row.isNull(11) ? std::nullopt : std::optional(JobError{row.text(11), row.text(12)});
}

Result<JobOutcome> apply(SqlConnection &connection, const ClaimJobs &change)
{
    JobOutcome outcome;
    const QString node = change.node.text();
    for (const qint64 number : change.numbers) {
        MUSTER_TRY(claim, connection.fast("claim_job"_L1));
        MUSTER_TRY(isTaken, claim->add(node).add(change.at.msSinceEpoch).add(number).step());
        if (!isTaken)
            continue;
        JobMove move{.before = JobState::Waiting, .row = jobRowOf(*claim), .error = errorBehind(*claim)};
        MUSTER_CHECK(claim->step());
        MUSTER_TRY(payload, connection.fast("job_payload"_L1));
        MUSTER_TRY(isThere, payload->add(number).step());
        if (isThere)
            move.payload = payload->bytes(0);
        outcome.moves.append(std::move(move));
    }
    return outcome;
}

Result<int> complete(SqlConnection &connection, const EndAttempt &change)
{
    MUSTER_TRY(end, connection.fast("complete_attempt"_L1));
    MUSTER_TRY(changed, end->add(change.at.msSinceEpoch).add(change.number).add(qint64(change.attempt)).run());
    if (changed > 0 && !change.result.isEmpty()) {
        MUSTER_TRY(keep, connection.fast("add_job_result"_L1));
        MUSTER_TRY(kept, keep->add(change.number).add(change.result).run());
        Q_UNUSED(kept)
    }
    return changed;
}

Result<int> endOtherwise(SqlConnection &connection, const EndAttempt &change)
{
    MUSTER_TRY(row, rowOf(connection, change.number));
    if (!row || row->state != JobState::Active || row->made != change.attempt)
        return 0;
    MUSTER_CHECK(keepAttempt(connection, change.number, change.attempt, change.at, change.error));
    MUSTER_TRY(end, connection.fast("end_attempt"_L1));
    end->add(qint64(change.next)).add(qint64(change.nodesLost)).add(qint64(change.uncounted));
    change.delay ? end->add(change.delay->from).add(change.delay->until) : end->addNull().addNull();
    end->add(isOver(change.next) ? std::optional(change.at) : std::nullopt);
    change.isFailure ? end->add(change.error.code).add(change.error.text) : end->addNull().addNull();
    return end->add(change.number).add(qint64(change.attempt)).run();
}

Result<JobOutcome> apply(SqlConnection &connection, const EndAttempt &change)
{
    MUSTER_TRY(changed, change.next == JobState::Completed ? complete(connection, change) : endOtherwise(connection, change));
    JobOutcome outcome;
    if (changed > 0)
        outcome.moves.append({.before = JobState::Active, .row = {.number = change.number, .state = change.next}});
    return outcome;
}

Result<JobOutcome> apply(SqlConnection &connection, const CancelJob &change)
{
    JobOutcome outcome;
    MUSTER_TRY(row, rowOf(connection, change.number));
    if (!row)
        return outcome;
    if (isOver(row->state)) {
        outcome.found = row->state;
        return outcome;
    }
    const JobError error{u"cancelled"_s, u"it was cancelled"_s};
    if (row->state == JobState::Active)
        MUSTER_CHECK(keepAttempt(connection, change.number, row->made, change.at, error));
    MUSTER_TRY(cancel, connection.fast("cancel_job"_L1));
    MUSTER_CHECK(cancel->add(change.at.msSinceEpoch).add(error.code).add(error.text).add(change.number).run());
    JobMove move{.before = row->state, .row = std::move(*row)};
    move.row.state = JobState::Cancelled;
    outcome.moves.append(std::move(move));
    return outcome;
}

Result<JobOutcome> apply(SqlConnection &connection, const RetryJob &change)
{
    JobOutcome outcome;
    MUSTER_TRY(row, rowOf(connection, change.number));
    if (!row)
        return outcome;
    if (!isOver(row->state)) {
        outcome.found = row->state;
        return outcome;
    }
    if (row->state == JobState::Completed) { // Its last attempt stands in the row alone, and the next one takes that place.
        MUSTER_TRY(end, connection.fast("finish_time"_L1));
        MUSTER_CHECK(end->add(change.number).step());
        const Timestamp finished{end->number(0)};
        MUSTER_CHECK(keepAttempt(connection, change.number, row->made, finished, {}));
    }
    MUSTER_CHECK(runOn(connection, "retry_job"_L1, change.number));
    JobMove move{.before = row->state, .row = std::move(*row)};
    move.row.state = JobState::Waiting;
    move.row.uncounted = move.row.made;
    move.row.nodesLost = 0;
    outcome.moves.append(std::move(move));
    return outcome;
}

Result<void> forget(SqlConnection &connection, qint64 number)
{
    for (const QLatin1StringView name : {"delete_job"_L1, "delete_job_payload"_L1, "delete_job_result"_L1, "delete_job_attempts"_L1})
        MUSTER_CHECK(runOn(connection, name, number));
    return {};
}

Result<JobOutcome> apply(SqlConnection &connection, const DiscardJob &change)
{
    JobOutcome outcome;
    MUSTER_TRY(row, rowOf(connection, change.number));
    if (!row)
        return outcome;
    if (!isOver(row->state)) {
        outcome.found = row->state;
        return outcome;
    }
    MUSTER_CHECK(forget(connection, change.number));
    outcome.moves.append({.before = row->state, .row = *row, .isGone = true});
    return outcome;
}

Result<QList<qint64>> numbersOf(SqlConnection &connection, QLatin1StringView name, qint64 first, int most)
{
    QList<qint64> numbers;
    MUSTER_TRY(find, connection.fast(name));
    find->add(first).add(qint64(most));
    for (Result<bool> row = find->step(); ; row = find->step()) {
        if (!row)
            return row.error();
        if (!*row)
            return numbers;
        numbers.append(find->number(0));
    }
}

Result<JobOutcome> apply(SqlConnection &connection, const CancelLaneJobs &change)
{
    JobOutcome outcome;
    for (const QLatin1StringView name : {"active_jobs_of_lane"_L1, "ready_jobs"_L1, "delayed_jobs_of_lane"_L1}) {
        MUSTER_TRY(numbers, numbersOf(connection, name, change.lane, change.most - int(outcome.moves.size())));
        for (const qint64 number : numbers) {
            MUSTER_TRY(one, apply(connection, CancelJob{number, change.at}));
            outcome.moves.append(one.moves);
        }
    }
    return outcome;
}

Result<JobOutcome> apply(SqlConnection &connection, const ReleaseDelayed &change)
{
    JobOutcome outcome;
    MUSTER_TRY(due, numbersOf(connection, "due_jobs"_L1, change.due.msSinceEpoch, change.most));
    for (const qint64 number : due) {
        MUSTER_TRY(release, connection.fast("release_job"_L1));
        MUSTER_TRY(isMoved, release->add(number).step());
        if (isMoved)
            outcome.moves.append({.before = JobState::Delayed, .row = jobRowOf(*release), .error = errorBehind(*release)});
        MUSTER_CHECK(isMoved ? release->step() : Result<bool>(false));
    }
    MUSTER_TRY(next, connection.fast("next_due"_L1));
    MUSTER_CHECK(next->step());
    outcome.next = next->time(0);
    return outcome;
}

Result<JobOutcome> apply(SqlConnection &connection, const ReadLane &change)
{
    JobOutcome outcome;
    MUSTER_TRY(find, connection.fast("ready_jobs"_L1));
    find->add(change.lane).add(qint64(change.most));
    for (Result<bool> row = find->step(); ; row = find->step()) {
        if (!row)
            return row.error();
        if (!*row)
            return outcome;
        outcome.ready.append({.number = find->number(0), .lane = change.lane, .priority = int(find->number(1))});
    }
}

Result<JobOutcome> apply(SqlConnection &connection, const TrimJobs &change)
{
    JobOutcome outcome;
    MUSTER_TRY(find, connection.fast("oldest_over"_L1));
    find->add(qint64(change.state)).add(qint64(change.most) + 1);
    for (Result<bool> row = find->step(); ; row = find->step()) {
        if (!row)
            return row.error();
        if (!*row)
            break;
        const Timestamp finished{find->number(2)};
        const qsizetype seen = outcome.moves.size();
        if (seen == change.most || (seen >= change.surplus && !(finished < change.before))) {
            outcome.next = finished;
            break;
        }
        JobRow old{.number = find->number(0), .lane = find->number(1), .state = change.state};
        outcome.moves.append({.before = change.state, .row = old, .isGone = true});
    }
    find->begin(); // Nothing is deleted under a reader.
    for (const JobMove &move : std::as_const(outcome.moves)) {
        MUSTER_CHECK(forget(connection, move.row.number));
        MUSTER_CHECK(leaveJobLog(connection, jobIdOf(move.row.number)));
    }
    return outcome;
}

Result<JobOutcome> apply(SqlConnection &connection, const PauseQueue &change)
{
    MUSTER_TRY(pause, connection.fast("pause_queue"_L1));
    MUSTER_CHECK(pause->add(change.queue).add(qint64(change.isPaused ? 1 : 0)).run());
    return JobOutcome{};
}

} // namespace

JobRow jobRowOf(const SqliteStatement &row)
{
    return {.number = row.number(0),
            .lane = row.number(1),
            .state = static_cast<JobState>(row.number(2)),
            .priority = static_cast<int>(row.number(3)),
            .made = static_cast<int>(row.number(4)),
            .uncounted = static_cast<int>(row.number(5)),
            .attempts = static_cast<int>(row.number(6)),
            .nodesLost = static_cast<int>(row.number(7)),
            .backoff = milliseconds(row.number(8)),
            .timeout = milliseconds(row.number(9)),
            .node = NodeId(row.text(10))};
}

Result<QList<JobOutcome>> changeJobs(SqlConnection &connection, const QList<JobChange> &changes)
{
    QList<JobOutcome> outcomes;
    outcomes.reserve(changes.size());
    for (const JobChange &change : changes) {
        Result<JobOutcome> outcome = std::visit([&connection](const auto &one) { return apply(connection, one); }, change);
        if (!outcome)
            return outcome.error();
        outcomes.append(std::move(*outcome));
    }
    return outcomes;
}

} // namespace muster
