// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoCluster.h"
#include "tests/conformance/ClusterSuite.h"
#include "tests/support/ManualClock.h"

#include <QTest>

using namespace muster;

namespace {

class Rig final : public ClusterRig
{
public:
    //! Without the entities and jobs that a demo begins with: the cases bring their own.
    Rig() : m_cluster(DemoOptions{.seed = 7, .scenario = DemoScenario::Calm, .isBare = true}, m_clock) { m_cluster.start(); }
    Cluster &cluster() override { return m_cluster; }
    bool advance(milliseconds span) override
    {
        m_clock.advance(span);
        m_cluster.play();
        return true;
    }

private:
    ManualClock m_clock;
    DemoCluster m_cluster;
};

} // namespace

//! The Cluster suite over the demo, as far as its features go.
class tst_ClusterSuite_Demo : public ClusterSuite
{
    Q_OBJECT

public:
    tst_ClusterSuite_Demo() : ClusterSuite([] { return std::make_unique<Rig>(); }) {}
};

QTEST_GUILESS_MAIN(tst_ClusterSuite_Demo)
#include "tst_ClusterSuite_Demo.moc"
