// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeReplies.h"

#include "core/dialects/native/NodeText.h"
#include "core/domain/NodeJson.h"
#include "tests/dialects/native/Fleet.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

EntityState someEntity(const QString &text)
{
    EntityState state;
    state.entity.ref = *EntityRef::parse(text, {});
    state.entity.settings = {{u"argv"_s, QJsonArray{u"cat"_s}}};
    state.placement.waiting = Waiting{WaitReason::NoCapableNode, u"no node has \"gpu\""_s};
    return state;
}

} // namespace

class tst_NativeReplies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void healthReadsBack()
    {
        const auto read = NativeReplies::readHealth(NativeReplies::write(HealthReport{u"0.1.0"_s, u"main"_s}));
        QVERIFY(read.has_value());
        QCOMPARE(read->version, u"0.1.0"_s);
        QCOMPARE(read->node, u"main"_s);
    }
    void anotherServersHealthIsProtocol()
    {
        for (const QByteArray &body : {QByteArray("<html>"), QByteArray(), QByteArray("{}"), QByteArray(R"({"status":"UP"})"),
                                       QByteArray(R"({"status":"ok"})"), QByteArray(R"({"status":"ok","version":1})")}) {
            const auto read = NativeReplies::readHealth(body);
            QVERIFY(!read.has_value());
            QCOMPARE(read.error().kind, ErrorKind::Protocol);
        }
    }
    void clusterHasCountsAndTotals()
    {
        ClusterSnapshot snapshot = Fleet(3).snapshot(3);
        for (int i = 0; i < 3; ++i) {
            snapshot.nodes[i].status = i == 0 ? NodeStatus::Offline : NodeStatus::Online;
            snapshot.nodes[i].who.cores = 4;
            snapshot.nodes[i].load.memoryTotalBytes = 1000;
            snapshot.nodes[i].agents = {Agent{u"a"_s, {}, {}, {}, {}}};
        }
        const ClusterFacts facts{u"0.1.0"_s, u"main"_s, u"e1"_s, milliseconds(10000), milliseconds(30000),
                                 {{u"insecure"_s, u"Anybody on the way can \"read\" along."_s}, {u"x"_s, u"y"_s}}};
        const Features features = Feature::Follow | Feature::Ping | Feature::Restart | Feature::Reach | Feature::Tokens;

        const QByteArray body = NativeReplies::write(facts, features, snapshot);

        const QJsonObject json = QJsonDocument::fromJson(body).object();
        QCOMPARE(json["counts"_L1].toObject().size(), qsizetype(kNodeStatuses.size()));
        QCOMPARE(json["counts"_L1]["online"_L1].toInt(), 2);
        QCOMPARE(json["counts"_L1]["offline"_L1].toInt(), 1);
        QCOMPARE(json["counts"_L1]["drained"_L1].toInt(), 0);
        // The offline one adds nothing but itself.
        const QJsonObject totals{{u"nodes"_s, 3}, {u"agents"_s, 2}, {u"cores"_s, 8}, {u"memoryBytes"_s, 2000}};
        QCOMPARE(json["totals"_L1].toObject(), totals);
        const auto read = NativeReplies::readCluster(body);
        QVERIFY(read.has_value());
        QCOMPARE(read->facts.epoch, u"e1"_s);
        QCOMPARE(read->facts.offlineAfter, milliseconds(30000));
        QCOMPARE(read->facts.notices, facts.notices);
        QCOMPARE(read->features, features);
        QCOMPARE(read->serverTime, snapshot.takenAt);
    }
    void callersLearnWhatTheirTokenMay()
    {
        ClusterFacts facts{u"0.1.0"_s, u"main"_s, u"e1"_s, milliseconds(10000), milliseconds(30000)};
        for (const Tier tier : {Tier::Viewer, Tier::Operator, Tier::Admin}) {
            facts.callerTier = tier;
            const auto read = NativeReplies::readCluster(NativeReplies::write(facts, Feature::Ping, {}, u"anna"_s));
            QVERIFY(read.has_value());
            QCOMPARE(read->callerName, u"anna"_s);
            QCOMPARE(read->facts.callerTier, std::optional(tier));
            QVERIFY(read->facts.notices.isEmpty()); // Those are the server's, for everybody.
        }
        facts.callerTier.reset();
        QVERIFY(!NativeReplies::readCluster(NativeReplies::write(facts, Feature::Ping, {}, u"anna"_s))->facts.callerTier);
        // A word of tomorrow is no reason to read nothing; a wrong form is.
        facts.callerTier = Tier::Viewer;
        QByteArray body = NativeReplies::write(facts, Feature::Ping, {}, u"anna"_s);
        const auto auditor = NativeReplies::readCluster(QByteArray(body).replace("\"viewer\"", "\"auditor\""));
        QVERIFY(auditor && !auditor->facts.callerTier);
        QVERIFY(!NativeReplies::readCluster(body.replace("\"viewer\"", "7")).has_value());
    }
    void anOlderServerHasNoNotices()
    {
        const QByteArray old = R"({"version":"0","epoch":"e","beatIntervalMs":1,"offlineAfterMs":2,"features":{"follow":true}})";
        const auto read = NativeReplies::readCluster(old);
        QVERIFY(read.has_value());
        QVERIFY(read->facts.notices.isEmpty());
        QCOMPARE(read->features, Features(Feature::Follow));
        for (const QByteArray &notices : {"[1]"_ba, R"([{"code":"x"}])"_ba, R"([{"code":1,"text":"y"}])"_ba, R"({"a":1})"_ba,
                                          '[' + R"({"code":"x","text":"y"},)"_ba.repeated(16) + R"({"code":"x","text":"y"}])"}) {
            QByteArray body = old;
            body.replace("\"features\"", "\"notices\":" + notices + ",\"features\"");
            QCOMPARE(NativeReplies::readCluster(body).error().kind, ErrorKind::Protocol);
        }
    }
    void snapshotReadsBack()
    {
        // One that takes the short cut, and one with a node that drains, which does not.
        for (const bool isDraining : {false, true}) {
            ClusterSnapshot sent = Fleet(21).snapshot(300);
            for (Node &node : sent.nodes)
                node.drain.reset();
            sent.entities = {someEntity(u"agent/hello"_s), someEntity(u"browser/acme:b1"_s)};
            sent.entities[0].assignment = Assignment{sent.entities[0].entity.ref, NodeId(u"node-7"_s), AssignmentMode::Preferred, Timestamp{7}, u"ann"_s, 3};
            sent.queues = {{u"agent"_s, true, 1, 2, 3, 4, 5, 6, Timestamp{7}}};
            sent.defaultNode = NodeId(u"node-7"_s);
            if (isDraining)
                sent.nodes[7].drain = Drain{1, 2, std::nullopt, u"x"_s};

            const auto read = NativeReplies::readSnapshot(snapshotText(sent));

            QVERIFY(read.has_value());
            QCOMPARE(read->position, sent.position);
            QCOMPARE(read->takenAt, sent.takenAt);
            QCOMPARE(read->nodes, sent.nodes);
            QCOMPARE(read->histories, sent.histories);
            QCOMPARE(read->entities, sent.entities);
            QCOMPARE(read->queues, sent.queues);
            QCOMPARE(read->defaultNode, sent.defaultNode);
        }
    }
    void wrongSnapshotNamesThePath_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("blamed");
        QTest::newRow("status") << QByteArray(R"("status":")") << QByteArray(R"("status":"un)") << u"nodes[0].status"_s;
        QTest::newRow("id") << QByteArray(R"("id":"node-1")") << QByteArray(R"("id":"no/de")") << u"nodes[1].id"_s;
        QTest::newRow("interval") << QByteArray(R"("beatIntervalMs":10000)") << QByteArray(R"("beatIntervalMs":-1)")
                                  << u"nodes[0].beatIntervalMs"_s;
        QTest::newRow("nodes") << QByteArray(R"("nodes":)") << QByteArray(R"("nodez":)") << u"nodes"_s;
        QTest::newRow("number") << QByteArray(R"("number":4711)") << QByteArray(R"("number":-4711)") << u"number"_s;
        QTest::newRow("epoch") << QByteArray(R"("epoch":)") << QByteArray(R"("epoche":)") << u"epoch"_s;
        QTest::newRow("takenAt") << QByteArray(R"("takenAt":)") << QByteArray(R"("taken":)") << u"takenAt"_s;
        QTest::newRow("entity") << QByteArray(R"("entities":[)") << QByteArray(R"("entities":[{"kind":"goblin"})") << u"entities[0].kind"_s;
        QTest::newRow("queue") << QByteArray(R"("queues":[)") << QByteArray(R"("queues":[7)") << u"queues[0].name"_s;
        QTest::newRow("default node") << QByteArray(R"("defaultNode":null)") << QByteArray(R"("defaultNode":"a/b")") << u"defaultNode"_s;
        QTest::newRow("history id") << QByteArray(R"("node-1":)") << QByteArray(R"("no/de":)") << u"histories.no/de"_s;
        QTest::newRow("history field") << QByteArray(R"("memory":")") << QByteArray(R"("memory":7,"x":")")
                                       << u"memory"_s;
    }
    void wrongSnapshotNamesThePath()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, blamed);
        QByteArray body = snapshotText(Fleet(22).snapshot(2));
        QVERIFY(body.contains(from));
        body.replace(body.indexOf(from), from.size(), to);

        const auto read = NativeReplies::readSnapshot(body);

        QVERIFY(!read.has_value());
        QCOMPARE(read.error().kind, ErrorKind::Protocol);
        QVERIFY2(read.error().field.endsWith(blamed), qPrintable(read.error().field));
    }
    void halfASnapshotIsProtocol()
    {
        const QByteArray whole = snapshotText(Fleet(23).snapshot(1));
        for (qsizetype cut = 0; cut < whole.size(); ++cut)
            QCOMPARE(NativeReplies::readSnapshot(whole.left(cut)).error().kind, ErrorKind::Protocol);
    }
    void welcomeReadsBack()
    {
        const Node node = Fleet(31).node(2);
        const auto read = NativeReplies::readWelcome(NativeReplies::write(Welcome{node, milliseconds(100), milliseconds(300)}));
        QVERIFY(read.has_value());
        QCOMPARE(read->node, node);
        QCOMPARE(read->beatInterval, milliseconds(100));
        QCOMPARE(read->offlineAfter, milliseconds(300));
        QCOMPARE(NativeReplies::readWelcome("{}").error().kind, ErrorKind::Protocol);
    }
    void beatReplyReadsBack()
    {
        for (const QString &ping : {QString(), u"p-1"_s}) {
            const auto read = NativeReplies::readBeatReply(NativeReplies::write(BeatReply{milliseconds(1), milliseconds(2), ping}));
            QVERIFY(read.has_value());
            QCOMPARE(read->beatInterval, milliseconds(1));
            QCOMPARE(read->offlineAfter, milliseconds(2));
            QCOMPARE(read->ping, ping);
        }
        QCOMPARE(NativeReplies::readBeatReply("{}").error().kind, ErrorKind::Protocol);
        QCOMPARE(NativeReplies::readBeatReply(R"({"beatIntervalMs":-1,"offlineAfterMs":1})").error().field, u"beatIntervalMs"_s);
    }
    void pingReadsBack()
    {
        const PingReport sent{3.125, u"dial"_s};
        const auto read = NativeReplies::readPing(NativeReplies::write(sent));
        QVERIFY(read.has_value());
        QCOMPARE(*read, sent);
        for (const QByteArray &body : {QByteArray("{}"), QByteArray(R"({"ok":false,"latencyMs":1,"via":"dial"})"),
                                       QByteArray(R"({"ok":true,"latencyMs":-1,"via":"dial"})")})
            QCOMPARE(NativeReplies::readPing(body).error().kind, ErrorKind::Protocol);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeReplies)
#include "tst_NativeReplies.moc"
