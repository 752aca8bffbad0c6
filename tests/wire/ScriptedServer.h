// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server that answers with any bytes at all, for tests of the clients.

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <utility>

namespace muster
{

//! Gives each connection, once its head has come, the bytes that `script` has for its number (from 0).
class ScriptedServer
{
public:
    enum class Then { Close, Keep };
    using Script = std::function<std::pair<QByteArray, Then>(int)>;

    explicit ScriptedServer(Script script) : m_script(std::move(script))
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                adopt(socket);
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    QUrl url(const QString &path = {}) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()) + path);
    }
    //! Sends more on all connections that are open.
    void sendMore(const QByteArray &bytes)
    {
        for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>())
            socket->write(bytes);
    }
    void dropAll()
    {
        for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>())
            socket->abort();
    }
    int requests() const { return int(m_heads.size()); }
    const QByteArrayList &heads() const { return m_heads; }

private:
    void adopt(QTcpSocket *socket)
    {
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QByteArray head = socket->property("head").toByteArray() + socket->readAll();
            socket->setProperty("head", head);
            if (!head.contains("\r\n\r\n"))
                return;
            socket->setProperty("head", QByteArray());
            const auto [bytes, then] = m_script(requests());
            m_heads.append(head);
            socket->write(bytes);
            if (then == Then::Close)
                socket->disconnectFromHost();
        });
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }

    QTcpServer m_server;
    Script m_script;
    QByteArrayList m_heads;
};

} // namespace muster
