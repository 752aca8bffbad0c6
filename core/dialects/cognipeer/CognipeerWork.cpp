// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerWork.h"

#include "core/base/Json.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kKeyCharacters = 512;  // "<tenantId>:<key>"; ours have 129.
constexpr qsizetype kNoteCharacters = 256; // As on the native API.

Error nonsense(const QString &what)
{
    return {.kind = ErrorKind::Protocol, .where = {}, .what = what, .code = {}, .field = {}};
}

//! The rows of \a list that \a read takes. A type that is not known here is told, not blamed.
template <typename Row, typename Read>
Result<CognipeerRows<Row>> readRows(const QJsonValue &list, const QString &name, Read read)
{
    if (!list.isArray())
        return nonsense(u"%1: must be an array"_s.arg(name));
    const QJsonArray array = list.toArray();
    if (array.size() > limits::kEntities)
        return nonsense(u"%1: has more than %2 items"_s.arg(name).arg(limits::kEntities));
    CognipeerRows<Row> found;
    for (qsizetype i = 0; i < array.size(); ++i) {
        JsonReader reader(array.at(i).toObject(), u"%1[%2]"_s.arg(name).arg(i));
        Row row;
        row.key.type = reader.text("entityType"_L1, 64);
        row.key.id = reader.text("entityId"_L1, kKeyCharacters);
        if (row.key.id.isEmpty())
            reader.blame("entityId"_L1, u"is empty"_s);
        read(&reader, &row);
        if (const Result<void> checked = reader.check(); !checked)
            return nonsense(checked.error().what);
        if (const Result<EntityKind> kind = entityKindOf(row.key.type, {})) {
            row.kind = *kind;
            found.rows.append(std::move(row));
        } else if (!found.unknownTypes.contains(row.key.type)) {
            found.unknownTypes.append(row.key.type);
        }
    }
    return found;
}

void readPinFields(JsonReader *reader, CognipeerPin *pin)
{
    pin->nodeName = reader->text("nodeName"_L1);
    const Result<AssignmentMode> mode = assignmentModeOf(reader->text("mode"_L1, 32), reader->pathOf("mode"_L1));
    if (mode)
        pin->mode = *mode;
    else
        reader->blame(mode.error());
    pin->updatedAt = reader->optionalTime("updatedAt"_L1);
    pin->updatedBy = reader->optionalText("updatedBy"_L1);
    pin->version = quint64(reader->optionalInteger("version"_L1, 0, limits::kJsonWholeMost).value_or(0));
}

//! What our own routes add.
std::optional<Placement> readPlacement(JsonReader *reader)
{
    if (!reader->has("placement"_L1))
        return std::nullopt;
    JsonReader json(reader->object("placement"_L1), reader->pathOf("placement"_L1));
    Placement placement;
    placement.node = NodeId(json.optionalText("nodeName"_L1));
    placement.reason = json.optionalText("reason"_L1, 1024);
    if (json.has("waiting"_L1)) {
        JsonReader waiting(json.object("waiting"_L1), json.pathOf("waiting"_L1));
        const Result<WaitReason> reason = waitReasonOf(waiting.text("reason"_L1, 64), waiting.pathOf("reason"_L1));
        placement.waiting = Waiting{reason.value_or(WaitReason::NoCapableNode), waiting.text("text"_L1, 1024)};
        if (const Result<void> checked = waiting.check(); !checked)
            json.blame(checked.error());
    }
    if (const Result<void> checked = json.check(); !checked)
        reader->blame(checked.error());
    return placement;
}

} // namespace

size_t qHash(const CognipeerKey &key, size_t seed)
{
    return qHashMulti(seed, key.type, key.id);
}

CognipeerNames::CognipeerNames(const QList<Node> &nodes)
{
    for (const Node &node : nodes)
        ++m_uses[node.who.name];
    for (const Node &node : nodes) {
        const QString name = m_uses.value(node.who.name) == 1 ? node.who.name : node.id().text();
        m_names.insert(node.id(), name);
        m_ids.insert(name, node.id());
    }
}

QString CognipeerNames::nameOf(const NodeId &node) const
{
    return m_names.value(node, node.text());
}

