// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeWork.h"

#include "core/base/JsonSlice.h"
#include "core/base/Limits.h"
#include "core/domain/AgentSettings.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"
#include "core/domain/JobText.h"

#include <QJsonDocument>
#include <QUrlQuery>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNoteCharacters = 256;

//! Text of a query, judged as text of a body is.
Result<QString> textIn(const HttpRequest &request, QLatin1StringView name, qsizetype most)
{
    JsonReader reader({{name, request.queryText(name)}});
    const QString text = reader.optionalText(name, most);
    MUSTER_CHECK(reader.check());
    return text;
}

//! \a read, whose error begins with the field that it blames, as those of bodies do.
template <typename T>
Result<T> named(Result<T> read)
{
    if (read || read.error().field.isEmpty() || read.error().what.startsWith(read.error().field))
        return read;
    Error error = read.error();
    error.what = u"%1: %2"_s.arg(error.field, error.what);
    return error;
}

//! An item of a query that is only there when it says something.
void add(QUrlQuery *query, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        query->addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

QString textOf(const QUrlQuery &query)
{
    return query.isEmpty() ? QString() : u'?' + query.toString(QUrl::FullyEncoded);
}

bool isJson(const QByteArray &text)
{
    QJsonParseError error;
    QJsonDocument::fromJson('[' + text + ']', &error);
    return error.error == QJsonParseError::NoError;
}

} // namespace

QJsonObject NativeWork::write(const EntityRequest &request)
{
    QJsonObject json = toJson(request.entity);
    json.remove(u"secrets"_s);
    QJsonObject values;
    for (auto it = request.secrets.begin(); it != request.secrets.end(); ++it)
        values.insert(it.key(), QString::fromUtf8(it->reveal()));
    json.insert(u"secretValues"_s, values);
    json.insert(u"keptSecrets"_s, QJsonArray::fromStringList(request.keptSecrets));
    json.insert(u"replace"_s, !request.mustBeNew);
    json.insert(u"note"_s, jsonOrNull(request.note));
    return json;
}

Result<EntityRequest> NativeWork::readEntity(const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    for (const QLatin1StringView ours : {"secrets"_L1, "createdAt"_L1})
        json.remove(ours); // Of an entity that was read and is sent back; not the caller's to say.
    EntityRequest request;
    MUSTER_TRY(entity, entityFromJson(json));
    request.entity = std::move(entity);
    JsonReader reader(json);
    const QJsonObject values = reader.object("secretValues"_L1);
    for (auto it = values.begin(); it != values.end(); ++it) {
        const QByteArray value = it.value().toString().toUtf8();
        if (!it.value().isString() || value.size() > limits::kEntitySecretBytes)
            reader.blame("secretValues"_L1, u"must have texts of at most %1 bytes"_s.arg(limits::kEntitySecretBytes));
        if (!isVariableName(it.key()))
            reader.blame("secretValues"_L1, u"has a name that cannot be the name of a variable"_s);
        request.secrets.insert(it.key(), Secret(value));
    }
    if (values.size() > limits::kEntitySecrets)
        reader.blame("secretValues"_L1, u"has more than %1 secrets"_s.arg(limits::kEntitySecrets));
    request.keptSecrets = reader.texts("keptSecrets"_L1, limits::kEntitySecrets);
    request.mustBeNew = !reader.boolean("replace"_L1, false);
    request.note = reader.optionalText("note"_L1, kNoteCharacters);
    MUSTER_CHECK(reader.check());
    return request;
}

QJsonObject NativeWork::write(const AssignmentRequest &request)
{
    return {{u"node"_s, request.node.text()},
            {u"mode"_s, wordOf(request.mode)},
            {u"version"_s, request.version ? QJsonValue(qint64(*request.version)) : QJsonValue()},
            {u"note"_s, jsonOrNull(request.note)}};
}

Result<AssignmentRequest> NativeWork::readAssignment(const EntityRef &entity, const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    AssignmentRequest request{entity, {}, AssignmentMode::Strict, std::nullopt, {}};
    const QString text = reader.text("node"_L1);
    MUSTER_CHECK(reader.check()); // No string is no id; that comes first.
    MUSTER_TRY(node, named(NodeId::parse(text, u"node"_s)));
    request.node = node;
    if (const QString mode = reader.optionalText("mode"_L1, 32); !mode.isEmpty()) {
        MUSTER_TRY(read, assignmentModeOf(mode, u"mode"_s));
        request.mode = read;
    }
    if (const auto version = reader.optionalInteger("version"_L1, 0, limits::kJsonWholeMost))
        request.version = quint64(*version);
    request.note = reader.optionalText("note"_L1, kNoteCharacters);
    MUSTER_CHECK(reader.check());
    return request;
}

QString NativeWork::queryOf(const JobRequest &request)
{
    QUrlQuery query;
    if (request.attempts)
        add(&query, u"attempts"_s, QString::number(*request.attempts));
    if (request.backoff)
        add(&query, u"backoffMs"_s, QString::number(request.backoff->count()));
    add(&query, u"delayMs"_s, QString::number(request.delay.count()));
    add(&query, u"priority"_s, QString::number(request.priority));
    add(&query, u"dedupe"_s, request.dedupeKey);
    add(&query, u"attemptTimeoutMs"_s, QString::number(request.attemptTimeout.count()));
    return textOf(query);
}

