// SPDX-License-Identifier: Apache-2.0
#include "core/domain/JobJson.h"

#include "core/domain/EntityJson.h"

#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostMs = limits::kJobDelayMost.count();

//! Any JSON value as its own compact text.
QByteArray bytesOf(const QJsonValue &value)
{
    const QByteArray inArray = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return inArray.mid(1, inArray.size() - 2);
}

//! The text of a JSON value as that value; null for none or nonsense.
QJsonValue valueOf(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return {};
    return QJsonDocument::fromJson('[' + bytes + ']').array().at(0);
}

QJsonObject attemptJson(const JobAttempt &attempt)
{
    return {{u"number"_s, attempt.number},
            {u"node"_s, jsonOrNull(attempt.node.text())},
            {u"startedAt"_s, attempt.startedAt.toIso8601()},
            {u"endedAt"_s, jsonOrNull(attempt.endedAt)},
            {u"error"_s, toJson(attempt.error)}};
}

template <typename T>
T valueOr(JsonReader *reader, const Result<T> &read, T otherwise)
{
    if (read)
        return *read;
    reader->blame(read.error());
    return otherwise;
}

NodeId nodeOf(JsonReader *reader)
{
    const QString text = reader->optionalText("node"_L1, 64);
    return text.isEmpty() ? NodeId() : valueOr(reader, NodeId::parse(text, reader->pathOf("node"_L1)), NodeId());
}

QList<JobAttempt> historyOf(JsonReader *reader)
{
    QList<JobAttempt> history;
    const QJsonArray items = reader->array("history"_L1, limits::kJobHistory);
    for (const auto &item : items) {
        JsonReader one(item.toObject(), reader->pathOf("history"_L1));
        JobAttempt attempt;
        attempt.number = int(one.integer("number"_L1, 1, limits::kJsonWholeMost >> 24));
        attempt.node = nodeOf(&one);
        attempt.startedAt = one.optionalTime("startedAt"_L1).value_or(Timestamp{});
        attempt.endedAt = one.optionalTime("endedAt"_L1);
        attempt.error = jobErrorFromJson(&one, "error"_L1);
        if (const Result<void> read = one.check(); !read)
            reader->blame(read.error());
        history.append(std::move(attempt));
    }
    return history;
}

milliseconds spanOf(JsonReader *reader, QLatin1StringView key, milliseconds most, milliseconds otherwise)
{
    return milliseconds(reader->optionalInteger(key, 0, most.count()).value_or(otherwise.count()));
}

} // namespace

QJsonObject toJson(const Job &job)
{
    QJsonArray history;
    for (const JobAttempt &attempt : job.history)
        history.append(attemptJson(attempt));
    return {{u"id"_s, job.id.text()},
            {u"queue"_s, job.queue},
            {u"entity"_s, job.entity.text()},
            {u"state"_s, wordOf(job.state)},
            {u"attemptsMade"_s, job.attemptsMade},
            {u"attempts"_s, job.attempts},
            {u"node"_s, jsonOrNull(job.node.text())},
            {u"result"_s, valueOf(job.result)},
            {u"error"_s, toJson(job.error)},
            {u"waitingFor"_s, toJson(job.waitingFor)},
            {u"createdAt"_s, job.createdAt.toIso8601()},
            {u"startedAt"_s, jsonOrNull(job.startedAt)},
            {u"finishedAt"_s, jsonOrNull(job.finishedAt)},
            {u"createdBy"_s, jsonOrNull(job.createdBy)},
            {u"priority"_s, job.priority},
            {u"backoffMs"_s, static_cast<qint64>(job.backoff.count())},
            {u"attemptTimeoutMs"_s, static_cast<qint64>(job.attemptTimeout.count())},
            {u"dedupeKey"_s, jsonOrNull(job.dedupeKey)},
            {u"runAt"_s, jsonOrNull(job.runAt)},
            {u"data"_s, valueOf(job.payload)},
            {u"history"_s, history}};
}

Result<Job> jobFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    Job job;
    job.id = valueOr(&reader, JobId::parse(reader.text("id"_L1, 64), reader.pathOf("id"_L1)), JobId());
    job.queue = reader.text("queue"_L1, 64);
    job.entity = valueOr(&reader, EntityRef::parse(reader.text("entity"_L1, 256), reader.pathOf("entity"_L1)), EntityRef{});
    job.state = valueOr(&reader, jobStateOf(reader.text("state"_L1, 32), reader.pathOf("state"_L1)), JobState::Waiting);
    job.attemptsMade = int(reader.optionalInteger("attemptsMade"_L1, 0, limits::kJsonWholeMost >> 24).value_or(0));
    job.attempts = int(reader.optionalInteger("attempts"_L1, 0, limits::kJobAttempts).value_or(0));
    job.node = nodeOf(&reader);
    if (reader.has("result"_L1))
        job.result = bytesOf(json.value("result"_L1));
    job.error = jobErrorFromJson(&reader, "error"_L1);
    job.waitingFor = waitingFromJson(&reader, "waitingFor"_L1);
    job.createdAt = reader.optionalTime("createdAt"_L1).value_or(Timestamp{});
    job.startedAt = reader.optionalTime("startedAt"_L1);
    job.finishedAt = reader.optionalTime("finishedAt"_L1);
    job.createdBy = reader.optionalText("createdBy"_L1);
    job.priority = int(reader.optionalInteger("priority"_L1, -limits::kJobPriority, limits::kJobPriority).value_or(0));
    job.backoff = spanOf(&reader, "backoffMs"_L1, limits::kJobBackoffMost, milliseconds(0));
    job.attemptTimeout = spanOf(&reader, "attemptTimeoutMs"_L1, limits::kJobAttemptTimeoutMost, milliseconds(0));
    job.dedupeKey = reader.optionalText("dedupeKey"_L1);
    job.runAt = reader.optionalTime("runAt"_L1);
    if (reader.has("data"_L1))
        job.payload = bytesOf(json.value("data"_L1));
    job.history = historyOf(&reader);
    MUSTER_CHECK(reader.check());
    return job;
}

