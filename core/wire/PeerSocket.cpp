// SPDX-License-Identifier: Apache-2.0
#include "core/wire/PeerSocket.h"

#include "core/wire/SocketCalls.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster
{

namespace
{

//! Bytes; 0 when none are there; -1 when the peer has gone, or said that nothing more comes.
qint64 receive(int descriptor, std::span<char> into)
{
    const ssize_t count = ::recv(descriptor, into.data(), into.size(), MSG_DONTWAIT);
    if (count > 0)
        return count;
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? 0 : -1;
}

//! Whether somebody who speaks plain HTTP has called a port that speaks TLS.
bool isPlainHttp(QByteArrayView bytes)
{
    const qsizetype end = bytes.indexOf(' ');
    return end >= 3 && end <= 7 && std::all_of(bytes.begin(), bytes.begin() + end, [](char c) { return c >= 'A' && c <= 'Z'; });
}

//! What such a caller is told, by which a client can name the cause: an alert, fatal, unexpected message (RFC 8446, 6). Nothing of
//! ours goes over this socket in clear, not even a sentence (T-13).
constexpr std::array kAlert{'\x15', '\x03', '\x01', '\x00', '\x02', '\x02', '\x0a'};

} // namespace

PeerSocket::PeerSocket(int descriptor, SocketSet &set, TlsContext *tls, PeerNews news)
    : m_set(set), m_news(std::move(news)), m_context(tls), m_descriptor(descriptor)
{
    if (tls)
        m_tls.emplace(*tls);
    const int yes = 1;
    (void)::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    m_slot = set.join(descriptor, this);
}

PeerSocket::~PeerSocket()
{
    abort();
}

void PeerSocket::abort()
{
    m_set.leave(std::exchange(m_slot, SocketSet::kNoSlot));
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
    m_unsent.clear();
    m_waiting = 0;
}

QHostAddress PeerSocket::peerAddress() const
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getpeername(m_descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return {};
    return QHostAddress(reinterpret_cast<const sockaddr *>(&address));
}

void PeerSocket::setSendBuffer(int bytes)
{
    (void)::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

void PeerSocket::want(SocketSet::Wants wants)
{
    if (wants == m_wants)
        return;
    m_wants = wants;
    m_set.change(m_slot, wants);
}

void PeerSocket::holdBack()
{
    want({.read = false, .write = m_wants.write});
}

void PeerSocket::readOn()
{
    want({.read = true, .write = m_wants.write});
}

void PeerSocket::takeSocketNews(bool canRead, bool hasEnded, bool canWrite)
{
    if (canWrite && m_waiting > 0) {
        const qint64 before = m_waiting;
        if (!sendWaiting())
            return m_news.gone();
        if (m_waiting < before)
            m_news.written();
    }
    if (!isOpen()) // What was written may have been the last.
        return;
    if (m_wants.read && (canRead || hasEnded))
        m_news.readable();
    else if (hasEnded)
        m_news.gone();
}

PeerBytes PeerSocket::read(std::span<char> into)
{
    using End = PeerBytes::End;
    const std::span<char> raw = m_tls ? std::span<char>(m_context->scratch) : into;
    const qint64 count = receive(m_descriptor, raw);
    if (count < 0)
        return {.count = 0, .end = End::Peer};
    if (!m_tls)
        return {.count = count};
    const bool wasReady = isReady();
    const qsizetype plain = m_tls->feed(QByteArrayView(raw.data(), qsizetype(count)), into);
    if (!sendOutgoing() || m_tls->state() == TlsStream::State::Finished)
        return {.count = plain, .end = End::Peer};
    if (m_tls->state() == TlsStream::State::Failed) {
        if (!wasReady && isPlainHttp({raw.data(), qsizetype(count)}))
            (void)send(QByteArray(kAlert.data(), qsizetype(kAlert.size())));
        return {.count = plain, .end = End::Foreign};
    }
    return {.count = plain, .end = End::None, .isSecuredNow = !wasReady && isReady()};
}

qint64 PeerSocket::drop(std::span<char> scratch)
{
    return receive(m_descriptor, scratch);
}

bool PeerSocket::write(const QByteArray &bytes)
{
    if (!m_tls)
        return send(bytes);
    return m_tls->write(bytes) && sendOutgoing();
}

void PeerSocket::finishSending()
{
    if (m_tls) {
        m_tls->finish();
        (void)sendOutgoing(); // A peer that has gone needs no goodbye.
    }
    ::muster::finishSending(m_descriptor);
}

bool PeerSocket::sendOutgoing()
{
    const QByteArray encrypted = m_tls->takeOutgoing();
    return encrypted.isEmpty() || send(encrypted);
}

//! Bytes that the kernel took; -1 when the peer has gone.
qint64 PeerSocket::give(QByteArrayView bytes)
{
    const ssize_t taken = ::send(m_descriptor, bytes.data(), size_t(bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (taken < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        return -1;
    return taken > 0 ? taken : 0;
}

bool PeerSocket::send(const QByteArray &bytes)
{
    const qint64 taken = m_waiting > 0 ? 0 : give(bytes);
    if (taken < 0 || !isOpen())
        return false;
    if (taken == bytes.size())
        return true;
    if (m_waiting == 0)
        m_sentOfFirst = qsizetype(taken);
    m_unsent.append(bytes);
    m_waiting += bytes.size() - taken;
    want({.read = m_wants.read, .write = true});
    return true;
}

//! False when the peer has gone.
bool PeerSocket::sendWaiting()
{
    while (m_waiting > 0) {
        const QByteArrayView rest = QByteArrayView(m_unsent.constFirst()).sliced(m_sentOfFirst);
        const qint64 taken = give(rest);
        if (taken < 0)
            return false;
        m_waiting -= taken;
        m_sentOfFirst += qsizetype(taken);
        if (taken < rest.size())
            return true;
        m_unsent.removeFirst();
        m_sentOfFirst = 0;
    }
    want({.read = m_wants.read, .write = false});
    return true;
}

} // namespace muster
