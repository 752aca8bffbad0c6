// SPDX-License-Identifier: Apache-2.0
#include "core/wire/SseParser.h"

#include <QStringDecoder>

#include <algorithm>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

Error tooLong(const QString &what, qsizetype most)
{
    return {.kind = ErrorKind::Protocol,
            .where = {},
            .what = u"%1 of the event stream is longer than %2 bytes"_s.arg(what).arg(most),
            .code = {},
            .field = {}};
}

//! Text as it was sent: QString::fromUtf8() would swallow a byte order mark at its start, which only a stream may begin with.
QString textOf(QByteArrayView value)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decoder(value);
}

} // namespace

Result<void> SseParser::feed(QByteArrayView bytes, QList<SseFrame> *frames)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        if (m_skipLineFeed) { // The second half of CRLF.
            m_skipLineFeed = false;
            if (bytes[at] == '\n') {
                ++at;
                continue;
            }
        }
        const auto end = std::find_if(bytes.begin() + at, bytes.end(), [](char c) { return c == '\n' || c == '\r'; });
        const QByteArrayView piece = bytes.sliced(at, end - bytes.begin() - at);
        if (m_line.size() + piece.size() > limits::kSseLineBytes)
            return tooLong(u"a line"_s, limits::kSseLineBytes);
        if (end == bytes.end()) {
            m_line.append(piece);
            return {};
        }
        at += piece.size() + 1;
        m_skipLineFeed = *end == '\r';
        if (m_line.isEmpty()) {
            MUSTER_CHECK(takeLine(piece, frames));
        } else {
            m_line.append(piece);
            const QByteArray line = std::exchange(m_line, {});
            MUSTER_CHECK(takeLine(line, frames));
        }
    }
    return {};
}

Result<void> SseParser::takeLine(QByteArrayView line, QList<SseFrame> *frames)
{
    if (std::exchange(m_isFirstLine, false) && line.startsWith("\xef\xbb\xbf"))
        line = line.sliced(3);
    if (line.isEmpty()) {
        dispatch(frames);
        return {};
    }
    const qsizetype colon = line.indexOf(':');
    if (colon == 0) {
        ++m_comments;
        return {};
    }
    if (colon < 0)
        return takeField(line, {});
    QByteArrayView value = line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    return takeField(line.first(colon), value);
}

Result<void> SseParser::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == "data") {
        if (m_data.size() + value.size() > limits::kSseFrameBytes)
            return tooLong(u"an event"_s, limits::kSseFrameBytes);
        if (m_hasData)
            m_data += '\n';
        m_data.append(value);
        m_hasData = true;
    } else if (name == "event") {
        m_event = textOf(value);
    } else if (name == "id") {
        if (!value.contains('\0') && value.size() <= limits::kSseIdBytes)
            m_id = textOf(value);
    } else if (name == "retry") {
        const bool isNumber =
            !value.isEmpty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
        bool fits = false;
        const qint64 span = value.toLongLong(&fits);
        if (isNumber)
            m_retry = fits ? std::min(milliseconds(span), milliseconds(limits::kSseRetryMost)) : limits::kSseRetryMost;
    }
    return {};
}

void SseParser::dispatch(QList<SseFrame> *frames)
{
    m_lastId = m_id;
    if (m_hasData)
        frames->append({.id = m_lastId, .event = m_event, .data = std::exchange(m_data, {})});
    m_hasData = false;
    m_event.clear();
}

} // namespace muster
