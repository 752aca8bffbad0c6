// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailRequests.h"

#include "core/base/Json.h"
#include "core/dialects/agenticmail/AgenticmailCodec.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostCores = 65'536;
constexpr qsizetype kAgentIdCharacters = 128; // As in Muster's own node: what is taken in must be readable from the store.
constexpr qsizetype kMostLabels = limits::kNodeLabels - 1; // One more is ours.
constexpr double kMostMemoryMb = double(qint64(1) << 30); // A petabyte.

QString knownText(JsonReader *reader, QLatin1StringView key)
{
    const QString text = reader->optionalText(key);
    return text == "unknown"_L1 ? QString() : text;
}

//! "10.0.0.5:3101" or "[::1]:3101". The original pastes the host into a URL; here it is a name or an address, or refused.
QString addressOf(JsonReader *reader, const QJsonObject &json)
{
    static const QRegularExpression name(u"^[A-Za-z0-9][A-Za-z0-9._-]{0,248}$"_s);
    QString host = reader->text("host"_L1);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    const bool isIpv6 = QHostAddress(host).protocol() == QAbstractSocket::IPv6Protocol;
    if (!isIpv6 && !name.match(host).hasMatch())
        reader->blame("host"_L1, u"must be a host name or an IP address"_s);
    bool isNumber = true;
    const int quoted = json.value("port"_L1).isString() ? json.value("port"_L1).toString().left(8).toInt(&isNumber) : 0;
    if (quoted < 0 || quoted > 65'535 || !isNumber)
        reader->blame("port"_L1, u"must be a whole number from 1 to 65535"_s);
    const qint64 port = quoted > 0 ? quoted : reader->integer("port"_L1, 1, 65'535);
    return (isIpv6 ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host).arg(port);
}

QStringList capabilitiesOf(JsonReader *reader)
{
    QStringList capabilities;
    for (const QString &entry : reader->texts("capabilities"_L1, limits::kNodeCapabilities)) {
        for (const QString &part : entry.split(u',')) {
            if (const QString one = part.trimmed(); !one.isEmpty() && !capabilities.contains(one))
                capabilities.append(one);
        }
    }
    if (capabilities.size() > limits::kNodeCapabilities)
        reader->blame("capabilities"_L1, u"has more than %1 items"_s.arg(limits::kNodeCapabilities));
    return capabilities;
}

std::optional<QStringList> agentsOf(JsonReader *reader)
{
    if (!reader->has("agents"_L1))
        return std::nullopt;
    QStringList agents = reader->texts("agents"_L1, limits::kNodeAgents);
    agents.removeAll(QString());
    agents.removeDuplicates();
    const bool isLong = std::ranges::any_of(agents, [](const QString &agent) { return agent.size() > kAgentIdCharacters; });
    if (isLong)
        reader->blame("agents"_L1, u"an id has more than %1 characters"_s.arg(kAgentIdCharacters));
    return agents;
}

} // namespace

Result<AgenticmailRegistration> AgenticmailRequests::readRegistration(const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    AgenticmailRegistration read;
    const Result<NodeId> id = NodeId::parse(reader.text("nodeId"_L1), u"nodeId"_s);
    if (id)
        read.who.id = *id;
    else
        reader.blame(id.error());
    read.who.name = reader.optionalText("name"_L1, limits::kNodeNameCharacters);
    read.who.role = NodeRole::Worker;
    read.who.address = addressOf(&reader, json);
    read.who.platform = knownText(&reader, "platform"_L1);
    read.who.arch = knownText(&reader, "arch"_L1);
    read.who.version = knownText(&reader, "version"_L1);
    if (const auto cores = reader.optionalInteger("cpuCount"_L1, 0, kMostCores).value_or(0); cores > 0)
        read.who.cores = int(cores);
    if (const double memoryMb = reader.optionalNumber("memoryMb"_L1, 0, kMostMemoryMb).value_or(0); memoryMb >= 1)
        read.memoryTotalBytes = qint64(memoryMb) << 20;
    read.who.capabilities = capabilitiesOf(&reader);
    read.agents = agentsOf(&reader);
    (void)reader.object("metadata"_L1); // Its type is checked here, its content where nodes are read.
    MUSTER_CHECK(reader.check());
    if (reader.has("metadata"_L1)) {
        MUSTER_TRY(node, AgenticmailCodec::readNode(json));
        read.labels = node.who.labels;
        if (read.labels->size() > kMostLabels)
            return invalid(u"metadata"_s, u"metadata: has more than %1 entries"_s.arg(kMostLabels));
    }
    return read;
}

Result<AgenticmailBeat> AgenticmailRequests::readBeat(const QByteArray &body)
{
    if (body.isEmpty())
        return AgenticmailBeat{};
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    AgenticmailBeat read;
    read.agents = agentsOf(&reader);
    read.cpu = reader.optionalNumber("cpuUsage"_L1, 0, 1);
    read.memoryShare = reader.optionalNumber("memoryUsage"_L1, 0, 1);
    MUSTER_CHECK(reader.check());
    return read;
}

} // namespace muster
