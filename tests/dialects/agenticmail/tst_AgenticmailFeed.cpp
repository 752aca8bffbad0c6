// SPDX-License-Identifier: Apache-2.0
// The stream on our server, read over sockets: all nodes first, then each change, and nothing lost for slow readers.
#include "core/dialects/agenticmail/AgenticmailFeed.h"

#include "core/dialects/agenticmail/AgenticmailCodec.h"
#include "core/dialects/agenticmail/AgenticmailReplies.h"
#include "core/wire/Router.h"
#include "core/wire/SseParser.h"
#include "core/wire/SseWriter.h"
#include "tests/dialects/agenticmail/RoutesBench.h"
#include "tests/support/FakeCluster.h"
#include "tests/wire/RawPeer.h"

#include <QSet>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

namespace {

//! The frames in what \a peer got, as "snapshot w1"; "keep-alive" for those.
QStringList framesOf(const RawPeer &peer)
{
    static const QHash<AgenticmailFrame::Kind, QString> words{{AgenticmailFrame::Kind::Snapshot, u"snapshot "_s},
                                                              {AgenticmailFrame::Kind::Register, u"register "_s},
                                                              {AgenticmailFrame::Kind::Heartbeat, u"heartbeat "_s},
                                                              {AgenticmailFrame::Kind::Offline, u"offline "_s},
                                                              {AgenticmailFrame::Kind::KeepAlive, u"keep-alive"_s}};
    QStringList frames;
    for (const QByteArray &line : peer.got().split('\n')) {
        const QByteArray data = line.trimmed();
        if (!data.startsWith("data: ") || !data.endsWith('}'))
            continue;
        const auto frame = AgenticmailCodec::readFrame(data.mid(6));
        if (frame)
            frames << words.value(frame->kind) + frame->node.id().text();
    }
    return frames;
}

//! n0, n1 and so on.
ClusterSnapshot fleetOf(int nodes)
{
    ClusterSnapshot fleet;
    fleet.position = {u"e1"_s, 1};
    for (int i = 0; i < nodes; ++i)
        fleet.nodes.append(nodeCalled(u"n%1"_s.arg(i)));
    return fleet;
}

QByteArray question(quint16 port)
{
    return "GET /api/engine/cluster/stream HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
        + "\r\nAuthorization: Bearer viewer-key\r\n\r\n";
}

} // namespace

