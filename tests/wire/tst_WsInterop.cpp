// SPDX-License-Identifier: Apache-2.0
// W-6: both ends of our WebSockets beside somebody else's: npm's ws, as Debian packages it (node-ws).
#include "tests/wire/EchoBench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>

using namespace muster;

namespace {

//! A script of tests/wire/interop.
class Script
{
public:
    explicit Script(const QString &name, const QStringList &arguments = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"NODE_PATH"_s, u"/usr/share/nodejs"_s); // Where Debian puts it; a node of another origin does not look there.
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(u"node"_s, QStringList{QStringLiteral(MUSTER_SOURCE_DIR "/tests/wire/interop/") + name} + arguments);
    }
    ~Script()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Script)

    //! The next line that it prints, within a bound.
    QByteArray line()
    {
        (void)QTest::qWaitFor([this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; }, 30'000);
        return m_process.readLine().trimmed();
    }

private:
    QProcess m_process;
};

} // namespace

class tst_WsInterop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theirClientOnOurServer_data();
    void theirClientOnOurServer();
    void ourClientOnTheirServer();
    void ourClientSeesTheirEnds_data();
    void ourClientSeesTheirEnds();
    void theirServerIsToldWhatIsWrong_data();
    void theirServerIsToldWhatIsWrong();
};

void tst_WsInterop::theirClientOnOurServer_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("status"); // Of a refusal.
    QTest::addColumn<int>("texts");
    QTest::addColumn<int>("code");
    QTest::newRow("talks") << QString::fromLatin1(kKey) << 0 << 1006 << int(wsclose::kNormal);
    QTest::newRow("binary") << QString::fromLatin1(kKey) << 0 << 0 << int(wsclose::kNotText);
    QTest::newRow("too-long") << QString::fromLatin1(kKey) << 0 << 0 << int(wsclose::kTooBig);
    QTest::newRow("a wrong key") << u"wrong"_s << 401 << 0 << 0;
}

void tst_WsInterop::theirClientOnOurServer()
{
    QFETCH(const QString, key);
    QFETCH(const int, status);
    QFETCH(const int, texts);
    QFETCH(const int, code);
    EchoBench echo;
    QVERIFY(echo.bench.isOpen);

    Script client(u"client.cjs"_s, {echo.bench.server->url() + u"/echo"_s, key, QString::fromLatin1(QTest::currentDataTag())});
    const QJsonObject seen = QJsonDocument::fromJson(client.line()).object();

    QVERIFY2(!seen.isEmpty(), "is node-ws installed? (installer/test.sh)");
    QCOMPARE(seen.value("problem"_L1).toString(), QString());
    QCOMPARE(seen.value("status"_L1).toInt(), status);
    QCOMPARE(seen.value("texts"_L1).toInt(), texts);
    QCOMPARE(seen.value("code"_L1).toInt(), code);
    if (status == 0) {
        QCOMPARE(seen.value("protocol"_L1).toString(), QString::fromLatin1(kProtocol));
        QCOMPARE(seen.value("extensions"_L1).toString(), QString());
    }
    if (texts > 0) {
        QCOMPARE(seen.value("pongs"_L1).toInt(), 1);
        QTRY_COMPARE(echo.closed.size(), 1);
    }
}

