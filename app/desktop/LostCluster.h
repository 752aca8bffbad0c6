// SPDX-License-Identifier: Apache-2.0
#pragma once
// A cluster that was there and then was not: what the tour shows of a lost link, without breaking a real one.

#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"

namespace muster {

//! Live with one snapshot until lose() is called, then retrying for ever.
class LostCluster final : public Cluster
{
    Q_OBJECT

public:
    LostCluster(const ClusterSnapshot &snapshot, const Clock &clock, QObject *parent = nullptr);

    //! Breaks the link as a server that stopped answering would.
    void lose();

    Features features() const override;
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override;
    Future<ClusterSnapshot> snapshot() override;

protected:
    void startUp() override;
    void shutDown() override {}

private:
    const ClusterSnapshot m_snapshot;
    const Clock &m_clock;
    LinkReport m_link;
};

} // namespace muster
