// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoCluster.h"
#include "core/domain/NodeJson.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Outcome.h"

#include <QDir>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! A demo with a hand on its clock.
struct Stage {
    explicit Stage(DemoOptions options = {}) : cluster(options, clock)
    {
        QObject::connect(&cluster, &Cluster::eventArrived, &cluster, [this](const ClusterEvent &e) { events.append(e); });
        cluster.start();
    }
    void run(milliseconds span, milliseconds step = 500ms)
    {
        for (milliseconds passed = 0ms; passed < span; passed += step) {
            clock.advance(step);
            cluster.play();
        }
    }
    ClusterSnapshot snapshot() { return outcomeOf(cluster.snapshot()).value(); }
    Node node(const QString &id)
    {
        for (const Node &one : snapshot().nodes) {
            if (one.id().text() == id)
                return one;
        }
        return {};
    }
    //! Everything there is, as text.
    QByteArray text()
    {
        QJsonArray all;
        const ClusterSnapshot now = snapshot();
        for (const Node &one : now.nodes) {
            all.append(toJson(one, now.takenAt));
            all.append(toJson(now.histories.value(one.id())));
        }
        return QJsonDocument(all).toJson();
    }

    ManualClock clock;
    DemoCluster cluster;
    QList<ClusterEvent> events;
};

int openSockets()
{
    int sockets = 0;
    const QDir descriptors(u"/proc/self/fd"_s);
    for (const QString &name : descriptors.entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)) {
        if (QFile::symLinkTarget(descriptors.filePath(name)).contains("socket:"_L1))
            ++sockets;
    }
    return sockets;
}

} // namespace

