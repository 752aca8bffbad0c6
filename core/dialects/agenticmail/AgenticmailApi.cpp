// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailApi.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kTokenBytes = 16 * 1024; // Its tokens have under 1 KB; they go into a header.

Secret secretIn(const QJsonObject &json, QLatin1StringView key)
{
    const QByteArray text = json.value(key).toString().toUtf8();
    const bool isUsable = text.size() <= kTokenBytes && !text.contains('\n') && !text.contains('\r');
    return Secret(isUsable ? text : QByteArray());
}

} // namespace

AgenticmailApi::AgenticmailApi(const ClusterAddress &address, const Credentials &credentials, const Clock &clock, QObject *parent)
    : QObject(parent), m_clock(clock), m_credentials(credentials),
      m_isPlain(!credentials.isEmpty() && address.url.scheme() != "https"_L1 && !isLoopbackHost(address.url.host())
                && !address.allowsPlainSecrets),
      m_http(address.url)
{
    m_http.setTrust({.pin = address.pin});
    if (credentials.apiKey.isEmpty())
        m_token = credentials.token;
}

milliseconds AgenticmailApi::waits() const
{
    return m_notBefore ? std::max(milliseconds(0), *m_notBefore - m_clock.steadyNow()) : milliseconds(0);
}

Future<HttpAnswer> AgenticmailApi::send(const QByteArray &method, const QString &path, const QByteArray &body,
                                        const QByteArray &token, milliseconds deadline)
{
    HttpCallOptions options;
    options.deadline = deadline;
    options.replyBytes = limits::kForeignReplyBytes;
    options.takesRefusals = true;
    if (!token.isEmpty())
        options.headers.append({"Authorization"_ba, "Bearer " + token});
    else if (!m_credentials.apiKey.isEmpty()) // Never as a bearer: the server refuses that.
        options.headers.append({"X-API-Key"_ba, m_credentials.apiKey.reveal()});
    return m_http.send(method, path, body.isEmpty() ? QByteArray() : "application/json"_ba, body, options);
}

Future<HttpAnswer> AgenticmailApi::call(const QByteArray &method, const QString &path, const QByteArray &body, milliseconds deadline)
{
    const Pending<HttpAnswer> pending;
    whenDone(this, ensureSignedIn(), [this, pending, method, path, body, deadline](const Result<void> &ready) {
        if (ready)
            sendTwice(method, path, body, deadline, canSignIn(), pending);
        else
            pending.finish(ready.error());
    });
    return pending.future();
}

void AgenticmailApi::sendTwice(const QByteArray &method, const QString &path, const QByteArray &body, milliseconds deadline,
                               bool mayRenew, const Pending<HttpAnswer> &pending)
{
    if (waits().count() > 0)
        return pending.finish(Error{ErrorKind::Busy, {}, u"%1 asked us to wait for %2 s"_s.arg(who()).arg(waits().count() / 1000 + 1),
                                    u"too-many-requests"_s, {}});
    const QByteArray shown = m_token.reveal();
    whenDone(this, send(method, path, body, shown, deadline), [=, this](const Result<HttpAnswer> &answer) {
        if (!answer)
            return pending.finish(answer.error());
        learn(*answer);
        if (answer->status < 400)
            return pending.finish(*answer);
        if (answer->status != 401 || !mayRenew)
            return pending.finish(AgenticmailErrors::ofAnswer(*answer, who()));
        const bool isRenewed = m_token.reveal() != shown; // Another call was faster.
        whenDone(this, isRenewed ? ready() : renew(), [=, this](const Result<void> &renewed) {
            if (renewed)
                sendTwice(method, path, body, deadline, false, pending);
            else
                pending.finish(renewed.error());
        });
    });
}

Future<HttpAnswer> AgenticmailApi::callOpenly(const QString &path)
{
    HttpCallOptions options;
    options.replyBytes = limits::kErrorBodyBytes;
    options.takesRefusals = true;
    const Pending<HttpAnswer> pending;
    whenDone(this, m_http.get(path, options), [this, pending](const Result<HttpAnswer> &answer) {
        if (answer)
            learn(*answer);
        if (answer && answer->status >= 400)
            pending.finish(AgenticmailErrors::ofAnswer(*answer, who()));
        else
            pending.finish(answer);
    });
    return pending.future();
}

Future<void> AgenticmailApi::ensureSignedIn()
{
    if (m_isPlain)
        return failed<void>(AgenticmailErrors::plainSecret(who()));
    if (!canSignIn() || !m_token.isEmpty())
        return ready();
    const Pending<void> pending;
    m_waiting.append(pending);
    if (m_waiting.size() == 1)
        signIn();
    return pending.future();
}

Future<void> AgenticmailApi::renew()
{
    const Pending<void> pending;
    m_waiting.append(pending);
    if (m_waiting.size() > 1)
        return pending.future();
    m_token = {};
    if (m_refresh.isEmpty())
        signIn();
    else
        refresh();
    return pending.future();
}

void AgenticmailApi::refresh()
{
    const QByteArray shown = std::exchange(m_refresh, Secret()).reveal();
    whenDone(this, send("POST", u"/auth/refresh"_s, {}, shown, limits::kCallDeadline), [this, shown](const Result<HttpAnswer> &answer) {
        if (answer)
            m_token = secretIn(QJsonDocument::fromJson(answer->body).object(), "token"_L1);
        if (!answer || answer->status >= 400 || m_token.isEmpty())
            return signIn();
        m_refresh = Secret(shown); // Holds for its own seven days.
        endSignIn({});
    });
}

void AgenticmailApi::signIn()
{
    m_token = {};
    const QJsonObject body{{u"email"_s, m_credentials.user}, {u"password"_s, QString::fromUtf8(m_credentials.password.reveal())}};
    whenDone(this, send("POST", u"/auth/login"_s, QJsonDocument(body).toJson(QJsonDocument::Compact), {}, limits::kCallDeadline),
             [this](const Result<HttpAnswer> &answer) { takeSession(answer); });
}

void AgenticmailApi::takeSession(const Result<HttpAnswer> &answer)
{
    const QString where = u"signing in"_s;
    if (!answer)
        return endSignIn(answer.error().within(where));
    learn(*answer);
    if (answer->status >= 400)
        return endSignIn(AgenticmailErrors::ofAnswer(*answer, who()).within(where));
    const QJsonObject said = QJsonDocument::fromJson(answer->body).object();
    if (said.value("requires2fa"_L1).toBool())
        return endSignIn(AgenticmailErrors::secondFactor(who()));
    m_token = secretIn(said, "token"_L1);
    m_refresh = secretIn(said, "refreshToken"_L1);
    if (m_token.isEmpty())
        return endSignIn(AgenticmailErrors::notAgenticmail(who(), u"its sign-in gives no token"_s));
    endSignIn({});
}

void AgenticmailApi::endSignIn(const Result<void> &outcome)
{
    const QList<Pending<void>> waiting = std::exchange(m_waiting, {});
    for (const Pending<void> &one : waiting)
        one.finish(outcome);
}

void AgenticmailApi::learn(const HttpAnswer &answer)
{
    if (answer.status == 429)
        m_notBefore = m_clock.steadyNow() + AgenticmailErrors::waitOf(answer);
    const QDateTime date = QDateTime::fromString(QString::fromLatin1(answer.header("Date").left(64)), Qt::RFC2822Date);
    if (date.isValid()) // Cut to the second, so half a second is the fairest guess.
        m_clockOffset = milliseconds(date.toMSecsSinceEpoch() + 500 - m_clock.now().msSinceEpoch);
}

} // namespace muster
