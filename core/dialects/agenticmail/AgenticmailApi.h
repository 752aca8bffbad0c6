// SPDX-License-Identifier: Apache-2.0
#pragma once
// Calls to one AgenticMail server as one who is known there: shows the key, or signs in and stays signed in. Used by the
// client and the probe.

#include "core/base/Clock.h"
#include "core/dialects/agenticmail/AgenticmailErrors.h"
#include "core/domain/ClusterAddress.h"
#include "core/wire/HttpClient.h"

namespace muster {

//! One thread. Tokens live in memory only. Calls that are open when it dies arrive as Cancelled.
class AgenticmailApi final : public QObject
{
    Q_OBJECT
public:
    //! \a clock must outlive it.
    AgenticmailApi(const ClusterAddress &address, const Credentials &credentials, const Clock &clock, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AgenticmailApi)

    //! \a path begins with "/"; an empty \a body sends none. Errors: those of AgenticmailErrors. After a 429 nothing is
    //! sent until its time is over: Busy meanwhile. A 401 of a session that ran out is answered by one new sign-in.
    Future<HttpAnswer> call(const QByteArray &method, const QString &path, const QByteArray &body = {},
                            milliseconds deadline = limits::kCallDeadline);
    //! Without any credentials, for what is public.
    Future<HttpAnswer> callOpenly(const QString &path);
    //! Makes sure that there is something to show: signs in when we must. Refused when that is not accepted.
    Future<void> ensureSignedIn();
    //! The token that was shown is no longer good: gets another, by the refresh token or a new sign-in.
    Future<void> renew();

    //! The bearer token of the session or of the credentials; empty with an API key, or before the sign-in.
    const Secret &token() const { return m_token; }
    bool canSignIn() const { return m_credentials.hasSignIn() && m_credentials.apiKey.isEmpty(); }
    //! How long the server wants us to wait; 0 when it does not.
    milliseconds waits() const;
    //! The server's clock minus ours, by the Date of its last answer; exact to about a second.
    milliseconds clockOffset() const { return m_clockOffset; }
    //! See HttpClient: after the stream was lost.
    void dropConnections() { m_http.dropConnections(); }
    QString who() const { return m_http.who(); }

private:
    Future<HttpAnswer> send(const QByteArray &method, const QString &path, const QByteArray &body, const QByteArray &token,
                            milliseconds deadline);
    void sendTwice(const QByteArray &method, const QString &path, const QByteArray &body, milliseconds deadline,
                   bool mayRenew, const Pending<HttpAnswer> &pending);
    void signIn();
    void refresh();
    void takeSession(const Result<HttpAnswer> &answer);
    void endSignIn(const Result<void> &outcome);
    void learn(const HttpAnswer &answer);

    const Clock &m_clock;
    const Credentials m_credentials;
    const bool m_isPlain; // Secrets would be readable on the way.
    HttpClient m_http;
    Secret m_token;
    Secret m_refresh;
    QList<Pending<void>> m_waiting; // For the sign-in under way.
    std::optional<SteadyTime> m_notBefore;
    milliseconds m_clockOffset{0};
};

} // namespace muster
