// SPDX-License-Identifier: Apache-2.0
// Nodes that do whatever comes to mind: what must hold, holds after every step (T-21).
#include "core/base/Limits.h"
#include "tests/support/ControlPlaneRig.h"

#include <QLoggingCategory>

#include <random>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! What a viewer knows who applies every event.
class Viewer
{
public:
    void apply(const ClusterEvent &event)
    {
        isInOrder = isInOrder && event.position.number == last + 1;
        last = event.position.number;
        if (const auto *changed = std::get_if<NodeChanged>(&event.what)) {
            nodes.insert(changed->node.id(), changed->node);
        } else if (const auto *beat = std::get_if<NodeBeat>(&event.what)) {
            const auto found = nodes.find(beat->id);
            isInOrder = isInOrder && found != nodes.end(); // Nobody beats who was not told.
            if (found == nodes.end())
                return;
            found->lastBeatAt = beat->at;
            found->load = beat->load;
            found->clockSkew = beat->clockSkew;
        } else if (const auto *removed = std::get_if<NodeRemoved>(&event.what)) {
            nodes.remove(removed->id);
        }
    }

    QHash<NodeId, Node> nodes;
    quint64 last = 0;
    bool isInOrder = true;
};

//! Random verbs of a few nodes, some of which have two machines.
class Chance
{
public:
    explicit Chance(quint32 seed) : m_random(seed) {}

    template <typename Number>
    Number between(Number least, Number most)
    {
        return std::uniform_int_distribution<Number>(least, most)(m_random);
    }
    bool once(int in) { return between(1, in) == 1; }
    QString id() { return u"node-%1"_s.arg(between(1, 6)); }
    int machine() { return once(4) ? 2 : 1; }
    //! As routes let it through.
    QString text(int most) { return QString(between(0, most), QChar(between<ushort>(0x3b1, 0x3c9))); }
    //! At the edges as often as between them.
    qint64 whole(qint64 most)
    {
        return once(4) ? 0 : once(4) ? most : between<qint64>(0, most);
    }
    Load load()
    {
        Load load;
        if (!once(4))
            load.cpu = double(between(0, 1000)) / 1000;
        if (!once(4))
            load.memoryTotalBytes = whole(kBytes);
        if (!once(4))
            load.memoryUsedBytes = whole(kBytes);
        if (!once(4))
            load.jobsRunning = int(whole(1'000'000));
        return load;
    }
    QList<Agent> agents()
    {
        QList<Agent> agents;
        for (int i = between(0, once(10) ? limits::kNodeAgents : 3); i > 0; --i)
            agents.append({u"agent-%1"_s.arg(i), text(80), text(20), once(5) ? u"crashed"_s : u"running"_s, whole(qint64(1) << 32)});
        return agents;
    }
    Announcement announcement(const QString &id, int machine)
    {
        Announcement told{identityCalled(id), instanceOf(id, machine), load(), agents()};
        told.who.name = text(int(limits::kNodeNameCharacters));
        told.who.version = once(3) ? text(20) : u"0.1.0"_s;
        if (once(8)) {
            told.beatInterval = limits::kForeignBeatInterval;
            told.offlineAfter = limits::kForeignOfflineAfter;
        }
        return told;
    }
    Heartbeat beat(const QString &id, int machine)
    {
        Heartbeat beat = beatOf(id, quint64(once(4) ? whole(limits::kJsonWholeMost) : ++m_sequence), machine);
        beat.load = load();
        if (once(3))
            beat.sentAt = Timestamp{once(2) ? whole(kTime) : -whole(kTime)};
        if (once(5))
            beat.agents = agents();
        beat.answersPing = once(10) ? text(20) : QString();
        return beat;
    }

private:
    // As far as routes let them through.
    static constexpr qint64 kBytes = qint64(1) << 50;
    static constexpr qint64 kTime = 60'000'000'000'000; // The year 3871.

    std::mt19937 m_random;
    quint64 m_sequence = 0;
};

} // namespace

