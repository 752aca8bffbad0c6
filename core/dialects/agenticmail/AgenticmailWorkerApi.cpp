// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailWorkerApi.h"

#include "core/base/Limits.h"
#include "core/dialects/agenticmail/AgenticmailReplies.h"
#include "core/dialects/agenticmail/AgenticmailRequests.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Nodes of this kind beyond which nobody new is let in without a key (decision 0017): whoever can send from such a network
//! could fill the registry. The original's fleets have tens.
constexpr int kKeylessNodes = 1000;

//! Its workers have no secret of their own; this only keeps their nodes apart from those that have.
Secret instanceOf(const NodeId &id)
{
    return Secret("agenticmail-worker:" + id.text().toUtf8());
}

//! The caller that the router makes of one whom it let in without a key.
bool isKeyless(const Caller &caller)
{
    return caller.name == "keyless"_L1 && caller.node.isEmpty() && caller.token.isEmpty();
}

} // namespace

AgenticmailWorkerApi::AgenticmailWorkerApi(Cluster &cluster, AgenticmailRoster &roster, const Clock &clock)
    : m_cluster(cluster), m_roster(roster), m_clock(clock)
{
    connect(&roster, &AgenticmailRoster::told, this, [this](const Node &node, AgenticmailRoster::Tale tale) {
        if (tale == AgenticmailRoster::Tale::Removed)
            m_reporters.forget(node.id());
    });
}

std::optional<Error> AgenticmailWorkerApi::blame(const NodeId &id, const Caller &caller) const
{
    if (!caller.node.isEmpty() && caller.node != id.text())
        return refused(u"this credential speaks for %1 alone"_s.arg(caller.node), u"not-your-node"_s);
    const Node *node = m_roster.find(id);
    if (node && !AgenticmailRoster::isWorker(*node))
        return conflict(u"the id %1 belongs to a node that did not come from AgenticMail; give this one another id"_s.arg(id.text()),
                        u"duplicate-id"_s);
    return std::nullopt;
}

std::optional<Error> AgenticmailWorkerApi::ensureRoom(const Node *known, const Caller &caller) const
{
    if (known || !isKeyless(caller) || m_roster.workerCount() + m_arriving < kKeylessNodes)
        return std::nullopt;
    return Error{ErrorKind::Busy, {},
                 u"%1 of AgenticMail's workers are known already; no more are let in without a token"_s.arg(kKeylessNodes), {}, {}};
}

QList<Agent> AgenticmailWorkerApi::merge(const NodeId &id, const QStringList &report)
{
    QStringList known;
    const Node *node = m_roster.find(id);
    if (node && node->status != NodeStatus::Offline) {
        for (const Agent &agent : node->agents)
            known.append(agent.id);
    }
    QList<Agent> agents;
    for (const QString &agent : m_reporters.merge(id, report, known, m_clock.steadyNow()))
        agents.append({agent, agent, {}, u"running"_s, std::nullopt});
    return agents;
}

Future<HttpReply> AgenticmailWorkerApi::registerNode(const HttpRequest &request)
{
    const Result<AgenticmailRegistration> read = AgenticmailRequests::readRegistration(request.body);
    if (!read)
        return failed<HttpReply>(read.error());
    const Pending<HttpReply> pending;
    whenDone(this, m_roster.known(), [this, pending, told = *read, caller = request.caller](const Result<void> &known) {
        if (!known)
            return pending.finish(known.error());
        const NodeId &id = told.who.id;
        if (const auto wrong = blame(id, caller))
            return pending.finish(*wrong);
        const Node *node = m_roster.find(id);
        if (const auto full = ensureRoom(node, caller))
            return pending.finish(*full);
        Announcement announcement;
        announcement.who = told.who;
        announcement.who.labels = told.labels.value_or(node ? node->who.labels : QMap<QString, QString>());
        announcement.who.labels.insert(AgenticmailRoster::kLabel, AgenticmailRoster::kLabelValue);
        announcement.instance = instanceOf(id);
        announcement.load.memoryTotalBytes = told.memoryTotalBytes;
        announcement.agents = told.agents ? merge(id, *told.agents) : node ? node->agents : QList<Agent>();
        announcement.beatInterval = limits::kForeignBeatInterval;
        announcement.offlineAfter = limits::kForeignOfflineAfter;
        announcement.shown = TokenId(caller.token);
        m_arriving += node ? 0 : 1;
        whenDone(this, m_cluster.announce(std::move(announcement)), [this, pending, id, isNew = !node](const Result<Welcome> &welcome) {
            m_arriving -= isNew ? 1 : 0;
            if (!welcome && !m_roster.find(id))
                m_reporters.forget(id); // Else everybody who is refused would be remembered.
            if (welcome)
                pending.finish(HttpReply::json(200, AgenticmailReplies::writeNode(welcome->node)));
            else
                pending.finish(welcome.error());
        });
    });
    return pending.future();
}

Future<HttpReply> AgenticmailWorkerApi::heartbeat(const HttpRequest &request)
{
    const Result<NodeId> id = request.pathId<NodeId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    const Result<AgenticmailBeat> read = AgenticmailRequests::readBeat(request.body);
    if (!read)
        return failed<HttpReply>(read.error());
    const Pending<HttpReply> pending;
    whenDone(this, m_roster.known(), [this, pending, id = *id, told = *read, caller = request.caller](const Result<void> &known) {
        if (!known)
            return pending.finish(known.error());
        if (const auto wrong = blame(id, caller))
            return pending.finish(*wrong);
        const Node *node = m_roster.find(id);
        Heartbeat beat;
        beat.node = id;
        beat.instance = instanceOf(id);
        if (!node) { // The control plane hears of it all the same: it may be one that was removed.
            whenDone(this, m_cluster.beat(std::move(beat)), [pending](const Result<BeatReply> &) {
                Error gone = notFound(u"Node not found"_s); // In the original's words for a node that is not there.
                gone.code = u"announce-first"_s;
                pending.finish(gone);
            });
            return;
        }
        beat.load.cpu = told.cpu;
        beat.load.memoryTotalBytes = node->load.memoryTotalBytes;
        if (told.memoryShare && beat.load.memoryTotalBytes)
            beat.load.memoryUsedBytes = qint64(*told.memoryShare * double(*beat.load.memoryTotalBytes));
        if (told.agents)
            beat.agents = merge(id, *told.agents);
        whenDone(this, m_cluster.beat(std::move(beat)), [pending](const Result<BeatReply> &reply) {
            if (reply)
                pending.finish(HttpReply::json(200, QJsonObject{{u"ok"_s, true}}));
            else
                pending.finish(reply.error());
        });
    });
    return pending.future();
}

Future<HttpReply> AgenticmailWorkerApi::agentStatus()
{
    return ready(HttpReply::json(200, QJsonObject{{u"ok"_s, true}, {u"kept"_s, false}}));
}

} // namespace muster
