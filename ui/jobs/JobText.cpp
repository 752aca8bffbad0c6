// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobText.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QCoreApplication>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct JobTextTr {
    Q_DECLARE_TR_FUNCTIONS(JobText)
};

//! Since when it is what it is.
Timestamp stateSince(const Job &job)
{
    if (isOver(job.state))
        return job.finishedAt.value_or(job.createdAt);
    return job.state == JobState::Active ? job.startedAt.value_or(job.createdAt) : job.createdAt;
}

//! "in 40 s" for one that starts later.
std::optional<QString> startText(const Job &job, Timestamp now)
{
    if (job.state != JobState::Delayed || !job.runAt)
        return std::nullopt;
    const milliseconds left = *job.runAt - now;
    return left.count() > 0 ? JobTextTr::tr("in %1").arg(shortAge(left)) : JobTextTr::tr("now");
}

} // namespace

QString jobStateTitle(JobState state)
{
    switch (state) {
    case JobState::Waiting:
        return JobTextTr::tr("Waiting");
    case JobState::Delayed:
        return JobTextTr::tr("Delayed");
    case JobState::Active:
        return JobTextTr::tr("Active");
    case JobState::Completed:
        return JobTextTr::tr("Completed");
    case JobState::Failed:
        return JobTextTr::tr("Failed");
    case JobState::Cancelled:
        return JobTextTr::tr("Cancelled");
    }
    Q_UNREACHABLE();
}

QLatin1StringView jobStateIcon(JobState state, bool isPaused)
{
    switch (state) {
    case JobState::Waiting:
        return isPaused ? "job-paused"_L1 : "job-waiting"_L1;
    case JobState::Delayed:
        return "job-delayed"_L1;
    case JobState::Active:
        return "job-active"_L1;
    case JobState::Completed:
        return "job-completed"_L1;
    case JobState::Failed:
        return "job-failed"_L1;
    case JobState::Cancelled:
        return "not"_L1;
    }
    Q_UNREACHABLE();
}

StatusColor jobStateColor(JobState state)
{
    const Tokens &t = tokens();
    switch (state) {
    case JobState::Active:
        return {t.accent, t.selection};
    case JobState::Completed:
        return t.online;
    case JobState::Failed:
        return t.failed;
    case JobState::Waiting:
    case JobState::Delayed:
    case JobState::Cancelled:
        return {t.text2, t.chip};
    }
    Q_UNREACHABLE();
}

QString jobAge(const Job &job, Timestamp now)
{
    return startText(job, now).value_or(shortAge(std::max(milliseconds(0), now - job.createdAt)));
}

QString jobStateAge(const Job &job, Timestamp now)
{
    return startText(job, now).value_or(shortAge(std::max(milliseconds(0), now - stateSince(job))));
}

QString jobTook(const Job &job, Timestamp now)
{
    if (!job.startedAt || job.state == JobState::Waiting || job.state == JobState::Delayed)
        return unknownText();
    const Timestamp end = job.state == JobState::Active ? now : job.finishedAt.value_or(now);
    return shortSpan(std::max(milliseconds(0), end - *job.startedAt));
}

QString jobTries(const Job &job)
{
    return u"%1/%2"_s.arg(job.attemptsMade).arg(job.attempts);
}

QString whyText(const Words &words)
{
    return words.isEmpty() ? QString() : words.in(QCoreApplication::translate("JobWhy", words.english));
}

JobWhyFacts whyFacts(const Job &job, const ClusterMirror &mirror, Timestamp now)
{
    return {.now = now, .nodes = &mirror, .entity = mirror.find(job.entity), .span = shortAge, .moment = clockText};
}

QString jobWhyLine(const Job &job, const ClusterMirror &mirror, Timestamp now)
{
    if (job.state == JobState::Cancelled) {
        const QString text = job.error ? job.error->text : QString();
        return text.left(1).toUpper() + text.mid(1); // A sentence of its own here.
    }
    return whyText(whyOf(job, whyFacts(job, mirror, now), WhyDepth::Sentence).sentence);
}

QString fixTitle(JobFix fix, const QString &node)
{
    switch (fix) {
    case JobFix::None:
        return {};
    case JobFix::MakePreferred:
        return JobTextTr::tr("Make preferred");
    case JobFix::PinElsewhere:
        return JobTextTr::tr("Pin elsewhere…");
    case JobFix::ResumeQueue:
        return JobTextTr::tr("Resume the queue");
    case JobFix::OpenNode:
        return node.isEmpty() ? JobTextTr::tr("Show the nodes") : JobTextTr::tr("Open %1").arg(node);
    case JobFix::ShowRunning:
        return JobTextTr::tr("Show what runs there");
    case JobFix::AddWorker:
        return JobTextTr::tr("Add worker…");
    case JobFix::OpenLog:
        return JobTextTr::tr("Read its log");
    case JobFix::Retry:
        return JobTextTr::tr("Retry");
    }
    Q_UNREACHABLE();
}

QString nodeTitle(const ClusterMirror &mirror, const NodeId &node)
{
    const Node *known = mirror.find(node);
    return known && !known->who.name.isEmpty() ? known->who.name : node.text();
}

QString jobSpoken(const Job &job, const ClusterMirror &mirror, Timestamp now)
{
    QStringList parts{JobTextTr::tr("Job of %1").arg(job.entity.text()), jobStateTitle(job.state),
                      JobTextTr::tr("attempt %1 of %2").arg(job.attemptsMade).arg(job.attempts)};
    if (!job.node.isEmpty())
        parts.append(JobTextTr::tr("on %1").arg(nodeTitle(mirror, job.node)));
    const Timestamp since = stateSince(job);
    parts.append(job.state == JobState::Delayed ? jobAge(job, now) : spokenSpan(std::max(milliseconds(0), now - since)));
    parts.append(jobWhyLine(job, mirror, now));
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace muster
