// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeRoutes.h"

#include "core/base/Limits.h"
#include "core/dialects/native/EventFeed.h"
#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NativeRequests.h"
#include "core/dialects/native/NodeText.h"
#include "core/wire/Router.h"

#include <QPointer>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNoBody = 0;
constexpr qsizetype kLastIdBytes = 128; // Ours have 40; longer ones are nonsense.

HttpReply made(int status, QByteArray json)
{
    return HttpReply::jsonText(status, std::move(json));
}

//! T-3: a credential speaks for its node alone. Other keys of workers (join.token of this machine) speak for all.
std::optional<Error> notYours(const HttpRequest &request, const NodeId &node)
{
    if (request.caller.node.isEmpty() || request.caller.node == node.text())
        return std::nullopt;
    return refused(u"this credential is of node %1 and speaks for no other"_s.arg(request.caller.node), u"not-your-node"_s);
}

} // namespace

//! The handlers; on the server's thread.
class NativeRoutes::Api final : public QObject
{
public:
    explicit Api(Cluster &cluster) : m_cluster(cluster), m_feed(cluster) {}

    Future<HttpReply> health()
    {
        return replyTo(this, m_cluster.facts(), [](const ClusterFacts &facts) {
            return made(200, NativeReplies::write(HealthReport{facts.version, facts.node}));
        });
    }
    Future<HttpReply> cluster();
    Future<HttpReply> snapshot()
    {
        return replyTo(this, m_cluster.snapshot(),
                       [](const ClusterSnapshot &snapshot) { return made(200, snapshotText(snapshot)); });
    }
    Future<HttpReply> nodes()
    {
        return replyTo(this, m_cluster.snapshot(), [](const ClusterSnapshot &snapshot) {
            return made(200, nodesText(snapshot.nodes, snapshot.takenAt));
        });
    }
    Future<HttpReply> node(const HttpRequest &request);
    Future<HttpReply> announce(const HttpRequest &request);
    Future<HttpReply> beat(const HttpRequest &request);
    Future<HttpReply> leave(const HttpRequest &request);
    Future<HttpReply> remove(const HttpRequest &request);
    Future<HttpReply> ping(const HttpRequest &request);
    Future<HttpReply> events(const HttpRequest &request);

private:
    const QByteArray &textOf(const BeatReply &reply);

    Cluster &m_cluster;
    EventFeed m_feed;
    BeatReply m_usualReply; // Nearly all beats get the same answer; it is written once.
    QByteArray m_usualText;
};

Future<HttpReply> NativeRoutes::Api::cluster()
{
    Pending<HttpReply> pending;
    const auto features = onThreadOf<Features>(&m_cluster, [this] { return ready(m_cluster.features()); });
    whenDone(this, features, [this, pending](const Result<Features> &known) {
        whenDone(this, m_cluster.facts(), [this, pending, known](const Result<ClusterFacts> &facts) {
            whenDone(this, m_cluster.snapshot(), [pending, known, facts](const Result<ClusterSnapshot> &snapshot) {
                if (!known || !facts || !snapshot)
                    pending.finish(!known ? known.error() : !facts ? facts.error() : snapshot.error());
                else
                    pending.finish(made(200, NativeReplies::write(*facts, *known, *snapshot)));
            });
        });
    });
    return pending.future();
}

Future<HttpReply> NativeRoutes::Api::node(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    Pending<HttpReply> pending;
    whenDone(this, m_cluster.snapshot(), [pending, id = *id](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return pending.finish(snapshot.error());
        for (const Node &node : snapshot->nodes) {
            if (node.id() != id)
                continue;
            JsonText out;
            appendNode(&out, node, snapshot->takenAt);
            return pending.finish(made(200, out.take()));
        }
        pending.finish(notFound(u"there is no node %1"_s.arg(id.text())));
    });
    return pending.future();
}

Future<HttpReply> NativeRoutes::Api::announce(const HttpRequest &request)
{
    Result<Announcement> announcement = NativeRequests::readAnnouncement(request.body);
    if (!announcement)
        return failed<HttpReply>(announcement.error());
    if (const auto error = notYours(request, announcement->who.id))
        return failed<HttpReply>(*error);
    return replyTo(this, m_cluster.announce(*std::move(announcement)),
                   [](const Welcome &welcome) { return made(201, NativeReplies::write(welcome)); });
}

