// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ControlPlaneRig.h"

#include <QLoggingCategory>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! Who may be which node, and what a restart remembers, beyond what ClusterSuite asks of every cluster.
class tst_Membership : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLoggingCategory::setFilterRules(u"muster.*=false"_s);
        m_rig = std::make_unique<ControlPlaneRig>();
        m_kinds.clear();
        connect(m_rig->plane.get(), &Cluster::eventArrived, this,
                [this](const ClusterEvent &event) { m_kinds << event.kind(); });
    }
    void cleanup() { m_rig.reset(); }

    void announcementIsDurableBeforeItAnswers()
    {
        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(announcementOf(u"vps-02"_s))));

        m_rig->restart(false); // As if killed.

        QCOMPARE(m_rig->node(u"vps-02"_s).who, identityCalled(u"vps-02"_s));
    }

    void twoMachinesAnnouncingAtOnceAreOneWinner()
    {
        // Both are on their way before the first is durable.
        const auto first = m_rig->plane->announce(announcementOf(u"vps-02"_s, 1));
        const auto second = m_rig->plane->announce(announcementOf(u"vps-02"_s, 2));

        QVERIFY_RESULT(outcomeOf(first));
        const auto refused = outcomeOf(second);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"duplicate-id"_s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 1, 1))));
    }

    void offlineNodeGivesItsIdToAnotherMachine()
    {
        m_rig->join(u"vps-02"_s, 1);
        m_rig->advance(30s);
        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Offline);

        m_rig->join(u"vps-02"_s, 2);

        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Online);
        const auto former = outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 2, 1)));
        QVERIFY(!former);
        QCOMPARE(former.error().code, u"duplicate-id"_s);
    }

    void twinIsAReasonForTenIntervals()
    {
        m_rig->join(u"vps-02"_s, 1);
        QVERIFY(!outcomeOf(m_rig->plane->announce(announcementOf(u"vps-02"_s, 2))));
        QCOMPARE(m_rig->reasonsOf(u"vps-02"_s), QStringList{u"duplicate-id"_s});

        keepBeating(99s);
        QCOMPARE(m_rig->reasonsOf(u"vps-02"_s), QStringList{u"duplicate-id"_s});
        keepBeating(1s);

        QCOMPARE(m_rig->node(u"vps-02"_s).status, NodeStatus::Online);
        QCOMPARE(m_kinds.count(u"node-conflict"_s), 1);
    }

    void stubbornTwinIsToldEachTimeButShownOnceABeat()
    {
        m_rig->join(u"vps-02"_s, 1);
        for (int i = 0; i < 500; ++i)
            QVERIFY(!outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 1, 2))));

        QCOMPARE(m_kinds.count(u"node-conflict"_s), 1);
    }

    void restoredNodeOfAnotherInstanceIsRefusedWithinGrace()
    {
        m_rig->join(u"vps-02"_s, 1);
        m_rig->restart();

        const auto early = outcomeOf(m_rig->plane->announce(announcementOf(u"vps-02"_s, 2)));
        QVERIFY(!early);
        QCOMPARE(early.error().code, u"duplicate-id"_s);
        QVERIFY(!outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 2, 2))));
        m_rig->advance(30s);

        QVERIFY_RESULT(outcomeOf(m_rig->plane->announce(announcementOf(u"vps-02"_s, 2))));
    }

    void offlineAndLeftNodesStaySoOverARestart()
    {
        m_rig->join(u"silent"_s);
        m_rig->join(u"polite"_s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->leave(departureOf(u"polite"_s))));
        m_rig->advance(30s);

        m_rig->restart();

        QCOMPARE(m_rig->reasonsOf(u"silent"_s), QStringList{u"beats-stopped"_s});
        QCOMPARE(m_rig->reasonsOf(u"polite"_s), QStringList{u"stopped-cleanly"_s});
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"silent"_s, 2))));
        QCOMPARE(m_rig->node(u"silent"_s).status, NodeStatus::Online);
    }

    void lastBeatSurvivesAStop()
    {
        m_rig->join(u"vps-02"_s);
        m_rig->advance(5s);
        QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, 2))));
        const Timestamp last = m_rig->clock.now();

        m_rig->restart();

        QCOMPARE(m_rig->node(u"vps-02"_s).lastBeatAt, std::optional(last));
    }

private:
    void keepBeating(milliseconds span)
    {
        for (; span.count() > 0; span -= 1s) {
            m_rig->advance(1s);
            QVERIFY_RESULT(outcomeOf(m_rig->plane->beat(beatOf(u"vps-02"_s, ++m_sequence + 10))));
        }
    }

    std::unique_ptr<ControlPlaneRig> m_rig;
    QStringList m_kinds;
    quint64 m_sequence = 0;
};

QTEST_GUILESS_MAIN(tst_Membership)
#include "tst_Membership.moc"