Result<JobRequest> NativeWork::readJob(const EntityRef &entity, const HttpRequest &request)
{
    // As a document, so that there is one place that knows bounds and defaults.
    QJsonObject json{{u"entity"_s, entity.text()}};
    for (const auto &[name, least] : {std::pair{"attempts"_L1, qint64(1)}, {"backoffMs"_L1, 0}, {"delayMs"_L1, 0},
                                      {"priority"_L1, qint64(-limits::kJobPriority)}, {"attemptTimeoutMs"_L1, 0}}) {
        MUSTER_TRY(number, named(request.queryInteger(name, least, limits::kJsonWholeMost)));
        if (number)
            json.insert(name, *number);
    }
    if (const QString dedupe = request.queryText("dedupe"_L1); !dedupe.isEmpty())
        json.insert(u"dedupe"_s, dedupe);
    if (!request.body.isEmpty() && !isJson(request.body))
        return invalid(u"data"_s, u"the payload is no JSON"_s);
    return jobRequestFromJson(json, {}, request.body);
}

Result<QByteArray> NativeWork::write(const QList<JobRequest> &requests)
{
    QByteArrayList jobs;
    for (const JobRequest &request : requests) {
        if (!request.payload.isEmpty() && !isJson(request.payload))
            return invalid(u"jobs[%1].data"_s.arg(jobs.size()), u"the payload is no JSON"_s);
        jobs.append(textOf(request));
    }
    return "{\"jobs\":[" + jobs.join(',') + "]}";
}

Result<QList<JobRequest>> NativeWork::readJobs(const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    const QJsonArray items = reader.array("jobs"_L1, limits::kJobBulk);
    MUSTER_CHECK(reader.check());
    const QList<QByteArrayView> texts = jsonElements(jsonMember(body, "jobs"));
    QList<JobRequest> jobs;
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (!items.at(i).isObject())
            return invalid(u"jobs[%1]"_s.arg(i), u"jobs[%1]: must be an object"_s.arg(i));
        const QByteArray data = jsonMember(texts.value(i), "data").toByteArray(); // Byte for byte.
        MUSTER_TRY(job, jobRequestFromJson(items.at(i).toObject(), u"jobs[%1]"_s.arg(i), data));
        jobs.append(std::move(job));
    }
    if (jobs.isEmpty())
        return invalid(u"jobs"_s, u"there are no jobs"_s);
    return jobs;
}

QString NativeWork::queryOf(const std::optional<quint64> &version, const QString &note)
{
    QUrlQuery items;
    add(&items, u"version"_s, version ? QString::number(*version) : QString());
    add(&items, u"note"_s, note);
    return textOf(items);
}

Result<std::optional<qint64>> NativeWork::readVersion(const HttpRequest &request)
{
    return named(request.queryInteger("version"_L1, 0, limits::kJsonWholeMost));
}

Result<QString> NativeWork::readNote(const HttpRequest &request)
{
    return textIn(request, "note"_L1, kNoteCharacters);
}

QString NativeWork::queryOf(const JobQuery &query)
{
    QUrlQuery items;
    add(&items, u"state"_s, query.state ? wordOf(*query.state) : QString());
    add(&items, u"queue"_s, query.queue);
    add(&items, u"entity"_s, query.entity ? query.entity->text() : QString());
    add(&items, u"node"_s, query.node.text());
    add(&items, u"search"_s, query.search);
    add(&items, u"after"_s, query.after.text());
    add(&items, u"most"_s, QString::number(query.most));
    return textOf(items);
}

Result<JobQuery> NativeWork::readQuery(const HttpRequest &request)
{
    JobQuery query;
    if (const QString word = request.queryText("state"_L1); !word.isEmpty()) {
        MUSTER_TRY(state, jobStateOf(word, u"state"_s));
        query.state = state;
    }
    MUSTER_TRY(queue, textIn(request, "queue"_L1, 64));
    query.queue = queue;
    if (const QString text = request.queryText("entity"_L1); !text.isEmpty()) {
        MUSTER_TRY(entity, EntityRef::parse(text, u"entity"_s));
        query.entity = entity;
    }
    if (const QString text = request.queryText("node"_L1); !text.isEmpty()) {
        MUSTER_TRY(node, named(NodeId::parse(text, u"node"_s)));
        query.node = node;
    }
    MUSTER_TRY(search, textIn(request, "search"_L1, 256));
    query.search = search;
    if (const QString text = request.queryText("after"_L1); !text.isEmpty()) {
        MUSTER_TRY(after, named(JobId::parse(text, u"after"_s)));
        query.after = after;
    }
    MUSTER_TRY(most, named(request.queryInteger("most"_L1, 1, limits::kJobPage)));
    query.most = int(most.value_or(query.most));
    return query;
}

} // namespace muster
