// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/FastReader.h"

#include "core/dialects/native/FastNode.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"

#include <QJsonDocument>

namespace muster {

namespace {

using namespace fast;

constexpr int kParserDepth = limits::kJsonDepth; // simdjson counts the document as well, so this is one level less.

//! Parses \a json; the outcome lives as long as \a parser and until its next use.
bool parse(simdjson::dom::parser &parser, const QByteArray &json, element *to)
{
    const auto size = static_cast<size_t>(json.size());
    if (parser.capacity() < size && parser.allocate(std::max<size_t>(size, 1024), kParserDepth) != simdjson::SUCCESS)
        return false;
    return parser.parse(json.constData(), size).get(*to) == simdjson::SUCCESS;
}

//! The parser of this thread, for small documents.
simdjson::dom::parser &smallParser()
{
    thread_local simdjson::dom::parser parser;
    return parser;
}

template <size_t I>
bool beatLoad(Reading &reading, element from, Heartbeat *to)
{
    return kLoadFields[I].read(reading, from, &to->load);
}

bool instance(element from, Secret *to)
{
    string_view found;
    if (!view(from, &found, limits::kInstanceCharacters) || found.empty())
        return false;
    *to = Secret(QByteArray(found.data(), qsizetype(found.size())));
    return true;
}

bool sequence(Reading &reading, element from, Heartbeat *to)
{
    qint64 found = 0;
    reading.hasSequence = whole(from, &found, 0, limits::kJsonWholeMost);
    to->sequence = static_cast<quint64>(found);
    return reading.hasSequence;
}

bool beatAgents(Reading &reading, element from, Heartbeat *to)
{
    to->agents.reset();
    return from.is_null() || agents(reading, from, &to->agents.emplace());
}

constexpr std::array kHeartbeatFields{
    Field<Heartbeat>{"instance", [](Reading &, element e, Heartbeat *h) { return instance(e, &h->instance); }},
    Field<Heartbeat>{"sequence", sequence},
    Field<Heartbeat>{"sentAt", [](Reading &, element e, Heartbeat *h) { return time(e, &h->sentAt); }},
    Field<Heartbeat>{"cpu", beatLoad<0>},
    Field<Heartbeat>{"load1", beatLoad<1>},
    Field<Heartbeat>{"memoryUsedBytes", beatLoad<2>},
    Field<Heartbeat>{"memoryTotalBytes", beatLoad<3>},
    Field<Heartbeat>{"jobsRunning", beatLoad<4>},
    Field<Heartbeat>{"agents", beatAgents},
    Field<Heartbeat>{"answersPing",
                     [](Reading &, element e, Heartbeat *h) { return text(e, &h->answersPing, limits::kInstanceCharacters); }},
};

bool position(element from, EventPosition *to)
{
    QString found;
    const auto read = text(from, &found) ? EventPosition::fromText(found) : std::nullopt;
    if (read)
        *to = *read;
    return read.has_value();
}

bool beatKind(element from)
{
    string_view kind;
    return view(from, &kind, 16) && kind == "node-beat";
}

//! A node-beat event and its parts as they are read.
struct BeatEvent {
    ClusterEvent event;
    Node node; // Only what a beat carries.
    bool isBeat = false;
};

constexpr std::array kBeatEventFields{
    Field<BeatEvent>{"id", [](Reading &, element e, BeatEvent *b) { return position(e, &b->event.position); }},
    Field<BeatEvent>{"at", [](Reading &, element e, BeatEvent *b) { return time(e, &b->event.at); }},
    Field<BeatEvent>{"kind", [](Reading &, element e, BeatEvent *b) { return b->isBeat = beatKind(e); }},
    Field<BeatEvent>{"node", [](Reading &r, element e, BeatEvent *b) { return readFields<Node>(r, e, kNodeFields, &b->node); }},
};

constexpr int kQueues = 1000; // One a kind, today.

//! By way of its careful reader: rarer than nodes, and of many forms.
template <typename T>
bool careful(element from, T *to, Result<T> (*read)(const QJsonObject &, const QString &))
{
    const std::string text = simdjson::minify(from);
    Result<T> value = read(QJsonDocument::fromJson(QByteArray::fromStdString(text)).object(), {});
    if (value)
        *to = *std::move(value);
    return value.has_value();
}

constexpr std::array kSnapshotFields{
    Field<ClusterSnapshot>{
        "epoch",
        [](Reading &, element e, ClusterSnapshot *s) { return text(e, &s->position.epoch, 64) && !s->position.epoch.isEmpty(); }},
    Field<ClusterSnapshot>{"number",
                           [](Reading &r, element e, ClusterSnapshot *s) {
                               qint64 found = 0;
                               r.hasSequence = whole(e, &found, 0, limits::kJsonWholeMost);
                               s->position.number = static_cast<quint64>(found);
                               return r.hasSequence;
                           }},
    Field<ClusterSnapshot>{"takenAt", [](Reading &, element e, ClusterSnapshot *s) { return time(e, &s->takenAt); }},
    Field<ClusterSnapshot>{"nodes",
                           [](Reading &r, element e, ClusterSnapshot *s) {
                               r.hasNodes = e.is_array();
                               return r.hasNodes && list(e, &s->nodes, limits::kNodes, [&r](element item, Node *one) {
                                          return node(r, item, one);
                                      });
                           }},
    Field<ClusterSnapshot>{"histories",
                           [](Reading &r, element e, ClusterSnapshot *s) { return histories(r, e, &s->histories); }},
    Field<ClusterSnapshot>{"entities",
                           [](Reading &, element e, ClusterSnapshot *s) {
                               return list(e, &s->entities, limits::kEntities,
                                           [](element item, EntityState *one) { return careful(item, one, &entityStateFromJson); });
                           }},
    Field<ClusterSnapshot>{"queues",
                           [](Reading &, element e, ClusterSnapshot *s) {
                               return list(e, &s->queues, kQueues,
                                           [](element item, QueueFacts *one) { return careful(item, one, &queueFromJson); });
                           }},
    Field<ClusterSnapshot>{"defaultNode", [](Reading &, element e, ClusterSnapshot *s) { return e.is_null() || id(e, &s->defaultNode); }},
};

} // namespace

std::optional<Heartbeat> FastReader::heartbeat(const NodeId &node, const QByteArray &json)
{
    element root;
    Reading reading;
    Heartbeat heartbeat;
    heartbeat.node = node;
    if (!parse(smallParser(), json, &root) || !readFields<Heartbeat>(reading, root, kHeartbeatFields, &heartbeat)
        || heartbeat.instance.isEmpty() || !reading.hasSequence)
        return std::nullopt;
    return heartbeat;
}

std::optional<ClusterSnapshot> FastReader::snapshot(const QByteArray &json)
{
    simdjson::dom::parser parser; // Freed afterwards: its tables are larger than the document.
    element root;
    Reading reading;
    ClusterSnapshot snapshot;
    if (!parse(parser, json, &root) || !readFields<ClusterSnapshot>(reading, root, kSnapshotFields, &snapshot)
        || snapshot.position.epoch.isEmpty() || !reading.hasSequence || !reading.hasNodes
        || snapshot.takenAt == Timestamp{})
        return std::nullopt;
    return snapshot;
}

std::optional<ClusterEvent> FastReader::beatEvent(const QByteArray &json)
{
    element root;
    Reading reading;
    BeatEvent beat;
    if (json.size() > limits::kBeatBodyBytes || !parse(smallParser(), json, &root)
        || !readFields<BeatEvent>(reading, root, kBeatEventFields, &beat) || beat.event.position.epoch.isEmpty()
        || beat.event.at == Timestamp{} || !beat.isBeat || beat.node.id().isEmpty() || !beat.node.lastBeatAt)
        return std::nullopt;
    beat.event.what = NodeBeat{beat.node.id(), *beat.node.lastBeatAt, beat.node.load, beat.node.clockSkew};
    return beat.event;
}

} // namespace muster
