// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ControlPlaneRig.h"

#include <QLoggingCategory>
#include <QTest>

#include <vector>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const NodeId kNode(u"vps-02"_s);

Error unreachable(const QString &what)
{
    return {.kind = ErrorKind::Unreachable, .where = {}, .what = what, .code = {}, .field = {}};
}

} // namespace

//! What the control plane asks others for: restarts of agents and tests of addresses.
class tst_ControlPlaneAsk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLoggingCategory::setFilterRules(u"muster.*=false"_s);
        m_rig = std::make_unique<ControlPlaneRig>();
        m_ordered.clear();
        m_targets.clear();
        m_tests.clear();
    }
    void cleanup() { m_rig.reset(); }

    void featuresTellWhatWasGiven()
    {
        QVERIFY(plane().features().testFlag(Feature::Tokens));
        QVERIFY(!plane().features().testFlag(Feature::Restart));
        QVERIFY(!plane().features().testFlag(Feature::Reach));
        QCOMPARE(outcomeOf(plane().restartAgents(kNode)).error().kind, ErrorKind::Unsupported);
        QCOMPARE(outcomeOf(plane().reach({})).error().kind, ErrorKind::Unsupported);

        takeOrders();
        takeTargets();

        QVERIFY(plane().features().testFlag(Feature::Restart));
        QVERIFY(plane().features().testFlag(Feature::Reach));
    }

    void restartReachesTheNode()
    {
        takeOrders();
        m_rig->join(u"vps-02"_s);

        const Future<void> order = plane().restartAgents(kNode);
        m_answers.front().finish({});

        QVERIFY_RESULT(outcomeOf(order));
        QCOMPARE(m_ordered, QStringList{u"192.168.1.50:3101"_s});
    }

    void restartOfUnknownAndOfflineNodes()
    {
        takeOrders();
        m_rig->join(u"pi-lab"_s);
        m_rig->advance(14min);

        QCOMPARE(outcomeOf(plane().restartAgents(kNode)).error().kind, ErrorKind::NotFound);
        const Error offline = outcomeOf(plane().restartAgents(NodeId(u"pi-lab"_s))).error();

        QCOMPARE(offline.kind, ErrorKind::Unreachable);
        QCOMPARE(offline.text(), u"restarting the agents of pi-lab: pi-lab is offline, last beat 14 min ago"_s);
        QVERIFY(m_ordered.isEmpty());
    }

    void anOrderThatWasNotTakenSaysWhy()
    {
        takeOrders();
        m_rig->join(u"vps-02"_s);

        const Future<void> order = plane().restartAgents(kNode);
        m_answers.front().finish(unreachable(u"vps-02 did not take the order: it answered 404"_s));

        const Error error = outcomeOf(order).error();
        QCOMPARE(error.kind, ErrorKind::Unreachable);
        QCOMPARE(error.text(), u"restarting the agents of vps-02: vps-02 did not take the order: it answered 404"_s);
    }

    void ordersToOneNodeDoNotPileUp()
    {
        takeOrders();
        m_rig->join(u"vps-02"_s);
        const Future<void> first = plane().restartAgents(kNode);

        QCOMPARE(outcomeOf(plane().restartAgents(kNode)).error().kind, ErrorKind::Busy);

        m_answers.front().finish({});
        QVERIFY_RESULT(outcomeOf(first));
        (void)plane().restartAgents(kNode);
        QCOMPARE(m_ordered.size(), 2);
    }

    void aTestIsHandedOnAsItWasAsked()
    {
        takeTargets();
        const Future<ReachReport> test = plane().reach({.host = u"10.0.0.7"_s, .port = 3101, .isAdmin = true, .askedBy = u"ann"_s});
        m_tests.front().finish(ReachReport{.isReachable = true, .latencyMs = 4, .version = {}, .agentId = {}, .stages = {}});

        QVERIFY(outcomeOf(test)->isReachable);
        QCOMPARE(m_targets.first().host, u"10.0.0.7"_s);
        QVERIFY(m_targets.first().isAdmin);
    }

    void testsAreLimitedByWhoAsks()
    {
        takeTargets();
        for (int i = 0; i < limits::kReachesPerMinute; ++i) {
            const Future<ReachReport> test = plane().reach(target(u"ann"_s));
            m_tests.back().finish(i % 2 == 0 ? Result<ReachReport>(ReachReport()) : refused(u"not there"_s)); // Counts as well.
            (void)outcomeOf(test);
        }

        QCOMPARE(outcomeOf(plane().reach(target(u"ann"_s))).error().kind, ErrorKind::Busy);
        QCOMPARE(int(m_targets.size()), limits::kReachesPerMinute);

        m_rig->advance(60s);
        (void)plane().reach(target(u"ann"_s));
        QCOMPARE(int(m_targets.size()), limits::kReachesPerMinute + 1);
    }

    void testsThatDieFreeTheirPlace()
    {
        takeTargets();
        for (int i = 0; i < limits::kReachesAtOnce; ++i)
            (void)plane().reach(target(u"caller-%1"_s.arg(i)));
        QCOMPARE(outcomeOf(plane().reach(target(u"ann"_s))).error().kind, ErrorKind::Busy);

        m_tests.clear(); // Cancelled.
        QCoreApplication::processEvents();

        (void)plane().reach(target(u"ann"_s));
        QCOMPARE(int(m_tests.size()), 1);
    }

private:
    ControlPlane &plane() const { return *m_rig->plane; }
    static ReachTarget target(const QString &askedBy)
    {
        return {.host = u"10.0.0.7"_s, .port = 3101, .isAdmin = false, .askedBy = askedBy};
    }
    void takeOrders()
    {
        m_answers.clear();
        plane().setRestarter([this](const Node &node) {
            m_ordered.append(node.who.address);
            return m_answers.emplace_back().future();
        });
    }
    void takeTargets()
    {
        plane().setReacher([this](const ReachTarget &target) {
            m_targets.append(target);
            return m_tests.emplace_back().future();
        });
    }

    std::unique_ptr<ControlPlaneRig> m_rig;
    QStringList m_ordered;
    std::vector<Pending<void>> m_answers;
    QList<ReachTarget> m_targets;
    std::vector<Pending<ReachReport>> m_tests;
};

QTEST_GUILESS_MAIN(tst_ControlPlaneAsk)
#include "tst_ControlPlaneAsk.moc"