const QByteArray &NativeRoutes::Api::textOf(const BeatReply &reply)
{
    const bool isUsual = !m_usualText.isEmpty() && reply.ping == m_usualReply.ping
        && reply.beatInterval == m_usualReply.beatInterval && reply.offlineAfter == m_usualReply.offlineAfter;
    if (!isUsual) {
        m_usualReply = reply;
        m_usualText = NativeReplies::write(reply);
    }
    return m_usualText;
}

Future<HttpReply> NativeRoutes::Api::beat(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    if (const auto error = notYours(request, *id))
        return failed<HttpReply>(*error);
    Result<Heartbeat> heartbeat = NativeRequests::readHeartbeat(*id, request.body);
    if (!heartbeat)
        return failed<HttpReply>(heartbeat.error());
    const Future<BeatReply> reply = m_cluster.beat(*std::move(heartbeat));
    if (reply.isFinished() && reply.resultCount() > 0) { // The usual way, without the machinery of replyTo().
        const Result<BeatReply> outcome = reply.result();
        return outcome ? ready(made(200, textOf(*outcome))) : failed<HttpReply>(outcome.error());
    }
    return replyTo(this, reply, [this](const BeatReply &late) { return made(200, textOf(late)); });
}

Future<HttpReply> NativeRoutes::Api::leave(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    if (const auto error = notYours(request, *id))
        return failed<HttpReply>(*error);
    Result<Departure> departure = NativeRequests::readDeparture(*id, request.body);
    if (!departure)
        return failed<HttpReply>(departure.error());
    return replyTo(this, m_cluster.leave(*std::move(departure)),
                   [id = *id] { return HttpReply::json(200, QJsonObject{{u"left"_s, id.text()}}); });
}

Future<HttpReply> NativeRoutes::Api::remove(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    return replyTo(this, m_cluster.remove(*id),
                   [id = *id] { return HttpReply::json(200, QJsonObject{{u"removed"_s, id.text()}}); });
}

Future<HttpReply> NativeRoutes::Api::ping(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    return replyTo(this, m_cluster.ping(*id), [](const PingReport &report) { return made(200, NativeReplies::write(report)); });
}

Future<HttpReply> NativeRoutes::Api::events(const HttpRequest &request)
{
    const QByteArrayView asked = request.header("Last-Event-ID");
    const QString lastId = asked.size() > kLastIdBytes ? u"nonsense"_s : QString::fromUtf8(asked);
    return ready(HttpReply::stream([feed = QPointer<EventFeed>(&m_feed), lastId](SseWriter *writer) {
        if (feed)
            feed->add(writer, lastId);
    }));
}

NativeRoutes::NativeRoutes() = default;

NativeRoutes::~NativeRoutes() = default;

void NativeRoutes::mount(Router &router, Cluster &cluster, const RouteSettings &)
{
    m_api = std::make_unique<Api>(cluster);
    Api *const api = m_api.get();
    const auto add = [&router, api](HttpMethod method, const QString &path, Access access, qsizetype bodyBytes, auto verb) {
        router.add(method, u"/api/v1"_s + path, {access, bodyBytes}, [api, verb](const HttpRequest &request) {
            if constexpr (std::is_invocable_v<decltype(verb), Api *>)
                return (api->*verb)();
            else
                return (api->*verb)(request);
        });
    };
    add(HttpMethod::Get, u"/health"_s, Access::Public, kNoBody, &Api::health);
    add(HttpMethod::Get, u"/cluster"_s, Access::Viewer, kNoBody, &Api::cluster);
    add(HttpMethod::Get, u"/snapshot"_s, Access::Viewer, kNoBody, &Api::snapshot);
    add(HttpMethod::Get, u"/events"_s, Access::Viewer, kNoBody, &Api::events);
    add(HttpMethod::Get, u"/nodes"_s, Access::Viewer, kNoBody, &Api::nodes);
    add(HttpMethod::Get, u"/nodes/{id}"_s, Access::Viewer, kNoBody, &Api::node);
    add(HttpMethod::Post, u"/nodes"_s, Access::Worker, limits::kAnnounceBodyBytes, &Api::announce);
    add(HttpMethod::Post, u"/nodes/{id}/beats"_s, Access::Worker, limits::kBeatBodyBytes, &Api::beat);
    add(HttpMethod::Post, u"/nodes/{id}/leave"_s, Access::Worker, limits::kBeatBodyBytes, &Api::leave);
    add(HttpMethod::Delete, u"/nodes/{id}"_s, Access::Operator, kNoBody, &Api::remove);
    add(HttpMethod::Post, u"/nodes/{id}/ping"_s, Access::Operator, limits::kBeatBodyBytes, &Api::ping);
}

} // namespace muster
