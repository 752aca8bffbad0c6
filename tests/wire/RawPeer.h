// SPDX-License-Identifier: Apache-2.0
#pragma once
// The other end of a socket, byte by byte, for tests of the server.

#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>

namespace muster
{

//! A connected socket that keeps all it got.
class RawPeer
{
public:
    //! \a reads: whether what arrives is taken off the socket.
    enum class Reads { Yes, No };

    explicit RawPeer(quint16 port, Reads reads = Reads::Yes)
    {
        if (reads == Reads::No)
            m_socket.setReadBufferSize(1);
        else
            QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { m_got += m_socket.readAll(); });
        m_socket.connectToHost(QHostAddress::LocalHost, port);
        m_isConnected = QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }, 5000);
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    //! Sends and waits until \a count replies have arrived; gives all bytes so far.
    QByteArray ask(const QByteArray &bytes, int count = 1)
    {
        const int before = replies();
        send(bytes);
        (void)QTest::qWaitFor([this, before, count] { return replies() >= before + count || isClosed(); }, 5000);
        return m_got;
    }
    //! Whole status lines so far.
    int replies() const { return int(m_got.count("HTTP/1.1 ")); }
    //! The status of reply \a number, from 0; 0 when there is none.
    int status(int number = 0) const
    {
        qsizetype at = -1;
        for (int i = 0; i <= number; ++i) {
            at = m_got.indexOf("HTTP/1.1 ", at + 1);
            if (at < 0)
                return 0;
        }
        return m_got.mid(at + 9, 3).toInt();
    }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    bool waitForClose() const
    {
        return QTest::qWaitFor([this] { return isClosed(); }, 5000);
    }
    bool isConnected() const { return m_isConnected; }
    const QByteArray &got() const { return m_got; }
    void clear() { m_got.clear(); }
    QTcpSocket &socket() { return m_socket; }

private:
    QTcpSocket m_socket;
    QByteArray m_got;
    bool m_isConnected = false;
};

} // namespace muster
