// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EntityRuns.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <utility>

namespace muster {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype kRunsMost = 10'000; // Active jobs that are kept; a cluster runs fewer, and a wrong answer must end somewhere.
constexpr milliseconds kAgain = 1s;     // Between questions: a busy queue leaves something out all the time.

} // namespace

EntityRuns::EntityRuns(QObject *parent) : QObject(parent)
{
    m_frame.setSingleShot(true);
    m_frame.setInterval(limits::kMirrorFrame);
    m_again.setSingleShot(true);
    m_again.setInterval(kAgain);
    connect(&m_frame, &QTimer::timeout, this, &EntityRuns::release);
    connect(&m_again, &QTimer::timeout, this, &EntityRuns::ask);
}

EntityRuns::~EntityRuns() = default;

void EntityRuns::setSession(ClusterSession *session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->cluster(), nullptr, this, nullptr);
    }
    m_session = session;
    ++m_round;
    m_isAsking = false;
    m_runs.clear();
    m_places.clear();
    m_queues.clear();
    m_listed.clear();
    m_touched.clear();
    m_again.stop();
    if (!session)
        return;
    connect(&session->cluster(), &Cluster::eventArrived, this, &EntityRuns::readEvent);
    connect(session, &ClusterSession::synced, this, &EntityRuns::ask);
    connect(session, &ClusterSession::featuresChanged, this, &EntityRuns::ask);
    ask();
}

QList<EntityRuns::Place> EntityRuns::placesOf(const EntityRef &entity) const
{
    QList<NodeId> nodes = m_places.value(entity);
    std::ranges::sort(nodes, {}, [](const NodeId &node) { return node.text(); });
    QList<Place> places;
    for (const NodeId &node : std::as_const(nodes)) {
        if (places.isEmpty() || places.last().node != node)
            places.append({node, 0});
        ++places.last().jobs;
    }
    return places;
}

void EntityRuns::readEvent(const ClusterEvent &event)
{
    if (const auto *queue = std::get_if<QueueChanged>(&event.what))
        return readQueue(*queue);
    const auto *job = std::get_if<JobChanged>(&event.what);
    if (!job)
        return;
    ++m_queues[job->queue].told;
    if (m_isAsking)
        m_toldSinceAsked.insert(job->job);
    set(job->job, job->state == JobState::Active ? std::optional(Run{job->entity, job->node}) : std::nullopt);
}

void EntityRuns::readQueue(const QueueChanged &queue)
{
    QueueSeen &seen = m_queues[queue.queue.name];
    const bool isLeftOut = seen.changes > 0 && queue.changes != seen.changes + seen.told;
    seen = {.changes = queue.changes, .told = 0};
    if (isLeftOut && !m_again.isActive())
        m_again.start();
}

void EntityRuns::ask()
{
    if (m_isAsking || !m_session || !m_session->isLive() || !m_session->features().testFlag(Feature::Jobs))
        return;
    m_isAsking = true;
    m_listed.clear();
    m_toldSinceAsked.clear();
    ++m_round;
    askPage({});
}

void EntityRuns::askPage(const JobId &after)
{
    const JobQuery query{.state = JobState::Active, .after = after, .most = limits::kJobPage};
    whenDone(this, m_session->cluster().jobs(query), [this, round = m_round](const Result<JobPage> &page) { takePage(round, page); });
}

void EntityRuns::takePage(quint64 round, const Result<JobPage> &page)
{
    if (round != m_round)
        return;
    if (!page || !m_session) { // The next snapshot asks again; events go on.
        m_isAsking = false;
        return;
    }
    for (const Job &job : page->jobs)
        m_listed.insert(job.id, {job.entity, job.node});
    if (page->hasMore && !page->jobs.isEmpty() && m_listed.size() < kRunsMost)
        return askPage(page->jobs.last().id);
    m_isAsking = false;
    const QList<JobId> known = m_runs.keys();
    for (const JobId &job : known) {
        if (!m_listed.contains(job) && !m_toldSinceAsked.contains(job))
            set(job, {});
    }
    const QHash<JobId, Run> listed = std::exchange(m_listed, {});
    for (auto it = listed.begin(); it != listed.end(); ++it) {
        if (!m_toldSinceAsked.contains(it.key()))
            set(it.key(), it.value());
    }
    m_toldSinceAsked.clear();
}

void EntityRuns::set(const JobId &job, const std::optional<Run> &run)
{
    const auto known = m_runs.find(job);
    if (known == m_runs.end() ? !run : run == *known)
        return;
    if (known != m_runs.end()) {
        const auto places = m_places.find(known->entity);
        places->removeOne(known->node);
        if (places->isEmpty())
            m_places.erase(places);
        m_touched.insert(known->entity);
        m_runs.erase(known);
    }
    if (run && m_runs.size() < kRunsMost) {
        m_runs.insert(job, *run);
        m_places[run->entity].append(run->node);
        m_touched.insert(run->entity);
    }
    if (!m_frame.isActive())
        m_frame.start();
}

void EntityRuns::release()
{
    const QSet<EntityRef> touched = std::exchange(m_touched, {});
    Q_EMIT changed(touched.values());
}

} // namespace muster
