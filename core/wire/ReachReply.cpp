// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ReachReply.h"

#include "core/base/Limits.h"
#include "core/wire/ChunkReader.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

#include <algorithm>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr QByteArrayView kStart("HTTP/1.");
constexpr qsizetype kStatusLine = 12; // "HTTP/1.1 200"

int statusOf(const QByteArray &bytes)
{
    const QByteArray digits = bytes.mid(9, 3);
    const bool isNumber = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return isNumber && bytes[8] == ' ' ? digits.toInt() : 0;
}

QByteArray headerOf(const QByteArray &head, QByteArrayView name)
{
    const QList<QByteArray> lines = head.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

//! The body behind \a head, once it is whole; at the end of the connection, what is there.
std::optional<QByteArray> bodyOf(const QByteArray &head, const QByteArray &rest, bool isEnd)
{
    if (headerOf(head, "transfer-encoding").toLower() == "chunked") {
        ChunkReader chunks;
        QByteArray body;
        (void)chunks.feed(rest, &body, limits::kReachReplyBytes);
        return chunks.state() != ChunkReader::State::More || isEnd ? std::optional(body) : std::nullopt;
    }
    bool isNumber = false;
    const qint64 length = headerOf(head, "content-length").toLongLong(&isNumber);
    if (isNumber && length >= 0 && rest.size() >= length)
        return rest.first(length);
    return isEnd ? std::optional(rest) : std::nullopt;
}

} // namespace

ReachProgress readReach(const QByteArray &bytes, bool isEnd)
{
    const qsizetype shared = std::min<qsizetype>(bytes.size(), kStart.size());
    if (!bytes.startsWith(kStart.first(shared)) || (isEnd && bytes.size() < kStatusLine))
        return {.isNonsense = true};
    if (bytes.size() < kStatusLine)
        return {};
    const int status = statusOf(bytes);
    if (status < 100 || status > 599)
        return {.isNonsense = true};
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return isEnd ? ReachProgress{.reply = ReachReply{.status = status}} : ReachProgress{};
    const std::optional<QByteArray> body = bodyOf(bytes.first(end), bytes.mid(end + 4), isEnd);
    if (!body)
        return {};
    const QJsonObject said = QJsonDocument::fromJson(*body).object();
    const auto text = [&said](QLatin1StringView name) {
        return said.value(name).toString().left(limits::kNodeTextCharacters);
    };
    return {.reply = ReachReply{.status = status, .version = text("version"_L1), .agentId = text("agentId"_L1)}};
}

} // namespace muster
