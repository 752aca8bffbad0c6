// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerSession.h"

#include "core/wire/HttpError.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kCookieBytes = 8192;   // A session with many features has 2 KB; a header must stay below 32.
constexpr milliseconds kClockNoise{2000};  // Date has whole seconds and came over a network.
constexpr int kDelaySecondsMost = 24 * 3600;

Error makeError(ErrorKind kind, const QString &what, const QString &code = {})
{
    return {.kind = kind, .where = {}, .what = what, .code = code, .field = {}};
}

//! The value of \a name in a Set-Cookie header; nullopt when it is another cookie or no cookie at all.
std::optional<QByteArray> cookieIn(const QByteArray &header, const QByteArray &name)
{
    const QByteArray pair = header.left(header.indexOf(';')).trimmed();
    if (!pair.startsWith(name + '='))
        return std::nullopt;
    const QByteArray value = pair.mid(name.size() + 1);
    const bool isPlain = std::ranges::all_of(
        value, [](char c) { return c > 0x20 && c < 0x7f && c != ',' && c != ';' && c != '\\' && c != '"'; });
    return isPlain && value.size() <= kCookieBytes ? value : QByteArray();
}

bool isPage(const HttpAnswer &answer)
{
    return answer.contentType.startsWith("text/html");
}

//! Retry-After in seconds; the form with a date is not used there.
std::optional<milliseconds> retryAfter(const HttpAnswer &answer)
{
    bool isNumber = false;
    const int seconds = answer.header("Retry-After").trimmed().toInt(&isNumber);
    if (!isNumber || seconds < 0)
        return std::nullopt;
    return milliseconds(1000) * std::min(seconds, kDelaySecondsMost);
}

//! The sentence in a refusal, for ours to go on with.
QString saidIn(const HttpAnswer &answer)
{
    const Result<QJsonObject> json = answer.json();
    const QString said = json ? json->value("error"_L1).toString().simplified().left(limits::kNodeTextCharacters) : QString();
    return said.isEmpty() ? QString() : u" (it says: %1)"_s.arg(said);
}

} // namespace

