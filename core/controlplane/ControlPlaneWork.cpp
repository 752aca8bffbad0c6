// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/ControlPlane.h"

namespace muster {

using namespace Qt::StringLiterals;

void ControlPlane::setWork(WorkSetup setup)
{
    m_work = std::make_unique<WorkDesk>(WorkDesk::Parts{.entities = m_stores.entities(),
                                                        .queue = std::move(setup.queue),
                                                        .secrets = std::move(setup.secrets),
                                                        .nodes = m_members.nodes(),
                                                        .clock = m_clock,
                                                        .defaultNode = std::move(setup.defaultNode),
                                                        .publish = [this](ClusterChange what) { publish(std::move(what)); }});
    m_drains = std::make_unique<DrainDesk>(DrainDesk::Parts{.members = m_members, .work = *m_work, .clock = m_clock});
}

void ControlPlane::connectWorker(const NodeId &node, std::unique_ptr<MeshLine> line)
{
    if (m_work)
        return m_work->connectWorker(node, std::move(line));
    line->close(u"this control plane hands out no work"_s);
    line.release()->deleteLater();
}

template <typename T, typename Verb>
Future<T> ControlPlane::withWork(Verb verb)
{
    return onThreadOf<T>(this, [this, verb = std::move(verb)]() mutable -> Future<T> {
        if (!m_work)
            return failed<T>(unsupported(u"this control plane hands out no work"_s));
        return verb(*m_work);
    });
}

Future<QList<EntityState>> ControlPlane::entities(Actor by)
{
    return withWork<QList<EntityState>>([by](WorkDesk &work) { return ready(work.entities(by)); });
}

Future<EntityState> ControlPlane::saveEntity(EntityRequest request, Actor by)
{
    return withWork<EntityState>([request, by](WorkDesk &work) { return work.saveEntity(request, by); });
}

Future<void> ControlPlane::removeEntity(EntityRef entity, QString, Actor by)
{
    return withWork<void>([entity, by](WorkDesk &work) { return work.removeEntity(entity, by); });
}

Future<EntityState> ControlPlane::assign(AssignmentRequest request, Actor by)
{
    return withWork<EntityState>([request, by](WorkDesk &work) { return work.assign(request, by); });
}

Future<QList<Candidate>> ControlPlane::bestNodes(QStringList needs)
{
    return withWork<QList<Candidate>>([needs](WorkDesk &work) { return ready(work.bestNodes(needs)); });
}

Future<Job> ControlPlane::submit(JobRequest request, Actor by)
{
    return withWork<Job>([request, by](WorkDesk &work) { return work.submit(request, by); });
}

Future<QList<JobId>> ControlPlane::submitAll(QList<JobRequest> requests, Actor by)
{
    return withWork<QList<JobId>>([requests, by](WorkDesk &work) { return work.submitAll(requests, by); });
}

Future<JobPage> ControlPlane::jobs(JobQuery query, Actor by)
{
    return withWork<JobPage>([query, by](WorkDesk &work) { return work.jobs(query, by); });
}

Future<Job> ControlPlane::job(JobId job, Actor by)
{
    return withWork<Job>([job, by](WorkDesk &work) { return work.job(job, by); });
}

Future<Job> ControlPlane::retryJob(JobId job, Actor by)
{
    return withWork<Job>([job, by](WorkDesk &work) { return work.retryJob(job, by); });
}

Future<Job> ControlPlane::cancelJob(JobId job, Actor by)
{
    return withWork<Job>([job, by](WorkDesk &work) { return work.cancelJob(job, by); });
}

Future<void> ControlPlane::discardJob(JobId job, Actor by)
{
    return withWork<void>([job, by](WorkDesk &work) { return work.discardJob(job, by); });
}

Future<QList<QueueFacts>> ControlPlane::queues()
{
    return withWork<QList<QueueFacts>>([](WorkDesk &work) { return ready(work.queues()); });
}

Future<QueueFacts> ControlPlane::pauseQueue(QString queue, bool isPaused, Actor)
{
    return withWork<QueueFacts>([queue, isPaused](WorkDesk &work) { return work.pauseQueue(queue, isPaused); });
}

Future<Node> ControlPlane::cordon(NodeId node, bool isCordoned, QString, Actor)
{
    return withWork<Node>([this, node, isCordoned](WorkDesk &) { return m_drains->cordon(node, isCordoned); });
}

Future<Node> ControlPlane::drain(NodeId node, DrainRequest request, Actor)
{
    return withWork<Node>([this, node, request](WorkDesk &) { return m_drains->drain(node, request); });
}

Future<Node> ControlPlane::stopDrain(NodeId node, Actor)
{
    return withWork<Node>([this, node](WorkDesk &) { return m_drains->stopDrain(node); });
}

} // namespace muster
