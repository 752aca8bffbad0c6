// SPDX-License-Identifier: Apache-2.0
// The verbs on one node that are not about where work goes.
#include "app/ctl/CtlCall.h"
#include "app/ctl/NodeFinder.h"
#include "app/ctl/NodeOutput.h"
#include "app/ctl/NodeVerbOutput.h"
#include "core/base/Log.h"

namespace muster {

using namespace Qt::StringLiterals;

void CtlCall::withNode(std::function<void(const NodeView &)> act)
{
    whenDone(this, m_cluster.snapshot(), [this, act = std::move(act)](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return fail(snapshot.error());
        const ClusterSnapshot shown = asReported(*snapshot, m_options.address.dialect);
        const Result<Node> node = findNode(shown.nodes, m_options.node);
        node ? act(viewOf(*node, shown)) : fail(node.error());
    });
}

void CtlCall::withJobs(NodeView view, std::function<void(const NodeView &)> act)
{
    if (!m_cluster.features().testFlag(Feature::Jobs))
        return act(view);
    JobQuery query{.state = JobState::Active};
    query.node = view.node.id();
    query.most = kNodeJobsShown;
    whenDone(this, m_cluster.jobs(query), [this, view = std::move(view), act = std::move(act)](const Result<JobPage> &page) {
        if (!page)
            return fail(page.error());
        NodeView whole = view;
        whole.jobs = page->jobs;
        whole.hasMoreJobs = page->hasMore;
        act(whole);
    });
}

void CtlCall::showNode(const NodeView &view)
{
    if (m_options.form != OutputForm::Table) // They have the node alone.
        return finish(nodeText(view, m_options.form));
    withJobs(view, [this](const NodeView &whole) { finish(nodeText(whole, m_options.form)); });
}

void CtlCall::removeNode(const NodeView &view)
{
    withJobs(view, [this](const NodeView &whole) {
        whenDone(this, m_cluster.facts(), [this, whole](const Result<ClusterFacts> &facts) {
            if (!facts)
                return fail(facts.error());
            // With --yes it says so itself, after a look at our tier. Workers are never of that role (interface.md, musterd).
            const NodeIdentity &who = whole.node.who;
            const bool isOwn = m_options.address.dialect == "native"_L1 && facts->node == who.name && who.role != NodeRole::Worker;
            if (isOwn && (m_options.isDryRun || !m_options.isSure))
                return fail(conflict(u"%1 is this control plane's own node; it can be drained, not removed"_s.arg(facts->node), u"own-node"_s));
            m_options.isDryRun ? finish(wouldRemoveText(whole, m_options.form)) : askAndRemove(whole);
        });
    });
}

void CtlCall::askAndRemove(const NodeView &view)
{
    const Node &node = view.node;
    const QString question = removalOutlook(view) + u"Remove node %1 (%2)?"_s.arg(escapedForLog(node.who.name), wordOf(node.status));
    const Result<bool> isAgreed = agreed(m_options, m_ask, question, u"remove "_s + node.who.name);
    if (!isAgreed)
        return fail(isAgreed.error());
    if (!*isAgreed)
        return finish(u"Nothing was removed.\n"_s);
    whenDone(this, m_cluster.remove(node.id()), [this, node](const Result<void> &removed) {
        removed ? finish(removedText(node, m_options.form)) : fail(removed.error());
    });
}

void CtlCall::pingNode(const Node &node)
{
    whenDone(this, m_cluster.ping(node.id()), [this, node](const Result<PingReport> &report) {
        report ? finish(pingText(node, *report, m_options.form)) : fail(report.error());
    });
}

void CtlCall::restartAgents(const Node &node)
{
    if (m_options.isDryRun)
        return finish(restartText(node, true, m_options.form));
    whenDone(this, m_cluster.restartAgents(node.id()), [this, node](const Result<void> &restarted) {
        restarted ? finish(restartText(node, false, m_options.form)) : fail(restarted.error());
    });
}

} // namespace muster
