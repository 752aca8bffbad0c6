// SPDX-License-Identifier: Apache-2.0
#include "tests/replay/agenticmail/AgenticmailReplay.h"

#include "core/wire/SseFrame.h"
#include "core/wire/SseWriter.h"

#include <QJsonDocument>

#include <algorithm>

namespace muster::replay {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kBodyBytes = 10 * 1024 * 1024;
constexpr int kDeepestPath = 7;

HttpReply pageOfAnotherSite()
{
    HttpReply reply = HttpReply::text(404, "<!doctype html><html><body><h1>Not Found</h1></body></html>");
    reply.contentType = "text/html; charset=utf-8";
    return reply;
}

HttpReply error(int status, const QString &what)
{
    return HttpReply::json(status, QJsonObject{{u"error"_s, what}});
}

std::optional<QJsonObject> bodyOf(const HttpRequest &request)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

QByteArray cookieOf(const HttpRequest &request, QByteArrayView name)
{
    for (const QByteArray &one : request.header("cookie").toByteArray().split(';')) {
        const qsizetype at = one.indexOf('=');
        if (at > 0 && one.first(at).trimmed() == name)
            return one.mid(at + 1).trimmed();
    }
    return {};
}

QByteArray bearerOf(const HttpRequest &request)
{
    const QByteArray shown = request.header("authorization").toByteArray();
    return shown.startsWith("Bearer ") ? shown.mid(7) : QByteArray();
}

QByteArray frameOf(const QJsonObject &object)
{
    return "data: " + QJsonDocument(object).toJson(QJsonDocument::Compact) + "\n\n";
}

} // namespace

AgenticmailReplay::AgenticmailReplay(const Clock &clock, AgenticmailReplayOptions options, QObject *parent)
    : QObject(parent), m_clock(clock), m_options(std::move(options)),
      m_nodes(clock, [this](const QJsonObject &frame) { tellAll(frame); }), m_port(m_options.port),
      m_tokens(m_options.requestsPerMinute), m_filledAt(clock.steadyNow())
{
    mount();
    connect(&m_keepAlive, &QTimer::timeout, this, [this] { sendFrame(R"({"type":"heartbeat"})"); });
    open();
}

AgenticmailReplay::~AgenticmailReplay()
{
    close();
}

void AgenticmailReplay::open()
{
    HttpServerOptions server;
    server.port = m_port;
    server.sseKeepAlive = std::chrono::hours(24); // Its stream has no comments.
    m_server = std::make_unique<HttpServer>(m_router, m_clock, server);
    if (const Result<void> opened = m_server->open(); !opened)
        qFatal("%s", qPrintable(opened.error().text()));
    m_port = m_server->port();
    if (m_options.keepAlive.count() > 0)
        m_keepAlive.start(m_options.keepAlive);
}

void AgenticmailReplay::close()
{
    m_keepAlive.stop();
    m_readers.clear();
    m_server.reset();
}

QUrl AgenticmailReplay::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

void AgenticmailReplay::mount()
{
    // Every path of every depth is answered in one place, as unknown ones have their own oddities.
    QString pattern;
    for (int depth = 1; depth <= kDeepestPath; ++depth) {
        pattern += u"/{p%1}"_s.arg(depth);
        for (const HttpMethod method : {HttpMethod::Get, HttpMethod::Post, HttpMethod::Put, HttpMethod::Delete})
            m_router.add(method, pattern, {.access = Access::Public, .bodyBytes = kBodyBytes},
                         [this](const HttpRequest &request) { return answer(request); });
    }
}

Future<HttpReply> AgenticmailReplay::answer(const HttpRequest &request)
{
    const QString path = request.path();
    m_asked.append(QString(methodName(request.method)) + u' ' + path);
    m_last = request;
    const auto scripted = std::ranges::find_if(m_script, [&path](const Script &one) { return path.startsWith(one.path); });
    if (scripted != m_script.end()) {
        const HttpReply reply = scripted->reply;
        m_script.erase(scripted);
        return ready(reply);
    }
    if (m_options.isAnotherSite)
        return ready(pageOfAnotherSite());
    if (std::optional<HttpReply> refused = refusal(request, path))
        return ready(std::move(*refused));
    if (path == u"/health")
        return ready(HttpReply::json(200, QJsonObject{{u"status"_s, u"ok"_s}, {u"version"_s, u"0.4.0"_s}, {u"uptime"_s, 12.5}}));
    if (path.startsWith(u"/auth/"))
        return ready(auth(request, request.segments.value(1)));
    if (path.startsWith(u"/api/engine/cluster/"))
        return cluster(request, request.segments.mid(3));
    if (path.startsWith(u"/api/engine/agent-status"))
        return ready(agentStatus(request, request.segments.mid(3)));
    if (path.startsWith(u"/api/engine"))
        return ready(HttpReply::text(404, "404 Not Found"));
    return ready(HttpReply::json(404, QJsonObject{{u"error"_s, u"Not found"_s}, {u"path"_s, path}}));
}

std::optional<HttpReply> AgenticmailReplay::refusal(const HttpRequest &request, const QString &path)
{
    if (!m_options.blocked.isEmpty())
        return HttpReply::json(403, QJsonObject{{u"error"_s, u"Forbidden"_s}, {u"code"_s, m_options.blocked}});
    if (std::optional<HttpReply> limited = overLimit(path))
        return limited;
    if (!path.startsWith(u"/api/") || path.contains(u"/engine/agent-status"))
        return std::nullopt;
    if (const QByteArrayView key = request.header("x-api-key"); !key.isEmpty())
        return key == m_options.apiKey ? std::nullopt : std::optional(error(401, u"Invalid API key"_s));
    const QByteArray cookie = cookieOf(request, "em_session");
    const QByteArray session = cookie.isEmpty() ? bearerOf(request) : cookie;
    if (session.isEmpty())
        return error(401, u"Authentication required"_s);
    return m_sessions.contains(session) ? std::nullopt : std::optional(error(401, u"Invalid or expired token"_s));
}

