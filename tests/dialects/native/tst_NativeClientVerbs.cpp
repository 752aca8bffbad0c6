// SPDX-License-Identifier: Apache-2.0
// The verbs of NativeClient over real sockets; its link is in tst_NativeClient.
#include "core/dialects/native/NativeClient.h"

#include "core/dialects/native/NodeText.h"
#include "tests/dialects/native/ApiBench.h"
#include "tests/dialects/native/ScriptedCluster.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"

#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

QByteArray okReply(const QByteArray &body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\n\r\n" + body;
}

} // namespace

class tst_NativeClientVerbs : public QObject
{
    Q_OBJECT

    std::unique_ptr<NativeClient> clientWith(const QByteArray &key, const QUrl &url)
    {
        return std::make_unique<NativeClient>(ClusterAddress{u"native"_s, url}, Credentials{Secret(key)}, m_clock, 1);
    }
    std::unique_ptr<NativeClient> clientWith(const QByteArray &key) { return clientWith(key, m_bench->address().url); }

private Q_SLOTS:
    void init()
    {
        m_cluster = std::make_unique<ScriptedCluster>();
        m_bench = std::make_unique<ApiBench>(*m_cluster);
        QVERIFY(m_bench->isOpen);
    }
    void cleanup()
    {
        m_bench.reset();
        m_cluster.reset();
    }

    void verbsReachTheCluster()
    {
        const auto client = clientWith("admin-key"); // Not started: verbs do without.
        m_cluster->ping_ = u"p-1"_s;
        m_cluster->nodes = {Fleet(3).node(1), Fleet(3).node(2)};

        const auto facts = outcomeOf(client->facts());
        QVERIFY_RESULT(facts);
        QCOMPARE(facts->epoch, u"epoch1"_s);
        const auto snapshot = outcomeOf(client->snapshot());
        QVERIFY_RESULT(snapshot);
        QCOMPARE(snapshot->nodes, m_cluster->nodes);
        const auto reply = outcomeOf(client->beat(beatOf(u"node-1"_s, 7)));
        QVERIFY_RESULT(reply);
        QCOMPARE(reply->ping, u"p-1"_s);
        QCOMPARE(m_cluster->lastBeat->sequence, quint64(7));
        QVERIFY_RESULT(outcomeOf(client->leave(departureOf(u"node-1"_s))));
        QVERIFY_RESULT(outcomeOf(client->remove(NodeId(u"node-1"_s))));
        const auto ping = outcomeOf(client->ping(NodeId(u"node-1"_s)));
        QVERIFY_RESULT(ping);
        QCOMPARE(*ping, (PingReport{1.5, u"beat"_s}));
        QCOMPARE(m_cluster->changes, 4);
    }
    void aForgedIdIsNotSent()
    {
        const auto client = clientWith("admin-key");
        for (const QString &id : {u""_s, u"../cluster"_s, u"a"_s, u"a/b"_s, u"n1?x=1"_s}) {
            const auto outcome = outcomeOf(client->remove(NodeId(id)));
            QCOMPARE(outcome.error().kind, ErrorKind::Invalid);
            QCOMPARE(outcome.error().field, u"id"_s);
        }
        QCOMPARE(m_cluster->changes, 0);
    }
    void errorsKeepTheirKindAndSayWhere()
    {
        auto mortal = clientWith("viewer-key");
        const Future<void> orphan = mortal->remove(NodeId(u"node-1"_s));
        mortal.reset();
        QCOMPARE(outcomeOf(orphan).error().kind, ErrorKind::Cancelled);

        const auto viewer = clientWith("viewer-key");
        const auto refused = outcomeOf(viewer->remove(NodeId(u"node-1"_s)));
        QCOMPARE(refused.error().kind, ErrorKind::Refused);
        QVERIFY2(refused.error().text().contains(u"node-1"), qPrintable(refused.error().text()));
        QVERIFY(!refused.error().text().contains(u"viewer-key"));
        m_bench->close();
        QCOMPARE(outcomeOf(viewer->facts()).error().kind, ErrorKind::Unreachable);
    }
    void aBrokenReplyIsProtocolAndNamesThePath()
    {
        QByteArray body = snapshotText(Fleet(5).snapshot(3));
        body.replace("\"id\":\"node-2\"", "\"id\":\"../2\"");
        ScriptedServer server([&body](int) { return std::pair(okReply(body), ScriptedServer::Then::Keep); });
        const auto client = clientWith("x", server.url());

        const auto snapshot = outcomeOf(client->snapshot());

        QCOMPARE(snapshot.error().kind, ErrorKind::Protocol);
        QCOMPARE(snapshot.error().field, u"nodes[2].id"_s);
        QCOMPARE(outcomeOf(client->facts()).error().kind, ErrorKind::Protocol);
        QCOMPARE(outcomeOf(client->beat(beatOf(u"n1"_s, 1))).error().kind, ErrorKind::Protocol);
    }
    void verbsMayBeCalledFromAnotherThread()
    {
        const auto client = clientWith("admin-key");
        Result<ClusterFacts> facts;
        std::unique_ptr<QThread> thread(QThread::create([&facts, &client] {
            facts = outcomeOf(client->facts());
        }));
        thread->start();
        QTRY_VERIFY(thread->isFinished());
        QVERIFY_RESULT(facts);
    }

private:
    SystemClock m_clock;
    std::unique_ptr<ScriptedCluster> m_cluster;
    std::unique_ptr<ApiBench> m_bench;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeClientVerbs)
#include "tst_NativeClientVerbs.moc"
