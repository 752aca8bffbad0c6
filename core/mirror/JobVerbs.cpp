// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobVerbs.h"

#include "core/base/Limits.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView kOwnKey{"console-"};
constexpr int kAtOnce = 8; // Calls under way; a browser opens as many.

//! Whether the call may have been carried out although it failed: no server said no.
bool isUnanswered(const Error &error)
{
    const bool isOurs = error.code.isEmpty();
    return isOurs && (error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Unreachable || error.kind == ErrorKind::Cancelled);
}

Error notDone(const QString &what)
{
    return {.kind = ErrorKind::Timeout, .where = {}, .what = what, .code = u"not-done"_s, .field = {}};
}

//! What a job that was read back proves of \a verb.
Result<void> proofOf(JobVerb verb, const std::optional<Job> &before, const Result<Job> &now)
{
    const bool isGone = !now && now.error().kind == ErrorKind::NotFound;
    if (verb == JobVerb::Discard)
        return isGone ? Result<void>() : now ? Result<void>(notDone(u"the answer was lost; read back, the job is still there"_s)) : now.error();
    if (!now)
        return now.error();
    if (verb == JobVerb::Cancel) {
        if (now->state == JobState::Cancelled)
            return {};
        return notDone(u"the answer was lost; read back, the job is %1"_s.arg(wordOf(now->state)));
    }
    const bool isAgain = !isOver(now->state) || !before || now->finishedAt != before->finishedAt;
    return isAgain ? Result<void>() : Result<void>(notDone(u"the answer was lost; read back, the job did not start again"_s));
}

} // namespace

JobVerbs::JobVerbs(QObject *parent) : QObject(parent) {}
JobVerbs::~JobVerbs() = default;

void JobVerbs::setSession(ClusterSession *session)
{
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    m_waiting.clear();
    m_doubtful.clear();
    m_asked = 0;
    if (session)
        connect(session, &ClusterSession::synced, this, &JobVerbs::readBack);
}

bool JobVerbs::isOwnKey(const QString &key)
{
    return key.startsWith(kOwnKey) && !QUuid::fromString(key.sliced(kOwnKey.size())).isNull();
}

JobBatch *JobVerbs::submit(JobRequest request)
{
    if (request.dedupeKey.isEmpty())
        request.dedupeKey = kOwnKey + QUuid::createUuid().toString(QUuid::WithoutBraces);
    auto *batch = new JobBatch(JobVerb::Submit, {{}}, this);
    m_requests.insert(batch, std::move(request));
    m_batches.prepend(batch);
    m_waiting.append({batch, 0});
    Q_EMIT started(batch);
    next();
    return batch;
}

JobBatch *JobVerbs::onJobs(JobVerb verb, const QList<Job> &jobs)
{
    QList<JobBatch::Item> items;
    for (const Job &job : jobs)
        items.append({.job = job.id, .queue = {}, .before = job});
    return start(verb, std::move(items));
}

JobBatch *JobVerbs::pauseQueue(const QString &queue, bool isPaused)
{
    return start(isPaused ? JobVerb::PauseQueue : JobVerb::ResumeQueue, {{.job = {}, .queue = queue}});
}

JobBatch *JobVerbs::start(JobVerb verb, QList<JobBatch::Item> items)
{
    auto *batch = new JobBatch(verb, std::move(items), this);
    m_batches.prepend(batch);
    for (qsizetype i = 0; i < batch->items().size(); ++i)
        m_waiting.append({batch, i});
    Q_EMIT started(batch);
    next();
    return batch;
}

void JobVerbs::stop(JobBatch *batch)
{
    if (!m_batches.contains(batch) || batch->isFinished())
        return;
    QList<Step> others;
    for (const Step &step : std::exchange(m_waiting, {})) {
        if (step.batch == batch)
            batch->set(step.item, JobBatch::Fate::Stopped);
        else
            others.append(step);
    }
    m_waiting = others;
    Q_EMIT progressed(batch);
    endIfDone(batch);
}

bool JobVerbs::isBusy() const
{
    return std::ranges::any_of(m_batches, [](const JobBatch *batch) { return !batch->isFinished(); });
}

void JobVerbs::next()
{
    if (std::exchange(m_isStarting, true))
        return;
    while (m_asked < kAtOnce && !m_waiting.isEmpty()) {
        const Step step = m_waiting.takeFirst();
        if (!step.batch)
            continue;
        ++m_asked;
        call(step);
    }
    m_isStarting = false;
}

