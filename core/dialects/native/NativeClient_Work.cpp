// SPDX-License-Identifier: Apache-2.0
// The verbs of NativeClient about entities, pins, jobs and queues.
#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeWork.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"
#include "core/domain/JobText.h"

#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! F-3: of one job with payload, result and history, and of lists.
constexpr qsizetype kJobReplyBytes = 8 * 1024 * 1024;

Error unexpected(const QString &what)
{
    return Error{ErrorKind::Protocol, {}, what, {}, {}};
}

//! What a server says wrongly is its mistake, not ours.
template <typename T>
Result<T> blamed(Result<T> read)
{
    if (read)
        return read;
    Error error = read.error();
    error.kind = ErrorKind::Protocol;
    error.code.clear();
    return error;
}

template <typename T, typename Read>
Result<T> object(const HttpAnswer &answer, Read read)
{
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    return document.isObject() ? blamed<T>(read(document.object(), QString())) : Result<T>(unexpected(u"the answer is no object"_s));
}

template <typename T, typename Read>
Result<QList<T>> listIn(const QJsonArray &array, Read read)
{
    QList<T> values;
    values.reserve(array.size());
    for (const auto &one : array) {
        if (!one.isObject())
            return unexpected(u"the answer lists what is no object"_s);
        MUSTER_TRY(value, blamed<T>(read(one.toObject(), QString())));
        values.append(std::move(value));
    }
    return values;
}

template <typename T, typename Read>
Result<QList<T>> list(const HttpAnswer &answer, Read read)
{
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    return document.isArray() ? listIn<T>(document.array(), read) : Result<QList<T>>(unexpected(u"the answer is no list"_s));
}

QString path(const QString &rest)
{
    return u"/api/v1"_s + rest;
}

QString entityPath(const QString &before, const EntityRef &entity, const QString &after = {})
{
    const QString text = entity.text();
    const qsizetype slash = text.indexOf(u'/');
    return path(before + u'/' + text.left(slash) + u'/' + HttpClient::segment(text.mid(slash + 1)) + after);
}

QString jobPath(const JobId &job, const QString &after = {})
{
    return path(u"/jobs/"_s + HttpClient::segment(job.text()) + after);
}

const HttpCallOptions kLarge{.replyBytes = limits::kReplyBytes};
const HttpCallOptions kJob{.replyBytes = kJobReplyBytes};

Result<EntityState> readState(const HttpAnswer &answer)
{
    return object<EntityState>(answer, [](const QJsonObject &json, const QString &at) { return entityStateFromJson(json, at); });
}

Result<Job> readJob(const HttpAnswer &answer)
{
    MUSTER_TRY(job, object<Job>(answer, [](const QJsonObject &json, const QString &at) { return jobFromJson(json, at); }));
    return withExactBytes(std::move(job), answer.body);
}

Result<JobPage> readPage(const HttpAnswer &answer)
{
    const QJsonObject json = QJsonDocument::fromJson(answer.body).object();
    if (!json.value(u"jobs"_s).isArray())
        return unexpected(u"the answer is no page of jobs"_s);
    MUSTER_TRY(jobs, listIn<Job>(json.value(u"jobs"_s).toArray(),
                                 [](const QJsonObject &one, const QString &at) { return jobFromJson(one, at); }));
    return JobPage{std::move(jobs), json.value(u"hasMore"_s).toBool()};
}

Result<QList<JobId>> readIds(const HttpAnswer &answer)
{
    const QJsonObject json = QJsonDocument::fromJson(answer.body).object();
    if (!json.value(u"ids"_s).isArray())
        return unexpected(u"the answer has no ids"_s);
    QList<JobId> ids;
    const QJsonArray array = json.value(u"ids"_s).toArray();
    for (const auto &one : array) {
        MUSTER_TRY(id, blamed<JobId>(JobId::parse(one.toString(), u"ids"_s)));
        ids.append(id);
    }
    return ids;
}

Result<QueueFacts> readQueue(const HttpAnswer &answer)
{
    return object<QueueFacts>(answer, [](const QJsonObject &json, const QString &at) { return queueFromJson(json, at); });
}

} // namespace

Future<QList<EntityState>> NativeClient::entities(Actor)
{
    using Entities = QList<EntityState>;
    return calling<Entities>([this] {
        return reading<Entities>(u"reading the entities"_s, m_http.get(path(u"/entities"_s), kLarge), [](const HttpAnswer &answer) {
            return list<EntityState>(answer, [](const QJsonObject &json, const QString &at) { return entityStateFromJson(json, at); });
        });
    });
}

Future<EntityState> NativeClient::entity(EntityRef entity, Actor)
{
    return calling<EntityState>([this, entity = std::move(entity)] {
        return reading<EntityState>(u"reading "_s + entity.text(), m_http.get(entityPath(u"/entities"_s, entity), kJob), readState);
    });
}

Future<EntityState> NativeClient::saveEntity(EntityRequest request, Actor)
{
    return calling<EntityState>([this, request = std::move(request)] {
        return reading<EntityState>((request.mustBeNew ? u"registering "_s : u"changing "_s) + request.entity.ref.text(),
                                    m_http.post(path(u"/entities"_s), NativeWork::write(request), kJob), readState);
    });
}

