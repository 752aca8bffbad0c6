// SPDX-License-Identifier: Apache-2.0
#include "tests/support/HostileServer.h"

#include <QSslServer>
#include <QTcpSocket>
#include <QTimer>

namespace muster
{

namespace
{

constexpr qint64 kAhead = 256 * 1024;      // Bytes that wait for the client.
constexpr qsizetype kHeadMost = 64 * 1024; // Of a request; our clients' are far shorter.

} // namespace

//! The listening socket and what it took; all on the server's thread.
class HostileListener final : public QObject
{
public:
    HostileListener(std::function<HostileAnswer(const QByteArray &)> answers, std::atomic<int> *requests,
                    const std::optional<QSslConfiguration> &tls)
        : m_server(tls ? new QSslServer(this) : new QTcpServer(this)), m_answers(std::move(answers)),
          m_requests(*requests)
    {
        connect(m_server, &QTcpServer::pendingConnectionAvailable, this, [this] {
            while (QTcpSocket *socket = m_server->nextPendingConnection())
                adopt(socket);
        });
        if (tls)
            static_cast<QSslServer *>(m_server)->setSslConfiguration(*tls);
        m_server->listen(QHostAddress::LocalHost);
    }
    quint16 port() const { return m_server->serverPort(); }

private:
    //! One connection; child of its socket.
    class Talk final : public QObject
    {
    public:
        Talk(HostileListener *listener, QTcpSocket *socket) : QObject(socket), m_listener(*listener), m_socket(*socket)
        {
            m_timer.setTimerType(Qt::PreciseTimer);
            connect(socket, &QTcpSocket::readyRead, this, &Talk::hear);
            connect(socket, &QTcpSocket::bytesWritten, this, &Talk::goOn);
            if (auto *tls = qobject_cast<QSslSocket *>(socket))
                connect(tls, &QSslSocket::encryptedBytesWritten, this, &Talk::goOn);
            connect(&m_timer, &QTimer::timeout, this, &Talk::sendOne);
            hear(); // Behind TLS the request may have come with the end of the handshake.
        }

    private:
        void hear()
        {
            m_head += m_socket.readAll();
            if (m_isAnswering || m_head.size() > kHeadMost || !m_head.contains("\r\n\r\n"))
                return;
            m_isAnswering = true;
            ++m_listener.m_requests;
            m_answer = m_listener.m_answers(m_head);
            m_socket.write(m_answer.head);
            if (!m_answer.more)
                finish();
            else if (m_answer.every.count() > 0)
                m_timer.start(m_answer.every);
            else
                goOn();
        }
        void goOn()
        {
            while (m_answer.more && m_answer.every.count() == 0 && waiting() < kAhead)
                sendOne();
        }
        qint64 waiting() const
        {
            const auto *tls = qobject_cast<const QSslSocket *>(&m_socket);
            return m_socket.bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
        }
        void sendOne()
        {
            const QByteArray piece = m_answer.more(m_number++);
            if (piece.isEmpty())
                finish();
            else
                m_socket.write(piece);
        }
        void finish()
        {
            m_answer.more = nullptr;
            m_timer.stop();
            if (m_answer.closes)
                m_socket.disconnectFromHost();
        }

        HostileListener &m_listener;
        QTcpSocket &m_socket;
        QByteArray m_head;
        HostileAnswer m_answer;
        QTimer m_timer;
        qint64 m_number = 0;
        bool m_isAnswering = false;
    };

    void adopt(QTcpSocket *socket)
    {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        new Talk(this, socket);
    }

    QTcpServer *m_server; // Child.
    std::function<HostileAnswer(const QByteArray &)> m_answers;
    std::atomic<int> &m_requests;
};

HostileServer::HostileServer(std::function<HostileAnswer(const QByteArray &)> answers,
                             const std::optional<QSslConfiguration> &tls)
    : m_isTls(tls.has_value())
{
    m_thread.runBlocking([this, &answers, &tls] {
        m_listener = std::make_unique<HostileListener>(std::move(answers), &m_requests, tls);
        m_port = m_listener->port();
    });
}

HostileServer::~HostileServer()
{
    m_thread.runBlocking([this] { m_listener.reset(); });
}

QUrl HostileServer::url() const
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2").arg(m_isTls ? QStringLiteral("https") : QStringLiteral("http")).arg(m_port));
}

} // namespace muster
