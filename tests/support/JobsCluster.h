// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Cluster whose jobs are exactly what a test says; pages them, tells of changes, and loses answers when it is told to.

#include "core/base/Limits.h"
#include "core/cluster/Cluster.h"

#include <algorithm>

namespace muster {

//! Jobs are numbered j100000, j100001 …, each a second younger than the one before.
class JobsCluster final : public Cluster
{
public:
    ClusterSnapshot state;
    ClusterFacts about;
    QList<Job> all; //!< Newest first.
    QList<JobQuery> asked;
    QList<JobRequest> submissions;
    QStringList verbs; //!< "cancel j100001" …
    Features can = Feature::Follow | Feature::Jobs | Feature::Entities | Feature::Assign;
    std::optional<Error> refusal;   //!< What verbs fail with, without doing anything.
    std::optional<Error> lostAfter; //!< What verbs fail with after they did it.
    std::optional<Error> pageError;
    bool holdsPages = false;
    QStringList names{QStringLiteral("agent")}; //!< Of the queues.
    QList<AuditEntry> entries;
    qsizetype heldFrom = -1; //!< Verbs on jobs after so many are answered by releaseVerbs(); -1: at once.
    int audits = 0; //!< How often the audit log was asked for.

    JobsCluster() { state.position = {QStringLiteral("e1"), 1}; }

    Features features() const override { return can; }
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override { return ready(about); }
    Future<ClusterSnapshot> snapshot() override
    {
        state.queues = allFacts();
        return ready(state);
    }
    Future<QList<QueueFacts>> queues(Actor = {}) override { return ready(allFacts()); }
    Future<JobPage> jobs(JobQuery query, Actor = {}) override
    {
        asked.append(query);
        if (pageError)
            return failed<JobPage>(*pageError);
        if (!holdsPages)
            return ready(pageOf(query));
        m_held.append({query, Pending<JobPage>(), pageOf(query)});
        return m_held.last().pending.future();
    }
    Future<Job> job(JobId id, Actor = {}) override
    {
        const Job *found = find(id);
        return found ? ready(*found) : failed<Job>(notFound(QStringLiteral("there is no such job")));
    }
    Future<Job> submit(JobRequest request, Actor = {}) override
    {
        submissions.append(request);
        if (refusal)
            return failed<Job>(*refusal);
        const auto same = std::ranges::find(all, request.dedupeKey, &Job::dedupeKey);
        if (same == all.end()) {
            Job job = made(static_cast<int>(all.size()), JobState::Waiting);
            job.entity = request.entity;
            job.payload = request.payload;
            job.dedupeKey = request.dedupeKey;
            put(job);
        }
        return lostAfter ? failed<Job>(*lostAfter) : ready(*std::ranges::find(all, request.dedupeKey, &Job::dedupeKey));
    }
    Future<Job> retryJob(JobId id, Actor = {}) override { return change(QStringLiteral("retry "), id, JobState::Waiting); }
    Future<Job> cancelJob(JobId id, Actor = {}) override { return change(QStringLiteral("cancel "), id, JobState::Cancelled); }
    Future<void> discardJob(JobId id, Actor = {}) override
    {
        verbs.append(QStringLiteral("discard ") + id.text());
        if (refusal)
            return failed<void>(*refusal);
        all.removeIf([&id](const Job &one) { return one.id == id; });
        return lostAfter ? failed<void>(*lostAfter) : ready();
    }
    Future<QueueFacts> pauseQueue(QString queue, bool isPaused, Actor = {}) override
    {
        verbs.append((isPaused ? QStringLiteral("pause ") : QStringLiteral("resume ")) + queue);
        if (refusal)
            return failed<QueueFacts>(*refusal);
        setPaused(isPaused, queue);
        return lostAfter ? failed<QueueFacts>(*lostAfter) : ready(facts(queue).first());
    }
    Future<AuditPage> audit(AuditQuery) override
    {
        ++audits;
        return ready(AuditPage{entries, false});
    }
    Future<EntityState> assign(AssignmentRequest request, Actor = {}) override
    {
        verbs.append(QStringLiteral("assign %1 %2 %3").arg(request.entity.text(), request.node.text(), wordOf(request.mode)));
        return ready(state.entities.value(0));
    }

    void setLink(LinkState link)
    {
        m_link.state = link;
        Q_EMIT linkChanged(m_link);
    }
    void answerPage()
    {
        const Held held = m_held.takeFirst();
        held.pending.finish(held.page);
    }
    void releaseVerbs()
    {
        heldFrom = -1;
        for (const auto &[pending, job] : std::exchange(m_heldVerbs, {}))
            pending.finish(job);
    }
    qsizetype heldPages() const { return m_held.size(); }

