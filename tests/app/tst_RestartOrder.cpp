// SPDX-License-Identifier: Apache-2.0
#include "app/shared/RestartOrder.h"
#include "tests/app/OneAnswer.h"

#include <QNetworkProxy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

Node nodeAt(const QString &address)
{
    Node node;
    node.who.id = NodeId(u"mac-mini"_s);
    node.who.name = u"Mac Mini"_s;
    node.who.address = address;
    return node;
}

} // namespace

class tst_RestartOrder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOrderIsOnePost()
    {
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        QVERIFY(given(addressOf(worker)));

        QCOMPARE(worker.asked, QByteArrayList{"POST /restart HTTP/1.1"});
    }

    void namesAreResolved()
    {
        OneAnswer worker("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");

        QVERIFY(given(u"localhost:%1"_s.arg(worker.port())));
    }

    void whatIsNotTakenIsUnreachable_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("why");
        QTest::newRow("AgenticMail's worker") << "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"_ba
                                              << u"it answered 404"_s;
        QTest::newRow("failed") << "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"_ba << u"it answered 500"_s;
        QTest::newRow("redirect") << "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"_ba
                                  << QString();
        QTest::newRow("nonsense") << "SSH-2.0-OpenSSH_9.2\r\n"_ba << u"what answered is no node"_s;
        QTest::newRow("nothing") << QByteArray() << u"what answered is no node"_s;
    }
    void whatIsNotTakenIsUnreachable()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, why);
        OneAnswer worker(answer);

        const Result<void> outcome = given(addressOf(worker));

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Unreachable);
        QVERIFY2(outcome.error().what.startsWith("Mac Mini did not take the order: "_L1), qPrintable(outcome.error().what));
        QVERIFY2(outcome.error().what.contains(why), qPrintable(outcome.error().what));
        QCOMPARE(worker.asked, QByteArrayList{"POST /restart HTTP/1.1"}); // Once: an order is no question.
    }

    void aLongAnswerIsAnAnswer()
    {
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n" + QByteArray(100'000, 'x'));

        QVERIFY(given(addressOf(worker)));
    }

    void proxiesAreNotAsked()
    {
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        OneAnswer proxy("HTTP/1.1 200 OK\r\n\r\n");
        QNetworkProxy::setApplicationProxy({QNetworkProxy::HttpProxy, u"127.0.0.1"_s, quint16(proxy.port())});

        const Result<void> outcome = given(addressOf(worker));

        QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
        QVERIFY(outcome);
        QVERIFY(proxy.asked.isEmpty());
    }

    void loopbackMustBeAllowed()
    {
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        const Result<void> outcome = given(addressOf(worker), LoopbackRule::Denied);

        QCOMPARE(outcome.error().kind, ErrorKind::Unreachable);
        QVERIFY(worker.asked.isEmpty());
    }

    void addressesThatAreNoneAreNotAsked_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("nothing") << QString();
        QTest::newRow("no port") << u"10.0.0.7"_s;
        QTest::newRow("port 0") << u"10.0.0.7:0"_s;
        QTest::newRow("port too large") << u"10.0.0.7:70000"_s;
        QTest::newRow("a path behind") << u"10.0.0.7:80/admin"_s;
        QTest::newRow("a user before") << u"user@10.0.0.7:80"_s;
        QTest::newRow("a whole url") << u"http://10.0.0.7:80"_s;
        QTest::newRow("metadata of clouds") << u"169.254.169.254:80"_s;
        QTest::newRow("the same in IPv6") << u"[::ffff:169.254.169.254]:80"_s;
        QTest::newRow("this machine in disguise") << u"0.0.0.0:80"_s;
    }
    void addressesThatAreNoneAreNotAsked()
    {
        QFETCH(QString, address);

        const Result<void> outcome = given(address);

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Unreachable);
    }

    void mustersOwnNodesTakeNoSuchOrder()
    {
        OneAnswer worker("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Node node = nodeAt(addressOf(worker));
        node.who.pid = 4711;

        const Future<void> order = orderRestart(node, LoopbackRule::Allowed, this);

        QVERIFY(order.isFinished());
        QCOMPARE(order.result().error().kind, ErrorKind::Unsupported);
        QVERIFY(worker.asked.isEmpty());
    }

private:
    static QString addressOf(const OneAnswer &worker) { return u"127.0.0.1:%1"_s.arg(worker.port()); }
    Result<void> given(const QString &address, LoopbackRule loopback = LoopbackRule::Allowed)
    {
        const Future<void> order = orderRestart(nodeAt(address), loopback, this);
        if (!QTest::qWaitFor([&order] { return order.isFinished(); }, 15'000))
            return internalError(u"test"_s, u"no answer"_s);
        return order.result();
    }
};

QTEST_GUILESS_MAIN(tst_RestartOrder)
#include "tst_RestartOrder.moc"
