// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ClusterTap.h"

namespace muster {

ClusterTap::ClusterTap(Cluster *cluster) : m_cluster(cluster)
{
    qRegisterMetaType<Features>();
    moveToThread(cluster->thread());
}

void ClusterTap::ask()
{
    QMetaObject::invokeMethod(this, [this] {
        if (m_cluster)
            Q_EMIT read(m_cluster->link(), m_cluster->features());
    });
}

void ClusterTap::retryNow()
{
    QMetaObject::invokeMethod(this, [this] {
        if (m_cluster)
            m_cluster->retryNow();
    });
}

} // namespace muster
