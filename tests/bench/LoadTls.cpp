// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/LoadTls.h"

#include <openssl/ssl.h>

#include <cerrno>
#include <memory>

namespace muster::bench
{

namespace
{

SSL_CTX *context()
{
    static const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> only(SSL_CTX_new(TLS_client_method()),
                                                                        &SSL_CTX_free);
    return only.get();
}

} // namespace

LoadTls::LoadTls() : m_ssl(SSL_new(context())) {}

LoadTls::~LoadTls()
{
    SSL_free(m_ssl);
}

bool LoadTls::shakeHands(int socket)
{
    return SSL_set_fd(m_ssl, socket) == 1 && SSL_connect(m_ssl) == 1;
}

bool LoadTls::send(const char *bytes, int count)
{
    return SSL_write(m_ssl, bytes, count) == count;
}

qint64 LoadTls::receive(char *into, int most)
{
    const int got = SSL_read(m_ssl, into, most);
    if (got > 0)
        return got;
    const int why = SSL_get_error(m_ssl, got);
    if (why == SSL_ERROR_ZERO_RETURN)
        return 0;
    errno = why == SSL_ERROR_WANT_READ ? EAGAIN : ECONNRESET;
    return -1;
}

} // namespace muster::bench
