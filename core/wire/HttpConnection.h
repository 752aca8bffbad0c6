// SPDX-License-Identifier: Apache-2.0
#pragma once
// One socket of the server: parse, ask the router, write, keep alive, give up in time. Used by HttpServer alone.

#include "core/wire/HttpParser.h"
#include "core/wire/HttpServer.h"
#include "core/wire/PeerSocket.h"
#include "core/wire/RequestGate.h"

#include <array>

namespace muster
{

class SseWriter;
class WsPeer;
enum class StreamEnd;
enum class WsEnd;

//! What all connections of one server share. Owned by the HttpServer.
struct HttpShared {
    const Router &router;
    const HttpServerOptions options;
    std::unique_ptr<TlsContext> tls;             //!< Null: plain.
    std::unique_ptr<SocketSet> sockets;          //!< Set once it was opened.
    std::unique_ptr<RequestGate> gate;           //!< Set while open.
    std::function<void(HttpConnection *)> ended; //!< Called once by each connection; it may die in the next turn.
    SteadyTime now;                              //!< Of the last tick: exact enough for deadlines, and free.
    QByteArray date;                             //!< The Date line of this second.
    int streams = 0;
    qint64 pendingReplies = 0; //!< Unsent bytes of the replies of all connections, streams and WebSockets apart.
    std::array<char, TlsStream::kPlainBytes> scratch; //!< What a read fills; of no use once the next one begins.
};

//! One connection. Requests are answered one after the other, in order; while one is being answered nothing is read, so
//! that a pipelining peer is held back by its own socket.
class HttpConnection final : public QObject
{
    Q_OBJECT
public:
    //! Takes over \a descriptor, an accepted socket.
    HttpConnection(HttpShared &shared, qintptr descriptor, QObject *parent);
    ~HttpConnection() override;
    Q_DISABLE_COPY_MOVE(HttpConnection)

    //! Whether plain bytes may flow: at once, or after the handshake of TLS.
    bool isReady() const { return m_socket.isReady(); }
    //! The server's shared tick: deadlines and keep-alives.
    void tick();
    //! Ends at once; calls HttpShared::ended.
    void end(StreamEnd reason);
    //! The token of whoever was let in last (Caller::token); empty for a caller without one.
    const QString &callerToken() const { return m_callerToken; }

private:
    enum class Phase {
        Reading,   //!< Of the next request, or of nothing for a while.
        Answering, //!< A handler is at work.
        Writing,   //!< The peer is slow to take a reply.
        Streaming, //!< The SseWriter, or the WsPeer, has the socket.
        Lingering, //!< All is sent; the peer is given time to read it.
        Ended,
    };

    void readSome();
    void drain();
    void take(QByteArrayView bytes);
    void resume();
    void admit();
    void answer();
    void finish(const HttpReply &reply);
    void openStream(const HttpReply &reply);
    void takeStreamEnd(StreamEnd reason);
    void openSocket(const HttpReply &reply);
    void takeSocketBytes(QByteArrayView bytes);
    void takeSocketEnd(WsEnd end);
    void queue(const HttpReply &reply);
    bool hasRoomFor(const HttpReply &reply) const;
    static HttpReply busyReply();
    void countPending();
    bool flush(const QByteArray &more = {});
    void takeGone();
    void takeWritten();
    void settle();
    void linger();
    void expire();
    void waitFor(milliseconds span) { m_deadline = m_shared.now + span; }

    HttpShared &m_shared;
    PeerSocket m_socket;
    HttpParser m_parser;
    HttpRequest m_request; // The one being answered.
    const HttpHandler *m_handler = nullptr;
    std::optional<HttpReply> m_refusal; // The reply to m_parser's request, decided at its head.
    QByteArray m_unread;                // Bytes behind the request being answered.
    QByteArray m_out;                   // Replies not yet given to the socket.
    SseWriter *m_writer = nullptr;      // Child, while Streaming.
    WsPeer *m_ws = nullptr;             // Child, from the upgrade on.
    QHostAddress m_peer;
    QString m_callerToken;
    SteadyTime m_deadline;
    qint64 m_counted = 0; // Our share of HttpShared::pendingReplies.
    qsizetype m_lingerBytes = 0;
    Phase m_phase = Phase::Reading;
    bool m_closesAfter = false; // After the reply to the request that is read or answered.
    bool m_isLast = false;      // The last reply is on its way.
    bool m_hasWaiting = false;  // Bytes came while we did not read.
    bool m_hasWaited = false;   // For the body of the request that is read: its caller may have lost the key meanwhile.
    bool m_isTaking = false;    // Within take(): whoever finishes must not start another.
};

} // namespace muster
