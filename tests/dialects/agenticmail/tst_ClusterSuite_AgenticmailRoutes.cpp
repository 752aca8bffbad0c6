// SPDX-License-Identifier: Apache-2.0
// What every Cluster must do, over the client and our own routes of this API, as far as its features go.
#include "core/dialects/agenticmail/AgenticmailClient.h"
#include "tests/conformance/ClusterSuite.h"
#include "tests/dialects/agenticmail/RoutesBench.h"

namespace muster {

namespace {

class AgenticmailRoutesRig final : public ClusterRig
{
public:
    AgenticmailRoutesRig() { m_client.start(); }
    ~AgenticmailRoutesRig() override { m_client.stop(); }
    Cluster &cluster() override { return m_client; }

private:
    SystemClock m_clock;
    RoutesBench m_bench;
    AgenticmailClient m_client{m_bench.address(), {.token = Secret("operator-key")}, m_clock, 1};
};

} // namespace

class tst_ClusterSuite_AgenticmailRoutes : public ClusterSuite
{
    Q_OBJECT

public:
    tst_ClusterSuite_AgenticmailRoutes() : ClusterSuite([] { return std::make_unique<AgenticmailRoutesRig>(); }) {}
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_ClusterSuite_AgenticmailRoutes)
#include "tst_ClusterSuite_AgenticmailRoutes.moc"
