// SPDX-License-Identifier: Apache-2.0
// How a node is pinged: ours on loopback alone, a foreign one where a reach test may go.
#include "app/shared/NodeDialer.h"

#include "app/shared/NodeAddress.h"
#include "tests/app/OneAnswer.h"

#include <QTcpServer>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

Node foreignAt(const QString &address)
{
    Node node;
    node.who.id = NodeId(u"mac-mini"_s);
    node.who.name = u"Mac Mini"_s;
    node.who.role = NodeRole::Worker;
    node.who.address = address;
    return node;
}

} // namespace

class tst_NodeDialer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreReadStrictly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("v4") << u"10.0.0.7:3101"_s << u"10.0.0.7"_s << 3101;
        QTest::newRow("name") << u"mini.local:1"_s << u"mini.local"_s << 1;
        QTest::newRow("v6") << u"[fd00::7]:65535"_s << u"fd00::7"_s << 65535;
        QTest::newRow("no port") << u"10.0.0.7"_s << QString() << 0;
        QTest::newRow("port 0") << u"10.0.0.7:0"_s << QString() << 0;
        QTest::newRow("port too high") << u"10.0.0.7:65536"_s << QString() << 0;
        QTest::newRow("bare v6") << u"fd00::7:3101"_s << QString() << 0;
        QTest::newRow("url") << u"http://10.0.0.7:3101"_s << QString() << 0;
        QTest::newRow("line end") << u"10.0.0.7:3101\n"_s << QString() << 0;
        QTest::newRow("empty") << QString() << QString() << 0;
    }
    void addressesAreReadStrictly()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);

        const std::optional<NodeAddress> read = nodeAddressOf(text);

        QCOMPARE(read.value_or(NodeAddress()), (NodeAddress{host, port}));
    }

    void aForeignWorkerThatAnswersIsReachable()
    {
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        const Result<double> latency = dialled(foreignAt(addressOf(worker)), LoopbackRule::Allowed);

        QVERIFY(latency);
        QVERIFY(*latency >= 0);
    }

    void whatMustNotBeAskedIsNotContacted()
    {
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        const Result<double> latency = dialled(foreignAt(addressOf(worker)), LoopbackRule::Denied);

        QCOMPARE(latency.error().kind, ErrorKind::Unreachable);
        QVERIFY(worker.asked.isEmpty());
    }

    void nobodyThereIsUnreachable()
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        const quint16 port = gone.serverPort();
        gone.close();

        QCOMPARE(dialled(foreignAt(u"127.0.0.1:%1"_s.arg(port)), LoopbackRule::Allowed).error().kind, ErrorKind::Unreachable);
        QCOMPARE(dialled(foreignAt({}), LoopbackRule::Allowed).error().kind, ErrorKind::Unreachable);
    }

    void ourOwnAreDialledOnLoopbackAlone()
    {
        Node ours = foreignAt(u"192.0.2.7:3100"_s);
        ours.who.pid = 4711;

        const Result<double> latency = dialled(ours, LoopbackRule::Allowed);

        QCOMPARE(latency.error().what, u"192.0.2.7:3100 cannot be dialled"_s);
    }

    void aProcessIdOpensNoDoor()
    {
        OneAnswer service("SSH-2.0-OpenSSH_9.2\r\n");
        Node remote = foreignAt(addressOf(service));
        remote.who.pid = 22; // As a machine elsewhere would say it.

        const Result<double> latency = dialled(remote, DialRules{.foreign = LoopbackRule::Allowed});

        QCOMPARE(latency.error().what, u"%1 must not be asked from here"_s.arg(addressOf(service)));
        QVERIFY(dialled(remote, DialRules{.own = addressOf(service)})); // This node itself.
    }

    void foreignLoopbackHasARuleOfItsOwn()
    {
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        QVERIFY(!dialled(foreignAt(addressOf(worker)), DialRules{.ours = LoopbackRule::Allowed}));

        QVERIFY(worker.asked.isEmpty());
    }

private:
    static QString addressOf(const OneAnswer &worker) { return u"127.0.0.1:%1"_s.arg(worker.port()); }
    Result<double> dialled(const Node &node, LoopbackRule loopback)
    {
        return dialled(node, DialRules{.ours = loopback, .foreign = loopback});
    }
    Result<double> dialled(const Node &node, const DialRules &rules)
    {
        const Future<double> dialling = dialNode(m_clock, node, rules, this);
        if (!QTest::qWaitFor([&dialling] { return dialling.isFinished(); }, 15'000))
            return internalError(u"test"_s, u"it never ended"_s);
        return dialling.result();
    }

    SystemClock m_clock;
};

QTEST_GUILESS_MAIN(tst_NodeDialer)
#include "tst_NodeDialer.moc"
