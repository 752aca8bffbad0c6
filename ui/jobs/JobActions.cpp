// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobActions.h"

#include "ui/jobs/BatchText.h"
#include "ui/jobs/SubmitSheet.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/CallerText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/QuestionDialog.h"
#include "ui/kit/Toast.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

JobActions::JobActions(JobsModel *jobs, QueueCounts *queues, QWidget *host)
    : QObject(host), m_jobs(jobs), m_queues(queues), m_host(host), m_verbs(new JobVerbs(this)), m_toast(new Toast(host))
{
    connect(m_jobs, &JobsModel::phaseChanged, this, &JobActions::refusalChanged);
    connect(m_jobs, &QAbstractItemModel::modelReset, this, &JobActions::watchSession);
    connect(m_verbs, &JobVerbs::finished, this, &JobActions::report);
    connect(m_verbs, &JobVerbs::started, this, &JobActions::begun);
    connect(m_verbs, &JobVerbs::queueAnswered, m_queues, &QueueCounts::take);
    watchSession();
}

void JobActions::watchSession()
{
    ClusterSession *session = m_jobs->session();
    if (session) {
        connect(session, &ClusterSession::factsChanged, this, &JobActions::refusalChanged, Qt::UniqueConnection);
        connect(session, &ClusterSession::linkChanged, this, &JobActions::refusalChanged, Qt::UniqueConnection);
    }
    m_verbs->setSession(session);
    Q_EMIT refusalChanged();
}

void JobActions::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    Q_EMIT refusalChanged();
}

QString JobActions::refusal() const
{
    const ClusterSession *session = m_jobs->session();
    if (!session || !session->isLive())
        return tr("Not connected: changes are off.");
    if (!session->features().testFlag(Feature::Jobs))
        return tr("This cluster has no jobs.");
    if (m_isReadOnly)
        return tr("This window only looks; changes are off.");
    return session->facts().callerTier == Tier::Viewer ? tr("Your token may look, not change.") : QString();
}

QString JobActions::queueRefusal() const
{
    const QString standing = refusal();
    return standing.isEmpty() ? boundRefusal(m_jobs->session()->facts().callerTenants) : standing;
}

QList<Job> JobActions::fitting(JobVerb verb, const QList<Job> &jobs)
{
    QList<Job> found;
    const bool wantsOver = verb != JobVerb::Cancel;
    std::ranges::copy_if(jobs, std::back_inserter(found), [wantsOver](const Job &job) { return isOver(job.state) == wantsOver; });
    return found;
}

QString JobActions::refusal(JobVerb verb, const QList<Job> &jobs) const
{
    if (jobs.isEmpty())
        return tr("No job is selected.");
    const QString standing = refusal();
    if (!standing.isEmpty() || !fitting(verb, jobs).isEmpty())
        return standing;
    if (verb == JobVerb::Cancel)
        return jobs.size() == 1 ? tr("It is over.") : tr("They are over.");
    return jobs.size() == 1 ? tr("It is not over yet.") : tr("They are not over yet.");
}

void JobActions::ask(QuestionDialog *dialog, const std::function<void()> &act)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, act] {
        const QString reason = refusal(); // The link may have broken while the question stood there.
        reason.isEmpty() ? act() : m_toast->say(reason);
    });
    dialog->open();
}

void JobActions::retry(const QList<Job> &jobs)
{
    if (!refusal(JobVerb::Retry, jobs).isEmpty())
        return;
    const QList<Job> fit = fitting(JobVerb::Retry, jobs);
    if (fit.size() == 1 && fit.first().state != JobState::Completed) {
        m_verbs->retry(fit);
        return;
    }
    ask(batchQuestion(JobVerb::Retry, jobs, m_host), [this, fit] { m_verbs->retry(fit); });
}

void JobActions::cancel(const QList<Job> &jobs)
{
    if (!refusal(JobVerb::Cancel, jobs).isEmpty())
        return;
    const QList<Job> fit = fitting(JobVerb::Cancel, jobs);
    ask(batchQuestion(JobVerb::Cancel, jobs, m_host), [this, fit] { m_verbs->cancel(fit); });
}

void JobActions::discard(const QList<Job> &jobs)
{
    if (!refusal(JobVerb::Discard, jobs).isEmpty())
        return;
    const QList<Job> fit = fitting(JobVerb::Discard, jobs);
    ask(batchQuestion(JobVerb::Discard, jobs, m_host), [this, fit] { m_verbs->discard(fit); });
}

void JobActions::retryFailed(const JobQuery &query)
{
    JobQuery failed = query;
    failed.state = JobState::Failed;
    onAll(JobVerb::Retry, failed);
}

