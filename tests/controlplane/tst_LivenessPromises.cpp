// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ControlPlaneRig.h"
#include "tests/support/Sanitized.h"

#include <QLoggingCategory>

#include <random>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! A fleet that beats every 10 s at moments of its own, in virtual time.
class VirtualFleet
{
public:
    VirtualFleet(ControlPlaneRig *rig, int size, quint32 seed) : m_rig(rig), m_random(seed), m_nodes(static_cast<size_t>(size))
    {
        QList<Future<Welcome>> welcomes;
        for (int i = 0; i < size; ++i)
            welcomes << m_rig->plane->announce(announcementOf(idOf(i)));
        for (const Future<Welcome> &welcome : welcomes)
            QVERIFY_RESULT(outcomeOf(welcome));
        for (size_t i = 0; i < m_nodes.size(); ++i)
            m_nodes[i].due = now() + between(0, 10'000);
    }

    static QString idOf(int i) { return u"node-%1"_s.arg(i); }
    SteadyTime now() const { return m_rig->clock.steadyNow(); }
    milliseconds between(int least, int most)
    {
        return milliseconds(std::uniform_int_distribution<int>(least, most)(m_random));
    }
    //! Lets \a span pass in steps of \a step: each node whose beat is due sends it, and the control
    //! plane sweeps. Beats come up to \a jitter late, and later when packets are lost.
    void live(milliseconds span, milliseconds step, double lost = 0, milliseconds jitter = 0ms)
    {
        for (milliseconds gone = 0ms; gone < span; gone += step) {
            m_rig->clock.advance(step);
            for (size_t i = 0; i < m_nodes.size(); ++i) {
                One &one = m_nodes[i];
                if (one.isDead || now() < one.due)
                    continue;
                beat(static_cast<int>(i));
                one.sent += 10s;
                one.due = one.sent + between(0, static_cast<int>(jitter.count())) + resending(lost);
            }
            m_rig->plane->sweep();
        }
    }
    void beat(int i)
    {
        One &one = m_nodes[static_cast<size_t>(i)];
        const auto reply = m_rig->plane->beat(beatOf(idOf(i), ++one.sequence));
        QVERIFY(reply.isFinished());
        QVERIFY_RESULT(reply.result());
        one.lastBeat = now();
        if (one.sent == SteadyTime{})
            one.sent = one.due;
    }
    void kill(int i) { m_nodes[static_cast<size_t>(i)].isDead = true; }
    SteadyTime lastBeatOf(int i) const { return m_nodes[static_cast<size_t>(i)].lastBeat; }

private:
    //! How long TCP takes to get a packet through of which each copy is lost with probability \a lost.
    milliseconds resending(double lost)
    {
        milliseconds delay = 0ms;
        for (milliseconds wait = 200ms; std::uniform_real_distribution<>(0, 1)(m_random) < lost; wait *= 2)
            delay += wait;
        return delay;
    }

    struct One {
        SteadyTime due;
        SteadyTime sent;
        SteadyTime lastBeat;
        quint64 sequence = 0;
        bool isDead = false;
    };

    ControlPlaneRig *m_rig;
    std::mt19937 m_random;
    std::vector<One> m_nodes;
};

} // namespace

