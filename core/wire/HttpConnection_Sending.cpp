// SPDX-License-Identifier: Apache-2.0
// What waits for the peer of a connection, and how it takes its leave.
#include "core/wire/HttpConnection.h"

#include "core/wire/HttpError.h"
#include "core/wire/SseWriter.h"

namespace muster
{

using namespace Qt::StringLiterals;

bool HttpConnection::hasRoomFor(const HttpReply &reply) const
{
    const qsizetype size = reply.body.size();
    if (size <= kAlwaysSentBytes || m_request.method == HttpMethod::Head)
        return true;
    const qint64 waiting = m_shared.pendingReplies - m_counted + m_socket.bytesToWrite() + m_out.size();
    const qint64 added = size + size / 512 + 1024; // With its head and what TLS adds.
    return waiting == 0 || waiting + added <= m_shared.options.pendingReplies;
}

void HttpConnection::countPending()
{
    const bool isReply = m_phase != Phase::Streaming && m_phase != Phase::Ended;
    const qint64 waiting = isReply ? m_socket.bytesToWrite() : 0;
    m_shared.pendingReplies += waiting - m_counted;
    m_counted = waiting;
}

HttpReply HttpConnection::busyReply()
{
    return errorReply({.kind = ErrorKind::Busy,
                       .where = {},
                       .what = u"too many long replies wait for slow readers; try again"_s,
                       .code = {},
                       .field = {}});
}

//! Gives what is queued, and \a more behind it, to the kernel now.
bool HttpConnection::flush(const QByteArray &more)
{
    const bool isWritten = (m_out.isEmpty() || m_socket.write(m_out)) && (more.isEmpty() || m_socket.write(more));
    m_out.clear();
    if (!isWritten)
        end(StreamEnd::ByPeer);
    return isWritten;
}

void HttpConnection::linger()
{
    m_phase = Phase::Lingering;
    waitFor(limits::kHttpLinger);
    m_socket.readOn();
    m_socket.finishSending();
    m_unread.clear();
    drain(); // What came meanwhile would turn our close into a reset.
}

void HttpConnection::drain()
{
    const qint64 count = m_socket.drop(m_shared.scratch);
    m_lingerBytes += qsizetype(count);
    if (count < 0)
        end(StreamEnd::ByPeer);
    else if (m_lingerBytes > limits::kHttpLingerBytes)
        end(StreamEnd::ByUs);
}

} // namespace muster
