// SPDX-License-Identifier: Apache-2.0
#pragma once
// The socket of one accepted peer, plain or behind TLS: its connection reads and writes the same plain bytes either
// way. Used by HttpConnection and SseWriter.

#include "core/wire/TlsStream.h"

#include <QTcpSocket>

#include <optional>

namespace muster
{

//! What one read gave.
struct PeerBytes {
    enum class End {
        None,
        Peer,   //!< The peer has gone, or said that nothing more comes.
        Foreign //!< It does not speak the TLS that we want.
    };
    qint64 count = 0;
    End end = End::None;
    bool isSecuredNow = false; //!< The handshake came to its end with these bytes.
};

//! Owns the socket. What is encrypted waits in tcp(), so that its bytesToWrite() counts what really waits.
class PeerSocket
{
public:
    //! Takes over \a descriptor. \a tls: null for plain; must outlive the socket.
    PeerSocket(qintptr descriptor, TlsContext *tls);
    Q_DISABLE_COPY_MOVE(PeerSocket)

    //! For its signals, and to abort it.
    QTcpSocket &tcp() { return m_tcp; }
    //! Whether plain bytes may flow.
    bool isReady() const { return !m_tls || m_tls->state() == TlsStream::State::Open; }
    bool isTls() const { return m_tls.has_value(); }

    //! Reads and decrypts what has come into \a into (TlsStream::kPlainBytes).
    PeerBytes read(std::span<char> into);
    //! Reads and drops what has come, as it came; gives its size, or -1 when the peer has gone.
    qint64 drop(std::span<char> scratch);
    //! Encrypts \a bytes and gives them to the kernel at once, as far as it takes them. False when the peer has gone.
    bool write(const QByteArray &bytes);
    //! Tells the peer that nothing more comes, while we can still read what it sends.
    void finishSending();
    //! Bytes that the kernel has not taken yet.
    qint64 bytesToWrite() const { return m_tcp.bytesToWrite(); }

private:
    bool sendOutgoing();

    QTcpSocket m_tcp;
    TlsContext *m_context;
    std::optional<TlsStream> m_tls;
};

} // namespace muster
