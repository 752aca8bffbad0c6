// SPDX-License-Identifier: Apache-2.0
// Mesh messages over a WebSocket whose connection is a queue: both ends, and what is no message. Over real sockets: the largest.
#include "core/mesh/WsMeshLine.h"

#include "core/mesh/MeshCodec.h"
#include "core/mesh/MeshLeader.h"
#include "core/mesh/MeshParts.h"
#include "core/mesh/MeshWorker.h"
#include "core/wire/HttpServer.h"
#include "core/wire/WsClient.h"
#include "core/wire/WsHandshake.h"
#include "core/wire/WsPeer.h"
#include "tests/mesh/ScriptedHandler.h"

#include <QJsonDocument>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! A server's and a client's end, wired to each other.
struct Pair {
    Pair()
    {
        server = std::make_unique<WsPeer>(WsRole::Server, wayTo([this] { return client.get(); }), WsOptions{}, SteadyTime{}, nullptr);
        client = std::make_unique<WsPeer>(WsRole::Client, wayTo([this] { return server.get(); }), WsOptions{}, SteadyTime{}, nullptr);
        line = std::make_unique<WsMeshLine>(server.get());
        QObject::connect(line.get(), &MeshLine::arrived, line.get(), [this](const MeshMessage &message) { arrived.append(message); });
        QObject::connect(line.get(), &MeshLine::closed, line.get(), [this](const QString &why) { closed.append(why); });
        QObject::connect(client.get(), &WsPeer::closed, client.get(), [this](const QString &why) { closedThere.append(why); });
    }
    ~Pair() { line.reset(); }
    Q_DISABLE_COPY_MOVE(Pair)

    template <typename Other>
    static WsWay wayTo(Other other)
    {
        return {[other](const QByteArray &bytes) {
                    QMetaObject::invokeMethod(other(), [other, bytes] { other()->take(bytes); }, Qt::QueuedConnection);
                    return true;
                },
                [] { return 0; }};
    }

    std::unique_ptr<WsPeer> server;
    std::unique_ptr<WsPeer> client;
    std::unique_ptr<WsMeshLine> line;
    QList<MeshMessage> arrived;
    QStringList closed;
    QStringList closedThere;
};

//! A leader and a worker, each at its end of a real connection.
struct Connected {
    explicit Connected(int window = limits::kAgentConcurrency) : worker({node, u"0.1.0"_s, window}, {&handler})
    {
        router.add(HttpMethod::Get, u"/mesh"_s, {.access = Access::Public, .bodyBytes = 0}, [this](const HttpRequest &request) {
            return ready(wsUpgrade(request, kMeshProtocol, [this](WsPeer *peer) {
                leader.connectWorker(node, std::make_unique<WsMeshLine>(peer));
            }));
        });
        server = std::make_unique<HttpServer>(router, clock, HttpServerOptions());
        (void)server->open();
        QObject::connect(&leader, &MeshLeader::disconnected, &leader, [this](const NodeId &, const QString &why) { lost.append(why); });
        QUrl url(server->url());
        url.setPath(u"/mesh"_s);
        auto dialled = std::make_unique<WsClient>(clock, WsClientSetup{.url = url, .protocol = kMeshProtocol.toByteArray()});
        WsClient *const client = dialled.release();
        QObject::connect(client, &WsClient::opened, client, [this, client] {
            WsPeer *const peer = client->peer();
            worker.attach(std::make_unique<WsMeshLine>(peer, std::unique_ptr<QObject>(client)));
        });
    }
    bool isUp() const { return QTest::qWaitFor([this] { return leader.isConnected(node); }, 5000); }

    const NodeId node{u"node-1"_s};
    QStringList lost;
    SystemClock clock;
    Router router;
    ScriptedHandler handler;
    MeshLeader leader{clock};
    MeshWorker worker;
    std::unique_ptr<HttpServer> server;
};

