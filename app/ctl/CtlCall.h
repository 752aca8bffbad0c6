// SPDX-License-Identifier: Apache-2.0
#pragma once
// One verb against one cluster. Talks to the contract only, so that it is tested against a control plane in-process.

#include "app/ctl/CtlAnswer.h"
#include "app/ctl/CtlOptions.h"
#include "app/ctl/CtlRestore.h"
#include "app/ctl/NodeView.h"
#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"

#include <functional>

namespace muster {

class CtlAuditCall;
class CtlJobCall;
class CtlLogCall;
class CtlWorkCall;

//! Lives until its answer is there; one thread, the cluster's.
class CtlCall final : public QObject
{
    Q_OBJECT
public:
    //! \a cluster and \a clock must outlive it; \a ask asks before what cannot be undone.
    CtlCall(Cluster &cluster, CtlOptions options, const Clock &clock, CtlAsk ask, QObject *parent = nullptr);
    ~CtlCall() override;
    Q_DISABLE_COPY_MOVE(CtlCall)

    //! Runs options.verb, which is none of Events, Restore, ShowHelp and ShowVersion; once. Errors as the verbs of Cluster;
    //! Unsupported, naming the product, for what it lacks.
    Future<CtlAnswer> run();

Q_SIGNALS:
    //! For standard error, while the answer is not there yet.
    void noted(const QString &text);
    //! For standard output, while the answer is not there yet: what is too long to be kept.
    void printed(const QByteArray &bytes);

private:
    void begin();
    //! Begins, unless who asks may not do in earnest what is only tried.
    void tryFirst();
    //! The verbs on one node that are not about work.
    void withNodeHere();
    void runWork();
    void runJobs();
    void runLogs();
    void runAudit();
    //! Ends as \a part does: the verbs on work, on jobs and on the audit log have classes of their own.
    void pass(const Future<CtlAnswer> &part);
    std::optional<Error> lacking() const;
    //! "this cluster" by the name of the product.
    Error named(Error error) const;
    void showStatus();
    void listNodes();
    void withNode(std::function<void(const NodeView &)> act);
    //! The same with what runs there, of a cluster that has jobs.
    void withJobs(NodeView view, std::function<void(const NodeView &)> act);
    void showNode(const NodeView &view);
    void removeNode(const NodeView &view);
    //! Says what that hits, and asks.
    void askAndRemove(const NodeView &view);
    void pingNode(const Node &node);
    void restartAgents(const Node &node);
    void reach();
    void createToken();
    void keepToken(const IssuedToken &issued);
    void listTokens();
    void revokeToken();
    void backUp();
    void keepBackup(const QByteArray &bytes);
    void finish(const QString &text, ExitCode code = ExitCode::Ok);
    void fail(const Error &error);

    Cluster &m_cluster;
    const CtlOptions m_options;
    const Clock &m_clock;
    const CtlAsk m_ask;
    std::unique_ptr<CtlWorkCall> m_work;
    std::unique_ptr<CtlJobCall> m_jobs;
    std::unique_ptr<CtlLogCall> m_logs;
    std::unique_ptr<CtlAuditCall> m_audit;
    Pending<CtlAnswer> m_answer;
};

} // namespace muster
