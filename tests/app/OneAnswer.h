// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server that gives every request one fixed answer, byte for byte, and keeps what it was asked. Used where a node that is
// none of ours is asked.

#include <QTcpServer>
#include <QTcpSocket>

namespace muster {

class OneAnswer final : public QObject
{
public:
    //! On \a port of loopback; 0 picks one.
    explicit OneAnswer(QByteArray answer, int port = 0) : m_answer(std::move(answer))
    {
        if (!m_server.listen(QHostAddress::LocalHost, quint16(port)))
            qFatal("cannot listen");
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(socket); });
        });
    }

    int port() const { return m_server.serverPort(); }
    //! "POST /restart HTTP/1.1" of each request.
    QByteArrayList asked;

private:
    void take(QTcpSocket *socket)
    {
        const QByteArray request = socket->readAll();
        asked.append(request.left(request.indexOf('\r')));
        socket->write(m_answer);
        socket->disconnectFromHost();
    }

    const QByteArray m_answer;
    QTcpServer m_server;
};

} // namespace muster
