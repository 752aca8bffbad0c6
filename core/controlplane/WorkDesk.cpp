// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/WorkDesk.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error noJob(const JobId &job)
{
    return notFound(u"there is no job %1"_s.arg(job.text()));
}

} // namespace

WorkDesk::WorkDesk(Parts parts, QObject *parent)
    : QObject(parent), m_parts(std::move(parts)),
      m_catalog({this, m_parts.entities, m_parts.clock, m_parts.secrets}, [this](const EntityRef &entity) { takeEntityChange(entity); }),
      m_queue(std::move(m_parts.queue)), m_leader(m_parts.clock), m_board(m_catalog, m_parts.nodes, m_parts.defaultNode),
      m_desk({*m_queue, m_leader, m_catalog, m_board, m_parts.clock})
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(0);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        m_board.settle([this](const EntityState &state) { publishState(state); });
        sendResidents();
        m_desk.placesChanged();
    });
    m_queueNews.setSingleShot(true);
    m_queueNews.setInterval(limits::kJobSweep);
    connect(&m_queueNews, &QTimer::timeout, this, &WorkDesk::tellQueues);
    connect(m_queue.get(), &QueueProvider::changed, this, &WorkDesk::tellJobs);
    connect(m_queue.get(), &QueueProvider::queueChanged, this, [this](const QString &queue) {
        m_movedQueues.insert(queue);
        if (!m_queueNews.isActive())
            m_queueNews.start();
    });
    connect(&m_leader, &MeshLeader::connected, this, [this](const NodeId &node, const MeshHello &hello) {
        m_board.setHandlers(node, hello.kinds);
        m_residents.remove(node); // It is told anew, whatever it keeps.
        settleSoon();
    });
}

WorkDesk::~WorkDesk() = default;

Future<void> WorkDesk::load()
{
    const Pending<void> pending;
    whenDone(this, m_catalog.load(), [this, pending](const Result<void> &entities) {
        if (!entities)
            return pending.finish(entities);
        m_board.settle([](const EntityState &) {});
        whenDone(this, m_queue->open(), [this, pending](const Result<void> &opened) {
            m_isLoaded = opened.has_value();
            pending.finish(opened);
        });
    });
    return pending.future();
}

void WorkDesk::nodesChanged()
{
    settleSoon();
}

void WorkDesk::settleSoon()
{
    if (m_isLoaded && !m_settle.isActive())
        m_settle.start();
}

void WorkDesk::takeEntityChange(const EntityRef &entity)
{
    const bool isThere = m_catalog.find(entity) != nullptr;
    m_board.settleOne(entity, [this](const EntityState &state) { publishState(state); });
    if (!isThere)
        m_parts.publish(EntityRemoved{entity});
    m_residents.removeIf([&entity](auto told) { return told.value().contains(entity); }); // Told anew: it may be another.
    sendResidents();
    m_desk.placesChanged();
}

void WorkDesk::publishState(const EntityState &state)
{
    m_parts.publish(EntityChanged{state});
}

void WorkDesk::tellJobs(const QList<JobChanged> &jobs)
{
    const SteadyTime now = m_parts.clock.steadyNow();
    if (now - m_jobsToldFrom >= milliseconds(1000)) {
        m_jobsToldFrom = now;
        m_jobsTold = 0;
    }
    for (const JobChanged &job : jobs) {
        ++m_jobChanges[job.queue];
        // A dead letter is news however much goes on.
        if (m_jobsTold < limits::kJobEventsPerSecond || job.state == JobState::Failed) {
            ++m_jobsTold;
            m_parts.publish(job);
        }
    }
}

void WorkDesk::tellQueues()
{
    const QSet<QString> moved = std::exchange(m_movedQueues, {});
    const QList<QueueFacts> all = m_queue->queues();
    for (const QueueFacts &queue : all) {
        if (moved.contains(queue.name))
            m_parts.publish(QueueChanged{queue, m_jobChanges.value(queue.name)});
    }
}

