// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/DrainWork.h"

#include <algorithm>
#include <utility>

namespace muster {

namespace {

constexpr int kLaterMs = 1000; // A busy queue has a thousand changes a second, and a person reads one number.
constexpr int kQueued = 100;   // Beyond, "100+" says as much.

} // namespace

DrainWork::DrainWork(ClusterSession *session, QObject *parent) : QObject(parent), m_session(session)
{
    m_later.setSingleShot(true);
    m_later.setInterval(kLaterMs);
    connect(&m_later, &QTimer::timeout, this, [this] { m_open > 0 ? m_later.start() : ask(); }); // A slow answer is waited for.
    if (!session)
        return;
    connect(&session->cluster(), &Cluster::eventArrived, this, &DrainWork::readEvent);
    connect(session, &ClusterSession::synced, this, &DrainWork::ask);
}

DrainWork::~DrainWork() = default;

void DrainWork::look(const QList<NodeId> &nodes, const QList<EntityRef> &entities)
{
    if (nodes == m_nodes && entities == m_entities)
        return;
    if (nodes != m_nodes) {
        m_running.clear();
        m_isKnown = false;
        m_hasMore = false;
    }
    m_nodes = nodes;
    m_entities = entities.mid(0, kEntities);
    m_later.stop();
    ask();
}

int DrainWork::runningOf(const EntityRef &entity) const
{
    return static_cast<int>(std::ranges::count(m_running, entity, &Job::entity));
}

std::optional<Timestamp> DrainWork::oldestStart() const
{
    return m_running.isEmpty() ? std::nullopt : m_running.constFirst().startedAt;
}

std::optional<DrainWork::Queued> DrainWork::queuedOf(const EntityRef &entity) const
{
    const auto at = m_queued.constFind(entity);
    return at == m_queued.constEnd() ? std::nullopt : std::optional(*at);
}

void DrainWork::readEvent(const ClusterEvent &event)
{
    // Not each job is told; that a queue's counts moved is.
    const bool isAboutJobs = std::holds_alternative<JobChanged>(event.what) || std::holds_alternative<QueueChanged>(event.what);
    if (isAboutJobs && !m_nodes.isEmpty() && !m_later.isActive())
        m_later.start();
}

void DrainWork::ask()
{
    const quint64 round = ++m_round;
    m_open = 0;
    if (!m_session || !m_session->isLive() || !m_session->features().testFlag(Feature::Jobs) || m_nodes.isEmpty() || m_nodes.size() > kNodes)
        return;
    m_isWhole = true;
    m_newHasMore = false;
    m_newRunning.clear();
    m_newQueued.clear();
    m_open = static_cast<int>(m_nodes.size() + m_entities.size()); // First: a cluster on this thread may answer at once.
    Cluster &cluster = m_session->cluster();
    for (const NodeId &node : std::as_const(m_nodes)) {
        whenDone(this, cluster.jobs({.state = JobState::Active, .node = node, .most = limits::kJobPage}),
                 [this, round](const Result<JobPage> &page) { take(round, page); });
    }
    for (const EntityRef &entity : std::as_const(m_entities)) {
        whenDone(this, cluster.jobs({.state = JobState::Waiting, .entity = entity, .most = kQueued}),
                 [this, round, entity](const Result<JobPage> &page) { takeQueued(round, entity, page); });
    }
}

void DrainWork::take(quint64 round, const Result<JobPage> &page)
{
    if (round != m_round)
        return;
    m_isWhole &= page.has_value();
    if (page) {
        m_newRunning += page->jobs;
        m_newHasMore |= page->hasMore;
    }
    finish();
}

void DrainWork::takeQueued(quint64 round, const EntityRef &entity, const Result<JobPage> &page)
{
    if (round != m_round)
        return;
    if (page)
        m_newQueued.insert(entity, {static_cast<int>(page->jobs.size()), page->hasMore});
    finish();
}

//! Shows the answers together: half of them would be a number that never was.
void DrainWork::finish()
{
    if (--m_open > 0)
        return;
    std::ranges::stable_sort(m_newRunning, {}, [](const Job &job) { return job.startedAt.value_or(job.createdAt).msSinceEpoch; });
    if (m_isWhole) { // Else what was known stands until the next answer.
        m_running = std::exchange(m_newRunning, {});
        m_hasMore = m_newHasMore;
        m_isKnown = true;
    }
    m_queued = std::exchange(m_newQueued, {});
    Q_EMIT changed();
}

} // namespace muster
