// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/ClusterSuite.h"
#include "tests/conformance/Outside.h"
#include "tests/support/ControlPlaneRig.h"

using namespace muster;

namespace {

class Rig final : public ClusterRig
{
public:
    Rig() { equip(); }
    Cluster &cluster() override { return *m_rig.plane; }
    bool advance(milliseconds span) override
    {
        m_rig.advance(span);
        return true;
    }
    bool restart() override
    {
        m_rig.restart();
        equip();
        return true;
    }
    bool hasOutside() const override { return true; }

private:
    void equip()
    {
        m_rig.plane->setReacher(outside::reach);
        m_rig.plane->setRestarter(outside::restart);
    }

    ControlPlaneRig m_rig;
};

} // namespace

//! The Cluster suite over the control plane itself, without anything in between.
class tst_ClusterSuite_ControlPlane : public ClusterSuite
{
    Q_OBJECT

public:
    tst_ClusterSuite_ControlPlane() : ClusterSuite([] { return std::make_unique<Rig>(); }) {}
};

QTEST_GUILESS_MAIN(tst_ClusterSuite_ControlPlane)
#include "tst_ClusterSuite_ControlPlane.moc"
