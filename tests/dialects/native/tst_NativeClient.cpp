// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeClient.h"

#include "core/dialects/native/NativeEventCodec.h"
#include "core/wire/HttpError.h"
#include "tests/dialects/native/ApiBench.h"
#include "tests/dialects/native/ScriptedCluster.h"
#include "tests/support/ManualClock.h"
#include "tests/wire/ScriptedServer.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

constexpr auto kStreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

//! Keeps what a client says.
class Listener : public QObject
{
public:
    explicit Listener(Cluster &cluster)
    {
        connect(&cluster, &Cluster::eventArrived, this, [this](const ClusterEvent &one) { said << one.position.toText(); });
        connect(&cluster, &Cluster::resyncNeeded, this, [this] { said << u"resync"_s; });
        connect(&cluster, &Cluster::linkChanged, this, [this](const LinkReport &one) { links << one.state; });
    }
    QStringList said;
    QList<LinkState> links;
};

} // namespace

class tst_NativeClient : public QObject
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
        m_bench = std::make_unique<ApiBench>(*m_cluster, milliseconds(100));
        QVERIFY(m_bench->isOpen);
    }
    void cleanup()
    {
        m_bench.reset();
        m_cluster.reset();
    }

    void tellsNowAndThenThatItIsHeard()
    {
        const auto client = clientWith("viewer-key");
        client->start();
        QTRY_COMPARE(client->link().state, LinkState::Live);
        const auto first = client->link().lastHeardAt;
        QSignalSpy told(client.get(), &Cluster::linkChanged);

        // The bench sends a comment every 100 ms; one telling a second is enough.
        QTRY_VERIFY(told.size() >= 2);

        QVERIFY(told.last().first().value<LinkReport>().lastHeardAt > first);
        QVERIFY(told.size() <= 4);
    }

    void retryNowDoubtsAnOpenStreamToo()
    {
        const auto client = clientWith("viewer-key");
        client->start();
        QTRY_COMPARE(client->link().state, LinkState::Live);
        Listener listener(*client);

        client->retryNow();

        QCOMPARE(client->link().state, LinkState::Reconnecting);
        QVERIFY(!client->link().cause.what.isEmpty());
        QTRY_COMPARE(client->link().state, LinkState::Live);
    }

    void becomesLiveAndFollows()
    {
        m_cluster->feature = Feature::Follow | Feature::Ping;
        const auto client = clientWith("viewer-key");
        Listener listener(*client);
        QCOMPARE(client->link().state, LinkState::Idle);
        QVERIFY(client->features().testFlag(Feature::Remove)); // Before contact: what the dialect can at most.

        client->start();
        QCOMPARE(client->link().state, LinkState::Connecting);
        QTRY_COMPARE(client->link().state, LinkState::Live);
        QTRY_COMPARE(client->features(), Feature::Follow | Feature::Ping);
        QTRY_VERIFY(client->link().lastHeardAt.has_value());
        m_cluster->happenOften(3);

        QTRY_COMPARE(listener.said, (QStringList{u"epoch1-1"_s, u"epoch1-2"_s, u"epoch1-3"_s}));
        client->stop();
        QCOMPARE(client->link().state, LinkState::Idle);
        m_cluster->happenOften(1);
        QTest::qWait(20);
        QCOMPARE(listener.said.size(), qsizetype(3));
    }
    void resumesAfterTheServerWasAway()
    {
        const auto client = clientWith("viewer-key");
        Listener listener(*client);
        client->start();
        QTRY_VERIFY(client->link().isLive());
        m_cluster->happenOften(2);
        QTRY_COMPARE(listener.said.size(), qsizetype(2));

        m_bench->close();
        QTRY_COMPARE(client->link().state, LinkState::Reconnecting);
        QVERIFY(client->link().attempt >= 1);
        QVERIFY(client->link().retryAt.has_value());
        QCOMPARE(client->link().cause.kind, ErrorKind::Unreachable);
        m_cluster->happenOften(2);
        m_bench->open();

        QTRY_VERIFY_WITH_TIMEOUT(client->link().isLive(), 3000);
        QTRY_COMPARE(listener.said, (QStringList{u"epoch1-1"_s, u"epoch1-2"_s, u"epoch1-3"_s, u"epoch1-4"_s}));
        QCOMPARE(client->link().attempt, 0);
    }
    void resumesFromItsPositionEvenWhenNothingHadHappened()
    {
        const auto client = clientWith("viewer-key");
        Listener listener(*client);
        client->start();
        QTRY_VERIFY(client->link().isLive());
        QTest::qWait(50); // The position frame comes right behind the head.

        m_bench->close();
        QTRY_COMPARE(client->link().state, LinkState::Reconnecting);
        m_cluster->happenOften(2);
        m_bench->open();

        QTRY_COMPARE(listener.said, (QStringList{u"epoch1-1"_s, u"epoch1-2"_s}));
    }
    void anotherEpochAsksForResyncFirst()
    {
        const auto client = clientWith("viewer-key");
        Listener listener(*client);
        client->start();
        QTRY_VERIFY(client->link().isLive());
        m_cluster->happenOften(2);
        QTRY_COMPARE(listener.said.size(), qsizetype(2));

        const quint16 port = m_bench->port;
        m_bench.reset();
        QTRY_COMPARE(client->link().state, LinkState::Reconnecting);
        m_cluster = std::make_unique<ScriptedCluster>();
        m_cluster->position.epoch = u"epoch2"_s;
        m_bench = std::make_unique<ApiBench>(*m_cluster, milliseconds(100), port);
        QTRY_VERIFY_WITH_TIMEOUT(client->link().isLive(), 3000);
        QTRY_COMPARE(listener.said.value(2), u"resync"_s);
        m_cluster->happenOften(1);

        QTRY_COMPARE(listener.said.last(), u"epoch2-1"_s);
        QCOMPARE(listener.said.count(u"resync"_s), qsizetype(1));
    }
    void aRefusedKeyBlocks()
    {
        const auto client = clientWith("garbage");
        client->start();
        QTRY_COMPARE(client->link().state, LinkState::Blocked);
        QCOMPARE(client->link().cause.kind, ErrorKind::Refused);
        QCOMPARE(client->link().cause.codeOrDefault(), QString(httpcode::kNotAuthenticated));

        const auto worker = clientWith("join-key");
        worker->start();
        QTRY_COMPARE(worker->link().state, LinkState::Blocked); // 403: a join token does not read.
    }
    void anotherProductBlocks()
    {
        ScriptedServer other([](int) {
            return std::pair("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"_ba,
                             ScriptedServer::Then::Close);
        });
        const auto client = clientWith("x", other.url());
        client->start();
        QTRY_COMPARE(client->link().state, LinkState::Blocked);
        QCOMPARE(client->link().cause.kind, ErrorKind::Protocol);
    }
    void silenceIsQuietAndNoiseIsLive()
    {
        ScriptedServer mute([](int number) {
            return number == 0 ? std::pair(kStreamHead + ":\n\n"_ba, ScriptedServer::Then::Keep)
                               : std::pair("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"_ba, ScriptedServer::Then::Keep);
        });
        ManualClock clock;
        NativeClient client({u"native"_s, mute.url()}, {}, clock, 1);
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Live);
        clock.advance(2 * limits::kSseKeepAlive);
        QTRY_COMPARE(client.link().state, LinkState::Quiet);
        QCOMPARE(client.link().lastHeardAt, clock.now() - 2 * limits::kSseKeepAlive);
        mute.sendMore(":\n\n");
        QTRY_COMPARE(client.link().state, LinkState::Live);
        QCOMPARE(client.link().lastHeardAt, clock.now());
    }
    void theStreamIsNeverTrusted_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QStringList>("said");
        const auto beat = [](quint64 number, const QString &epoch = u"e"_s) {
            return NativeEventCodec::encoded({{epoch, number}, Timestamp{1}, NodeBeat{NodeId(u"n1"_s), Timestamp{1}, {}, {}}});
        };
        QTest::newRow("in order") << beat(1) + beat(2) << QStringList{u"e-1"_s, u"e-2"_s};
        QTest::newRow("twice") << beat(1) + beat(1) + beat(2) << QStringList{u"e-1"_s, u"e-2"_s};
        QTest::newRow("old") << beat(5) + beat(4) + beat(6) << QStringList{u"e-5"_s, u"e-6"_s};
        QTest::newRow("gap") << beat(1) + beat(3) + beat(4) << QStringList{u"e-1"_s, u"resync"_s, u"e-3"_s, u"e-4"_s};
        QTest::newRow("epoch") << beat(1) + beat(2, u"f"_s) << QStringList{u"e-1"_s, u"resync"_s, u"f-2"_s};
        QTest::newRow("unknown kind") << beat(1) + "id: e-2\nevent: job-done\ndata: {}\n\n" + beat(3)
                                      << QStringList{u"e-1"_s, u"e-2"_s, u"e-3"_s};
        QTest::newRow("withheld") << beat(1) + NativeEventCodec::encodedWithheld({{u"e"_s, 2}, Timestamp{1}, CallersRefused{}}) + beat(3)
                                  << QStringList{u"e-1"_s, u"e-2"_s, u"e-3"_s}; // Whoever counts misses none.
        QTest::newRow("nonsense") << beat(1) + "id: e-2\nevent: node-beat\ndata: {}\n\n" + beat(3)
                                  << QStringList{u"e-1"_s, u"resync"_s, u"e-3"_s};
        QTest::newRow("resync") << beat(1) + NativeEventCodec::encodedResync({u"e"_s, 9}) + beat(10)
                                << QStringList{u"e-1"_s, u"resync"_s, u"e-10"_s};
        QTest::newRow("event of the resync's number") << NativeEventCodec::encodedResync({u"e"_s, 9}) + beat(9) + beat(10)
                                                      << QStringList{u"resync"_s, u"e-10"_s};
    }
    void theStreamIsNeverTrusted()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QStringList, said);
        ScriptedServer server([&stream](int number) {
            return number == 0 ? std::pair(kStreamHead + stream, ScriptedServer::Then::Keep)
                               : std::pair("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"_ba, ScriptedServer::Then::Keep);
        });
        const auto client = clientWith("x", server.url());
        Listener listener(*client);
        client->start();
        QTRY_COMPARE(listener.said, said);
    }
    void aStreamThatBrokeBeforeItsPositionHasAGap()
    {
        ScriptedServer server([](int) { return std::pair(kStreamHead + ":\n\n"_ba, ScriptedServer::Then::Close); });
        const auto client = clientWith("x", server.url());
        Listener listener(*client);
        client->start();
        QTRY_VERIFY(listener.said.contains(u"resync"_s));
    }

    void stopAndStartAtAnyMoment()
    {
        const auto client = clientWith("viewer-key");
        client->stop();
        for (int i = 0; i < 20; ++i) {
            client->start();
            client->start();
            QTest::qWait(i);
            client->stop();
            client->stop();
        }
        client->start();
        QTRY_VERIFY(client->link().isLive());
    }

private:
    SystemClock m_clock;
    std::unique_ptr<ScriptedCluster> m_cluster;
    std::unique_ptr<ApiBench> m_bench;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeClient)
#include "tst_NativeClient.moc"
