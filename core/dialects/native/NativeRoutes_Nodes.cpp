// SPDX-License-Identifier: Apache-2.0
// The handlers about nodes: what they say of themselves, and what is said to them.
#include "core/dialects/native/NativeDrain.h"
#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NativeRequests.h"
#include "core/dialects/native/NativeRoutesApi.h"
#include "core/dialects/native/NodeText.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! T-3: a credential speaks for its node alone. Other keys of workers (join.token of this machine) speak for all.
std::optional<Error> notYours(const HttpRequest &request, const NodeId &node)
{
    if (request.caller.node.isEmpty() || request.caller.node == node.text())
        return std::nullopt;
    return refused(u"this credential is of node %1 and speaks for no other"_s.arg(request.caller.node), u"not-your-node"_s);
}

} // namespace

Future<HttpReply> NativeRoutes::Api::nodes(const HttpRequest &request)
{
    return replyTo(this, m_cluster.snapshot(), [audience = Audience::of(request.caller)](const ClusterSnapshot &snapshot) {
        return HttpReply::jsonText(200, nodesText(shownTo(audience, snapshot).nodes, snapshot.takenAt));
    });
}

Future<HttpReply> NativeRoutes::Api::node(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    Pending<HttpReply> pending;
    whenDone(this, m_cluster.snapshot(), [pending, id = *id, audience = Audience::of(request.caller)](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return pending.finish(snapshot.error());
        for (const Node &node : snapshot->nodes) {
            if (node.id() != id)
                continue;
            JsonText out;
            appendNode(&out, shownTo(audience, node), snapshot->takenAt);
            return pending.finish(HttpReply::jsonText(200, out.take()));
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
    announcement->shown = TokenId(request.caller.token);
    return replyTo(this, m_cluster.announce(*std::move(announcement)),
                   [](const Welcome &welcome) { return HttpReply::jsonText(201, NativeReplies::write(welcome)); });
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
    if (reply.isFinished()) { // The usual way, without the machinery of replyTo().
        const Result<BeatReply> outcome = reply.result();
        return outcome ? ready(HttpReply::jsonText(200, textOf(*outcome))) : failed<HttpReply>(outcome.error());
    }
    return replyTo(this, reply, [this](const BeatReply &late) { return HttpReply::jsonText(200, textOf(late)); });
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
    return replyTo(this, m_cluster.remove(*id, actorOf(request)),
                   [id = *id] { return HttpReply::json(200, QJsonObject{{u"removed"_s, id.text()}}); });
}

Future<HttpReply> NativeRoutes::Api::ping(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    return replyTo(this, m_cluster.ping(*id),
                   [](const PingReport &report) { return HttpReply::jsonText(200, NativeReplies::write(report)); });
}

Future<HttpReply> NativeRoutes::Api::restart(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    return replyTo(this, m_cluster.restartAgents(*id, actorOf(request)),
                   [id = *id] { return HttpReply::json(200, QJsonObject{{u"restarted"_s, id.text()}}); });
}

Future<HttpReply> NativeRoutes::Api::setCordon(const HttpRequest &request, bool isCordoned)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    const Result<QString> note = NativeDrain::readNote(request.body);
    if (!note)
        return failed<HttpReply>(note.error());
    return replyTo(this, m_cluster.cordon(*id, isCordoned, *note, actorOf(request)), NativeDrain::reply);
}

Future<HttpReply> NativeRoutes::Api::cordon(const HttpRequest &request)
{
    return setCordon(request, true);
}

Future<HttpReply> NativeRoutes::Api::uncordon(const HttpRequest &request)
{
    return setCordon(request, false);
}

Future<HttpReply> NativeRoutes::Api::drain(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    const Result<DrainRequest> asked = NativeDrain::read(request.body);
    if (!asked)
        return failed<HttpReply>(asked.error());
    return replyTo(this, m_cluster.drain(*id, *asked, actorOf(request)), NativeDrain::reply);
}

Future<HttpReply> NativeRoutes::Api::stopDrain(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    return replyTo(this, m_cluster.stopDrain(*id, actorOf(request)), NativeDrain::reply);
}

} // namespace muster
