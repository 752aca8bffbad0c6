// SPDX-License-Identifier: Apache-2.0
// The verbs of AgenticmailClient: few answers of this server are proof, so each is weighed.
#include "core/dialects/agenticmail/AgenticmailClient.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <tuple>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kDialDeadline{15'000};  // The server tries twice, for 5 s each.
constexpr milliseconds kRestartDeadline{15'000}; // It waits up to 10 s for the worker.

QString clusterPath(const QString &rest)
{
    return u"/api/engine/cluster"_s + rest;
}

QString nodePath(const NodeId &node, const QString &rest = {})
{
    return clusterPath(u"/nodes/"_s + HttpClient::segment(node.text()) + rest);
}

//! Host and port of "host:port" or "[::1]:port"; the server would paste anything else into a URL.
Result<ReachTarget> targetOf(const Node &node)
{
    static const QRegularExpression grammar(u"^(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+)):([0-9]{1,5})$"_s);
    const auto match = grammar.match(node.who.address);
    if (!match.hasMatch())
        return invalid(u"address"_s, u"%1 has no address that can be dialled: \"%2\""_s.arg(node.who.name, node.who.address));
    ReachTarget target;
    target.host = match.captured(1) + match.captured(2);
    target.port = match.captured(3).toInt();
    return target;
}

ReachReport readReach(const QByteArray &body, const QString &who)
{
    const QJsonObject said = QJsonDocument::fromJson(body).object();
    ReachReport report;
    report.isReachable = said.value("success"_L1).toBool();
    report.latencyMs = std::clamp(said.value("latencyMs"_L1).toDouble(), 0.0, double(kDialDeadline.count()));
    report.version = said.value("version"_L1).toString().left(limits::kNodeTextCharacters);
    report.agentId = said.value("agentId"_L1).toString().left(limits::kNodeTextCharacters);
    ReachStage stage{.name = u"answer"_s, .tookMs = report.latencyMs, .cause = std::nullopt};
    if (!report.isReachable) {
        const QString why = said.value("error"_L1).toString().left(limits::kNodeTextCharacters);
        stage.cause = Error{ErrorKind::Unreachable, {}, why.isEmpty() ? u"%1 got no answer from there"_s.arg(who) : why, {}, {}};
    }
    report.stages = {stage};
    return report;
}

QString agentsOf(const Node &node)
{
    return node.agents.size() == 1 ? u"1 agent"_s : u"%1 agents"_s.arg(node.agents.size());
}

//! All of \a nodes as the server ranks them: it looks at capabilities and the number of agents, and at nothing else.
QList<Candidate> rankedThere(QList<Node> nodes, const QStringList &needs)
{
    std::ranges::sort(nodes, {}, [](const Node &node) { return std::tuple(node.agents.size(), node.registeredAt.msSinceEpoch, node.id()); });
    QList<Node> seen = nodes;
    PlacementWorld world;
    for (Node &node : seen) {
        if (node.status == NodeStatus::Joining) // Our word; there it is online.
            node.status = NodeStatus::Online;
        world.nodes.insert(node.id(), &node);
    }
    QHash<NodeId, Candidate> judged;
    const QList<Candidate> ranked = rankedCandidates(needs, std::nullopt, world);
    for (const Candidate &candidate : ranked)
        judged.insert(candidate.node, candidate);
    QList<Candidate> fitting;
    QList<Candidate> others;
    for (const Node &node : std::as_const(nodes)) {
        Candidate candidate = judged.value(node.id());
        candidate.fits = candidate.fits && node.status != NodeStatus::Degraded; // Which is no choice there.
        if (candidate.fits || node.status == NodeStatus::Degraded)
            candidate.reason = wordOf(node.status) + u", "_s + agentsOf(node);
        (candidate.fits ? fitting : others).append(candidate);
    }
    return fitting + others;
}

//! \a ranked with the server's own choice in front; \a choice empty: it finds none.
QList<Candidate> withChoice(QList<Candidate> ranked, const NodeId &choice, const QString &who)
{
    const auto found = std::ranges::find(ranked, choice, &Candidate::node);
    if (found != ranked.end()) {
        found->fits = true;
        std::rotate(ranked.begin(), found, found + 1);
        return ranked;
    }
    for (Candidate &candidate : ranked) {
        if (!candidate.fits || !choice.isEmpty())
            break;
        candidate.fits = false; // It answered after it gave us the list.
        candidate.reason = u"%1 does not choose it now"_s.arg(who);
    }
    return ranked;
}

std::optional<Error> blame(const NodeId &node)
{
    const Result<NodeId> checked = NodeId::parse(node.text(), u"id"_s);
    return checked ? std::nullopt : std::optional(checked.error());
}

} // namespace