//! The promises M-1 to M-5 of the membership, in virtual time. A short form by default; MUSTER_LONG_TESTS=1 runs M-2
//! for the whole 24 hours.
class tst_LivenessPromises : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"muster.*=false"_s); }
    void init()
    {
        m_rig = std::make_unique<ControlPlaneRig>();
        m_offline.clear();
        m_changes = 0;
        listen();
    }
    void cleanup() { m_rig.reset(); }

    // M-1
    void offlineExactlyAfterTheThreshold()
    {
        constexpr int count = 10'000;
        VirtualFleet fleet(m_rig.get(), count, 1);
        fleet.live(20s, 1s);
        for (int part = 0; part < 10; ++part) {
            for (int i = part * 1000; i < (part + 1) * 1000; ++i)
                fleet.kill(i);
            fleet.live(fleet.between(1, 30) * 100, 100ms);
        }
        fleet.live(31s, 100ms);

        QCOMPARE(m_offline.size(), count);
        for (int i = 0; i < count; ++i) {
            const milliseconds silence = m_offline.value(VirtualFleet::idOf(i)) - fleet.lastBeatOf(i);
            QVERIFY2(silence >= 30s && silence <= 30'500ms, qPrintable(u"%1 ms"_s.arg(silence.count())));
        }
    }

    // M-2
    void lossAndJitterTakeNobodyOffline()
    {
        const bool isLong = qEnvironmentVariableIntValue("MUSTER_LONG_TESTS") > 0;
        VirtualFleet fleet(m_rig.get(), isLong ? 10'000 : 2'000, 2);
        fleet.live(20s, 1s);
        fleet.live(isLong ? 24h : 10min, 1s, 0.05, 5s);

        QVERIFY(m_offline.isEmpty());
    }

    // M-3
    void wallClockIsIrrelevant()
    {
        VirtualFleet fleet(m_rig.get(), 1000, 3);
        fleet.live(20s, 1s);
        m_changes = 0;

        for (const milliseconds jump : {milliseconds(1h), milliseconds(-2h), milliseconds(24h * 3650), milliseconds(-24h * 7300)}) {
            m_rig->clock.jumpWall(jump);
            fleet.live(40s, 1s);
        }
        for (int i = 0; i < 60; ++i) { // Twice as fast, then half as fast.
            m_rig->clock.jumpWall(i < 30 ? 1000ms : -500ms);
            fleet.live(1s, 1s);
        }

        QCOMPARE(m_changes, 0);
        const ClusterSnapshot snapshot = outcomeOf(m_rig->plane->snapshot()).value();
        for (const Node &node : snapshot.nodes)
            QCOMPARE(node.status, NodeStatus::Online);
    }

    // M-4
    void ownStallTakesNobodyOffline_data()
    {
        QTest::addColumn<int>("seconds");

        for (const int seconds : {30, 60, 120, 600})
            QTest::addRow("%d s", seconds) << seconds;
    }

    void ownStallTakesNobodyOffline()
    {
        QFETCH(int, seconds);
        VirtualFleet fleet(m_rig.get(), 1000, 4);
        fleet.live(20s, 1s);

        m_rig->clock.advance(std::chrono::seconds(seconds)); // Stopped: no beat, no sweep.
        for (int i = 0; i < 100; ++i)
            fleet.kill(i); // These died meanwhile.
        const SteadyTime resumed = fleet.now();
        m_rig->plane->sweep();
        fleet.live(29s, 100ms);
        for (auto it = m_offline.cbegin(); it != m_offline.cend(); ++it)
            QVERIFY(it.key().mid(5).toInt() < 100);
        fleet.live(5s, 100ms);

        QCOMPARE(m_offline.size(), 100);
        for (const SteadyTime &at : std::as_const(m_offline))
            QVERIFY(at - resumed <= 30s);
    }

    // M-4: beats that waited in a socket while we stood still are old, and their senders' clocks are right.
    void ownStallBlamesNoClock()
    {
        m_rig->join(u"w1"_s);
        const auto beat = [this](quint64 sequence, Timestamp sentAt) {
            Heartbeat one = beatOf(u"w1"_s, sequence);
            one.sentAt = sentAt;
            return outcomeOf(m_rig->plane->beat(one)).has_value();
        };
        m_rig->advance(5s);
        QVERIFY(beat(2, m_rig->clock.now()));
        m_rig->clock.advance(120s);
        QVERIFY(beat(3, m_rig->clock.now() - 118s));
        QVERIFY(beat(4, m_rig->clock.now() - 47s));
        QCOMPARE(m_rig->node(u"w1"_s).status, NodeStatus::Online);
        m_rig->advance(limits::kBeatInterval);
        QVERIFY(beat(5, m_rig->clock.now() - 118s)); // Now it is the node's clock.
        QCOMPARE(m_rig->reasonsOf(u"w1"_s), QStringList{u"clock-skew"_s});
    }

    // M-4, the control: without the distrust a stall is an outage, so the test can see one.
    void sameSilenceWithoutAStallIsOffline()
    {
        VirtualFleet fleet(m_rig.get(), 10, 4);
        fleet.live(20s, 1s);

        m_rig->advance(60s);

        QCOMPARE(m_offline.size(), 10);
    }

    // M-5
    void restartIsNoOutage()
    {
        constexpr int count = kIsSanitized ? 1000 : 10'000; // Ten thousand take minutes with sanitizers.
        VirtualFleet fleet(m_rig.get(), count, 5);
        fleet.live(20s, 1s);
        for (int i = 0; i < 50; ++i)
            fleet.kill(i);

        m_rig->restart(false);
        listen();

        const ClusterSnapshot snapshot = outcomeOf(m_rig->plane->snapshot()).value();
        QCOMPARE(snapshot.nodes.size(), count);
        for (const Node &node : snapshot.nodes) {
            QCOMPARE(node.status, NodeStatus::Unknown);
            QCOMPARE(node.reasons.value(0).code, QString(reason::kUnverified));
        }
        fleet.live(12s, 100ms);
        qsizetype online = 0;
        const ClusterSnapshot later = outcomeOf(m_rig->plane->snapshot()).value();
        for (const Node &node : later.nodes)
            online += node.status == NodeStatus::Online ? 1 : 0;
        QCOMPARE(online, count - 50);
        QVERIFY(m_offline.isEmpty());
        fleet.live(19s, 100ms);
        QCOMPARE(m_offline.size(), 50);
        QCOMPARE(m_rig->reasonsOf(u"node-7"_s), QStringList{u"never-returned"_s});
    }

private:
    void listen()
    {
        connect(m_rig->plane.get(), &Cluster::eventArrived, this, [this](const ClusterEvent &event) {
            if (const auto *changed = std::get_if<NodeChanged>(&event.what)) {
                ++m_changes;
                if (changed->node.status == NodeStatus::Offline)
                    m_offline.insert(changed->node.id().text(), m_rig->clock.steadyNow());
            }
        });
    }

    std::unique_ptr<ControlPlaneRig> m_rig;
    QHash<QString, SteadyTime> m_offline;
    int m_changes = 0;
};

QTEST_GUILESS_MAIN(tst_LivenessPromises)
#include "tst_LivenessPromises.moc"
