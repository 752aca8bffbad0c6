// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/QueueLook.h"

#include <algorithm>
#include <tuple>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPausesRead = 100; // Entries of the audit log; a pause that is older than so many others stays without a name.

} // namespace

QList<FailedGroup> failedGroups(const QList<Job> &jobs)
{
    QList<FailedGroup> groups;
    QHash<std::pair<QString, QString>, qsizetype> places;
    for (const Job &job : jobs) {
        const QString error = job.error ? job.error->text : QString();
        const auto key = std::pair(error, job.queue);
        const Timestamp at = job.finishedAt.value_or(job.createdAt);
        const auto place = places.constFind(key);
        if (place == places.constEnd()) {
            places.insert(key, groups.size());
            groups.append({.error = error, .queue = job.queue, .jobs = 1, .newest = at});
            continue;
        }
        FailedGroup &group = groups[*place];
        ++group.jobs;
        group.newest = std::max(group.newest, at);
    }
    std::ranges::sort(groups, [](const FailedGroup &a, const FailedGroup &b) {
        return std::tuple(b.jobs, b.newest, a.error, a.queue) < std::tuple(a.jobs, a.newest, b.error, b.queue);
    });
    return groups;
}

QueueLook::QueueLook(const QueueCounts *counts, QObject *parent) : QObject(parent), m_counts(counts)
{
    m_again.setSingleShot(true);
    m_again.setInterval(kApart);
    connect(m_counts, &QueueCounts::changed, this, [this] {
        if (!m_again.isActive())
            look();
        else if (isAble())
            askPauses(); // Asks only when others are paused than before.
    });
    connect(&m_again, &QTimer::timeout, this, &QueueLook::look);
}

QueueLook::~QueueLook() = default;

void QueueLook::setSession(ClusterSession *session)
{
    m_session = session;
    ++m_round;
    m_oldest.clear();
    m_pauses.clear();
    m_pausesAsked.clear();
    m_failed.clear();
    Q_EMIT changed();
    look();
}

void QueueLook::setWatched(bool isWatched)
{
    m_isWatched = isWatched;
    m_again.stop();
    look();
}

const Job *QueueLook::oldest(const QString &queue) const
{
    const auto found = m_oldest.constFind(queue);
    return found == m_oldest.constEnd() ? nullptr : &*found;
}

std::optional<QueueLook::Pause> QueueLook::pause(const QString &queue) const
{
    const auto found = m_pauses.constFind(queue);
    return found == m_pauses.constEnd() ? std::nullopt : std::optional(*found);
}

bool QueueLook::isAble() const
{
    return m_isWatched && m_session && m_session->isLive() && m_counts->isKnown();
}

void QueueLook::look()
{
    if (!isAble() || m_again.isActive())
        return;
    m_again.start();
    for (const QueueFacts &queue : m_counts->queues()) {
        if (queue.waiting > 0 && queue.waiting <= kRead)
            askOldest(queue);
        else if (m_oldest.remove(queue.name) > 0)
            Q_EMIT changed();
    }
    askFailed();
    askPauses();
}

void QueueLook::askOldest(const QueueFacts &queue)
{
    JobQuery query;
    query.state = JobState::Waiting;
    query.queue = queue.name;
    query.most = kRead;
    whenDone(this, m_session->cluster().jobs(query), [this, name = queue.name, round = m_round](const Result<JobPage> &page) {
        if (round != m_round || !page)
            return;
        if (page->hasMore || page->jobs.isEmpty())
            m_oldest.remove(name);
        else
            m_oldest.insert(name, page->jobs.last());
        Q_EMIT changed();
    });
}

void QueueLook::askFailed()
{
    if (m_counts->count(JobState::Failed) == 0) {
        if (!std::exchange(m_failed, {}).isEmpty())
            Q_EMIT changed();
        return;
    }
    JobQuery query;
    query.state = JobState::Failed;
    query.most = kRead;
    whenDone(this, m_session->cluster().jobs(query), [this, round = m_round](const Result<JobPage> &page) {
        if (round != m_round || !page)
            return;
        m_failed = failedGroups(page->jobs);
        Q_EMIT changed();
    });
}

//! Who asks for what they may not read is noted as refused: a person who only looks did not earn that.
bool QueueLook::mayAudit() const
{
    const ClusterFacts &facts = m_session->facts();
    const bool areKnown = !facts.version.isEmpty(); // Before that a tier that is not known may be any.
    return areKnown && m_session->features().testFlag(Feature::Audit) && facts.callerTier.value_or(Tier::Admin) == Tier::Admin
        && facts.callerTenants.isEmpty();
}

void QueueLook::askPauses()
{
    QStringList paused;
    for (const QueueFacts &queue : m_counts->paused())
        paused.append(queue.name);
    if (paused == m_pausesAsked || !mayAudit())
        return;
    m_pausesAsked = paused;
    m_pauses.clear();
    if (paused.isEmpty())
        return Q_EMIT changed();
    const AuditQuery query{.before = 0, .most = kPausesRead, .search = u"queue.pause"_s};
    whenDone(this, m_session->cluster().audit(query), [this, paused, round = m_round](const Result<AuditPage> &page) {
        if (round != m_round || !page || paused != m_pausesAsked)
            return;
        for (const AuditEntry &entry : page->entries) {
            const QString queue = entry.target.section(u'/', 1);
            if (entry.verb == "queue.pause"_L1 && entry.outcome == "ok"_L1 && paused.contains(queue) && !m_pauses.contains(queue))
                m_pauses.insert(queue, {entry.actor, entry.at});
        }
        Q_EMIT changed();
    });
}

} // namespace muster
