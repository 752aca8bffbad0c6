// SPDX-License-Identifier: Apache-2.0
#include "core/wire/SseWriter.h"

#include "core/wire/PeerSocket.h"

namespace muster
{

SseWriter::SseWriter(PeerSocket *socket, Options options, SteadyTime now, QObject *parent)
    : QObject(parent), m_socket(socket), m_options(options), m_lastComment(now)
{
}

void SseWriter::send(const QByteArray &frames)
{
    if (!m_isOpen)
        return;
    m_isSending = true;
    const qsizetype waiting = pendingBytes();
    if (waiting > 0 && waiting + frames.size() > m_options.pendingBytes) {
        end(StreamEnd::SlowReader);
    } else {
        m_pending += frames;
        if (m_pending.size() >= limits::kSseFlushBytes)
            flush();
        else
            scheduleFlush();
    }
    m_isSending = false;
}

void SseWriter::close()
{
    if (!m_isOpen)
        return;
    if (!m_pending.isEmpty())
        (void)m_socket->write(m_pending); // A failure ends in the same way.
    m_pending.clear();
    end(StreamEnd::ByUs);
}

qsizetype SseWriter::pendingBytes() const
{
    return m_pending.size() + qsizetype(m_socket->bytesToWrite());
}

void SseWriter::tick(SteadyTime now)
{
    if (now - m_lastComment < m_options.keepAlive)
        return;
    m_lastComment = now;
    send(QByteArrayLiteral(":\n\n"));
}

void SseWriter::end(StreamEnd reason)
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    if (!m_isSending)
        Q_EMIT closed(reason);
    else // Whoever sends to a list of writers must not lose one of them meanwhile.
        QMetaObject::invokeMethod(
            this, [this, reason] { Q_EMIT closed(reason); }, Qt::QueuedConnection);
}

void SseWriter::scheduleFlush()
{
    if (m_isFlushScheduled)
        return;
    m_isFlushScheduled = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isFlushScheduled = false;
            flush();
        },
        Qt::QueuedConnection);
}

void SseWriter::flush()
{
    // While the socket still holds bytes, ours wait here, where they are counted; the connection calls again.
    if (!m_isOpen || m_pending.isEmpty() || m_socket->bytesToWrite() > 0)
        return;
    const bool isWritten = m_socket->write(m_pending);
    m_pending.clear();
    if (!isWritten)
        end(StreamEnd::ByPeer);
}

} // namespace muster
