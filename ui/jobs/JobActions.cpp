// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobActions.h"

#include "ui/jobs/BatchText.h"
#include "ui/jobs/SubmitSheet.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/QuestionDialog.h"
#include "ui/kit/Toast.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kCollected = 10'000; // Failed jobs that one press runs again; the rest takes another.

} // namespace

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
    const QString reason = refusal();
    if (!reason.isEmpty())
        return m_toast->say(reason);
    JobQuery failed = query;
    failed.state = JobState::Failed;
    failed.most = limits::kJobPage;
    collect(failed, {});
}

void JobActions::collect(JobQuery query, QList<Job> found)
{
    query.after = found.isEmpty() ? JobId() : found.last().id;
    whenDone(this, m_jobs->session()->cluster().jobs(query), [this, query, found](const Result<JobPage> &page) {
        if (!page) {
            const ErrorWords words = errorWords(page.error());
            Q_EMIT failed(words.heading, words.advice, words.details);
            return;
        }
        const QList<Job> all = found + page->jobs;
        const bool goesOn = page->hasMore && all.size() < kCollected && m_jobs->session();
        goesOn ? collect(query, all) : askRetry(all, page->hasMore);
    });
}

void JobActions::askRetry(const QList<Job> &jobs, bool hasMore)
{
    if (jobs.isEmpty())
        return m_toast->say(tr("No job here failed."));
    QuestionDialog *dialog = batchQuestion(JobVerb::Retry, jobs, m_host);
    if (hasMore)
        dialog->say(tr("There are more: these are the newest. Press again for the rest."));
    ask(dialog, [this, jobs] { m_verbs->retry(jobs); });
}

void JobActions::pauseQueue(const QString &queue, bool isPaused)
{
    const QString reason = refusal();
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

void JobActions::copy(const QString &text, const QString &said)
{
    QApplication::clipboard()->setText(text);
    m_toast->say(said);
}

void JobActions::fillMenu(QMenu *menu, const QList<Job> &jobs)
{
    if (jobs.isEmpty())
        return;
    menu->setToolTipsVisible(true);
    const bool isOne = jobs.size() == 1;
    const auto add = [menu](QLatin1StringView icon, const QString &text, const QKeySequence &key, const QString &reason) {
        QAction *action = menu->addAction(themedIcon(icon), text);
        action->setShortcut(key);
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(reason.isEmpty());
        action->setToolTip(plainToolTip(reason));
        return action;
    };
    if (isOne) {
        connect(add("sidebar"_L1, tr("Open"), Qt::Key_Return, {}), &QAction::triggered, this,
                [this, id = jobs.first().id] { Q_EMIT openRequested(id); });
    }
    connect(add("restart"_L1, isOne ? tr("Retry") : tr("Retry %1 jobs…").arg(jobs.size()), Qt::Key_R, refusal(JobVerb::Retry, jobs)),
            &QAction::triggered, this, [this, jobs] { retry(jobs); });
    if (isOne) {
        connect(add("plus"_L1, tr("Submit one like it…"), {}, refusal()), &QAction::triggered, this,
                [this, job = jobs.first()] { submit(job); });
    }
    connect(add("copy"_L1, isOne ? tr("Copy job id") : tr("Copy %1 job ids").arg(jobs.size()), {}, {}), &QAction::triggered, this,
            [this, jobs] { copy(jobIdLines(jobs), jobs.size() == 1 ? tr("Copied %1").arg(jobs.first().id.text())
                                                                   : tr("Copied %1 ids").arg(jobs.size())); });
    menu->addSeparator();
    connect(add("stop"_L1, isOne ? tr("Cancel job…") : tr("Cancel %1 jobs…").arg(jobs.size()), Qt::Key_X, refusal(JobVerb::Cancel, jobs)),
            &QAction::triggered, this, [this, jobs] { cancel(jobs); });
    connect(add("trash"_L1, isOne ? tr("Discard…") : tr("Discard %1 jobs…").arg(jobs.size()), QKeySequence::Delete,
                refusal(JobVerb::Discard, jobs)),
            &QAction::triggered, this, [this, jobs] { discard(jobs); });
    if (const QString reason = refusal(); !reason.isEmpty())
        menu->addAction(reason)->setEnabled(false);
}

void JobActions::report(JobBatch *batch)
{
    m_jobs->refresh(); // Also what no event tells of: a job that was discarded.
    Q_EMIT ended();
    if (batch->count(JobBatch::Fate::Refused) == 0) {
        if (batch->verb() != JobVerb::Submit) // Its form says so.
            m_toast->say(batchDone(*batch));
        return;
    }
    if (batch->verb() != JobVerb::Submit)
        Q_EMIT failed(batchFailed(*batch), batchAdvice(*batch), batchDetails(*batch));
}

} // namespace muster