    Job made(int number, JobState jobState) const
    {
        Job job;
        job.id = JobId(QStringLiteral("j%1").arg(100'000 + number));
        job.queue = QStringLiteral("agent");
        job.entity.id = EntityId(QStringLiteral("hello"));
        job.state = jobState;
        job.createdAt = state.takenAt - std::chrono::hours(48) + milliseconds(1000 * qint64(number));
        job.attemptsMade = jobState == JobState::Waiting || jobState == JobState::Delayed ? 0 : 1;
        if (jobState == JobState::Active || isOver(jobState)) {
            job.node = NodeId(QStringLiteral("w1"));
            job.startedAt = job.createdAt + milliseconds(500);
        }
        if (isOver(jobState))
            job.finishedAt = job.createdAt + milliseconds(1500);
        if (jobState == JobState::Failed)
            job.error = JobError{QStringLiteral("exit-status"), QStringLiteral("exit status 1")};
        return job;
    }
    //! \a count jobs, in silence.
    void fill(int count, JobState jobState = JobState::Completed)
    {
        for (int i = 0; i < count; ++i)
            all.prepend(made(static_cast<int>(all.size()), jobState));
    }
    //! Adds or changes one, in silence.
    void put(const Job &job)
    {
        const auto at = std::ranges::find(all, job.id, &Job::id);
        if (at != all.end())
            *at = job;
        else
            all.prepend(job);
    }
    void tell(const ClusterChange &what)
    {
        ++state.position.number;
        Q_EMIT eventArrived({state.position, state.takenAt, what});
    }
    void tellJob(const Job &job)
    {
        ++m_changes;
        tell(JobChanged{job.id, job.queue, job.entity, job.state, job.attemptsMade, job.attempts, job.node, job.waitingFor, job.error});
    }
    //! That \a more jobs changed without being told.
    void tellQueue(quint64 more = 0, const QString &name = QStringLiteral("agent"))
    {
        m_changes += more;
        tell(QueueChanged{facts(name).first(), m_changes});
    }
    void setPaused(bool isPaused, const QString &name = QStringLiteral("agent"))
    {
        isPaused ? (void)m_paused.insert(name) : (void)m_paused.remove(name);
    }
    QList<QueueFacts> allFacts() const
    {
        QList<QueueFacts> found;
        for (const QString &name : names)
            found += facts(name);
        return found;
    }
    QList<QueueFacts> facts(const QString &name) const
    {
        QueueFacts queue;
        queue.name = name;
        queue.isPaused = m_paused.contains(name);
        const auto count = [this, &name](JobState wanted) {
            return std::ranges::count_if(all, [&](const Job &one) { return one.state == wanted && one.queue == name; });
        };
        for (const Job &one : all) {
            if (one.state == JobState::Waiting && one.queue == name)
                queue.oldestWaiting = std::min(queue.oldestWaiting.value_or(one.createdAt), one.createdAt);
        }
        queue.waiting = count(JobState::Waiting);
        queue.delayed = count(JobState::Delayed);
        queue.active = count(JobState::Active);
        queue.completed = count(JobState::Completed);
        queue.failed = count(JobState::Failed);
        queue.cancelled = count(JobState::Cancelled);
        return {queue};
    }
    const Job *find(const JobId &id) const
    {
        const auto found = std::ranges::find(all, id, &Job::id);
        return found == all.end() ? nullptr : &*found;
    }

protected:
    void startUp() override { setLink(LinkState::Live); }
    void shutDown() override { setLink(LinkState::Idle); }

private:
    struct Held {
        JobQuery query;
        Pending<JobPage> pending;
        JobPage page;
    };
    static bool isWanted(const Job &job, const JobQuery &query)
    {
        return (!query.state || job.state == *query.state) && (query.node.isEmpty() || job.node == query.node)
            && (query.queue.isEmpty() || job.queue == query.queue) && (!query.entity || job.entity == *query.entity)
            && (query.search.isEmpty() || job.id.text().contains(query.search) || job.entity.text().contains(query.search)
                || (job.error && job.error->text.contains(query.search)));
    }
    JobPage pageOf(const JobQuery &query) const
    {
        JobPage page;
        bool isBehind = query.after.isEmpty();
        for (const Job &job : all) {
            if (isBehind && isWanted(job, query)) {
                if (page.jobs.size() == query.most) {
                    page.hasMore = true;
                    break;
                }
                page.jobs.append(job);
                page.jobs.last().payload.clear();
                page.jobs.last().result.clear();
                page.jobs.last().history.clear();
            }
            isBehind = isBehind || job.id == query.after;
        }
        return page;
    }
    Future<Job> change(const QString &verb, const JobId &id, JobState to)
    {
        verbs.append(verb + id.text());
        if (refusal)
            return failed<Job>(*refusal);
        const auto at = std::ranges::find(all, id, &Job::id);
        if (at == all.end())
            return failed<Job>(notFound(QStringLiteral("there is no such job")));
        at->state = to;
        at->finishedAt = isOver(to) ? std::optional(state.takenAt) : std::nullopt;
        if (lostAfter)
            return failed<Job>(*lostAfter);
        tellJob(*at);
        if (heldFrom < 0 || verbs.size() <= heldFrom)
            return ready(*at);
        m_heldVerbs.append({Pending<Job>(), *at});
        return m_heldVerbs.last().first.future();
    }

    LinkReport m_link;
    QList<Held> m_held;
    QList<std::pair<Pending<Job>, Job>> m_heldVerbs;
    quint64 m_changes = 0;
    QSet<QString> m_paused;
};

} // namespace muster