Future<void> NativeClient::removeEntity(EntityRef entity, QString note, Actor)
{
    return calling<void>([this, entity, query = NativeWork::queryOf({}, note)] {
        return reading<void>(u"removing "_s + entity.text(), m_http.remove(entityPath(u"/entities"_s, entity, query), kJob),
                             [](const HttpAnswer &) { return Result<void>(); });
    });
}

Future<EntityState> NativeClient::assign(AssignmentRequest request, Actor)
{
    return calling<EntityState>([this, request = std::move(request)] {
        if (request.node.isEmpty())
            return reading<EntityState>(u"clearing the pin of "_s + request.entity.text(),
                                        m_http.remove(entityPath(u"/assignments"_s, request.entity,
                                                                  NativeWork::queryOf(request.version, request.note)), kJob),
                                        readState);
        return reading<EntityState>(u"pinning "_s + request.entity.text(),
                                    m_http.put(entityPath(u"/assignments"_s, request.entity), NativeWork::write(request), kJob),
                                    readState);
    });
}

Future<QList<Candidate>> NativeClient::bestNodes(QStringList needs)
{
    using Candidates = QList<Candidate>;
    return calling<Candidates>([this, needs = std::move(needs)] {
        const QString query = needs.isEmpty() ? QString() : u"?needs="_s + HttpClient::segment(needs.join(u','));
        return reading<Candidates>(u"choosing a node"_s, m_http.get(path(u"/best-nodes"_s + query), kLarge), [](const HttpAnswer &answer) {
            return list<Candidate>(answer, [](const QJsonObject &json, const QString &at) -> Result<Candidate> {
                MUSTER_TRY(candidate, candidateFromJson(json, at));
                return candidate.node.isEmpty() ? Result<Candidate>(unexpected(u"a candidate has no node"_s)) : candidate;
            });
        });
    });
}

Future<Job> NativeClient::submit(JobRequest request, Actor)
{
    return calling<Job>([this, request = std::move(request)] {
        const QString to = entityPath(u"/entities"_s, request.entity, u"/jobs"_s + NativeWork::queryOf(request));
        return reading<Job>(u"submitting a job to "_s + request.entity.text(), m_http.send("POST"_ba, to, "application/json"_ba, request.payload, kJob), readJob);
    });
}

Future<QList<JobId>> NativeClient::submitAll(QList<JobRequest> requests, Actor)
{
    using Ids = QList<JobId>;
    const Result<QByteArray> body = NativeWork::write(requests);
    if (!body)
        return failed<Ids>(body.error());
    return calling<Ids>([this, body = *body, count = requests.size()] {
        return reading<Ids>(u"submitting %1 jobs"_s.arg(count),
                            m_http.send("POST"_ba, path(u"/jobs"_s), "application/json"_ba, body, kJob), readIds);
    });
}

Future<JobPage> NativeClient::jobs(JobQuery query, Actor)
{
    return calling<JobPage>([this, query = std::move(query)] {
        return reading<JobPage>(u"reading the jobs"_s, m_http.get(path(u"/jobs"_s + NativeWork::queryOf(query)), kJob), readPage);
    });
}

Future<Job> NativeClient::job(JobId job, Actor)
{
    return calling<Job>([this, job = std::move(job)] {
        return reading<Job>(u"reading the job "_s + job.text(), m_http.get(jobPath(job), kJob), readJob);
    });
}

Future<Job> NativeClient::retryJob(JobId job, Actor)
{
    return calling<Job>([this, job = std::move(job)] {
        return reading<Job>(u"retrying the job "_s + job.text(), m_http.post(jobPath(job, u"/retry"_s), QJsonObject(), kJob), readJob);
    });
}

Future<Job> NativeClient::cancelJob(JobId job, Actor)
{
    return calling<Job>([this, job = std::move(job)] {
        return reading<Job>(u"cancelling the job "_s + job.text(), m_http.post(jobPath(job, u"/cancel"_s), QJsonObject(), kJob), readJob);
    });
}

Future<void> NativeClient::discardJob(JobId job, Actor)
{
    return calling<void>([this, job = std::move(job)] {
        return reading<void>(u"discarding the job "_s + job.text(), m_http.remove(jobPath(job), kJob),
                             [](const HttpAnswer &) { return Result<void>(); });
    });
}

Future<QList<QueueFacts>> NativeClient::queues(Actor)
{
    using Queues = QList<QueueFacts>;
    return calling<Queues>([this] {
        return reading<Queues>(u"reading the queues"_s, m_http.get(path(u"/queues"_s), kJob), [](const HttpAnswer &answer) {
            return list<QueueFacts>(answer, [](const QJsonObject &json, const QString &at) { return queueFromJson(json, at); });
        });
    });
}

Future<QueueFacts> NativeClient::pauseQueue(QString queue, bool isPaused, Actor)
{
    return calling<QueueFacts>([this, queue = std::move(queue), isPaused] {
        const QString to = path(u"/queues/"_s + HttpClient::segment(queue) + (isPaused ? u"/pause"_s : u"/resume"_s));
        return reading<QueueFacts>((isPaused ? u"pausing "_s : u"resuming "_s) + queue, m_http.post(to, QJsonObject(), kJob), readQueue);
    });
}

} // namespace muster
