// SPDX-License-Identifier: Apache-2.0
#pragma once
// Calls to one HTTP server: deadlines, bounded replies, errors in our words. Dialect clients and workers use it.

#include "core/base/Future.h"
#include "core/base/Limits.h"
#include "core/base/Secret.h"
#include "core/base/Timestamp.h"
#include "core/wire/TlsTrust.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QUrl>

#include <utility>

namespace muster
{

class ClientLines;

//! A 2xx reply; every other status arrives as an Error (see errorFrom() in HttpError.h), unless
//! HttpCallOptions::takesRefusals.
struct HttpAnswer {
    int status = 0;
    QByteArray contentType;
    QByteArray body;
    //! As they came; a header that came several times is there several times.
    QList<std::pair<QByteArray, QByteArray>> headers = {};

    //! The value of the first header \a name (any case); empty when there is none.
    QByteArray header(QByteArrayView name) const;
    //! The body as one JSON object; Protocol when it is none.
    Result<QJsonObject> json() const;
};

//! How to call.
struct HttpCallOptions {
    milliseconds deadline = limits::kCallDeadline; //!< For the whole call; then Timeout.
    //! After this long without an answer the request is sent again on a connection of its own, and the first answer
    //! wins (decisions.md 10); 0 does not race. Only for requests that may arrive twice.
    milliseconds raceAfter{0};
    qsizetype replyBytes = limits::kReplyBytes; //!< Longest body; beyond it Protocol.
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    bool takesRefusals = false; //!< Statuses of 400 and above are answers too: for dialects that read what they say.
};

//! Calls one server. No redirects, cookies, caches or compressed replies; no proxy for loopback. At most six calls are
//! under way, the others wait. One thread; calls that are open when it dies arrive as Cancelled, and it dies at once,
//! whatever the server sends.
class HttpClient final : public QObject
{
    Q_OBJECT
public:
    //! \a base is "http://host:port", with a path if all calls share one.
    explicit HttpClient(QUrl base, QObject *parent = nullptr);
    ~HttpClient() override;
    Q_DISABLE_COPY_MOVE(HttpClient)

    //! The key that every call shows as `Authorization: Bearer`; empty shows none.
    void setToken(Secret token) { m_token = std::move(token); }
    //! Whom to believe behind an https base; without it, the system's authorities. Connections made under another trust
    //! are not used again. A server that is not believed gets nothing; the call fails with a code of tlscode.
    void setTrust(const TlsTrust &trust);
    //! The line to the server is not believed any more: no connection that was made until now is used again, and GETs
    //! that wait on one end as Unreachable at once, not at their deadline. Other calls, which may have been carried out,
    //! go on waiting for their answer.
    void dropConnections();
    const QUrl &base() const { return m_base; }
    //! "127.0.0.1:3100", for sentences.
    QString who() const;

    //! \a path is put behind the base, percent-encoded already where needed, with its query: "/api/v1/nodes?limit=5".
    //! Errors: Unreachable, Timeout, Protocol (redirect, reply too long, nonsense), Cancelled, and the server's own.
    Future<HttpAnswer> get(const QString &path, const HttpCallOptions &options = {});
    Future<HttpAnswer> post(const QString &path, const QJsonObject &body, const HttpCallOptions &options = {});
    Future<HttpAnswer> put(const QString &path, const QJsonObject &body, const HttpCallOptions &options = {});
    Future<HttpAnswer> remove(const QString &path, const HttpCallOptions &options = {});
    //! Any method and body; \a contentType may be empty.
    Future<HttpAnswer> send(const QByteArray &method, const QString &path, const QByteArray &contentType,
                            const QByteArray &body, const HttpCallOptions &options = {});

    //! One segment of a path from \a text: percent-encoded, "/" and all.
    static QString segment(const QString &text);

private:
    const QUrl m_base;
    Secret m_token;
    TlsTrust m_trust;
    ClientLines *m_lines; // Child.
};

} // namespace muster
