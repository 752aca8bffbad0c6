// SPDX-License-Identifier: Apache-2.0
// The TLS filter with a real client at the other end, cut at every byte; and what it does with bytes that are no TLS.
#include "core/wire/TlsStream.h"
#include "tests/wire/TlsBench.h"

#include <QTcpServer>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

using State = TlsStream::State;

const TlsIdentity &identity()
{
    static const TlsIdentity made = madePair().identity();
    return made;
}

//! A stream fed from a real client's socket, \a step bytes at a time.
struct FedStream {
    explicit FedStream(qsizetype step)
    {
        server.listen(QHostAddress::LocalHost);
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates({identity().chain.first()});
        client.setSslConfiguration(configuration);
        client.connectToHostEncrypted(u"127.0.0.1"_s, server.serverPort());
        QVERIFY(server.waitForNewConnection(5000));
        socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, step] {
            const QByteArray all = socket->readAll();
            for (qsizetype at = 0; at < all.size(); at += step)
                feed(QByteArrayView(all).sliced(at, std::min(step, all.size() - at)));
        });
    }
    void feed(QByteArrayView bytes)
    {
        const qsizetype count = stream.feed(bytes, plain);
        got.append(plain.data(), count);
        socket->write(stream.takeOutgoing());
    }

    std::unique_ptr<TlsContext> context = std::move(TlsContext::make(identity())).value();
    TlsStream stream{*context};
    std::array<char, TlsStream::kPlainBytes> plain;
    QByteArray got;
    QTcpServer server;
    QTcpSocket *socket = nullptr; // Child of the server.
    QSslSocket client;
};

} // namespace

class tst_TlsStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesBothWays_data();
    void carriesBothWays();
    void goodbyes();
    void nothingIsWrittenBeforeTheHandshake();
    void plainBytesFailWithoutAnAnswer_data();
    void plainBytesFailWithoutAnAnswer();
    void brokenRecordsFail_data();
    void brokenRecordsFail();
    void failedStreamStaysFailed();
};

void tst_TlsStream::carriesBothWays_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("single bytes") << 1;
    QTest::newRow("sevens") << 7;
    QTest::newRow("as it comes") << int(TlsStream::kFedBytes);
}

void tst_TlsStream::carriesBothWays()
{
    QFETCH(int, step);
    FedStream fed(step);
    QTRY_VERIFY(fed.client.isEncrypted());
    QByteArray sent;
    for (int i = 0; i < 50'000; ++i)
        sent += char(i * 7);

    fed.client.write(sent);
    QTRY_COMPARE_WITH_TIMEOUT(fed.got, sent, 20000);
    QVERIFY(fed.stream.write(sent));
    fed.socket->write(fed.stream.takeOutgoing());

    QByteArray back;
    QTRY_COMPARE_WITH_TIMEOUT((back += fed.client.readAll()), sent, 20000);
    QCOMPARE(fed.stream.state(), State::Open);
}

void tst_TlsStream::goodbyes()
{
    FedStream fed(TlsStream::kFedBytes);
    QTRY_VERIFY(fed.client.isEncrypted());

    fed.client.disconnectFromHost();
    QTRY_COMPARE(fed.stream.state(), State::Finished);
    fed.stream.finish();

    QVERIFY(!fed.stream.takeOutgoing().isEmpty());
    QVERIFY(!fed.stream.write("too late"));
}

void tst_TlsStream::nothingIsWrittenBeforeTheHandshake()
{
    const std::unique_ptr<TlsContext> context = std::move(TlsContext::make(identity())).value();
    TlsStream stream(*context);

    QVERIFY(!stream.write("secret"));

    stream.finish();
    QVERIFY(stream.takeOutgoing().isEmpty());
    QCOMPARE(stream.state(), State::Handshake);
}

void tst_TlsStream::plainBytesFailWithoutAnAnswer_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("get") << "GET / HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("ssh") << "SSH-2.0-x\r\n"_ba;
    QTest::newRow("one byte") << "G"_ba;
    QTest::newRow("ssl 2") << QByteArray("\x80\x2e\x01\x00\x02", 5);
    QTest::newRow("application data") << QByteArray("\x17\x03\x03\x00\x01x", 6);
    QTest::newRow("alert") << QByteArray("\x15\x03\x03\x00\x02\x01\x00", 7);
}

void tst_TlsStream::plainBytesFailWithoutAnAnswer()
{
    QFETCH(QByteArray, bytes);
    const std::unique_ptr<TlsContext> context = std::move(TlsContext::make(identity())).value();
    TlsStream stream(*context);

    std::array<char, TlsStream::kPlainBytes> plain;

    QCOMPARE(stream.feed(bytes, plain), qsizetype(0));

    QCOMPARE(stream.state(), State::Failed);
    QVERIFY(stream.takeOutgoing().isEmpty());
}

void tst_TlsStream::brokenRecordsFail_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("record too long") << QByteArray("\x16\x03\x01\xff\xff", 5) + QByteArray(100, 'x');
    QTest::newRow("no hello") << QByteArray("\x16\x03\x01\x00\x04\x02\x00\x00\x00", 9);
    QTest::newRow("empty record") << QByteArray("\x16\x03\x01\x00\x00", 5).repeated(100);
    QTest::newRow("hello of nonsense") << QByteArray("\x16\x03\x01\x00\x08\x01\x00\x00\x04zzzz", 13);
    QTest::newRow("application data behind") << QByteArray("\x16\x03\x01\x00\x01\x01\x17\x03\x03\x00\x01x", 12);
}

void tst_TlsStream::brokenRecordsFail()
{
    QFETCH(QByteArray, bytes);
    const std::unique_ptr<TlsContext> context = std::move(TlsContext::make(identity())).value();
    TlsStream stream(*context);
    std::array<char, TlsStream::kPlainBytes> plain;

    for (const char byte : std::as_const(bytes))
        QCOMPARE(stream.feed(QByteArrayView(&byte, 1), plain), qsizetype(0));

    QCOMPARE(stream.state(), State::Failed);
    QVERIFY(stream.takeOutgoing().size() <= 7); // An alert at most.
}

void tst_TlsStream::failedStreamStaysFailed()
{
    FedStream fed(TlsStream::kFedBytes);
    QTRY_VERIFY(fed.client.isEncrypted());

    fed.feed(QByteArray("\x17\x03\x03\x00\x20", 5) + QByteArray(32, 'x')); // Nobody encrypted that.
    QCOMPARE(fed.stream.state(), State::Failed);

    fed.client.write("later");
    fed.client.flush();
    QTest::qWait(20);
    QVERIFY(fed.got.isEmpty());
    QVERIFY(!fed.stream.write("more"));
}

QTEST_GUILESS_MAIN(tst_TlsStream)
#include "tst_TlsStream.moc"
