// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/ClusterSuite.h"
#include "tests/conformance/Outside.h"
#include "tests/support/ControlPlaneRig.h"
#include "tests/support/EmbeddedWork.h"

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

class Rig final : public ClusterRig
{
public:
    Cluster &cluster() override { return *m_rig.plane; }
    bool advance(milliseconds span) override
    {
        m_rig.advance(span);
        return true;
    }
    bool restart() override
    {
        m_rig.restart();
        return true;
    }
    bool hasOutside() const override { return true; }

private:
    static void equip(ControlPlaneRig &rig)
    {
        rig.plane->setReacher(outside::reach);
        rig.plane->setRestarter(outside::restart);
        rig.plane->setWork(embeddedWork(*rig.stores, rig.clock, rig.folder.path()));
    }

    ControlPlaneRig m_rig{{u"main-1"_s, u"0.1.0"_s}, &Rig::equip};
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
