// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/BatchText.h"

#include "ui/jobs/JobActions.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/QuestionDialog.h"

#include <QCoreApplication>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct BatchTextTr {
    Q_DECLARE_TR_FUNCTIONS(BatchText)
};

constexpr qsizetype kListed = 50; // Refused jobs that are told one by one.

QString titleOf(JobVerb verb, const QList<Job> &jobs)
{
    const QString one = jobs.first().id.text();
    const QString many = countText(jobs.size());
    const bool isOne = jobs.size() == 1;
    switch (verb) {
    case JobVerb::Retry:
        return isOne ? BatchTextTr::tr("Retry job %1").arg(one) : BatchTextTr::tr("Retry %1 jobs").arg(many);
    case JobVerb::Cancel:
        return isOne ? BatchTextTr::tr("Cancel job %1").arg(one) : BatchTextTr::tr("Cancel %1 jobs").arg(many);
    default:
        return isOne ? BatchTextTr::tr("Discard job %1").arg(one) : BatchTextTr::tr("Discard %1 jobs").arg(many);
    }
}

qsizetype countOf(const QList<Job> &jobs, JobState state)
{
    return std::ranges::count(jobs, state, &Job::state);
}

void sayRetry(QuestionDialog *dialog, const QList<Job> &jobs)
{
    dialog->say(jobs.size() == 1 ? BatchTextTr::tr("It runs again from its first attempt, with the payload that it had.")
                                 : BatchTextTr::tr("They run again from their first attempts, with the payloads that they had."));
    if (const qsizetype done = countOf(jobs, JobState::Completed); done > 0)
        dialog->warn(NodeStatus::Degraded, jobs.size() == 1 ? BatchTextTr::tr("It did succeed.")
                                                            : BatchTextTr::tr("%1 of them did succeed.").arg(countText(done)),
                     BatchTextTr::tr("What it did then, it does once more; its result is replaced."));
}

void sayCancel(QuestionDialog *dialog, const QList<Job> &jobs)
{
    const qsizetype active = countOf(jobs, JobState::Active);
    dialog->say(jobs.size() == 1 ? BatchTextTr::tr("It runs no more, unless it is retried.")
                                 : BatchTextTr::tr("They run no more, unless they are retried."));
    if (active > 0)
        dialog->warn(NodeStatus::Degraded, jobs.size() == 1 ? BatchTextTr::tr("It runs now.")
                                                            : BatchTextTr::tr("%1 of them run now.").arg(countText(active)),
                     BatchTextTr::tr("The running attempt is stopped; what it did so far stays done."));
}

} // namespace

QuestionDialog *batchQuestion(JobVerb verb, const QList<Job> &jobs, QWidget *parent)
{
    const QList<Job> fit = JobActions::fitting(verb, jobs);
    const QLatin1StringView icon = verb == JobVerb::Retry ? "restart"_L1 : verb == JobVerb::Cancel ? "stop"_L1 : "trash"_L1;
    const ButtonKind kind = verb == JobVerb::Retry ? ButtonKind::Primary : ButtonKind::Danger;
    auto *dialog = new QuestionDialog(titleOf(verb, fit), icon, kind, parent);
    if (fit.size() == 1)
        dialog->name(fit.first().entity.text());
    if (verb == JobVerb::Retry)
        sayRetry(dialog, fit);
    else if (verb == JobVerb::Cancel)
        sayCancel(dialog, fit);
    else
        dialog->say(BatchTextTr::tr("Payload, result, attempts and log are forgotten. This cannot be undone."));
    if (const qsizetype rest = jobs.size() - fit.size(); rest > 0) {
        dialog->say(verb == JobVerb::Cancel ? BatchTextTr::tr("%1 of the %2 selected are over and stay as they are.").arg(countText(rest), countText(jobs.size()))
                                            : BatchTextTr::tr("%1 of the %2 selected are not over and stay as they are.").arg(countText(rest), countText(jobs.size())));
    }
    if (verb == JobVerb::Cancel) // "Cancel" beside "Cancel" would be a riddle.
        dialog->cancelButton()->setText(BatchTextTr::tr("Keep"));
    return dialog;
}

QString batchDone(const JobBatch &batch)
{
    const qsizetype count = batch.items().size();
    const QString one = count > 0 ? batch.items().first().job.text() : QString();
    const QString queue = count > 0 ? batch.items().first().queue : QString();
    switch (batch.verb()) {
    case JobVerb::Submit:
        return BatchTextTr::tr("Submitted %1").arg(one);
    case JobVerb::Retry:
        return count == 1 ? BatchTextTr::tr("%1 runs again").arg(one) : BatchTextTr::tr("%1 jobs run again").arg(countText(count));
    case JobVerb::Cancel:
        return count == 1 ? BatchTextTr::tr("Cancelled %1").arg(one) : BatchTextTr::tr("Cancelled %1 jobs").arg(countText(count));
    case JobVerb::Discard:
        return count == 1 ? BatchTextTr::tr("Discarded %1").arg(one) : BatchTextTr::tr("Discarded %1 jobs").arg(countText(count));
    case JobVerb::PauseQueue:
        return BatchTextTr::tr("Paused the queue %1").arg(queue);
    case JobVerb::ResumeQueue:
        return BatchTextTr::tr("Resumed the queue %1").arg(queue);
    }
    Q_UNREACHABLE();
}

