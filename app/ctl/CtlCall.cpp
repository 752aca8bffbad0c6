// SPDX-License-Identifier: Apache-2.0
// CtlCall_Nodes.cpp has the verbs on one node, CtlCall_Tokens.cpp those on tokens and backups, CtlNeed.cpp what each asks of a cluster.
#include "app/ctl/CtlCall.h"

#include "app/ctl/CtlAuditCall.h"
#include "app/ctl/CtlJobCall.h"
#include "app/ctl/CtlLogCall.h"
#include "app/ctl/CtlNeed.h"
#include "app/ctl/CtlWorkCall.h"
#include "app/ctl/NodeFinder.h"
#include "app/ctl/NodeOutput.h"
#include "app/ctl/ReachOutput.h"
#include "app/ctl/StatusOutput.h"
#include "core/cluster/Dialect.h"

namespace muster {

using namespace Qt::StringLiterals;

CtlCall::CtlCall(Cluster &cluster, CtlOptions options, const Clock &clock, CtlAsk ask, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_options(std::move(options)), m_clock(clock), m_ask(std::move(ask))
{
}

CtlCall::~CtlCall() = default;

Future<CtlAnswer> CtlCall::run()
{
    if (const std::optional<Error> lack = lacking())
        return failed<CtlAnswer>(*lack);
    m_options.isDryRun ? tryFirst() : begin();
    return m_answer.future();
}

void CtlCall::tryFirst()
{
    whenDone(this, m_cluster.facts(), [this](const Result<ClusterFacts> &facts) {
        if (!facts && facts.error().kind != ErrorKind::Unsupported)
            return fail(facts.error());
        const std::optional<Error> bar = facts ? barTo(m_options, *facts) : std::nullopt;
        bar ? fail(*bar) : begin();
    });
}

void CtlCall::begin()
{
    using Verb = void (CtlCall::*)();
    static const QHash<CtlVerb, Verb> own{{CtlVerb::Status, &CtlCall::showStatus},        {CtlVerb::NodesList, &CtlCall::listNodes},
                                          {CtlVerb::NodesShow, &CtlCall::withNodeHere},   {CtlVerb::NodesRemove, &CtlCall::withNodeHere},
                                          {CtlVerb::NodesPing, &CtlCall::withNodeHere},   {CtlVerb::NodesRestart, &CtlCall::withNodeHere},
                                          {CtlVerb::Reach, &CtlCall::reach},              {CtlVerb::TokensCreate, &CtlCall::createToken},
                                          {CtlVerb::TokensList, &CtlCall::listTokens},    {CtlVerb::TokensRevoke, &CtlCall::revokeToken},
                                          {CtlVerb::Backup, &CtlCall::backUp}};
    // The rest by their first word.
    static const QHash<QString, Verb> parts{{u"nodes"_s, &CtlCall::runWork},       {u"entities"_s, &CtlCall::runWork},
                                            {u"assignments"_s, &CtlCall::runWork}, {u"jobs"_s, &CtlCall::runJobs},
                                            {u"queues"_s, &CtlCall::runJobs},      {u"audit"_s, &CtlCall::runAudit},
                                            {u"logs"_s, &CtlCall::runLogs}};
    const Verb verb = own.value(m_options.verb, parts.value(wordsOf(m_options.verb).words.section(u' ', 0, 0)));
    Q_ASSERT(verb);
    (this->*verb)();
}

void CtlCall::withNodeHere()
{
    withNode([this](const NodeView &view) {
        if (m_options.verb == CtlVerb::NodesShow)
            showNode(view);
        else if (m_options.verb == CtlVerb::NodesRemove)
            removeNode(view);
        else if (m_options.verb == CtlVerb::NodesPing)
            pingNode(view.node);
        else
            restartAgents(view.node);
    });
}

void CtlCall::runWork()
{
    m_work = std::make_unique<CtlWorkCall>(m_cluster, m_options, m_ask);
    pass(m_work->run());
}

void CtlCall::runJobs()
{
    m_jobs = std::make_unique<CtlJobCall>(m_cluster, m_options, m_clock, m_ask);
    connect(m_jobs.get(), &CtlJobCall::noted, this, &CtlCall::noted);
    pass(m_jobs->run());
}

void CtlCall::runAudit()
{
    m_audit = std::make_unique<CtlAuditCall>(m_cluster, m_options);
    connect(m_audit.get(), &CtlAuditCall::printed, this, &CtlCall::printed);
    pass(m_audit->run());
}

void CtlCall::runLogs()
{
    m_logs = std::make_unique<CtlLogCall>(m_cluster, m_options);
    connect(m_logs.get(), &CtlLogCall::noted, this, &CtlCall::noted);
    connect(m_logs.get(), &CtlLogCall::printed, this, &CtlCall::printed);
    pass(m_logs->run());
}

void CtlCall::pass(const Future<CtlAnswer> &part)
{
    whenDone(this, part, [this](const Result<CtlAnswer> &answer) { answer ? m_answer.finish(*answer) : fail(answer.error()); });
}

std::optional<Error> CtlCall::lacking() const
{
    const std::optional<CtlNeed> need = needOf(m_options.verb);
    if (!need || m_cluster.features().testAnyFlags(need->features))
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
