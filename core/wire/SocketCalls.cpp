// SPDX-License-Identifier: Apache-2.0
#include "core/wire/SocketCalls.h"

#include <QTcpSocket>

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster
{

bool writeNow(QTcpSocket &socket, const QByteArray &bytes)
{
    qsizetype sent = 0;
    if (socket.bytesToWrite() == 0) {
        const ssize_t taken = ::send(int(socket.socketDescriptor()), bytes.constData(), size_t(bytes.size()),
                                     MSG_DONTWAIT | MSG_NOSIGNAL);
        if (taken < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            return false;
        sent = qsizetype(taken > 0 ? taken : 0);
    }
    if (sent == bytes.size())
        return true;
    return socket.write(sent == 0 ? bytes : bytes.mid(sent)) >= 0;
}

void finishSending(qintptr descriptor)
{
    if (descriptor >= 0)
        ::shutdown(int(descriptor), SHUT_WR); // Fails only for a peer that has gone, which is as good.
}

bool hasNews(qintptr descriptor)
{
    char byte = 0;
    const ssize_t seen = ::recv(int(descriptor), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return seen >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

Accepted acceptNext(qintptr listening)
{
    for (;;) {
        const int peer = ::accept4(int(listening), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (peer >= 0)
            return {.descriptor = peer, .isStarved = false};
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            return {.descriptor = -1, .isStarved = true};
        if (errno != EINTR && errno != ECONNABORTED && errno != EPROTO) // Those who left meanwhile are skipped.
            return {};
    }
}

void turnAway(qintptr descriptor, const QByteArray &reply)
{
    // Best effort: what the peer does not take at once is not worth a buffer now.
    (void)::send(int(descriptor), reply.constData(), size_t(reply.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(int(descriptor), SHUT_WR);
    ::close(int(descriptor));
}

DescriptorReserve::DescriptorReserve()
{
    take();
}

DescriptorReserve::~DescriptorReserve()
{
    giveUp();
}

int DescriptorReserve::turnAwayWaiting(qintptr listening, const QByteArray &reply, int most)
{
    giveUp();
    int count = 0;
    while (count < most) {
        const Accepted next = acceptNext(listening);
        if (next.descriptor < 0)
            break;
        turnAway(next.descriptor, reply);
        ++count;
    }
    take();
    return count;
}

void DescriptorReserve::take()
{
    if (m_descriptor < 0)
        m_descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void DescriptorReserve::giveUp()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

} // namespace muster
