// SPDX-License-Identifier: Apache-2.0
// The words around the page: chip, ribbon, status bar, counts, and which actions are offered.
#include "app/desktop/ClusterView.h"

#include "core/cluster/Dialect.h"
#include "ui/jobs/BatchText.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobsPage.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/RelativeTime.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/queues/QueuesPage.h"
#include "ui/shell/Header.h"
#include "ui/shell/LinkChip.h"
#include "ui/shell/LinkRibbon.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/SidebarItem.h"
#include "ui/shell/Stage.h"
#include "ui/shell/StatusBar.h"

#include <cmath>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

//! The most urgent status that any node has; its shape stands before the count of problems.
NodeStatus worstOf(const FleetSummary &summary)
{
    NodeStatus worst = NodeStatus::Online;
    for (const NodeStatus status : kNodeStatuses) {
        if (summary.count(status) > 0 && attentionRank(status) < attentionRank(worst))
            worst = status;
    }
    return worst;
}

//! What a command under way does, for the status bar.
QString wordsOf(const Command &command)
{
    switch (command.verb()) {
    case CommandVerb::Ping:
        return ClusterView::tr("Pinging %1…").arg(command.name());
    case CommandVerb::Restart:
        return ClusterView::tr("Restarting the agents of %1…").arg(command.name());
    case CommandVerb::Cordon:
        return ClusterView::tr("Cordoning %1…").arg(command.name());
    case CommandVerb::Uncordon:
        return ClusterView::tr("Uncordoning %1…").arg(command.name());
    case CommandVerb::Drain:
        return ClusterView::tr("Draining %1…").arg(command.name());
    case CommandVerb::StopDrain:
        return ClusterView::tr("Stopping the drain of %1…").arg(command.name());
    case CommandVerb::Assign:
        return ClusterView::tr("Pinning %1…").arg(command.name());
    case CommandVerb::SaveEntity:
        return ClusterView::tr("Saving %1…").arg(command.name());
    case CommandVerb::RemoveEntity:
    case CommandVerb::Remove:
        return ClusterView::tr("Removing %1…").arg(command.name());
    }
    Q_UNREACHABLE();
}

//! What should answer: "Muster", "AgenticMail".
QString productOf(const OpenCluster &cluster)
{
    const Dialect *dialect = cluster.profile ? dialectById(cluster.profile->address.dialect) : nullptr;
    return dialect ? dialect->title() : LinkPeer().product;
}

} // namespace

void ClusterView::showLink()
{
    const LinkReport &link = m_session->link();
    const Timestamp now = m_session->clock().now();
    const LinkPeer peer{.product = productOf(m_cluster), .skew = m_session->mirror().skew()};
    m_window.header()->chip()->setContent(linkChipContent(m_cluster.face.kind, link, now, peer));
    const bool hasState = m_nodes.rowCount() > 0;
    m_window.ribbon()->setContent(
        linkRibbonContent(m_cluster.face.title, link, hasState, m_session->lastLiveAt(), peer.product));

    // In the status bar every cluster is told in the same words.
    const LinkChipContent plain = linkChipContent(ClusterKind::Remote, link, now, peer);
    const QString words = link.isLive() ? u"%1 %2"_s.arg(plain.word, clockText(link.lastHeardAt.value_or(now)))
                                        : plain.word;
    m_window.status()->setLink(m_cluster.face.title, plain, words);
    m_window.status()->setTime(now);
    showTraffic();
}

void ClusterView::showTraffic()
{
    const LinkReport &link = m_session->link();
    if (link.isLive()) {
        const double rate = m_session->eventRate();
        const QString number = rate >= 9.95 || rate == 0 ? QString::number(std::lround(rate))
                                                          : QString::number(rate, 'f', 1);
        m_window.status()->setTraffic(tr("%1 events/s").arg(number));
        return;
    }
    if (!link.lastHeardAt) {
        m_window.status()->setTraffic({});
        return;
    }
    const milliseconds ago = m_session->clock().now() - *link.lastHeardAt;
    m_window.status()->setTraffic(
        tr("last heard %1, %2 ago").arg(clockText(*link.lastHeardAt), shortAge(std::max(milliseconds(0), ago))));
}