Result<NodeId> CognipeerNames::find(const QString &name) const
{
    if (m_names.contains(NodeId(name)))
        return NodeId(name);
    if (const auto found = m_ids.constFind(name); found != m_ids.constEnd())
        return *found;
    if (m_uses.value(name) > 1)
        return invalid(u"nodeName"_s, u"nodeName: %1 nodes are called %2; say the id of one"_s.arg(m_uses.value(name)).arg(name));
    return notFound(u"there is no node %1"_s.arg(name.left(limits::kNodeTextCharacters)));
}

QString CognipeerWork::typeOf(EntityKind kind)
{
    return kind == EntityKind::JsRuntime ? u"js-sandbox"_s : wordOf(kind);
}

CognipeerKey CognipeerWork::keyOf(const EntityRef &entity)
{
    return {typeOf(entity.kind), entity.tenant.text() + u':' + entity.id.text()};
}

Result<CognipeerRows<CognipeerPin>> CognipeerWork::readPins(const QJsonObject &overview)
{
    return readRows<CognipeerPin>(overview.value("assignments"_L1), u"assignments"_s, &readPinFields);
}

Result<CognipeerRows<CognipeerInstance>> CognipeerWork::readInstances(const QJsonObject &json)
{
    const auto read = [](JsonReader *reader, CognipeerInstance *one) {
        one->name = reader->optionalText("name"_L1);
        one->subtitle = reader->optionalText("subtitle"_L1); // Alert rules have none.
        one->tenantId = reader->optionalText("tenantId"_L1);
        one->tenantSlug = reader->optionalText("tenantSlug"_L1);
        one->nodeName = reader->optionalText("nodeName"_L1);
        one->placement = readPlacement(reader);
    };
    return readRows<CognipeerInstance>(json.value("instances"_L1), u"instances"_s, read);
}

Result<CognipeerPin> CognipeerWork::readPinned(const QJsonObject &json)
{
    const QJsonArray rows{json.value("assignment"_L1)};
    MUSTER_TRY(read, readRows<CognipeerPin>(rows, u"assignment"_s, &readPinFields));
    if (read.rows.isEmpty())
        return nonsense(u"assignment.entityType: is not what was asked for"_s);
    return read.rows.first();
}

QJsonObject CognipeerWork::writePin(const QString &nodeName, AssignmentMode mode, const std::optional<quint64> &version)
{
    QJsonObject json{{u"nodeName"_s, nodeName}, {u"mode"_s, wordOf(mode)}};
    if (version)
        json.insert(u"version"_s, qint64(*version));
    return json;
}

Result<EntityRef> CognipeerWork::readEntity(const QString &type, const QString &id)
{
    EntityRef ref;
    MUSTER_TRY(kind, entityKindOf(type, u"entityType"_s));
    ref.kind = kind;
    const qsizetype colon = id.indexOf(u':');
    if (colon >= 0) {
        MUSTER_TRY(tenant, TenantId::parse(id.left(colon), u"entityId"_s));
        ref.tenant = tenant;
    }
    MUSTER_TRY(own, EntityId::parse(id.mid(colon + 1), u"entityId"_s));
    ref.id = own;
    return ref;
}

Result<CognipeerWork::Asked> CognipeerWork::readPin(const EntityRef &entity, const QByteArray &body)
{
    MUSTER_TRY(json, parseJsonObject(body));
    JsonReader reader(json);
    Asked asked{reader.optionalText("nodeName"_L1).trimmed(), {entity, {}, AssignmentMode::Strict, std::nullopt, {}}};
    if (asked.nodeName.isEmpty())
        reader.blame("nodeName"_L1, u"is required"_s);
    if (const QString word = reader.optionalText("mode"_L1, 32); !word.isEmpty()) {
        const Result<AssignmentMode> mode = assignmentModeOf(word, u"mode"_s);
        if (mode)
            asked.request.mode = *mode;
        else
            reader.blame(mode.error());
    } else if (reader.has("mode"_L1)) {
        reader.blame("mode"_L1, u"must be strict or preferred"_s);
    }
    if (const auto version = reader.optionalInteger("version"_L1, 0, limits::kJsonWholeMost))
        asked.request.version = quint64(*version);
    asked.request.note = reader.optionalText("note"_L1, kNoteCharacters);
    MUSTER_CHECK(reader.check());
    return asked;
}