class tst_MembershipFuzz : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"muster.*=false"_s); }

    void whatMustHoldHoldsAfterEveryStep_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void whatMustHoldHoldsAfterEveryStep()
    {
        QFETCH(quint32, seed);
        ControlPlaneRig rig;
        Chance chance(seed);
        Viewer viewer;
        QObject::connect(rig.plane.get(), &Cluster::eventArrived, rig.plane.get(),
                         [&viewer](const ClusterEvent &event) { viewer.apply(event); });
        QHash<QString, int> owner; // The machine that was welcomed last.
        for (int step = 0; step < 600; ++step) {
            const QString id = chance.id();
            const int machine = chance.machine();
            const Node before = rig.node(id);
            switch (chance.between(0, 9)) {
            case 0:
            case 1: {
                const auto welcome = outcomeOf(rig.plane->announce(chance.announcement(id, machine)));
                const bool isTwin = !before.id().isEmpty() && before.status != NodeStatus::Offline && owner.value(id) != machine;
                QVERIFY(!welcome || !isTwin); // Nobody takes the place of the living.
                QVERIFY(welcome || isTwin || welcome.error().kind == ErrorKind::Busy);
                if (welcome)
                    owner.insert(id, machine);
                break;
            }
            case 2: {
                const auto left = outcomeOf(rig.plane->leave(departureOf(id, machine)));
                QCOMPARE(left.has_value(), owner.value(id) == machine);
                break;
            }
            case 3:
                if (chance.once(3)) {
                    QCOMPARE(outcomeOf(rig.plane->remove(NodeId(id))).has_value(), owner.contains(id));
                    owner.remove(id);
                }
                break;
            case 4:
                rig.clock.jumpWall(milliseconds(chance.between<qint64>(-3'600'000, 3'600'000)));
                break;
            case 5:
                rig.advance(milliseconds(chance.between(1, 40'000)), 10s);
                break;
            default: {
                const auto reply = outcomeOf(rig.plane->beat(chance.beat(id, machine)));
                QCOMPARE(reply.has_value(), owner.value(id) == machine); // It alone beats, whatever it says.
            }
            }
            const Result<ClusterSnapshot> snapshot = outcomeOf(rig.plane->snapshot());
            QCOMPARE(snapshot->nodes.size(), owner.size());
            QVERIFY(viewer.isInOrder);
            QCOMPARE(snapshot->position.number, viewer.last);
            for (const Node &node : snapshot->nodes)
                verifyNode(node, viewer.nodes.value(node.id()), step);
            QCOMPARE(viewer.nodes.size(), snapshot->nodes.size());
            if (QTest::currentTestFailed())
                return;
        }
        verifyKept(rig);
    }

private:
    //! What is true of each node, and that \a told, which a viewer has, is as it is.
    static void verifyNode(const Node &node, const Node &told, int step)
    {
        const QByteArray at = "step " + QByteArray::number(step) + ", " + node.id().text().toUtf8();
        const char *const where = at.constData();
        QVERIFY2(node.who == told.who && node.status == told.status && node.reasons == told.reasons, where);
        QVERIFY2(node.load == told.load && node.agents == told.agents && node.lastBeatAt == told.lastBeatAt, where);
        QVERIFY2(!node.who.name.isEmpty(), where);
        const bool needsReason = node.status == NodeStatus::Degraded || node.status == NodeStatus::Offline;
        QVERIFY2(!needsReason || !node.reasons.isEmpty(), where);
        QVERIFY2(node.status != NodeStatus::Online || node.reasons.isEmpty(), where);
        QVERIFY2(node.beatInterval >= limits::kBeatIntervalLeast && node.offlineAfter >= 2 * node.beatInterval, where);
    }
    //! After a restart the same nodes are there, as they announced themselves.
    static void verifyKept(ControlPlaneRig &rig)
    {
        const auto identities = [&rig] {
            const Result<ClusterSnapshot> snapshot = outcomeOf(rig.plane->snapshot());
            QHash<NodeId, NodeIdentity> known;
            for (const Node &node : snapshot->nodes)
                known.insert(node.id(), node.who);
            return known;
        };
        const auto before = identities();
        rig.restart();
        const auto after = identities();
        QCOMPARE(after, before);
    }
};

QTEST_GUILESS_MAIN(tst_MembershipFuzz)
#include "tst_MembershipFuzz.moc"
