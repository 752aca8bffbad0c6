// SPDX-License-Identifier: Apache-2.0
// What every Cluster must do, over the client and a replay of AgenticMail's server.
#include "core/dialects/agenticmail/AgenticmailClient.h"
#include "tests/conformance/ClusterSuite.h"
#include "tests/dialects/agenticmail/ReplayBench.h"

#include <QTest>

namespace muster {

namespace {

class AgenticmailRig final : public ClusterRig
{
public:
    AgenticmailRig() { m_client.start(); }
    ~AgenticmailRig() override { m_client.stop(); }
    Cluster &cluster() override { return m_client; }

private:
    ReplayBench m_bench;
    AgenticmailClient m_client{m_bench.address(), m_bench.key(), m_bench.clock, 1};
};

} // namespace

class tst_ClusterSuite_Agenticmail : public ClusterSuite
{
    Q_OBJECT

public:
    tst_ClusterSuite_Agenticmail() : ClusterSuite([] { return std::make_unique<AgenticmailRig>(); }) {}
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_ClusterSuite_Agenticmail)
#include "tst_ClusterSuite_Agenticmail.moc"
