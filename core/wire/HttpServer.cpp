// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpServer.h"

#include "core/base/Log.h"
#include "core/wire/HttpConnection.h"
#include "core/wire/HttpError.h"
#include "core/wire/ReplyBytes.h"
#include "core/wire/SocketCalls.h"
#include "core/wire/SseWriter.h"

#include <QTcpServer>

#include <vector>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

//! What a peer gets that we have no room for.
QByteArray fullReply()
{
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

//! QTcpServer gives descriptors away in a virtual function only.
class HttpServer::Acceptor final : public QTcpServer
{
public:
    explicit Acceptor(std::function<void(qintptr)> take) : m_take(std::move(take)) {}
    DescriptorReserve reserve;

protected:
    void incomingConnection(qintptr descriptor) override { m_take(descriptor); }

private:
    std::function<void(qintptr)> m_take;
};

HttpServer::HttpServer(const Router &router, const Clock &clock, HttpServerOptions options, QObject *parent)
    : QObject(parent), m_clock(clock),
      m_shared(std::make_unique<HttpShared>(HttpShared{.router = router,
                                                       .options = std::move(options),
                                                       .rules = {},
                                                       .ended = [this](HttpConnection *one) { release(one); },
                                                       .now = {},
                                                       .date = {},
                                                       .streams = 0,
                                                       .scratch = {}})),
      m_acceptor(std::make_unique<Acceptor>([this](qintptr descriptor) { accept(descriptor); }))
{
    m_timer.setTimerType(Qt::CoarseTimer);
    m_timer.setInterval(m_shared->options.tick);
    connect(&m_timer, &QTimer::timeout, this, &HttpServer::tick);
    m_acceptor->setListenBacklogSize(limits::kListenBacklog);
    connect(m_acceptor.get(), &QTcpServer::acceptError, this, &HttpServer::shed);
}

HttpServer::~HttpServer()
{
    close();
    qDeleteAll(QObjectList(children())); // Before m_shared, which the connections use.
}

Result<void> HttpServer::open()
{
    if (m_acceptor->isListening())
        return {};
    const HttpServerOptions &options = m_shared->options;
    if (!m_acceptor->listen(options.address, options.port))
        return listenError(*m_acceptor, options.address, options.port);
    m_shared->rules = HostRules(options.address, port(), options.hosts, options.origins);
    m_shared->date = dateLine(m_clock.now().msSinceEpoch);
    return {};
}

void HttpServer::close()
{
    m_acceptor->close();
    m_timer.stop();
    m_isStarved = false;
    const std::vector<HttpConnection *> open(m_connections.begin(), m_connections.end());
    for (HttpConnection *connection : open)
        connection->end(StreamEnd::ByUs);
}

bool HttpServer::isOpen() const
{
    return m_acceptor->isListening();
}

quint16 HttpServer::port() const
{
    return m_acceptor->serverPort();
}

QString HttpServer::url() const
{
    const QHostAddress &address = m_shared->options.address;
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (isV6 ? u"http://[%1]:%2"_s : u"http://%1:%2"_s).arg(address.toString()).arg(port());
}

int HttpServer::streamCount() const
{
    return m_shared->streams;
}

void HttpServer::accept(qintptr descriptor)
{
    if (connectionCount() >= m_shared->options.connections)
        return turnAway(descriptor, fullReply());
    m_shared->now = m_clock.steadyNow();
    if (!m_timer.isActive()) {
        m_shared->date = dateLine(m_clock.now().msSinceEpoch);
        m_timer.start();
    }
    m_connections.insert(new HttpConnection(*m_shared, descriptor, this));
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
        m_acceptor->resumeAccepting();
    }
    const std::vector<HttpConnection *> open(m_connections.begin(), m_connections.end());
    for (HttpConnection *connection : open)
        connection->tick();
    if (m_connections.empty() && !m_isStarved)
        m_timer.stop();
}

//! accept() failed: Qt has stopped accepting. Those who wait are told, and the next tick tries again.
void HttpServer::shed()
{
    m_acceptor->pauseAccepting();
    const int count =
        m_acceptor->reserve.turnAwayWaiting(m_acceptor->socketDescriptor(), fullReply(), limits::kTurnedAwayAtOnce);
    qCWarning(logWire, "out of descriptors: %d connections turned away", count);
    m_isStarved = true;
    m_timer.start();
}

} // namespace muster