//! As much as is taken: settings of 128 KiB, and secrets of a MiB.
MeshResident largest(const QString &id)
{
    MeshResident resident;
    resident.entity.ref = EntityRef{EntityKind::Agent, defaultTenant(), EntityId(id)};
    QJsonObject env;
    for (int i = 0; i < 4; ++i)
        env.insert(u"V%1"_s.arg(i), QString(31 * 1024, u'v'));
    resident.entity.settings = {{u"argv"_s, QJsonArray{u"cat"_s}}, {u"env"_s, env}};
    for (int i = 0; i < limits::kEntitySecrets; ++i) {
        const QString name = u"S%1"_s.arg(i);
        resident.secrets.insert(name, Secret(QByteArray(1024 * 1024 / limits::kEntitySecrets, 's')));
        resident.entity.secrets.append(name);
    }
    resident.entity.secrets.sort();
    return resident;
}

//! JSON of the longest payload, all of characters that a frame escapes once more.
QByteArray largestPayload()
{
    QByteArray text = "\"";
    while (text.size() + 3 <= limits::kJobPayloadBytes)
        text += "\\\"";
    return text + '"';
}

} // namespace

class tst_WsMeshLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesArriveAsTheyWereSent();
    void anUnknownTypeIsPassedOver();
    void nonsenseClosesIt();
    void closeTellsTheOtherEndWhy();
    void itsDeathClosesTheSocket();
    void theSocketsDeathClosesIt();
    void theLargestOfEverythingFits();
    void aLongListOfResidentsComesInParts();
    void aFloodOfOutputComesInParts();
};

void tst_WsMeshLine::messagesArriveAsTheyWereSent()
{
    Pair pair;
    WsMeshLine other(pair.client.get());
    QList<MeshMessage> arrivedThere;
    connect(&other, &MeshLine::arrived, this, [&arrivedThere](const MeshMessage &message) { arrivedThere.append(message); });

    MeshHello hello;
    hello.node = NodeId(u"node-1"_s);
    QVERIFY(other.send(hello));
    QVERIFY(pair.line->send(MeshWelcome{}));

    QTRY_COMPARE_WITH_TIMEOUT(pair.arrived.size(), 1, 5000);
    QTRY_COMPARE_WITH_TIMEOUT(arrivedThere.size(), 1, 5000);
    QCOMPARE(std::get<MeshHello>(pair.arrived[0]).node, NodeId(u"node-1"_s));
    QVERIFY(std::holds_alternative<MeshWelcome>(arrivedThere[0]));
}

void tst_WsMeshLine::anUnknownTypeIsPassedOver()
{
    Pair pair;

    QVERIFY(pair.client->send("{\"type\":\"of-tomorrow\"}"));
    QVERIFY(pair.client->send(encoded(MeshWelcome{})));

    QTRY_COMPARE_WITH_TIMEOUT(pair.arrived.size(), 1, 5000);
    QVERIFY(pair.line->isOpen());
}

void tst_WsMeshLine::nonsenseClosesIt()
{
    Pair pair;

    QVERIFY(pair.client->send("nonsense"));

    QTRY_COMPARE_WITH_TIMEOUT(pair.closed.size(), 1, 5000);
    QTRY_COMPARE_WITH_TIMEOUT(pair.closedThere.size(), 1, 5000);
    QVERIFY(!pair.line->isOpen());
    QVERIFY(!pair.line->send(MeshWelcome{}));
}

void tst_WsMeshLine::closeTellsTheOtherEndWhy()
{
    Pair pair;

    pair.line->close(u"the node was removed"_s);

    QVERIFY(pair.closed.isEmpty()); // Later.
    QTRY_COMPARE_WITH_TIMEOUT(pair.closedThere, QStringList{u"the other end closed it: the node was removed"_s}, 5000);
    QCOMPARE(pair.closed, QStringList{u"the node was removed"_s});
}

