// SPDX-License-Identifier: Apache-2.0
#pragma once
// A signed-in session with one console: its cookies, kept in memory and sent by hand, and what its refusals mean.

#include "core/base/Clock.h"
#include "core/domain/ClusterAddress.h"
#include "core/wire/HttpClient.h"

#include <optional>

namespace muster {

//! What a call gave.
struct CognipeerAnswer {
    QJsonObject json;
    milliseconds clockOffset{0}; //!< The server's clock minus ours, as far as its Date tells: seconds.
};

//! Signs in when it must, once more when a session has ended, and never more often than kSignInsMost in kSignInSpan: the
//! server counts ten for all of our address, people at their browsers included. A password that was refused is not
//! shown again before forgive(). One thread; calls open when it dies are cancelled.
class CognipeerSession final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kSignInsMost = 5;
    static constexpr milliseconds kSignInSpan{15 * 60000};

    //! \a clock must outlive it.
    CognipeerSession(const ClusterAddress &address, Credentials credentials, const Clock &clock, QObject *parent = nullptr);
    ~CognipeerSession() override;
    Q_DISABLE_COPY_MOVE(CognipeerSession)

    //! "console.example:3000", for sentences.
    QString who() const { return m_http.who(); }
    //! GET \a path without a session, whatever its status: health says 503 with a body when something is down. Protocol
    //! when the answer is no JSON object.
    Future<CognipeerAnswer> ask(const QString &path);
    //! GET \a path of the cluster's API with a session. Errors, beyond those of HttpClient: Refused (no or a wrong password, or
    //! code "plain-secrets", "payment-required", "cluster-right"), Unsupported ("no-cluster-api"), Busy (see askedDelay()).
    Future<CognipeerAnswer> get(const QString &path) { return call({"GET", path, {}}); }
    //! PUT and DELETE of the same, sent once unless the session had ended; errors as get(), and what the server says to the
    //! change: NotFound, Conflict, Invalid. Refused ("cluster-right"): the account may not change it.
    Future<CognipeerAnswer> put(const QString &path, const QJsonObject &body) { return call({"PUT", path, body}); }
    Future<CognipeerAnswer> remove(const QString &path) { return call({"DELETE", path, {}}); }

    //! How long the server, or the limit on sign-ins, wants us to wait after the last Busy; nullopt when nobody said.
    std::optional<milliseconds> askedDelay() const { return m_askedDelay; }
    //! Whether trying again is useless until a person acts: a refused password, or none.
    bool isHopeless() const { return m_refusal.has_value(); }
    //! A person wants it tried again.
    void forgive() { m_refusal.reset(); }
    //! The line is not believed any more, as after another network: calls go over fresh connections, and reading ones that wait
    //! end as Unreachable.
    void dropConnections() { m_http.dropConnections(); }

private:
    using Pending = muster::Pending<CognipeerAnswer>;
    enum class Sign { Old, Fresh }; //!< Of the session that a request shows.
    struct Call {
        QByteArray method;
        QString path;
        QJsonObject body;
        bool isChange() const { return method != "GET"; }
    };

    Future<CognipeerAnswer> call(const Call &what);
    void send(const Call &what, Sign sign, const Pending &pending);
    void take(const Call &what, Sign sign, const HttpAnswer &answer, const Pending &pending);
    void signInAndSend(const Call &what, const Pending &pending);
    Future<void> signIn();
    void takeSignIn(const HttpAnswer &answer);
    std::optional<Error> blameSignIn();
    void takeCookies(const HttpAnswer &answer);
    Error refusalOf(const HttpAnswer &answer);
    Error refusalOfChange(const HttpAnswer &answer);
    Error busy(const HttpAnswer &answer, const QString &what);
    Result<CognipeerAnswer> read(const HttpAnswer &answer) const;

    const Clock &m_clock;
    HttpClient m_http;
    const Credentials m_credentials;
    const bool m_maySendSecrets;
    Secret m_token;   // Cookie "token".
    Secret m_project; // Cookie "active_project_id".
    std::optional<muster::Pending<void>> m_signIn; // Under way.
    QList<SteadyTime> m_signIns;                   // Of the last kSignInSpan.
    std::optional<SteadyTime> m_noSignInBefore;
    std::optional<milliseconds> m_askedDelay;
    std::optional<Error> m_refusal; // Of our password.
};

} // namespace muster