class tst_AgenticmailFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allNodesComeFirstThenWhatChanges()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        RawPeer peer(bench.server->port());
        peer.send(question(bench.server->port()));
        QTRY_COMPARE(framesOf(peer), QStringList{u"snapshot mac"_s});
        QVERIFY(peer.got().contains("Content-Type: text/event-stream"));
        QVERIFY(!peer.got().contains("\nevent:") && !peer.got().contains("\nid:"));

        bench.join(u"vps"_s);
        QCOMPARE(bench.beat(u"mac"_s, {u"agent-1"_s}).status, 200);
        bench.rig.advance(46s); // Late, which is degraded: another heartbeat frame there.
        bench.rig.advance(44s);
        QCOMPARE(bench.ask("DELETE", u"/cluster/nodes/mac"_s).status, 200);

        const QStringList expected{u"snapshot mac"_s,  u"register vps"_s,  u"heartbeat vps"_s, u"heartbeat mac"_s, u"heartbeat mac"_s,
                                   u"heartbeat vps"_s, u"offline mac"_s,   u"offline vps"_s,   u"offline mac"_s};
        QTRY_COMPARE(framesOf(peer).size(), expected.size());
        QStringList seen = framesOf(peer);
        std::sort(seen.begin() + 4, seen.begin() + 8); // A sweep has no order.
        QStringList sorted = expected;
        std::sort(sorted.begin() + 4, sorted.begin() + 8);
        QCOMPARE(seen, sorted);
    }
    void removalKeepsTheAgentsAndSilenceDoesNot()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        bench.join(u"vps"_s);
        RawPeer peer(bench.server->port());
        peer.send(question(bench.server->port()));
        QTRY_COMPARE(framesOf(peer).size(), 2);
        QCOMPARE(bench.ask("DELETE", u"/cluster/nodes/mac"_s).status, 200);
        QTRY_VERIFY(framesOf(peer).contains(u"offline mac"_s));
        QVERIFY(peer.got().mid(peer.got().lastIndexOf("data: ")).contains("\"agents\":[\"agent-1\"]"));
        bench.rig.advance(90s);
        QTRY_VERIFY(framesOf(peer).contains(u"offline vps"_s));
        QVERIFY(peer.got().mid(peer.got().lastIndexOf("data: ")).contains("\"agents\":[]"));
    }
    void keepAlivesAreFrames()
    {
        RoutesBench bench({}, 30ms);
        RawPeer peer(bench.server->port());
        peer.send(question(bench.server->port()));
        QTRY_VERIFY(framesOf(peer).count(u"keep-alive"_s) >= 2);
    }
    void aSlowReaderGetsTheNewestOfEachNode()
    {
        RoutesBench bench;
        FakeCluster cluster;
        constexpr int kNodes = 4000; // Some 2 MB of frames, more than a reader's buffer.
        cluster.holdsSnapshots = true;
        AgenticmailRoster roster(cluster);
        cluster.answerSnapshot(fleetOf(kNodes));
        AgenticmailFeed feed(roster, bench.serverClock, 15s);
        Router router;
        router.add(HttpMethod::Get, u"/stream"_s, {.access = Access::Public},
                   [&feed](const HttpRequest &) { return ready(HttpReply::stream([&feed](SseWriter *w) { feed.add(w); })); });
        HttpServer server(router, bench.serverClock, {});
        QVERIFY_RESULT(server.open());
        RawPeer peer(server.port());
        peer.send("GET /stream HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(server.port()) + "\r\n\r\n");
        QTRY_COMPARE(feed.readerCount(), 1);
        // Before it has read much: a storm that would be ten times its buffer.
        for (int round = 1; round <= 10; ++round) {
            for (int i = 0; i < kNodes; ++i)
                cluster.send(cluster.next(NodeBeat{NodeId(u"n%1"_s.arg(i)), Timestamp{1'800'000'010'000 + round}, someLoad(), {}}));
        }
        cluster.send(cluster.next(NodeRemoved{NodeId(u"n3999"_s), {}}));
        cluster.send(cluster.next(NodeRemoved{NodeId(u"n0"_s), {}}));
        cluster.putNode(nodeCalled(u"last"_s), NodeChange::Joined);

        QTRY_VERIFY_WITH_TIMEOUT(peer.got().contains("\"nodeId\":\"last\""), 20000);
        QVERIFY(!peer.isClosed());
        const QStringList all = framesOf(peer);
        QVERIFY2(all.size() < 3 * kNodes, qPrintable(QString::number(all.size())));
        const QSet<QString> frames(all.begin(), all.end());
        for (int i = 1; i < kNodes - 1; ++i)
            QVERIFY2(frames.contains(u"snapshot n%1"_s.arg(i)), qPrintable(QString::number(i)));
        QCOMPARE(frames.contains(u"offline n0"_s), frames.contains(u"snapshot n0"_s)); // What it knew it was told to forget.
        QVERIFY(!frames.contains(u"snapshot n3999"_s)); // Gone before its turn came.
        QVERIFY(!frames.contains(u"offline n3999"_s));
        QVERIFY(peer.got().contains("2027-01-15T08:00:10.010Z")); // The newest of each.
    }
    void aReaderThatTakesNothingIsCutOff()
    {
        ManualClock clock;
        FakeCluster cluster;
        cluster.holdsSnapshots = true;
        AgenticmailRoster roster(cluster);
        cluster.answerSnapshot(fleetOf(20'000)); // Twice what the kernel may keep for it.
        AgenticmailFeed feed(roster, clock, 15s);
        Router router;
        router.add(HttpMethod::Get, u"/stream"_s, {.access = Access::Public},
                   [&feed](const HttpRequest &) { return ready(HttpReply::stream([&feed](SseWriter *w) { feed.add(w); })); });
        const SystemClock serverClock;
        HttpServer server(router, serverClock, {});
        QVERIFY_RESULT(server.open());
        RawPeer peer(server.port(), RawPeer::Reads::No);
        peer.send("GET /stream HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(server.port()) + "\r\n\r\n");
        QTRY_COMPARE(feed.readerCount(), 1);

        QTRY_VERIFY_WITH_TIMEOUT((clock.advance(limits::kReplyWriteDeadline), feed.readerCount() == 0), 10000);
        QTRY_COMPARE(server.streamCount(), 0);
    }
    void readersBeginAnewWhenEventsWereMissed()
    {
        RoutesBench bench;
        RawPeer peer(bench.server->port());
        peer.send(question(bench.server->port()));
        QTRY_COMPARE(bench.server->streamCount(), 1);
        Q_EMIT bench.rig.plane->resyncNeeded();
        QVERIFY(peer.waitForClose());
        QTRY_COMPARE(bench.server->streamCount(), 0);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailFeed)
#include "tst_AgenticmailFeed.moc"
