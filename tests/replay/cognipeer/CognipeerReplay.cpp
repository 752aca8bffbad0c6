// SPDX-License-Identifier: Apache-2.0
#include "tests/replay/cognipeer/CognipeerReplay.h"
#include "tests/replay/cognipeer/ConsoleReplies.h"

#include <QDateTime>
#include <QLocale>
#include <QUuid>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kAttempts = 10;                  // Successes count too.
constexpr milliseconds kAttemptSpan{900000};  // 15 minutes.
constexpr auto kClearedToken = "token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax";

//! A row as the console keeps it; alert rules have no subtitle.
QJsonObject entity(const QString &type, const QString &key, const QString &name, const std::optional<QString> &subtitle = QString())
{
    QJsonObject json{{u"entityType"_s, type},
                     {u"entityId"_s, u"1f7f9169:"_s + key},
                     {u"name"_s, name},
                     {u"tenantId"_s, u"1f7f9169"_s},
                     {u"tenantSlug"_s, u"acme"_s},
                     {u"projectId"_s, u"5b2ba50c"_s}};
    if (subtitle)
        json.insert(u"subtitle"_s, subtitle->isEmpty() ? name : *subtitle);
    return json;
}

QByteArray httpDate(Timestamp at)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch, Qt::UTC);
    return QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss"_s).toLatin1() + " GMT";
}

} // namespace

CognipeerReplay::CognipeerReplay(const Clock &clock)
    : nodes(clock), m_clock(clock), m_startedAt(clock.now()),
      m_server([this](const ConsoleRequest &request) { return answer(request); })
{
    nodes.boot({.name = u"node-a"_s, .url = u"http://127.0.0.1:17411"_s, .tags = {u"gpu"_s, u"eu"_s}});
    nodes.boot({.name = u"node-b"_s, .role = u"worker"_s, .url = u"http://127.0.0.1:17412"_s, .tags = {}, .pid = 2881});
    instances = {entity(u"agent"_s, u"support"_s, u"Support desk"_s),
                 entity(u"alert-rule"_s, u"8c21aa30"_s, u"High error rate"_s, {}),
                 entity(u"browser"_s, u"3f3a7cda"_s, u"research-browser"_s),
                 entity(u"js-sandbox"_s, u"calc"_s, u"Calculator"_s)};
    assignments = {QJsonObject{{u"entityType"_s, u"js-sandbox"_s},
                               {u"entityId"_s, u"1f7f9169:calc"_s},
                               {u"nodeName"_s, u"node-b"_s},
                               {u"mode"_s, u"strict"_s},
                               {u"updatedAt"_s, m_startedAt.toIso8601()},
                               {u"updatedBy"_s, u"lab"_s}}};
}

bool CognipeerReplay::open(quint16 port)
{
    return m_server.open(port);
}

void CognipeerReplay::close()
{
    m_server.close();
}

QUrl CognipeerReplay::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(port()));
}

void CognipeerReplay::answerNext(const ConsoleReply &reply, int count)
{
    m_instead.append(QList<ConsoleReply>(count, reply));
}

