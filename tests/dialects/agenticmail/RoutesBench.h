// SPDX-License-Identifier: Apache-2.0
#pragma once
// Our routes over a real control plane, on a real server; time is moved by hand.

#include "core/dialects/agenticmail/AgenticmailRoutes.h"
#include "core/domain/ClusterAddress.h"
#include "core/wire/ApiKey.h"
#include "core/wire/HttpClient.h"
#include "core/wire/HttpServer.h"
#include "tests/support/ControlPlaneRig.h"

#include <QJsonDocument>

namespace muster {

//! Open from construction on. Keys: "viewer-key", "operator-key", "admin-key", "worker-key" everywhere, "mac-key" as the
//! credential of the node "mac" alone. Callers without a key are let in where takesKeyless() of \a keyless says so.
class RoutesBench
{
public:
    struct Said {
        int status = 0;
        QJsonObject body;
        QString code() const { return body.value(QStringLiteral("code")).toString(); }
        QString field() const { return body.value(QStringLiteral("field")).toString(); }
    };

    explicit RoutesBench(RouteSettings settings = {}, milliseconds keepAlive = limits::kForeignKeepAlive)
        : m_settings(std::move(settings)), m_keepAlive(keepAlive)
    {
        using namespace Qt::StringLiterals;
        keys.add(Secret("viewer-key"), {u"viewer"_s, Access::Viewer});
        keys.add(Secret("operator-key"), {u"operator"_s, Access::Operator});
        keys.add(Secret("admin-key"), {u"admin"_s, Access::Admin});
        keys.add(Secret("worker-key"), {u"worker"_s, Access::Worker});
        keys.add(Secret("mac-key"), {.name = u"node mac"_s, .access = Access::Worker, .node = u"mac"_s});
        serve(0);
    }
    //! A new process over the same folder, on the same port.
    void restart()
    {
        const quint16 port = server->port();
        server.reset();
        router.reset();
        routes.reset();
        rig.restart();
        serve(port);
    }
    //! Everybody on loopback is let in without a key.
    static RouteSettings keyless()
    {
        return {.takesKeyless = [](const HttpRequest &request) { return request.isFromLoopback(); }};
    }

    QUrl url() const { return QUrl(server->url()); }
    ClusterAddress address() const { return {QStringLiteral("agenticmail"), url()}; }

    //! \a path is below /api/engine.
    Said ask(const QByteArray &method, const QString &path, const QByteArray &key = "operator-key", const QByteArray &body = {})
    {
        HttpClient client(url());
        client.setToken(Secret(key));
        const auto answer = outcomeOf(client.send(method, QStringLiteral("/api/engine") + path,
                                                  body.isEmpty() ? QByteArray() : QByteArray("application/json"), body,
                                                  {.takesRefusals = true}));
        return answer ? Said{answer->status, QJsonDocument::fromJson(answer->body).object()} : Said{};
    }
    Said post(const QString &path, const QJsonObject &body, const QByteArray &key = "worker-key")
    {
        return ask("POST", path, key, QJsonDocument(body).toJson(QJsonDocument::Compact));
    }
    static QJsonObject registration(const QString &id, const QString &agent = QStringLiteral("agent-1"))
    {
        return {{QStringLiteral("nodeId"), id},
                {QStringLiteral("name"), QStringLiteral("Office Mac")},
                {QStringLiteral("host"), QStringLiteral("192.168.1.50")},
                {QStringLiteral("port"), 3101},
                {QStringLiteral("platform"), QStringLiteral("darwin")},
                {QStringLiteral("arch"), QStringLiteral("arm64")},
                {QStringLiteral("cpuCount"), 10},
                {QStringLiteral("memoryMb"), 16384},
                {QStringLiteral("version"), QStringLiteral("unknown")},
                {QStringLiteral("agents"), QJsonArray{agent}},
                {QStringLiteral("capabilities"), QJsonArray{QStringLiteral("gpu,docker"), QStringLiteral("browser")}}};
    }
    //! Registers and beats once.
    void join(const QString &id, const QString &agent = QStringLiteral("agent-1"))
    {
        if (post(QStringLiteral("/cluster/register"), registration(id, agent)).status != 200)
            qFatal("%s cannot register", qPrintable(id));
        rig.clock.advance(milliseconds(30));
        if (beat(id, {agent}).status != 200)
            qFatal("%s cannot beat", qPrintable(id));
    }
    Said beat(const QString &id, const QStringList &agents)
    {
        return post(QStringLiteral("/cluster/heartbeat/") + id, {{QStringLiteral("agents"), QJsonArray::fromStringList(agents)}});
    }

    ControlPlaneRig rig;
    SystemClock serverClock;
    ApiKeys keys;
    std::unique_ptr<AgenticmailRoutes> routes;
    std::unique_ptr<Router> router;
    std::unique_ptr<HttpServer> server;

private:
    void serve(quint16 port)
    {
        routes = std::make_unique<AgenticmailRoutes>(rig.clock, m_keepAlive);
        router = std::make_unique<Router>();
        router->setAuthoriser([this](const HttpRequest &request) { return keys.callerOf(request); });
        routes->mount(*router, *rig.plane, m_settings);
        HttpServerOptions options;
        options.port = port;
        options.tick = milliseconds(20);
        server = std::make_unique<HttpServer>(*router, serverClock, options);
        if (!server->open())
            qFatal("cannot listen");
    }

    RouteSettings m_settings;
    milliseconds m_keepAlive;
};

} // namespace muster
