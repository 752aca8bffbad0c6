// SPDX-License-Identifier: Apache-2.0
// The verbs of NativeClient about the cluster and its nodes; the link is in NativeClient.cpp.
#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeDrain.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "core/dialects/native/NativeReach.h"
#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NativeRequests.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Longer than the server takes for its stages, so that its report reaches us: resolve, connect, two paths.
constexpr milliseconds kReachDeadline = 4 * limits::kReachStage + limits::kPingGrace;
//! The same for an order that the server hands on to a node.
constexpr milliseconds kRestartDeadline = limits::kCallDeadline + limits::kConnectDeadline;

const HttpCallOptions kShort{.replyBytes = kShortReplyBytes};
const HttpCallOptions kNode{.replyBytes = 4 * kShortReplyBytes}; // A node with all its agents has 100 KB.

QString apiPath(const QString &rest)
{
    return u"/api/v1"_s + rest;
}

QString nodePath(const NodeId &node, const QString &rest = {})
{
    return apiPath(u"/nodes/"_s + HttpClient::segment(node.text()) + rest);
}

//! The ids on the paths of calls are checked before they are sent: a wrong one is the caller's mistake, not the server's.
std::optional<Error> blame(const NodeId &node)
{
    const Result<NodeId> checked = NodeId::parse(node.text(), u"id"_s);
    return checked ? std::nullopt : std::optional(checked.error());
}

} // namespace

Future<ClusterFacts> NativeClient::facts()
{
    return calling<ClusterFacts>([this] {
        return reading<ClusterFacts>(u"reading the facts"_s,
                                     m_http.get(apiPath(u"/cluster"_s), {.replyBytes = kFactsReplyBytes}),
                                     [this](const HttpAnswer &answer) -> Result<ClusterFacts> {
                                         MUSTER_TRY(report, NativeReplies::readCluster(answer.body));
                                         learn(report);
                                         return report.facts;
                                     });
    });
}

Future<ClusterSnapshot> NativeClient::snapshot()
{
    return calling<ClusterSnapshot>([this] {
        return readingAside<ClusterSnapshot>(u"reading the snapshot"_s, m_http.get(apiPath(u"/snapshot"_s)),
                                             &NativeReplies::readSnapshot);
    });
}

Future<QList<ClusterEvent>> NativeClient::eventsAfter(EventPosition position)
{
    using Events = QList<ClusterEvent>;
    return calling<Events>([this, position = std::move(position)] {
        const QString path = apiPath(u"/events/"_s + HttpClient::segment(position.toText()));
        const auto call = m_http.get(path, {.replyBytes = NativeEventCodec::kListBytes});
        const auto read = [position](const QByteArray &body) { return NativeEventCodec::decodedList(body, position); };
        Pending<Events> pending;
        whenDone(this, readingAside<Events>(u"reading the last events"_s, call, read), [pending](const Result<Events> &events) {
            const bool isOld = !events && events.error().kind == ErrorKind::NotFound;
            pending.finish(isOld ? Result<Events>(unsupported(u"this cluster does not tell what happened before"_s)) : events);
        });
        return pending.future();
    });
}

Future<Welcome> NativeClient::announce(Announcement announcement)
{
    return calling<Welcome>([this, announcement = std::move(announcement)] {
        return reading<Welcome>(u"announcing"_s,
                                m_http.post(apiPath(u"/nodes"_s), NativeRequests::write(announcement), kShort),
                                [](const HttpAnswer &answer) { return NativeReplies::readWelcome(answer.body); });
    });
}

Future<BeatReply> NativeClient::beat(Heartbeat heartbeat)
{
    if (const auto wrong = blame(heartbeat.node))
        return failed<BeatReply>(*wrong);
    return calling<BeatReply>([this, heartbeat = std::move(heartbeat)] {
        HttpCallOptions options = kShort;
        options.raceAfter = limits::kBeatRace;
        return reading<BeatReply>(
            u"beating"_s, m_http.post(nodePath(heartbeat.node, u"/beats"_s), NativeRequests::write(heartbeat), options),
            [](const HttpAnswer &answer) { return NativeReplies::readBeatReply(answer.body); });
    });
}

