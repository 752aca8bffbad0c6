// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeReplies.h"

#include "core/dialects/native/FastReader.h"
#include "core/dialects/native/NativeReading.h"
#include "core/dialects/native/NodeText.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"
#include "core/domain/NodeJson.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QList<Node> readNodes(JsonReader *reader)
{
    QList<Node> nodes;
    if (!reader->has("nodes"_L1))
        reader->blame("nodes"_L1, u"is missing"_s);
    const QJsonArray items = reader->array("nodes"_L1, limits::kNodes);
    nodes.reserve(items.size());
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString place = u"nodes[%1]"_s.arg(i);
        if (!items[i].isObject()) {
            reader->blame(invalid(place, u"%1: must be an object"_s.arg(place)));
            return nodes;
        }
        Result<Node> node = nodeFromJson(items[i].toObject(), place);
        if (!node) {
            reader->blame(node.error());
            return nodes;
        }
        nodes.append(*std::move(node));
    }
    return nodes;
}

QHash<NodeId, NodeHistory> readHistories(JsonReader *reader)
{
    QHash<NodeId, NodeHistory> histories;
    const QJsonObject json = reader->object("histories"_L1);
    for (auto it = json.begin(); it != json.end(); ++it) {
        const QString place = u"histories.%1"_s.arg(it.key().left(limits::kNodeNameCharacters));
        const Result<NodeId> id = NodeId::parse(it.key(), place);
        const Result<NodeHistory> history = historyFromJson(it.value().toObject(), place);
        if (!id || !history || !it.value().isObject()) {
            reader->blame(!id ? id.error() : history ? invalid(place, u"must be an object"_s) : history.error());
            return histories;
        }
        histories.insert(*id, *history);
    }
    return histories;
}

//! Reads each of a list with \a one; the first wrong one is blamed.
template <typename T>
QList<T> readEach(JsonReader *reader, QLatin1StringView key, qsizetype most, Result<T> (*one)(const QJsonObject &, const QString &))
{
    QList<T> values;
    const QJsonArray items = reader->array(key, most);
    for (qsizetype i = 0; i < items.size(); ++i) {
        Result<T> value = one(items[i].toObject(), u"%1[%2]"_s.arg(key).arg(i));
        if (!value) {
            reader->blame(value.error());
            break;
        }
        values.append(*std::move(value));
    }
    return values;
}

NodeId readDefaultNode(JsonReader *reader)
{
    const QString text = reader->optionalText("defaultNode"_L1, 64);
    const Result<NodeId> id = text.isEmpty() ? Result<NodeId>(NodeId()) : NodeId::parse(text, u"defaultNode"_s);
    if (!id)
        reader->blame(id.error());
    return id.value_or(NodeId());
}

} // namespace

QByteArray NativeReplies::write(const HealthReport &health)
{
    JsonText out;
    out.raw("{\"status\":\"ok\",\"version\":");
    out.text(health.version);
    out.raw(",\"node\":");
    out.text(health.node);
    out.raw("}");
    return out.take();
}

Result<HealthReport> NativeReplies::readHealth(const QByteArray &body)
{
    return readReply<HealthReport>(body, [](JsonReader *reader) {
        if (reader->text("status"_L1) != "ok"_L1)
            reader->blame("status"_L1, u"must be ok"_s);
        return HealthReport{reader->text("version"_L1), reader->optionalText("node"_L1)};
    });
}

Result<ClusterSnapshot> NativeReplies::readSnapshot(const QByteArray &body)
{
    if (std::optional<ClusterSnapshot> fast = FastReader::snapshot(body))
        return *std::move(fast);
    return readReply<ClusterSnapshot>(body, [](JsonReader *reader) {
        ClusterSnapshot snapshot;
        snapshot.position.epoch = reader->text("epoch"_L1, 64);
        snapshot.position.number = static_cast<quint64>(reader->integer("number"_L1, 0, limits::kJsonWholeMost));
        if (!reader->has("takenAt"_L1))
            reader->blame("takenAt"_L1, u"is missing"_s);
        snapshot.takenAt = reader->optionalTime("takenAt"_L1).value_or(Timestamp{});
        snapshot.nodes = readNodes(reader);
        snapshot.histories = readHistories(reader);
        snapshot.entities = readEach(reader, "entities"_L1, limits::kEntities, &entityStateFromJson);
        snapshot.queues = readEach(reader, "queues"_L1, 1000, &queueFromJson);
        snapshot.defaultNode = readDefaultNode(reader);
        return snapshot;
    });
}

QByteArray NativeReplies::write(const Welcome &welcome)
{
    JsonText out;
    out.raw("{\"node\":");
    appendNode(&out, welcome.node, welcome.node.lastBeatAt.value_or(welcome.node.registeredAt));
    out.raw(",\"beatIntervalMs\":");
    out.number(qint64(welcome.beatInterval.count()));
    out.raw(",\"offlineAfterMs\":");
    out.number(qint64(welcome.offlineAfter.count()));
    out.raw("}");
    return out.take();
}

Result<Welcome> NativeReplies::readWelcome(const QByteArray &body)
{
    return readReply<Welcome>(body, [](JsonReader *reader) {
        Welcome welcome;
        Result<Node> node = nodeFromJson(reader->object("node"_L1), u"node"_s);
        if (node)
            welcome.node = *std::move(node);
        else
            reader->blame(node.error());
        welcome.beatInterval = readMs(reader, "beatIntervalMs"_L1);
        welcome.offlineAfter = readMs(reader, "offlineAfterMs"_L1);
        return welcome;
    });
}

QByteArray NativeReplies::write(const BeatReply &reply)
{
    JsonText out(128);
    out.raw("{\"beatIntervalMs\":");
    out.number(qint64(reply.beatInterval.count()));
    out.raw(",\"offlineAfterMs\":");
    out.number(qint64(reply.offlineAfter.count()));
    out.raw(",\"ping\":");
    out.textOrNull(reply.ping);
    out.raw("}");
    return out.take();
}

Result<BeatReply> NativeReplies::readBeatReply(const QByteArray &body)
{
    return readReply<BeatReply>(body, [](JsonReader *reader) {
        return BeatReply{readMs(reader, "beatIntervalMs"_L1), readMs(reader, "offlineAfterMs"_L1),
                         reader->optionalText("ping"_L1, limits::kInstanceCharacters)};
    });
}

QByteArray NativeReplies::write(const PingReport &report)
{
    JsonText out(128);
    out.raw("{\"ok\":true,\"latencyMs\":");
    out.number(report.latencyMs);
    out.raw(",\"via\":");
    out.text(report.via);
    out.raw("}");
    return out.take();
}

Result<PingReport> NativeReplies::readPing(const QByteArray &body)
{
    return readReply<PingReport>(body, [](JsonReader *reader) {
        if (!reader->boolean("ok"_L1, false))
            reader->blame("ok"_L1, u"must be true"_s);
        if (!reader->has("latencyMs"_L1))
            reader->blame("latencyMs"_L1, u"is missing"_s);
        const double latency = reader->optionalNumber("latencyMs"_L1, 0, static_cast<double>(kReplyMsMost)).value_or(0);
        return PingReport{latency, reader->text("via"_L1, 64)};
    });
}

} // namespace muster
