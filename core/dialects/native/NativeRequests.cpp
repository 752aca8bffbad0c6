// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeRequests.h"

#include "core/dialects/native/FastReader.h"
#include "core/domain/NodeJson.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView kInstance{"instance"};

Secret readInstance(JsonReader *reader)
{
    const QString text = reader->text(kInstance, limits::kInstanceCharacters);
    if (reader->has(kInstance) && text.isEmpty())
        reader->blame(kInstance, u"is empty"_s);
    return Secret(text.toUtf8());
}

QString textOf(const Secret &instance)
{
    return QString::fromUtf8(instance.reveal());
}

} // namespace

QJsonObject NativeRequests::write(const Announcement &announcement)
{
    QJsonObject json = toJson(announcement.who);
    json.insert(kInstance, textOf(announcement.instance));
    addTo(&json, announcement.load);
    json.insert("agents"_L1, toJson(announcement.agents));
    return json;
}

Result<Announcement> NativeRequests::readAnnouncement(const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    Announcement announcement;
    announcement.who = identityFromJson(&reader);
    announcement.instance = readInstance(&reader);
    announcement.load = loadFromJson(&reader);
    announcement.agents = agentsFromJson(&reader);
    MUSTER_CHECK(reader.check());
    return announcement;
}

QJsonObject NativeRequests::write(const Heartbeat &heartbeat)
{
    QJsonObject json{{kInstance, textOf(heartbeat.instance)},
                     {u"sequence"_s, static_cast<qint64>(heartbeat.sequence)},
                     {u"sentAt"_s, jsonOrNull(heartbeat.sentAt)}};
    addTo(&json, heartbeat.load);
    if (heartbeat.agents)
        json.insert("agents"_L1, toJson(*heartbeat.agents));
    if (!heartbeat.answersPing.isEmpty())
        json.insert("answersPing"_L1, heartbeat.answersPing);
    return json;
}

Result<Heartbeat> NativeRequests::readHeartbeat(const NodeId &node, const QByteArray &body)
{
    if (std::optional<Heartbeat> fast = FastReader::heartbeat(node, body))
        return *std::move(fast);
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    Heartbeat heartbeat;
    heartbeat.node = node;
    heartbeat.instance = readInstance(&reader);
    heartbeat.sequence = static_cast<quint64>(reader.integer("sequence"_L1, 0, limits::kJsonWholeMost));
    heartbeat.sentAt = reader.optionalTime("sentAt"_L1);
    heartbeat.load = loadFromJson(&reader);
    if (reader.has("agents"_L1))
        heartbeat.agents = agentsFromJson(&reader);
    heartbeat.answersPing = reader.optionalText("answersPing"_L1, limits::kInstanceCharacters);
    MUSTER_CHECK(reader.check());
    return heartbeat;
}

QJsonObject NativeRequests::write(const Departure &departure)
{
    return QJsonObject{{kInstance, textOf(departure.instance)}};
}

Result<Departure> NativeRequests::readDeparture(const NodeId &node, const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    Departure departure{node, readInstance(&reader)};
    MUSTER_CHECK(reader.check());
    return departure;
}

} // namespace muster
