// SPDX-License-Identifier: Apache-2.0
// What every Cluster must do, over the client and a replay of the console, as far as its features go.
#include "core/dialects/cognipeer/CognipeerClient.h"
#include "tests/conformance/ClusterSuite.h"
#include "tests/replay/cognipeer/CognipeerReplay.h"

#include <QTest>

namespace muster {

namespace {

class CognipeerRig final : public ClusterRig
{
public:
    CognipeerRig()
    {
        (void)m_replay.open();
        m_client = std::make_unique<CognipeerClient>(
            ClusterAddress{QStringLiteral("cognipeer"), m_replay.url()},
            Credentials{.user = m_replay.user, .password = Secret(m_replay.password.toUtf8()), .tenant = m_replay.tenant},
            m_clock, CognipeerPace{.poll = milliseconds(50)});
        m_client->start();
    }
    Cluster &cluster() override { return *m_client; }

private:
    SystemClock m_clock;
    CognipeerReplay m_replay{m_clock};
    std::unique_ptr<CognipeerClient> m_client;
};

} // namespace

class tst_ClusterSuite_Cognipeer : public ClusterSuite
{
    Q_OBJECT

public:
    tst_ClusterSuite_Cognipeer() : ClusterSuite([] { return std::make_unique<CognipeerRig>(); }) {}
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_ClusterSuite_Cognipeer)
#include "tst_ClusterSuite_Cognipeer.moc"
