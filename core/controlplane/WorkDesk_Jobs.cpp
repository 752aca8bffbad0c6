// SPDX-License-Identifier: Apache-2.0
// The verbs of WorkDesk about jobs and queues.
#include "core/controlplane/WorkDesk.h"

#include "core/domain/JobIntake.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error noJob(const JobId &job)
{
    return notFound(u"there is no job %1"_s.arg(job.text()));
}

constexpr int kJobsLookedAt = 100'000; // For one page of somebody who owns few of them.

//! A page for somebody who may not see every job: the queue knows no tenants, so that it is asked until the page is full.
struct JobSearch {
    QObject *context;
    QueueProvider &queue;
    JobDesk &desk;
    JobQuery next;
    Actor by;
    int most;
    JobPage found;
    int lookedAt;
    Pending<JobPage> pending;
};

void lookForJobs(const std::shared_ptr<JobSearch> &search)
{
    whenDone(search->context, search->queue.jobs(search->next), [search](const Result<JobPage> &page) {
        if (!page)
            return search->pending.finish(page.error());
        JobPage &found = search->found;
        found.hasMore = page->hasMore;
        for (const Job &one : page->jobs) {
            if (!search->by.owns(one.entity.tenant))
                continue;
            if (found.jobs.size() == search->most) {
                found.hasMore = true;
                break;
            }
            found.jobs.append(search->desk.explained(one));
        }
        search->lookedAt += int(page->jobs.size());
        const bool isEnough = found.jobs.size() == search->most || !page->hasMore || page->jobs.isEmpty();
        if (isEnough || search->lookedAt >= kJobsLookedAt)
            return search->pending.finish(found);
        search->next.after = page->jobs.constLast().id;
        search->next.most = limits::kJobPage;
        lookForJobs(search);
    });
}

} // namespace

Future<QList<JobId>> WorkDesk::submitAll(const QList<JobRequest> &requests, const Actor &by)
{
    QList<NewJob> jobs;
    for (const JobRequest &request : requests) {
        if (!isThere(request.entity, by))
            return failed<QList<JobId>>(notFound(u"there is no entity %1"_s.arg(request.entity.text())));
        if (m_catalog.find(request.entity)->entity.isResident)
            return failed<QList<JobId>>(takesNoJobs(request.entity));
        jobs.append({request, by.name});
    }
    const Pending<QList<JobId>> pending;
    whenDone(this, m_queue->add(std::move(jobs)), [pending](const Result<QList<QueuedJob>> &added) {
        if (!added)
            return pending.finish(added.error());
        QList<JobId> ids;
        for (const QueuedJob &one : *added)
            ids.append(one.job);
        pending.finish(ids);
    });
    return pending.future();
}

Future<Job> WorkDesk::submit(const JobRequest &request, const Actor &by)
{
    const Pending<Job> pending;
    whenDone(this, submitAll({request}, by), [this, by, pending](const Result<QList<JobId>> &ids) {
        if (!ids)
            return pending.finish(ids.error());
        whenDone(this, job(ids->constFirst(), by), [pending](const Result<Job> &added) { pending.finish(added); });
    });
    return pending.future();
}

Future<JobPage> WorkDesk::jobs(const JobQuery &query, const Actor &by)
{
    if (query.entity && !by.owns(query.entity->tenant))
        return ready(JobPage{});
    const Pending<JobPage> pending;
    const int most = std::clamp(query.most, 1, limits::kJobPage);
    lookForJobs(std::make_shared<JobSearch>(JobSearch{this, *m_queue, m_desk, query, by, most, {}, 0, pending}));
    return pending.future();
}

Future<Job> WorkDesk::job(const JobId &job, const Actor &by)
{
    const Pending<Job> pending;
    whenDone(this, m_queue->job(job), [this, job, by, pending](const Result<Job> &found) {
        if (!found && found.error().kind != ErrorKind::NotFound)
            return pending.finish(found.error());
        if (!found || !by.owns(found->entity.tenant)) // In the same words.
            return pending.finish(noJob(job));
        pending.finish(m_desk.explained(*found));
    });
    return pending.future();
}

template <typename T>
Future<Job> WorkDesk::changed(const JobId &id, const Actor &by, std::function<Future<T>()> change)
{
    const Pending<Job> pending;
    whenDone(this, job(id, by), [this, id, by, change = std::move(change), pending](const Result<Job> &found) {
        if (!found)
            return pending.finish(found.error());
        whenDone(this, change(), [this, id, by, pending](const Result<T> &done) {
            if (!done)
                return pending.finish(done.error());
            whenDone(this, job(id, by), [pending](const Result<Job> &now) { pending.finish(now); });
        });
    });
    return pending.future();
}

Future<Job> WorkDesk::retryJob(const JobId &job, const Actor &by)
{
    return changed<void>(job, by, [this, job] { return m_queue->retry(job); });
}

Future<Job> WorkDesk::cancelJob(const JobId &job, const Actor &by)
{
    return changed<void>(job, by, [this, job] { return m_queue->cancel(job); });
}

Future<void> WorkDesk::discardJob(const JobId &id, const Actor &by)
{
    const Pending<void> pending;
    whenDone(this, job(id, by), [this, id, pending](const Result<Job> &found) {
        if (!found)
            return pending.finish(found.error());
        whenDone(this, m_queue->discard(id), [this, id, pending](const Result<void> &done) {
            if (done)
                m_logs.drop({.entity = std::nullopt, .job = id});
            pending.finish(done);
        });
    });
    return pending.future();
}

Future<QueueFacts> WorkDesk::pauseQueue(const QString &queue, bool isPaused)
{
    if (!entityKindOf(queue, u"queue"_s))
        return failed<QueueFacts>(notFound(u"there is no queue %1"_s.arg(queue)));
    const Pending<QueueFacts> pending;
    whenDone(this, m_queue->pauseQueue(queue, isPaused), [this, queue, pending](const Result<void> &paused) {
        if (!paused)
            return pending.finish(paused.error());
        const QList<QueueFacts> all = m_queue->queues();
        const auto found = std::ranges::find(all, queue, &QueueFacts::name);
        pending.finish(found == all.end() ? Result<QueueFacts>(notFound(u"there is no queue %1"_s.arg(queue))) : *found);
    });
    return pending.future();
}

} // namespace muster
