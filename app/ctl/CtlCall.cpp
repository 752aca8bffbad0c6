// SPDX-License-Identifier: Apache-2.0
// The verbs on nodes. CtlCall_Tokens.cpp has those on tokens and backups.
#include "app/ctl/CtlCall.h"

#include "app/ctl/NodeOutput.h"
#include "app/ctl/ReachOutput.h"
#include "app/ctl/StatusOutput.h"
#include "core/base/Log.h"
#include "core/cluster/Dialect.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! What a verb asks of a cluster, and how its lack is told.
struct Need {
    Feature feature;
    QString verb;
};

std::optional<Need> needOf(CtlVerb verb)
{
    switch (verb) {
    case CtlVerb::NodesRemove:
        return Need{Feature::Remove, u"remove nodes"_s};
    case CtlVerb::NodesPing:
        return Need{Feature::Ping, u"ping nodes"_s};
    case CtlVerb::NodesRestart:
        return Need{Feature::Restart, u"restart the agents of nodes"_s};
    case CtlVerb::Reach:
        return Need{Feature::Reach, u"test connections"_s};
    case CtlVerb::TokensCreate:
    case CtlVerb::TokensList:
    case CtlVerb::TokensRevoke:
        return Need{Feature::Tokens, u"make, list or revoke tokens"_s};
    case CtlVerb::ShowHelp:
    case CtlVerb::ShowVersion:
    case CtlVerb::Status:
    case CtlVerb::NodesList:
    case CtlVerb::NodesShow:
    case CtlVerb::Events:
    case CtlVerb::Backup:
    case CtlVerb::Restore:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

} // namespace

CtlCall::CtlCall(Cluster &cluster, CtlOptions options, const Clock &clock, CtlAsk ask, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_options(std::move(options)), m_clock(clock), m_ask(std::move(ask))
{
}

Future<CtlAnswer> CtlCall::run()
{
    if (const std::optional<Error> lack = lacking())
        return failed<CtlAnswer>(*lack);
    switch (m_options.verb) {
    case CtlVerb::Status:
        showStatus();
        break;
    case CtlVerb::NodesList:
        listNodes();
        break;
    case CtlVerb::NodesShow:
        withNode([this](const Node &node, Timestamp now) { finish(nodeText(node, now, m_options.form)); });
        break;
    case CtlVerb::NodesRemove:
        withNode([this](const Node &node, Timestamp) { removeNode(node); });
        break;
    case CtlVerb::NodesPing:
        withNode([this](const Node &node, Timestamp) { pingNode(node); });
        break;
    case CtlVerb::NodesRestart:
        withNode([this](const Node &node, Timestamp) { restartAgents(node); });
        break;
    case CtlVerb::Reach:
        reach();
        break;
    case CtlVerb::TokensCreate:
        createToken();
        break;
    case CtlVerb::TokensList:
        listTokens();
        break;
    case CtlVerb::TokensRevoke:
        revokeToken();
        break;
    case CtlVerb::Backup:
        backUp();
        break;
    case CtlVerb::Events:
    case CtlVerb::Restore:
    case CtlVerb::ShowHelp:
    case CtlVerb::ShowVersion:
        Q_ASSERT(false);
    }
    return m_answer.future();
}

std::optional<Error> CtlCall::lacking() const
{
    const std::optional<Need> need = needOf(m_options.verb);
    if (!need || m_cluster.features().testFlag(need->feature))
        return std::nullopt;
    return named(unsupported(u"this cluster cannot %1; see features in: musterctl status --output json"_s.arg(need->verb)));
}

Error CtlCall::named(Error error) const
{
    if (const Dialect *dialect = dialectById(m_options.address.dialect))
        error.what.replace(u"this cluster"_s, dialect->title());
    return error;
}

void CtlCall::showStatus()
{
    whenDone(this, m_cluster.facts(), [this](const Result<ClusterFacts> &facts) {
        if (!facts)
            return fail(facts.error());
        whenDone(this, m_cluster.snapshot(), [this, facts](const Result<ClusterSnapshot> &snapshot) {
            if (!snapshot)
                return fail(snapshot.error());
            const ClusterSnapshot shown = asReported(*snapshot, m_options.address.dialect);
            finish(statusOutput(m_options.address, *facts, m_cluster.features(), shown, m_options.form));
        });
    });
}

void CtlCall::listNodes()
{
    whenDone(this, m_cluster.snapshot(), [this](const Result<ClusterSnapshot> &snapshot) {
        snapshot ? finish(nodesText(asReported(*snapshot, m_options.address.dialect), m_options.form)) : fail(snapshot.error());
    });
}

void CtlCall::withNode(std::function<void(const Node &, Timestamp)> act)
{
    whenDone(this, m_cluster.snapshot(), [this, act = std::move(act)](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return fail(snapshot.error());
        const Result<Node> node = findNode(asReported(*snapshot, m_options.address.dialect).nodes, m_options.node);
        node ? act(*node, snapshot->takenAt) : fail(node.error());
    });
}

void CtlCall::removeNode(const Node &node)
{
    if (m_options.isDryRun)
        return finish(removalText(node, true, m_options.form));
    const QString question = u"Remove node %1 (%2)?"_s.arg(escapedForLog(node.who.name), wordOf(node.status));
    const Result<bool> isAgreed = agreed(m_options, m_ask, question, u"remove "_s + node.who.name);
    if (!isAgreed)
        return fail(isAgreed.error());
    if (!*isAgreed)
        return finish(u"Nothing was removed.\n"_s);
    whenDone(this, m_cluster.remove(node.id()), [this, node](const Result<void> &removed) {
        removed ? finish(removalText(node, false, m_options.form)) : fail(removed.error());
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

void CtlCall::reach()
{
    whenDone(this, m_cluster.reach(m_options.target), [this](const Result<ReachReport> &report) {
        if (!report)
            return fail(report.error());
        finish(reachText(m_options.target, *report, m_options.form), report->isReachable ? ExitCode::Ok : ExitCode::Unreachable);
    });
}

void CtlCall::finish(const QString &text, ExitCode code)
{
    m_answer.finish(CtlAnswer{text.toUtf8(), code});
}

void CtlCall::fail(const Error &error)
{
    if (error.kind == ErrorKind::Unsupported)
        return m_answer.finish(named(error));
    const bool asksNode = m_options.verb == CtlVerb::NodesPing || m_options.verb == CtlVerb::NodesRestart;
    if (asksNode && error.kind == ErrorKind::Timeout) // The server was reached; it is the node that did not answer.
        m_answer.finish(CtlAnswer{{}, ExitCode::WaitTimedOut, error});
    else
        m_answer.finish(error);
}

} // namespace muster
