// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server with a WebSocket that sends back what it gets, and a client of it.

#include "core/wire/WsClient.h"
#include "core/wire/WsHandshake.h"
#include "core/wire/WsPeer.h"
#include "tests/wire/ServerBench.h"

namespace muster
{

inline constexpr QByteArrayView kProtocol("muster.mesh.1");

//! A server that sends back what it gets, at GET /echo for a key.
struct EchoBench {
    explicit EchoBench(const HttpServerOptions &options = {}) : bench(options)
    {
        bench.keys.remove(u"viewer"_s);
        bench.keys.add(Secret(kKey), {u"ann"_s, Access::Viewer, {}, u"one"_s});
        bench.router.add(HttpMethod::Get, u"/echo"_s, {.access = Access::Viewer, .bodyBytes = 0}, [this](const HttpRequest &request) {
            return ready(wsUpgrade(request, kProtocol, [this](WsPeer *peer) {
                peers.append(peer);
                QObject::connect(peer, &WsPeer::textArrived, peer, [peer](const QByteArray &text) { (void)peer->send(text); });
                QObject::connect(peer, &WsPeer::closed, peer, [this](const QString &why) { closed.append(why); });
            }));
        });
    }
    WsClientSetup setup(const QString &path = u"/echo"_s) const
    {
        return {.url = QUrl(bench.server->url() + path), .token = Secret(kKey), .protocol = kProtocol.toByteArray(), .tick = milliseconds(10)};
    }
    QByteArray upgrade(const QByteArray &more = {}) const
    {
        return bench.request("GET /echo", ServerBench::key() + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: muster.mesh.1\r\n" + more);
    }

    QStringList closed;
    QList<QPointer<WsPeer>> peers;
    ServerBench bench;
};

//! A client and what became of it.
struct Dialled {
    Dialled(const Clock &clock, const WsClientSetup &setup) : client(std::make_unique<WsClient>(clock, setup))
    {
        QObject::connect(client.get(), &WsClient::failed, client.get(), [this](const Error &error) { failure = error; });
        QObject::connect(client.get(), &WsClient::opened, client.get(), [this] {
            isOpen = true;
            QObject::connect(client->peer(), &WsPeer::textArrived, client->peer(), [this](const QByteArray &text) { texts.append(text); });
            QObject::connect(client->peer(), &WsPeer::closed, client->peer(), [this](const QString &why) { closed.append(why); });
        });
    }
    Q_DISABLE_COPY_MOVE(Dialled)
    bool isDone() const
    {
        return QTest::qWaitFor([this] { return isOpen || failure; }, 10'000);
    }

    bool isOpen = false;
    std::optional<Error> failure;
    QByteArrayList texts;
    QStringList closed;
    std::unique_ptr<WsClient> client;
};

} // namespace muster
