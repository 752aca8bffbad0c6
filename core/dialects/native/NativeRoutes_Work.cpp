// SPDX-License-Identifier: Apache-2.0
// The handlers about entities, pins, jobs and queues.
#include "core/base/JsonBounds.h"
#include "core/dialects/native/NativeRoutesApi.h"
#include "core/dialects/native/NativeWork.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"
#include "core/domain/JobText.h"
#include "core/domain/SecretMask.h"
#include "core/wire/HttpError.h"

#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! KIND and [TENANT:]ID of the path.
Result<EntityRef> refOf(const HttpRequest &request)
{
    return EntityRef::parse(request.pathText("kind"_L1) + u'/' + request.pathText("id"_L1), u"entity"_s);
}

template <typename T>
QJsonArray arrayOf(const QList<T> &values)
{
    QJsonArray array;
    for (const T &value : values)
        array.append(toJson(value));
    return array;
}

//! The JSON text \a bytes with what looks like a secret hidden; byte for byte where there is none.
QByteArray maskedText(const QByteArray &bytes)
{
    const QJsonArray values = QJsonDocument::fromJson('[' + bytes + ']').array();
    if (values.size() != 1)
        return {};
    const QJsonArray shown{masked(values.at(0))};
    const QByteArray array = QJsonDocument(shown).toJson(QJsonDocument::Compact);
    const QByteArray text = array.mid(1, array.size() - 2);
    const bool isWhole = jsonSize(text).values == jsonSize(bytes).values; // Else a name stands there twice, and only one was looked at.
    return shown == values && isWhole ? bytes : text;
}

//! A job as whoever asks may see it.
QByteArray shownText(Job job, bool seesSecrets)
{
    if (!seesSecrets) {
        job.payload = maskedText(job.payload);
        job.result = maskedText(job.result);
    }
    return textOf(job);
}

Future<HttpReply> replyWithJob(QObject *context, const Future<Job> &job, int status, bool seesSecrets)
{
    return replyTo(context, job, [status, seesSecrets](const Job &one) { return HttpReply::jsonText(status, shownText(one, seesSecrets)); });
}

Future<HttpReply> replyWithState(QObject *context, const Future<EntityState> &state, int status, const Audience &audience)
{
    return replyTo(context, state, [status, audience](const EntityState &one) { return HttpReply::json(status, toJson(shownTo(audience, one))); });
}

} // namespace

Actor NativeRoutes::Api::actorOf(const HttpRequest &request)
{
    QList<TenantId> tenants;
    for (const QString &tenant : request.caller.tenants)
        tenants.append(TenantId(tenant));
    return {request.caller.name, request.peer.toString(), tenants, request.caller.access == Access::Admin};
}

Future<HttpReply> NativeRoutes::Api::entities(const HttpRequest &request)
{
    return replyTo(this, m_cluster.entities(actorOf(request)), [audience = Audience::of(request.caller)](const QList<EntityState> &all) {
        QJsonArray array;
        for (const EntityState &one : all)
            array.append(toJson(shownTo(audience, one)));
        return HttpReply::json(200, array);
    });
}

Future<HttpReply> NativeRoutes::Api::entity(const HttpRequest &request)
{
    const Result<EntityRef> ref = refOf(request);
    if (!ref)
        return failed<HttpReply>(ref.error());
    return replyTo(this, m_cluster.entity(*ref, actorOf(request)), [audience = Audience::of(request.caller)](const EntityState &one) {
        return HttpReply::json(200, toJson(shownTo(audience, one)));
    });
}

Future<HttpReply> NativeRoutes::Api::saveEntity(const HttpRequest &request)
{
    Result<EntityRequest> asked = NativeWork::readEntity(request.body);
    if (!asked)
        return failed<HttpReply>(asked.error());
    return replyWithState(this, m_cluster.saveEntity(*std::move(asked), actorOf(request)), 201, Audience::of(request.caller));
}

Future<HttpReply> NativeRoutes::Api::removeEntity(const HttpRequest &request)
{
    const Result<EntityRef> ref = refOf(request);
    if (!ref)
        return failed<HttpReply>(ref.error());
    const Result<QString> note = NativeWork::readNote(request);
    if (!note)
        return failed<HttpReply>(note.error());
    return replyTo(this, m_cluster.removeEntity(*ref, *note, actorOf(request)),
                   [ref = *ref] { return HttpReply::json(200, QJsonObject{{u"removed"_s, ref.text()}}); });
}

Future<HttpReply> NativeRoutes::Api::assignments(const HttpRequest &request)
{
    return replyTo(this, m_cluster.entities(actorOf(request)), [](const QList<EntityState> &all) {
        QJsonArray pins;
        for (const EntityState &one : all) {
            if (one.assignment)
                pins.append(toJson(*one.assignment));
        }
        return HttpReply::json(200, pins);
    });
}

Future<HttpReply> NativeRoutes::Api::assign(const HttpRequest &request)
{
    const Result<EntityRef> ref = refOf(request);
    if (!ref)
        return failed<HttpReply>(ref.error());
    Result<AssignmentRequest> asked = NativeWork::readAssignment(*ref, request.body);
    if (!asked)
        return failed<HttpReply>(asked.error());
    return assigned(*asked, actorOf(request));
}

