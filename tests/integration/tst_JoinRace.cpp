// SPDX-License-Identifier: Apache-2.0
// Twenty want in with one single-use token: one gets in (T-1). Over TLS, from another machine.

#include "tests/integration/JoinBench.h"
#include "tests/integration/TwoHosts.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QTest>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRacers = 20;

} // namespace

class tst_JoinRace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_bench = std::make_unique<JoinBench>(); }
    void cleanupTestCase() { m_bench.reset(); }

    void ofTwentyWorkersOneGetsIn()
    {
        const QString file = m_bench->fileWith(u"race"_s, m_bench->joinToken().token);
        std::vector<std::unique_ptr<DaemonRun>> workers;
        for (int i = 0; i < kRacers; ++i)
            workers.push_back(m_bench->worker(u"racer-%1"_s.arg(i), file, m_bench->pin()));

        int ready = 0;
        int refused = 0;
        for (const std::unique_ptr<DaemonRun> &one : workers) {
            if (one->isReady())
                ++ready;
            else if (one->exitCode() == 4)
                ++refused;
        }

        QCOMPARE(ready, 1);
        QCOMPARE(refused, kRacers - 1);
        const QList<Node> nodes = m_bench->nodes();
        QCOMPARE(std::ranges::count_if(nodes, [](const Node &one) { return one.who.name.startsWith("racer-"_L1); }), 1);
    }

    void ofTwentyCallsAtOnceOneGetsIn_data()
    {
        QTest::addColumn<bool>("isOneNode");
        QTest::newRow("of twenty nodes") << false;
        QTest::newRow("of one node, as after lost answers") << true;
    }
    void ofTwentyCallsAtOnceOneGetsIn()
    {
        QFETCH(bool, isOneNode);
        const IssuedToken token = m_bench->joinToken();
        std::vector<std::unique_ptr<Cluster>> clients;
        QList<Future<JoinGrant>> grants;
        for (int i = 0; i < kRacers; ++i)
            clients.push_back(m_bench->clientWith(token.token));

        for (int i = 0; i < kRacers; ++i) {
            const QString name = isOneNode ? u"twin"_s : u"client-%1"_s.arg(i);
            grants.append(clients[size_t(i)]->join({.who = identityCalled(name), .instance = instanceOf(name)}));
        }
        int joined = 0;
        for (const Future<JoinGrant> &grant : std::as_const(grants))
            joined += outcomeOf(grant) ? 1 : 0;

        QCOMPARE(joined, 1);
        QCOMPARE(m_bench->credentialsOf(u"twin"_s).size(), isOneNode ? 1 : 0);
    }

private:
    std::unique_ptr<JoinBench> m_bench;
};

int main(int argc, char **argv)
{
    if (!enterOwnNetwork()) {
        std::fprintf(stderr, "this test needs network namespaces: %s\n", std::strerror(errno));
        return 1;
    }
    const QCoreApplication app(argc, argv);
    tst_JoinRace test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_JoinRace.moc"
