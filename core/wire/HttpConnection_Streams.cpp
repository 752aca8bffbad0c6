// SPDX-License-Identifier: Apache-2.0
// What a connection can become: a stream of events, or a WebSocket.
#include "core/wire/HttpConnection.h"

#include "core/wire/HttpError.h"
#include "core/wire/ReplyBytes.h"
#include "core/wire/SseWriter.h"
#include "core/wire/WsPeer.h"

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

Error tooManyStreams()
{
    return {.kind = ErrorKind::Busy, .where = {}, .what = u"too many streams are open"_s, .code = {}, .field = {}};
}

} // namespace

void HttpConnection::openStream(const HttpReply &reply)
{
    if (m_shared.streams >= m_shared.options.streams) {
        m_closesAfter = true;
        return queue(errorReply(tooManyStreams()));
    }
    m_isLast = true;
    appendReplyHead(m_out, reply, {.isHead = false, .closes = true, .isStream = true}, m_shared.date);
    if (!flush())
        return;
    m_phase = Phase::Streaming;
    m_unread.clear();
    m_socket.readOn(); // What a reader says is dropped; that it leaves is told.
    m_socket.setSendBuffer(limits::kSseSendBuffer);
    ++m_shared.streams;
    m_writer = new SseWriter(&m_socket,
                             // A tick earlier, so that it never comes later than promised.
                             {.keepAlive = m_shared.options.sseKeepAlive - m_shared.options.tick,
                              .pendingBytes = m_shared.options.ssePendingBytes},
                             m_shared.now, this);
    connect(m_writer, &SseWriter::closed, this, &HttpConnection::takeStreamEnd);
    reply.openStream(m_writer);
}

void HttpConnection::takeStreamEnd(StreamEnd reason)
{
    --m_shared.streams;
    m_writer->deleteLater();
    m_writer = nullptr;
    if (m_phase != Phase::Streaming)
        return;
    if (reason != StreamEnd::ByUs)
        return end(reason);
    m_phase = Phase::Writing;
    settle();
}

void HttpConnection::openSocket(const HttpReply &reply)
{
    m_isLast = true;
    appendReplyHead(m_out, reply, {.isHead = false, .closes = false, .isStream = true}, m_shared.date);
    if (!flush())
        return;
    m_phase = Phase::Streaming;
    const WsWay way{[this](const QByteArray &bytes) { return m_socket.write(bytes); },
                    [this] { return m_socket.bytesToWrite(); }};
    m_ws = new WsPeer(WsRole::Server, way, m_shared.options.sockets, m_shared.now, this);
    connect(m_ws, &WsPeer::finished, this, &HttpConnection::takeSocketEnd);
    reply.openSocket(m_ws);
    // What came right behind the request is the WebSocket's.
    QMetaObject::invokeMethod(this, &HttpConnection::resume, Qt::QueuedConnection);
}

void HttpConnection::takeSocketBytes(QByteArrayView bytes)
{
    if (m_ws && m_phase == Phase::Streaming && !bytes.isEmpty())
        m_ws->take(bytes);
}

void HttpConnection::takeSocketEnd(WsEnd end)
{
    if (m_phase != Phase::Streaming)
        return;
    if (end == WsEnd::Cut)
        return this->end(StreamEnd::ByUs);
    m_phase = Phase::Writing;
    settle();
}

} // namespace muster