void JobActions::onAll(JobVerb verb, const JobQuery &query)
{
    const QString reason = refusal();
    if (!reason.isEmpty())
        return m_toast->say(reason);
    auto *gather = new JobGather(m_jobs->session(), query, this);
    connect(gather, &JobGather::progressed, this, [this, gather] {
        if (gather->hasMore())
            m_toast->say(tr("Reading the jobs: %1…").arg(countText(gather->jobs().size())));
    });
    connect(gather, &JobGather::finished, this, [this, verb, gather] {
        gather->deleteLater();
        askAll(verb, *gather);
    });
    gather->start();
}

void JobActions::askAll(JobVerb verb, const JobGather &gather)
{
    if (gather.error()) {
        const ErrorWords words = errorWords(*gather.error());
        Q_EMIT failed(words.heading, words.advice, words.details);
        return;
    }
    const QList<Job> fit = fitting(verb, gather.jobs());
    if (fit.isEmpty())
        return m_toast->say(gather.query().state == JobState::Failed ? tr("No job here failed.") : refusal(verb, gather.jobs()));
    QuestionDialog *dialog = batchQuestion(verb, gather.jobs(), m_host);
    if (gather.hasMore())
        dialog->say(tr("There are more: these are the newest. Press again for the rest."));
    ask(dialog, [this, verb, fit] { run(verb, fit); });
}

void JobActions::run(JobVerb verb, const QList<Job> &jobs)
{
    if (verb == JobVerb::Retry)
        m_verbs->retry(jobs);
    else if (verb == JobVerb::Cancel)
        m_verbs->cancel(jobs);
    else
        m_verbs->discard(jobs);
}

void JobActions::pauseQueue(const QString &queue, bool isPaused)
{
    const QString reason = queueRefusal();
    if (!reason.isEmpty())
        return m_toast->say(reason);
    m_verbs->pauseQueue(queue, isPaused);
}

SubmitSheet *JobActions::submit(const std::optional<Job> &like, const std::optional<EntityRef> &entity)
{
    const QString reason = refusal();
    if (!reason.isEmpty()) {
        m_toast->say(reason);
        return nullptr;
    }
    auto *sheet = new SubmitSheet(m_jobs->session(), m_verbs, m_host);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    if (like)
        sheet->fill(*like);
    else if (entity)
        sheet->setEntity(*entity);
    connect(sheet, &SubmitSheet::submitted, this, [this](const JobId &job) {
        m_jobs->refresh();
        m_toast->say(tr("Submitted %1").arg(job.text()));
        Q_EMIT openRequested(job);
    });
    sheet->open();
    return sheet;
}

void JobActions::makePreferred(const EntityRef &entity)
{
    ClusterSession *session = m_jobs->session();
    const EntityState *state = session ? session->mirror().find(entity) : nullptr;
    if (!state || !state->assignment)
        return;
    const Assignment &pin = *state->assignment;
    const AssignmentRequest wanted{.entity = entity, .node = pin.node, .mode = AssignmentMode::Preferred, .version = pin.version};
    whenDone(this, session->cluster().assign(wanted), [this, entity](const Result<EntityState> &answer) {
        if (answer) {
            m_toast->say(tr("%1 prefers its node now, and may run elsewhere").arg(entity.text()));
            m_jobs->refresh();
            Q_EMIT ended();
            return;
        }
        const ErrorWords words = errorWords(answer.error());
        Q_EMIT failed(words.heading, words.advice, words.details);
    });
}

void JobActions::fix(const Job &job, const JobWhy &why)
{
    switch (why.fix) {
    case JobFix::None:
        return;
    case JobFix::MakePreferred:
        return makePreferred(job.entity);
    case JobFix::PinElsewhere:
        Q_EMIT pinRequested(job.entity);
        return;
    case JobFix::ResumeQueue:
        return pauseQueue(why.queue, false);
    case JobFix::OpenNode:
        Q_EMIT nodeRequested(why.node);
        return;
    case JobFix::ShowRunning:
        Q_EMIT runningRequested(why.node);
        return;
    case JobFix::AddWorker:
        Q_EMIT workerRequested();
        return;
    case JobFix::OpenLog:
        Q_EMIT logRequested(job.id);
        return;
    case JobFix::Retry:
        return retry({job});
    }
    Q_UNREACHABLE();
}

void JobActions::report(JobBatch *batch)
{
    m_jobs->refresh(); // Also what no event tells of: a job that was discarded.
    Q_EMIT ended();
    if (batch->count(JobBatch::Fate::Refused) == 0) {
        if (batch->count(JobBatch::Fate::Stopped) > 0)
            m_toast->say(batchStopped(*batch));
        else if (batch->verb() != JobVerb::Submit) // Its form says so.
            m_toast->say(batchDone(*batch));
        return;
    }
    if (batch->verb() != JobVerb::Submit)
        Q_EMIT failed(batchFailed(*batch), batchAdvice(*batch), batchDetails(*batch));
}

} // namespace muster
