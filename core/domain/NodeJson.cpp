// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeJson.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr double kMostCores = 65536;
constexpr qint64 kMostRestarts = 1'000'000'000; // One a second for thirty years.
constexpr qint64 kMostBytes = qint64(1) << 50;    // A petabyte: beyond any host, below what a double holds exactly.
constexpr qint64 kMostMs = qint64(400) * 86400000; // Intervals and ages beyond a year are nonsense.

QMap<QString, QString> labelsFromJson(JsonReader *reader)
{
    QMap<QString, QString> labels;
    const QJsonObject json = reader->object("labels"_L1);
    if (json.size() > limits::kNodeLabels)
        reader->blame("labels"_L1, u"has more than %1 entries"_s.arg(limits::kNodeLabels));
    for (auto it = json.begin(); it != json.end() && labels.size() < limits::kNodeLabels; ++it) {
        JsonReader one(QJsonObject{{u"value"_s, it.value()}});
        const QString value = one.text("value"_L1);
        if (!one.check() || !isIdText(it.key()))
            reader->blame("labels"_L1, u"a label is NAME: short text, with a name like an id"_s);
        labels.insert(it.key(), value);
    }
    return labels;
}

QJsonArray toJson(const QList<StatusReason> &reasons)
{
    QJsonArray array;
    for (const StatusReason &reason : reasons)
        array.append(QJsonObject{{u"code"_s, reason.code}, {u"text"_s, reason.text}});
    return array;
}

QList<StatusReason> reasonsFromJson(JsonReader *reader)
{
    QList<StatusReason> reasons;
    const QJsonArray items = reader->array("reasons"_L1, 32);
    for (const auto &item : items) {
        JsonReader one(item.toObject(), reader->pathOf("reasons"_L1));
        reasons.append({one.text("code"_L1, 64), one.text("text"_L1, 1024)});
        if (const Result<void> checked = one.check(); !checked)
            reader->blame(checked.error());
    }
    return reasons;
}

QJsonValue toJson(const std::optional<Drain> &drain)
{
    if (!drain)
        return {};
    return QJsonObject{{u"jobsLeft"_s, drain->jobsLeft},
                       {u"jobsAtStart"_s, drain->jobsAtStart},
                       {u"deadline"_s, jsonOrNull(drain->deadline)},
                       {u"waitsFor"_s, jsonOrNull(drain->waitsFor)}};
}

std::optional<Drain> drainFromJson(JsonReader *reader)
{
    if (!reader->has("drain"_L1))
        return std::nullopt;
    JsonReader one(reader->object("drain"_L1), reader->pathOf("drain"_L1));
    Drain drain;
    drain.jobsLeft = static_cast<int>(one.optionalInteger("jobsLeft"_L1, 0, 1'000'000).value_or(0));
    drain.jobsAtStart = static_cast<int>(one.optionalInteger("jobsAtStart"_L1, 0, 1'000'000).value_or(0));
    drain.deadline = one.optionalTime("deadline"_L1);
    drain.waitsFor = one.optionalText("waitsFor"_L1);
    if (const Result<void> checked = one.check(); !checked)
        reader->blame(checked.error());
    return drain;
}

QJsonValue msOrNull(const std::optional<milliseconds> &span)
{
    return span ? QJsonValue(static_cast<qint64>(span->count())) : QJsonValue();
}

} // namespace

void addTo(QJsonObject *json, const Load &load)
{
    json->insert(u"cpu"_s, jsonOrNull(load.cpu));
    json->insert(u"load1"_s, jsonOrNull(load.load1));
    json->insert(u"memoryUsedBytes"_s, jsonOrNull(load.memoryUsedBytes));
    json->insert(u"memoryTotalBytes"_s, jsonOrNull(load.memoryTotalBytes));
    json->insert(u"jobsRunning"_s, jsonOrNull(load.jobsRunning));
}

