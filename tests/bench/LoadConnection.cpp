// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/LoadConnection.h"

#include "tests/bench/LoadTls.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::bench
{

LoadConnection::LoadConnection() = default;

LoadConnection::~LoadConnection()
{
    close();
}

bool LoadConnection::open(quint16 port, bool isTls)
{
    close();
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (m_socket < 0 || ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return false;
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (isTls) {
        m_tls = std::make_unique<LoadTls>();
        if (!m_tls->shakeHands(m_socket))
            return false;
    }
    return ::fcntl(m_socket, F_SETFL, O_NONBLOCK) == 0;
}

void LoadConnection::close()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
    m_tls.reset();
    m_read.clear();
    isBusy = false;
}

bool LoadConnection::send(const QByteArray &request)
{
    if (m_tls)
        return m_tls->send(request.constData(), int(request.size()));
    return ::send(m_socket, request.constData(), static_cast<size_t>(request.size()), MSG_NOSIGNAL) == request.size();
}

qsizetype LoadConnection::wholeAnswer() const
{
    const qsizetype head = m_read.indexOf("\r\n\r\n");
    if (head < 0)
        return 0;
    // Case differs between servers; both spell it as one of these.
    qsizetype field = m_read.indexOf("ontent-Length: ");
    if (field < 0)
        field = m_read.indexOf("ontent-length: ");
    if (field < 0 || field > head)
        return head + 4;
    const qsizetype from = field + 15;
    const qsizetype length = m_read.mid(from, m_read.indexOf('\r', from) - from).trimmed().toLongLong();
    return m_read.size() >= head + 4 + length ? head + 4 + length : 0;
}

// As recv(): 0 when the peer has gone, -1 with errno.
qint64 LoadConnection::receive(char *into, size_t most)
{
    return m_tls ? m_tls->receive(into, int(most)) : ::recv(m_socket, into, most, 0);
}

bool LoadConnection::readAnswer(Answer *answer)
{
    std::array<char, 16 * 1024> bytes;
    const qint64 got = receive(bytes.data(), bytes.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (got <= 0) {
        *answer = {.status = 0, .text = QByteArrayLiteral("the connection broke")};
        return true;
    }
    m_read.append(bytes.data(), got);
    const qsizetype length = wholeAnswer();
    if (length == 0)
        return false;
    answer->status = m_read.mid(9, 3).toInt();
    if (answer->status / 100 != 2)
        answer->text = m_read.left(length);
    m_read.remove(0, length);
    return true;
}

qint64 LoadConnection::drop(qint64 *blocks)
{
    std::array<char, 256 * 1024> bytes;
    const qint64 got = receive(bytes.data(), bytes.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (got <= 0)
        return -1;
    qint64 ends = m_lastDropped == '\n' && bytes[0] == '\n' ? 1 : 0;
    int pairs = 0; // Counted without a branch, so that the compiler does sixteen at once.
    for (size_t i = 1; i < static_cast<size_t>(got); ++i)
        pairs += static_cast<int>(bytes[i] == '\n') & static_cast<int>(bytes[i - 1] == '\n');
    ends += pairs;
    m_lastDropped = bytes[static_cast<size_t>(got) - 1];
    *blocks += ends;
    return got;
}

} // namespace muster::bench
