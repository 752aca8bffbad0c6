// SPDX-License-Identifier: Apache-2.0
// The verbs of DemoCluster about entities, pins, jobs and queues.
#include "core/dialects/demo/DemoAnswer.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobIntake.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

DemoDeed jobDeed(const JobId &job, const QString &verb, const Actor &by)
{
    return {.verb = verb, .target = u"job/"_s + job.text(), .by = demoActor(by)};
}

QJsonValue valueOf(const Result<Job> &job)
{
    if (!job)
        return QJsonValue::Null;
    return QJsonObject{{u"entity"_s, job->entity.text()}, {u"state"_s, wordOf(job->state)}, {u"attemptsMade"_s, job->attemptsMade}};
}

} // namespace

Future<QList<EntityState>> DemoCluster::entities(Actor by)
{
    return answer<QList<EntityState>>([this, by]() -> Result<QList<EntityState>> { return m_board.states(by); });
}

Future<EntityState> DemoCluster::saveEntity(EntityRequest request, Actor by)
{
    return answer<EntityState>([this, request, by] { return saveHere(request, by); });
}

Result<EntityState> DemoCluster::saveHere(const EntityRequest &request, const Actor &by)
{
    const EntityState *before = m_board.find(request.entity.ref);
    const DemoDeed deed{.verb = u"entity.save"_s, .target = request.entity.ref.text(), .by = demoActor(by), .note = request.note,
                        .before = before ? QJsonValue(toJson(before->entity)) : QJsonValue::Null};
    const Result<EntityState> saved = m_board.save(request, world(), demoNow(), by);
    settle(); // Its node has another agent.
    return noted(deed, saved, saved ? QJsonValue(toJson(saved->entity)) : QJsonValue::Null);
}

Future<void> DemoCluster::removeEntity(EntityRef entity, QString note, Actor by)
{
    return answer<void>([this, entity, note, by] { return removeHere(entity, note, by); });
}

Result<void> DemoCluster::removeHere(const EntityRef &entity, const QString &note, const Actor &by)
{
    const EntityState *before = m_board.find(entity);
    const DemoDeed deed{.verb = u"entity.remove"_s, .target = entity.text(), .by = demoActor(by), .note = note,
                        .before = before ? QJsonValue(toJson(before->entity)) : QJsonValue::Null};
    const Result<void> removed = m_board.remove(entity, by);
    if (removed) {
        m_queue.cancelAll(entity, demoNow());
        m_logs.forget(entity);
    }
    m_queue.tellQueues();
    settle();
    return noted(deed, removed);
}

Future<EntityState> DemoCluster::assign(AssignmentRequest request, Actor by)
{
    return answer<EntityState>([this, request, by] { return assignHere(request, by); });
}

Result<EntityState> DemoCluster::assignHere(const AssignmentRequest &request, const Actor &by)
{
    const EntityState *before = m_board.find(request.entity);
    const DemoDeed deed{.verb = request.node.isEmpty() ? u"cluster.assignment.delete"_s : u"cluster.assignment.set"_s,
                        .target = request.entity.text(), .by = demoActor(by), .note = request.note,
                        .before = before ? demoPinValue(*before) : QJsonValue::Null};
    const Result<EntityState> pinned = m_board.assign(request, world(), demoNow(), demoActor(by));
    settle();
    return noted(deed, pinned, pinned ? demoPinValue(*pinned) : QJsonValue::Null);
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
        if (m_board.find(request.entity)->entity.isResident)
            return takesNoJobs(request.entity);
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
        return noted(jobDeed(job, u"job.retry"_s, by), retried, valueOf(retried));
    });
}

Future<Job> DemoCluster::cancelJob(JobId job, Actor by)
{
    return answer<Job>([this, job, by] {
        const Result<Job> cancelled = m_queue.cancel(job, by, demoNow());
        m_queue.tellQueues();
        return noted(jobDeed(job, u"job.cancel"_s, by), cancelled, valueOf(cancelled));
    });
}

Future<void> DemoCluster::discardJob(JobId job, Actor by)
{
    return answer<void>([this, job, by] {
        const Result<void> discarded = m_queue.discard(job, by);
        m_queue.tellQueues();
        return noted(jobDeed(job, u"job.discard"_s, by), discarded);
    });
}

Future<QList<QueueFacts>> DemoCluster::queues(Actor)
{
    return answer<QList<QueueFacts>>([this]() -> Result<QList<QueueFacts>> { return m_queue.queues(); });
}

Future<QueueFacts> DemoCluster::pauseQueue(QString queue, bool isPaused, Actor by)
{
    return answer<QueueFacts>([this, queue, isPaused, by] {
        const DemoDeed deed{.verb = isPaused ? u"queue.pause"_s : u"queue.resume"_s, .target = u"queue/"_s + queue, .by = demoActor(by)};
        return noted(deed, m_queue.pause(queue, isPaused));
    });
}

} // namespace muster
