// SPDX-License-Identifier: Apache-2.0
#include "core/wire/TlsStream.h"

#include "core/wire/TlsIdentity.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cstring>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr char kHandshakeRecord = 0x16; // RFC 8446, 5.1: the first byte of every TLS connection.
constexpr const char *kCiphers12 = "ECDHE+AESGCM:ECDHE+CHACHA20"; // Of TLS 1.2; all of TLS 1.3 are good.

int takeWritten(BIO *bio, const char *data, int size)
{
    static_cast<TlsBytes *>(BIO_get_data(bio))->outgoing.append(data, size);
    return size;
}

int giveRead(BIO *bio, char *data, int size)
{
    QByteArrayView &incoming = static_cast<TlsBytes *>(BIO_get_data(bio))->incoming;
    BIO_clear_retry_flags(bio);
    if (incoming.isEmpty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const qsizetype count = std::min<qsizetype>(size, incoming.size());
    std::memcpy(data, incoming.data(), size_t(count));
    incoming = incoming.sliced(count);
    return int(count);
}

long control(BIO *, int command, long, void *)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

//! Bytes in our memory: OpenSSL's own kind keeps a buffer of each connection's largest burst. Made once and never
//! freed.
const BIO_METHOD *memoryMethod()
{
    static const BIO_METHOD *const made = [] {
        BIO_METHOD *const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "muster");
        BIO_meth_set_write(method, takeWritten);
        BIO_meth_set_read(method, giveRead);
        BIO_meth_set_ctrl(method, control);
        return method;
    }();
    return made;
}

EVP_PKEY *nativeKey(const QSslKey &key)
{
    const QByteArray der = key.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    return d2i_AutoPrivateKey(nullptr, &bytes, long(der.size()));
}

X509 *nativeCertificate(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    return d2i_X509(nullptr, &bytes, long(der.size()));
}

bool adopt(SSL_CTX *context, const TlsIdentity &identity)
{
    if (identity.chain.isEmpty())
        return false;
    EVP_PKEY *const key = nativeKey(identity.key);
    X509 *const own = nativeCertificate(identity.chain.first());
    const bool isGood = key && own && SSL_CTX_use_certificate(context, own) == 1 &&
                        SSL_CTX_use_PrivateKey(context, key) == 1 && SSL_CTX_check_private_key(context) == 1;
    EVP_PKEY_free(key);
    X509_free(own);
    for (qsizetype i = 1; isGood && i < identity.chain.size(); ++i) {
        X509 *const other = nativeCertificate(identity.chain[i]);
        if (!other || SSL_CTX_add0_chain_cert(context, other) != 1) {
            X509_free(other);
            return false;
        }
    }
    return isGood;
}

} // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::make(const TlsIdentity &identity)
{
    std::unique_ptr<TlsContext> made(new TlsContext);
    made->m_context = SSL_CTX_new(TLS_server_method());
    SSL_CTX *const context = made->m_context;
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);         // Idle connections are many.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF); // Tickets do, and cost us no memory.
    const bool isGood = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                        SSL_CTX_set_cipher_list(context, kCiphers12) == 1 && adopt(context, identity);
    ERR_clear_error();
    if (!isGood)
        return invalid(u"tls"_s, u"the certificate and its key cannot be used together for TLS"_s);
    return made;
}

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_context);
}

TlsStream::TlsStream(const TlsContext &context) : m_ssl(SSL_new(context.context()))
{
    BIO *const bio = BIO_new(memoryMethod());
    BIO_set_data(bio, &m_bytes);
    BIO_set_init(bio, 1);
    SSL_set_bio(m_ssl, bio, bio); // Takes it.
    SSL_set_accept_state(m_ssl);
}

TlsStream::~TlsStream()
{
    SSL_free(m_ssl);
}

qsizetype TlsStream::feed(QByteArrayView encrypted, std::span<char> plain)
{
    Q_ASSERT(encrypted.size() <= kFedBytes && qsizetype(plain.size()) >= kPlainBytes);
    if (encrypted.isEmpty() || m_state == State::Failed || m_state == State::Finished)
        return 0;
    if (!std::exchange(m_hasBegun, true) && encrypted.front() != kHandshakeRecord) {
        m_state = State::Failed;
        return 0;
    }
    ERR_clear_error(); // What another connection left would count as ours.
    m_bytes.incoming = encrypted;
    qsizetype filled = 0;
    while (m_state == State::Handshake ? shakeHands() : m_state == State::Open) {
        const int count = SSL_read(m_ssl, plain.data() + filled, int(qsizetype(plain.size()) - filled));
        if (count > 0) {
            filled += count;
            continue;
        }
        const int why = SSL_get_error(m_ssl, count);
        if (why == SSL_ERROR_ZERO_RETURN)
            m_state = State::Finished;
        else if (why != SSL_ERROR_WANT_READ)
            fail();
        break;
    }
    m_bytes.incoming = {};
    return filled;
}

//! Whether the handshake is over and went well.
bool TlsStream::shakeHands()
{
    const int done = SSL_do_handshake(m_ssl);
    if (done == 1)
        m_state = State::Open;
    else if (SSL_get_error(m_ssl, done) != SSL_ERROR_WANT_READ)
        fail();
    return done == 1;
}

void TlsStream::fail()
{
    m_state = State::Failed;
    ERR_clear_error();
}

bool TlsStream::write(QByteArrayView plain)
{
    if (m_state != State::Open)
        return false;
    ERR_clear_error();
    m_bytes.outgoing.reserve(m_bytes.outgoing.size() + plain.size() + 64 + plain.size() / 256);
    if (!plain.isEmpty() && SSL_write(m_ssl, plain.data(), int(plain.size())) != int(plain.size())) {
        fail();
        return false;
    }
    return true;
}

void TlsStream::finish()
{
    ERR_clear_error();
    if (m_state == State::Open || m_state == State::Finished)
        (void)SSL_shutdown(m_ssl); // One way: we do not wait for the peer's.
    ERR_clear_error();
}

} // namespace muster
