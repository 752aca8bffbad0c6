// SPDX-License-Identifier: Apache-2.0
// The half of ControlPlane that asks others: nodes for a sign of life or a restart, addresses whether they answer.
#include "core/controlplane/ControlPlane.h"

#include "core/domain/NodeReasons.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString offlineText(const Node &node, Timestamp now)
{
    if (!node.lastBeatAt)
        return u"%1 is offline and never beat"_s.arg(node.who.name);
    const milliseconds age = std::max(milliseconds(0), now - *node.lastBeatAt);
    return u"%1 is offline, last beat %2 ago"_s.arg(node.who.name, spanText(age));
}

} // namespace

void ControlPlane::setDialer(Dialer dialer)
{
    m_dialer = std::move(dialer);
}

void ControlPlane::setReacher(Reacher reacher)
{
    m_reacher = std::move(reacher);
}

void ControlPlane::setRestarter(Restarter restarter)
{
    m_restarter = std::move(restarter);
}

//! The node \a id when it can be asked anything: NotFound, or Unreachable when it is offline.
Result<Node> ControlPlane::nodeToAsk(const NodeId &id, const QString &doing) const
{
    const NodeEntry *entry = m_members.nodes().find(id);
    if (!entry)
        return notFound(u"there is no node %1"_s.arg(id.text()));
    if (entry->node.status == NodeStatus::Offline)
        return Error{ErrorKind::Unreachable, doing, offlineText(entry->node, m_clock.now()), {}, {}};
    return entry->node;
}

Future<PingReport> ControlPlane::ping(NodeId node)
{
    return onThreadOf<PingReport>(this, [this, node = std::move(node)] { return pingHere(node); });
}

Future<PingReport> ControlPlane::pingHere(const NodeId &id)
{
    const QString doing = u"pinging %1"_s.arg(id.text());
    const Result<Node> node = nodeToAsk(id, doing);
    if (!node)
        return failed<PingReport>(node.error());
    // Foreign workers (without a process id) read no answers to their beats, so that no question reaches them that way.
    const bool isAskedByBeat = node->who.role == NodeRole::Worker && node->who.pid;
    if (isAskedByBeat || node->who.address.isEmpty() || !m_dialer)
        return m_pings.ask(id, m_liveness.look() + node->beatInterval + limits::kPingGrace);
    const Pending<PingReport> pending;
    whenDone(this, m_dialer(*node), [pending, doing](const Result<double> &dialled) {
        if (dialled)
            pending.finish(PingReport{*dialled, u"dial"_s});
        else
            pending.finish(dialled.error().within(doing));
    });
    return pending.future();
}

//! The order to a node that is connected: its residents get new processes.
Future<void> ControlPlane::restartOver(WorkDesk &work, const NodeId &id)
{
    const Pending<void> pending;
    whenDone(this, work.restartAgents(id), [pending](const Result<int> &restarted) {
        pending.finish(restarted ? Result<void>() : restarted.error());
    });
    return pending.future();
}

Future<void> ControlPlane::restartHere(const NodeId &id)
{
    const QString doing = u"restarting the agents of %1"_s.arg(id.text());
    if (!m_restarter && !m_work)
        return failed<void>(unsupported(u"this control plane cannot restart agents"_s));
    const Result<Node> node = nodeToAsk(id, doing);
    if (!node)
        return failed<void>(node.error());
    if (m_restarting.contains(id))
        return failed<void>(Error{ErrorKind::Busy, doing, u"an order to do so is on its way already"_s, {}, {}});
    const bool isConnected = m_work && m_work->leader().isConnected(id);
    if (!isConnected && !m_restarter)
        return failed<void>(Error{ErrorKind::Unreachable, doing, u"%1 has no connection for work"_s.arg(node->who.name), {}, {}});
    m_restarting.insert(id);
    const Pending<void> pending;
    whenDone(this, isConnected ? restartOver(*m_work, id) : m_restarter(*node), [this, pending, id, doing](const Result<void> &taken) {
        m_restarting.remove(id);
        pending.finish(taken ? taken : taken.error().within(doing));
    });
    return pending.future();
}

Future<ReachReport> ControlPlane::reach(ReachTarget target)
{
    return onThreadOf<ReachReport>(this, [this, target = std::move(target)] { return reachHere(target); });
}

Future<ReachReport> ControlPlane::reachHere(const ReachTarget &target)
{
    if (!m_reacher)
        return failed<ReachReport>(unsupported(u"this control plane cannot test addresses"_s));
    if (const Result<void> begun = m_reaches.begin(target.askedBy, m_clock.steadyNow()); !begun)
        return failed<ReachReport>(begun.error());
    const Pending<ReachReport> pending;
    whenDone(this, m_reacher(target), [this, pending, askedBy = target.askedBy](const Result<ReachReport> &report) {
        m_reaches.end(askedBy);
        pending.finish(report);
    });
    return pending.future();
}

} // namespace muster
