// SPDX-License-Identifier: Apache-2.0
#pragma once
// How replies of a server are read: every complaint is its fault, not the caller's. Used by the readers of replies here.

#include "core/base/Json.h"

namespace muster {

//! Intervals beyond a year or so are nonsense.
inline constexpr qint64 kReplyMsMost = qint64(400) * 86'400'000;

//! \a error as one in what a server sent.
inline Error brokenReply(Error error)
{
    error.kind = ErrorKind::Protocol;
    error.code.clear();
    return error;
}

//! A duration that must be there.
inline milliseconds readMs(JsonReader *reader, QLatin1StringView key)
{
    return milliseconds(reader->integer(key, 0, kReplyMsMost));
}

//! Reads a reply with \a read(JsonReader *); Protocol, naming the path, for whatever the reader complains about.
template <typename T, typename Read>
Result<T> readReply(const QByteArray &body, Read read)
{
    const Result<QJsonObject> json = parseJsonObject(body);
    if (!json)
        return brokenReply(json.error());
    JsonReader reader(*json);
    T value = read(&reader);
    if (const Result<void> checked = reader.check(); !checked)
        return brokenReply(checked.error());
    return value;
}

} // namespace muster
