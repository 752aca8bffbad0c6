// SPDX-License-Identifier: Apache-2.0
#pragma once
// The HTTP/1.1 server: listens, counts and limits connections, and gives each request to a Router.
// Plain, or over TLS alone (T-13). Everything has a deadline, kept by one shared timer.

#include "core/base/Clock.h"
#include "core/base/Limits.h"
#include "core/wire/Router.h"
#include "core/wire/TlsIdentity.h"
#include "core/wire/WsFrame.h"

#include <QHostAddress>
#include <QObject>
#include <QSocketNotifier>
#include <QStringList>
#include <QTcpServer>
#include <QPointer>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_set>

namespace muster
{

class DescriptorReserve;
class HttpConnection;
struct HttpShared;

//! H-1: most unsent bytes of the replies of one server; else slow readers would hold as many copies of a long reply as there
//! are connections. Not of streams and WebSockets, which have bounds of their own.
inline constexpr qint64 kPendingRepliesBytes = 64 * 1024 * 1024;
//! A reply up to this is sent whatever waits: beats, refusals, health.
inline constexpr qsizetype kAlwaysSentBytes = 4 * 1024;

//! TLS handshakes under way at once: at 75 KB each (measured) they stay within the 64 MiB of H-2.
inline constexpr int kHandshakes = 768;

//! Where to listen and what to allow.
struct HttpServerOptions {
    QHostAddress address{QHostAddress::LocalHost};
    quint16 port = 0;         //!< 0 picks one; see HttpServer::port().
    QStringList hosts = {};   //!< More names that Host may carry, as HostRules takes them.
    //! Set: asked, at most once a second, for names to allow besides when Host is an address that is not known.
    std::function<QStringList()> gainedHosts = {};
    QStringList origins = {}; //!< Origins that browsers may come from; none by default.
    //! Set: TLS 1.2 or newer with this identity, and nothing else; a plain request finds its connection closed.
    std::optional<TlsIdentity> tls = {};
    milliseconds tlsHandshakeDeadline = limits::kTlsHandshakeDeadline;
    int connections = limits::kHttpConnections;
    int streams = limits::kSseStreams;
    milliseconds headDeadline = limits::kRequestHeadDeadline;
    milliseconds bodyDeadline = limits::kRequestBodyDeadline;
    milliseconds writeDeadline = limits::kReplyWriteDeadline;
    milliseconds keepAliveIdle = limits::kKeepAliveIdle;
    milliseconds sseKeepAlive = limits::kSseKeepAlive;
    qsizetype ssePendingBytes = limits::kSsePendingBytes;
    //! A reply that would take the unsent bytes beyond this is Busy instead (503), and its connection is kept. One that is
    //! longer than that by itself goes while nothing else waits.
    qint64 pendingReplies = kPendingRepliesBytes;
    WsOptions sockets = {}; //!< Of WebSockets.
    milliseconds tick = limits::kHttpTick; //!< How exact the deadlines are.
};

//! Listens and serves between open() and close(); can open again. One thread. The router and the clock must outlive it.
class HttpServer final : public QObject
{
    Q_OBJECT
public:
    HttpServer(const Router &router, const Clock &clock, HttpServerOptions options, QObject *parent = nullptr);
    ~HttpServer() override;
    Q_DISABLE_COPY_MOVE(HttpServer)

    //! Starts listening. Conflict when the address is in use, Invalid ("listen") when it is not ours to listen on,
    //! Invalid ("tls") when the identity cannot be used.
    //! Nothing happens when it listens already.
    Result<void> open();
    //! Stops listening and ends every connection: streams get closed(ByUs), requests in flight get no reply.
    void close();

    //! Ends at once every connection, stream and WebSocket whose caller, the current or the last one, showed the token or
    //! credential \a tokenId (Caller::token): what it opened does not outlive its revocation (T-3, W-7). Requests in
    //! flight get no reply. Nothing happens for an empty id.
    void closeCallers(const QString &tokenId);

    bool isOpen() const;
    //! Port in use, also when 0 was asked for; 0 while closed.
    quint16 port() const;
    //! "http://127.0.0.1:3100", with TLS "https://…".
    QString url() const;
    int connectionCount() const { return int(m_connections.size()); }
    //! Open streams of events.
    int streamCount() const;
    //! Bytes of replies that wait for their readers in this process.
    qint64 pendingReplyBytes() const;

private:
    void takeWaiting();
    void accept(qintptr descriptor);
    void boundHandshakes(HttpConnection *newest);
    void release(HttpConnection *connection);
    void tick();
    void shed();

    const Clock &m_clock;
    std::unique_ptr<HttpShared> m_shared;
    std::unique_ptr<DescriptorReserve> m_reserve;
    QTcpServer m_listener;                              // Only listens; we accept.
    std::unique_ptr<QSocketNotifier> m_notifier;        // Of the listening socket, while open.
    std::unordered_set<HttpConnection *> m_connections; // Children of ours.
    std::deque<QPointer<HttpConnection>> m_handshakes;  // Of TLS, that may not be over; oldest first.
    QTimer m_timer;
    bool m_isStarved = false; // accept() failed for lack of descriptors.
};

} // namespace muster