void tst_WsInterop::ourClientOnTheirServer()
{
    Script server(u"server.cjs"_s);
    const QByteArray port = server.line();
    QVERIFY2(port.startsWith("port "), "is node-ws installed? (installer/test.sh)");
    const QString url = u"http://127.0.0.1:"_s + QString::fromLatin1(port.mid(5));
    const SystemClock clock;
    const auto setup = [&url](const QString &path) {
        return WsClientSetup{.url = QUrl(url + path), .token = Secret(kKey), .protocol = kProtocol.toByteArray(), .tick = milliseconds(10)};
    };
    QByteArrayList sent{"short", {}, "gr\xc3\xbc\xc3\x9f\x65 \xe2\x82\xac \xf0\x9f\x98\x80", QByteArray(200'000, 'x'), QByteArray(limits::kWsMessageBytes, 'y')};

    Dialled echo(clock, setup(u"/echo"_s));
    QVERIFY(echo.isDone());
    QVERIFY2(echo.isOpen, echo.failure ? qPrintable(echo.failure->text()) : "");
    for (int i = 0; i < 1000; ++i)
        sent.append("number " + QByteArray::number(i));
    for (const QByteArray &text : sent)
        QVERIFY(echo.client->peer()->send(text));
    QTRY_COMPARE_WITH_TIMEOUT(echo.texts.size(), sent.size(), 30'000);
    QVERIFY(echo.texts == sent);
    echo.client->peer()->close(wsclose::kNormal, u"bye"_s);
    QTRY_COMPARE(echo.closed.size(), 1);

    Dialled fragments(clock, setup(u"/fragments"_s));
    QVERIFY(fragments.isDone() && fragments.isOpen);
    QVERIFY(fragments.client->peer()->send("\xe2\x82\xac in pieces of a byte"));
    QTRY_COMPARE_WITH_TIMEOUT(fragments.texts, QByteArrayList{"\xe2\x82\xac in pieces of a byte"}, 10'000);

    Dialled pings(clock, setup(u"/pings"_s));
    QVERIFY(pings.isDone() && pings.isOpen);
    QTRY_COMPARE_WITH_TIMEOUT(pings.texts, (QByteArrayList{"pong one", "pong "}), 10'000);

    WsClientSetup wrong = setup(u"/echo"_s);
    wrong.token = Secret("wrong");
    Dialled refused(clock, wrong);
    QVERIFY(refused.isDone() && refused.failure);
    QCOMPARE(refused.failure->kind, ErrorKind::Refused);
    Dialled otherProtocol(clock, setup(u"/wrong-protocol"_s));
    QVERIFY(otherProtocol.isDone());
    QVERIFY2(otherProtocol.failure, "a server that does not speak our protocol is none of ours");
}

void tst_WsInterop::ourClientSeesTheirEnds_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("word");
    QTest::newRow("in order") << u"/leaves"_s << u"going away"_s;
    QTest::newRow("cut off") << u"/drops"_s << QString();
}

void tst_WsInterop::ourClientSeesTheirEnds()
{
    QFETCH(const QString, path);
    QFETCH(const QString, word);
    Script server(u"server.cjs"_s);
    const QString port = QString::fromLatin1(server.line().mid(5));
    const SystemClock clock;
    Dialled dialled(clock, {.url = QUrl(u"http://127.0.0.1:"_s + port + path), .token = Secret(kKey), .protocol = kProtocol.toByteArray(),
                            .tick = milliseconds(10)});
    QVERIFY(dialled.isDone() && dialled.isOpen);
    QTRY_COMPARE_WITH_TIMEOUT(dialled.closed.size(), 1, 10'000);
    QVERIFY2(dialled.closed[0].contains(word), qPrintable(dialled.closed[0]));
}

void tst_WsInterop::theirServerIsToldWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("/binary") << QByteArray("closed 1003");
    QTest::newRow("/too-long") << QByteArray("closed 1009");
}

void tst_WsInterop::theirServerIsToldWhatIsWrong()
{
    QFETCH(const QByteArray, told);
    Script server(u"server.cjs"_s);
    const QString port = QString::fromLatin1(server.line().mid(5));
    const SystemClock clock;
    Dialled dialled(clock, {.url = QUrl(u"http://127.0.0.1:"_s + port + QString::fromLatin1(QTest::currentDataTag())), .token = Secret(kKey),
                            .protocol = kProtocol.toByteArray(), .tick = milliseconds(10)});
    QVERIFY(dialled.isDone() && dialled.isOpen);
    QCOMPARE(server.line(), told);
    QVERIFY(dialled.texts.isEmpty());
}

QTEST_GUILESS_MAIN(tst_WsInterop)
#include "tst_WsInterop.moc"
