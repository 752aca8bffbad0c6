// SPDX-License-Identifier: Apache-2.0
#pragma once
// One open stream reply: frames out, keep-alive comments, and an end for readers that do not read.

#include "core/base/Clock.h"
#include "core/base/Limits.h"

#include <QByteArray>
#include <QObject>

namespace muster
{

class PeerSocket;

//! Why a stream ended.
enum class StreamEnd {
    ByPeer,     //!< The reader closed, or its connection broke.
    SlowReader, //!< More than the allowed bytes waited for it.
    ByUs,       //!< close() was called, or the server stopped.
};

//! Sends events to one reader. Made by HttpServer and given to HttpReply::openStream; it deletes itself after closed(),
//! so keep it in a QPointer. Lives on the server's thread.
class SseWriter final : public QObject
{
    Q_OBJECT
public:
    struct Options {
        milliseconds keepAlive = limits::kSseKeepAlive;
        qsizetype pendingBytes = limits::kSsePendingBytes; //!< Most bytes that wait for the reader.
    };

    SseWriter(PeerSocket *socket, Options options, SteadyTime now, QObject *parent);
    Q_DISABLE_COPY_MOVE(SseWriter)

    //! Queues the bytes of one or more whole frames (SseFrame::encoded()). Frames of one event-loop turn leave in one
    //! write, earlier past 16 KiB. Beyond the pending limit the reader is cut off. After closed() nothing happens.
    void send(const QByteArray &frames);
    //! Ends the stream in good order: what was sent is delivered first.
    void close();
    bool isOpen() const { return m_isOpen; }
    //! Bytes that wait for the reader, in this process.
    qsizetype pendingBytes() const;

    //! The server's shared tick: sends a comment once in each keep-alive interval.
    void tick(SteadyTime now);
    //! The socket took what waited in it: sends what waits here.
    void flush();
    //! The connection lost its socket.
    void end(StreamEnd reason);

Q_SIGNALS:
    //! Emitted once, whatever the reason, and never from within send(); the object dies in the next event-loop turn.
    void closed(muster::StreamEnd reason);

private:
    void scheduleFlush();

    PeerSocket *m_socket; // Owned by the connection that owns us.
    const Options m_options;
    QByteArray m_pending;
    SteadyTime m_lastComment;
    bool m_isFlushScheduled = false;
    bool m_isSending = false;
    bool m_isOpen = true;
};

} // namespace muster