Load loadFromJson(JsonReader *reader)
{
    Load load;
    load.cpu = reader->optionalNumber("cpu"_L1, 0, 1);
    load.load1 = reader->optionalNumber("load1"_L1, 0, 1'000'000);
    load.memoryUsedBytes = reader->optionalInteger("memoryUsedBytes"_L1, 0, kMostBytes);
    load.memoryTotalBytes = reader->optionalInteger("memoryTotalBytes"_L1, 0, kMostBytes);
    if (const auto jobs = reader->optionalInteger("jobsRunning"_L1, 0, 1'000'000))
        load.jobsRunning = static_cast<int>(*jobs);
    return load;
}

QJsonArray toJson(const QList<Agent> &agents)
{
    QJsonArray array;
    for (const Agent &agent : agents) {
        array.append(QJsonObject{{u"id"_s, agent.id},
                                 {u"name"_s, agent.name},
                                 {u"role"_s, jsonOrNull(agent.role)},
                                 {u"state"_s, jsonOrNull(agent.state)},
                                 {u"pid"_s, jsonOrNull(agent.pid)},
                                 {u"memoryBytes"_s, jsonOrNull(agent.memoryBytes)},
                                 {u"cpu"_s, jsonOrNull(agent.cpu)},
                                 {u"restarts"_s, agent.restarts},
                                 {u"startedAt"_s, jsonOrNull(agent.startedAt)}});
    }
    return array;
}

QList<Agent> agentsFromJson(JsonReader *reader)
{
    QList<Agent> agents;
    const QJsonArray items = reader->array("agents"_L1, limits::kNodeAgents);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString place = u"%1[%2]"_s.arg(reader->pathOf("agents"_L1)).arg(i);
        if (!items[i].isObject()) {
            reader->blame(invalid(place, u"%1: must be an object"_s.arg(place)));
            return agents;
        }
        JsonReader one(items[i].toObject(), place);
        Agent agent;
        agent.id = one.text("id"_L1, 160); // As an entity's text: kind, tenant and id.
        agent.name = one.optionalText("name"_L1);
        agent.role = one.optionalText("role"_L1);
        agent.state = one.optionalText("state"_L1, 64);
        agent.pid = one.optionalInteger("pid"_L1, 0, qint64(1) << 32);
        agent.memoryBytes = one.optionalInteger("memoryBytes"_L1, 0, kMostBytes);
        agent.cpu = one.optionalNumber("cpu"_L1, 0, kMostCores);
        agent.restarts = int(one.optionalInteger("restarts"_L1, 0, kMostRestarts).value_or(0));
        agent.startedAt = one.optionalTime("startedAt"_L1);
        if (const Result<void> checked = one.check(); !checked)
            reader->blame(checked.error());
        agents.append(agent);
    }
    return agents;
}

QJsonObject toJson(const NodeIdentity &who)
{
    QJsonObject labels;
    for (auto it = who.labels.begin(); it != who.labels.end(); ++it)
        labels.insert(it.key(), it.value());
    return QJsonObject{{u"id"_s, who.id.text()},
                       {u"name"_s, who.name},
                       {u"role"_s, wordOf(who.role)},
                       {u"address"_s, jsonOrNull(who.address)},
                       {u"capabilities"_s, QJsonArray::fromStringList(who.capabilities)},
                       {u"labels"_s, labels},
                       {u"platform"_s, jsonOrNull(who.platform)},
                       {u"arch"_s, jsonOrNull(who.arch)},
                       {u"hostname"_s, jsonOrNull(who.hostname)},
                       {u"version"_s, jsonOrNull(who.version)},
                       {u"build"_s, jsonOrNull(who.build)},
                       {u"cores"_s, jsonOrNull(who.cores)},
                       {u"pid"_s, jsonOrNull(who.pid)},
                       {u"startedAt"_s, jsonOrNull(who.startedAt)}};
}

