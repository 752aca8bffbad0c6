// SPDX-License-Identifier: Apache-2.0
// Where a stream begins, and what happened before: that a gap costs one snapshot (F-1).
#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "tests/dialects/native/ApiBench.h"
#include "tests/dialects/native/ScriptedCluster.h"
#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

namespace {

constexpr auto kStreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
constexpr auto kNotFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

} // namespace

class tst_NativeClientEvents : public QObject
{
    Q_OBJECT

    std::unique_ptr<NativeClient> clientWith(const QByteArray &key, const QUrl &url)
    {
        return std::make_unique<NativeClient>(ClusterAddress{u"native"_s, url}, Credentials{Secret(key)}, m_clock, 1);
    }

private Q_SLOTS:
    void isLiveOnceTheStreamHasToldWhereItBegins_data()
    {
        QTest::addColumn<QByteArray>("opening");
        QTest::addColumn<QStringList>("said");
        QTest::newRow("goes on") << NativeEventCodec::encodedOpening({u"e"_s, 5}) << QStringList{u"live"_s};
        QTest::newRow("restarted") << NativeEventCodec::encodedOpening({u"f"_s, 2}) + NativeEventCodec::encodedResync({u"f"_s, 2})
                                   << QStringList{u"resync"_s, u"live"_s};
        QTest::newRow("compacted") << NativeEventCodec::encodedOpening({u"e"_s, 9000}) + NativeEventCodec::encodedResync({u"e"_s, 9000})
                                   << QStringList{u"resync"_s, u"live"_s};
    }
    void isLiveOnceTheStreamHasToldWhereItBegins()
    {
        QFETCH(QByteArray, opening);
        QFETCH(QStringList, said);
        ScriptedServer server([](int number) {
            return number == 0 ? std::pair(QByteArray(kStreamHead), ScriptedServer::Then::Keep)
                               : std::pair(QByteArray(kNotFound), ScriptedServer::Then::Keep);
        });
        const auto client = clientWith("x", server.url());
        QStringList told;
        connect(client.get(), &Cluster::resyncNeeded, this, [&told] { told << u"resync"_s; });
        connect(client.get(), &Cluster::linkChanged, this, [&told](const LinkReport &link) {
            if (link.isLive() && !told.contains(u"live"_s))
                told << u"live"_s;
        });
        client->followFrom({u"e"_s, 5});
        client->start();
        QTRY_COMPARE(server.requests(), 1);
        QTest::qWait(50); // The head is there by now.
        QVERIFY(!client->link().isLive());

        server.sendMore(opening);

        QTRY_COMPARE(told, said); // A snapshot that is asked for now is younger than the gap.
    }
    void givesTheEventsThatAreKept()
    {
        ScriptedCluster cluster;
        ApiBench bench(cluster);
        QVERIFY(bench.isOpen);
        cluster.happenOften(3);
        cluster.happen(NodeRemoved{NodeId(u"n1"_s), u"one"_s});
        const auto client = clientWith("viewer-key", bench.address().url);

        const auto events = outcomeOf(client->eventsAfter({u"epoch1"_s, 1}));

        QVERIFY_RESULT(events);
        QCOMPARE(*events, cluster.ring.mid(1));
        QVERIFY_RESULT(outcomeOf(client->eventsAfter({u"epoch1"_s, 4})));
        for (const EventPosition &gone : {EventPosition{u"epoch0"_s, 1}, EventPosition{u"epoch1"_s, 5}, EventPosition{QString(), 0}})
            QCOMPARE(outcomeOf(client->eventsAfter(gone)).error().codeOrDefault(), u"resync"_s);
    }
    void anOlderServerKeepsNoEvents()
    {
        ScriptedServer old([](int) {
            return std::pair(QByteArray(kNotFound), ScriptedServer::Then::Close);
        });
        const auto client = clientWith("x", old.url());
        QCOMPARE(outcomeOf(client->eventsAfter({u"e"_s, 1})).error().kind, ErrorKind::Unsupported);
    }

private:
    SystemClock m_clock;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeClientEvents)
#include "tst_NativeClientEvents.moc"
