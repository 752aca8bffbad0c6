// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpReply.h"

#include <QJsonDocument>

namespace muster
{

HttpReply HttpReply::json(int status, const QJsonObject &object)
{
    return jsonText(status, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

HttpReply HttpReply::json(int status, const QJsonArray &array)
{
    return jsonText(status, QJsonDocument(array).toJson(QJsonDocument::Compact));
}

HttpReply HttpReply::jsonText(int status, QByteArray text)
{
    return {.status = status,
            .contentType = QByteArrayLiteral("application/json"),
            .body = std::move(text),
            .headers = {},
            .openStream = {},
            .openSocket = {}};
}

HttpReply HttpReply::text(int status, QByteArray text)
{
    return {.status = status,
            .contentType = QByteArrayLiteral("text/plain; charset=utf-8"),
            .body = std::move(text),
            .headers = {},
            .openStream = {},
            .openSocket = {}};
}

HttpReply HttpReply::empty(int status)
{
    return {.status = status, .contentType = {}, .body = {}, .headers = {}, .openStream = {},
            .openSocket = {}};
}

HttpReply HttpReply::stream(std::function<void(SseWriter *)> open)
{
    return {.status = 200,
            .contentType = QByteArrayLiteral("text/event-stream"),
            .body = {},
            .headers = {},
            .openStream = std::move(open),
            .openSocket = {}};
}

} // namespace muster