void tst_WsMeshLine::itsDeathClosesTheSocket()
{
    Pair pair;

    pair.line.reset();

    QTRY_COMPARE_WITH_TIMEOUT(pair.closedThere.size(), 1, 5000);
}

void tst_WsMeshLine::theSocketsDeathClosesIt()
{
    Pair pair;

    pair.server.reset();

    QCOMPARE(pair.closed.size(), 1);
    QVERIFY(!pair.line->isOpen());
}

void tst_WsMeshLine::theLargestOfEverythingFits()
{
    Connected pair;
    QVERIFY(pair.isUp());
    const QByteArray payload = largestPayload();
    QVERIFY(payload.size() > limits::kJobPayloadBytes - 3 && QJsonDocument::fromJson('[' + payload + ']').isArray());
    const MeshResident agent = largest(u"big"_s);

    // A whole window at once: more than may wait in a socket.
    for (int i = 1; i <= limits::kAgentConcurrency; ++i) {
        Run run;
        run.id = {JobId(u"j-%1"_s.arg(i)), 1};
        run.entity = agent.entity;
        run.secrets = agent.secrets;
        run.payload = payload;
        QVERIFY(encoded(MeshRun{quint64(i), run}).size() <= limits::kWsMessageBytes);
        QVERIFY(pair.leader.run(pair.node, run));
    }

    QTRY_COMPARE_WITH_TIMEOUT(pair.handler.started.size(), limits::kAgentConcurrency, 30'000);
    QVERIFY(pair.handler.started.constLast().payload == payload);
    QCOMPARE(pair.handler.started.constLast().secrets.size(), limits::kEntitySecrets);
    QCOMPARE(pair.lost, QStringList());
}

void tst_WsMeshLine::aLongListOfResidentsComesInParts()
{
    Connected pair;
    QVERIFY(pair.isUp());
    QList<MeshResident> residents;
    for (int i = 0; i < 20; ++i)
        residents.append(largest(u"big-%1"_s.arg(i)));
    for (const MeshResidents &part : partsOf(residents, 1))
        QVERIFY(encoded(part).size() <= limits::kWsMessageBytes);

    pair.leader.keep(pair.node, residents);
    QTRY_COMPARE_WITH_TIMEOUT(pair.handler.kept.size(), 20, 30'000);

    // A shorter list replaces it, also when one is still on its way.
    pair.leader.keep(pair.node, residents);
    pair.leader.keep(pair.node, residents.mid(0, 1));
    QTRY_COMPARE_WITH_TIMEOUT(pair.handler.kept.size(), 1, 30'000);
    QCOMPARE(pair.lost, QStringList());
}

void tst_WsMeshLine::aFloodOfOutputComesInParts()
{
    Connected pair;
    QVERIFY(pair.isUp());
    QStringList told;
    QObject::connect(&pair.leader, &MeshLeader::lines, &pair.leader, [&told](const NodeId &, const OutputSource &, const QList<OutputLine> &lines) {
        for (const OutputLine &line : lines)
            told.append(line.text);
    });
    const OutputSource source{.entity = largest(u"big"_s).entity.ref, .run = {}};
    pair.handler.writeAs(source, {{LogStream::Output, u"first"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(told, QStringList{u"first"_s}, 5000); // The worker is welcome by now.
    QList<OutputLine> flood;
    for (int i = 0; i < 150; ++i) // Each as long as a line may be, all of quotes: 5 MiB in frames.
        flood.append({LogStream::Output, QString::number(i) + QString(limits::kLogLineBytes - 8, u'"')});

    pair.handler.writeAs(source, flood);

    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1 + flood.size(), 30'000);
    QVERIFY(told.at(1) == flood.constFirst().text && told.constLast() == flood.constLast().text);
    QCOMPARE(pair.lost, QStringList());
}

QTEST_GUILESS_MAIN(tst_WsMeshLine)
#include "tst_WsMeshLine.moc"