QJsonObject toJson(const JobRequest &request)
{
    return {{u"entity"_s, request.entity.text()},
            {u"data"_s, valueOf(request.payload)},
            {u"attempts"_s, jsonOrNull(request.attempts)},
            {u"backoffMs"_s, jsonOrNull(request.backoff)},
            {u"delayMs"_s, static_cast<qint64>(request.delay.count())},
            {u"priority"_s, request.priority},
            {u"dedupe"_s, jsonOrNull(request.dedupeKey)},
            {u"attemptTimeoutMs"_s, static_cast<qint64>(request.attemptTimeout.count())}};
}

Result<JobRequest> jobRequestFromJson(const QJsonObject &json, const QString &path, const QByteArray &data)
{
    JsonReader reader(json, path);
    JobRequest request;
    request.entity = valueOr(&reader, EntityRef::parse(reader.text("entity"_L1, 256), reader.pathOf("entity"_L1)), EntityRef{});
    request.payload = !data.isEmpty() || !json.contains("data"_L1) ? data : bytesOf(json.value("data"_L1));
    if (const auto attempts = reader.optionalInteger("attempts"_L1, 1, limits::kJobAttempts))
        request.attempts = int(*attempts);
    if (reader.has("backoffMs"_L1))
        request.backoff = spanOf(&reader, "backoffMs"_L1, limits::kJobBackoffMost, milliseconds(0));
    request.delay = spanOf(&reader, "delayMs"_L1, milliseconds(kMostMs), request.delay);
    request.priority = int(reader.optionalInteger("priority"_L1, -limits::kJobPriority, limits::kJobPriority).value_or(0));
    request.dedupeKey = reader.optionalText("dedupe"_L1, limits::kJobDedupeCharacters);
    request.attemptTimeout = spanOf(&reader, "attemptTimeoutMs"_L1, limits::kJobAttemptTimeoutMost, request.attemptTimeout);
    if (request.payload.size() > limits::kJobPayloadBytes)
        reader.blame("data"_L1, u"is longer than %1 bytes"_s.arg(limits::kJobPayloadBytes));
    MUSTER_CHECK(reader.check());
    return request;
}

QJsonValue toJson(const std::optional<JobError> &error)
{
    if (!error)
        return {};
    return QJsonObject{{u"code"_s, error->code}, {u"text"_s, error->text}};
}

std::optional<JobError> jobErrorFromJson(JsonReader *reader, QLatin1StringView key)
{
    if (!reader->has(key))
        return std::nullopt;
    JsonReader one(reader->object(key), reader->pathOf(key));
    JobError error{one.text("code"_L1, 64), one.optionalText("text"_L1, 1024)};
    if (const Result<void> read = one.check(); !read)
        reader->blame(read.error());
    return error;
}

QJsonObject toJson(const QueueFacts &queue)
{
    return {{u"name"_s, queue.name},       {u"paused"_s, queue.isPaused},
            {u"waiting"_s, queue.waiting}, {u"delayed"_s, queue.delayed},
            {u"active"_s, queue.active},   {u"completed"_s, queue.completed},
            {u"failed"_s, queue.failed},   {u"cancelled"_s, queue.cancelled},
            {u"oldestWaitingAt"_s, jsonOrNull(queue.oldestWaiting)}};
}

Result<QueueFacts> queueFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    QueueFacts queue;
    queue.name = reader.text("name"_L1, 64);
    queue.isPaused = reader.boolean("paused"_L1, false);
    for (const auto &[key, count] : {std::pair{"waiting"_L1, &queue.waiting}, {"delayed"_L1, &queue.delayed},
                                     {"active"_L1, &queue.active}, {"completed"_L1, &queue.completed},
                                     {"failed"_L1, &queue.failed}, {"cancelled"_L1, &queue.cancelled}})
        *count = reader.optionalInteger(key, 0, limits::kJsonWholeMost).value_or(0);
    queue.oldestWaiting = reader.optionalTime("oldestWaitingAt"_L1);
    MUSTER_CHECK(reader.check());
    return queue;
}

} // namespace muster
