// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeDrain.h"

#include "core/base/Limits.h"
#include "core/domain/NodeJson.h"

#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNoteCharacters = 256;

Result<QJsonObject> bodyOf(const QByteArray &body)
{
    return body.isEmpty() ? Result<QJsonObject>(QJsonObject()) : parseJsonObject(body);
}

} // namespace

QJsonObject NativeDrain::write(const QString &note)
{
    return {{u"note"_s, jsonOrNull(note)}};
}

Result<QString> NativeDrain::readNote(const QByteArray &body)
{
    MUSTER_TRY(json, bodyOf(body));
    JsonReader reader(json);
    const QString note = reader.optionalText("note"_L1, kNoteCharacters);
    MUSTER_CHECK(reader.check());
    return note;
}

QJsonObject NativeDrain::write(const DrainRequest &request)
{
    return {{u"deadlineMs"_s, request.deadline ? QJsonValue(qint64(request.deadline->count())) : QJsonValue()},
            {u"now"_s, request.isImmediate},
            {u"note"_s, jsonOrNull(request.note)}};
}

Result<DrainRequest> NativeDrain::read(const QByteArray &body)
{
    MUSTER_TRY(json, bodyOf(body));
    JsonReader reader(json);
    DrainRequest request;
    if (const auto deadline = reader.optionalInteger("deadlineMs"_L1, 0, limits::kDrainDeadlineMost.count()))
        request.deadline = milliseconds(*deadline);
    request.isImmediate = reader.boolean("now"_L1, false);
    request.note = reader.optionalText("note"_L1, kNoteCharacters);
    MUSTER_CHECK(reader.check());
    return request;
}

HttpReply NativeDrain::reply(const Node &node)
{
    return HttpReply::json(200, toJson(node, node.lastBeatAt.value_or(node.registeredAt)));
}

Result<Node> NativeDrain::readNode(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    Result<Node> node = nodeFromJson(document.object());
    if (document.isObject() && node)
        return node;
    Error error = node ? Error{ErrorKind::Protocol, {}, u"the answer is no node"_s, {}, {}} : node.error();
    error.kind = ErrorKind::Protocol;
    error.code.clear();
    return error;
}

} // namespace muster
