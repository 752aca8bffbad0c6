// SPDX-License-Identifier: Apache-2.0
#include "core/wire/PeerSocket.h"

#include "core/wire/SocketCalls.h"

namespace muster
{

PeerSocket::PeerSocket(qintptr descriptor, TlsContext *tls) : m_context(tls)
{
    if (tls)
        m_tls.emplace(*tls);
    m_tcp.setSocketDescriptor(descriptor);
    // While a handler works, the rest waits in the kernel.
    m_tcp.setReadBufferSize(tls ? TlsStream::kFedBytes : TlsStream::kPlainBytes);
    m_tcp.setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

PeerBytes PeerSocket::read(std::span<char> into)
{
    using End = PeerBytes::End;
    const std::span<char> raw = m_tls ? std::span<char>(m_context->scratch) : into;
    const qint64 count = m_tcp.read(raw.data(), qint64(raw.size()));
    if (count < 0 || (count == 0 && m_tcp.state() != QAbstractSocket::ConnectedState))
        return {.count = 0, .end = End::Peer};
    if (!m_tls)
        return {.count = count};
    const bool wasReady = isReady();
    const qsizetype plain = m_tls->feed(QByteArrayView(raw.data(), qsizetype(count)), into);
    if (!sendOutgoing() || m_tls->state() == TlsStream::State::Finished)
        return {.count = plain, .end = End::Peer};
    if (m_tls->state() == TlsStream::State::Failed)
        return {.count = plain, .end = End::Foreign};
    return {.count = plain, .end = End::None, .isSecuredNow = !wasReady && isReady()};
}

qint64 PeerSocket::drop(std::span<char> scratch)
{
    const qint64 count = m_tcp.read(scratch.data(), qint64(scratch.size()));
    return count == 0 && m_tcp.state() != QAbstractSocket::ConnectedState ? -1 : count;
}

bool PeerSocket::write(const QByteArray &bytes)
{
    if (!m_tls)
        return writeNow(m_tcp, bytes);
    return m_tls->write(bytes) && sendOutgoing();
}

void PeerSocket::finishSending()
{
    if (m_tls) {
        m_tls->finish();
        (void)sendOutgoing(); // A peer that has gone needs no goodbye.
    }
    ::muster::finishSending(m_tcp.socketDescriptor());
}

bool PeerSocket::sendOutgoing()
{
    const QByteArray encrypted = m_tls->takeOutgoing();
    return encrypted.isEmpty() || writeNow(m_tcp, encrypted);
}

} // namespace muster
