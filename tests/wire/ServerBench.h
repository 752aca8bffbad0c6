// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server with a few routes, a clock that stands still, and a key, for tests of server and clients.

#include "core/base/Secret.h"
#include "core/wire/ApiKey.h"
#include "core/wire/HttpServer.h"
#include "core/wire/SseWriter.h"
#include "tests/support/ManualClock.h"

#include <QPointer>
#include <QTest>

#include <memory>

namespace muster
{

using Qt::StringLiterals::operator""_L1;
using Qt::StringLiterals::operator""_ba;
using Qt::StringLiterals::operator""_s;

inline constexpr const char *kKey = "0123456789abcdef";

//! Routes: GET /open (public), POST /echo (public, 64 bytes), GET /nodes/{id} (viewer), DELETE /nodes/{id} (admin),
//! GET /later (public, answered by finishLater()), GET /big (public, 4 MiB), GET /events (public, a stream).
class ServerBench
{
public:
    explicit ServerBench(HttpServerOptions options = {})
    {
        keys.add(Secret(kKey), {u"viewer"_s, Access::Viewer});
        router.setAuthoriser([this](const HttpRequest &request) { return keys.callerOf(request); });
        addRoutes();
        options.tick = milliseconds(10);
        server = std::make_unique<HttpServer>(router, clock, std::move(options));
        isOpen = server->open().has_value();
    }

    ~ServerBench() { server.reset(); } // Its last signals still find the lists below.

    void finishLater(const HttpReply &reply)
    {
        const QList<Pending<HttpReply>> waiting = std::exchange(later, {});
        for (const Pending<HttpReply> &one : waiting)
            one.finish(reply);
    }

    //! A request with our Host.
    QByteArray request(const QByteArray &line, const QByteArray &headers = {}, const QByteArray &body = {}) const
    {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(server->port()) + "\r\n" + headers + "\r\n" +
               body;
    }
    static QByteArray key() { return "Authorization: Bearer "_ba + kKey + "\r\n"; }

    Q_DISABLE_COPY_MOVE(ServerBench)

    ManualClock clock;
    ApiKeys keys;
    Router router;
    std::unique_ptr<HttpServer> server;
    QList<Pending<HttpReply>> later;
    QList<QPointer<SseWriter>> writers;
    QList<StreamEnd> ends;
    QByteArrayList lastIds; //!< What the readers of /events asked to resume from.
    int answered = 0;
    bool isOpen = false;

private:
    void addRoutes()
    {
        const RouteOptions open{.access = Access::Public, .bodyBytes = 64};
        router.add(HttpMethod::Get, u"/open"_s, open, [this](const HttpRequest &) {
            ++answered;
            return ready(HttpReply::jsonText(200, "{\"ok\":true}"_ba));
        });
        router.add(HttpMethod::Post, u"/echo"_s, open, [this](const HttpRequest &request) {
            ++answered;
            return ready(HttpReply::text(200, request.body));
        });
        router.add(HttpMethod::Get, u"/nodes/{id}"_s, {.access = Access::Viewer}, [](const HttpRequest &request) {
            return ready(
                HttpReply::text(200, request.pathText("id"_L1).toUtf8() + " for " + request.caller.name.toUtf8()));
        });
        router.add(HttpMethod::Delete, u"/nodes/{id}"_s, {.access = Access::Admin},
                   [](const HttpRequest &) { return ready(HttpReply::empty(204)); });
        router.add(HttpMethod::Get, u"/later"_s, open, [this](const HttpRequest &) {
            later.append(Pending<HttpReply>());
            return later.last().future();
        });
        router.add(HttpMethod::Get, u"/big"_s, open,
                   [](const HttpRequest &) { return ready(HttpReply::text(200, QByteArray(4 * 1024 * 1024, 'x'))); });
        router.add(HttpMethod::Get, u"/events"_s, open, [this](const HttpRequest &request) {
            lastIds.append(request.header("last-event-id").toByteArray());
            return ready(HttpReply::stream([this](SseWriter *writer) {
                writers.append(writer);
                QObject::connect(writer, &SseWriter::closed, writer, [this](StreamEnd end) { ends.append(end); });
            }));
        });
    }
};

} // namespace muster
