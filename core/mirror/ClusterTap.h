// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads on a Cluster's thread what may only be read there, for a ClusterSession on another.

#include "core/cluster/Cluster.h"

#include <QPointer>

namespace muster {

//! Lives on the cluster's thread. Its signals and the cluster's come from one thread, hence in order.
class ClusterTap final : public QObject
{
    Q_OBJECT
public:
    explicit ClusterTap(Cluster *cluster);
    Q_DISABLE_COPY_MOVE(ClusterTap)

    //! Makes read() follow; from any thread.
    void ask();
    //! Passes on Cluster::retryNow(); from any thread.
    void retryNow();

Q_SIGNALS:
    //! What the cluster is now.
    void read(const muster::LinkReport &link, muster::Features features);

private:
    QPointer<Cluster> m_cluster;
};

} // namespace muster
