// SPDX-License-Identifier: Apache-2.0
#include "core/domain/EntityJson.h"

#include "core/domain/AgentSettings.h"

#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The value of \a read, or its error blamed on \a reader.
template <typename T>
T valueOr(JsonReader *reader, const Result<T> &read, T otherwise)
{
    if (read)
        return *read;
    reader->blame(read.error());
    return otherwise;
}

EntityRef refFromJson(JsonReader *reader, QLatin1StringView key)
{
    return valueOr(reader, EntityRef::parse(reader->text(key, 256), reader->pathOf(key)), EntityRef{});
}

NodeId nodeFromJson(JsonReader *reader, QLatin1StringView key)
{
    const QString text = reader->optionalText(key, 64);
    return text.isEmpty() ? NodeId() : valueOr(reader, NodeId::parse(text, reader->pathOf(key)), NodeId());
}

AssignmentMode modeFromJson(JsonReader *reader)
{
    const QString word = reader->text("mode"_L1, 32);
    return valueOr(reader, assignmentModeOf(word, reader->pathOf("mode"_L1)), AssignmentMode::Strict);
}

//! Foreign clusters do not tell all times; unknown is null.
QJsonValue knownTime(Timestamp at)
{
    return at == Timestamp{} ? QJsonValue() : QJsonValue(at.toIso8601());
}

template <typename T>
Result<T> checked(const JsonReader &reader, T value)
{
    MUSTER_CHECK(reader.check());
    return value;
}

} // namespace

QJsonObject toJson(const Entity &entity)
{
    return {{u"kind"_s, wordOf(entity.ref.kind)},
            {u"id"_s, entity.ref.id.text()},
            {u"tenant"_s, entity.ref.tenant.text()},
            {u"title"_s, jsonOrNull(entity.title)},
            {u"subtitle"_s, jsonOrNull(entity.subtitle)},
            {u"needs"_s, QJsonArray::fromStringList(entity.needs)},
            {u"resident"_s, entity.isResident},
            {u"settings"_s, entity.settings},
            {u"secrets"_s, QJsonArray::fromStringList(entity.secrets)},
            {u"createdAt"_s, knownTime(entity.createdAt)},
            {u"updatedAt"_s, knownTime(entity.updatedAt)}};
}

Result<Entity> entityFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    Entity entity;
    const QString kind = reader.text("kind"_L1, 32);
    entity.ref.kind = valueOr(&reader, entityKindOf(kind, reader.pathOf("kind"_L1)), EntityKind::Agent);
    entity.ref.id = valueOr(&reader, EntityId::parse(reader.text("id"_L1, 64), reader.pathOf("id"_L1)), EntityId());
    if (const QString tenant = reader.optionalText("tenant"_L1, 64); !tenant.isEmpty())
        entity.ref.tenant = valueOr(&reader, TenantId::parse(tenant, reader.pathOf("tenant"_L1)), defaultTenant());
    entity.title = reader.optionalText("title"_L1, limits::kNodeNameCharacters);
    entity.subtitle = reader.optionalText("subtitle"_L1);
    entity.needs = reader.texts("needs"_L1, limits::kNodeCapabilities);
    entity.isResident = reader.boolean("resident"_L1, false);
    entity.settings = reader.object("settings"_L1);
    entity.secrets = reader.texts("secrets"_L1, limits::kEntitySecrets);
    entity.createdAt = reader.optionalTime("createdAt"_L1).value_or(Timestamp{});
    entity.updatedAt = reader.optionalTime("updatedAt"_L1).value_or(entity.createdAt);
    if (QJsonDocument(entity.settings).toJson(QJsonDocument::Compact).size() > limits::kEntitySettingsBytes)
        reader.blame("settings"_L1, u"is longer than %1 bytes"_s.arg(limits::kEntitySettingsBytes));
    for (const QString &name : entity.secrets) {
        if (!isVariableName(name))
            reader.blame("secrets"_L1, u"\"%1\" cannot be the name of a variable"_s.arg(name.left(40)));
    }
    MUSTER_CHECK(reader.check());
    if (entity.ref.kind == EntityKind::Agent) {
        const Result<AgentSettings> settings = AgentSettings::fromJson(entity.settings);
        if (!settings) {
            Error error = settings.error();
            error.field = reader.pathOf("settings"_L1) + u'.' + error.field;
            return error;
        }
    }
    return entity;
}

