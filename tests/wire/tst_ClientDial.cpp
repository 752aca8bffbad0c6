// SPDX-License-Identifier: Apache-2.0
// Ways to a server: names, addresses, dead ends, proxies. TLS is in tst_TlsTrust.
#include "core/wire/ClientDial.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

QUrl urlOf(const QString &host, quint16 port, const QString &scheme = u"http"_s)
{
    return QUrl(u"%1://%2:%3"_s.arg(scheme, host).arg(port));
}

//! A dial with its outcome.
struct Dialled {
    explicit Dialled(const QUrl &url) : dial(url, {}, nullptr)
    {
        QObject::connect(&dial, &ClientDial::failed, &dial, [this](const Error &one) { error = one; });
        isOver = QTest::qWaitFor([this] { return opened.size() + failed.size() > 0; }, 20'000);
    }

    ClientDial dial;
    QSignalSpy opened{&dial, &ClientDial::opened};
    QSignalSpy failed{&dial, &ClientDial::failed};
    Error error{};
    bool isOver = false;
};

} // namespace

class tst_ClientDial : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connects_data()
    {
        QTest::addColumn<QString>("host");
        QTest::newRow("address") << u"127.0.0.1"_s;
        QTest::newRow("name") << u"localhost"_s; // Whose first address may be ::1, where nobody listens.
    }
    void connects()
    {
        QFETCH(QString, host);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));

        Dialled dialled(urlOf(host, server.serverPort()));

        QCOMPARE(dialled.opened.size(), 1);
        QObject owner;
        QTcpSocket *const socket = dialled.dial.takeSocket(&owner);
        QCOMPARE(socket->parent(), &owner);
        QCOMPARE(socket->state(), QAbstractSocket::ConnectedState);
        QVERIFY(socket->readBufferSize() > 0); // Or Qt holds all that a server sends (F-3).
    }

    void deadEnds_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("text");
        quint16 closed = 0;
        {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            closed = server.serverPort();
        }
        QTest::newRow("refused") << urlOf(u"127.0.0.1"_s, closed) << ErrorKind::Unreachable << u"refused the connection"_s;
        QTest::newRow("refused at every address") << urlOf(u"localhost"_s, closed) << ErrorKind::Unreachable
                                                  << u"refused the connection"_s;
        QTest::newRow("unknown") << urlOf(u"no-such-machine.invalid"_s, 80) << ErrorKind::Unreachable
                                 << u"no machine is known by the name of no-such-machine.invalid:80"_s;
        QTest::newRow("no HTTP") << urlOf(u"127.0.0.1"_s, 80, u"ftp"_s) << ErrorKind::Protocol << u"no address"_s;
        QTest::newRow("nothing") << QUrl() << ErrorKind::Protocol << u"no address"_s;
    }
    void deadEnds()
    {
        QFETCH(QUrl, url);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, text);

        const Dialled dialled(url);

        QVERIFY(dialled.isOver);
        QCOMPARE(dialled.failed.size(), 1);
        QCOMPARE(dialled.opened.size(), 0);
        QCOMPARE(dialled.error.kind, kind);
        QVERIFY2(dialled.error.what.contains(text), qPrintable(dialled.error.what));
    }

    void proxiesAreUsedBeyondLoopbackOnly()
    {
        QTcpServer proxy;
        QVERIFY(proxy.listen(QHostAddress::LocalHost));
        QNetworkProxy::setApplicationProxy({QNetworkProxy::HttpProxy, u"127.0.0.1"_s, proxy.serverPort()});
        ClientDial far(urlOf(u"far.example"_s, 3100), {}, nullptr);
        QTRY_VERIFY(proxy.hasPendingConnections());
        QTcpSocket *const asked = proxy.nextPendingConnection();
        QTRY_VERIFY(asked->bytesAvailable() > 0);
        QVERIFY(asked->readAll().startsWith("CONNECT far.example:3100 "));

        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const Dialled near(urlOf(u"localhost"_s, server.serverPort()));

        QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
        QCOMPARE(near.opened.size(), 1);
        QVERIFY(!proxy.hasPendingConnections());
    }
};

QTEST_GUILESS_MAIN(tst_ClientDial)
#include "tst_ClientDial.moc"