Future<void> AgenticmailClient::remove(NodeId node, Actor)
{
    if (const auto wrong = blame(node))
        return failed<void>(*wrong);
    return onThreadOf<void>(this, [this, node] {
        const Pending<void> pending;
        const QString where = u"removing %1 at %2"_s.arg(node.text(), m_api.who());
        whenDone(this, find(node), [this, pending, node, where](const Result<Node> &found) {
            if (!found)
                return pending.finish(found.error().within(where));
            whenDone(this, m_api.call("DELETE", nodePath(node)), [this, pending, node, where](const Result<HttpAnswer> &answer) {
                if (!answer)
                    return pending.finish(answer.error().within(where));
                m_doubts.remove(node);
                if (const auto gone = m_picture.takeGone(node))
                    publish(*gone);
                pending.finish({});
            });
        });
        return pending.future();
    });
}

Future<PingReport> AgenticmailClient::ping(NodeId node)
{
    if (const auto wrong = blame(node))
        return failed<PingReport>(*wrong);
    return onThreadOf<PingReport>(this, [this, node] {
        const Pending<PingReport> pending;
        const QString where = u"pinging %1 through %2"_s.arg(node.text(), m_api.who());
        whenDone(this, find(node), [this, pending, where](const Result<Node> &found) {
            const Result<ReachTarget> target = found ? targetOf(*found) : Result<ReachTarget>(found.error());
            if (!target)
                return pending.finish(target.error().within(where));
            whenDone(this, reach(*target), [pending, where](const Result<ReachReport> &report) {
                if (!report)
                    return pending.finish(report.error().within(where));
                if (!report->isReachable)
                    return pending.finish(report->stages.constLast().cause->within(where));
                pending.finish(PingReport{report->latencyMs, u"dial"_s});
            });
        });
        return pending.future();
    });
}

Future<void> AgenticmailClient::restartAgents(NodeId node, Actor)
{
    if (const auto wrong = blame(node))
        return failed<void>(*wrong);
    return onThreadOf<void>(this, [this, node] {
        const Pending<void> pending;
        whenDone(this, m_api.call("POST", nodePath(node, u"/restart"_s), {}, kRestartDeadline),
                 [this, pending, node](const Result<HttpAnswer> &answer) {
                     if (!answer)
                         return pending.finish(answer.error().within(u"restarting the agents of "_s + node.text()));
                     pending.finish(Error{ErrorKind::Timeout, {},
                                          u"the restart was sent to %1; AgenticMail does not confirm that it happened"_s.arg(node.text()),
                                          u"unconfirmed"_s, {}});
                 });
        return pending.future();
    });
}

Future<ReachReport> AgenticmailClient::reach(ReachTarget target)
{
    return onThreadOf<ReachReport>(this, [this, target] {
        const Pending<ReachReport> pending;
        const QJsonObject body{{u"host"_s, target.host}, {u"port"_s, target.port}};
        whenDone(this, m_api.call("POST", clusterPath(u"/test-connection"_s), QJsonDocument(body).toJson(QJsonDocument::Compact), kDialDeadline),
                 [this, pending](const Result<HttpAnswer> &answer) {
                     if (answer)
                         pending.finish(readReach(answer->body, m_api.who()));
                     else
                         pending.finish(answer.error().within(u"testing a connection from "_s + m_api.who()));
                 });
        return pending.future();
    });
}

Future<QList<Candidate>> AgenticmailClient::bestNodes(QStringList needs)
{
    for (const QString &need : std::as_const(needs)) {
        if (need.contains(u',')) // It would be two there.
            return failed<QList<Candidate>>(invalid(u"needs"_s, u"needs: a capability has no comma"_s));
    }
    return onThreadOf<QList<Candidate>>(this, [this, needs] {
        const Pending<QList<Candidate>> pending;
        const QString where = u"asking %1 for its best node"_s.arg(m_api.who());
        whenDone(this, list(), [this, pending, needs, where](const Result<QList<Node>> &nodes) {
            if (!nodes)
                return pending.finish(nodes.error().within(where));
            const QString path = clusterPath(u"/best-node?capabilities="_s + HttpClient::segment(needs.join(u',')));
            whenDone(this, m_api.call("GET", path), [this, pending, needs, where, nodes = *nodes](const Result<HttpAnswer> &answer) {
                if (!answer && answer.error().code != "no-suitable-node"_L1)
                    return pending.finish(answer.error().within(where));
                NodeId choice;
                if (answer)
                    choice = NodeId(QJsonDocument::fromJson(answer->body).object().value("nodeId"_L1).toString());
                pending.finish(withChoice(rankedThere(nodes, needs), choice, m_api.who()));
            });
        });
        return pending.future();
    });
}

} // namespace muster
