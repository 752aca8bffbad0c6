// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailCodec.h"

#include "core/base/JsonBounds.h"
#include "core/base/Limits.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kJoiningSpan{35'000}; // The first beat comes 30 s after the registration.
constexpr double kMostCores = 65'536;
constexpr qsizetype kAgentIdCharacters = 128; // As in Muster's own node.
constexpr double kMostMemoryMb = double(qint64(1) << 30); // A petabyte.

Error unreadable(const QString &what)
{
    return {.kind = ErrorKind::Protocol, .where = {}, .what = what, .code = {}, .field = {}};
}

//! Short text without control characters; numbers become text, all else is empty.
QString textOf(const QJsonValue &value)
{
    QString text = value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
    text.truncate(limits::kNodeTextCharacters);
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control; });
    return text;
}

//! "unknown" is the server's word for nothing.
QString knownText(const QJsonValue &value)
{
    const QString text = textOf(value);
    return text == "unknown"_L1 ? QString() : text;
}

//! A number, also one in quotes, within [least, most].
std::optional<double> numberOf(const QJsonValue &value, double least, double most)
{
    bool isNumber = value.isDouble();
    const double number = isNumber ? value.toDouble() : value.toString().left(32).toDouble(&isNumber);
    return isNumber && std::isfinite(number) && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

std::optional<int> wholeOf(const QJsonValue &value, double least, double most)
{
    const std::optional<double> number = numberOf(value, least, most);
    return number && *number == std::floor(*number) ? std::optional(int(*number)) : std::nullopt;
}

//! A list of texts; one text stands for a list of one.
QStringList textsOf(const QJsonValue &value, int most)
{
    const QJsonArray items = value.isString() ? QJsonArray{value} : value.toArray();
    QStringList texts;
    for (const auto &item : items) {
        const QString text = textOf(item);
        if (!text.isEmpty() && !texts.contains(text) && texts.size() < most)
            texts.append(text);
    }
    return texts;
}

//! The reported url is http whatever is true and has no brackets, so it is made anew from host and port.
QString addressOf(const QJsonObject &json)
{
    const QString host = textOf(json.value("host"_L1));
    const std::optional<int> port = wholeOf(json.value("port"_L1), 1, 65'535);
    if (host.isEmpty() || !port)
        return host;
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host).arg(*port);
}

std::optional<Timestamp> timeOf(const QJsonValue &value)
{
    const Result<Timestamp> time = Timestamp::fromIso8601(value.toString().left(64), {});
    return time ? std::optional(*time) : std::nullopt;
}

//! cpuUsage and memoryUsage hide among the metadata; the rest of it are labels.
void readMetadata(const QJsonObject &metadata, Node *node)
{
    node->load.cpu = numberOf(metadata.value("cpuUsage"_L1), 0, 1);
    const std::optional<double> memory = numberOf(metadata.value("memoryUsage"_L1), 0, 1);
    if (memory && node->load.memoryTotalBytes)
        node->load.memoryUsedBytes = qint64(*memory * double(*node->load.memoryTotalBytes));
    for (auto it = metadata.begin(); it != metadata.end() && node->who.labels.size() < limits::kNodeLabels; ++it) {
        const bool isLoad = it.key() == "cpuUsage"_L1 || it.key() == "memoryUsage"_L1;
        const QString text = it->isBool() ? (it->toBool() ? u"true"_s : u"false"_s) : textOf(*it);
        if (!isLoad && isIdText(it.key()) && !text.isEmpty())
            node->who.labels.insert(it.key(), text);
    }
}

void readStatus(const QString &word, Node *node)
{
    if (word == "online"_L1) {
        node->status = NodeStatus::Online;
    } else if (word == "degraded"_L1) {
        node->status = NodeStatus::Degraded;
        node->reasons = {{reason::kUnverified, u"The server calls it degraded and does not say why"_s}};
    } else if (word == "offline"_L1 && node->lastBeatAt) {
        node->status = NodeStatus::Offline;
        node->reasons = {{reason::kBeatsStopped, u"No beat for more than 90 s"_s}};
    } else if (word == "offline"_L1) {
        // Read back from its table: all of them are offline then, alive or not.
        node->status = NodeStatus::Offline;
        node->reasons = {{reason::kUnverified, u"Not heard since the server was restarted"_s}};
    }
}

} // namespace

