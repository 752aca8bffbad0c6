// SPDX-License-Identifier: Apache-2.0
// The proxy does what it is told, and nothing else; otherwise the tests that use it prove nothing.
#include "tests/support/ChaosProxy.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Way = ChaosProxy::Way;

namespace {

//! Sends back all that it gets.
class Echo
{
public:
    Echo()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                adopt(socket);
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    quint16 port() const { return m_server.serverPort(); }
    qsizetype peers() const { return m_server.findChildren<QTcpSocket *>().size(); }
    void dropAll()
    {
        for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>())
            socket->disconnectFromHost();
    }
    void stopListening() { m_server.close(); }

    QByteArray got;
    int ends = 0;
private:
    void adopt(QTcpSocket *socket)
    {
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QByteArray bytes = socket->readAll();
            got += bytes;
            socket->write(bytes);
        });
        QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
            ++ends;
            socket->deleteLater();
        });
    }

    QTcpServer m_server;
};

//! A caller that keeps what it got, and in how many reads.
struct Caller {
    explicit Caller(quint16 port)
    {
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] {
            got += socket.readAll();
            ++reads;
        });
        socket.connectToHost(QHostAddress::LocalHost, port);
    }
    bool isConnected() const { return socket.state() == QAbstractSocket::ConnectedState; }
    bool isClosed() const { return socket.state() == QAbstractSocket::UnconnectedState; }

    QTcpSocket socket;
    QByteArray got;
    int reads = 0;
};

} // namespace

