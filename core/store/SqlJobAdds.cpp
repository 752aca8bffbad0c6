// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlJobAdds.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Result<void> keepLane(SqlConnection &connection, const JobLane &lane)
{
    MUSTER_TRY(keep, connection.fast("add_job_lane"_L1));
    MUSTER_TRY(changed, keep->add(lane.id).add(lane.entity.text()).add(lane.queue).run());
    Q_UNUSED(changed)
    return {};
}

Result<AddedJob> addJob(SqlConnection &connection, const JobToAdd &job)
{
    const JobRequest &asked = job.request;
    const bool isDelayed = job.delay.has_value();
    MUSTER_TRY(add, connection.fast("add_job"_L1));
    add->add(job.number).add(job.lane.id).add(qint64(isDelayed ? JobState::Delayed : JobState::Waiting)).add(qint64(asked.priority));
    constexpr JobDefaults usual;
    add->add(qint64(asked.attempts.value_or(usual.attempts))).add(asked.backoff.value_or(usual.backoff).count());
    add->add(asked.attemptTimeout.count());
    asked.dedupeKey.isEmpty() ? add->addNull() : add->add(asked.dedupeKey);
    add->add(job.at.msSinceEpoch).add(job.createdBy);
    add->add(isDelayed ? std::optional(job.delay->from) : std::nullopt).add(isDelayed ? std::optional(job.delay->until) : std::nullopt);
    MUSTER_TRY(added, add->run());
    if (added == 0) {
        MUSTER_TRY(find, connection.fast("job_of_dedupe"_L1));
        MUSTER_TRY(isThere, find->add(job.lane.id).add(asked.dedupeKey).step());
        if (!isThere)
            return internalError(u"adding a job"_s, u"its dedupe key is taken by nobody"_s);
        return AddedJob{.number = find->number(0), .isNew = false};
    }
    MUSTER_TRY(payload, connection.fast("add_job_payload"_L1));
    MUSTER_TRY(kept, payload->add(job.number).add(asked.payload).run());
    Q_UNUSED(kept)
    return AddedJob{.number = job.number, .isNew = true};
}

} // namespace

Result<QList<AddedJob>> addJobs(SqlConnection &connection, const QList<JobToAdd> &jobs)
{
    QList<AddedJob> added;
    added.reserve(jobs.size());
    qint64 lane = 0;
    for (const JobToAdd &job : jobs) {
        if (job.lane.id != lane) // Jobs of one lane often follow each other.
            MUSTER_CHECK(keepLane(connection, job.lane));
        lane = job.lane.id;
        MUSTER_TRY(one, addJob(connection, job));
        added.append(one);
    }
    return added;
}

} // namespace muster
