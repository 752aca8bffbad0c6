// SPDX-License-Identifier: Apache-2.0
#pragma once
// The native routes on a real server, with two keys.

#include "core/dialects/native/NativeRoutes.h"
#include "core/domain/ClusterAddress.h"
#include "core/wire/ApiKey.h"
#include "core/wire/HttpServer.h"
#include "tests/wire/RawPeer.h"

#include <memory>

namespace muster {

//! Serves a cluster between open() and close(), on one port. Keys: "admin-key" everywhere, "join-key" as musterd's file
//! join.token, "viewer-key", "acme-key" (a viewer bound to that tenant), "operator-key", "once-key" as a join token, "node-key" as the credential of node-1.
class ApiBench
{
public:
    explicit ApiBench(Cluster &cluster, milliseconds keepAlive = limits::kSseKeepAlive, quint16 onPort = 0) : port(onPort)
    {
        using namespace Qt::StringLiterals;
        keys.add(Secret("admin-key"), {u"admin"_s, Access::Admin});
        keys.add(Secret("join-key"), {u"join"_s, Access::Worker}, ApiKeys::From::LoopbackOnly);
        keys.add(Secret("viewer-key"), {u"viewer"_s, Access::Viewer});
        keys.add(Secret("acme-key"), {.name = u"acme's"_s, .access = Access::Viewer, .tenants = {u"acme"_s}});
        keys.add(Secret("operator-key"), {u"operator"_s, Access::Operator});
        keys.add(Secret("once-key"), {.name = u"join token t-once"_s, .access = Access::Join, .token = u"t-once"_s});
        keys.add(Secret("node-key"),
                 {.name = u"node node-1"_s, .access = Access::Worker, .node = u"node-1"_s, .token = u"t-node"_s});
        router.setAuthoriser([this](const HttpRequest &request) { return keys.callerOf(request); });
        routes.mount(router, cluster);
        options.sseKeepAlive = keepAlive;
        options.tick = milliseconds(20);
        open();
    }
    void open()
    {
        options.port = port;
        server = std::make_unique<HttpServer>(router, clock, options);
        isOpen = server->open().has_value();
        port = server->port();
    }
    //! As if the process had died: all connections end.
    void close() { server.reset(); }

    ClusterAddress address() const
    {
        return {QStringLiteral("native"), QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port))};
    }
    //! The bytes of a request with our Host and \a key, if there is one.
    QByteArray request(const QByteArray &method, const QByteArray &path, const QByteArray &key,
                       const QByteArray &body = {}, const QByteArray &headers = {}) const
    {
        QByteArray bytes = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n" + headers;
        if (!key.isEmpty())
            bytes += "Authorization: Bearer " + key + "\r\n";
        if (!body.isEmpty())
            bytes += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        return bytes + "\r\n" + body;
    }
    //! The status and the body of one request on a connection of its own; 0 when none came.
    std::pair<int, QByteArray> ask(const QByteArray &method, const QByteArray &path, const QByteArray &key,
                                   const QByteArray &body = {}, const QByteArray &headers = {}) const
    {
        RawPeer peer(port);
        peer.send(request(method, path, key, body, headers));
        const auto hasBody = [&peer] {
            const qsizetype end = peer.got().indexOf("\r\n\r\n");
            const qsizetype at = peer.got().indexOf("Content-Length: ");
            if (end < 0)
                return peer.isClosed();
            const qsizetype size = at < 0 ? 0 : peer.got().mid(at + 16, peer.got().indexOf('\r', at) - at - 16).toLongLong();
            return peer.got().size() >= end + 4 + size;
        };
        (void)QTest::qWaitFor(hasBody, 5000);
        return {peer.status(), peer.got().mid(peer.got().indexOf("\r\n\r\n") + 4)};
    }

    SystemClock clock;
    ApiKeys keys;
    Router router;
    NativeRoutes routes;
    HttpServerOptions options;
    std::unique_ptr<HttpServer> server;
    quint16 port;
    bool isOpen = false;
};

} // namespace muster
