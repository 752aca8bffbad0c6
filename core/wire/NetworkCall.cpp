// SPDX-License-Identifier: Apache-2.0
#include "core/wire/NetworkCall.h"

#include "core/wire/TlsTrust.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

bool isLoopback(const QUrl &url)
{
    return url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}

Error failure(ErrorKind kind, const QString &what)
{
    return {.kind = kind, .where = {}, .what = what, .code = {}, .field = {}};
}

} // namespace

QNetworkAccessManager *plainManager(const QUrl &url, QObject *parent)
{
    auto *manager = new QNetworkAccessManager(parent);
    if (isLoopback(url))
        manager->setProxy(QNetworkProxy::NoProxy);
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setAutoDeleteReplies(false);
    return manager;
}

QNetworkRequest plainRequest(const QUrl &url, const Secret &token,
                             const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QNetworkRequest request{url};
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // Set by hand, this also keeps Qt from unpacking a bomb that comes all the same.
    request.setRawHeader("Accept-Encoding", "identity");
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token.reveal());
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    return request;
}

QString whoIs(const QUrl &url)
{
    const QString host = url.host().contains(u':') ? u'[' + url.host() + u']' : url.host();
    return u"%1:%2"_s.arg(host).arg(url.port(url.scheme() == "https"_L1 ? 443 : 80));
}

Error networkError(const QNetworkReply &reply, const QString &who)
{
    if (const std::optional<Error> refusal = tlsRefusal(reply, who))
        return *refusal;
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return failure(ErrorKind::Unreachable, u"%1 refused the connection"_s.arg(who));
    case QNetworkReply::HostNotFoundError:
        return failure(ErrorKind::Unreachable, u"no machine is known by the name of %1"_s.arg(who));
    case QNetworkReply::NoError:
    case QNetworkReply::RemoteHostClosedError:
        return failure(ErrorKind::Unreachable, u"%1 closed the connection before its answer was whole"_s.arg(who));
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return failure(ErrorKind::Timeout, u"%1 did not answer in time"_s.arg(who));
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return failure(ErrorKind::Protocol, u"%1 did not answer in HTTP: %2"_s.arg(who, reply.errorString()));
    default: // Qt's list is open, so this switch cannot be exhaustive.
        return failure(ErrorKind::Unreachable, u"%1 cannot be reached: %2"_s.arg(who, reply.errorString()));
    }
}

int httpStatus(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace muster
