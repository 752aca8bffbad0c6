// SPDX-License-Identifier: Apache-2.0
#pragma once
// The socket of one accepted peer, plain or behind TLS: its connection reads and writes the same plain bytes either
// way. Used by HttpConnection and SseWriter.

#include "core/wire/SocketSet.h"
#include "core/wire/TlsStream.h"

#include <QHostAddress>

#include <functional>
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

//! What its owner wants to hear. Each may close the socket, none may delete it.
struct PeerNews {
    std::function<void()> readable; //!< Something came, or the peer has ended its side; told until it is read, or held back.
    std::function<void()> written;  //!< The kernel took some of what waited.
    std::function<void()> gone;     //!< The peer has ended, or the connection broke, while reading is held back.
};

//! Owns the socket. What is encrypted counts as what waits, for it is what really waits.
class PeerSocket final : private SocketMember
{
public:
    //! Takes over \a descriptor, which does not block. \a tls: null for plain. Both \a set and \a tls must outlive the socket.
    PeerSocket(int descriptor, SocketSet &set, TlsContext *tls, PeerNews news);
    ~PeerSocket();
    Q_DISABLE_COPY_MOVE(PeerSocket)

    //! False after abort(), and when the system had no room to watch it.
    bool isOpen() const { return m_slot != SocketSet::kNoSlot; }
    //! Closes at once; what waits is lost, and nothing is told any more.
    void abort();
    QHostAddress peerAddress() const;
    //! Bounds what the kernel takes for a peer that does not read.
    void setSendBuffer(int bytes);

    //! Whether plain bytes may flow.
    bool isReady() const { return !m_tls || m_tls->state() == TlsStream::State::Open; }
    bool isTls() const { return m_tls.has_value(); }

    //! Leaves what comes to the kernel, which holds back the peer, until readOn().
    void holdBack();
    void readOn();
    //! Reads and decrypts what has come into \a into (TlsStream::kPlainBytes).
    PeerBytes read(std::span<char> into);
    //! Reads and drops what has come, as it came; gives its size, or -1 when the peer has gone.
    qint64 drop(std::span<char> scratch);
    //! Encrypts \a bytes and gives them to the kernel at once, as far as it takes them. False when the peer has gone.
    bool write(const QByteArray &bytes);
    //! Tells the peer that nothing more comes, while we can still read what it sends.
    void finishSending();
    //! Bytes that the kernel has not taken yet.
    qint64 bytesToWrite() const { return m_waiting; }

private:
    void takeSocketNews(bool canRead, bool hasEnded, bool canWrite) override;
    bool sendOutgoing();
    bool send(const QByteArray &bytes);
    qint64 give(QByteArrayView bytes);
    bool sendWaiting();
    void want(SocketSet::Wants wants);

    SocketSet &m_set;
    const PeerNews m_news;
    TlsContext *m_context;
    std::optional<TlsStream> m_tls;
    int m_descriptor;
    SocketSet::Slot m_slot = SocketSet::kNoSlot;
    SocketSet::Wants m_wants;
    QList<QByteArray> m_unsent; // Shared with whoever else is sent the same.
    qsizetype m_sentOfFirst = 0;
    qint64 m_waiting = 0;
};

} // namespace muster