QJsonObject CognipeerWork::write(const Assignment &assignment, const CognipeerNames &names)
{
    const CognipeerKey key = keyOf(assignment.entity);
    return {{u"entityType"_s, key.type},
            {u"entityId"_s, key.id},
            {u"nodeName"_s, names.nameOf(assignment.node)},
            {u"mode"_s, wordOf(assignment.mode)},
            {u"updatedAt"_s, assignment.updatedAt.toIso8601()},
            {u"updatedBy"_s, jsonOrNull(assignment.updatedBy)},
            {u"version"_s, qint64(assignment.version)}};
}

namespace {

//! By type and then \a second of the rows.
QJsonArray sorted(QList<QJsonObject> rows, QLatin1StringView second)
{
    std::ranges::sort(rows, [second](const QJsonObject &a, const QJsonObject &b) {
        const auto textOf = [](const QJsonObject &row, QLatin1StringView key) { return row.value(key).toString(); };
        if (const int order = textOf(a, "entityType"_L1).compare(textOf(b, "entityType"_L1)))
            return order < 0;
        if (const int order = textOf(a, second).localeAwareCompare(textOf(b, second)))
            return order < 0;
        return textOf(a, "entityId"_L1) < textOf(b, "entityId"_L1);
    });
    QJsonArray array;
    for (const QJsonObject &row : std::as_const(rows))
        array.append(row);
    return array;
}

QJsonObject writeInstance(const EntityState &state, const CognipeerNames &names, const QString &defaultNode)
{
    const Entity &entity = state.entity;
    const Placement &place = state.placement;
    const CognipeerKey key = CognipeerWork::keyOf(entity.ref);
    const QString here = place.node.isEmpty() ? defaultNode : names.nameOf(place.node);
    const std::optional<Assignment> &pin = state.assignment;
    QJsonValue waiting;
    if (place.waiting)
        waiting = QJsonObject{{u"reason"_s, wordOf(place.waiting->reason)}, {u"text"_s, place.waiting->text}};
    return {{u"entityType"_s, key.type},
            {u"entityId"_s, key.id},
            {u"name"_s, entity.name()},
            {u"subtitle"_s, entity.subtitle.isEmpty() ? entity.ref.id.text() : entity.subtitle},
            {u"tenantId"_s, entity.ref.tenant.text()},
            {u"tenantSlug"_s, entity.ref.tenant.text()},
            {u"projectId"_s, QJsonValue()},
            {u"nodeName"_s, pin ? names.nameOf(pin->node) : here},
            {u"mode"_s, wordOf(pin ? pin->mode : AssignmentMode::Preferred)},
            {u"explicit"_s, pin.has_value()},
            {u"version"_s, pin ? QJsonValue(qint64(pin->version)) : QJsonValue()},
            {u"placement"_s, QJsonObject{{u"nodeName"_s, place.node.isEmpty() ? QJsonValue() : names.nameOf(place.node)},
                                         {u"waiting"_s, waiting},
                                         {u"reason"_s, jsonOrNull(place.reason)}}}};
}

} // namespace

QJsonArray CognipeerWork::writePins(const QList<EntityState> &states, const CognipeerNames &names)
{
    QList<QJsonObject> rows;
    for (const EntityState &state : states) {
        if (state.assignment)
            rows.append(write(*state.assignment, names));
    }
    return sorted(std::move(rows), "entityId"_L1);
}

QJsonObject CognipeerWork::writeInstances(const QList<EntityState> &states, const CognipeerNames &names, const QString &defaultNode)
{
    QList<QJsonObject> rows;
    rows.reserve(states.size());
    for (const EntityState &state : states)
        rows.append(writeInstance(state, names, defaultNode));
    return {{u"instances"_s, sorted(std::move(rows), "name"_L1)}};
}

} // namespace muster
