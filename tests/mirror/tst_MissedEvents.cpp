// SPDX-License-Identifier: Apache-2.0
// What happened before a session looked, and while it could not, stands in its events in order, once.
#include "core/mirror/MissedEvents.h"

#include "core/mirror/EventsModel.h"
#include "tests/mirror/MirrorStage.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

QStringList namesIn(const EventsModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row) {
        const EventEntry &entry = model.entryAt(row);
        names += entry.node.isEmpty() ? entry.kind : entry.position.toText();
    }
    return names;
}

//! A stage with a past, and lists over it.
struct Watched
{
    Watched() : stage(3)
    {
        stage.cluster->pastKept = limits::kEventRing;
        all.setSession(stage.session.get());
        one.setSession(stage.session.get());
        one.setNode(MirrorStage::id(1));
    }
    //! The numbers of the events, newest first.
    QStringList listed() const { return namesIn(all); }

    MirrorStage stage; // Its nodes joined as events 11 to 13.
    EventsModel all;
    EventsModel one;
    QAbstractItemModelTester tester{&all, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QAbstractItemModelTester nodeTester{&one, QAbstractItemModelTester::FailureReportingMode::QtTest};
};

} // namespace

class tst_MissedEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatHappenedBeforeIsThere()
    {
        Watched w;
        w.stage.cluster->beaten(MirrorStage::id(0), w.stage.clock.now(), {}); // 14: beats are no lines.
        w.stage.cluster->put(w.stage.node(1, NodeStatus::Offline), NodeChange::Status);
        QVERIFY(w.stage.go());
        w.stage.setStatus(2, NodeStatus::Offline);

        QTRY_COMPARE(w.listed(), (QStringList{u"e1-16"_s, u"e1-15"_s, u"e1-13"_s, u"e1-12"_s, u"e1-11"_s}));
        QCOMPARE(namesIn(w.one), (QStringList{u"e1-15"_s, u"e1-12"_s}));
        QCOMPARE(w.all.entryAt(1).before, NodeStatus::Online); // As its joining told.
        QVERIFY(!w.all.entryAt(4).before);
        QCOMPARE(w.stage.session->eventsSince(), w.stage.clock.now());
    }
    //! "Changed" alone tells nobody anything: it is said what, or left out where that is not known.
    void changesOfThePastAreNamed()
    {
        Watched w;
        Node node = w.stage.node(1, NodeStatus::Online);
        node.who.version = u"0.2.0"_s;
        w.stage.cluster->put(node, NodeChange::Updated); // 14
        node.cordoned = true;
        w.stage.cluster->put(node, NodeChange::Updated); // 15
        node.drain = Drain{.jobsLeft = 1, .jobsAtStart = 2, .deadline = {}, .waitsFor = {}};
        w.stage.cluster->put(node, NodeChange::Updated); // 16
        w.stage.cluster->put(node, NodeChange::Updated); // 17: nothing that a person would see.
        QVERIFY(w.stage.go());

        const QStringList wanted{u"e1-16"_s, u"e1-15"_s, u"e1-14"_s, u"e1-13"_s, u"e1-12"_s}; // Of what is gone it knows only about how much.
        QTRY_VERIFY2(w.listed() == wanted, qPrintable(w.listed().join(u' ')));
        QCOMPARE(w.all.entryAt(0).kind, u"node-draining"_s);
        QCOMPARE(w.all.entryAt(1).kind, u"node-cordoned"_s);
        QVERIFY2(w.all.entryAt(2).text.endsWith(u"→ 0.2.0"_s), qPrintable(w.all.entryAt(2).text));

        node.drain.reset();
        node.agents.clear();
        node.who.capabilities = {u"gpu"_s};
        node.who.address = u"10.0.0.9:3100"_s;
        w.stage.cluster->putNode(node);
        QTRY_COMPARE(w.all.entryAt(0).kind, u"node-drain-ended"_s);
        node.who.capabilities = {u"voice"_s};
        node.agents = {Agent{.id = u"a"_s, .name = u"crm"_s, .role = {}, .state = u"running"_s, .pid = 7}};
        w.stage.cluster->putNode(node);
        QTRY_COMPARE(w.all.entryAt(0).text, u"capabilities + voice − gpu, crm running"_s);
        node.agents[0].pid = 8;
        w.stage.cluster->putNode(node);
        QTRY_COMPARE(w.all.entryAt(0).text, u"crm has a new process"_s);
    }
    void goesBackToTheOldestThatIsKept()
    {
        Watched w;
        w.stage.pass(milliseconds(60'000)); // The nodes joined a minute ago.
        w.stage.cluster->setNow(w.stage.clock.now());
        QVERIFY(w.stage.go());
        QTRY_COMPARE(w.all.rowCount(), 3);
        QCOMPARE(w.stage.session->eventsSince(), w.stage.clock.now() - milliseconds(60'000));
    }
    void aClusterWithoutAPastListsFromNowOn()
    {
        Watched w;
        w.stage.cluster->pastKept = 0;
        QVERIFY(w.stage.go());
        w.stage.setStatus(1, NodeStatus::Offline);
        QTRY_COMPARE(w.listed(), QStringList{u"e1-14"_s});
        QCOMPARE(w.stage.session->eventsSince(), w.stage.clock.now());
        w.stage.cluster->loseSome();
        QTRY_COMPARE(w.all.rowCount(), 2);
        QCOMPARE(w.stage.cluster->pastAsked, 1);
    }
    void aGapIsFilled()
    {
        Watched w;
        QVERIFY(w.stage.go());
        QTRY_COMPARE(w.all.rowCount(), 3);
        w.stage.setStatus(0, NodeStatus::Offline); // 14
        QTRY_COMPARE(w.all.rowCount(), 4);
        w.stage.cluster->setLink(LinkState::Reconnecting);
        w.stage.cluster->put(w.stage.node(1, NodeStatus::Offline), NodeChange::Status); // 15, 16: nobody hears.
        w.stage.cluster->take(MirrorStage::id(2));

        w.stage.cluster->setLink(LinkState::Live);
        w.stage.setStatus(0, NodeStatus::Online); // 17

        const QStringList whole{u"e1-17"_s, u"missed-updates"_s, u"e1-16"_s, u"e1-15"_s, u"e1-14"_s,
                                u"e1-13"_s, u"e1-12"_s,           u"e1-11"_s};
        QTRY_COMPARE(w.listed(), whole);
        QCOMPARE(w.all.entryAt(3).before, NodeStatus::Online);
        QCOMPARE(namesIn(w.one), (QStringList{u"e1-15"_s, u"e1-12"_s}));
    }
    void anotherEpochIsFilledFromItsBeginning()
    {
        Watched w;
        QVERIFY(w.stage.go());
        QTRY_COMPARE(w.all.rowCount(), 3);
        w.stage.cluster->setLink(LinkState::Reconnecting);
        w.stage.cluster->restart(u"e2"_s);
        w.stage.cluster->put(w.stage.node(1, NodeStatus::Offline), NodeChange::Announced);
        w.stage.cluster->setLink(LinkState::Live);
        QTRY_COMPARE(w.listed(), (QStringList{u"missed-updates"_s, u"e2-1"_s, u"e1-13"_s, u"e1-12"_s, u"e1-11"_s}));
    }
    void whatCouldNotBeReadIsReadLater()
    {
        Watched w;
        w.stage.cluster->pastError = Error{ErrorKind::Unreachable, {}, u"away"_s, {}, {}};
        QVERIFY(w.stage.go());
        w.stage.setStatus(0, NodeStatus::Offline);
        QTRY_COMPARE(w.listed(), QStringList{u"e1-14"_s});
        w.stage.cluster->pastError.reset();
        w.stage.cluster->setLink(LinkState::Reconnecting);
        w.stage.cluster->setLink(LinkState::Live);
        QTRY_COMPARE(w.listed(), (QStringList{u"missed-updates"_s, u"e1-14"_s, u"e1-13"_s, u"e1-12"_s, u"e1-11"_s}));
    }
    void noMoreThanAreKept()
    {
        Watched w;
        for (int i = 0; i < 2 * limits::kEventsKept; ++i)
            w.stage.cluster->put(w.stage.node(i % 3, i % 2 ? NodeStatus::Online : NodeStatus::Offline), NodeChange::Status);
        QVERIFY(w.stage.go());
        QTRY_COMPARE(w.all.rowCount(), limits::kEventsKept);
        w.stage.setStatus(0, NodeStatus::Offline);
        QTRY_COMPARE(w.all.entryAt(0).position, w.stage.cluster->state().position);
        QCOMPARE(w.all.rowCount(), limits::kEventsKept);
        const quint64 newest = w.stage.cluster->state().position.number;
        for (int row = 0; row < w.all.rowCount(); ++row)
            QCOMPARE(w.all.entryAt(row).position.number, newest - static_cast<quint64>(row));
    }
    void stoppingWantsNothingAnyMore()
    {
        FakeCluster cluster;
        cluster.pastKept = 10;
        (void)cluster.put(nodeCalled(u"node-0"_s), NodeChange::Joined);
        MissedEvents missed(cluster);
        QSignalSpy read(&missed, &MissedEvents::read);
        missed.want({}, cluster.state().position);
        missed.clear();
        read.clear(); // The pool may have been quick enough for an answer before.
        QTest::qWait(50);
        QVERIFY(read.isEmpty());
        missed.want({}, cluster.state().position);
        QTRY_COMPARE(read.size(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_MissedEvents)
#include "tst_MissedEvents.moc"
