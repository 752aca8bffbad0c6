// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/MeshCodec.h"

#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"

#include <QJsonDocument>

#include <limits>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRunningMost = 2 * limits::kMeshWindow; // Under way, and ended ones that wait to be settled.

template <typename T>
T taken(JsonReader *reader, const Result<T> &read)
{
    if (read)
        return *read;
    reader->blame(read.error());
    return {};
}

RunId readRun(JsonReader *reader)
{
    RunId run;
    run.job = taken(reader, JobId::parse(reader->text("job"_L1, 64), reader->pathOf("job"_L1)));
    run.attempt = int(reader->integer("attempt"_L1, 1, std::numeric_limits<int>::max()));
    return run;
}

EntityRef readRef(JsonReader *reader)
{
    return taken(reader, EntityRef::parse(reader->text("entity"_L1, 256), reader->pathOf("entity"_L1)));
}

Entity readEntity(JsonReader *reader)
{
    return taken(reader, entityFromJson(reader->object("entity"_L1), reader->pathOf("entity"_L1)));
}

QMap<QString, Secret> readSecrets(JsonReader *reader)
{
    QMap<QString, Secret> secrets;
    const QJsonObject json = reader->object("secrets"_L1);
    for (auto it = json.begin(); it != json.end(); ++it) {
        const auto value = QByteArray::fromBase64Encoding(it.value().toString().toLatin1());
        if (!it.value().isString() || !value || secrets.size() >= limits::kEntitySecrets)
            reader->blame("secrets"_L1, u"must be a few names with Base64"_s);
        else
            secrets.insert(it.key(), Secret(*value));
    }
    return secrets;
}

//! The text under \a key, which may hold any character of JSON.
QByteArray readBytes(const QJsonObject &json, QLatin1StringView key, qsizetype most, JsonReader *reader)
{
    const QByteArray bytes = json.value(key).toString().toUtf8();
    if (bytes.size() > most)
        reader->blame(key, u"is longer than %1 bytes"_s.arg(most));
    return bytes;
}

MeshMessage readHello(JsonReader *reader)
{
    MeshHello hello;
    hello.version = int(reader->integer("version"_L1, 1, 1000));
    hello.node = taken(reader, NodeId::parse(reader->text("node"_L1, 64), u"node"_s));
    hello.build = reader->optionalText("build"_L1);
    hello.window = int(reader->integer("window"_L1, 1, limits::kMeshWindow));
    const QStringList kinds = reader->texts("kinds"_L1, int(kEntityKinds.size()));
    for (const QString &word : kinds) {
        if (const Result<EntityKind> kind = entityKindOf(word, u"kinds"_s)) // A newer worker may run more.
            hello.kinds.append(*kind);
    }
    hello.log = reader->optionalText("log"_L1, 64);
    const QJsonArray running = reader->array("running"_L1, kRunningMost);
    for (const auto &one : running) {
        JsonReader run(one.toObject(), u"running"_s);
        hello.running.append(readRun(&run));
        if (const Result<void> read = run.check(); !read)
            reader->blame(read.error());
    }
    return hello;
}

MeshMessage readResidents(JsonReader *reader)
{
    MeshResidents message;
    message.list = quint64(reader->integer("list"_L1, 1, limits::kJsonWholeMost));
    message.hasMore = reader->boolean("more"_L1, false);
    const QJsonArray residents = reader->array("residents"_L1, limits::kAgentsOnNode);
    for (const auto &one : residents) {
        JsonReader each(one.toObject(), u"residents"_s);
        MeshResident resident{readEntity(&each), readSecrets(&each)};
        if (const Result<void> read = each.check(); !read)
            reader->blame(read.error());
        message.residents.append(std::move(resident));
    }
    return message;
}

MeshMessage readLines(const QJsonObject &json, JsonReader *reader)
{
    MeshLines message;
    message.source.entity = readRef(reader);
    if (reader->has("run"_L1)) {
        JsonReader run(reader->object("run"_L1), u"run"_s);
        message.source.run = readRun(&run);
        if (const Result<void> read = run.check(); !read)
            reader->blame(read.error());
    }
    message.number = quint64(reader->optionalInteger("number"_L1, 1, limits::kJsonWholeMost).value_or(0));
    const QJsonArray lines = json.value("lines"_L1).toArray();
    if (lines.size() > limits::kLogBatch)
        reader->blame("lines"_L1, u"has more than %1 lines"_s.arg(limits::kLogBatch));
    for (const auto &one : lines) {
        const QJsonArray line = one.toArray();
        const QString text = line.at(1).toString();
        const Result<LogStream> stream = logStreamOf(line.at(0).toString(), u"lines"_s);
        if (!stream || text.size() > limits::kLogLineBytes) {
            reader->blame("lines"_L1, u"a line is a stream and a short text"_s);
            break;
        }
        message.lines.append({*stream, text});
    }
    return message;
}