class tst_DemoCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twelveNodesInEveryStatus()
    {
        Stage stage;
        QSet<NodeStatus> seen;
        bool isOneCordoned = false;
        for (const Node &node : stage.snapshot().nodes) {
            seen.insert(node.status);
            isOneCordoned |= node.cordoned && !node.drain;
        }
        QCOMPARE(stage.snapshot().nodes.size(), 12);
        using enum NodeStatus;
        for (const NodeStatus status : {Online, Degraded, Draining, Offline, Unknown, Joining, Failed})
            QVERIFY2(seen.contains(status), qPrintable(wordOf(status)));
        QVERIFY(isOneCordoned);
        stage.run(7min);
        QCOMPARE(stage.node(u"aws-us-east-1"_s).status, Drained);
    }

    void whatIsNotWellHasAReason()
    {
        Stage stage;
        for (const Node &node : stage.snapshot().nodes) {
            using enum NodeStatus;
            if (node.status == Degraded || node.status == Offline || node.status == Failed || node.status == Unknown)
                QVERIFY2(!node.reasons.isEmpty(), qPrintable(node.who.name));
        }
    }

    void sameSeedSameFleetAndSameHour()
    {
        Stage one;
        Stage two;
        Stage other({.seed = 8, .scenario = DemoScenario::Calm, .isBare = false});
        QCOMPARE(one.text(), two.text());
        QVERIFY(one.text() != other.text());
        one.run(60min);
        two.run(60min);
        QCOMPARE(one.text(), two.text());
        QCOMPARE(one.events, two.events);
    }

    void itsPastIsTheStartOfItsRing()
    {
        Stage stage;
        const EventPosition now = stage.snapshot().position;
        const QList<ClusterEvent> past = outcomeOf(stage.cluster.eventsAfter({now.epoch, 0})).value();
        QVERIFY(past.size() > 20);
        QCOMPARE(past.constLast().position, now);
        stage.run(11s);
        QCOMPARE(outcomeOf(stage.cluster.eventsAfter({now.epoch, 0})).value().size(), past.size() + stage.events.size());
    }

    void howOftenItIsPlayedChangesNothing()
    {
        Stage often;
        Stage seldom;
        often.run(30min, 250ms);
        seldom.run(30min, 2s);
        QCOMPARE(often.text(), seldom.text());
    }

    void tellsEachSecondWhenItWasHeard()
    {
        Stage stage;
        QSignalSpy told(&stage.cluster, &Cluster::linkChanged);
        stage.run(10s, 250ms);
        QCOMPARE(told.size(), 10);
        QCOMPARE(stage.cluster.link().lastHeardAt, stage.clock.now());
    }

    void staysAliveForHours()
    {
        Stage stage;
        stage.run(6h);
        const qsizetype before = stage.events.size();
        stage.run(30s);
        QVERIFY(stage.events.size() - before >= 20);
        for (const Node &node : stage.snapshot().nodes)
            QVERIFY2(node.load.cpu.value_or(0) <= 1.0, qPrintable(node.who.name));
    }

    void aSleepOfTheMachineIsNotReplayedBeatByBeat()
    {
        Stage stage;
        stage.clock.advance(8h);
        stage.cluster.play();
        QVERIFY2(stage.events.size() < 100, qPrintable(QString::number(stage.events.size())));
    }

    void joiningNodeBecomesOnlineWithItsFirstBeat()
    {
        Stage stage;
        QCOMPARE(stage.node(u"vps-03"_s).status, NodeStatus::Joining);
        QVERIFY(!stage.node(u"vps-03"_s).lastBeatAt);
        stage.run(101s);
        QCOMPARE(stage.node(u"vps-03"_s).status, NodeStatus::Online);
        QVERIFY(stage.node(u"vps-03"_s).lastBeatAt);
    }

    void nodeDiesAfterFourSecondsAndIsOfflineAtThirtyFour()
    {
        Stage stage({.seed = 7, .scenario = DemoScenario::NodeDies, .isBare = false});
        stage.run(33s);
        QCOMPARE(stage.node(u"gpu-box-2"_s).status, NodeStatus::Online);
        stage.run(1500ms);
        QCOMPARE(stage.node(u"gpu-box-2"_s).status, NodeStatus::Offline);
        QCOMPARE(stage.node(u"gpu-box-2"_s).reasons.first().code, QString(reason::kBeatsStopped));
    }

    void memoryLeakEndsDegraded()
    {
        Stage stage({.seed = 7, .scenario = DemoScenario::MemoryLeak, .isBare = false});
        QCOMPARE(stage.node(u"hetzner-fsn1-a"_s).status, NodeStatus::Online);
        stage.run(5min);
        QCOMPARE(stage.node(u"hetzner-fsn1-a"_s).status, NodeStatus::Degraded);
        QCOMPARE(stage.node(u"hetzner-fsn1-a"_s).reasons.first().code, QString(reason::kMemoryHigh));
    }

    void droppedLinkComesBackAfterAResync()
    {
        Stage stage({.seed = 7, .scenario = DemoScenario::LinkDrops, .isBare = false});
        QSignalSpy resync(&stage.cluster, &Cluster::resyncNeeded);
        stage.run(6s);
        QCOMPARE(stage.cluster.link().state, LinkState::Reconnecting);
        QVERIFY(stage.cluster.link().retryAt);
        QVERIFY(!outcomeOf(stage.cluster.snapshot()));
        const qsizetype heard = stage.events.size();
        stage.run(5s);
        QCOMPARE(stage.events.size(), heard);
        stage.run(7s);
        QCOMPARE(stage.cluster.link().state, LinkState::Live);
        QCOMPARE(resync.size(), 1);
    }

    void thousandNodesWithIdsOfTheirOwn()
    {
        Stage stage({.seed = 7, .scenario = DemoScenario::Fleet1000, .isBare = false});
        QSet<NodeId> ids;
        for (const Node &node : stage.snapshot().nodes) {
            ids.insert(node.id());
            QVERIFY2(isIdText(node.id().text()), qPrintable(node.id().text()));
        }
        QCOMPARE(ids.size(), 1000);
        stage.run(10s);
        QVERIFY(stage.events.size() >= 950);
    }

    void removeAndPingActInMemory()
    {
        Stage stage;
        const auto ping = outcomeOf(stage.cluster.ping(NodeId(u"gpu-box-2"_s)));
        QVERIFY_RESULT(ping);
        QVERIFY(ping->latencyMs > 0);
        QCOMPARE(outcomeOf(stage.cluster.ping(NodeId(u"pi-lab"_s))).error().kind, ErrorKind::Unreachable);
        QVERIFY_RESULT(outcomeOf(stage.cluster.remove(NodeId(u"pi-lab"_s))));
        QCOMPARE(stage.snapshot().nodes.size(), 11);
        QCOMPARE(outcomeOf(stage.cluster.remove(NodeId(u"pi-lab"_s))).error().kind, ErrorKind::NotFound);
    }

    void opensNoSocket()
    {
        const int before = openSockets();
        Stage stage;
        stage.run(1min);
        QCOMPARE(openSockets(), before);
    }

    void badOptionsAreToldAndNotPlayed()
    {
        QCOMPARE(DemoOptions::fromUrl(QUrl(u"demo:?seed=x"_s)).error().field, u"seed"_s);
        QCOMPARE(DemoOptions::fromUrl(QUrl(u"demo:?scenario=war"_s)).error().field, u"scenario"_s);
        QCOMPARE(DemoOptions::fromUrl(QUrl(u"demo:?seed=9&scenario=node-dies"_s))->seed, 9U);
        ManualClock clock;
        DemoCluster cluster(invalid(u"seed"_s, u"no"_s), clock);
        cluster.start();
        QCOMPARE(cluster.link().state, LinkState::Blocked);
        QVERIFY(!outcomeOf(cluster.snapshot()));
    }
};

QTEST_GUILESS_MAIN(tst_DemoCluster)
#include "tst_DemoCluster.moc"
