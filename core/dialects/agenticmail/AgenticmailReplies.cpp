// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailReplies.h"

#include "core/base/Json.h"
#include "core/wire/SseFrame.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString known(const QString &text)
{
    return text.isEmpty() ? u"unknown"_s : text;
}

std::optional<qint64> memoryMbOf(const Node &node)
{
    return node.load.memoryTotalBytes ? std::optional(*node.load.memoryTotalBytes >> 20) : std::nullopt;
}

bool isGone(const Node &node)
{
    return AgenticmailReplies::statusOf(node) == "offline"_L1;
}

QString urlOf(const ReachTarget &target)
{
    if (target.host.isEmpty() || target.port == 0)
        return {};
    const QString host = target.host.contains(u':') ? u'[' + target.host + u']' : target.host;
    return u"http://%1:%2"_s.arg(host).arg(target.port);
}

QJsonArray idsOf(const QList<Agent> &agents)
{
    QJsonArray ids;
    for (const Agent &agent : agents)
        ids.append(agent.id);
    return ids;
}

QJsonObject metadataOf(const Node &node)
{
    QJsonObject metadata;
    for (auto it = node.who.labels.begin(); it != node.who.labels.end(); ++it)
        metadata.insert(it.key(), it.value());
    if (node.load.cpu)
        metadata.insert("cpuUsage"_L1, *node.load.cpu);
    if (const auto share = node.load.memoryShare())
        metadata.insert("memoryUsage"_L1, *share);
    return metadata;
}

QString heartbeatOf(const Node &node)
{
    if (node.status == NodeStatus::Unknown)
        return {}; // As after a restart there.
    return node.lastBeatAt.value_or(node.registeredAt).toIso8601();
}

} // namespace

ReachTarget AgenticmailReplies::targetOf(const Node &node)
{
    const QString &address = node.who.address;
    const qsizetype colon = address.lastIndexOf(u':');
    bool isPort = false;
    const int port = colon > 0 ? address.mid(colon + 1).toInt(&isPort) : 0;
    const bool hasPort = isPort && port > 0 && port <= 65'535;
    QString host = hasPort ? address.left(colon) : address;
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    ReachTarget target;
    target.host = host;
    target.port = hasPort ? port : 0;
    return target;
}

QString AgenticmailReplies::statusOf(const Node &node)
{
    switch (node.status) {
    case NodeStatus::Online:
    case NodeStatus::Joining:
        return u"online"_s;
    case NodeStatus::Degraded:
    case NodeStatus::Draining:
    case NodeStatus::Drained:
        return u"degraded"_s;
    case NodeStatus::Offline:
    case NodeStatus::Unknown:
    case NodeStatus::Failed:
        return u"offline"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject AgenticmailReplies::writeNode(const Node &node, Agents agents)
{
    const ReachTarget target = targetOf(node);
    const bool hasAgents = agents == Agents::Kept || node.status != NodeStatus::Offline;
    return QJsonObject{{u"nodeId"_s, node.id().text()},
                       {u"name"_s, node.who.name},
                       {u"host"_s, target.host},
                       {u"port"_s, target.port},
                       {u"url"_s, urlOf(target)},
                       {u"platform"_s, known(node.who.platform)},
                       {u"arch"_s, known(node.who.arch)},
                       {u"cpuCount"_s, jsonOrNull(node.who.cores)}, // Theirs says 0 for unknown.
                       {u"memoryMb"_s, jsonOrNull(memoryMbOf(node))},
                       {u"version"_s, known(node.who.version)},
                       {u"agents"_s, hasAgents ? idsOf(node.agents) : QJsonArray()},
                       {u"capabilities"_s, QJsonArray::fromStringList(node.who.capabilities)},
                       {u"status"_s, statusOf(node)},
                       {u"registeredAt"_s, node.registeredAt.toIso8601()},
                       {u"lastHeartbeat"_s, heartbeatOf(node)},
                       {u"metadata"_s, metadataOf(node)}};
}

QByteArray AgenticmailReplies::writeNodes(const QList<const Node *> &nodes)
{
    QJsonArray list;
    int online = 0;
    qint64 agents = 0;
    qint64 cores = 0;
    qint64 memoryMb = 0;
    for (const Node *node : nodes) {
        list.append(writeNode(*node));
        if (!isGone(*node))
            agents += node->agents.size();
        if (statusOf(*node) != "online"_L1)
            continue;
        ++online;
        cores += node->who.cores.value_or(0);
        memoryMb += memoryMbOf(*node).value_or(0);
    }
    const QJsonObject stats{{u"totalNodes"_s, nodes.size()},
                            {u"onlineNodes"_s, online},
                            {u"totalAgents"_s, agents},
                            {u"totalCpus"_s, cores},
                            {u"totalMemoryMb"_s, memoryMb}};
    return QJsonDocument(QJsonObject{{u"nodes"_s, list}, {u"stats"_s, stats}}).toJson(QJsonDocument::Compact);
}

QByteArray AgenticmailReplies::encodedFrame(const QString &event, const Node &node, Agents agents)
{
    QJsonObject json = writeNode(node, agents);
    json.insert("type"_L1, u"node"_s);
    json.insert("event"_L1, event);
    return SseFrame{.data = QJsonDocument(json).toJson(QJsonDocument::Compact)}.encoded();
}

QByteArray AgenticmailReplies::encodedKeepAlive()
{
    return SseFrame{.data = R"({"type":"heartbeat"})"}.encoded();
}

QJsonObject AgenticmailReplies::write(const ReachReport &report, const ReachTarget &target)
{
    QJsonObject json{{u"success"_s, report.isReachable}, {u"latencyMs"_s, report.latencyMs}};
    if (!report.isReachable) {
        const auto cause = report.stages.isEmpty() ? std::nullopt : report.stages.constLast().cause;
        const QString why = cause ? cause->what : QString();
        json.insert("error"_L1, u"No response from %1:%2"_s.arg(target.host).arg(target.port) + (why.isEmpty() ? why : u": "_s + why));
    }
    if (!report.version.isEmpty())
        json.insert("version"_L1, report.version);
    if (!report.agentId.isEmpty())
        json.insert("agentId"_L1, report.agentId);
    return json;
}

QJsonObject AgenticmailReplies::writeAgent(const Agent &agent, const Node &node)
{
    const bool isTroubled = agent.state == "crashed"_L1 || agent.state == "stuck"_L1;
    const QString status = isGone(node) ? u"offline"_s
        : isTroubled                    ? u"error"_s
        : agent.state == "idle"_L1      ? u"idle"_s
                                        : u"online"_s;
    return QJsonObject{{u"agentId"_s, agent.id},
                       {u"status"_s, status},
                       {u"clockedIn"_s, QJsonValue()},
                       {u"currentActivity"_s, QJsonValue()},
                       {u"activeSessions"_s, QJsonValue()},
                       {u"lastHeartbeat"_s, heartbeatOf(node)},
                       {u"lastActivity"_s, QJsonValue()},
                       {u"uptimeMs"_s, QJsonValue()},
                       {u"onlineSince"_s, QJsonValue()}};
}

} // namespace muster
