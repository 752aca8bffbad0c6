// SPDX-License-Identifier: Apache-2.0
#include "core/base/Backoff.h"
#include "tests/support/ControlPlaneRig.h"

#include <QLoggingCategory>

#include <random>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The promises M-6, M-8 and M-9 of the membership.
class tst_MembershipPromises : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNodeThatAnnouncesItselfForEverIsBusy()
    {
        ControlPlaneRig rig;
        rig.join(u"other"_s);
        int refusals = 0;
        for (int i = 0; i < 40; ++i) {
            const auto welcome = outcomeOf(rig.plane->announce(announcementOf(u"hostile"_s)));
            refusals += welcome ? 0 : 1;
            QVERIFY(welcome || welcome.error().kind == ErrorKind::Busy);
        }
        QVERIFY(refusals > 0 && refusals <= 10);
        QVERIFY_RESULT(outcomeOf(rig.plane->announce(announcementOf(u"other"_s)))); // Nobody else is meant.
        QVERIFY_RESULT(outcomeOf(rig.plane->beat(beatOf(u"hostile"_s, 1))));

        rig.advance(std::chrono::minutes(1));

        QVERIFY_RESULT(outcomeOf(rig.plane->announce(announcementOf(u"hostile"_s))));
    }

    void announcementsOfANewNodeDoNotPileUp()
    {
        ControlPlaneRig rig;
        QList<Future<Welcome>> asked; // All at once, before the store has answered any.
        for (int i = 0; i < 200; ++i)
            asked << rig.plane->announce(announcementOf(u"hostile"_s));

        int welcomes = 0;
        for (const Future<Welcome> &one : asked)
            welcomes += outcomeOf(one) ? 1 : 0;

        QCOMPARE(welcomes, 30);
    }

    void initTestCase() { QLoggingCategory::setFilterRules(u"muster.*=false"_s); }

    // M-6
    void removedNodeIsAskedBackAndReturnsWithinABeat()
    {
        ControlPlaneRig rig;
        rig.join(u"vps-02"_s);
        QVERIFY_RESULT(outcomeOf(rig.plane->remove(NodeId(u"vps-02"_s))));
        rig.advance(10s);

        const auto beat = outcomeOf(rig.plane->beat(beatOf(u"vps-02"_s, 2)));
        QVERIFY(!beat);
        QCOMPARE(beat.error().code, u"announce-first"_s);
        rig.join(u"vps-02"_s);

        QCOMPARE(rig.node(u"vps-02"_s).status, NodeStatus::Online);
    }

    // M-6
    void emptiedStoreAsksEverybodyBack()
    {
        ControlPlaneRig rig;
        rig.join(u"vps-02"_s);
        rig.plane->stop();
        ControlPlaneRig other; // As after the data folder was wiped, or an old backup put in place.

        const auto beat = outcomeOf(other.plane->beat(beatOf(u"vps-02"_s, 2)));

        QVERIFY(!beat);
        QCOMPARE(beat.error().code, u"announce-first"_s);
        other.join(u"vps-02"_s);
        QCOMPARE(other.node(u"vps-02"_s).status, NodeStatus::Online);
    }

    // M-6
    void returnIsSaidEvenAfterARestart()
    {
        ControlPlaneRig rig;
        rig.join(u"vps-02"_s);
        QVERIFY_RESULT(outcomeOf(rig.plane->remove(NodeId(u"vps-02"_s))));
        rig.restart(false);
        QStringList kinds;
        connect(rig.plane.get(), &Cluster::eventArrived, this,
                [&kinds](const ClusterEvent &event) { kinds << event.kind(); });

        rig.join(u"vps-02"_s);

        QCOMPARE(kinds.value(0), u"node-returned"_s);
    }

    // M-8
    void twoMachinesWithOneIdNeverMix()
    {
        std::mt19937 random(8);
        ControlPlaneRig rig;
        for (int round = 0; round < 1000; ++round) {
            const QString id = u"node-%1"_s.arg(round);
            int conflicts = 0;
            const auto connection =
                connect(rig.plane.get(), &Cluster::eventArrived, this, [&conflicts](const ClusterEvent &event) {
                    conflicts += event.kind() == "node-conflict"_L1 ? 1 : 0;
                });
            int owner = 0; // The machine that was let in first; the other must never get through.
            int refusals = 0;
            quint64 sequence = 0;
            for (int step = 0; step < 8; ++step) {
                const int machine = 1 + static_cast<int>(random() % 2);
                const bool isAnnouncing = owner == 0 || random() % 2 == 0;
                const bool isLetIn = isAnnouncing
                    ? outcomeOf(announceFrom(&rig, id, machine)).has_value()
                    : outcomeOf(rig.plane->beat(beatOf(id, ++sequence, machine))).has_value();
                if (owner == 0 && isLetIn)
                    owner = machine;
                QCOMPARE(isLetIn, machine == owner);
                refusals += isLetIn ? 0 : 1;
                QCOMPARE(ownerShown(rig, id), owner);
            }
            QCOMPARE(conflicts, refusals > 0 ? 1 : 0);
            disconnect(connection);
            QVERIFY_RESULT(outcomeOf(rig.plane->remove(NodeId(id))));
        }
    }

    // M-8, both under way at the same time.
    void concurrentAnnouncementsHaveOneWinner()
    {
        std::mt19937 random(9);
        ControlPlaneRig rig;
        for (int round = 0; round < 200; ++round) {
            const QString id = u"node-%1"_s.arg(round);
            QList<Future<Welcome>> welcomes;
            QList<int> machines;
            for (int i = 0; i < 6; ++i) {
                machines << 1 + static_cast<int>(random() % 2);
                welcomes << announceFrom(&rig, id, machines.last());
            }
            for (int i = 0; i < 6; ++i)
                QCOMPARE(outcomeOf(welcomes[i]).has_value(), machines[i] == machines[0]);
            QCOMPARE(ownerShown(rig, id), machines[0]);
            // Also when the second came while the first was being stored.
            QCOMPARE(rig.reasonsOf(id).contains(u"duplicate-id"_s), machines.contains(3 - machines[0]));
        }
    }

    // M-9
    void returningFleetIsNoHerd()
    {
        // 10,000 nodes lose the server for 5 minutes at moments of their own; each retries as LocalNodePace does.
        constexpr int count = 10'000;
        constexpr qint64 outageMs = 300'000;
        std::mt19937 random(10);
        std::vector<qint64> arrivals;
        for (int i = 0; i < count; ++i) {
            Backoff backoff({limits::kNodeRetryFirst, std::min(limits::kNodeRetryMost, limits::kBeatInterval), 0.0}, random());
            qint64 at = std::uniform_int_distribution<qint64>(0, 10'000)(random);
            while (at < outageMs)
                at += std::max<qint64>(1, backoff.next().count());
            arrivals.push_back(at - outageMs);
        }
        const qint64 window = *std::ranges::max_element(arrivals) + 1;
        std::vector<int> perSecond(static_cast<size_t>(window / 1000 + 1));
        for (const qint64 at : arrivals)
            ++perSecond[static_cast<size_t>(at / 1000)];
        const double mean = count / (static_cast<double>(window) / 1000);
        const double peak = *std::ranges::max_element(perSecond);

        QVERIFY(window <= 10'001);
        QVERIFY2(peak <= 2 * mean, qPrintable(u"peak %1, mean %2"_s.arg(peak).arg(mean)));
    }

private:
    static Future<Welcome> announceFrom(ControlPlaneRig *rig, const QString &id, int machine)
    {
        Announcement announcement = announcementOf(id, machine);
        announcement.who.address = u"10.0.0.%1:1"_s.arg(machine);
        return rig->plane->announce(announcement);
    }
    static int ownerShown(const ControlPlaneRig &rig, const QString &id)
    {
        const QString address = rig.node(id).who.address;
        return address.isEmpty() ? 0 : address.mid(7, 1).toInt();
    }
};

QTEST_GUILESS_MAIN(tst_MembershipPromises)
#include "tst_MembershipPromises.moc"
