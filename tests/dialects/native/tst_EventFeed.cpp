// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/EventFeed.h"

#include "core/dialects/native/NativeEventCodec.h"
#include "tests/dialects/native/FeedViewer.h"
#include "tests/dialects/native/ScriptedCluster.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace muster {

class tst_EventFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_cluster = std::make_unique<ScriptedCluster>();
        m_bench = std::make_unique<ApiBench>(*m_cluster);
    }
    void cleanup()
    {
        m_bench.reset();
        m_cluster.reset();
    }

    void beginsWithItsPosition()
    {
        m_cluster->position.number = 41; // Before the server was there.
        Viewer viewer(*m_bench, {});
        QTRY_COMPARE(viewer.lastId(), u"epoch1-41"_s);
        QVERIFY(viewer.frames().isEmpty());
        QVERIFY(viewer.stream().startsWith(':'));

        m_cluster->happenOften(1);

        QTRY_COMPARE(viewer.ids(), QStringList{u"epoch1-42"_s});
    }
    void resumesWhereItWas()
    {
        m_cluster->happenOften(5);
        Viewer viewer(*m_bench, "epoch1-2");
        QTRY_COMPARE(viewer.ids(), idsFrom(3, 5));

        m_cluster->happenOften(2);

        QTRY_COMPARE(viewer.ids(), idsFrom(3, 7));
    }
    void resumesFromNow()
    {
        m_cluster->happenOften(5);
        Viewer viewer(*m_bench, "epoch1-5");
        QTRY_COMPARE(viewer.lastId(), u"epoch1-5"_s);
        m_cluster->happenOften(1);
        QTRY_COMPARE(viewer.ids(), idsFrom(6, 6));
    }
    void eventsWhileJoiningComeOnceAndInOrder()
    {
        m_cluster->happenOften(5);
        m_cluster->isHolding = true;
        Viewer viewer(*m_bench, "epoch1-2");
        QTRY_VERIFY(viewer.peer().status() == 200);
        m_cluster->happenOften(3); // Live, while the replay up to 5 is on its way.
        QTest::qWait(20);
        QVERIFY(viewer.frames().isEmpty());

        m_cluster->release();
        m_cluster->happenOften(1);

        QTRY_COMPARE(viewer.ids(), idsFrom(3, 9));
    }
    void manyViewersGetEventsTogetherAndNoneTwice()
    {
        std::vector<std::unique_ptr<Viewer>> viewers;
        for (int i = 0; i < 60; ++i) // Enough for events to be gathered.
            viewers.push_back(std::make_unique<Viewer>(*m_bench, QByteArray()));
        const auto doAll = [&viewers](auto has) { return std::ranges::all_of(viewers, has); };
        QTRY_VERIFY(doAll([](const auto &viewer) { return !viewer->lastId().isEmpty(); }));

        m_cluster->happenOften(2);
        Viewer late(*m_bench, "epoch1-1"); // Joins while the two are gathered, or just after.
        m_cluster->happenOften(3);
        QTRY_COMPARE(late.ids(), idsFrom(2, 5));
        m_cluster->happenOften(100); // More than one gathering holds.

        QTRY_VERIFY(doAll([](const auto &viewer) { return viewer->ids() == idsFrom(1, 105); }));
        QTRY_COMPARE(late.ids(), idsFrom(2, 105));
    }
    void aGonePositionIsResynced_data()
    {
        QTest::addColumn<QByteArray>("asked");
        QTest::newRow("another epoch") << "epoch0-3"_ba;
        QTest::newRow("the future") << "epoch1-9999"_ba;
        QTest::newRow("too old") << "epoch1-0"_ba;
        QTest::newRow("no number") << "epoch1-"_ba;
        QTest::newRow("word") << "latest"_ba;
        QTest::newRow("huge number") << "epoch1-99999999999999999999999"_ba;
        QTest::newRow("negative") << "epoch1--1"_ba;
        QTest::newRow("long") << QByteArray(5000, 'x');
        QTest::newRow("binary") << "\xff\xfe"_ba;
    }
    void aGonePositionIsResynced()
    {
        QFETCH(QByteArray, asked);
        m_cluster->happenOften(5);
        m_cluster->ring.removeFirst(); // What a full ring does.

        Viewer viewer(*m_bench, asked);

        QTRY_COMPARE(viewer.frames().size(), qsizetype(1));
        QCOMPARE(viewer.frames()[0], (SseFrame{u"epoch1-5"_s, u"resync"_s, R"({"epoch":"epoch1","number":5})"}));
        m_cluster->happenOften(1);
        QTRY_COMPARE(viewer.ids(), idsFrom(5, 6));
    }
    void aReplayLongerThanABufferIsResynced()
    {
        Node heavy = Fleet(1).node(1);
        heavy.who.hostname = QString(250, u'h');
        for (int i = 0; i < 1000; ++i)
            m_cluster->happen(NodeChanged{heavy, NodeChange::Updated});

        Viewer viewer(*m_bench, "epoch1-0");

        QTRY_COMPARE(viewer.frames().size(), qsizetype(1));
        QCOMPARE(viewer.frames()[0].event, u"resync"_s);
        QCOMPARE(viewer.lastId(), u"epoch1-1000"_s);
    }
    void allViewersSeeTheSame()
    {
        std::vector<std::unique_ptr<Viewer>> viewers;
        for (int i = 0; i < 20; ++i)
            viewers.push_back(std::make_unique<Viewer>(*m_bench, QByteArray()));
        for (const auto &viewer : viewers)
            QTRY_COMPARE(viewer->lastId(), u"epoch1-0"_s);

        m_cluster->happenOften(300);

        for (const auto &viewer : viewers)
            QTRY_COMPARE(viewer->ids(), idsFrom(1, 300));
    }
    void aReaderThatDoesNotReadIsCutOffAndTheOthersAreNot()
    {
        Viewer idle(*m_bench, {}, RawPeer::Reads::No);
        Viewer busy(*m_bench, {});
        QTRY_COMPARE(busy.lastId(), u"epoch1-0"_s);
        QTRY_COMPARE(m_bench->server->streamCount(), 2);
        Node heavy = Fleet(1).node(1);
        heavy.who.labels.clear();
        for (int i = 0; i < 64; ++i)
            heavy.who.labels.insert(u"label-%1"_s.arg(i), QString(200, u'v'));

        for (int i = 0; m_bench->server->streamCount() == 2 && i < 2000; ++i) {
            m_cluster->happen(NodeChanged{heavy, NodeChange::Updated});
            QTRY_COMPARE(busy.lastId(), m_cluster->position.toText());
            busy.peer().clear();
            busy.isLaterPart = true;
        }

        QCOMPARE(m_bench->server->streamCount(), 1);
        QVERIFY(!busy.peer().isClosed());
    }
    void aNewEpochIsResynced()
    {
        m_cluster->happenOften(3);
        Viewer viewer(*m_bench, {});
        QTRY_COMPARE(viewer.lastId(), u"epoch1-3"_s);

        m_cluster->position = {u"epoch2"_s, 0};
        m_cluster->happenOften(1);

        QTRY_COMPARE(viewer.frames().size(), qsizetype(2));
        QCOMPARE(viewer.frames()[0].event, u"resync"_s);
        QCOMPARE(viewer.frames()[1].id, u"epoch2-1"_s);
    }
    void leavingViewersAreForgotten()
    {
        QTRY_COMPARE(m_bench->server->streamCount(), 0);
        {
            Viewer viewer(*m_bench, {});
            QTRY_COMPARE(viewer.lastId(), u"epoch1-0"_s);
            m_cluster->happenOften(1);
        }
        QTRY_COMPARE(m_bench->server->streamCount(), 0);
        m_cluster->happenOften(10);
        Viewer late(*m_bench, "epoch1-0");
        QTRY_COMPARE(late.ids(), idsFrom(1, 11));
    }

    //! Events carry the counts of all tenants; whoever is bound is told their own, in order.
    void boundViewersSeeTheirOwnCounts()
    {
        m_cluster->own.queues = {agentQueue(2)};
        Viewer bound(*m_bench, {}, RawPeer::Reads::Yes, "acme-key");
        Viewer whole(*m_bench, {});
        QTRY_COMPARE(bound.lastId(), u"epoch1-0"_s);
        QTRY_COMPARE(whole.lastId(), u"epoch1-0"_s);

        m_cluster->happen(jobOf(u"acme"_s));
        m_cluster->happen(jobOf(u"others"_s));
        m_cluster->happen(QueueChanged{agentQueue(77), 2});

        QTRY_COMPARE(storyOf(bound.frames()), (QStringList{u"job-changed"_s, u"withheld"_s, u"queue-changed 2 waiting, 1 changes"_s}));
        QTRY_COMPARE(storyOf(whole.frames()), (QStringList{u"job-changed"_s, u"job-changed"_s, u"queue-changed 77 waiting, 2 changes"_s}));
        QCOMPARE(bound.ids(), idsFrom(1, 3));
        QVERIFY(!bound.stream().contains("77"));
        m_cluster->own.queues.clear(); // It was paused, and nothing in it was theirs.
        m_cluster->happen(QueueChanged{agentQueue(77), 2});
        QTRY_COMPARE(storyOf(bound.frames()).last(), u"queue-changed 0 waiting, 1 changes"_s);
        QueueFacts other = agentQueue(5);
        other.name = u"browser"_s;
        m_cluster->happen(QueueChanged{other, 9});
        QTRY_COMPARE(storyOf(bound.frames()).last(), u"withheld"_s);
    }
    //! The cluster takes its time to count: events keep their order, and none is told counts that are older than it.
    void countsThatComeLateHoldUpWhatFollows()
    {
        m_cluster->own.queues = {agentQueue(1)};
        Viewer bound(*m_bench, {}, RawPeer::Reads::Yes, "acme-key");
        Viewer whole(*m_bench, {});
        QTRY_COMPARE(bound.lastId(), u"epoch1-0"_s);
        QTRY_COMPARE(whole.lastId(), u"epoch1-0"_s);
        m_cluster->own.isHolding = true;
        m_cluster->happen(QueueChanged{agentQueue(70), 1});
        m_cluster->happen(jobOf(u"acme"_s));
        m_cluster->own.queues = {agentQueue(3)};
        m_cluster->happen(QueueChanged{agentQueue(80), 2});
        Viewer late(*m_bench, "epoch1-1", RawPeer::Reads::Yes, "acme-key"); // Joins while they are held.
        QTRY_COMPARE(whole.ids(), idsFrom(1, 3));
        QTRY_COMPARE(m_cluster->own.held.size(), 2);
        QVERIFY(bound.frames().isEmpty());

        m_cluster->own.release();

        QTRY_COMPARE(storyOf(bound.frames()), (QStringList{u"queue-changed 1 waiting, 0 changes"_s, u"job-changed"_s,
                                                           u"queue-changed 3 waiting, 1 changes"_s}));
        QTRY_COMPARE(late.ids(), idsFrom(2, 3));
        m_cluster->happenOften(2);
        QTRY_COMPARE(bound.ids(), idsFrom(1, 5));
        QTRY_COMPARE(late.ids(), idsFrom(2, 5));
        QVERIFY(storyOf(late.frames())[1].startsWith(u"queue-changed 3 waiting"_s));
    }

private:
    std::unique_ptr<ScriptedCluster> m_cluster;
    std::unique_ptr<ApiBench> m_bench;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_EventFeed)
#include "tst_EventFeed.moc"
