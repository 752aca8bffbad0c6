// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailConsoleApi.h"

#include "core/base/Json.h"
#include "core/dialects/agenticmail/AgenticmailReplies.h"
#include "core/domain/Placement.h"

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWantedMost = limits::kNodeCapabilities; // More than a node can have finds nothing anyway.
constexpr int kDefaultPort = 3101;

//! In the original's words, by which clients tell a missing node from a missing route.
Error noSuchNode()
{
    return notFound(u"Node not found"_s);
}

Error inItsWords(const Error &error)
{
    return error.kind == ErrorKind::NotFound ? noSuchNode() : error;
}

//! The best of \a nodes, which are in order of registration, for what needs \a wanted: the first that Placement ranks. Of several
//! with the same load, which is all of them while no worker tells its own, the one that the original would take.
const Node *bestOf(const QList<const Node *> &nodes, const QStringList &wanted)
{
    PlacementWorld world;
    for (const Node *node : nodes) {
        world.nodes.insert(node->id(), node);
        world.jobsRunning.insert(node->id(), node->load.jobsRunning.value_or(0));
    }
    const Node *best = nullptr;
    double load = 0;
    const QList<Candidate> ranked = rankedCandidates(wanted, std::nullopt, world);
    for (const Candidate &candidate : ranked) {
        const Node *node = world.nodes.value(candidate.node);
        if (!candidate.fits || AgenticmailReplies::statusOf(*node) != "online"_L1) // There, degraded ones are no choice.
            continue;
        const bool isWorse = best && (candidate.load != load || (node->who.role == NodeRole::Main) != (best->who.role == NodeRole::Main));
        if (isWorse)
            break;
        const auto rank = [&nodes](const Node *one) { return std::pair(one->agents.size(), nodes.indexOf(one)); };
        if (!best || rank(node) < rank(best))
            best = node;
        load = candidate.load;
    }
    return best;
}

} // namespace

AgenticmailConsoleApi::AgenticmailConsoleApi(Cluster &cluster, AgenticmailRoster &roster, AgenticmailFeed &feed)
    : m_cluster(cluster), m_roster(roster), m_feed(feed)
{
}

template <typename Write>
Future<HttpReply> AgenticmailConsoleApi::whenKnown(Write write)
{
    const Pending<HttpReply> pending;
    whenDone(this, m_roster.known(), [pending, write = std::move(write)](const Result<void> &known) {
        pending.finish(known ? write() : Result<HttpReply>(known.error()));
    });
    return pending.future();
}

Future<HttpReply> AgenticmailConsoleApi::nodes()
{
    return whenKnown([this] {
        return Result<HttpReply>(HttpReply::jsonText(200, AgenticmailReplies::writeNodes(m_roster.inOrder())));
    });
}

Future<HttpReply> AgenticmailConsoleApi::node(const HttpRequest &request)
{
    return whenKnown([this, id = NodeId(request.pathText("id"_L1))] {
        const Node *node = m_roster.find(id);
        return node ? Result<HttpReply>(HttpReply::json(200, AgenticmailReplies::writeNode(*node))) : noSuchNode();
    });
}

Future<HttpReply> AgenticmailConsoleApi::bestNode(const HttpRequest &request)
{
    QStringList wanted = request.queryText("capabilities"_L1).split(u',', Qt::SkipEmptyParts);
    if (wanted.size() > kWantedMost)
        return failed<HttpReply>(invalid(u"capabilities"_s, u"more than %1 are wanted"_s.arg(kWantedMost)));
    return whenKnown([this, wanted] {
        const Node *best = bestOf(m_roster.inOrder(), wanted);
        if (!best)
            return Result<HttpReply>(notFound(u"No suitable node available"_s));
        return Result<HttpReply>(HttpReply::json(200, AgenticmailReplies::writeNode(*best)));
    });
}

Future<HttpReply> AgenticmailConsoleApi::stream()
{
    return whenKnown([this]() -> Result<HttpReply> {
        if (m_feed.readerCount() >= limits::kForeignReaders)
            return Error{ErrorKind::Busy, {}, u"too many streams are open"_s, {}, {}};
        return HttpReply::stream([feed = QPointer<AgenticmailFeed>(&m_feed)](SseWriter *writer) {
            if (feed)
                feed->add(writer);
        });
    });
}

Future<HttpReply> AgenticmailConsoleApi::agents()
{
    return whenKnown([this] {
        QJsonArray statuses;
        for (const Node *node : m_roster.inOrder()) {
            for (const Agent &agent : node->agents)
                statuses.append(AgenticmailReplies::writeAgent(agent, *node));
        }
        return Result<HttpReply>(HttpReply::json(200, QJsonObject{{u"statuses"_s, statuses}}));
    });
}

Future<HttpReply> AgenticmailConsoleApi::agent(const HttpRequest &request)
{
    return whenKnown([this, id = request.pathText("id"_L1)]() -> Result<HttpReply> {
        for (const Node *node : m_roster.inOrder()) {
            const auto found = std::ranges::find(node->agents, id, &Agent::id);
            if (found != node->agents.end())
                return HttpReply::json(200, AgenticmailReplies::writeAgent(*found, *node));
        }
        return notFound(u"Agent not found"_s);
    });
}

Future<HttpReply> AgenticmailConsoleApi::remove(const HttpRequest &request)
{
    const Pending<HttpReply> pending;
    whenDone(this, m_cluster.remove(NodeId(request.pathText("id"_L1))), [pending](const Result<void> &removed) {
        if (removed)
            pending.finish(HttpReply::json(200, QJsonObject{{u"removed"_s, true}}));
        else
            pending.finish(inItsWords(removed.error()));
    });
    return pending.future();
}

Future<HttpReply> AgenticmailConsoleApi::restart(const HttpRequest &request)
{
    const NodeId id(request.pathText("id"_L1));
    const Node *node = m_roster.find(id);
    const QString name = node ? node->who.name : id.text();
    const Pending<HttpReply> pending;
    whenDone(this, m_cluster.restartAgents(id), [pending, name](const Result<void> &taken) {
        if (!taken)
            return pending.finish(inItsWords(taken.error()));
        pending.finish(HttpReply::json(
            200, QJsonObject{{u"ok"_s, true}, {u"message"_s, u"Restart signal sent to %1"_s.arg(name)}}));
    });
    return pending.future();
}

Future<HttpReply> AgenticmailConsoleApi::testConnection(const HttpRequest &request)
{
    const Result<QJsonObject> json = parseJsonObject(request.body);
    if (!json)
        return failed<HttpReply>(json.error());
    JsonReader reader(*json);
    ReachTarget target;
    target.host = reader.text("host"_L1);
    target.port = int(reader.optionalInteger("port"_L1, 1, 65'535).value_or(kDefaultPort));
    if (target.host.isEmpty())
        reader.blame("host"_L1, u"host required"_s);
    if (const Result<void> checked = reader.check(); !checked)
        return failed<HttpReply>(checked.error());
    target.isAdmin = request.caller.access == Access::Admin;
    target.askedBy = request.caller.name;
    return replyTo(this, m_cluster.reach(target), [target](const ReachReport &report) {
        return HttpReply::json(200, AgenticmailReplies::write(report, target));
    });
}

Future<HttpReply> AgenticmailConsoleApi::deploy()
{
    return failed<HttpReply>(unsupported(u"this control plane does not deploy workers over SSH yet: start the worker on its machine"_s));
}

} // namespace muster
