// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpClient.h"

#include "core/base/JsonBounds.h"
#include "core/wire/HttpCall.h"
#include "core/wire/NetworkCall.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QUrl urlOf(const QUrl &base, const QString &path)
{
    QByteArray text = base.toEncoded();
    if (text.endsWith('/'))
        text.chop(1);
    return QUrl::fromEncoded(text + path.toUtf8());
}

} // namespace

QByteArray HttpAnswer::header(QByteArrayView name) const
{
    for (const auto &[one, value] : headers) {
        if (one.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

Result<QJsonObject> HttpAnswer::json() const
{
    QJsonParseError problem;
    const bool isTooRich = jsonSize(body).values > kJsonValues;
    const QJsonDocument document = isTooRich ? QJsonDocument() : QJsonDocument::fromJson(body, &problem);
    if (!document.isObject())
        return Error{.kind = ErrorKind::Protocol,
                     .where = {},
                     .what = isTooRich ? u"the answer has more than %1 values"_s.arg(kJsonValues)
                                       : u"the answer is not a JSON object (%1)"_s.arg(problem.errorString()),
                     .code = {},
                     .field = {}};
    return document.object();
}

HttpClient::HttpClient(QUrl base, QObject *parent) : QObject(parent), m_base(std::move(base)) {}

HttpClient::~HttpClient()
{
    qDeleteAll(findChildren<HttpCall *>(Qt::FindDirectChildrenOnly)); // Before the managers, which own their replies.
}

void HttpClient::setTrust(const TlsTrust &trust)
{
    if (trust == m_trust)
        return;
    m_trust = trust;
    retireManagers();
}

void HttpClient::dropConnections()
{
    retireManagers();
    for (HttpCall *call : findChildren<HttpCall *>(Qt::FindDirectChildrenOnly))
        call->giveUpReading();
}

void HttpClient::retireManagers()
{
    for (QNetworkAccessManager *&one : m_managers) {
        if (one)
            m_retired.append(one);
        one = nullptr;
    }
    buryRetired();
}

//! Each holds a thread and sockets, but its calls die with it: so when none is under way.
void HttpClient::buryRetired()
{
    if (m_retired.isEmpty() || !findChildren<HttpCall *>(Qt::FindDirectChildrenOnly).isEmpty())
        return;
    for (QNetworkAccessManager *one : std::exchange(m_retired, {}))
        one->deleteLater();
}

QString HttpClient::who() const
{
    return whoIs(m_base);
}

Future<HttpAnswer> HttpClient::get(const QString &path, const HttpCallOptions &options)
{
    return send("GET"_ba, path, {}, {}, options);
}

Future<HttpAnswer> HttpClient::post(const QString &path, const QJsonObject &body, const HttpCallOptions &options)
{
    return send("POST"_ba, path, "application/json"_ba, compact(body), options);
}

Future<HttpAnswer> HttpClient::put(const QString &path, const QJsonObject &body, const HttpCallOptions &options)
{
    return send("PUT"_ba, path, "application/json"_ba, compact(body), options);
}

Future<HttpAnswer> HttpClient::remove(const QString &path, const HttpCallOptions &options)
{
    return send("DELETE"_ba, path, {}, {}, options);
}

Future<HttpAnswer> HttpClient::send(const QByteArray &method, const QString &path, const QByteArray &contentType,
                                    const QByteArray &body, const HttpCallOptions &options)
{
    QNetworkRequest request = plainRequest(urlOf(m_base, path), m_token, options.headers);
    if (!contentType.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, contentType);
    request.setRawHeader("Accept", "application/json");
    applyTrust(request, m_trust);
    auto start = [this, request, method, body, trust = m_trust](int lane) {
        QNetworkAccessManager *const one = trust == m_trust ? manager(lane) : plainManager(m_base, this);
        QNetworkReply *const reply = one->sendCustomRequest(request, method, body);
        guard(reply, trust);
        return reply;
    };
    buryRetired();
    auto *call = new HttpCall(std::move(start), who(), options, method == "GET", this);
    return call->future();
}

QString HttpClient::segment(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QNetworkAccessManager *HttpClient::manager(int lane)
{
    if (!m_managers[lane])
        m_managers[lane] = plainManager(m_base, this);
    return m_managers[lane];
}

} // namespace muster
