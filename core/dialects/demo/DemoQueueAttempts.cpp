// SPDX-License-Identifier: Apache-2.0
// The attempts of DemoQueue: how they begin, and what follows from their ends.
#include "core/dialects/demo/DemoQueue.h"

#include "core/base/Limits.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace muster {

using namespace Qt::StringLiterals;

QByteArray demoResultOf(const QString &output)
{
    return QJsonDocument(QJsonObject{{u"exitStatus"_s, 0}, {u"output"_s, output}}).toJson(QJsonDocument::Compact);
}

void DemoQueue::start(quint64 number, const NodeId &node, DemoPlan plan, Timestamp now)
{
    DemoJob &one = m_jobs.at(number);
    one.plan = std::move(plan);
    ++one.job.attemptsMade;
    one.job.startedAt = now;
    one.job.history.append({one.uncounted + one.job.attemptsMade, node, now, {}, {}});
    if (one.job.history.size() > limits::kJobHistory)
        one.job.history.removeFirst();
    one.job.node = node;
    move(&one, JobState::Active);
}

void DemoQueue::endAttempt(DemoJob *one, const std::optional<JobError> &error, Timestamp now)
{
    if (one->job.history.isEmpty())
        return;
    one->job.history.last().endedAt = now;
    one->job.history.last().error = error;
}

void DemoQueue::finish(quint64 number, Timestamp now)
{
    DemoJob &one = m_jobs.at(number);
    if (one.plan.failure)
        return fail(&one, *one.plan.failure, AttemptEnd::Failed, now);
    endAttempt(&one, {}, now);
    one.job.error.reset();
    one.job.result = demoResultOf(one.plan.output);
    one.job.finishedAt = now;
    move(&one, JobState::Completed);
}

void DemoQueue::giveBack(quint64 number, const JobError &why, AttemptEnd end, Timestamp now)
{
    fail(&m_jobs.at(number), why, end, now);
}

void DemoQueue::fail(DemoJob *one, const JobError &error, AttemptEnd end, Timestamp now)
{
    Job &job = one->job;
    if (end == AttemptEnd::NodeLost)
        ++one->nodesLost;
    const RetryFacts facts{.attemptsMade = job.attemptsMade, .attempts = job.attempts, .nodesLost = one->nodesLost, .backoff = job.backoff};
    const std::optional<milliseconds> pause = retryAfter(end, facts, m_random.between(0, 999) / 1000.0);
    const JobError why = !pause && end == AttemptEnd::NodeLost ? crashLimit(error) : error;
    endAttempt(one, why, now);
    if (end != AttemptEnd::Requeued)
        job.error = why;
    else
        job.error.reset();
    if (!countsAsMade(end)) {
        ++one->uncounted;
        --job.attemptsMade;
    }
    if (!pause) {
        job.finishedAt = now;
        return move(one, JobState::Failed);
    }
    if (pause->count() > 0)
        job.runAt = now + *pause;
    move(one, pause->count() > 0 ? JobState::Delayed : JobState::Waiting);
}

} // namespace muster