MeshMessage readRunMessage(const QJsonObject &json, JsonReader *reader)
{
    MeshRun message;
    message.delivery = quint64(reader->integer("delivery"_L1, 1, limits::kJsonWholeMost));
    message.run.id = readRun(reader);
    message.run.entity = readEntity(reader);
    message.run.payload = readBytes(json, "payload"_L1, limits::kJobPayloadBytes, reader);
    message.run.secrets = readSecrets(reader);
    message.run.attemptTimeout
        = milliseconds(reader->integer("timeoutMs"_L1, 0, limits::kJobAttemptTimeoutMost.count()));
    return message;
}

Result<MeshMessage> read(const QString &type, const QJsonObject &json, JsonReader *reader)
{
    if (type == "hello"_L1)
        return readHello(reader);
    if (type == "welcome"_L1) {
        MeshWelcome welcome{int(reader->integer("version"_L1, 1, 1000))};
        if (const auto log = reader->optionalInteger("log"_L1, 0, limits::kJsonWholeMost))
            welcome.log = quint64(*log);
        welcome.isNewLog = reader->boolean("newLog"_L1, false);
        return MeshMessage(welcome);
    }
    if (type == "run"_L1)
        return readRunMessage(json, reader);
    if (type == "taken"_L1) {
        const auto delivery = quint64(reader->integer("delivery"_L1, 1, limits::kJsonWholeMost));
        return MeshMessage(MeshTaken{delivery, readRun(reader), jobErrorFromJson(reader, "error"_L1)});
    }
    if (type == "ended"_L1)
        return MeshMessage(MeshEnded{readRun(reader), {readBytes(json, "result"_L1, limits::kJobResultBytes, reader),
                                                       jobErrorFromJson(reader, "error"_L1)}});
    if (type == "settled"_L1)
        return MeshMessage(MeshSettled{readRun(reader), reader->boolean("late"_L1, false)});
    if (type == "cancel"_L1)
        return MeshMessage(MeshCancel{readRun(reader)});
    if (type == "residents"_L1)
        return readResidents(reader);
    if (type == "kept"_L1)
        return MeshMessage(MeshKept{quint64(reader->integer("list"_L1, 1, limits::kJsonWholeMost))});
    if (type == "restart"_L1) {
        MeshRestart restart{quint64(reader->integer("order"_L1, 1, limits::kJsonWholeMost)), std::nullopt};
        if (reader->has("entity"_L1))
            restart.entity = readRef(reader);
        return MeshMessage(restart);
    }
    if (type == "restarted"_L1)
        return MeshMessage(MeshRestarted{quint64(reader->integer("order"_L1, 1, limits::kJsonWholeMost)),
                                         int(reader->integer("count"_L1, 0, limits::kAgentsOnNode)),
                                         reader->optionalText("error"_L1, 1024)});
    if (type == "lines"_L1)
        return readLines(json, reader);
    if (type == "heard"_L1)
        return MeshMessage(MeshHeard{quint64(reader->integer("number"_L1, 0, limits::kJsonWholeMost)), reader->boolean("last"_L1, false)});
    return unsupported(u"a frame of the unknown type \"%1\""_s.arg(type.left(40)));
}

} // namespace

Result<MeshMessage> meshMessageOf(const QByteArray &text)
{
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(text, &parsed);
    if (!document.isObject())
        return Error{ErrorKind::Protocol, u"reading a mesh frame"_s, parsed.errorString(), {}, {}};
    const QJsonObject json = document.object();
    JsonReader reader(json);
    const QString type = reader.text("type"_L1, 32);
    Result<MeshMessage> message = read(type, json, &reader);
    if (const Result<void> checked = reader.check(); !checked && (message || type.isEmpty() || message.error().kind != ErrorKind::Unsupported)) {
        Error error = checked.error();
        error.kind = ErrorKind::Protocol;
        return error.within(u"reading a mesh frame \"%1\""_s.arg(type.left(40)));
    }
    return message;
}

} // namespace muster
