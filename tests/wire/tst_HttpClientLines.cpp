// SPDX-License-Identifier: Apache-2.0
// The connections of a client: how many, kept or given up, and none used again that is not believed any more.
#include "core/wire/HttpClient.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

//! Answers calls to /open on connections that it keeps, and none to /dead.
class KeepingServer
{
public:
    KeepingServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            ++connections;
            QTcpSocket *const socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(socket); });
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort())); }

    void dropAll()
    {
        for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>())
            socket->abort();
    }

    int connections = 0;
    int dead = 0;  //!< Calls to /dead that came.
    int dying = 0; //!< Calls to /dying that came; the second one of a connection ends it without an answer.

private:
    void answer(QTcpSocket *socket)
    {
        const QByteArray head = socket->readAll();
        if (head.contains(" /dead "))
            ++dead;
        else if (head.contains(" /dying ") && ++dying && socket->property("used").toBool())
            return socket->abort();
        else
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        socket->setProperty("used", true);
    }

    QTcpServer m_server;
};

bool isAnswered(const Future<HttpAnswer> &future)
{
    return QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000) && future.result().has_value();
}

} // namespace

class tst_HttpClientLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keptConnectionsAreNotUsedAgain()
    {
        KeepingServer server;
        HttpClient client(server.url());
        QVERIFY(isAnswered(client.get(u"/open"_s)));
        QVERIFY(isAnswered(client.get(u"/open"_s)));
        QCOMPARE(server.connections, 1);

        client.dropConnections();

        QVERIFY(isAnswered(client.get(u"/open"_s)));
        QCOMPARE(server.connections, 2);
    }

    void readingCallsEndAtOnceAndOthersWait()
    {
        KeepingServer server;
        HttpClient client(server.url());
        const Future<HttpAnswer> reading = client.get(u"/dead"_s);
        const Future<HttpAnswer> changing = client.post(u"/dead"_s, {});
        QTRY_COMPARE(server.dead, 2);

        client.dropConnections();

        QTRY_VERIFY(reading.isFinished());
        QCOMPARE(reading.result().error().kind, ErrorKind::Unreachable);
        QVERIFY(isAnswered(client.get(u"/open"_s)));
        QVERIFY(!changing.isFinished()); // It may have been carried out: its answer is still wanted.
    }

    void callsMayBeMadeFromWithinTheEndOfAnother()
    {
        KeepingServer server;
        HttpClient client(server.url());
        std::optional<Future<HttpAnswer>> again;
        const Future<HttpAnswer> reading = client.get(u"/dead"_s);
        whenDone(&client, reading, [&](const Result<HttpAnswer> &) { again = client.get(u"/open"_s); });
        QTRY_COMPARE(server.dead, 1);

        client.dropConnections();
        client.dropConnections();

        QTRY_VERIFY(again);
        QVERIFY(isAnswered(*again));
    }

    void sixCallsAtMostAreUnderWay()
    {
        KeepingServer server;
        HttpClient client(server.url());
        QList<Future<HttpAnswer>> stuck;
        for (int i = 0; i < 6; ++i)
            stuck.append(client.get(u"/dead"_s));
        const Future<HttpAnswer> waiting = client.get(u"/open"_s);
        const Future<HttpAnswer> late = client.get(u"/open"_s, {.deadline = milliseconds(100)});
        QTRY_COMPARE(server.dead, 6);

        QTRY_VERIFY(late.isFinished()); // Its deadline runs while it waits.
        QCOMPARE(late.result().error().kind, ErrorKind::Timeout);
        QVERIFY(!waiting.isFinished());
        QCOMPARE(server.connections, 6);
        server.dropAll();

        QVERIFY(isAnswered(waiting));
        for (const Future<HttpAnswer> &one : stuck)
            QTRY_VERIFY(one.isFinished() && !one.result().has_value());
    }

    void connectionsThatDieInOurHandsAreReplaced()
    {
        KeepingServer server;
        HttpClient client(server.url());
        QVERIFY(isAnswered(client.get(u"/dying"_s)));

        QVERIFY(isAnswered(client.get(u"/dying"_s))); // Ended by the kept connection, asked again on a fresh one.

        QCOMPARE(server.dying, 3);
        QCOMPARE(server.connections, 2);
    }

    void whatMayHaveBeenCarriedOutIsNotSentAgain()
    {
        KeepingServer server;
        HttpClient client(server.url());
        QVERIFY(isAnswered(client.get(u"/open"_s)));

        const Future<HttpAnswer> changing = client.post(u"/dying"_s, {});

        QTRY_VERIFY(changing.isFinished());
        QCOMPARE(changing.result().error().kind, ErrorKind::Unreachable);
        QCOMPARE(server.dying, 1);
        QVERIFY(isAnswered(client.post(u"/dying"_s, {}))); // A fresh connection answers.
        QVERIFY(isAnswered(client.post(u"/dying"_s, {}, {.raceAfter = milliseconds(5000)}))); // May arrive twice.
        QCOMPARE(server.dying, 4);
    }
};

QTEST_GUILESS_MAIN(tst_HttpClientLines)
#include "tst_HttpClientLines.moc"