void ClusterView::showCounts()
{
    const FleetSummary &summary = m_nodes.summary();
    SidebarItem *const nodes = m_window.sidebar()->nodes();
    const int unknown = summary.count(NodeStatus::Unknown);
    if (!isCurrent(m_session->evidenceLink()) && summary.nodes > 0) // Nothing is known of any of them.
        nodes->setCount(summary.nodes, NodeStatus::Unknown);
    else if (summary.problems() > 0)
        nodes->setCount(summary.problems(), worstOf(summary));
    else if (unknown > 0)
        nodes->setCount(unknown, NodeStatus::Unknown);
    else
        nodes->setCount(summary.nodes);
    if (m_nodeToOpen.isEmpty() || m_nodes.rowOf(NodeId(m_nodeToOpen)) < 0)
        return;
    openNode(NodeId(std::exchange(m_nodeToOpen, {})));
}

void ClusterView::showCommands()
{
    QStringList running;
    for (const Command *command : m_session->commands().commands()) {
        if (command->isFinished())
            continue;
        running.append(wordsOf(*command));
    }
    const QList<JobBatch *> batches = m_jobs->actions()->verbs()->batches() + m_queues->actions()->verbs()->batches();
    for (const JobBatch *batch : batches) {
        if (!batch->isFinished())
            running.append(batchProgress(*batch));
    }
    m_window.status()->setActivity(running.size() > 1 ? tr("%1 and %2 more").arg(running.constFirst()).arg(running.size() - 1)
                                                      : running.join(QString()));
}

//! A single click selects; the way on is said until it was taken.
QString ClusterView::selectionText(int count) const
{
    if (count == 1 && !m_window.stage()->isDrawerOpen())
        return tr("1 selected, Enter or a double click opens it");
    return count > 0 ? tr("%1 selected").arg(countText(count)) : QString();
}

void ClusterView::showSelection(int count)
{
    if (place() == Place::Nodes)
        m_window.status()->setSelection(selectionText(count));
    gateActions();
}

void ClusterView::gateActions()
{
    const QString off = changesOffReason(m_session->link());
    const bool isLive = m_session->isLive();
    ShellActions *actions = m_window.actions();
    const auto gate = [actions](ShellAction which, const QString &reason) {
        ShellActions::setRefusal(actions->action(which), reason);
    };
    gate(ShellAction::RetryLink, isLive ? tr("The link is live.") : QString());
    gate(ShellAction::Resync, isLive ? QString() : off);
    QString join = off;
    if (!m_cluster.join)
        join = tr("Nobody joins a demo.");
    else if (m_cluster.isReadOnly)
        join = tr("This window only looks; changes are off.");
    const Features features = m_session->features();
    const bool takesWorkers = features.testAnyFlags(Feature::Announce | Feature::Reach);
    const QString caller = NodeActions::callerRefusal(m_session->facts(), Feature::Reach);
    const bool isBound = !m_session->facts().callerTenants.isEmpty();
    gate(ShellAction::AddWorker, !join.isEmpty()                  ? join
                                   : takesWorkers || isBound ? caller
                                                             : tr("This cluster takes no workers."));
    QString keys = off;
    if (m_cluster.isReadOnly)
        keys = tr("This window only looks; changes are off.");
    else if (keys.isEmpty() && !isBound && !features.testFlag(Feature::Tokens))
        keys = tr("This cluster makes no tokens.");
    else if (keys.isEmpty())
        keys = NodeActions::callerRefusal(m_session->facts(), Feature::Tokens);
    gate(ShellAction::AccessTokens, keys);
    gate(ShellAction::ForgetCluster,
         m_cluster.face.kind == ClusterKind::Remote ? QString() : tr("Only clusters that you connected to."));
    gate(ShellAction::GoNodes, {});
    gate(ShellAction::GoAssignments, {});
    gate(ShellAction::GoQueues, {});
    gate(ShellAction::GoJobs, {});
    gate(ShellAction::GoEvents, {});
    gate(ShellAction::GoAudit, {});

    const bool hasNode = !m_page->selectedNodes().isEmpty();
    const QString none = tr("No node is selected.");
    ShellActions::setRefusal(m_ping, hasNode ? m_page->actions()->refusal(Feature::Ping) : none);
    const QString work = hasNode ? m_page->actions()->refusal(Feature::Cordon) : none;
    const bool drains = hasNode && m_page->actions()->isAnyDraining(m_page->selectedNodes());
    ShellActions::setRefusal(m_cordon, work);
    ShellActions::setRefusal(m_drain, work);
    ShellActions::setRefusal(m_stopDrain, work.isEmpty() && !drains ? tr("The node is not being drained.") : work);
    ShellActions::setRefusal(m_restart, hasNode ? m_page->actions()->refusal(Feature::Restart) : none);
    ShellActions::setRefusal(m_remove, hasNode ? m_page->actions()->refusal(Feature::Remove) : none);
}

} // namespace muster