CognipeerSession::CognipeerSession(const ClusterAddress &address, Credentials credentials, const Clock &clock,
                                   QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_http(address.url, this),
      m_credentials(std::move(credentials)),
      m_maySendSecrets(address.url.scheme() == "https"_L1 || isLoopbackHost(address.url.host()) || address.allowsPlainSecrets)
{
    m_http.setTrust({.pin = address.pin});
}

CognipeerSession::~CognipeerSession() = default;

Future<CognipeerAnswer> CognipeerSession::ask(const QString &path)
{
    Pending pending;
    const HttpCallOptions options{.replyBytes = limits::kForeignReplyBytes, .takesRefusals = true};
    whenDone(this, m_http.get(path, options), [this, pending](const Result<HttpAnswer> &answer) {
        pending.finish(answer ? read(*answer) : Result<CognipeerAnswer>(answer.error()));
    });
    return pending.future();
}

Future<CognipeerAnswer> CognipeerSession::call(const Call &what)
{
    Pending pending;
    m_askedDelay.reset();
    if (m_token.isEmpty())
        signInAndSend(what, pending);
    else
        send(what, Sign::Old, pending);
    return pending.future();
}

void CognipeerSession::signInAndSend(const Call &what, const Pending &pending)
{
    whenDone(this, signIn(), [this, what, pending](const Result<void> &signedIn) {
        if (signedIn)
            send(what, Sign::Fresh, pending);
        else
            pending.finish(signedIn.error());
    });
}

void CognipeerSession::send(const Call &what, Sign sign, const Pending &pending)
{
    QByteArray cookies = "token=" + m_token.reveal();
    if (!m_project.isEmpty())
        cookies += "; active_project_id=" + m_project.reveal();
    const HttpCallOptions options{
        .replyBytes = limits::kForeignReplyBytes, .headers = {{"Cookie"_ba, cookies}}, .takesRefusals = true};
    const QByteArray body = what.body.isEmpty() ? QByteArray() : QJsonDocument(what.body).toJson(QJsonDocument::Compact);
    const QByteArray type = body.isEmpty() ? QByteArray() : "application/json"_ba;
    whenDone(this, m_http.send(what.method, what.path, type, body, options), [this, what, sign, pending](const Result<HttpAnswer> &answer) {
        if (answer)
            take(what, sign, *answer, pending);
        else
            pending.finish(answer.error());
    });
}

void CognipeerSession::take(const Call &what, Sign sign, const HttpAnswer &answer, const Pending &pending)
{
    takeCookies(answer);
    if (answer.status < 300)
        return pending.finish(read(answer));
    if (answer.status == 401) {
        m_token = {};
        if (sign == Sign::Old) // It ended: after seven days, by a new secret of the server, or by the licence.
            return signInAndSend(what, pending);
    }
    pending.finish(what.isChange() ? refusalOfChange(answer) : refusalOf(answer));
}

Future<void> CognipeerSession::signIn()
{
    if (m_signIn)
        return m_signIn->future();
    if (const std::optional<Error> error = blameSignIn())
        return failed<void>(*error);
    m_signIn = muster::Pending<void>();
    const Future<void> outcome = m_signIn->future();
    m_signIns.append(m_clock.steadyNow());
    QJsonObject body{{u"email"_s, m_credentials.user}, {u"password"_s, QString::fromUtf8(m_credentials.password.reveal())}};
    if (!m_credentials.tenant.isEmpty()) // Without it, the server searches the users of every company.
        body.insert(u"slug"_s, m_credentials.tenant);
    const auto call = m_http.post(u"/api/auth/login"_s, body, {.replyBytes = limits::kErrorBodyBytes, .takesRefusals = true});
    whenDone(this, call, [this](const Result<HttpAnswer> &answer) {
        if (answer)
            return takeSignIn(*answer);
        if (answer.error().kind == ErrorKind::Unreachable)
            m_signIns.removeLast(); // Nobody counted it.
        std::exchange(m_signIn, {})->finish(answer.error().within(u"signing in at "_s + who()));
    });
    return outcome;
}

//! Why we do not even ask.
std::optional<Error> CognipeerSession::blameSignIn()
{
    if (m_refusal)
        return *m_refusal;
    if (!m_credentials.hasSignIn()) {
        m_refusal = refused(u"%1 wants a sign-in: give an e-mail address and a password"_s.arg(who()), httpcode::kNotAuthenticated);
        return *m_refusal;
    }
    if (!m_maySendSecrets) {
        m_refusal = refused(u"the password was not sent, because %1 would get it over plain http; use https, or allow it for "
                            "this cluster"_s.arg(who()), u"plain-secrets"_s);
        return *m_refusal;
    }
    const SteadyTime now = m_clock.steadyNow();
    m_signIns.removeIf([now](SteadyTime at) { return now - at >= kSignInSpan; });
    std::optional<SteadyTime> wait = m_noSignInBefore;
    if (m_signIns.size() >= kSignInsMost)
        wait = std::max(wait.value_or(now), m_signIns.first() + kSignInSpan);
    if (!wait || *wait <= now)
        return std::nullopt;
    m_askedDelay = *wait - now;
    return makeError(ErrorKind::Busy, u"%1 counts sign-ins, and too many were made lately; the next one waits %2 s"_s.arg(who())
                         .arg(m_askedDelay->count() / 1000), httpcode::kTooMany);
}

void CognipeerSession::takeSignIn(const HttpAnswer &answer)
{
    const auto pending = std::exchange(m_signIn, {});
    takeCookies(answer);
    const bool isIn = answer.status < 300 && !m_token.isEmpty();
    if (isIn)
        return pending->finish({});
    if (answer.status == 429) {
        const Error error = busy(answer, u"%1 has had too many sign-ins from here"_s.arg(who()));
        m_noSignInBefore = m_clock.steadyNow() + m_askedDelay.value_or(kSignInSpan);
        return pending->finish(error);
    }
    if (answer.status == 401 || answer.status == 403) {
        m_refusal = refused(u"%1 does not accept this e-mail address and password%2"_s.arg(who(), saidIn(answer)),
                            httpcode::kNotAuthenticated);
        return pending->finish(*m_refusal);
    }
    if (answer.status == 503) {
        m_signIns.removeLast(); // Turned away before it was counted; a console that starts slowly must not use them up.
        return pending->finish(refusalOf(answer));
    }
    pending->finish(makeError(ErrorKind::Protocol,
                              u"%1 did not answer the sign-in as Cognipeer's console does (HTTP %2)%3"_s.arg(who())
                                  .arg(answer.status).arg(saidIn(answer))));
}

void CognipeerSession::takeCookies(const HttpAnswer &answer)
{
    for (const auto &[name, value] : answer.headers) {
        if (name.compare("set-cookie", Qt::CaseInsensitive) != 0)
            continue;
        if (const auto token = cookieIn(value, "token"_ba))
            m_token = Secret(*token);
        if (const auto project = cookieIn(value, "active_project_id"_ba))
            m_project = Secret(*project);
    }
}

Error CognipeerSession::busy(const HttpAnswer &answer, const QString &what)
{
    m_askedDelay = retryAfter(answer);
    const QString code = answer.status == 429 ? QString(httpcode::kTooMany) : QString();
    return makeError(ErrorKind::Busy, what + saidIn(answer), code);
}

Error CognipeerSession::refusalOf(const HttpAnswer &answer)
{
    switch (answer.status) {
    case 401:
        return refused(u"%1 does not accept the session that it has just given%2"_s.arg(who(), saidIn(answer)),
                       httpcode::kNotAuthenticated);
    case 402:
        return refused(u"the licence of the console at %1 does not include the cluster; its owner can add it, or sign in to a "
                       "company that has it"_s.arg(who()), u"payment-required"_s);
    case 403:
        return refused(u"this account may not see the cluster of %1; an owner or admin there can give it the right to read "
                       "the service \"cluster\""_s.arg(who()), u"cluster-right"_s);
    case 404: {
        Error error = unsupported(u"the console at %1 has no cluster API: the open edition dropped it after June 2026 (v1.2.4); "
                                  "use that one, or an edition that includes the cluster"_s.arg(who()));
        error.code = u"no-cluster-api"_s;
        return error;
    }
    case 429:
        return busy(answer, u"%1 wants to be asked less often"_s.arg(who()));
    case 503:
        return busy(answer, u"%1 is starting or stopping"_s.arg(who()));
    default:
        return errorFrom(answer.status, isPage(answer) ? QByteArray() : answer.body, who());
    }
}

//! A page means the same as to reading; JSON is about the change.
Error CognipeerSession::refusalOfChange(const HttpAnswer &answer)
{
    if (answer.status == 403) {
        return refused(u"this account may not change assignments of %1; an owner or admin there can give it the right to administer "
                       "the service \"cluster\"%2"_s.arg(who(), saidIn(answer)), u"cluster-right"_s);
    }
    const bool isAboutIt = !isPage(answer) && (answer.status == 400 || answer.status == 404 || answer.status == 409 || answer.status == 500);
    return isAboutIt ? errorFrom(answer.status, answer.body, who()) : refusalOf(answer);
}

Result<CognipeerAnswer> CognipeerSession::read(const HttpAnswer &answer) const
{
    if (isPage(answer))
        return makeError(ErrorKind::Protocol, u"%1 answered with a page (HTTP %2), not with JSON"_s.arg(who()).arg(answer.status));
    MUSTER_TRY(json, answer.json());
    CognipeerAnswer read{json, milliseconds(0)};
    const QString date = QString::fromLatin1(answer.header("Date").left(64));
    QDateTime at = QLocale::c().toDateTime(date, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    if (at.isValid()) {
        at.setTimeSpec(Qt::UTC);
        const milliseconds offset = Timestamp{at.toMSecsSinceEpoch()} - m_clock.now();
        read.clockOffset = std::chrono::abs(offset) > kClockNoise ? offset : milliseconds(0);
    }
    return read;
}

} // namespace muster
