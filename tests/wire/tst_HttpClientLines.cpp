// SPDX-License-Identifier: Apache-2.0
// A client whose line is not believed any more uses none of its connections again.
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

    int connections = 0;
    int dead = 0; //!< Calls to /dead that came.

private:
    void answer(QTcpSocket *socket)
    {
        const QByteArray head = socket->readAll();
        if (head.contains(" /dead "))
            ++dead;
        else
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
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
};

QTEST_GUILESS_MAIN(tst_HttpClientLines)
#include "tst_HttpClientLines.moc"
