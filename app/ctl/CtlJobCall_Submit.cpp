// SPDX-License-Identifier: Apache-2.0
// How jobs are submitted, one or many, and waited for.
#include "app/ctl/CtlBulk.h"
#include "app/ctl/CtlJobCall.h"
#include "app/ctl/CtlText.h"
#include "app/ctl/JobOutput.h"
#include "core/domain/JobJson.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Where the entity of each line is, or the first that is not there.
Result<void> checkEntities(const QList<BulkLine> &lines, const QList<EntityState> &states)
{
    QSet<EntityRef> known;
    for (const EntityState &state : states)
        known.insert(state.entity.ref);
    for (const BulkLine &line : lines) {
        if (!known.contains(line.job.entity))
            return notFound(u"line %1: there is no entity %2"_s.arg(line.number).arg(line.job.entity.text()));
    }
    return {};
}

CtlAnswer unhappy(ExitCode code, ErrorKind kind, const QString &what)
{
    return {{}, code, Error{kind, {}, what, {}, {}}};
}

} // namespace

void CtlJobCall::submit()
{
    if (!m_options.work.bulk.isEmpty())
        return submitAll();
    if (m_options.isDryRun)
        return wouldSubmit();
    whenDone(this, m_cluster.submit(m_options.work.job), [this](const Result<Job> &job) {
        if (!job)
            return fail(job.error());
        if (m_options.work.isWaiting)
            return await(*job);
        finish(m_options.form == OutputForm::Json ? jobText(*job, OutputForm::Json) : jobIdsText({job->id}, m_options.form));
    });
}

void CtlJobCall::wouldSubmit()
{
    whenDone(this, m_cluster.entities(), [this](const Result<QList<EntityState>> &states) {
        if (!states)
            return fail(states.error());
        const JobRequest &job = m_options.work.job;
        const auto found = std::ranges::find_if(*states, [&](const EntityState &one) { return one.entity.ref == job.entity; });
        if (found == states->end())
            return fail(notFound(u"there is no entity %1"_s.arg(job.entity.text())));
        const Placement &place = found->placement;
        const QString why = place.waiting ? u"waits: "_s + place.waiting->text : place.reason;
        const QString attempts = job.attempts ? u"up to %1 attempts"_s.arg(*job.attempts) : u"as many attempts as the cluster gives"_s;
        const QString after = u"one of %1, %2; %3"_s.arg(bytesText(job.payload.size()), attempts, why);
        would({job.entity.text(), u"Would submit a job to "_s + job.entity.text(), u"none"_s, after, {}, toJson(job)});
    });
}

void CtlJobCall::await(const Job &job)
{
    m_wait = std::make_unique<JobWait>(m_cluster, m_options.work.waitMost);
    connect(m_wait.get(), &JobWait::lost, this, [this, id = job.id](const Error &error) {
        Q_EMIT noted(u"lost the server, asking again for job %1: %2"_s.arg(id.text(), error.text()));
    });
    whenDone(this, m_wait->run(job), [this, id = job.id](const Result<Job> &end) {
        end ? takeEnd(*end) : fail(end.error().within(u"waiting for job "_s + id.text()));
    });
}

void CtlJobCall::takeEnd(const Job &job)
{
    const QString who = u"job %1 of %2"_s.arg(job.id.text(), job.entity.text());
    if (job.state == JobState::Completed)
        return finish(jsonTextLine(job.result.isEmpty() ? "null"_ba : job.result));
    if (job.state == JobState::Cancelled)
        return m_answer.finish(unhappy(ExitCode::JobFailed, ErrorKind::Cancelled, who + u" was cancelled"_s));
    if (job.state == JobState::Failed)
        return m_answer.finish(unhappy(ExitCode::JobFailed, ErrorKind::Internal,
                                       u"%1 failed, attempt %2 of %3: %4"_s.arg(who).arg(job.attemptsMade).arg(job.attempts).arg(
                                           job.error ? job.error->text : u"nothing is known why"_s)));
    const QString why = job.waitingFor ? u": "_s + job.waitingFor->text : QString();
    m_answer.finish(unhappy(ExitCode::WaitTimedOut, ErrorKind::Timeout,
                            u"%1 is not over after %2 ms but %3%4. It goes on; see: musterctl jobs show %5"_s.arg(who)
                                .arg(m_options.work.waitMost.value_or(milliseconds(0)).count())
                                .arg(wordOf(job.state), why, job.id.text())));
}

void CtlJobCall::submitAll()
{
    // Looked at first, so that a file with one wrong name queues nothing.
    whenDone(this, m_cluster.entities(), [this](const Result<QList<EntityState>> &states) {
        if (!states)
            return fail(states.error());
        const QList<BulkLine> &lines = m_options.work.bulk;
        if (const Result<void> known = checkEntities(lines, *states); !known)
            return fail(known.error());
        const QString count = lines.size() == 1 ? u"1 job"_s : u"%1 jobs"_s.arg(lines.size());
        if (m_options.isDryRun)
            return would({u"bulk"_s, u"Would submit "_s + count, u"none"_s, count, {}, lines.size()});
        m_groups = bulkGroups(lines);
        submitGroup();
    });
}

void CtlJobCall::submitGroup()
{
    const QList<BulkLine> group = m_groups.takeFirst();
    QList<JobRequest> jobs;
    for (const BulkLine &line : group)
        jobs.append(line.job);
    whenDone(this, m_cluster.submitAll(jobs), [this, group](const Result<QList<JobId>> &ids) { takeGroup(group, ids); });
}

void CtlJobCall::takeGroup(const QList<BulkLine> &group, const Result<QList<JobId>> &ids)
{
    if (ids)
        m_ids += *ids;
    if (ids && !m_groups.isEmpty())
        return submitGroup();
    if (ids)
        return finish(jobIdsText(m_ids, m_options.form));
    if (m_ids.isEmpty())
        return fail(ids.error());
    // What is queued is told all the same: nobody could find it otherwise.
    Error error = ids.error();
    error.what = u"line %1 and those after it were not confirmed: %2"_s.arg(group.first().number).arg(error.what);
    m_answer.finish(CtlAnswer{jobIdsText(m_ids, m_options.form).toUtf8(), exitCodeOf(error), error});
}

} // namespace muster