QString batchStopped(const JobBatch &batch)
{
    const QString done = countText(batch.count(JobBatch::Fate::Done));
    const QString all = countText(batch.items().size());
    switch (batch.verb()) {
    case JobVerb::Retry:
        return BatchTextTr::tr("Stopped: %1 of %2 jobs run again, the others are as they were").arg(done, all);
    case JobVerb::Cancel:
        return BatchTextTr::tr("Stopped: %1 of %2 jobs are cancelled, the others are as they were").arg(done, all);
    default:
        return BatchTextTr::tr("Stopped: %1 of %2 jobs are discarded, the others are as they were").arg(done, all);
    }
}

QString batchFailed(const JobBatch &batch)
{
    const qsizetype refused = batch.count(JobBatch::Fate::Refused);
    const qsizetype count = batch.items().size();
    const QString of = BatchTextTr::tr("%1 of %2 jobs").arg(countText(refused), countText(count));
    const bool isOne = count == 1;
    const QString one = isOne ? batch.items().first().job.text() : QString();
    switch (batch.verb()) {
    case JobVerb::Submit:
        return BatchTextTr::tr("The job was not submitted");
    case JobVerb::Retry:
        return isOne ? BatchTextTr::tr("%1 was not retried").arg(one) : BatchTextTr::tr("%1 were not retried").arg(of);
    case JobVerb::Cancel:
        return isOne ? BatchTextTr::tr("%1 was not cancelled").arg(one) : BatchTextTr::tr("%1 were not cancelled").arg(of);
    case JobVerb::Discard:
        return isOne ? BatchTextTr::tr("%1 was not discarded").arg(one) : BatchTextTr::tr("%1 were not discarded").arg(of);
    case JobVerb::PauseQueue:
        return BatchTextTr::tr("The queue %1 was not paused").arg(batch.items().first().queue);
    case JobVerb::ResumeQueue:
        return BatchTextTr::tr("The queue %1 was not resumed").arg(batch.items().first().queue);
    }
    Q_UNREACHABLE();
}

QString batchAdvice(const JobBatch &batch)
{
    for (const JobBatch::Item &item : batch.items()) {
        if (item.fate != JobBatch::Fate::Refused || !item.error)
            continue;
        // A conflict here is a job that went on meanwhile; nobody else edits it.
        return item.error->kind == ErrorKind::Conflict ? BatchTextTr::tr("It changed before the order came. Look again, and try again if it is still meant.")
                                                       : errorLine(*item.error);
    }
    return {};
}

QString batchDetails(const JobBatch &batch)
{
    QStringList lines;
    qsizetype more = 0;
    for (const JobBatch::Item &item : batch.items()) {
        if (item.fate != JobBatch::Fate::Refused || !item.error)
            continue;
        const QString what = item.job.isEmpty() ? item.queue : item.job.text();
        if (lines.size() < kListed)
            lines.append(what.isEmpty() ? item.error->text() : u"%1: %2"_s.arg(what, item.error->text()));
        else
            ++more;
    }
    if (more > 0)
        lines.append(BatchTextTr::tr("and %1 more").arg(countText(more)));
    return lines.join(u'\n');
}

QString batchProgress(const JobBatch &batch)
{
    const QString all = countText(batch.items().size());
    const QString done = countText(batch.finishedCount());
    switch (batch.verb()) {
    case JobVerb::Submit:
        return BatchTextTr::tr("Submitting a job…");
    case JobVerb::Retry:
        return BatchTextTr::tr("Retrying jobs: %1 of %2…").arg(done, all);
    case JobVerb::Cancel:
        return BatchTextTr::tr("Cancelling jobs: %1 of %2…").arg(done, all);
    case JobVerb::Discard:
        return BatchTextTr::tr("Discarding jobs: %1 of %2…").arg(done, all);
    case JobVerb::PauseQueue:
    case JobVerb::ResumeQueue:
        return BatchTextTr::tr("Asking the queue %1…").arg(batch.items().first().queue);
    }
    Q_UNREACHABLE();
}

QString jobIdLines(const QList<Job> &jobs)
{
    QStringList lines;
    for (const Job &job : jobs)
        lines += job.id.text();
    return lines.join(u'\n');
}

} // namespace muster
