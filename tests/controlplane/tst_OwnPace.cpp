// SPDX-License-Identifier: Apache-2.0
// Nodes that keep a pace of their own, as AgenticMail's workers do: 30 s, and offline after 90 s.
#include "core/controlplane/ControlPlane.h"
#include "tests/support/ControlPlaneRig.h"

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Announcement foreign(const QString &id, milliseconds interval = 30s, milliseconds offlineAfter = 90s)
{
    Announcement announcement = announcementOf(id);
    announcement.beatInterval = interval;
    announcement.offlineAfter = offlineAfter;
    return announcement;
}

} // namespace

class tst_OwnPace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isToldBackAndShown()
    {
        ControlPlaneRig rig;
        const auto welcome = outcomeOf(rig.plane->announce(foreign(u"mail"_s)));
        QVERIFY_RESULT(welcome);
        QCOMPARE(welcome->beatInterval, 30s);
        QCOMPARE(welcome->offlineAfter, 90s);
        const auto reply = outcomeOf(rig.plane->beat(beatOf(u"mail"_s, 1)));
        QVERIFY_RESULT(reply);
        QCOMPARE(reply->beatInterval, 30s);
        QCOMPARE(reply->offlineAfter, 90s);
        QCOMPARE(rig.node(u"mail"_s).beatInterval, 30s);
    }
    void silenceIsJudgedByIt()
    {
        ControlPlaneRig rig;
        QVERIFY_RESULT(outcomeOf(rig.plane->announce(foreign(u"mail"_s))));
        QVERIFY_RESULT(outcomeOf(rig.plane->beat(beatOf(u"mail"_s, 1))));
        rig.join(u"ours"_s);

        rig.advance(44s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Online);
        QCOMPARE(rig.node(u"ours"_s).status, NodeStatus::Offline); // Others keep what we hand out.
        rig.advance(2s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Degraded);
        QCOMPARE(rig.reasonsOf(u"mail"_s), QStringList{u"late-beats"_s});
        rig.advance(43s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Degraded);
        rig.advance(1s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Offline);
        QCOMPARE(rig.reasonsOf(u"mail"_s), QStringList{u"beats-stopped"_s});
    }
    void joiningEndsFiveSecondsAfterTheFirstBeatWasDue()
    {
        ControlPlaneRig rig;
        QVERIFY_RESULT(outcomeOf(rig.plane->announce(foreign(u"mail"_s))));
        QVERIFY_RESULT(outcomeOf(rig.plane->announce(announcementOf(u"ours"_s))));

        rig.advance(29s);
        QCOMPARE(rig.node(u"ours"_s).status, NodeStatus::Joining);
        rig.advance(5s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Joining);
        rig.advance(1s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Online);
        QVERIFY(!rig.node(u"mail"_s).lastBeatAt);
        rig.advance(11s);
        QCOMPARE(rig.reasonsOf(u"mail"_s), QStringList{u"late-beats"_s});
        rig.advance(44s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Offline);
    }
    void survivesARestart_data()
    {
        QTest::addColumn<bool>("isClean");
        QTest::newRow("stopped") << true;
        QTest::newRow("killed") << false;
    }
    void survivesARestart()
    {
        QFETCH(bool, isClean);
        ControlPlaneRig rig;
        QVERIFY_RESULT(outcomeOf(rig.plane->announce(foreign(u"mail"_s))));
        QVERIFY_RESULT(outcomeOf(rig.plane->beat(beatOf(u"mail"_s, 1))));

        rig.restart(isClean);
        rig.advance(60s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Unknown); // Its grace is its own as well.
        const auto reply = outcomeOf(rig.plane->beat(beatOf(u"mail"_s, 2)));

        QVERIFY_RESULT(reply);
        QCOMPARE(reply->offlineAfter, 90s);
        QCOMPARE(rig.node(u"mail"_s).beatInterval, 30s);
        rig.advance(40s);
        QCOMPARE(rig.node(u"mail"_s).status, NodeStatus::Online);
    }
    void isBounded()
    {
        ControlPlaneRig rig;
        const auto hasty = outcomeOf(rig.plane->announce(foreign(u"hasty"_s, 0ms, 0ms)));
        QVERIFY_RESULT(hasty);
        QCOMPARE(hasty->beatInterval, limits::kBeatIntervalLeast);
        QCOMPARE(hasty->offlineAfter, limits::kBeatIntervalLeast * 2);
        const auto lazy = outcomeOf(rig.plane->announce(foreign(u"lazy"_s, 1000h, 1000h)));
        QVERIFY_RESULT(lazy);
        QCOMPARE(lazy->beatInterval, limits::kBeatIntervalMost);
        QCOMPARE(lazy->offlineAfter, limits::kBeatIntervalMost * limits::kBeatsUntilOffline);
    }
    void endsWithAnAnnouncementWithoutOne()
    {
        ControlPlaneRig rig;
        QVERIFY_RESULT(outcomeOf(rig.plane->announce(foreign(u"mail"_s))));
        const auto welcome = outcomeOf(rig.plane->announce(announcementOf(u"mail"_s)));
        QVERIFY_RESULT(welcome);
        QCOMPARE(welcome->beatInterval, limits::kBeatInterval);
        QCOMPARE(rig.node(u"mail"_s).offlineAfter, 30s);
        rig.restart();
        QVERIFY_RESULT(outcomeOf(rig.plane->beat(beatOf(u"mail"_s, 1))));
        QCOMPARE(rig.node(u"mail"_s).beatInterval, limits::kBeatInterval);
    }
};

QTEST_GUILESS_MAIN(tst_OwnPace)
#include "tst_OwnPace.moc"
