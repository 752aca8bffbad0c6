// SPDX-License-Identifier: Apache-2.0
// The verbs of DemoCluster about entities, pins, jobs and queues.
#include "core/dialects/demo/DemoAnswer.h"

namespace muster {

using namespace Qt::StringLiterals;

Future<QList<EntityState>> DemoCluster::entities(Actor by)
{
    return answer<QList<EntityState>>([this, by]() -> Result<QList<EntityState>> { return m_board.states(by); });
}

Future<EntityState> DemoCluster::saveEntity(EntityRequest request, Actor by)
{
    return answer<EntityState>([this, request, by] {
        const Result<EntityState> saved = m_board.save(request, world(), demoNow(), by);
        settle(); // Its node has another agent.
        return saved;
    });
}

Future<void> DemoCluster::removeEntity(EntityRef entity, QString note, Actor by)
{
    Q_UNUSED(note)
    return answer<void>([this, entity, by] {
        const Result<void> removed = m_board.remove(entity, by);
        if (removed)
            m_queue.cancelAll(entity, demoNow());
        m_queue.tellQueues();
        settle();
        return removed;
    });
}

Future<EntityState> DemoCluster::assign(AssignmentRequest request, Actor by)
{
    return answer<EntityState>([this, request, by] {
        const Result<EntityState> pinned = m_board.assign(request, world(), demoNow(), demoActor(by));
        settle();
        return pinned;
    });
}

Future<QList<Candidate>> DemoCluster::bestNodes(QStringList needs)
{
    return answer<QList<Candidate>>([this, needs]() -> Result<QList<Candidate>> { return rankedCandidates(needs, std::nullopt, world()); });
}

Result<QList<JobId>> DemoCluster::submitHere(const QList<JobRequest> &requests, const Actor &by)
{
    for (const JobRequest &request : requests) {
        if (!by.owns(request.entity.tenant) || !m_board.find(request.entity))
            return notFound(u"there is no entity %1"_s.arg(request.entity.text()));
    }
    MUSTER_TRY(ids, m_queue.add(requests, demoActor(by).name, demoNow()));
    m_queue.tellQueues();
    return ids;
}

Future<Job> DemoCluster::submit(JobRequest request, Actor by)
{
    return answer<Job>([this, request, by]() -> Result<Job> {
        MUSTER_TRY(ids, submitHere({request}, by));
        return m_queue.job(ids.constFirst(), by);
    });
}

Future<QList<JobId>> DemoCluster::submitAll(QList<JobRequest> requests, Actor by)
{
    return answer<QList<JobId>>([this, requests, by] { return submitHere(requests, by); });
}

Future<JobPage> DemoCluster::jobs(JobQuery query, Actor by)
{
    return answer<JobPage>([this, query, by]() -> Result<JobPage> { return m_queue.page(query, by); });
}

Future<Job> DemoCluster::job(JobId job, Actor by)
{
    return answer<Job>([this, job, by] { return m_queue.job(job, by); });
}

Future<Job> DemoCluster::retryJob(JobId job, Actor by)
{
    return answer<Job>([this, job, by] {
        const Result<Job> retried = m_queue.retry(job, by);
        m_queue.tellQueues();
        return retried;
    });
}

Future<Job> DemoCluster::cancelJob(JobId job, Actor by)
{
    return answer<Job>([this, job, by] {
        const Result<Job> cancelled = m_queue.cancel(job, by, demoNow());
        m_queue.tellQueues();
        return cancelled;
    });
}

Future<void> DemoCluster::discardJob(JobId job, Actor by)
{
    return answer<void>([this, job, by] {
        const Result<void> discarded = m_queue.discard(job, by);
        m_queue.tellQueues();
        return discarded;
    });
}

Future<QList<QueueFacts>> DemoCluster::queues()
{
    return answer<QList<QueueFacts>>([this]() -> Result<QList<QueueFacts>> { return m_queue.queues(); });
}

Future<QueueFacts> DemoCluster::pauseQueue(QString queue, bool isPaused, Actor by)
{
    Q_UNUSED(by)
    return answer<QueueFacts>([this, queue, isPaused] { return m_queue.pause(queue, isPaused); });
}

} // namespace muster