Result<Node> AgenticmailCodec::readNode(const QJsonObject &json)
{
    Node node;
    const QString id = textOf(json.value("nodeId"_L1));
    if (!isIdText(id))
        return unreadable(u"nodeId: a node has no id that can be used"_s);
    node.who.id = NodeId(id);
    const QString name = textOf(json.value("name"_L1)).left(limits::kNodeNameCharacters);
    node.who.name = name.isEmpty() ? id : name;
    node.who.role = NodeRole::Worker;
    node.who.address = addressOf(json);
    node.who.platform = knownText(json.value("platform"_L1));
    node.who.arch = knownText(json.value("arch"_L1));
    node.who.version = knownText(json.value("version"_L1));
    node.who.cores = wholeOf(json.value("cpuCount"_L1), 1, kMostCores); // 0 is its word for unknown.
    if (const auto memoryMb = numberOf(json.value("memoryMb"_L1), 1, kMostMemoryMb))
        node.load.memoryTotalBytes = qint64(*memoryMb) << 20;
    node.who.capabilities = textsOf(json.value("capabilities"_L1), limits::kNodeCapabilities);
    const QStringList agents = textsOf(json.value("agents"_L1), limits::kNodeAgents);
    for (const QString &agent : agents) {
        const QString agentId = agent.left(kAgentIdCharacters);
        node.agents.append({agentId, agentId, {}, u"running"_s, std::nullopt});
    }
    readMetadata(json.value("metadata"_L1).toObject(), &node);
    node.registeredAt = timeOf(json.value("registeredAt"_L1)).value_or(Timestamp());
    node.lastBeatAt = timeOf(json.value("lastHeartbeat"_L1));
    node.beatInterval = limits::kForeignBeatInterval;
    node.offlineAfter = limits::kForeignOfflineAfter;
    readStatus(json.value("status"_L1).toString(), &node);
    return node;
}

Result<QList<Node>> AgenticmailCodec::readNodes(const QByteArray &body, int *unread)
{
    *unread = 0;
    if (jsonSize(body).values > kJsonValues)
        return unreadable(u"nodes: the answer has more than %1 values"_s.arg(kJsonValues));
    const QJsonValue list = QJsonDocument::fromJson(body).object().value("nodes"_L1);
    if (!list.isArray())
        return unreadable(u"nodes: the answer has no list of nodes"_s);
    const QJsonArray items = list.toArray();
    if (items.size() > limits::kNodes)
        return unreadable(u"nodes: more than %1 nodes"_s.arg(limits::kNodes));
    QList<Node> nodes;
    nodes.reserve(items.size());
    for (const auto &item : items) {
        Result<Node> node = readNode(item.toObject());
        if (node)
            nodes.append(*std::move(node));
        else
            ++*unread;
    }
    return nodes;
}

Result<AgenticmailFrame> AgenticmailCodec::readFrame(const QByteArray &data)
{
    const bool isTooRich = jsonSize(data).values > kJsonValues;
    const QJsonDocument document = isTooRich ? QJsonDocument() : QJsonDocument::fromJson(data);
    if (!document.isObject())
        return unreadable(u"a frame of the stream is not a JSON object"_s);
    const QJsonObject json = document.object();
    const QString type = json.value("type"_L1).toString();
    using Kind = AgenticmailFrame::Kind;
    if (type == "heartbeat"_L1)
        return AgenticmailFrame{Kind::KeepAlive, {}};
    const QString event = json.value("event"_L1).toString();
    const Kind kind = event == "snapshot"_L1 ? Kind::Snapshot
        : event == "register"_L1             ? Kind::Register
        : event == "heartbeat"_L1            ? Kind::Heartbeat
        : event == "offline"_L1              ? Kind::Offline
                                             : Kind::Other;
    if (type != "node"_L1 || kind == Kind::Other)
        return AgenticmailFrame{};
    MUSTER_TRY(node, readNode(json));
    return AgenticmailFrame{kind, std::move(node)};
}

Node AgenticmailCodec::shownAt(const Node &told, Timestamp now)
{
    Node node = told;
    const bool isUnheard = told.status == NodeStatus::Online && told.lastBeatAt == told.registeredAt;
    if (isUnheard && now - told.registeredAt < kJoiningSpan) {
        node.status = NodeStatus::Joining;
        node.lastBeatAt.reset();
    }
    return node;
}

} // namespace muster
