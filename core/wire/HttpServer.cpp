// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpServer.h"

#include "core/base/Log.h"
#include "core/wire/HttpConnection.h"
#include "core/wire/HttpError.h"
#include "core/wire/ReplyBytes.h"
#include "core/wire/SocketCalls.h"
#include "core/wire/SseWriter.h"

#include <vector>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

//! What a peer gets that we have no room for; over TLS nothing, for there is no room for a handshake either.
QByteArray fullReply(const HttpServerOptions &options)
{
    if (options.tls)
        return {};
    const HttpReply reply = errorReply({.kind = ErrorKind::Busy,
                                        .where = {},
                                        .what = u"the server has too many connections"_s,
                                        .code = {},
                                        .field = {}});
    QByteArray bytes;
    appendReplyHead(bytes, reply, {.isHead = false, .closes = true, .isStream = false}, {});
    return bytes + reply.body;
}

Error listenError(const QTcpServer &server, const QHostAddress &address, quint16 port)
{
    const QString what =
        u"cannot listen on %1, port %2: %3"_s.arg(address.toString()).arg(port).arg(server.errorString());
    if (server.serverError() == QAbstractSocket::AddressInUseError)
        return conflict(what, u"address-in-use"_s);
    return invalid(u"listen"_s, what);
}

} // namespace

HttpServer::HttpServer(const Router &router, const Clock &clock, HttpServerOptions options, QObject *parent)
    : QObject(parent), m_clock(clock),
      m_shared(std::make_unique<HttpShared>(HttpShared{.router = router,
                                                       .options = std::move(options),
                                                       .tls = {},
                                                       .sockets = {},
                                                       .gate = {},
                                                       .ended = [this](HttpConnection *one) { release(one); },
                                                       .now = {},
                                                       .date = {},
                                                       .streams = 0,
                                                       .pendingReplies = 0,
                                                       .scratch = {}})),
      m_reserve(std::make_unique<DescriptorReserve>())
{
    m_timer.setTimerType(Qt::CoarseTimer);
    m_timer.setInterval(m_shared->options.tick);
    connect(&m_timer, &QTimer::timeout, this, &HttpServer::tick);
    m_listener.setListenBacklogSize(limits::kListenBacklog);
}

HttpServer::~HttpServer()
{
    close();
    qDeleteAll(QObjectList(children())); // Before m_shared, which the connections use.
}

Result<void> HttpServer::open()
{
    if (isOpen())
        return {};
    const HttpServerOptions &options = m_shared->options;
    if (options.tls && !m_shared->tls) {
        MUSTER_TRY(context, TlsContext::make(*options.tls));
        m_shared->tls = std::move(context);
    }
    if (!m_shared->sockets) {
        MUSTER_TRY(sockets, SocketSet::make());
        m_shared->sockets = std::move(sockets);
    }
    if (!m_listener.listen(options.address, options.port))
        return listenError(m_listener, options.address, options.port);
    m_listener.pauseAccepting();
    m_notifier = std::make_unique<QSocketNotifier>(m_listener.socketDescriptor(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &HttpServer::takeWaiting);
    m_shared->gate = std::make_unique<RequestGate>(m_shared->router,
                                                   HostRules(options.address, port(), options.hosts, options.origins),
                                                   options.gainedHosts);
    m_shared->date = dateLine(m_clock.now().msSinceEpoch);
    return {};
}

void HttpServer::close()
{
    m_notifier.reset();
    m_listener.close();
    m_timer.stop();
    m_isStarved = false;
    const std::vector<HttpConnection *> open(m_connections.begin(), m_connections.end());
    for (HttpConnection *connection : open)
        connection->end(StreamEnd::ByUs);
}

void HttpServer::closeCallers(const QString &tokenId)
{
    if (tokenId.isEmpty())
        return;
    const std::vector<HttpConnection *> open(m_connections.begin(), m_connections.end());
    for (HttpConnection *connection : open) {
        if (connection->callerToken() == tokenId)
            connection->end(StreamEnd::ByUs);
    }
}

bool HttpServer::isOpen() const
{
    return m_listener.isListening();
}

quint16 HttpServer::port() const
{
    return m_listener.serverPort();
}

QString HttpServer::url() const
{
    const QHostAddress &address = m_shared->options.address;
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    const QString host = isV6 ? u'[' + address.toString() + u']' : address.toString();
    return u"%1://%2:%3"_s.arg(m_shared->options.tls ? u"https"_s : u"http"_s, host).arg(port());
}

int HttpServer::streamCount() const
{
    return m_shared->streams;
}

qint64 HttpServer::pendingReplyBytes() const
{
    return m_shared->pendingReplies;
}

void HttpServer::takeWaiting()
{
    for (int i = 0; i < limits::kAcceptedAtOnce; ++i) {
        const Accepted next = acceptNext(m_listener.socketDescriptor());
        if (next.isStarved)
            return shed();
        if (next.descriptor < 0)
            return;
        accept(next.descriptor);
    }
}

void HttpServer::accept(qintptr descriptor)
{
    if (connectionCount() >= m_shared->options.connections)
        return turnAway(descriptor, fullReply(m_shared->options));
    m_shared->now = m_clock.steadyNow();
    if (!m_timer.isActive()) {
        m_shared->date = dateLine(m_clock.now().msSinceEpoch);
        m_timer.start();
    }
    auto *connection = new HttpConnection(*m_shared, descriptor, this);
    m_connections.insert(connection);
    if (m_shared->tls)
        boundHandshakes(connection);
}

//! A handshake costs some 75 KB until it is over, and an honest one is over in a moment: beyond the bound, the oldest goes.
void HttpServer::boundHandshakes(HttpConnection *newest)
{
    m_handshakes.push_back(newest);
    if (m_handshakes.size() <= size_t(kHandshakes))
        return;
    std::erase_if(m_handshakes, [](const QPointer<HttpConnection> &one) { return !one || one->isReady(); });
    if (m_handshakes.size() <= size_t(kHandshakes))
        return;
    const QPointer<HttpConnection> oldest = m_handshakes.front();
    m_handshakes.pop_front();
    oldest->end(StreamEnd::ByUs);
}

void HttpServer::release(HttpConnection *connection)
{
    m_connections.erase(connection);
    connection->deleteLater();
}

void HttpServer::tick()
{
    m_shared->now = m_clock.steadyNow();
    m_shared->date = dateLine(m_clock.now().msSinceEpoch);
    if (m_isStarved) { // Once a tick, so that a flood does not make us spin (H-7).
        m_isStarved = false;
        m_notifier->setEnabled(true);
    }
    const std::vector<HttpConnection *> open(m_connections.begin(), m_connections.end());
    for (HttpConnection *connection : open)
        connection->tick();
    if (m_connections.empty() && !m_isStarved)
        m_timer.stop();
}

//! No descriptor is left. Those who wait are told, and the next tick tries again.
void HttpServer::shed()
{
    m_notifier->setEnabled(false);
    const QByteArray reply = fullReply(m_shared->options);
    const int count = m_reserve->turnAwayWaiting(m_listener.socketDescriptor(), reply, limits::kTurnedAwayAtOnce);
    qCWarning(logWire, "out of descriptors: %d connections turned away", count);
    m_isStarved = true;
    m_timer.start();
}

} // namespace muster