//! The entity as it is then. Whoever saw another version is told which pin is there (interface.md, Entity).
Future<HttpReply> NativeRoutes::Api::assigned(const AssignmentRequest &asked, const Actor &by)
{
    const Pending<HttpReply> pending;
    whenDone(this, m_cluster.assign(asked, by), [this, pending, by, ref = asked.entity](const Result<EntityState> &state) {
        if (state)
            return pending.finish(HttpReply::json(200, toJson(shownTo(Audience{by.tenants, by.seesSecrets}, *state))));
        const Error error = state.error();
        if (error.code != "version"_L1)
            return pending.finish(error);
        whenDone(this, m_cluster.entity(ref, by), [pending, error](const Result<EntityState> &now) {
            const QJsonValue current = now && now->assignment ? toJson(*now->assignment) : QJsonValue();
            QJsonObject body = QJsonDocument::fromJson(errorReply(error).body).object();
            body.insert(u"current"_s, current);
            pending.finish(HttpReply::json(409, body));
        });
    });
    return pending.future();
}

Future<HttpReply> NativeRoutes::Api::clearAssignment(const HttpRequest &request)
{
    const Result<EntityRef> ref = refOf(request);
    if (!ref)
        return failed<HttpReply>(ref.error());
    const Result<std::optional<qint64>> version = NativeWork::readVersion(request);
    if (!version)
        return failed<HttpReply>(version.error());
    const Result<QString> note = NativeWork::readNote(request);
    if (!note)
        return failed<HttpReply>(note.error());
    AssignmentRequest asked{*ref, {}, AssignmentMode::Strict, std::nullopt, *note};
    if (*version)
        asked.version = quint64(**version);
    return assigned(asked, actorOf(request));
}

Future<HttpReply> NativeRoutes::Api::bestNodes(const HttpRequest &request)
{
    const QStringList needs = request.queryText("needs"_L1).split(u',', Qt::SkipEmptyParts);
    if (needs.size() > limits::kNodeCapabilities)
        return failed<HttpReply>(invalid(u"needs"_s, u"needs: at most %1 capabilities"_s.arg(limits::kNodeCapabilities)));
    return replyTo(this, m_cluster.bestNodes(needs),
                   [](const QList<Candidate> &ranked) { return HttpReply::json(200, arrayOf(ranked)); });
}

Future<HttpReply> NativeRoutes::Api::submit(const HttpRequest &request)
{
    const Result<EntityRef> ref = refOf(request);
    if (!ref)
        return failed<HttpReply>(ref.error());
    Result<JobRequest> asked = NativeWork::readJob(*ref, request);
    if (!asked)
        return failed<HttpReply>(asked.error());
    const Actor by = actorOf(request);
    return replyWithJob(this, m_cluster.submit(*std::move(asked), by), 201, by.seesSecrets);
}

Future<HttpReply> NativeRoutes::Api::submitAll(const HttpRequest &request)
{
    Result<QList<JobRequest>> asked = NativeWork::readJobs(request.body);
    if (!asked)
        return failed<HttpReply>(asked.error());
    return replyTo(this, m_cluster.submitAll(*std::move(asked), actorOf(request)), [](const QList<JobId> &ids) {
        QJsonArray array;
        for (const JobId &id : ids)
            array.append(id.text());
        return HttpReply::json(201, QJsonObject{{u"ids"_s, array}});
    });
}

Future<HttpReply> NativeRoutes::Api::jobs(const HttpRequest &request)
{
    Result<JobQuery> query = NativeWork::readQuery(request);
    if (!query)
        return failed<HttpReply>(query.error());
    return replyTo(this, m_cluster.jobs(*std::move(query), actorOf(request)), [](const JobPage &page) {
        return HttpReply::json(200, QJsonObject{{u"jobs"_s, arrayOf(page.jobs)}, {u"hasMore"_s, page.hasMore}});
    });
}

Future<HttpReply> NativeRoutes::Api::job(const HttpRequest &request)
{
    const Result<JobId> id = request.pathId<JobId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    const Actor by = actorOf(request);
    return replyWithJob(this, m_cluster.job(*id, by), 200, by.seesSecrets);
}

Future<HttpReply> NativeRoutes::Api::retryJob(const HttpRequest &request)
{
    const Result<JobId> id = request.pathId<JobId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    const Actor by = actorOf(request);
    return replyWithJob(this, m_cluster.retryJob(*id, by), 200, by.seesSecrets);
}

Future<HttpReply> NativeRoutes::Api::cancelJob(const HttpRequest &request)
{
    const Result<JobId> id = request.pathId<JobId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    const Actor by = actorOf(request);
    return replyWithJob(this, m_cluster.cancelJob(*id, by), 200, by.seesSecrets);
}

Future<HttpReply> NativeRoutes::Api::discardJob(const HttpRequest &request)
{
    const Result<JobId> id = request.pathId<JobId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    return replyTo(this, m_cluster.discardJob(*id, actorOf(request)),
                   [id = *id] { return HttpReply::json(200, QJsonObject{{u"discarded"_s, id.text()}}); });
}

Future<HttpReply> NativeRoutes::Api::queues(const HttpRequest &request)
{
    return replyTo(this, m_cluster.queues(actorOf(request)), [](const QList<QueueFacts> &all) { return HttpReply::json(200, arrayOf(all)); });
}

Future<HttpReply> NativeRoutes::Api::pauseQueue(const HttpRequest &request)
{
    const auto reply = [](const QueueFacts &queue) { return HttpReply::json(200, toJson(queue)); };
    return replyTo(this, m_cluster.pauseQueue(request.pathText("name"_L1), true, actorOf(request)), reply);
}

Future<HttpReply> NativeRoutes::Api::resumeQueue(const HttpRequest &request)
{
    const auto reply = [](const QueueFacts &queue) { return HttpReply::json(200, toJson(queue)); };
    return replyTo(this, m_cluster.pauseQueue(request.pathText("name"_L1), false, actorOf(request)), reply);
}

} // namespace muster
