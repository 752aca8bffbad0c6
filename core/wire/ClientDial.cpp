// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ClientDial.h"

#include "core/base/Timestamp.h"
#include "core/wire/NetworkCall.h"

#include <QHostInfo>
#include <QNetworkProxy>
#include <QSslSocket>

#include <utility>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr milliseconds kNextAddress{300}; // RFC 8305 asks for 250 ms, and at least 100.
constexpr qsizetype kAddresses = 8;       // Of one name that are tried.
constexpr qint64 kSocketBytes = 64 * 1024; // F-3: what Qt may hold of a server that sends faster than we read.

Error failure(ErrorKind kind, const QString &what)
{
    return {.kind = kind, .where = {}, .what = what, .code = {}, .field = {}};
}

bool isSecure(const QUrl &server)
{
    return server.scheme() == "https"_L1;
}

//! The proxy that this machine has for \a server, if it is one that connections can go through.
QNetworkProxy proxyFor(const QUrl &server)
{
    if (isLoopback(server))
        return QNetworkProxy::NoProxy;
    const QList<QNetworkProxy> found = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(server));
    for (const QNetworkProxy &one : found) {
        if (one.type() == QNetworkProxy::NoProxy || one.capabilities().testFlag(QNetworkProxy::TunnelingCapability))
            return one;
    }
    return QNetworkProxy::NoProxy;
}

} // namespace

ClientDial::ClientDial(QUrl server, TlsTrust trust, QObject *parent)
    : QObject(parent), m_server(std::move(server)), m_trust(std::move(trust))
{
    m_next.setSingleShot(true);
    m_next.setInterval(kNextAddress);
    connect(&m_next, &QTimer::timeout, this, &ClientDial::tryNext);
    QMetaObject::invokeMethod(this, &ClientDial::begin, Qt::QueuedConnection);
}

ClientDial::~ClientDial()
{
    dropAttempts();
}

QTcpSocket *ClientDial::takeSocket(QObject *owner)
{
    QTcpSocket *const socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->setParent(owner);
    return socket;
}

void ClientDial::begin()
{
    const bool isHttp = m_server.scheme() == "http"_L1 || isSecure(m_server);
    if (!isHttp || m_server.host().isEmpty())
        return fail(failure(ErrorKind::Protocol,
                            u"%1 is no address of an HTTP server"_s.arg(m_server.toDisplayString(QUrl::RemovePath))));
    if (const QNetworkProxy proxy = proxyFor(m_server); proxy.type() != QNetworkProxy::NoProxy) {
        QTcpSocket *const socket = addSocket(); // The proxy asks for the name.
        socket->setProxy(proxy);
        return socket->connectToHost(m_server.host(), portOf(m_server));
    }
    if (const QHostAddress literal(m_server.host()); !literal.isNull()) {
        m_addresses = {literal};
        return tryNext();
    }
    QHostInfo::lookupHost(m_server.host(), this, [this](const QHostInfo &info) { takeAddresses(info); });
}

void ClientDial::takeAddresses(const QHostInfo &info)
{
    m_addresses = info.addresses().mid(0, kAddresses);
    if (m_addresses.isEmpty())
        return fail(
            failure(ErrorKind::Unreachable, u"no machine is known by the name of %1"_s.arg(whoIs(m_server))));
    tryNext();
}

void ClientDial::tryNext()
{
    if (m_addresses.isEmpty())
        return;
    const QHostAddress address = m_addresses.takeFirst();
    if (!m_addresses.isEmpty())
        m_next.start();
    QTcpSocket *const socket = addSocket();
    socket->setProxy(QNetworkProxy::NoProxy);
    socket->connectToHost(address, portOf(m_server)); // Last: it may fail from within.
}

QTcpSocket *ClientDial::addSocket()
{
    QTcpSocket *const socket = isSecure(m_server) ? new QSslSocket(this) : new QTcpSocket(this);
    socket->setReadBufferSize(kSocketBytes);
    connect(socket, &QTcpSocket::connected, this, [this, socket] { choose(socket); });
    connect(socket, &QTcpSocket::errorOccurred, this, [this, socket] { lose(socket); });
    m_attempts.append(socket);
    return socket;
}

void ClientDial::choose(QTcpSocket *socket)
{
    m_attempts.removeOne(socket);
    m_socket = socket;
    dropAttempts();
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    if (!isSecure(m_server)) {
        Q_EMIT opened();
        return;
    }
    auto *const secure = static_cast<QSslSocket *>(socket);
    guard(secure, m_trust);
    connect(secure, &QSslSocket::encrypted, this, &ClientDial::confirm, Qt::QueuedConnection);
    secure->setPeerVerifyName(m_server.host(QUrl::FullyEncoded));
    secure->startClientEncryption();
}

void ClientDial::confirm()
{
    if (!m_socket) // Lost meanwhile.
        return;
    if (const auto refusal = tlsRefusal(*static_cast<QSslSocket *>(m_socket), whoIs(m_server)))
        return fail(*refusal);
    Q_EMIT opened();
}

void ClientDial::lose(QTcpSocket *socket)
{
    const Error error = networkError(*socket, whoIs(m_server));
    socket->disconnect(this);
    socket->deleteLater();
    m_attempts.removeOne(socket);
    if (socket == m_socket) {
        m_socket = nullptr;
        return fail(error);
    }
    if (!m_addresses.isEmpty())
        tryNext();
    else if (m_attempts.isEmpty())
        fail(error);
}

void ClientDial::dropAttempts()
{
    m_next.stop();
    m_addresses.clear();
    for (QTcpSocket *socket : std::exchange(m_attempts, {})) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
    }
}

void ClientDial::fail(const Error &error)
{
    dropAttempts();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        std::exchange(m_socket, nullptr)->deleteLater();
    }
    Q_EMIT failed(error);
}

} // namespace muster