std::optional<ConsoleReply> CognipeerReplay::answer(const ConsoleRequest &request)
{
    if (isSilent)
        return std::nullopt;
    ConsoleReply reply = route(request);
    const QByteArray id = request.headers.value("x-request-id", QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    reply.headers.append({{"x-request-id"_ba, id},
                          {"X-Content-Type-Options"_ba, "nosniff"_ba},
                          {"X-Frame-Options"_ba, "DENY"_ba},
                          {"Date"_ba, httpDate(m_clock.now())}});
    return reply;
}

ConsoleReply CognipeerReplay::route(const ConsoleRequest &request)
{
    const bool isHealth = request.path.startsWith("/api/health/");
    if (phase == ConsolePhase::Booting && !isHealth)
        return json(503, {{u"error"_s, u"ServiceUnavailable"_s}, {u"message"_s, u"The service is starting"_s}});
    if (phase == ConsolePhase::Stopping) {
        ConsoleReply reply = says(503, u"Service is shutting down"_s);
        reply.headers.append({"Retry-After"_ba, "5"_ba});
        return reply;
    }
    if (isHealth)
        return health(request);
    if (request.path == "/api/auth/login" && request.method == "POST")
        return login(request);
    if (request.path == "/api/auth/logout" && request.method == "POST") {
        ConsoleReply reply = json(200, {{u"message"_s, u"Logged out"_s}}); // The token itself stays good.
        reply.headers.append({"Set-Cookie"_ba, kClearedToken});
        return reply;
    }
    if (request.path == "/api/auth/session" && request.method == "GET")
        return session(request);
    if (request.path.startsWith("/api/cluster/"))
        return cluster(request);
    return page();
}

ConsoleReply CognipeerReplay::login(const ConsoleRequest &request)
{
    ++logins;
    const Timestamp now = m_clock.now();
    m_attempts.removeIf([now](Timestamp at) { return now - at >= kAttemptSpan; });
    if (m_attempts.size() >= kAttempts) {
        const milliseconds left = kAttemptSpan - (now - m_attempts.first());
        ConsoleReply reply = says(429, u"Too many login attempts. Please try again later."_s);
        reply.headers.append({{"Retry-After"_ba, QByteArray::number(qint64(left.count() / 1000))},
                              {"X-RateLimit-Remaining"_ba, "0"_ba},
                              {"X-RateLimit-Reset"_ba, QByteArray::number((now + left).msSinceEpoch)}});
        return reply;
    }
    m_attempts.append(now);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString email = body.value("email"_L1).toString();
    if (email.isEmpty() || body.value("password"_L1).toString().isEmpty())
        return says(400, u"Email and password are required"_s);
    // Without a slug every tenant's users are scanned.
    const QString slug = body.value("slug"_L1).toString(tenant);
    if (email != user || body.value("password"_L1).toString() != password || slug != tenant)
        return says(401, u"Invalid email or password"_s);
    const QByteArray token = "eyJhbGciOiJIUzI1NiJ9." + QUuid::createUuid().toByteArray(QUuid::Id128) + ".c2ln";
    m_sessions.append(token);
    ConsoleReply reply = json(
        200, {{u"message"_s, u"Login successful"_s},
              {u"mustChangePassword"_s, false},
              {u"tenant"_s, QJsonObject{{u"companyName"_s, u"Acme"_s}, {u"id"_s, u"1f7f9169"_s}, {u"slug"_s, tenant}}},
              {u"user"_s, QJsonObject{{u"email"_s, user},
                                      {u"features"_s, QJsonArray()},
                                      {u"id"_s, u"u-1"_s},
                                      {u"licenseType"_s, u"FREE"_s},
                                      {u"name"_s, u"Lab"_s},
                                      {u"role"_s, u"owner"_s},
                                      {u"servicePermissions"_s, QJsonObject()}}}});
    reply.headers.append({{"Set-Cookie"_ba, "token=" + token + "; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"},
                          {"Set-Cookie"_ba, "active_project_id=5b2ba50c; Max-Age=2592000; Path=/; SameSite=Lax"_ba}});
    return reply;
}

ConsoleReply CognipeerReplay::health(const ConsoleRequest &request)
{
    const auto uptime = (m_clock.now() - m_startedAt).count() / 1000;
    if (request.path == "/api/health/live")
        return json(200, {{u"status"_s, u"ok"_s}, {u"uptime"_s, qint64(uptime)}});
    if (request.path != "/api/health/ready")
        return page();
    // The one place with the true own name; it says ok with every other node offline.
    const QJsonObject details{{u"thisNode"_s, serving},
                              {u"online"_s, nodes.onlineCount()},
                              {u"total"_s, nodes.rows().size()}};
    const QJsonObject checks{{u"cluster"_s, QJsonObject{{u"status"_s, u"ok"_s}, {u"details"_s, details}}},
                             {u"queue"_s, QJsonObject{{u"status"_s, u"ok"_s},
                                                      {u"details"_s, QJsonObject{{u"provider"_s, u"bullmq"_s}}}}}};
    return json(200, {{u"status"_s, u"ok"_s},
                      {u"uptime"_s, qint64(uptime)},
                      {u"timestamp"_s, m_clock.now().toIso8601()},
                      {u"checks"_s, checks}});
}

ConsoleReply CognipeerReplay::session(const ConsoleRequest &request)
{
    if (const std::optional<ConsoleReply> reply = blame(request))
        return *reply;
    return json(200, {{u"authenticated"_s, true},
                      {u"mustChangePassword"_s, false},
                      {u"projectCount"_s, 1},
                      {u"userId"_s, u"u-1"_s},
                      {u"role"_s, u"owner"_s},
                      {u"servicePermissions"_s, QJsonObject()}});
}

//! The sessions' gate: cookies only, a Bearer key is not looked at.
std::optional<ConsoleReply> CognipeerReplay::blame(const ConsoleRequest &request) const
{
    const QByteArray token = request.cookie("token");
    if (token.isEmpty())
        return json(401, {{u"error"_s, u"Unauthorized"_s}, {u"message"_s, u"Authentication required"_s}});
    if (m_sessions.contains(token))
        return std::nullopt;
    ConsoleReply reply = json(401, {{u"error"_s, u"Unauthorized"_s}, {u"message"_s, u"Invalid or expired token"_s}});
    reply.headers.append({"Set-Cookie"_ba, kClearedToken});
    return reply;
}

QString CognipeerReplay::defaultName()
{
    return defaultNode.isEmpty() ? nodes.defaultName(serving) : defaultNode;
}

} // namespace muster
