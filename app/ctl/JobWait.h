// SPDX-License-Identifier: Apache-2.0
#pragma once
// Waits until one job is over: by events where the cluster follows, and by asking, for events of busy queues are not told singly.

#include "core/cluster/Cluster.h"

#include <QTimer>

namespace muster {

//! Lives until its outcome is there; one thread, the cluster's.
class JobWait final : public QObject
{
    Q_OBJECT
public:
    //! \a cluster must outlive it. \a most: none for as long as it takes.
    JobWait(Cluster &cluster, std::optional<milliseconds> most, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(JobWait)

    //! The job once it is over, or as it was last seen when the time is up. \a job: as it is now. Errors as Cluster::job(), but a
    //! lost connection, or a server that is busy, is tried again. Once.
    Future<Job> run(const Job &job);

Q_SIGNALS:
    //! The connection was lost; asked again until it is there. Once a loss.
    void lost(const muster::Error &error);

private:
    void ask();
    void take(const Result<Job> &job);
    void askLater();
    void take(const ClusterEvent &event);
    void follow();
    void finish(const Result<Job> &outcome);

    Cluster &m_cluster;
    const std::optional<milliseconds> m_most;
    Job m_job; // As it was last seen.
    QTimer m_pause;
    QTimer m_deadline;
    milliseconds m_pauseNow{0};
    bool m_isFollowing = false;
    bool m_isAsking = false;
    bool m_mustAskAgain = false; // Something was told while an answer was on its way.
    bool m_isLost = false;
    bool m_isDone = false;
    Pending<Job> m_outcome;
};

} // namespace muster
