// SPDX-License-Identifier: Apache-2.0
#include "core/wire/WsHandshake.h"

#include "core/wire/HeaderText.h"
#include "core/wire/HttpError.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr auto kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3.
constexpr qsizetype kKeyBytes = 16;

//! Every header \a name; a list may be spread over several.
QByteArrayList valuesOf(const HttpRequest &request, QByteArrayView name)
{
    QByteArrayList values;
    for (const HttpRequest::Field &field : request.fields) {
        const QByteArrayView head(request.head);
        if (isSameText(head.sliced(field.nameAt, field.nameSize), name))
            values.append(head.sliced(field.valueAt, field.valueSize).toByteArray());
    }
    return values;
}

bool hasItem(const HttpRequest &request, QByteArrayView name, QByteArrayView item)
{
    const QByteArrayList values = valuesOf(request, name);
    return std::ranges::any_of(values, [item](const QByteArray &value) { return hasToken(value, item); });
}

QByteArray acceptOf(const QByteArray &key)
{
    return QCryptographicHash::hash(key + kGuid, QCryptographicHash::Sha1).toBase64();
}

bool isKey(const QByteArray &text)
{
    const auto bytes = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    return bytes && bytes.decoded.size() == kKeyBytes && bytes.decoded.toBase64() == text;
}

HttpReply upgradeRequired()
{
    Error error = unsupported(u"this address speaks WebSocket, version 13, over HTTP/1.1"_s);
    error.code = httpcode::kUpgradeRequired;
    HttpReply reply = errorReply(error);
    reply.headers.append({"Upgrade"_ba, "websocket"_ba});
    reply.headers.append({"Connection"_ba, "Upgrade"_ba});
    reply.headers.append({"Sec-WebSocket-Version"_ba, "13"_ba});
    return reply;
}

Error notOurs(const QString &what)
{
    return {.kind = ErrorKind::Protocol, .where = {}, .what = what, .code = {}, .field = {}};
}

} // namespace

HttpReply wsUpgrade(const HttpRequest &request, QByteArrayView protocol, std::function<void(WsPeer *)> open)
{
    const qsizetype lineEnd = request.head.indexOf('\r');
    const bool isNewHttp = QByteArrayView(request.head).first(std::max(lineEnd, qsizetype(0))).endsWith("HTTP/1.1");
    const bool isAsked = hasItem(request, "upgrade", "websocket") && hasItem(request, "connection", "upgrade");
    const QByteArrayList versions = valuesOf(request, "sec-websocket-version");
    if (request.method != HttpMethod::Get || !isNewHttp || !isAsked || versions != QByteArrayList{"13"_ba})
        return upgradeRequired();
    const QByteArrayList keys = valuesOf(request, "sec-websocket-key");
    if (keys.size() != 1 || !isKey(keys.constFirst()))
        return errorReply(invalid(u"Sec-WebSocket-Key"_s, u"Sec-WebSocket-Key must be 16 bytes in base64, once"_s));
    if (!hasItem(request, "sec-websocket-protocol", protocol))
        return errorReply(invalid(u"Sec-WebSocket-Protocol"_s,
                                  u"Sec-WebSocket-Protocol must name %1"_s.arg(QLatin1StringView(protocol))));
    HttpReply reply = HttpReply::empty(101);
    reply.headers = {{"Upgrade"_ba, "websocket"_ba},
                     {"Connection"_ba, "Upgrade"_ba},
                     {"Sec-WebSocket-Accept"_ba, acceptOf(keys.constFirst())},
                     {"Sec-WebSocket-Protocol"_ba, protocol.toByteArray()}};
    reply.openSocket = std::move(open);
    return reply;
}

QByteArray wsKey()
{
    std::array<quint32, kKeyBytes / sizeof(quint32)> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), kKeyBytes).toBase64();
}

QList<std::pair<QByteArray, QByteArray>> wsHeaders(const QByteArray &key, const QByteArray &protocol)
{
    return {{"Upgrade"_ba, "websocket"_ba},
            {"Connection"_ba, "Upgrade"_ba},
            {"Sec-WebSocket-Version"_ba, "13"_ba},
            {"Sec-WebSocket-Key"_ba, key},
            {"Sec-WebSocket-Protocol"_ba, protocol}};
}

Result<void> checkWsReply(const ReplyHead &reply, const QByteArray &key, QByteArrayView protocol)
{
    if (reply.status != 101)
        return notOurs(u"did not open a WebSocket (HTTP %1)"_s.arg(reply.status));
    if (!isSameText(reply.header("upgrade"), "websocket") || !hasToken(reply.header("connection"), "upgrade"))
        return notOurs(u"switched to something else than a WebSocket"_s);
    if (reply.header("sec-websocket-accept") != acceptOf(key))
        return notOurs(u"did not prove that it read our request (Sec-WebSocket-Accept)"_s);
    if (!reply.header("sec-websocket-extensions").isEmpty())
        return notOurs(u"uses WebSocket extensions that were not offered"_s);
    if (reply.header("sec-websocket-protocol") != protocol)
        return notOurs(u"speaks another protocol over its WebSocket than %1"_s.arg(QLatin1StringView(protocol)));
    return {};
}

} // namespace muster
