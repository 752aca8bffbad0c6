// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/AuditValues.h"
#include "core/controlplane/ControlPlane.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The queue that \a word means: "js-sandbox" is "js-runtime" (interface.md, Names). What is no kind stays as it is.
QString queueCalled(const QString &word)
{
    const Result<EntityKind> kind = entityKindOf(word, u"queue"_s);
    return kind ? wordOf(*kind) : word;
}

JobRequest resolved(JobRequest request, const JobDefaults &defaults)
{
    request.attempts = request.attempts.value_or(defaults.attempts);
    request.backoff = request.backoff.value_or(defaults.backoff);
    return request;
}

} // namespace

void ControlPlane::setWork(WorkSetup setup)
{
    m_work = std::make_unique<WorkDesk>(WorkDesk::Parts{.entities = m_stores.entities(),
                                                        .logs = m_stores.logs(),
                                                        .queue = std::move(setup.queue),
                                                        .secrets = std::move(setup.secrets),
                                                        .nodes = m_members.nodes(),
                                                        .clock = m_clock,
                                                        .defaultNode = std::move(setup.defaultNode),
                                                        .publish = [this](ClusterChange what) { publish(std::move(what)); }});
    m_drains = std::make_unique<DrainDesk>(DrainDesk::Parts{.members = m_members, .work = *m_work, .clock = m_clock});
    m_disk = std::make_unique<DiskWatch>(DiskWatch::Parts{m_stores.jobs(), m_work->queue(), m_work->logs(), m_options.nodeName});
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

Future<EntityState> ControlPlane::entity(EntityRef entity, Actor by)
{
    return withWork<EntityState>([entity, by](WorkDesk &work) -> Future<EntityState> {
        const std::optional<EntityState> found = work.isThere(entity, by) ? work.find(entity) : std::nullopt;
        if (!found)
            return failed<EntityState>(notFound(u"there is no entity %1"_s.arg(entity.text())));
        return ready(*found);
    });
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
    return withWork<Job>([this, request = resolved(std::move(request), m_options.jobDefaults), by](WorkDesk &work) {
        const Future<Job> added = work.submit(request, by);
        if (added.isFinished()) // Refused; what is taken must be synced first.
            noteDenied({request}, by, added);
        return added;
    });
}

Future<QList<JobId>> ControlPlane::submitAll(QList<JobRequest> requests, Actor by)
{
    for (JobRequest &request : requests)
        request = resolved(std::move(request), m_options.jobDefaults);
    return withWork<QList<JobId>>([this, requests, by](WorkDesk &work) {
        const Future<QList<JobId>> added = work.submitAll(requests, by);
        noteDenied(requests, by, added);
        return added;
    });
}

//! Jobs are too many for the audit log; an attempt at what is not there, or not theirs, is not. It fails at once.
template <typename T>
void ControlPlane::noteDenied(const QList<JobRequest> &requests, const Actor &by, const Future<T> &added)
{
    if (!added.isFinished() || added.result() || added.result().error().kind != ErrorKind::NotFound)
        return;
    for (const JobRequest &request : requests) {
        if (!m_work->isThere(request.entity, by))
            return m_audit.noteFailed({.verb = u"job.submit"_s, .target = request.entity.text(), .by = by}, added.result().error());
    }
}

Future<JobPage> ControlPlane::jobs(JobQuery query, Actor by)
{
    query.queue = queueCalled(query.queue);
    return withWork<JobPage>([query, by](WorkDesk &work) { return work.jobs(query, by); });
}

Future<Job> ControlPlane::job(JobId job, Actor by)
{
    return withWork<Job>([job, by](WorkDesk &work) { return work.job(job, by); });
}

namespace {

//! What a change of a job must say of it as it was: read when it is the change's turn, as only the queue knows it.
using JobBefore = std::shared_ptr<QJsonValue>;

template <typename T>
Future<T> noting(QObject *context, const Future<Job> &job, const JobBefore &before, std::function<Future<T>()> change)
{
    const Pending<T> pending;
    whenDone(context, job, [context, before, change = std::move(change), pending](const Result<Job> &found) {
        if (!found)
            return pending.finish(found.error());
        *before = auditValueOf(*found);
        whenDone(context, change(), [pending](const Result<T> &changed) { pending.finish(changed); });
    });
    return pending.future();
}

QJsonValue pauseOf(const WorkDesk &work, const QString &queue)
{
    const QList<QueueFacts> all = work.queues();
    const auto found = std::ranges::find(all, queue, &QueueFacts::name);
    return found == all.end() ? QJsonValue(QJsonValue::Null) : QJsonValue(QJsonObject{{u"paused"_s, found->isPaused}});
}

} // namespace

Future<Job> ControlPlane::onJob(const QString &verb, const JobId &job, const Actor &by,
                                const std::function<Future<Job>(WorkDesk &)> &change)
{
    return withWork<Job>([this, verb, job, by, change](WorkDesk &work) {
        const auto before = std::make_shared<QJsonValue>(QJsonValue::Null);
        return m_audit.change<Job>({.verb = verb, .target = u"job/"_s + job.text(), .by = by},
                                   [this, &work, job, by, before, change] {
            return noting<Job>(this, work.job(job, by), before, [&work, change] { return change(work); });
        }, [before](const Result<Job> &changed, AuditEntry &entry) {
            entry.before = *before;
            entry.after = auditValueOf(*changed);
        });
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
        const auto before = std::make_shared<QJsonValue>(QJsonValue::Null);
        return m_audit.change<void>({.verb = u"job.discard"_s, .target = u"job/"_s + job.text(), .by = by}, [this, &work, job, by, before] {
            return noting<void>(this, work.job(job, by), before, [&work, job, by] { return work.discardJob(job, by); });
        }, [before](const Result<void> &, AuditEntry &entry) { entry.before = *before; });
    });
}

Future<QList<QueueFacts>> ControlPlane::queues(Actor by)
{
    return withWork<QList<QueueFacts>>([by](WorkDesk &work) { return ready(work.queues(by)); });
}

Future<QueueFacts> ControlPlane::pauseQueue(QString queue, bool isPaused, Actor by)
{
    return withWork<QueueFacts>([this, queue = queueCalled(queue), isPaused, by](WorkDesk &work) {
        const AuditDeed deed{.verb = isPaused ? u"queue.pause"_s : u"queue.resume"_s, .target = u"queue/"_s + queue, .by = by,
                             .before = [&work, queue] { return pauseOf(work, queue); }};
        return m_audit.change<QueueFacts>(deed, [&work, queue, isPaused] { return work.pauseQueue(queue, isPaused); },
                                          [](const Result<QueueFacts> &now, AuditEntry &entry) {
            entry.after = QJsonObject{{u"paused"_s, now->isPaused}};
        });
    });
}

Future<LogPage> ControlPlane::log(LogQuery query, Actor by)
{
    return withWork<LogPage>([query, by](WorkDesk &work) { return work.logs().log(query, by); });
}

std::unique_ptr<LogFeed> ControlPlane::followLog(LogSource source, quint64 after, Actor by)
{
    return m_work ? m_work->logs().follow(source, after, by) : nullptr;
}

} // namespace muster
