// SPDX-License-Identifier: Apache-2.0
#pragma once
// The verb of musterctl on logs. A part of CtlCall.

#include "app/ctl/CtlAnswer.h"
#include "app/ctl/CtlOptions.h"
#include "app/ctl/JobWait.h"

namespace muster {

//! Prints what is kept, and with --follow what comes: for ever, or until the job is over. A lost connection is tried again, from the
//! line after the last that was printed. Lives until its answer is there; one thread, the cluster's.
class CtlLogCall final : public QObject
{
    Q_OBJECT
public:
    //! \a cluster and \a options must outlive it.
    CtlLogCall(Cluster &cluster, const CtlOptions &options, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(CtlLogCall)

    //! Once. Errors as Cluster::log().
    Future<CtlAnswer> run();

Q_SIGNALS:
    //! For standard error.
    void noted(const QString &text);
    //! For standard output.
    void printed(const QByteArray &bytes);

private:
    bool isOnePage() const;
    void takeNewest(const Result<LogPage> &page);
    void watchJob();
    void findEnd();
    void follow();
    void take(const QList<LogLine> &lines);
    void takeEnd(const Error &error);
    void print(const QList<LogLine> &lines);
    void finishWhenRead();
    void fail(const Error &error);

    Cluster &m_cluster;
    const CtlOptions &m_options;
    std::unique_ptr<LogFeed> m_feed;
    std::unique_ptr<JobWait> m_wait;
    QTimer m_retry;
    milliseconds m_pause{0};
    quint64 m_last = 0;               // That was printed, or need not be.
    quint64 m_gapsAfter = 0;          // That was printed: from there on it is told what is missing.
    std::optional<quint64> m_until;   // The number of the last line that is wanted, once that is known.
    QString m_goodbye;                // What became of the job.
    bool m_isLost = false;
    bool m_isDone = false;
    Pending<CtlAnswer> m_answer;
};

} // namespace muster
