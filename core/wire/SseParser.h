// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bytes of an event stream -> SseFrames; pure and bounded. Source: WHATWG HTML, 9.2.6 (interpreting an event stream).

#include "core/base/Limits.h"
#include "core/base/Result.h"
#include "core/base/Timestamp.h"
#include "core/wire/SseFrame.h"

#include <QList>

#include <optional>

namespace muster
{

//! Reads one stream from its beginning; make a new one (with the last id) for each connection. The results do not
//! depend on where the bytes were cut.
class SseParser
{
public:
    explicit SseParser(const QString &lastId = {}) : m_id(lastId), m_lastId(lastId) {}

    //! Appends to \a frames what \a bytes complete; each frame's id is the last one seen, as the standard has it.
    //! Protocol for a line or an event beyond its limit; the parser is of no use afterwards.
    Result<void> feed(QByteArrayView bytes, QList<SseFrame> *frames);

    //! The id to resume from: of the last block of lines that ended.
    const QString &lastId() const { return m_lastId; }
    //! The reconnection time the server asked for, if it did.
    std::optional<milliseconds> retry() const { return m_retry; }
    //! Comment lines seen; they show life.
    qint64 comments() const { return m_comments; }

private:
    Result<void> takeLine(QByteArrayView line, QList<SseFrame> *frames);
    Result<void> takeField(QByteArrayView name, QByteArrayView value);
    void dispatch(QList<SseFrame> *frames);

    QByteArray m_line; // The unfinished line, when a chunk ended within one.
    QByteArray m_data;
    QString m_event;
    QString m_id; // Becomes m_lastId at the end of the block.
    QString m_lastId;
    std::optional<milliseconds> m_retry;
    qint64 m_comments = 0;
    bool m_isFirstLine = true;   // May begin with a byte order mark.
    bool m_skipLineFeed = false; // The last byte was CR.
    bool m_hasData = false;
};

} // namespace muster
