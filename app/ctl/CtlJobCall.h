// SPDX-License-Identifier: Apache-2.0
#pragma once
// The verbs of musterctl on jobs and queues. A part of CtlCall.

#include "app/ctl/ChangeOutput.h"
#include "app/ctl/CtlAnswer.h"
#include "app/ctl/CtlOptions.h"
#include "app/ctl/CtlRestore.h"
#include "app/ctl/JobWait.h"
#include "core/base/Clock.h"

#include <functional>

namespace muster {

//! Lives until its answer is there; one thread, the cluster's.
class CtlJobCall final : public QObject
{
    Q_OBJECT
public:
    //! \a cluster, \a options and \a clock must outlive it.
    CtlJobCall(Cluster &cluster, const CtlOptions &options, const Clock &clock, CtlAsk ask, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(CtlJobCall)

    //! Runs options.verb, which must be one of those on jobs and queues; once. Errors as the verbs of Cluster. A job that was
    //! waited for and failed, or is not over in time, is an answer with a code and a complaint.
    Future<CtlAnswer> run();

Q_SIGNALS:
    //! For standard error, while the answer is not there yet.
    void noted(const QString &text);

private:
    void withJob(std::function<void(const Job &)> act);
    void submit();
    void wouldSubmit();
    void await(const Job &job);
    void takeEnd(const Job &job);
    void submitAll();
    void submitGroup();
    void takeGroup(const QList<BulkLine> &group, const Result<QList<JobId>> &ids);
    void listJobs();
    void takePage(const Result<JobPage> &page);
    void showJob();
    void retryJob();
    void cancelJob();
    //! Ends with what \a changed came to.
    void tellJob(const Future<Job> &changed, JobState before);
    void discardJob();
    void discardNow(const Job &job);
    void listQueues();
    void pauseQueue();
    void wouldPause();
    void would(const CtlChange &change);
    void finish(const QString &text, const std::optional<Error> &complaint = std::nullopt);
    void fail(const Error &error);

    Cluster &m_cluster;
    const CtlOptions &m_options;
    const Clock &m_clock;
    const CtlAsk m_ask;
    std::unique_ptr<JobWait> m_wait;
    QList<QList<BulkLine>> m_groups; // Of a bulk, not submitted yet.
    QList<JobId> m_ids;              // Of a bulk, submitted.
    QList<Job> m_jobs;               // Of a list, read so far.
    Pending<CtlAnswer> m_answer;
};

} // namespace muster
