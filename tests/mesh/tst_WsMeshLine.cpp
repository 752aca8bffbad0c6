// SPDX-License-Identifier: Apache-2.0
// Mesh messages over a WebSocket whose connection is a queue: both ends, and what is no message.
#include "core/mesh/WsMeshLine.h"

#include "core/mesh/MeshCodec.h"
#include "core/wire/WsPeer.h"

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

QTEST_GUILESS_MAIN(tst_WsMeshLine)
#include "tst_WsMeshLine.moc"
