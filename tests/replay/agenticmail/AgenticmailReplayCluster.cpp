// SPDX-License-Identifier: Apache-2.0
// The replay's /api/engine/cluster: which verb answers what, and the two that call workers.
#include "core/wire/HttpClient.h"
#include "tests/replay/agenticmail/AgenticmailReplay.h"

#include <QJsonDocument>

namespace muster::replay {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kPingLimit{5000};
constexpr milliseconds kRestartLimit{10'000};

HttpReply plainError()
{
    return HttpReply::text(500, "Internal Server Error");
}

Future<HttpReply> said(const Said &answer)
{
    return ready(answer.status == 500 ? plainError() : HttpReply::json(answer.status, answer.body));
}

HttpReply reached(const QJsonObject &found, double tookMs)
{
    QJsonObject body{{u"success"_s, true}, {u"latencyMs"_s, tookMs}};
    for (const QLatin1StringView key : {"version"_L1, "agentId"_L1}) {
        if (found.contains(key))
            body.insert(key, found.value(key));
    }
    return HttpReply::json(200, body);
}

} // namespace

Future<HttpReply> AgenticmailReplay::cluster(const HttpRequest &request, const QStringList &rest)
{
    const QString verb = rest.value(0);
    const QString id = rest.value(1);
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    const bool isGet = request.method == HttpMethod::Get;
    const bool isPost = request.method == HttpMethod::Post;
    if (isGet && rest == QStringList{u"nodes"_s})
        return said(m_nodes.all());
    if (isGet && verb == u"nodes" && rest.size() == 2)
        return said(m_nodes.one(id));
    if (isPost && verb == u"nodes" && rest.size() == 3 && rest[2] == u"restart")
        return restartNode(id);
    if (request.method == HttpMethod::Delete && verb == u"nodes" && rest.size() == 2)
        return said(m_nodes.remove(id));
    if (isPost && verb == u"register")
        return document.isObject() ? said(m_nodes.registerNode(document.object())) : ready(plainError());
    if (isPost && verb == u"heartbeat" && rest.size() == 2)
        return said(m_nodes.heartbeat(id, document.object()));
    if (isGet && verb == u"best-node")
        return said(m_nodes.bestNode(request.queryText("capabilities"_L1)));
    if (isPost && verb == u"test-connection")
        return document.isObject() ? testConnection(document.object()) : ready(plainError());
    if (isGet && verb == u"stream")
        return ready(stream());
    return ready(HttpReply::text(404, "404 Not Found"));
}

Future<HttpReply> AgenticmailReplay::testConnection(const QJsonObject &body)
{
    const QString host = body.value("host"_L1).toString();
    const QString port = body.value("port"_L1).toVariant().toString();
    if (host.isEmpty())
        return ready(HttpReply::json(400, QJsonObject{{u"error"_s, u"host required"_s}}));
    const QString address = host + u':' + (port.isEmpty() ? u"3101"_s : port);
    auto *http = new HttpClient(QUrl(u"http://"_s + address), this);
    const SteadyTime asked = m_clock.steadyNow();
    const Pending<HttpReply> pending;
    const auto took = [this, asked] { return double((m_clock.steadyNow() - asked).count()); };
    const HttpCallOptions limit{.deadline = kPingLimit};
    whenDone(this, http->get(u"/health"_s, limit), [=, this](const Result<HttpAnswer> &health) {
        if (health) {
            http->deleteLater();
            return pending.finish(reached(QJsonDocument::fromJson(health->body).object(), took()));
        }
        whenDone(this, http->get(u"/api/status"_s, limit), [=](const Result<HttpAnswer> &status) {
            http->deleteLater();
            if (status)
                return pending.finish(reached({{u"version"_s, u"enterprise"_s}}, took()));
            pending.finish(HttpReply::json(200, QJsonObject{{u"success"_s, false},
                                                            {u"error"_s, u"No response from "_s + address},
                                                            {u"latencyMs"_s, took()}}));
        });
    });
    return pending.future();
}

//! Says ok whatever came of it: also when the worker is away, hangs, or answers 404, which all of them do.
Future<HttpReply> AgenticmailReplay::restartNode(const QString &id)
{
    const QJsonObject node = m_nodes.find(id);
    if (node.isEmpty())
        return ready(HttpReply::json(404, QJsonObject{{u"error"_s, u"Node not found"_s}}));
    const HttpReply ok = HttpReply::json(
        200, QJsonObject{{u"ok"_s, true},
                         {u"message"_s, u"Restart signal sent to "_s + node.value("name"_L1).toVariant().toString()}});
    auto *http = new HttpClient(QUrl(node.value("url"_L1).toString()), this);
    const Pending<HttpReply> pending;
    whenDone(this, http->send("POST", u"/restart"_s, {}, {}, {.deadline = kRestartLimit}), [=](const Result<HttpAnswer> &) {
        http->deleteLater();
        pending.finish(ok);
    });
    return pending.future();
}

} // namespace muster::replay