template <typename T>
void JobVerbs::watch(const Step &step, const Future<T> &answer)
{
    whenDone(this, answer, [this, step](const Result<T> &outcome) {
        if constexpr (std::is_same_v<T, Job>) {
            if (outcome && step.batch)
                step.batch->setJob(step.item, outcome->id);
        } else if constexpr (std::is_same_v<T, QueueFacts>) {
            if (outcome)
                Q_EMIT queueAnswered(*outcome);
        }
        takeAnswer(step, outcome ? Result<void>() : Result<void>(outcome.error()));
    });
}

void JobVerbs::call(const Step &step)
{
    const JobBatch::Item &item = step.batch->items().at(step.item);
    step.batch->set(step.item, JobBatch::Fate::Asked);
    if (!m_session || !m_session->isLive()) {
        const Error off{ErrorKind::Unreachable, {}, u"not connected: changes are off"_s, u"not-connected"_s, {}};
        // Later, so that whoever started it can listen first.
        QMetaObject::invokeMethod(this, [this, step, off] { takeAnswer(step, Result<void>(off)); }, Qt::QueuedConnection);
        return;
    }
    Cluster &cluster = m_session->cluster();
    switch (step.batch->verb()) {
    case JobVerb::Submit:
        return watch(step, cluster.submit(m_requests.value(step.batch)));
    case JobVerb::Retry:
        return watch(step, cluster.retryJob(item.job));
    case JobVerb::Cancel:
        return watch(step, cluster.cancelJob(item.job));
    case JobVerb::Discard:
        return watch(step, cluster.discardJob(item.job));
    case JobVerb::PauseQueue:
        return watch(step, cluster.pauseQueue(item.queue, true));
    case JobVerb::ResumeQueue:
        return watch(step, cluster.pauseQueue(item.queue, false));
    }
    Q_UNREACHABLE();
}

void JobVerbs::takeAnswer(const Step &step, const Result<void> &answer)
{
    m_asked = std::max(0, m_asked - 1);
    JobBatch *batch = step.batch;
    if (batch && !answer && isUnanswered(answer.error())) {
        m_doubtful.append(step);
        batch->set(step.item, JobBatch::Fate::Doubtful, answer.error());
        Q_EMIT progressed(batch);
        if (m_session)
            m_session->retryNow(); // What comes back with it is read.
    } else if (batch) {
        batch->set(step.item, answer ? JobBatch::Fate::Done : JobBatch::Fate::Refused,
                   answer ? std::nullopt : std::optional(answer.error()));
        Q_EMIT progressed(batch);
        endIfDone(batch);
    }
    while (m_batches.size() > limits::kCommandsKept && m_batches.last()->isFinished())
        m_batches.takeLast()->deleteLater();
    next();
}

void JobVerbs::endIfDone(JobBatch *batch)
{
    if (!batch->isFinished())
        return;
    m_requests.remove(batch);
    Q_EMIT finished(batch);
}

//! The cluster is known again: what became of the calls whose answers were lost?
void JobVerbs::readBack()
{
    const QList<Step> doubtful = std::exchange(m_doubtful, {});
    for (const Step &step : doubtful) {
        if (step.batch)
            readBackOne(step);
    }
}

void JobVerbs::readBackOne(const Step &step)
{
    ++m_asked;
    const JobBatch::Item &item = step.batch->items().at(step.item);
    const JobVerb verb = step.batch->verb();
    if (verb == JobVerb::Submit) // The same key gives the same job.
        return watch(step, m_session->cluster().submit(m_requests.value(step.batch)));
    if (verb != JobVerb::PauseQueue && verb != JobVerb::ResumeQueue) {
        whenDone(this, m_session->cluster().job(item.job), [this, step](const Result<Job> &now) { settle(step, now); });
        return;
    }
    whenDone(this, m_session->cluster().queues(), [this, step, verb, name = item.queue](const Result<QList<QueueFacts>> &queues) {
        if (!queues)
            return takeAnswer(step, Result<void>(queues.error()));
        const auto found = std::ranges::find(*queues, name, &QueueFacts::name);
        const bool isPaused = found != queues->end() && found->isPaused;
        const bool isDone = isPaused == (verb == JobVerb::PauseQueue);
        takeAnswer(step, isDone ? Result<void>() : Result<void>(notDone(u"the answer was lost; read back, the queue is as before"_s)));
    });
}

void JobVerbs::settle(const Step &step, const Result<Job> &now)
{
    if (!step.batch)
        return takeAnswer(step, Result<void>());
    takeAnswer(step, proofOf(step.batch->verb(), step.batch->items().at(step.item).before, now));
}

} // namespace muster