class tst_ChaosProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesEverythingUnchanged()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        Caller caller(proxy.port());
        QByteArray bytes;
        for (int i = 0; i < 300'000; ++i)
            bytes += QByteArray::number(i);
        caller.socket.write(bytes);

        QTRY_COMPARE(caller.got.size(), bytes.size());
        QVERIFY(caller.got == bytes);
        QCOMPARE(proxy.passed(Way::ToServer), bytes.size());
        QCOMPARE(proxy.passed(Way::ToClient), bytes.size());
        QCOMPARE(proxy.connections(), 1);
    }

    void endsArePassedOnBothWays()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        Caller first(proxy.port());
        Caller second(proxy.port());
        QTRY_COMPARE(echo.peers(), 2);
        first.socket.disconnectFromHost();
        QTRY_COMPARE(echo.ends, 1);
        echo.dropAll();

        QTRY_VERIFY(second.isClosed());
        QTRY_COMPARE(proxy.connections(), 0);
        QCOMPARE(proxy.accepted(), 2);
    }

    void whatWasSentBeforeAnEndArrives()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        proxy.setFaults(Way::ToServer, {.delay = 50ms});
        Caller caller(proxy.port());
        QTRY_VERIFY(caller.isConnected());
        caller.socket.write("last words");
        caller.socket.disconnectFromHost();

        QTRY_COMPARE(echo.got, "last words"_ba);
        QTRY_COMPARE(echo.ends, 1);
    }

    void delayIsKeptAndOrderToo()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        proxy.setFaults({.delay = 100ms});
        Caller caller(proxy.port());
        const SteadyTime began = m_clock.steadyNow();
        caller.socket.write("a");
        caller.socket.write("bc");

        QTRY_COMPARE(caller.got, "abc"_ba);
        QVERIFY(m_clock.steadyNow() - began >= 200ms);
    }

    void throttleBoundsTheRate()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        proxy.setFaults(Way::ToClient, {.bytesPerSecond = 100'000});
        Caller caller(proxy.port());
        const SteadyTime began = m_clock.steadyNow();
        caller.socket.write(QByteArray(40'000, 'x'));

        QTRY_COMPARE(caller.got.size(), 40'000);
        QVERIFY(m_clock.steadyNow() - began >= 300ms); // Of 400; what was unused before is allowed for.
    }

    void bytesComeInPieces()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        proxy.setFaults(Way::ToClient, {.pieceBytes = 1});
        Caller caller(proxy.port());
        caller.socket.write("0123456789");

        QTRY_COMPARE(caller.got, "0123456789"_ba);
        QVERIFY2(caller.reads > 3, qPrintable(QString::number(caller.reads))); // The kernel may join a few.
    }

    void randomPiecesLoseNothing()
    {
        const QByteArray bytes(2000, 'x');
        Echo echo;
        ChaosProxy proxy(echo.port(), 7);
        proxy.setFaults({.pieceBytes = 7, .hasRandomPieces = true});
        Caller caller(proxy.port());
        caller.socket.write(bytes);
        QTRY_COMPARE(caller.got, bytes);
    }

    void resetComesAtItsByte()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        proxy.setFaults(Way::ToClient, {.resetAt = 10});
        Caller caller(proxy.port());
        caller.socket.write("0123456789abcdef");

        QTRY_VERIFY(caller.isClosed() && caller.socket.error() != QAbstractSocket::UnknownSocketError);
        QVERIFY("0123456789"_ba.startsWith(caller.got)); // A reset may overtake bytes, never bring more.
        QTRY_COMPARE(echo.ends, 1);
        QCOMPARE(proxy.passed(Way::ToClient), 10);
        QCOMPARE(proxy.connections(), 0);
    }

    void blackHoleSwallowsEvenEndsUntilItHeals()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        Caller caller(proxy.port());
        caller.socket.write("a");
        QTRY_COMPARE(caller.got, "a"_ba);
        proxy.setBlackHole(true);
        caller.socket.write("b");
        echo.dropAll();
        Caller control(echo.port()); // A round through the echo itself: the loop had time.
        control.socket.write("c");
        QTRY_COMPARE(control.got, "c"_ba);

        QVERIFY(caller.isConnected());
        QCOMPARE(caller.got, "a"_ba);
        QVERIFY(!echo.got.contains('b'));
        proxy.setBlackHole(false);
        QTRY_VERIFY(caller.isClosed());
    }

    void blackHoleOfOneWayLetsTheOtherThrough()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        proxy.setFaults(Way::ToClient, {.isBlackHole = true});
        Caller caller(proxy.port());
        caller.socket.write("heard");
        QTRY_COMPARE(echo.got, "heard"_ba);

        QVERIFY(caller.got.isEmpty());
        proxy.heal();
        QTRY_COMPARE(caller.got, "heard"_ba);
    }

    void halfOpenTellsTheClientNothing()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        Caller caller(proxy.port());
        QTRY_COMPARE(echo.peers(), 1);
        proxy.halfOpenAll();
        QTRY_COMPARE(echo.ends, 1);
        caller.socket.write("anybody?");
        Caller control(proxy.port());
        control.socket.write("c");
        QTRY_COMPARE(control.got, "c"_ba); // New connections work.

        QVERIFY(caller.isConnected());
        QVERIFY(caller.got.isEmpty());
        QVERIFY(!echo.got.contains("anybody?"));
        caller.socket.disconnectFromHost();
        QTRY_COMPARE(proxy.connections(), 1);
    }

    void refusesAndListensAgainOnTheSamePort()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        const quint16 port = proxy.port();
        proxy.setRefusing(true);
        Caller refused(port);
        QTRY_COMPARE(refused.socket.error(), QAbstractSocket::ConnectionRefusedError);
        proxy.setRefusing(false);
        Caller caller(port);
        caller.socket.write("a");

        QTRY_COMPARE(caller.got, "a"_ba);
        QCOMPARE(proxy.port(), port);
    }

    void resetAndCloseEndEverything()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        Caller first(proxy.port());
        QTRY_COMPARE(echo.peers(), 1);
        proxy.resetAll();
        QTRY_VERIFY(first.isClosed());
        QTRY_COMPARE(echo.ends, 1);
        Caller second(proxy.port());
        QTRY_COMPARE(echo.peers(), 1);
        proxy.closeAll();

        QTRY_VERIFY(second.isClosed());
        QTRY_COMPARE(echo.ends, 2);
        QCOMPARE(proxy.connections(), 0);
    }

    void deadTargetEndsTheCaller()
    {
        Echo echo;
        ChaosProxy proxy(echo.port());
        echo.stopListening();
        Caller caller(proxy.port());
        QTRY_VERIFY(proxy.accepted() == 1 && caller.isClosed());

        Echo other;
        proxy.setTarget(other.port());
        Caller again(proxy.port());
        again.socket.write("a");
        QTRY_COMPARE(again.got, "a"_ba);
    }

private:
    SystemClock m_clock;
};

QTEST_GUILESS_MAIN(tst_ChaosProxy)
#include "tst_ChaosProxy.moc"