void WorkDesk::sendResidents()
{
    const QList<NodeId> workers = m_leader.workers();
    for (const NodeId &node : workers) {
        QList<EntityRef> wanted;
        for (const EntityRef &entity : m_board.on(node)) {
            const StoredEntity *stored = m_catalog.find(entity);
            if (stored && stored->entity.isResident && wanted.size() < limits::kAgentsOnNode)
                wanted.append(entity);
        }
        std::sort(wanted.begin(), wanted.end());
        const auto told = m_residents.constFind(node);
        if (told != m_residents.constEnd() && *told == wanted)
            continue;
        QList<MeshResident> residents;
        for (const EntityRef &entity : wanted) {
            const Result<QMap<QString, Secret>> secrets = m_catalog.secretsOf(entity);
            residents.append({m_catalog.find(entity)->entity, secrets.value_or({})});
        }
        m_residents.insert(node, wanted);
        m_leader.keep(node, residents);
    }
}

QList<EntityState> WorkDesk::entities(const Actor &by) const
{
    QList<EntityState> states;
    for (const auto &[ref, stored] : m_catalog.all()) {
        if (by.owns(ref.tenant))
            states.append(m_board.stateOf(stored));
    }
    return states;
}

Future<EntityState> WorkDesk::saveEntity(const EntityRequest &request, const Actor &by)
{
    const EntityRef ref = request.entity.ref;
    if (!by.owns(ref.tenant))
        return failed<EntityState>(refused(u"your token is not for the tenant %1"_s.arg(ref.tenant.text()), u"not-your-tenant"_s));
    const Pending<EntityState> pending;
    whenDone(this, m_catalog.save(request), [this, ref, pending](const Result<void> &saved) {
        const StoredEntity *stored = m_catalog.find(ref);
        if (saved && stored)
            pending.finish(m_board.stateOf(*stored));
        else
            pending.finish(saved ? notFound(u"%1 was removed meanwhile"_s.arg(ref.text())) : saved.error());
    });
    return pending.future();
}

Future<void> WorkDesk::removeEntity(const EntityRef &entity, const Actor &by)
{
    if (!by.owns(entity.tenant))
        return failed<void>(notFound(u"there is no entity %1"_s.arg(entity.text())));
    const Pending<void> pending;
    whenDone(this, m_catalog.remove(entity), [this, entity, pending](const Result<void> &removed) {
        if (!removed)
            return pending.finish(removed);
        whenDone(this, m_queue->cancelLane(laneOf(entity)),
                 [pending](const Result<int> &cancelled) { pending.finish(cancelled ? Result<void>() : cancelled.error()); });
    });
    return pending.future();
}

Future<EntityState> WorkDesk::assign(const AssignmentRequest &request, const Actor &by)
{
    if (!by.owns(request.entity.tenant) || !m_catalog.find(request.entity))
        return failed<EntityState>(notFound(u"there is no entity %1"_s.arg(request.entity.text())));
    if (!request.node.isEmpty() && !m_parts.nodes.find(request.node))
        return failed<EntityState>(notFound(u"there is no node %1"_s.arg(request.node.text())));
    const Pending<EntityState> pending;
    whenDone(this, m_catalog.assign(request, by.name), [this, ref = request.entity, pending](const Result<void> &assigned) {
        const StoredEntity *stored = m_catalog.find(ref);
        if (assigned && stored)
            pending.finish(m_board.stateOf(*stored));
        else
            pending.finish(assigned ? notFound(u"%1 was removed meanwhile"_s.arg(ref.text())) : assigned.error());
    });
    return pending.future();
}

