// SPDX-License-Identifier: Apache-2.0
#include "core/wire/HttpClient.h"

#include "core/base/JsonBounds.h"
#include "core/wire/ClientLines.h"
#include "core/wire/HttpCall.h"
#include "core/wire/NetworkCall.h"
#include "core/wire/ReplyHead.h"

#include <QJsonDocument>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

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
    return ReplyHead{.headers = headers}.header(name);
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

HttpClient::HttpClient(QUrl base, QObject *parent)
    : QObject(parent), m_base(std::move(base)), m_lines(new ClientLines(m_base, this))
{
}

HttpClient::~HttpClient()
{
    qDeleteAll(findChildren<HttpCall *>(Qt::FindDirectChildrenOnly)); // Before the lines, which they give back.
}

void HttpClient::setTrust(const TlsTrust &trust)
{
    if (trust == m_trust)
        return;
    m_trust = trust;
    m_lines->retire(m_trust);
}

void HttpClient::dropConnections()
{
    m_lines->retire(m_trust);
    for (HttpCall *call : findChildren<HttpCall *>(Qt::FindDirectChildrenOnly))
        call->giveUpReading();
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
    ClientRequest request{.url = urlOf(m_base, path),
                          .method = method,
                          .token = m_token,
                          .headers = options.headers + HeaderList{{"Accept", "application/json"}},
                          .body = body};
    if (!contentType.isEmpty())
        request.headers.append({"Content-Type", contentType});
    auto *call = new HttpCall(*m_lines, std::move(request), m_trust, options, this);
    return call->future();
}

QString HttpClient::segment(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace muster
