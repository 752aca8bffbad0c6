// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeEventCodec.h"

#include "core/dialects/native/FastReader.h"
#include "core/dialects/native/NodeText.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"
#include "core/domain/NodeJson.h"

#include <QJsonDocument>

#include <array>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kNodeChanges{NodeChange::Joined, NodeChange::Returned, NodeChange::Announced,
                                  NodeChange::Status, NodeChange::Left,     NodeChange::Updated};

//! Writes the "node" object of an event, and what stands beside it.
struct Body {
    JsonText *out;
    Timestamp at;

    void operator()(const NodeChanged &changed) const { appendNode(out, changed.node, at); }
    void operator()(const NodeBeat &beat) const
    {
        out->raw("{\"id\":");
        out->text(beat.id.text());
        out->raw(",\"lastBeatAt\":");
        out->time(beat.at);
        out->raw(",\"clockSkewMs\":");
        out->orNull(beat.clockSkew);
        out->raw(",");
        appendLoad(out, beat.load);
        out->raw("}");
    }
    void operator()(const NodeRemoved &removed) const
    {
        out->raw("{\"id\":");
        out->text(removed.id.text());
        out->raw(",\"name\":");
        out->text(removed.name);
        out->raw("}");
    }
    void operator()(const NodeConflict &conflict) const
    {
        out->raw("{\"id\":");
        out->text(conflict.id.text());
        out->raw("},\"text\":");
        out->text(conflict.text);
    }
    void operator()(const AccessRefused &refused) const
    {
        out->raw("{},\"who\":");
        out->text(refused.who);
        out->raw(",\"what\":");
        out->text(refused.what);
        out->raw(",\"source\":");
        out->text(refused.source);
        out->raw(",\"text\":");
        out->text(refused.text);
    }
    void operator()(const CallersRefused &refused) const
    {
        out->raw("{},\"source\":");
        out->text(refused.source);
        out->raw(",\"count\":");
        out->number(qint64(refused.count));
    }
    // Rarer than beats by far: written by way of their JSON objects.
    void operator()(const EntityChanged &changed) const { object("entity", toJson(changed.state)); }
    void operator()(const EntityRemoved &removed) const
    {
        object("entity", {{u"kind"_s, wordOf(removed.entity.kind)},
                          {u"id"_s, removed.entity.id.text()},
                          {u"tenant"_s, removed.entity.tenant.text()}});
    }
    void operator()(const JobChanged &changed) const
    {
        object("job", {{u"id"_s, changed.job.text()},
                       {u"queue"_s, changed.queue},
                       {u"entity"_s, changed.entity.text()},
                       {u"state"_s, wordOf(changed.state)},
                       {u"attemptsMade"_s, changed.attemptsMade},
                       {u"attempts"_s, changed.attempts},
                       {u"node"_s, jsonOrNull(changed.node.text())},
                       {u"waitingFor"_s, toJson(changed.waitingFor)},
                       {u"error"_s, toJson(changed.error)}});
    }
    void operator()(const QueueChanged &changed) const
    {
        QJsonObject json = toJson(changed.queue);
        json.insert(u"changes"_s, qint64(changed.changes));
        object("queue", json);
    }

    void object(const char *key, const QJsonObject &json) const
    {
        out->raw("{},\"");
        out->raw(key);
        out->raw("\":");
        out->raw(QJsonDocument(json).toJson(QJsonDocument::Compact));
    }
};

NodeId readId(JsonReader *reader)
{
    const Result<NodeId> id = NodeId::parse(reader->text("id"_L1), reader->pathOf("id"_L1));
    if (!id) {
        reader->blame(id.error());
        return {};
    }
    return *id;
}

template <typename T>
T taken(JsonReader *reader, Result<T> read)
{
    if (read)
        return *std::move(read);
    reader->blame(read.error());
    return {};
}

JobChanged readJob(JsonReader *reader)
{
    // A whole job's reader knows all of its fields; what an event leaves out is unset.
    const Job job = taken(reader, jobFromJson(reader->object("job"_L1), u"job"_s));
    return {job.id,       job.queue, job.entity,     job.state, job.attemptsMade,
            job.attempts, job.node,  job.waitingFor, job.error};
}

void readWork(JsonReader *reader, const QString &kind, ClusterEvent *event)
{
    if (kind == "entity-changed"_L1) {
        event->what = EntityChanged{taken(reader, entityStateFromJson(reader->object("entity"_L1), u"entity"_s))};
    } else if (kind == "entity-removed"_L1) {
        JsonReader entity(reader->object("entity"_L1), u"entity"_s);
        EntityRef ref;
        ref.kind = taken(reader, entityKindOf(entity.text("kind"_L1, 32), u"entity.kind"_s));
        ref.id = taken(reader, EntityId::parse(entity.text("id"_L1, 64), u"entity.id"_s));
        ref.tenant = taken(reader, TenantId::parse(entity.text("tenant"_L1, 64), u"entity.tenant"_s));
        event->what = EntityRemoved{ref};
    } else if (kind == "job-changed"_L1) {
        event->what = readJob(reader);
    } else {
        JsonReader queue(reader->object("queue"_L1), u"queue"_s);
        QueueChanged changed{taken(reader, queueFromJson(reader->object("queue"_L1), u"queue"_s)), 0};
        changed.changes = quint64(queue.optionalInteger("changes"_L1, 0, limits::kJsonWholeMost).value_or(0));
        event->what = changed;
    }
}

