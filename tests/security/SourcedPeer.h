// SPDX-License-Identifier: Apache-2.0
#pragma once
// One connection from an address of our choice to a server of this machine, without an event loop: for exact times, and
// for guesses that come from many places.

#include <QByteArray>
#include <QElapsedTimer>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace muster {

//! Blocks for ten seconds at most a call; then, and when the server closed, replies are empty. Every address of 127/8 is
//! this machine's, so a source is any number up to 16 million.
class SourcedPeer
{
public:
    explicit SourcedPeer(quint16 port, quint32 source = 1) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const timeval patience{10, 0};
        const int yes = 1;
        sockaddr_in from = at(source, 0);
        sockaddr_in to = at(1, port);
        m_isOpen = m_socket >= 0 && ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0
            && ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0
            && ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0
            && ::bind(m_socket, reinterpret_cast<sockaddr *>(&from), sizeof from) == 0
            && ::connect(m_socket, reinterpret_cast<sockaddr *>(&to), sizeof to) == 0;
    }
    ~SourcedPeer()
    {
        if (m_socket >= 0)
            ::close(m_socket);
    }
    Q_DISABLE_COPY_MOVE(SourcedPeer)

    bool isOpen() const { return m_isOpen; }
    bool send(const QByteArray &bytes)
    {
        for (qsizetype sent = 0; m_isOpen && sent < bytes.size();) {
            const ssize_t count = ::send(m_socket, bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL);
            m_isOpen = count > 0;
            sent += count;
        }
        return m_isOpen;
    }
    //! The next whole reply: head and as many bytes as it announces.
    QByteArray reply()
    {
        for (;;) {
            if (const qsizetype size = wholeSize(); size > 0) {
                const QByteArray one = m_got.first(size);
                m_got.remove(0, size);
                return one;
            }
            char room[64 * 1024];
            const ssize_t count = m_isOpen ? ::recv(m_socket, room, sizeof room, 0) : 0;
            m_isOpen = count > 0;
            if (!m_isOpen)
                return {};
            m_got.append(room, count);
        }
    }
    QByteArray ask(const QByteArray &bytes) { return send(bytes) ? reply() : QByteArray(); }
    //! The same, and the nanoseconds from the first byte sent to the last one read.
    std::pair<QByteArray, qint64> timed(const QByteArray &bytes)
    {
        QElapsedTimer timer;
        timer.start();
        QByteArray got = ask(bytes);
        const qint64 took = timer.nsecsElapsed();
        return {std::move(got), took};
    }

    static int statusOf(const QByteArray &reply) { return reply.mid(9, 3).toInt(); }
    static QByteArray bodyOf(const QByteArray &reply) { return reply.mid(reply.indexOf("\r\n\r\n") + 4); }

private:
    static sockaddr_in at(quint32 number, quint16 port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl((quint32(127) << 24) | number);
        return address;
    }
    //! Of the first reply in what we got; 0 while it is not whole.
    qsizetype wholeSize() const
    {
        const qsizetype end = m_got.indexOf("\r\n\r\n");
        if (end < 0)
            return 0;
        const qsizetype at = m_got.left(end).toLower().indexOf("content-length: ");
        const qsizetype body = at < 0 ? 0 : m_got.mid(at + 16, m_got.indexOf('\r', at) - at - 16).toLongLong();
        return m_got.size() >= end + 4 + body ? end + 4 + body : 0;
    }

    int m_socket;
    bool m_isOpen = false;
    QByteArray m_got;
};

} // namespace muster
