// SPDX-License-Identifier: Apache-2.0
#pragma once
// Clients that ask for much, offer the smallest window and take a few bytes now and then; whoever is thrown out comes back.

#include <QByteArray>
#include <QTimer>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

namespace muster {

//! They read one after the other, each once in \a roundMs. On one thread, with its event loop.
class SlowReaders
{
public:
    SlowReaders(quint16 port, int count, QByteArray request, int roundMs)
        : m_port(port), m_request(std::move(request)), m_sockets(size_t(count), -1), m_isAsked(size_t(count), false)
    {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { turn(); });
        m_share = std::max(1, count * kTickMs / roundMs);
        m_timer.start(kTickMs);
    }
    ~SlowReaders()
    {
        for (const int socket : m_sockets)
            ::close(socket);
    }
    Q_DISABLE_COPY_MOVE(SlowReaders)

private:
    static constexpr int kTickMs = 50;

    void turn()
    {
        for (int i = 0; i < m_share; ++i, ++m_next)
            serve(m_next % m_sockets.size());
    }
    void serve(size_t which)
    {
        if (m_sockets[which] < 0)
            return open(which);
        if (!m_isAsked[which])
            m_isAsked[which] = ::send(m_sockets[which], m_request.constData(), size_t(m_request.size()), MSG_NOSIGNAL) == m_request.size();
        char bytes[64];
        const ssize_t count = ::recv(m_sockets[which], bytes, sizeof bytes, 0);
        if (count > 0 || (count < 0 && errno == EAGAIN))
            return;
        ::close(m_sockets[which]);
        open(which);
    }
    void open(size_t which)
    {
        const int window = 1024; // The kernel makes it its least.
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(m_port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        (void)::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
        (void)::connect(socket, reinterpret_cast<sockaddr *>(&to), sizeof to); // Goes on by itself.
        m_sockets[which] = socket;
        m_isAsked[which] = false;
    }

    const quint16 m_port;
    const QByteArray m_request;
    std::vector<int> m_sockets; // -1: not yet.
    std::vector<bool> m_isAsked;
    size_t m_next = 0;
    int m_share = 1;
    QTimer m_timer;
};

} // namespace muster
