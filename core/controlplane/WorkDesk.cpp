// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/WorkDesk.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

WorkDesk::WorkDesk(Parts parts, QObject *parent)
    : QObject(parent), m_parts(std::move(parts)),
      m_catalog({this, m_parts.entities, m_parts.clock, m_parts.secrets}, [this](const EntityRef &entity) { takeEntityChange(entity); }),
      m_queue(std::move(m_parts.queue)), m_leader(m_parts.clock), m_board(m_catalog, m_parts.nodes, m_parts.defaultNode),
      m_logs({m_parts.logs, *m_queue, m_leader, m_catalog, m_board, m_parts.clock}),
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
            if (!opened)
                return pending.finish(opened);
            whenDone(this, m_logs.load(), [this, pending](const Result<void> &logs) {
                m_isLoaded = logs.has_value();
                m_logs.trim();
                pending.finish(logs);
            });
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

bool WorkDesk::isHeard(const NodeId &node) const
{
    const NodeEntry *entry = m_parts.nodes.find(node);
    if (!entry)
        return false;
    switch (entry->node.status) {
    case NodeStatus::Online:
    case NodeStatus::Degraded:
    case NodeStatus::Draining:
    case NodeStatus::Drained:
        return true;
    case NodeStatus::Offline:
    case NodeStatus::Unknown:
    case NodeStatus::Joining:
    case NodeStatus::Failed:
        return false;
    }
    Q_UNREACHABLE();
}

void WorkDesk::sendResidents()
{
    const QList<NodeId> workers = m_leader.workers();
    for (const NodeId &node : workers) {
        if (!isHeard(node))
            continue; // What it keeps goes on (decisions.md 12): after our restart its line is often back before its beat.
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
            if (secrets) // Never without them.
                residents.append({m_catalog.find(entity)->entity, *secrets});
        }
        m_residents.insert(node, wanted);
        m_logs.told(node, wanted);
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
        m_logs.removed(entity);
        whenDone(this, m_queue->cancelLane(laneOf(entity)),
                 [pending](const Result<int> &cancelled) { pending.finish(cancelled ? Result<void>() : cancelled.error()); });
    });
    return pending.future();
}

Future<EntityState> WorkDesk::assign(const AssignmentRequest &request, const Actor &by)
{
    if (!isThere(request.entity, by))
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

} // namespace muster