Future<QList<JobId>> WorkDesk::submitAll(const QList<JobRequest> &requests, const Actor &by)
{
    QList<NewJob> jobs;
    for (const JobRequest &request : requests) {
        if (!by.owns(request.entity.tenant) || !m_catalog.find(request.entity))
            return failed<QList<JobId>>(notFound(u"there is no entity %1"_s.arg(request.entity.text())));
        jobs.append({request, by.name});
    }
    const Pending<QList<JobId>> pending;
    whenDone(this, m_queue->add(std::move(jobs)), [pending](const Result<QList<QueuedJob>> &added) {
        if (!added)
            return pending.finish(added.error());
        QList<JobId> ids;
        for (const QueuedJob &one : *added)
            ids.append(one.job);
        pending.finish(ids);
    });
    return pending.future();
}

Future<Job> WorkDesk::submit(const JobRequest &request, const Actor &by)
{
    const Pending<Job> pending;
    whenDone(this, submitAll({request}, by), [this, by, pending](const Result<QList<JobId>> &ids) {
        if (!ids)
            return pending.finish(ids.error());
        whenDone(this, job(ids->constFirst(), by), [pending](const Result<Job> &added) { pending.finish(added); });
    });
    return pending.future();
}

Future<JobPage> WorkDesk::jobs(const JobQuery &query, const Actor &by)
{
    const Pending<JobPage> pending;
    whenDone(this, m_queue->jobs(query), [this, by, pending](Result<JobPage> page) {
        if (!page)
            return pending.finish(page.error());
        JobPage shown{{}, page->hasMore};
        for (const Job &one : std::as_const(page->jobs)) {
            if (by.owns(one.entity.tenant))
                shown.jobs.append(m_desk.explained(one));
        }
        pending.finish(shown);
    });
    return pending.future();
}

Future<Job> WorkDesk::job(const JobId &job, const Actor &by)
{
    const Pending<Job> pending;
    whenDone(this, m_queue->job(job), [this, job, by, pending](const Result<Job> &found) {
        if (!found)
            return pending.finish(found.error());
        if (!by.owns(found->entity.tenant))
            return pending.finish(noJob(job));
        pending.finish(m_desk.explained(*found));
    });
    return pending.future();
}

template <typename T>
Future<Job> WorkDesk::changed(const JobId &id, const Actor &by, std::function<Future<T>()> change)
{
    const Pending<Job> pending;
    whenDone(this, job(id, by), [this, id, by, change = std::move(change), pending](const Result<Job> &found) {
        if (!found)
            return pending.finish(found.error());
        whenDone(this, change(), [this, id, by, pending](const Result<T> &done) {
            if (!done)
                return pending.finish(done.error());
            whenDone(this, job(id, by), [pending](const Result<Job> &now) { pending.finish(now); });
        });
    });
    return pending.future();
}

Future<Job> WorkDesk::retryJob(const JobId &job, const Actor &by)
{
    return changed<void>(job, by, [this, job] { return m_queue->retry(job); });
}

Future<Job> WorkDesk::cancelJob(const JobId &job, const Actor &by)
{
    return changed<void>(job, by, [this, job] { return m_queue->cancel(job); });
}

Future<void> WorkDesk::discardJob(const JobId &id, const Actor &by)
{
    const Pending<void> pending;
    whenDone(this, job(id, by), [this, id, pending](const Result<Job> &found) {
        if (!found)
            return pending.finish(found.error());
        whenDone(this, m_queue->discard(id), [pending](const Result<void> &done) { pending.finish(done); });
    });
    return pending.future();
}

Future<QueueFacts> WorkDesk::pauseQueue(const QString &queue, bool isPaused)
{
    if (!entityKindOf(queue, u"queue"_s))
        return failed<QueueFacts>(notFound(u"there is no queue %1"_s.arg(queue)));
    const Pending<QueueFacts> pending;
    whenDone(this, m_queue->pauseQueue(queue, isPaused), [this, queue, pending](const Result<void> &paused) {
        if (!paused)
            return pending.finish(paused.error());
        const QList<QueueFacts> all = m_queue->queues();
        const auto found = std::ranges::find(all, queue, &QueueFacts::name);
        pending.finish(found == all.end() ? Result<QueueFacts>(notFound(u"there is no queue %1"_s.arg(queue))) : *found);
    });
    return pending.future();
}

} // namespace muster
