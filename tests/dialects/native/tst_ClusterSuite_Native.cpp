// SPDX-License-Identifier: Apache-2.0
// What every Cluster must do, over native client, HTTP on loopback, native routes and the control plane.
#include "core/dialects/native/NativeClient.h"
#include "tests/conformance/ClusterSuite.h"
#include "tests/dialects/native/PlaneBench.h"

#include <QTest>

namespace muster {

namespace {

class NativeRig final : public ClusterRig
{
public:
    NativeRig() { m_client.start(); }
    ~NativeRig() override { m_client.stop(); }
    Cluster &cluster() override { return m_client; }
    bool advance(milliseconds span) override
    {
        m_bench.advance(span);
        return true;
    }
    bool restart() override
    {
        m_bench.restart();
        return m_bench.isUp;
    }
    Cluster &asHolderOf(const Secret &token) override
    {
        m_holders.push_back(std::make_unique<NativeClient>(m_bench.api->address(), Credentials{token}, m_clock, 1));
        return *m_holders.back();
    }
    bool hasOutside() const override { return true; }

private:
    SystemClock m_clock;
    PlaneBench m_bench;
    std::vector<std::unique_ptr<NativeClient>> m_holders;
    NativeClient m_client{m_bench.api->address(), Credentials{Secret("admin-key")}, m_clock, 1};
};

} // namespace

class tst_ClusterSuite_Native : public ClusterSuite
{
    Q_OBJECT

public:
    tst_ClusterSuite_Native() : ClusterSuite([] { return std::make_unique<NativeRig>(); }) {}
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_ClusterSuite_Native)
#include "tst_ClusterSuite_Native.moc"
