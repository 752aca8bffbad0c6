// SPDX-License-Identifier: Apache-2.0
#pragma once
// The verbs of musterctl on the audit log. A part of CtlCall.

#include "app/ctl/CtlAnswer.h"
#include "app/ctl/CtlFile.h"
#include "app/ctl/CtlOptions.h"
#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"
#include "core/domain/AuditFollower.h"

#include <functional>

namespace muster {

//! Lives until its answer is there; one thread, the cluster's.
class CtlAuditCall final : public QObject
{
    Q_OBJECT
public:
    //! \a cluster and \a options must outlive it.
    CtlAuditCall(Cluster &cluster, const CtlOptions &options, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(CtlAuditCall)

    //! Runs options.verb, which must be one of those on the audit log; once. A log that is not whole is an answer with exit code 1.
    //! Errors as the verbs of Cluster, and of files.
    Future<CtlAnswer> run();

Q_SIGNALS:
    //! Lines of an export for standard output.
    void printed(const QByteArray &bytes);

private:
    void list();
    void verify();
    void compareWith(const AuditProof &exported);
    void verifyNow(const QString &kept);
    void beginExport();
    void exportFrom(quint64 number);
    Result<void> putPage(quint64 from, const AuditPage &page);
    void endExport();
    Result<void> put(const QByteArray &bytes);
    void fail(const Error &error) { m_answer.finish(error); }

    Cluster &m_cluster;
    const CtlOptions &m_options;
    const SystemClock m_clock;
    QList<AuditEntry> m_listed;
    quint64 m_newest = 0; // Of an export: the last entry that it has.
    AuditFollower m_chain;
    PrivateFileWriter m_file;
    Pending<CtlAnswer> m_answer;
};

} // namespace muster