//! One bucket for everybody, as without a proxy in front.
std::optional<HttpReply> AgenticmailReplay::overLimit(const QString &path)
{
    if (m_options.requestsPerMinute <= 0 || path == u"/health" || path == u"/ready"
        || path.startsWith(u"/api/engine/agent-status"))
        return std::nullopt;
    const SteadyTime now = m_clock.steadyNow();
    const double most = m_options.requestsPerMinute;
    m_tokens = std::min(most, m_tokens + double((now - m_filledAt).count()) / 60'000.0 * most);
    m_filledAt = now;
    if (m_tokens >= 1) {
        m_tokens -= 1;
        return std::nullopt;
    }
    HttpReply reply = HttpReply::json(
        429, QJsonObject{{u"error"_s, u"Too many requests"_s}, {u"retryAfter"_s, m_options.retryAfterSeconds}});
    reply.headers = {{"Retry-After", QByteArray::number(m_options.retryAfterSeconds)},
                     {"X-RateLimit-Limit", QByteArray::number(m_options.requestsPerMinute)},
                     {"X-RateLimit-Remaining", "0"}};
    return reply;
}

HttpReply AgenticmailReplay::auth(const HttpRequest &request, const QString &verb)
{
    if (verb == u"login" && request.method == HttpMethod::Post)
        return signIn(bodyOf(request).value_or(QJsonObject()));
    if (verb == u"refresh" && request.method == HttpMethod::Post) {
        const QByteArray shown = bearerOf(request);
        if (!m_refreshes.contains(shown))
            return error(401, u"Invalid or expired refresh token"_s);
        m_sessions.append("session-" + QByteArray::number(++m_signIns));
        return HttpReply::json(200, QJsonObject{{u"token"_s, QString::fromLatin1(m_sessions.last())}, {u"csrf"_s, u"c"_s}});
    }
    return HttpReply::json(404, QJsonObject{{u"error"_s, u"Not found"_s}, {u"path"_s, request.path()}});
}

HttpReply AgenticmailReplay::signIn(const QJsonObject &body)
{
    const QString user = body.value("email"_L1).toString();
    const QString password = body.value("password"_L1).toString();
    if (user.isEmpty() || password.isEmpty())
        return error(400, u"Email and password required"_s);
    if (user != m_options.user || password != m_options.password)
        return error(401, u"Invalid credentials"_s);
    if (m_options.hasTwoFactor)
        return HttpReply::json(200, QJsonObject{{u"requires2fa"_s, true}, {u"challengeToken"_s, u"ch"_s}, {u"message"_s, u"Enter your code"_s}});
    const QByteArray number = QByteArray::number(++m_signIns);
    m_sessions.append("session-" + number);
    m_refreshes.append("refresh-" + number);
    HttpReply reply = HttpReply::json(
        200, QJsonObject{{u"token"_s, QString::fromLatin1(m_sessions.last())},
                         {u"refreshToken"_s, QString::fromLatin1(m_refreshes.last())},
                         {u"csrf"_s, u"c"_s},
                         {u"user"_s, QJsonObject{{u"email"_s, user}, {u"role"_s, u"viewer"_s}, {u"totpEnabled"_s, false}}},
                         {u"mustResetPassword"_s, false}});
    reply.headers = {{"Set-Cookie", "em_session=" + m_sessions.last() + "; HttpOnly; SameSite=Lax; Path=/"}};
    return reply;
}

void AgenticmailReplay::endSessions()
{
    m_sessions.clear();
}

HttpReply AgenticmailReplay::agentStatus(const HttpRequest &request, const QStringList &rest)
{
    const QString id = rest.value(0);
    if (request.method == HttpMethod::Post && !id.isEmpty()) {
        QJsonObject status = bodyOf(request).value_or(QJsonObject());
        status.insert("agentId"_L1, id);
        m_statuses.insert(id, status);
        return HttpReply::json(200, QJsonObject{{u"ok"_s, true}});
    }
    if (!id.isEmpty())
        return HttpReply::json(200, m_statuses.value(id));
    QJsonArray all;
    for (const QJsonObject &one : std::as_const(m_statuses))
        all.append(one);
    return HttpReply::json(200, QJsonObject{{u"statuses"_s, all}});
}

HttpReply AgenticmailReplay::stream()
{
    return HttpReply::stream([this](SseWriter *writer) {
        QByteArray first;
        const QList<QJsonObject> frames = m_nodes.snapshotFrames();
        for (const QJsonObject &frame : frames)
            first += frameOf(frame);
        writer->send(first);
        m_readers.emplace_back(writer);
        connect(writer, &SseWriter::closed, this, [this, writer] {
            std::erase_if(m_readers, [writer](const QPointer<SseWriter> &one) { return !one || one == writer; });
        });
    });
}

void AgenticmailReplay::tellAll(const QJsonObject &frame)
{
    sendFrame(QJsonDocument(frame).toJson(QJsonDocument::Compact));
}

void AgenticmailReplay::sendFrame(const QByteArray &data)
{
    for (const QPointer<SseWriter> &reader : m_readers) {
        if (reader)
            reader->send("data: " + data + "\n\n");
    }
}

void AgenticmailReplay::dropStreams()
{
    const auto readers = m_readers; // Closing one takes it out of the list.
    for (const QPointer<SseWriter> &reader : readers) {
        if (reader)
            reader->close();
    }
}

} // namespace muster::replay