void readBody(JsonReader *reader, const QString &kind, ClusterEvent *event)
{
    const QJsonObject json = reader->object("node"_L1);
    JsonReader node(json, u"node"_s);
    if (kind == "node-beat"_L1) {
        NodeBeat beat{readId(&node), {}, loadFromJson(&node), std::nullopt};
        beat.at = node.optionalTime("lastBeatAt"_L1).value_or(event->at);
        if (const auto skew = node.optionalInteger("clockSkewMs"_L1, -limits::kJsonWholeMost, limits::kJsonWholeMost))
            beat.clockSkew = milliseconds(*skew);
        event->what = beat;
    } else if (kind == "node-removed"_L1) {
        event->what = NodeRemoved{readId(&node), node.optionalText("name"_L1, limits::kNodeNameCharacters)};
    } else if (kind == "node-conflict"_L1) {
        event->what = NodeConflict{readId(&node), reader->optionalText("text"_L1, 1024)};
    } else if (kind == "access-refused"_L1) {
        event->what = AccessRefused{reader->optionalText("who"_L1, 256), reader->optionalText("what"_L1, 1024),
                                    reader->optionalText("source"_L1, 256), reader->optionalText("text"_L1, 1024)};
    } else if (kind == "callers-refused"_L1) {
        event->what = CallersRefused{reader->optionalText("source"_L1, 256),
                                     int(reader->optionalInteger("count"_L1, 0, 1'000'000'000).value_or(0))};
    } else if (kind.startsWith("entity-"_L1) || kind.startsWith("job-"_L1) || kind.startsWith("queue-"_L1)) {
        readWork(reader, kind, event);
    } else {
        Result<Node> whole = nodeFromJson(json, u"node"_s);
        if (!whole) {
            reader->blame(whole.error());
            return;
        }
        NodeChanged changed{*std::move(whole), NodeChange::Updated};
        for (const NodeChange one : kNodeChanges)
            changed.change = kindOf(one) == kind ? one : changed.change;
        event->what = std::move(changed);
    }
    if (const Result<void> checked = node.check(); !checked)
        reader->blame(checked.error());
}

bool isKnown(const QString &kind)
{
    return kind == "node-beat"_L1 || kind == "node-removed"_L1 || kind == "node-conflict"_L1
        || kind == "access-refused"_L1 || kind == "callers-refused"_L1 || kind == "entity-changed"_L1
        || kind == "entity-removed"_L1 || kind == "job-changed"_L1 || kind == "queue-changed"_L1
        || std::ranges::any_of(kNodeChanges, [&kind](NodeChange one) { return kindOf(one) == kind; });
}

} // namespace

namespace {

//! The frame up to the value of "node".
JsonText opened(const ClusterEvent &event, const QByteArray &kind)
{
    const QString position = event.position.toText();
    JsonText out(512);
    out.raw("id: ");
    out.raw(position.toUtf8());
    out.raw("\nevent: ");
    out.raw(kind);
    out.raw("\ndata: {\"id\":");
    out.text(position);
    out.raw(",\"at\":");
    out.time(event.at);
    out.raw(",\"kind\":\"");
    out.raw(kind);
    out.raw("\",\"node\":");
    return out;
}

} // namespace

QByteArray NativeEventCodec::encodedWithheld(const ClusterEvent &event)
{
    JsonText out = opened(event, "withheld");
    out.raw("{}}\n\n");
    return out.take();
}

QByteArray NativeEventCodec::encoded(const ClusterEvent &event)
{
    JsonText out = opened(event, event.kind().toLatin1());
    std::visit(Body{&out, event.at}, event.what);
    out.raw("}\n\n");
    return out.take();
}

QByteArray NativeEventCodec::encodedOpening(const EventPosition &position)
{
    return ": muster events\nid: " + position.toText().toUtf8() + "\n\n";
}

QByteArray NativeEventCodec::encodedResync(const EventPosition &position)
{
    JsonText data(128);
    data.raw("{\"epoch\":");
    data.text(position.epoch);
    data.raw(",\"number\":");
    data.number(qint64(position.number));
    data.raw("}");
    return SseFrame{position.toText(), kResync, data.take()}.encoded();
}

Result<ClusterEvent> NativeEventCodec::decoded(const SseFrame &frame)
{
    if (!isKnown(frame.event))
        return unsupported(u"an event of the unknown kind \"%1\""_s.arg(frame.event.left(40)));
    if (frame.event == "node-beat"_L1) {
        if (std::optional<ClusterEvent> beat = FastReader::beatEvent(frame.data))
            return *std::move(beat);
    }
    const auto blamed = [&frame](Error error) {
        error.kind = ErrorKind::Protocol;
        error.code.clear();
        return error.within(u"reading the event %1"_s.arg(frame.id.left(100)));
    };
    const Result<QJsonObject> json = parseJsonObject(frame.data);
    if (!json)
        return blamed(json.error());
    JsonReader reader(*json);
    ClusterEvent event;
    if (const auto position = EventPosition::fromText(reader.text("id"_L1)))
        event.position = *position;
    else
        reader.blame("id"_L1, u"must be EPOCH-NUMBER"_s);
    if (!reader.has("at"_L1))
        reader.blame("at"_L1, u"is missing"_s);
    event.at = reader.optionalTime("at"_L1).value_or(Timestamp{});
    if (reader.text("kind"_L1) != frame.event)
        reader.blame("kind"_L1, u"must be %1"_s.arg(frame.event));
    readBody(&reader, frame.event, &event);
    if (const Result<void> checked = reader.check(); !checked)
        return blamed(checked.error());
    return event;
}

} // namespace muster
