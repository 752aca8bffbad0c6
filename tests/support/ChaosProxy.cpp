// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ChaosProxy.h"

#include <QHostAddress>

#include <sys/socket.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace muster {

namespace {

//! Closes with a reset instead of an end: the peer's next read fails.
void reset(QTcpSocket *socket)
{
    const linger atOnce{1, 0};
    ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    socket->abort();
}

} // namespace

ChaosProxy::ChaosProxy(quint16 target, quint32 seed, QObject *parent)
    : QObject(parent), m_listener(this), m_random(seed), m_target(target)
{
    connect(&m_listener, &QTcpServer::newConnection, this, &ChaosProxy::take);
    listen();
}

void ChaosProxy::Link::drop()
{
    for (QObject *part : std::initializer_list<QObject *>{toServer, toClient, client, server}) {
        if (!part)
            continue;
        part->disconnect();
        part->deleteLater();
    }
    toServer = toClient = nullptr;
    client = server = nullptr;
}

QUrl ChaosProxy::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

void ChaosProxy::setFaults(Way way, const ChaosFaults &faults)
{
    (way == Way::ToServer ? m_toServer : m_toClient) = faults;
    for (size_t i = 0; i < m_links.size(); ++i) { // A reset that is due takes its link away.
        const size_t before = m_links.size();
        if (ChaosPipe *pipe = way == Way::ToServer ? m_links[i]->toServer : m_links[i]->toClient)
            pipe->pump();
        i -= before - m_links.size();
    }
}

void ChaosProxy::setFaults(const ChaosFaults &faults)
{
    setFaults(Way::ToServer, faults);
    setFaults(Way::ToClient, faults);
}

void ChaosProxy::setBlackHole(bool isOn)
{
    for (const Way way : {Way::ToServer, Way::ToClient}) {
        ChaosFaults faults = way == Way::ToServer ? m_toServer : m_toClient;
        faults.isBlackHole = isOn;
        setFaults(way, faults);
    }
}

void ChaosProxy::setRefusing(bool isOn)
{
    if (isOn)
        m_listener.close();
    else if (!m_listener.isListening())
        listen();
}

void ChaosProxy::resetAll()
{
    while (!m_links.empty())
        resetOne(m_links.front()->client);
}

void ChaosProxy::closeAll()
{
    while (!m_links.empty()) {
        const std::unique_ptr<Link> link = taken(m_links.front()->client);
        for (QTcpSocket *socket : {std::exchange(link->client, nullptr), std::exchange(link->server, nullptr)}) {
            if (!socket)
                continue;
            socket->disconnect();
            socket->setParent(this);
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            socket->disconnectFromHost();
        }
    }
}

void ChaosProxy::halfOpenAll()
{
    for (const auto &link : m_links) {
        if (!link->server)
            continue;
        m_endedToServer += link->toServer->passed();
        m_endedToClient += link->toClient->passed();
        QTcpSocket *const client = std::exchange(link->client, nullptr);
        QTcpSocket *const server = link->server;
        client->disconnect();
        server->disconnect();
        link->drop();
        reset(server);
        link->client = client;
        client->setReadBufferSize(0);
        connect(client, &QTcpSocket::readyRead, client, [client] { client->readAll(); });
        connect(client, &QTcpSocket::disconnected, this, [this, client] { clientEnded(client); });
        client->readAll();
    }
}

qint64 ChaosProxy::passed(Way way) const
{
    qint64 bytes = way == Way::ToServer ? m_endedToServer : m_endedToClient;
    for (const auto &link : m_links) {
        if (const ChaosPipe *pipe = way == Way::ToServer ? link->toServer : link->toClient)
            bytes += pipe->passed();
    }
    return bytes;
}

void ChaosProxy::listen()
{
    if (!m_listener.listen(QHostAddress::LocalHost, m_port))
        qFatal("the proxy cannot listen: %s", qPrintable(m_listener.errorString()));
    m_port = m_listener.serverPort();
}

void ChaosProxy::take()
{
    while (QTcpSocket *socket = m_listener.nextPendingConnection()) {
        ++m_accepted;
        socket->setParent(this);
        auto link = std::make_unique<Link>();
        link->client = socket;
        link->server = new QTcpSocket(this);
        link->toServer = new ChaosPipe(*link->client, *link->server, m_toServer, m_random, this);
        link->toClient = new ChaosPipe(*link->server, *link->client, m_toClient, m_random, this);
        watch(*link);
        link->server->connectToHost(QHostAddress::LocalHost, m_target);
        m_links.push_back(std::move(link));
    }
}

void ChaosProxy::watch(const Link &link)
{
    QTcpSocket *const client = link.client;
    for (QTcpSocket *socket : {link.client, link.server})
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (ChaosPipe *pipe : {link.toServer, link.toClient})
        connect(pipe, &ChaosPipe::resetReached, this, [this, client] { resetOne(client); });
    connect(client, &QTcpSocket::disconnected, this, [this, client] { clientEnded(client); });
    connect(link.server, &QTcpSocket::disconnected, this, [this, client] { serverEnded(client); });
    connect(link.server, &QTcpSocket::errorOccurred, this, [this, client](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::ConnectionRefusedError) // Nobody there, and we have accepted already.
            resetOne(client);
    });
}

void ChaosProxy::clientEnded(const QTcpSocket *client)
{
    const Link *link = find(client);
    if (link && link->server && link->server->state() != QAbstractSocket::UnconnectedState)
        link->toServer->end();
    else
        (void)taken(client);
}

void ChaosProxy::serverEnded(const QTcpSocket *client)
{
    const Link *link = find(client);
    if (link && link->client->state() != QAbstractSocket::UnconnectedState)
        link->toClient->end();
    else
        (void)taken(client);
}

void ChaosProxy::resetOne(const QTcpSocket *client)
{
    const std::unique_ptr<Link> link = taken(client);
    if (!link)
        return;
    for (QTcpSocket *socket : {link->client, link->server}) {
        if (!socket)
            continue;
        socket->disconnect();
        reset(socket);
    }
}

ChaosProxy::Link *ChaosProxy::find(const QTcpSocket *client) const
{
    const auto at = std::ranges::find_if(m_links, [client](const auto &one) { return one->client == client; });
    return at == m_links.end() ? nullptr : at->get();
}

//! Takes a connection off the list; what it carried stays counted.
std::unique_ptr<ChaosProxy::Link> ChaosProxy::taken(const QTcpSocket *client)
{
    const auto at = std::ranges::find_if(m_links, [client](const auto &one) { return one->client == client; });
    if (at == m_links.end())
        return nullptr;
    std::unique_ptr<Link> link = std::move(*at);
    m_links.erase(at);
    m_endedToServer += link->toServer ? link->toServer->passed() : 0;
    m_endedToClient += link->toClient ? link->toClient->passed() : 0;
    return link;
}

} // namespace muster