NodeIdentity identityFromJson(JsonReader *reader)
{
    NodeIdentity who;
    if (const auto id = NodeId::parse(reader->text("id"_L1), reader->pathOf("id"_L1)))
        who.id = *id;
    else
        reader->blame(id.error());
    who.name = reader->optionalText("name"_L1, limits::kNodeNameCharacters);
    if (who.name.isEmpty())
        who.name = who.id.text();
    if (const auto role = nodeRoleOf(reader->text("role"_L1), reader->pathOf("role"_L1)))
        who.role = *role;
    else
        reader->blame(role.error());
    who.address = reader->optionalText("address"_L1);
    who.capabilities = reader->texts("capabilities"_L1, limits::kNodeCapabilities);
    who.labels = labelsFromJson(reader);
    who.platform = reader->optionalText("platform"_L1);
    who.arch = reader->optionalText("arch"_L1);
    who.hostname = reader->optionalText("hostname"_L1);
    who.version = reader->optionalText("version"_L1);
    who.build = reader->optionalText("build"_L1);
    if (const auto cores = reader->optionalInteger("cores"_L1, 1, 65536))
        who.cores = static_cast<int>(*cores);
    who.pid = reader->optionalInteger("pid"_L1, 0, qint64(1) << 32);
    who.startedAt = reader->optionalTime("startedAt"_L1);
    return who;
}

QJsonObject toJson(const Node &node, Timestamp now)
{
    QJsonObject json = toJson(node.who);
    json.insert(u"status"_s, wordOf(node.status));
    json.insert(u"reasons"_s, toJson(node.reasons));
    json.insert(u"registeredAt"_s, node.registeredAt.toIso8601());
    json.insert(u"lastBeatAt"_s, jsonOrNull(node.lastBeatAt));
    std::optional<milliseconds> age;
    if (node.lastBeatAt)
        age = std::max(milliseconds(0), now - *node.lastBeatAt);
    json.insert(u"beatAgeMs"_s, msOrNull(age));
    json.insert(u"beatIntervalMs"_s, static_cast<qint64>(node.beatInterval.count()));
    json.insert(u"offlineAfterMs"_s, static_cast<qint64>(node.offlineAfter.count()));
    json.insert(u"clockSkewMs"_s, msOrNull(node.clockSkew));
    addTo(&json, node.load);
    json.insert(u"agents"_s, toJson(node.agents));
    json.insert(u"cordoned"_s, node.cordoned);
    json.insert(u"drain"_s, toJson(node.drain));
    return json;
}

Result<Node> nodeFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    Node node;
    node.who = identityFromJson(&reader);
    if (const auto status = nodeStatusOf(reader.text("status"_L1), reader.pathOf("status"_L1)))
        node.status = *status;
    else
        reader.blame(status.error());
    node.reasons = reasonsFromJson(&reader);
    node.registeredAt = reader.optionalTime("registeredAt"_L1).value_or(Timestamp{});
    node.lastBeatAt = reader.optionalTime("lastBeatAt"_L1);
    node.beatInterval = milliseconds(reader.optionalInteger("beatIntervalMs"_L1, 0, kMostMs).value_or(0));
    node.offlineAfter = milliseconds(reader.optionalInteger("offlineAfterMs"_L1, 0, kMostMs).value_or(0));
    if (const auto skew = reader.optionalInteger("clockSkewMs"_L1, -(qint64(1) << 50), qint64(1) << 50))
        node.clockSkew = milliseconds(*skew);
    node.load = loadFromJson(&reader);
    node.agents = agentsFromJson(&reader);
    node.cordoned = reader.boolean("cordoned"_L1, false);
    node.drain = drainFromJson(&reader);
    MUSTER_CHECK(reader.check());
    return node;
}

QJsonObject toJson(const NodeHistory &history)
{
    return QJsonObject{{u"cpu"_s, QString::fromLatin1(history.cpu.toBase64())},
                       {u"memory"_s, QString::fromLatin1(history.memory.toBase64())},
                       {u"beats"_s, QString::fromLatin1(history.beats.toBase64())}};
}

Result<NodeHistory> historyFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    NodeHistory history;
    history.cpu = QByteArray::fromBase64(reader.optionalText("cpu"_L1).toLatin1()).right(limits::kHistorySamples);
    history.memory = QByteArray::fromBase64(reader.optionalText("memory"_L1).toLatin1()).right(limits::kHistorySamples);
    history.beats = QByteArray::fromBase64(reader.optionalText("beats"_L1).toLatin1()).right(limits::kHistoryBeats);
    MUSTER_CHECK(reader.check());
    return history;
}

} // namespace muster