Future<void> NativeClient::leave(Departure departure)
{
    if (const auto wrong = blame(departure.node))
        return failed<void>(*wrong);
    return calling<void>([this, departure = std::move(departure)] {
        return reading<void>(u"leaving"_s,
                             m_http.post(nodePath(departure.node, u"/leave"_s), NativeRequests::write(departure), kShort),
                             [](const HttpAnswer &) { return Result<void>(); });
    });
}

Future<void> NativeClient::remove(NodeId node, Actor)
{
    if (const auto wrong = blame(node))
        return failed<void>(*wrong);
    return calling<void>([this, node = std::move(node)] {
        return reading<void>(u"removing "_s + node.text(), m_http.remove(nodePath(node), kShort),
                             [](const HttpAnswer &) { return Result<void>(); });
    });
}

Future<PingReport> NativeClient::ping(NodeId node)
{
    if (const auto wrong = blame(node))
        return failed<PingReport>(*wrong);
    return calling<PingReport>([this, node = std::move(node)] {
        HttpCallOptions options = kShort;
        // The server waits for the node's next beat; its own "timeout" should reach us before ours.
        options.deadline = std::max(limits::kCallDeadline, m_beatInterval + 2 * limits::kPingGrace);
        return reading<PingReport>(u"pinging "_s + node.text(),
                                   m_http.post(nodePath(node, u"/ping"_s), QJsonObject(), options),
                                   [](const HttpAnswer &answer) { return NativeReplies::readPing(answer.body); });
    });
}

Future<void> NativeClient::restartAgents(NodeId node, Actor)
{
    if (const auto wrong = blame(node))
        return failed<void>(*wrong);
    return calling<void>([this, node = std::move(node)] {
        HttpCallOptions options = kShort;
        options.deadline = kRestartDeadline;
        return reading<void>(u"restarting the agents of "_s + node.text(),
                             m_http.post(nodePath(node, u"/restart"_s), QJsonObject(), options),
                             [](const HttpAnswer &) { return Result<void>(); });
    });
}

Future<Node> NativeClient::cordon(NodeId node, bool isCordoned, QString note, Actor)
{
    if (const auto wrong = blame(node))
        return failed<Node>(*wrong);
    return calling<Node>([this, node = std::move(node), isCordoned, note = std::move(note)] {
        const QString verb = isCordoned ? u"/cordon"_s : u"/uncordon"_s;
        return reading<Node>((isCordoned ? u"cordoning "_s : u"uncordoning "_s) + node.text(),
                             m_http.post(nodePath(node, verb), NativeDrain::write(note), kNode),
                             [](const HttpAnswer &answer) { return NativeDrain::readNode(answer.body); });
    });
}

Future<Node> NativeClient::drain(NodeId node, DrainRequest request, Actor)
{
    if (const auto wrong = blame(node))
        return failed<Node>(*wrong);
    return calling<Node>([this, node = std::move(node), request = std::move(request)] {
        return reading<Node>(u"draining "_s + node.text(),
                             m_http.post(nodePath(node, u"/drain"_s), NativeDrain::write(request), kNode),
                             [](const HttpAnswer &answer) { return NativeDrain::readNode(answer.body); });
    });
}

Future<Node> NativeClient::stopDrain(NodeId node, Actor)
{
    if (const auto wrong = blame(node))
        return failed<Node>(*wrong);
    return calling<Node>([this, node = std::move(node)] {
        return reading<Node>(u"stopping the drain of "_s + node.text(),
                             m_http.post(nodePath(node, u"/stop-drain"_s), QJsonObject(), kNode),
                             [](const HttpAnswer &answer) { return NativeDrain::readNode(answer.body); });
    });
}

Future<ReachReport> NativeClient::reach(ReachTarget target)
{
    return calling<ReachReport>([this, target = std::move(target)] {
        HttpCallOptions options = kShort;
        options.deadline = kReachDeadline;
        return reading<ReachReport>(u"testing %1"_s.arg(target.host.left(limits::kNodeTextCharacters)),
                                    m_http.post(apiPath(u"/reach"_s), NativeReach::write(target), options),
                                    [](const HttpAnswer &answer) { return NativeReach::readReport(answer.body); });
    });
}

} // namespace muster
