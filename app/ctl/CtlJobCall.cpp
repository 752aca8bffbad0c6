// SPDX-License-Identifier: Apache-2.0
// CtlJobCall_Submit.cpp has how jobs are submitted and waited for.
#include "app/ctl/CtlJobCall.h"

#include "app/ctl/JobOutput.h"
#include "core/domain/JobJson.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error wrongState(const Job &job, const QString &what)
{
    return conflict(u"job %1 is %2; only %3"_s.arg(job.id.text(), wordOf(job.state), what));
}

} // namespace

CtlJobCall::CtlJobCall(Cluster &cluster, const CtlOptions &options, const Clock &clock, CtlAsk ask, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_options(options), m_clock(clock), m_ask(std::move(ask))
{
}

Future<CtlAnswer> CtlJobCall::run()
{
    using Verb = void (CtlJobCall::*)();
    static const QHash<CtlVerb, Verb> verbs{{CtlVerb::JobsSubmit, &CtlJobCall::submit},
                                            {CtlVerb::JobsList, &CtlJobCall::listJobs},
                                            {CtlVerb::JobsShow, &CtlJobCall::showJob},
                                            {CtlVerb::JobsRetry, &CtlJobCall::retryJob},
                                            {CtlVerb::JobsCancel, &CtlJobCall::cancelJob},
                                            {CtlVerb::JobsDiscard, &CtlJobCall::discardJob},
                                            {CtlVerb::QueuesList, &CtlJobCall::listQueues},
                                            {CtlVerb::QueuesPause, &CtlJobCall::pauseQueue},
                                            {CtlVerb::QueuesResume, &CtlJobCall::pauseQueue}};
    const Verb verb = verbs.value(m_options.verb);
    Q_ASSERT(verb);
    (this->*verb)();
    return m_answer.future();
}

void CtlJobCall::withJob(std::function<void(const Job &)> act)
{
    whenDone(this, m_cluster.job(m_options.work.jobId), [this, act = std::move(act)](const Result<Job> &job) {
        job ? act(*job) : fail(job.error());
    });
}

void CtlJobCall::listJobs()
{
    JobQuery query = m_options.work.jobs;
    query.most = std::min<int>(limits::kJobPage, m_options.work.jobsMost - int(m_jobs.size()));
    if (!m_jobs.isEmpty())
        query.after = m_jobs.last().id;
    whenDone(this, m_cluster.jobs(query), [this](const Result<JobPage> &page) { takePage(page); });
}

void CtlJobCall::takePage(const Result<JobPage> &page)
{
    if (!page)
        return fail(page.error());
    m_jobs += page->jobs;
    // A page may be empty although more follow: those on it are of others.
    const bool isEnough = m_jobs.size() >= m_options.work.jobsMost || page->jobs.isEmpty();
    if (page->hasMore && !isEnough)
        return listJobs();
    std::optional<Error> complaint;
    if (page->hasMore)
        complaint = Error{ErrorKind::Busy, {}, u"these are the newest %1, there are more; see --most"_s.arg(m_jobs.size()), {}, {}};
    finish(jobsText(m_jobs, m_clock.now(), m_options.form), complaint);
}

void CtlJobCall::showJob()
{
    withJob([this](const Job &job) { finish(jobText(job, m_options.form)); });
}

void CtlJobCall::retryJob()
{
    withJob([this](const Job &job) {
        if (!m_options.isDryRun)
            return tellJob(m_cluster.retryJob(job.id), job.state);
        if (!isOver(job.state))
            return fail(wrongState(job, u"a job that is over can be run again"_s));
        would({job.id.text(), u"Would run job %1 of %2 again"_s.arg(job.id.text(), job.entity.text()), wordOf(job.state),
               wordOf(JobState::Waiting), wordOf(job.state), wordOf(JobState::Waiting)});
    });
}

void CtlJobCall::cancelJob()
{
    withJob([this](const Job &job) {
        if (!m_options.isDryRun)
            return tellJob(m_cluster.cancelJob(job.id), job.state);
        if (isOver(job.state))
            return fail(wrongState(job, u"a job that is not over can be cancelled"_s));
        would({job.id.text(), u"Would cancel job %1 of %2"_s.arg(job.id.text(), job.entity.text()), wordOf(job.state),
               wordOf(JobState::Cancelled), wordOf(job.state), wordOf(JobState::Cancelled)});
    });
}

void CtlJobCall::tellJob(const Future<Job> &changed, JobState before)
{
    whenDone(this, changed, [this, before](const Result<Job> &job) {
        job ? finish(changedJobText(*job, before, m_options.form)) : fail(job.error());
    });
}

void CtlJobCall::discardJob()
{
    withJob([this](const Job &job) {
        const QString id = job.id.text();
        if (!isOver(job.state))
            return fail(wrongState(job, u"a job that is over can be discarded"_s));
        if (m_options.isDryRun)
            return would({id, u"Would discard job %1 of %2"_s.arg(id, job.entity.text()), wordOf(job.state),
                          u"gone, with its payload, result and log"_s, wordOf(job.state), {}});
        const QString question
            = u"Discard job %1 of %2 (%3)? Its payload, result and log go."_s.arg(id, job.entity.text(), wordOf(job.state));
        const Result<bool> isAgreed = agreed(m_options, m_ask, question, u"discard job "_s + id);
        if (!isAgreed)
            return fail(isAgreed.error());
        *isAgreed ? discardNow(job) : finish(u"Nothing was discarded.\n"_s);
    });
}

void CtlJobCall::discardNow(const Job &job)
{
    whenDone(this, m_cluster.discardJob(job.id), [this, id = job.id](const Result<void> &discarded) {
        discarded ? finish(discardedText(id, m_options.form)) : fail(discarded.error());
    });
}

void CtlJobCall::listQueues()
{
    whenDone(this, m_cluster.queues(), [this](const Result<QList<QueueFacts>> &queues) {
        queues ? finish(queuesText(*queues, m_clock.now(), m_options.form)) : fail(queues.error());
    });
}

void CtlJobCall::pauseQueue()
{
    if (m_options.isDryRun)
        return wouldPause();
    const bool isPaused = m_options.verb == CtlVerb::QueuesPause;
    whenDone(this, m_cluster.pauseQueue(m_options.work.queue, isPaused), [this](const Result<QueueFacts> &queue) {
        queue ? finish(changedQueueText(*queue, m_options.form)) : fail(queue.error());
    });
}

void CtlJobCall::wouldPause()
{
    whenDone(this, m_cluster.queues(), [this](const Result<QList<QueueFacts>> &queues) {
        if (!queues)
            return fail(queues.error());
        const QString name = m_options.work.queue;
        const auto found = std::ranges::find(*queues, name, &QueueFacts::name);
        if (found == queues->end() && !entityKindOf(name, u"QUEUE"_s)) // One that never had a job runs.
            return fail(notFound(u"there is no queue %1"_s.arg(name)));
        const auto words = [](bool isPaused) { return isPaused ? u"paused"_s : u"runs"_s; };
        const bool before = found != queues->end() && found->isPaused;
        const bool after = m_options.verb == CtlVerb::QueuesPause;
        would({name, (after ? u"Would pause queue "_s : u"Would resume queue "_s) + name, words(before), words(after), before, after});
    });
}

void CtlJobCall::would(const CtlChange &change)
{
    finish(wouldChangeText(change, m_options.form));
}

void CtlJobCall::finish(const QString &text, const std::optional<Error> &complaint)
{
    m_answer.finish(CtlAnswer{text.toUtf8(), ExitCode::Ok, complaint});
}

void CtlJobCall::fail(const Error &error)
{
    m_answer.finish(error);
}

} // namespace muster
