// SPDX-License-Identifier: Apache-2.0
#include "core/wire/NetworkCall.h"

#include "core/wire/TlsTrust.h"

#include <QHostAddress>
#include <QSslSocket>

#include <algorithm>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

Error failure(ErrorKind kind, const QString &what)
{
    return {.kind = kind, .where = {}, .what = what, .code = {}, .field = {}};
}

//! A line end would let the author of a value write our headers.
void appendHeader(QByteArray *out, const QByteArray &name, const QByteArray &value)
{
    const auto isUnsafe = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    if (std::ranges::none_of(name, isUnsafe) && std::ranges::none_of(value, isUnsafe))
        out->append(name).append(": ").append(value).append("\r\n");
}

//! Without the zone of a link-local address, which only this machine knows.
QByteArray hostHeader(const QUrl &url)
{
    const QString host = url.host(QUrl::FullyEncoded).section(u'%', 0, 0);
    const QString port = url.port() < 0 ? QString() : u":%1"_s.arg(url.port());
    return ((host.contains(u':') ? u'[' + host + u']' : host) + port).toLatin1();
}

} // namespace

QByteArray ClientRequest::bytes() const
{
    const QByteArray target =
        url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment | QUrl::FullyEncoded);
    QByteArray out = method + ' ' + (target.startsWith('/') ? target : '/' + target) + " HTTP/1.1\r\n";
    appendHeader(&out, "Host", hostHeader(url));
    appendHeader(&out, "User-Agent", "muster");
    appendHeader(&out, "Accept-Encoding", "identity");
    if (!token.isEmpty())
        appendHeader(&out, "Authorization", "Bearer " + token.reveal());
    for (const auto &[name, value] : headers)
        appendHeader(&out, name, value);
    if (!body.isEmpty() || (method != "GET" && method != "HEAD"))
        appendHeader(&out, "Content-Length", QByteArray::number(body.size()));
    return out + "\r\n" + body;
}

bool isLoopback(const QUrl &url)
{
    return url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}

QString whoIs(const QUrl &url)
{
    const QString host = url.host().contains(u':') ? u'[' + url.host() + u']' : url.host();
    return u"%1:%2"_s.arg(host).arg(portOf(url));
}

quint16 portOf(const QUrl &url)
{
    return quint16(url.port(url.scheme() == "https"_L1 ? 443 : 80));
}

Error networkError(const QAbstractSocket &socket, const QString &who)
{
    if (const auto *secure = qobject_cast<const QSslSocket *>(&socket)) {
        if (const std::optional<Error> refusal = tlsRefusal(*secure, who))
            return *refusal;
    }
    switch (socket.error()) {
    case QAbstractSocket::ConnectionRefusedError:
        return failure(ErrorKind::Unreachable, u"%1 refused the connection"_s.arg(who));
    case QAbstractSocket::HostNotFoundError:
        return failure(ErrorKind::Unreachable, u"no machine is known by the name of %1"_s.arg(who));
    case QAbstractSocket::UnknownSocketError:
    case QAbstractSocket::RemoteHostClosedError:
        return failure(ErrorKind::Unreachable, u"%1 closed the connection before its answer was whole"_s.arg(who));
    case QAbstractSocket::SocketTimeoutError:
        return failure(ErrorKind::Timeout, u"%1 did not answer in time"_s.arg(who));
    default: // Qt's list is open, so this switch cannot be exhaustive.
        return failure(ErrorKind::Unreachable, u"%1 cannot be reached: %2"_s.arg(who, socket.errorString()));
    }
}

} // namespace muster