QJsonObject toJson(const Assignment &assignment)
{
    return {{u"entity"_s, assignment.entity.text()},
            {u"node"_s, jsonOrNull(assignment.node.text())},
            {u"mode"_s, wordOf(assignment.mode)},
            {u"updatedAt"_s, knownTime(assignment.updatedAt)},
            {u"updatedBy"_s, jsonOrNull(assignment.updatedBy)},
            {u"version"_s, static_cast<qint64>(assignment.version)}};
}

Result<Assignment> assignmentFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    Assignment assignment;
    assignment.entity = refFromJson(&reader, "entity"_L1);
    assignment.node = nodeFromJson(&reader, "node"_L1);
    assignment.mode = modeFromJson(&reader);
    assignment.updatedAt = reader.optionalTime("updatedAt"_L1).value_or(Timestamp{});
    assignment.updatedBy = reader.optionalText("updatedBy"_L1);
    assignment.version = quint64(reader.optionalInteger("version"_L1, 0, limits::kJsonWholeMost).value_or(0));
    return checked(reader, assignment);
}

QJsonValue toJson(const std::optional<Waiting> &waiting)
{
    if (!waiting)
        return {};
    return QJsonObject{{u"reason"_s, wordOf(waiting->reason)}, {u"text"_s, waiting->text}};
}

std::optional<Waiting> waitingFromJson(JsonReader *reader, QLatin1StringView key)
{
    if (!reader->has(key))
        return std::nullopt;
    JsonReader one(reader->object(key), reader->pathOf(key));
    Waiting waiting;
    const QString word = one.text("reason"_L1, 64);
    waiting.reason = valueOr(&one, waitReasonOf(word, one.pathOf("reason"_L1)), WaitReason::NoCapableNode);
    waiting.text = one.optionalText("text"_L1, 1024);
    if (const Result<void> read = one.check(); !read)
        reader->blame(read.error());
    return waiting;
}

QJsonObject toJson(const Placement &placement)
{
    return {{u"node"_s, jsonOrNull(placement.node.text())},
            {u"mode"_s, wordOf(placement.mode)},
            {u"explicit"_s, placement.isExplicit},
            {u"waiting"_s, toJson(placement.waiting)},
            {u"reason"_s, placement.reason}};
}

Result<Placement> placementFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    Placement placement;
    placement.node = nodeFromJson(&reader, "node"_L1);
    placement.mode = modeFromJson(&reader);
    placement.isExplicit = reader.boolean("explicit"_L1, false);
    placement.waiting = waitingFromJson(&reader, "waiting"_L1);
    placement.reason = reader.optionalText("reason"_L1, 1024);
    return checked(reader, placement);
}

QJsonObject toJson(const EntityState &state)
{
    QJsonObject json = toJson(state.entity);
    json.insert(u"assignment"_s, state.assignment ? QJsonValue(toJson(*state.assignment)) : QJsonValue());
    json.insert(u"placement"_s, toJson(state.placement));
    return json;
}

Result<EntityState> entityStateFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    EntityState state;
    MUSTER_TRY(entity, entityFromJson(json, path));
    state.entity = std::move(entity);
    if (reader.has("assignment"_L1)) {
        MUSTER_TRY(assignment, assignmentFromJson(reader.object("assignment"_L1), reader.pathOf("assignment"_L1)));
        state.assignment = std::move(assignment);
    }
    MUSTER_TRY(placement, placementFromJson(reader.object("placement"_L1), reader.pathOf("placement"_L1)));
    state.placement = std::move(placement);
    return checked(reader, std::move(state));
}

QJsonObject toJson(const Candidate &candidate)
{
    return {{u"node"_s, candidate.node.text()},
            {u"name"_s, candidate.name},
            {u"fits"_s, candidate.fits},
            {u"load"_s, candidate.load},
            {u"reason"_s, candidate.reason}};
}

Result<Candidate> candidateFromJson(const QJsonObject &json, const QString &path)
{
    JsonReader reader(json, path);
    Candidate candidate;
    candidate.node = nodeFromJson(&reader, "node"_L1);
    candidate.name = reader.optionalText("name"_L1);
    candidate.fits = reader.boolean("fits"_L1, false);
    candidate.load = reader.optionalNumber("load"_L1, 0, 1'000'000).value_or(0);
    candidate.reason = reader.optionalText("reason"_L1, 1024);
    return checked(reader, candidate);
}

} // namespace muster
