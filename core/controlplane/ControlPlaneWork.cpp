// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/AuditValues.h"
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
    return withWork<EntityState>([this, request, by](WorkDesk &work) {
        const EntityRef ref = request.entity.ref;
        const AuditDeed deed{.verb = u"entity.save"_s, .target = ref.text(), .by = by, .note = request.note,
                             .before = [&work, ref] { return auditValueOf(work.find(ref)); }};
        return m_audit.change<EntityState>(deed, [&work, request, by] { return work.saveEntity(request, by); },
                                           [](const Result<EntityState> &saved, AuditEntry &entry) { entry.after = auditValueOf(*saved); });
    });
}

Future<void> ControlPlane::removeEntity(EntityRef entity, QString note, Actor by)
{
    return withWork<void>([this, entity, note, by](WorkDesk &work) {
        const AuditDeed deed{.verb = u"entity.remove"_s, .target = entity.text(), .by = by, .note = note,
                             .before = [&work, entity] { return auditValueOf(work.find(entity)); }};
        return m_audit.change<void>(deed, [&work, entity, by] { return work.removeEntity(entity, by); },
                                    [](const Result<void> &, AuditEntry &) {});
    });
}

Future<EntityState> ControlPlane::assign(AssignmentRequest request, Actor by)
{
    return withWork<EntityState>([this, request, by](WorkDesk &work) {
        const QString verb = request.node.isEmpty() ? u"cluster.assignment.delete"_s : u"cluster.assignment.set"_s;
        const AuditDeed deed{.verb = verb, .target = request.entity.text(), .by = by, .note = request.note,
                             .before = [&work, request] { return auditPinOf(work.find(request.entity)); }};
        return m_audit.change<EntityState>(deed, [&work, request, by] { return work.assign(request, by); },
                                           [](const Result<EntityState> &pinned, AuditEntry &entry) { entry.after = auditPinOf(*pinned); });
    });
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

Future<Job> ControlPlane::onJob(const QString &verb, const JobId &job, const Actor &by,
                                const std::function<Future<Job>(WorkDesk &)> &change)
{
    return withWork<Job>([this, verb, job, by, change](WorkDesk &work) {
        return m_audit.change<Job>({.verb = verb, .target = u"job/"_s + job.text(), .by = by}, [&work, change] { return change(work); },
                                   [](const Result<Job> &changed, AuditEntry &entry) { entry.after = auditValueOf(*changed); });
    });
}

Future<Job> ControlPlane::retryJob(JobId job, Actor by)
{
    return onJob(u"job.retry"_s, job, by, [job, by](WorkDesk &work) { return work.retryJob(job, by); });
}

Future<Job> ControlPlane::cancelJob(JobId job, Actor by)
{
    return onJob(u"job.cancel"_s, job, by, [job, by](WorkDesk &work) { return work.cancelJob(job, by); });
}

Future<void> ControlPlane::discardJob(JobId job, Actor by)
{
    return withWork<void>([this, job, by](WorkDesk &work) {
        return m_audit.change<void>({.verb = u"job.discard"_s, .target = u"job/"_s + job.text(), .by = by},
                                    [&work, job, by] { return work.discardJob(job, by); }, [](const Result<void> &, AuditEntry &) {});
    });
}

Future<QList<QueueFacts>> ControlPlane::queues()
{
    return withWork<QList<QueueFacts>>([](WorkDesk &work) { return ready(work.queues()); });
}

Future<QueueFacts> ControlPlane::pauseQueue(QString queue, bool isPaused, Actor by)
{
    return withWork<QueueFacts>([this, queue, isPaused, by](WorkDesk &work) {
        return m_audit.change<QueueFacts>({.verb = isPaused ? u"queue.pause"_s : u"queue.resume"_s, .target = u"queue/"_s + queue, .by = by},
                                          [&work, queue, isPaused] { return work.pauseQueue(queue, isPaused); },
                                          [](const Result<QueueFacts> &, AuditEntry &) {});
    });
}

} // namespace muster
