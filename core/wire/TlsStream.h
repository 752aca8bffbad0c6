// SPDX-License-Identifier: Apache-2.0
#pragma once
// The server's side of TLS as a filter of bytes: what came in, decrypted; what goes out, encrypted (T-13). No socket,
// no timer: PeerSocket gives it both. OpenSSL does the work, TLS 1.2 or newer.

#include "core/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <memory>
#include <span>
#include <utility>

struct ssl_ctx_st;
struct ssl_st;

namespace muster
{

struct TlsIdentity;

//! What all connections of one server share: its identity, and what a read fills. One thread.
class TlsContext
{
public:
    //! Invalid ("tls") when \a identity is not usable.
    static Result<std::unique_ptr<TlsContext>> make(const TlsIdentity &identity);
    ~TlsContext();
    Q_DISABLE_COPY_MOVE(TlsContext)

    ssl_ctx_st *context() const { return m_context; }
    std::array<char, 32 * 1024> scratch; //!< Encrypted bytes; of no use once the next read begins.

private:
    TlsContext() = default;
    ssl_ctx_st *m_context = nullptr;
};

//! Where OpenSSL reads and writes.
struct TlsBytes {
    QByteArrayView incoming;
    QByteArray outgoing;
};

//! One connection. The context must outlive it.
class TlsStream
{
public:
    enum class State {
        Handshake, //!< Nothing can be read or written yet.
        Open,
        Finished, //!< The peer said that nothing more comes.
        Failed,   //!< No TLS, or not one that we accept; only what is outgoing() may still be sent.
    };

    //! Most bytes that may be fed at once, and room that their plain text needs at most.
    static constexpr qsizetype kFedBytes = 32 * 1024;
    static constexpr qsizetype kPlainBytes = 64 * 1024;

    explicit TlsStream(const TlsContext &context);
    ~TlsStream();
    Q_DISABLE_COPY_MOVE(TlsStream)

    //! Takes all of \a encrypted (at most kFedBytes) and puts the plain text into \a plain (kPlainBytes); gives its
    //! size. Without TLS at the other end (its first byte is no handshake) it fails without an answer.
    qsizetype feed(QByteArrayView encrypted, std::span<char> plain);
    //! Encrypts \a plain; false when the stream is not open.
    bool write(QByteArrayView plain);
    //! Tells the peer that nothing more comes.
    void finish();

    State state() const { return m_state; }
    //! Bytes for the socket, since the last call.
    QByteArray takeOutgoing() { return std::exchange(m_bytes.outgoing, {}); }

private:
    bool shakeHands();
    void fail();

    TlsBytes m_bytes;
    ssl_st *m_ssl = nullptr;
    State m_state = State::Handshake;
    bool m_hasBegun = false;
};

} // namespace muster
