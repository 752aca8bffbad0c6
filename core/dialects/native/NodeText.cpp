// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NodeText.h"

#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"

#include <QJsonDocument>

#include <algorithm>

namespace muster {

namespace {

constexpr qsizetype kNodeTextBytes = 1000;   // What a node usually takes, so that a buffer seldom grows.
constexpr qsizetype kHistoryTextBytes = 320; // The same for a full history.

//! Calls \a one for each of \a items with commas between.
template <typename Items, typename One>
void appendList(JsonText *out, const Items &items, One one)
{
    out->raw("[");
    bool isFirst = true;
    for (const auto &item : items) {
        if (!isFirst)
            out->raw(",");
        isFirst = false;
        one(item);
    }
    out->raw("]");
}

void appendIdentity(JsonText *out, const NodeIdentity &who)
{
    out->raw("\"id\":");
    out->text(who.id.text());
    out->raw(",\"name\":");
    out->text(who.name);
    out->raw(",\"role\":");
    out->text(wordOf(who.role));
    out->raw(",\"address\":");
    out->textOrNull(who.address);
    out->raw(",\"capabilities\":");
    appendList(out, who.capabilities, [out](const QString &capability) { out->text(capability); });
    out->raw(",\"labels\":{");
    for (auto it = who.labels.begin(); it != who.labels.end(); ++it) {
        if (it != who.labels.begin())
            out->raw(",");
        out->text(it.key());
        out->raw(":");
        out->text(it.value());
    }
    out->raw("},\"platform\":");
    out->textOrNull(who.platform);
    out->raw(",\"arch\":");
    out->textOrNull(who.arch);
    out->raw(",\"hostname\":");
    out->textOrNull(who.hostname);
    out->raw(",\"version\":");
    out->textOrNull(who.version);
    out->raw(",\"build\":");
    out->textOrNull(who.build);
    out->raw(",\"cores\":");
    out->orNull(who.cores);
    out->raw(",\"pid\":");
    out->orNull(who.pid);
    out->raw(",\"startedAt\":");
    out->orNull(who.startedAt);
}

void appendAgent(JsonText *out, const Agent &agent)
{
    out->raw("{\"id\":");
    out->text(agent.id);
    out->raw(",\"name\":");
    out->text(agent.name);
    out->raw(",\"role\":");
    out->textOrNull(agent.role);
    out->raw(",\"state\":");
    out->textOrNull(agent.state);
    out->raw(",\"pid\":");
    out->orNull(agent.pid);
    out->raw(",\"memoryBytes\":");
    out->orNull(agent.memoryBytes);
    out->raw(",\"cpu\":");
    out->orNull(agent.cpu);
    out->raw(",\"restarts\":");
    out->number(qint64(agent.restarts));
    out->raw(",\"startedAt\":");
    out->orNull(agent.startedAt);
    out->raw("}");
}

void appendReason(JsonText *out, const StatusReason &reason)
{
    out->raw("{\"code\":");
    out->text(reason.code);
    out->raw(",\"text\":");
    out->text(reason.text);
    out->raw("}");
}

void appendDrain(JsonText *out, const std::optional<Drain> &drain)
{
    if (!drain) {
        out->raw("null");
        return;
    }
    out->raw("{\"jobsLeft\":");
    out->number(qint64(drain->jobsLeft));
    out->raw(",\"jobsAtStart\":");
    out->number(qint64(drain->jobsAtStart));
    out->raw(",\"deadline\":");
    out->orNull(drain->deadline);
    out->raw(",\"waitsFor\":");
    out->textOrNull(drain->waitsFor);
    out->raw("}");
}

} // namespace

void appendLoad(JsonText *out, const Load &load)
{
    out->raw("\"cpu\":");
    out->orNull(load.cpu);
    out->raw(",\"load1\":");
    out->orNull(load.load1);
    out->raw(",\"memoryUsedBytes\":");
    out->orNull(load.memoryUsedBytes);
    out->raw(",\"memoryTotalBytes\":");
    out->orNull(load.memoryTotalBytes);
    out->raw(",\"jobsRunning\":");
    out->orNull(load.jobsRunning);
}

void appendNode(JsonText *out, const Node &node, Timestamp now)
{
    out->raw("{");
    appendIdentity(out, node.who);
    out->raw(",\"status\":");
    out->text(wordOf(node.status));
    out->raw(",\"reasons\":");
    appendList(out, node.reasons, [out](const StatusReason &reason) { appendReason(out, reason); });
    out->raw(",\"registeredAt\":");
    out->time(node.registeredAt);
    out->raw(",\"lastBeatAt\":");
    out->orNull(node.lastBeatAt);
    out->raw(",\"beatAgeMs\":");
    std::optional<milliseconds> age;
    if (node.lastBeatAt)
        age = std::max(milliseconds(0), now - *node.lastBeatAt);
    out->orNull(age);
    out->raw(",\"beatIntervalMs\":");
    out->number(qint64(node.beatInterval.count()));
    out->raw(",\"offlineAfterMs\":");
    out->number(qint64(node.offlineAfter.count()));
    out->raw(",\"clockSkewMs\":");
    out->orNull(node.clockSkew);
    out->raw(",");
    appendLoad(out, node.load);
    out->raw(",\"agents\":");
    appendList(out, node.agents, [out](const Agent &agent) { appendAgent(out, agent); });
    out->raw(",\"cordoned\":");
    out->boolean(node.cordoned);
    out->raw(",\"drain\":");
    appendDrain(out, node.drain);
    out->raw("}");
}

void appendHistory(JsonText *out, const NodeHistory &history)
{
    out->raw("{\"cpu\":");
    out->base64(history.cpu);
    out->raw(",\"memory\":");
    out->base64(history.memory);
    out->raw(",\"beats\":");
    out->base64(history.beats);
    out->raw("}");
}

QByteArray nodesText(const QList<Node> &nodes, Timestamp now)
{
    JsonText out(nodes.size() * kNodeTextBytes + 64);
    appendList(&out, nodes, [&out, now](const Node &node) { appendNode(&out, node, now); });
    return out.take();
}

QByteArray snapshotText(const ClusterSnapshot &snapshot)
{
    JsonText out(snapshot.nodes.size() * kNodeTextBytes + snapshot.histories.size() * kHistoryTextBytes + 256);
    out.raw("{\"epoch\":");
    out.text(snapshot.position.epoch);
    out.raw(",\"number\":");
    out.number(qint64(snapshot.position.number));
    out.raw(",\"takenAt\":");
    out.time(snapshot.takenAt);
    out.raw(",\"nodes\":");
    appendList(&out, snapshot.nodes, [&out, &snapshot](const Node &node) { appendNode(&out, node, snapshot.takenAt); });
    out.raw(",\"histories\":{");
    for (auto it = snapshot.histories.begin(); it != snapshot.histories.end(); ++it) {
        if (it != snapshot.histories.begin())
            out.raw(",");
        out.text(it.key().text());
        out.raw(":");
        appendHistory(&out, *it);
    }
    // Far fewer than nodes: written by way of their JSON objects.
    const auto append = [&out](const QJsonObject &json) { out.raw(QJsonDocument(json).toJson(QJsonDocument::Compact)); };
    out.raw("},\"entities\":");
    appendList(&out, snapshot.entities, [&append](const EntityState &state) { append(toJson(state)); });
    out.raw(",\"queues\":");
    appendList(&out, snapshot.queues, [&append](const QueueFacts &queue) { append(toJson(queue)); });
    out.raw(",\"defaultNode\":");
    out.textOrNull(snapshot.defaultNode.text());
    out.raw("}");
    return out.take();
}

} // namespace muster
